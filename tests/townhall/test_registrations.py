"""Suppliers come in by a public form, a mailed link and, for colleagues, the first person of the firm."""

import re
from datetime import timedelta

import pytest

from tests.conftest import MONDAY
from tests.factories.organisations import supplier_details
from townhall.accounts.administration.models import LinkPurpose
from townhall.accounts.administration.queries import live_link
from townhall.accounts.models import Account
from townhall.accounts.roles import Role
from townhall.database import db
from townhall.mail.models import OutboxMail
from townhall.organisations.operations.registrations import (
    admit_colleague,
    confirm_registration,
    refuse_colleague,
    request_access,
    request_registration,
)
from townhall.organisations.queries import first_person_of, supplier_of, supplier_with_kvk, waiting_colleagues
from townhall.refusal import Refusal

PASSWORD = "een lange zin als wachtwoord"
KVK = "91234567"


def newest_mail():
    db.session.flush()
    return db.session.query(OutboxMail).order_by(OutboxMail.id.desc()).first()


def mailed_link(now=MONDAY):
    token = re.search(r"/bevestigen/(\S+)", newest_mail().body).group(1)
    return live_link(token, LinkPurpose.CONFIRM_REGISTRATION, now)


def registered(**what_matters):
    details = supplier_details(email="an@voorbeeldwerk.example", **what_matters)
    return request_registration(details, person_name="An de Vries", now=MONDAY)


def colleague(kvk_number=KVK, email="bo@voorbeeldwerk.example", **what_matters):
    request = request_access(
        kvk_number, person_name="Bo Bakker", email=email, **{"now": MONDAY, **what_matters}
    )
    confirm_registration(request, mailed_link(), password=PASSWORD, now=MONDAY)
    return request


@pytest.fixture
def an(session):
    return confirm_registration(registered(), mailed_link(), password=PASSWORD, now=MONDAY)


def test_asking_makes_no_organisation_yet(session):
    registered()

    assert supplier_with_kvk(KVK) is None
    assert newest_mail().to == "an@voorbeeldwerk.example"


def test_the_link_makes_the_firm_and_its_first_person(an):
    firm = supplier_of(an.actor())

    assert (firm.name, firm.kvk_number, firm.city) == ("Voorbeeld Werk BV (fictief)", KVK, "Haarlem")
    assert an.roles == {Role.SUPPLIER} and an.is_usable
    assert first_person_of(firm.id) is an


def test_the_mail_holds_the_token_and_the_database_only_its_hash(session):
    registered()

    token = re.search(r"/bevestigen/(\S+)", newest_mail().body).group(1)
    assert mailed_link().token_hash != token


def test_a_link_works_once(an):
    assert mailed_link() is None


def test_a_link_expires(session):
    registered()

    assert mailed_link(MONDAY + timedelta(days=1)) is not None
    assert mailed_link(MONDAY + timedelta(days=2)) is None


def test_a_weak_password_is_refused_and_leaves_the_link(session):
    registration = registered()

    with pytest.raises(Refusal):
        confirm_registration(registration, mailed_link(), password="kort", now=MONDAY)

    assert mailed_link() is not None
    assert supplier_with_kvk(KVK) is None


def test_a_known_number_is_refused_in_words(an):
    with pytest.raises(Refusal) as refusal:
        request_registration(supplier_details(email="x@y.example"), person_name="X", now=MONDAY)

    assert [o.code for o in refusal.value.obstacles] == ["kvk-known"]


def test_of_two_who_register_the_same_firm_the_first_to_confirm_has_it(session):
    first, first_link = registered(), mailed_link()
    second = request_registration(supplier_details(email="x@y.example"), person_name="X", now=MONDAY)
    second_link = mailed_link()
    confirm_registration(first, first_link, password=PASSWORD, now=MONDAY)

    with pytest.raises(Refusal) as refusal:
        confirm_registration(second, second_link, password=PASSWORD, now=MONDAY)

    assert [o.code for o in refusal.value.obstacles] == ["kvk-known"]


def test_who_has_an_account_gets_another_mail_and_no_link(people):
    request_registration(supplier_details(email=people.rik.email), person_name="Rik", now=MONDAY)

    mail = newest_mail()
    assert "U hebt al een account" in mail.body
    assert "/bevestigen/" not in mail.body


def test_too_many_tries_with_one_address_are_refused(session):
    for number in range(5):
        request_registration(
            supplier_details(kvk_number=f"9200000{number}", email="x@y.example"), person_name="X", now=MONDAY
        )

    with pytest.raises(Refusal) as refusal:
        request_registration(supplier_details(email="x@y.example"), person_name="X", now=MONDAY)

    assert [o.code for o in refusal.value.obstacles] == ["registered-too-often"]


def test_a_colleague_waits_until_the_first_person_admits_him(an):
    request = colleague()
    assert not request.account.is_usable
    assert newest_mail().to == an.email
    assert waiting_colleagues(an.organisation_id) == [request]

    admit_colleague(request, actor=an.actor(), now=MONDAY)

    assert request.account.is_usable
    assert newest_mail().to == "bo@voorbeeldwerk.example"
    assert waiting_colleagues(an.organisation_id) == []


def test_a_colleague_who_was_refused_cannot_log_in(an):
    request = colleague()

    refuse_colleague(request, reason="Werkt hier niet.", actor=an.actor(), now=MONDAY)

    assert not request.account.is_usable
    assert "Werkt hier niet." in newest_mail().body


def test_the_second_person_cannot_admit_the_third(an):
    second = colleague()
    admit_colleague(second, actor=an.actor(), now=MONDAY + timedelta(minutes=5))
    third = colleague(email="cas@voorbeeldwerk.example")

    with pytest.raises(Refusal) as refusal:
        admit_colleague(third, actor=second.account.actor(), now=MONDAY)

    assert [o.code for o in refusal.value.obstacles] == ["not-the-first-person"]
    assert not third.account.is_usable


def test_nobody_comes_in_twice_by_one_request(an):
    request = colleague()
    admit_colleague(request, actor=an.actor(), now=MONDAY)

    with pytest.raises(Refusal) as refusal:
        refuse_colleague(request, reason="toch niet", actor=an.actor(), now=MONDAY)

    assert [o.code for o in refusal.value.obstacles] == ["colleague-decided"]
    assert request.account.is_usable


def test_a_colleague_of_an_unknown_firm_is_told_to_register_it(session):
    with pytest.raises(Refusal) as refusal:
        request_access("99999999", person_name="X", email="x@y.example", now=MONDAY)

    assert [o.code for o in refusal.value.obstacles] == ["kvk-unknown"]
    assert db.session.query(Account).filter_by(email="x@y.example").count() == 0
