"""Forgetting one's password: a link by mail, and nothing that tells a stranger who has an account."""

import re
from datetime import timedelta

import pytest

from tests.conftest import MONDAY
from townhall.accounts.administration.forgotten import MOST_REQUESTS, answer_request, ask_new_password
from townhall.accounts.administration.models import PasswordRequest
from townhall.accounts.administration.operations import send_password_link
from townhall.accounts.administration.queries import live_password_link
from townhall.accounts.models import LoginAttempt
from townhall.accounts.passwords import is_password
from townhall.audit.models import AuditEntry
from townhall.database import transaction
from townhall.jobs.operations import run_due_jobs
from townhall.mail.models import OutboxMail
from townhall.refusal import Refusal

PASSWORD = "een zin van genoeg tekens"
ACT = {"now": MONDAY, "machine_time": MONDAY}


def tokens_in_mail(session):
    bodies = [mail.body for mail in session.query(OutboxMail).order_by(OutboxMail.id)]
    return [found for body in bodies for found in re.findall(r"/wachtwoord-kiezen/(\S+)", body)]


def asked_by(browser, email):
    answer = browser.post("/wachtwoord-vergeten", data={"email": email}, follow_redirects=True)
    # The page of the answer, without the token that differs every time.
    return answer.status_code, answer.request.path, re.sub(r'name="csrf_token"[^>]*', "", answer.text)


def test_from_forgotten_to_a_new_password_through_the_pages(visitor, people, session):
    link = re.search(r'href="(/wachtwoord-vergeten)"', visitor.get("/inloggen").text).group(1)
    visitor.post(link, data={"email": people.inge.email.upper()})
    run_due_jobs()
    (token,) = tokens_in_mail(session)

    visitor.post(f"/wachtwoord-kiezen/{token}", data={"password": PASSWORD, "again": PASSWORD})

    assert is_password(PASSWORD, people.inge.password_hash)
    assert visitor.get(f"/wachtwoord-kiezen/{token}").status_code == 404
    acts = [entry.act for entry in session.query(AuditEntry).order_by(AuditEntry.id)]
    assert acts == ["account.password_forgotten", "account.password_chosen"]


def test_the_page_answers_and_does_the_same_for_a_known_and_an_unknown_address(
    app, visitor, people, session, at_most_queries
):
    answers, statements = [], []
    for email in (people.inge.email, "niemand@elders.example"):
        with at_most_queries(50) as sent:
            answers.append(asked_by(app.test_client(), email))
        statements.append([statement.split(" WHERE")[0] for statement in sent])

    assert answers[0] == answers[1]
    assert statements[0] == statements[1]
    assert session.query(OutboxMail).count() == 0  # only the job mails


def test_an_unknown_address_gets_no_mail_and_no_place_on_the_trail(session, people):
    answer_request(ask_new_password("niemand@elders.example", **ACT), **ACT)

    assert session.query(OutboxMail).count() == 0
    assert session.query(AuditEntry).count() == 0


def test_a_switched_off_account_gets_no_mail(session, people):
    people.inge.deactivated_at = MONDAY

    answer_request(ask_new_password(people.inge.email, **ACT), **ACT)

    assert session.query(OutboxMail).count() == 0


def test_a_colleague_who_was_not_admitted_gets_no_mail(session, people):
    people.sanne.activated_at = None

    answer_request(ask_new_password(people.sanne.email, **ACT), **ACT)

    assert session.query(OutboxMail).count() == 0


def test_a_job_that_runs_twice_mails_once(session, people):
    request = ask_new_password(people.inge.email, **ACT)

    answer_request(request, **ACT)
    answer_request(request, **ACT)

    assert session.query(OutboxMail).count() == 1


@pytest.mark.parametrize("email", ["inge", "niemand"])
def test_asking_too_often_is_refused_for_a_quarter_of_an_hour_known_or_not(session, people, email):
    address = people.inge.email if email == "inge" else "niemand@elders.example"
    for _ in range(MOST_REQUESTS):
        ask_new_password(address, **ACT)

    with pytest.raises(Refusal) as refusal:
        ask_new_password(address.upper(), now=MONDAY, machine_time=MONDAY + timedelta(minutes=14))

    assert [obstacle.code for obstacle in refusal.value.obstacles] == ["password-asked-too-often"]
    ask_new_password(address, now=MONDAY, machine_time=MONDAY + timedelta(minutes=15))
    assert session.query(PasswordRequest).count() == MOST_REQUESTS + 1


def test_asking_for_a_link_does_not_shut_anybody_out(session, people):
    for _ in range(MOST_REQUESTS):
        ask_new_password(people.inge.email, **ACT)

    assert session.query(LoginAttempt).count() == 0


def test_the_page_says_it_in_words_when_somebody_asks_too_often_and_keeps_the_address(visitor):
    for _ in range(MOST_REQUESTS):
        asked_by(visitor, "niemand@elders.example")

    status, path, page = asked_by(visitor, "niemand@elders.example")

    assert (status, path) == (200, "/wachtwoord-vergeten")
    assert "te vaak om een nieuw wachtwoord gevraagd" in page
    assert 'value="niemand@elders.example"' in page


def test_the_link_works_for_a_day(session, people):
    answer_request(ask_new_password(people.inge.email, **ACT), **ACT)
    (token,) = tokens_in_mail(session)

    assert live_password_link(token, MONDAY + timedelta(hours=23)) is not None
    assert live_password_link(token, MONDAY + timedelta(hours=24)) is None


def test_choosing_a_password_ends_every_other_link_of_the_account(visitor, session, people):
    with transaction():
        send_password_link(people.inge, actor=people.actor("ali"), now=MONDAY)
        answer_request(ask_new_password(people.inge.email, **ACT), **ACT)
    invitation, forgotten = tokens_in_mail(session)

    visitor.post(f"/wachtwoord-kiezen/{forgotten}", data={"password": PASSWORD, "again": PASSWORD})

    assert visitor.get(f"/wachtwoord-kiezen/{invitation}").status_code == 404
