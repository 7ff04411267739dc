"""The gate: no route without one, no page for who has no permission, log-ins that end."""

from datetime import timedelta

import pytest

from tests.conftest import MONDAY, settings_for
from townhall import clock
from townhall.accounts.gate import UngatedRoute, check_every_route
from townhall.accounts.models import LoginSession
from townhall.accounts.operations import MOST_FAILURES
from townhall.accounts.passwords import hash_password
from townhall.accounts.roles import Role, obstacles_to_roles
from townhall.audit.models import AuditEntry
from townhall.database import db, transaction
from wsgi import create_app

PASSWORD = "een zin van genoeg tekens"


@pytest.fixture
def inge(people):
    with transaction():
        people.inge.password_hash = hash_password(PASSWORD)
    return people.inge


def test_an_application_with_a_route_without_gate_refuses_to_start(tmp_path):
    app = create_app(settings_for(tmp_path, "sqlite://"))
    app.add_url_rule("/achterdeur", "backdoor", lambda: "hallo")

    with pytest.raises(UngatedRoute, match="backdoor"):
        check_every_route(app)


def test_a_visitor_is_sent_to_log_in_and_then_back(visitor, inge):
    answer = visitor.get("/mijn-account?a=1")
    assert answer.status_code == 302

    answer = visitor.post(answer.location, data={"email": inge.email.upper(), "password": PASSWORD})

    assert answer.location == "/mijn-account?a=1"
    assert "Inge Inkoop" in visitor.get("/mijn-account").text


@pytest.mark.parametrize("elsewhere", ["https://elders.example/", "//elders.example", "/\\elders.example"])
def test_logging_in_never_leads_elsewhere(visitor, inge, elsewhere):
    answer = visitor.post(
        "/inloggen", query_string={"verder": elsewhere}, data={"email": inge.email, "password": PASSWORD}
    )

    assert answer.location == "/"


def test_a_wrong_password_keeps_the_address_and_is_on_the_trail(visitor, inge):
    page = visitor.post("/inloggen", data={"email": inge.email, "password": "een ander wachtwoord"}).text

    assert "horen niet bij elkaar" in page
    assert inge.email in page
    assert db.session.query(AuditEntry).filter_by(act="account.login_failed").count() == 1


def test_guessing_is_stopped(visitor, inge):
    for _ in range(MOST_FAILURES):
        visitor.post("/inloggen", data={"email": inge.email, "password": "een ander wachtwoord"})

    page = visitor.post("/inloggen", data={"email": inge.email, "password": PASSWORD}).text

    assert "te vaak" in page


def test_a_page_without_permission_is_refused_in_words(as_person):
    answer = as_person("sanne").get("/spoor/")

    assert answer.status_code == 403


def test_logging_out_ends_the_row_and_the_token_with_it(as_person):
    browser = as_person("inge")
    with browser.session_transaction() as cookie:
        token = cookie["_user_id"]
    browser.post("/uitloggen")

    with browser.session_transaction() as cookie:
        cookie["_user_id"] = token

    assert browser.get("/mijn-account").status_code == 302


def test_a_login_ends_by_itself(as_person, session):
    browser = as_person("inge")
    with transaction():
        row = session.query(LoginSession).one()
        row.expires_at = clock.machine_time() - timedelta(seconds=1)

    assert browser.get("/mijn-account").status_code == 302


def test_a_switched_off_account_is_out_at_once(as_person, people):
    browser = as_person("inge")
    with transaction():
        people.inge.deactivated_at = MONDAY

    assert browser.get("/mijn-account").status_code == 302


@pytest.mark.parametrize(
    ("roles", "codes"),
    [
        ({Role.INKOPER, Role.REGISTRAR}, []),
        ({Role.ASSESSOR, Role.OPENER}, []),
        ({Role.SUPPLIER, Role.INKOPER}, ["role-goes-alone"]),
        ({Role.AUDITOR, Role.ADMINISTRATOR}, ["role-goes-alone", "role-goes-alone"]),
        ({Role.FINANCE, Role.BUDGET_HOLDER}, ["money-chain"]),
        ({Role.REGISTRAR, Role.FINANCE}, ["money-chain"]),
        ({Role.CONTRACT_MANAGER, Role.BUDGET_HOLDER}, ["money-chain"]),
    ],
)
def test_some_roles_do_not_go_together(roles, codes):
    assert [obstacle.code for obstacle in obstacles_to_roles(roles)] == codes
