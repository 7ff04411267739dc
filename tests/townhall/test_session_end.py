"""The end of a log-in: announced, put off, and never the end of what somebody typed (WCAG 2.2.1)."""

import re
from datetime import timedelta
from html import unescape

import pytest

from tests.conftest import MONDAY
from townhall import clock
from townhall.accounts.kept_input import NEVER_KEPT, is_inside, read_kept
from townhall.accounts.models import LoginSession
from townhall.accounts.operations import begin_session, extend_session
from townhall.accounts.passwords import hash_password
from townhall.accounts.sessions import session_end
from townhall.audit.models import AuditEntry
from townhall.budgets.models import Budget
from townhall.database import transaction
from townhall.fields import SecretField
from townhall.forms import Form

PASSWORD = "een zin van genoeg tekens"
OWN = {"Origin": "http://localhost"}
TYPED = {"year": "2027", "programme": "Jongeren & <werk>", "amount": "geen getal", "decision_reference": ""}


@pytest.fixture
def login(people, session):
    begin_session(people.inge, MONDAY)
    session.flush()
    return session.query(LoginSession).one()


@pytest.fixture
def wim(people):
    with transaction():
        people.wim.password_hash = hash_password(PASSWORD)
    return people.wim


def hidden_fields(page):
    found = re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page)
    return [(unescape(name), unescape(value)) for name, value in found]


@pytest.mark.parametrize(("hours", "ends_after_minutes"), [(0, 60), (11, 12 * 60), (11.5, 12 * 60)])
def test_a_login_ends_after_an_hour_of_rest_and_at_its_last_moment(login, hours, ends_after_minutes):
    end = session_end(login, MONDAY + timedelta(hours=hours))

    assert end.at == MONDAY + timedelta(minutes=ends_after_minutes)
    assert end.warn == 5 * 60


@pytest.mark.parametrize(
    ("after_hours", "lasts_hours"),
    [(1, 12), (11, 12), (11.5, 12.5), (22.5, 23.5), (23.5, 24)],
)
def test_a_login_can_be_made_longer_up_to_a_day(login, people, after_hours, lasts_hours):
    login.expires_at = max(login.expires_at, MONDAY + timedelta(hours=after_hours))

    extend_session(
        login, actor=people.actor("inge"), now=MONDAY, machine_time=MONDAY + timedelta(hours=after_hours)
    )

    assert login.expires_at == MONDAY + timedelta(hours=lasts_hours)


def test_only_moving_the_last_moment_is_on_the_trail(login, people, session):
    extend_session(login, actor=people.actor("inge"), now=MONDAY, machine_time=MONDAY)
    assert session.query(AuditEntry).count() == 0

    extend_session(login, actor=people.actor("inge"), now=MONDAY, machine_time=MONDAY + timedelta(hours=11.5))

    assert [entry.act for entry in session.query(AuditEntry)] == ["account.session_extended"]


def test_every_page_says_until_when_and_how_to_stay(as_person):
    page = as_person("inge").get("/mijn-account").text

    assert re.search(r"Ingelogd tot \d\d:\d\d uur als u niets doet", page)
    assert 'href="/ingelogd-blijven"' in page
    assert 'data-session="3600" data-warn="300"' in page


def test_a_visitor_is_not_told_about_the_end(visitor):
    assert "data-session=" not in visitor.get("/inloggen").text


def test_the_button_makes_the_login_longer(as_person, session):
    browser = as_person("inge")
    with transaction():
        row = session.query(LoginSession).one()
        row.expires_at = clock.machine_time() + timedelta(minutes=2)
    assert 'data-session="119"' in browser.get("/mijn-account").text.replace('"120"', '"119"')

    page = browser.post("/ingelogd-blijven", follow_redirects=True).text

    assert "U blijft langer ingelogd" in page
    assert 'data-session="3599"' in page.replace('"3600"', '"3599"')


def test_what_was_typed_survives_the_end_of_the_login(visitor, wim, session):
    kept_page = visitor.post("/budgetten/nieuw?x=1", data={**TYPED, "csrf_token": "oud"}, headers=OWN)
    assert kept_page.status_code == 401
    assert "Wat u typte, is bewaard" in kept_page.text
    (kept,) = [value for name, value in hidden_fields(kept_page.text) if name == "kept"]

    wrong = visitor.post("/inloggen", data={"email": wim.email, "password": "iets anders", "kept": kept})
    assert ("kept", kept) in hidden_fields(wrong.text)

    back = visitor.post("/inloggen", data={"email": wim.email, "password": PASSWORD, "kept": kept})
    carried = hidden_fields(back.text)
    assert 'action="/budgetten/nieuw?x=1"' in back.text
    assert dict(carried)["programme"] == TYPED["programme"]
    assert "oud" not in [value for _name, value in carried]

    page = visitor.post("/budgetten/nieuw?x=1", data=dict(carried))

    assert page.status_code == 200
    assert "nog niet verstuurd" in page.text
    assert 'value="Jongeren &amp; &lt;werk&gt;"' in page.text
    assert 'value="geen getal"' in page.text
    assert session.query(Budget).count() == 0


def test_a_form_that_is_put_back_saves_nothing_even_when_all_is_right(as_person, session, people):
    right = {**TYPED, "amount": "100", "organisation": str(people.wim.organisation_id)}

    page = as_person("wim").post("/budgetten/nieuw", data={**right, "_hersteld": "1"})

    assert page.status_code == 200
    assert session.query(Budget).count() == 0
    as_person("wim").post("/budgetten/nieuw", data=right)
    assert session.query(Budget).count() == 1


def test_a_button_without_a_form_does_nothing_either_when_it_is_put_back(as_person, people, session):
    address = f"/beheer/accounts/{people.inge.id}/nieuwe-link"

    answer = as_person("ali").post(address, data={"_hersteld": "1"})

    assert answer.status_code == 409
    assert "nog niet verstuurd" in answer.text
    assert session.query(AuditEntry).count() == 0


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://elders.example"}, {"Origin": "null"}])
def test_a_form_from_elsewhere_is_not_kept(visitor, headers):
    answer = visitor.post("/budgetten/nieuw", data=TYPED, headers=headers)

    assert answer.status_code == 302
    assert answer.location == "/inloggen"


def test_an_old_token_of_who_is_logged_in_leads_back_to_the_form(app, as_person):
    app.config["WTF_CSRF_ENABLED"] = True

    page = as_person("wim").post("/budgetten/nieuw", data=TYPED, headers=OWN)

    assert "Verder met uw formulier" in page.text
    assert ("programme", TYPED["programme"]) in hidden_fields(page.text)


def test_an_old_token_of_a_visitor_leads_back_without_a_login(app, visitor):
    app.config["WTF_CSRF_ENABLED"] = True

    page = visitor.post("/wachtwoord-vergeten", data={"email": "a@b.example"}, headers=OWN)

    assert "Verder met uw formulier" in page.text
    assert 'action="/wachtwoord-vergeten"' in page.text


def test_an_old_token_from_elsewhere_is_refused(app, as_person):
    app.config["WTF_CSRF_ENABLED"] = True

    assert as_person("wim").post("/budgetten/nieuw", data=TYPED).status_code == 400


@pytest.mark.parametrize(
    "text", ["", "geen json", "[]", '{"address": "https://elders.example/", "fields": []}', '{"address": "/a"}']
)
def test_what_was_not_kept_by_us_is_left_alone(text):
    assert read_kept(text) is None


@pytest.mark.parametrize("address", ["https://elders.example/", "//elders.example", "/\\elders.example", None, 3])
def test_an_address_elsewhere_is_not_inside(address):
    assert not is_inside(address)


def _heirs(kind):
    for heir in kind.__subclasses__():
        yield heir
        yield from _heirs(heir)


def test_no_secret_is_ever_kept(app):
    secret = {
        name
        for form in _heirs(Form)
        for name, field in vars(form).items()
        if getattr(field, "field_class", None) is SecretField
    }

    assert {"password", "passphrase"} <= secret
    assert sorted(secret - NEVER_KEPT) == []
