"""Inviting people, giving roles that go together, and switching accounts off."""

import re
from datetime import timedelta

import pytest

from tests.conftest import MONDAY
from townhall import clock
from townhall.accounts.administration.models import LinkPurpose
from townhall.accounts.administration.operations import (
    choose_first_password,
    create_account,
    deactivate_account,
    invite_account,
    reactivate_account,
    send_password_link,
    set_roles,
)
from townhall.accounts.administration.queries import live_link
from townhall.accounts.administration.rights import rights_table
from townhall.accounts.administration.rules import obstacles_to_giving_roles
from townhall.accounts.gate import granted, permission_words
from townhall.accounts.models import Account, LoginSession
from townhall.accounts.operations import begin_session
from townhall.accounts.passwords import is_password
from townhall.accounts.roles import Role
from townhall.database import db, transaction
from townhall.mail.models import OutboxMail
from townhall.organisations.queries import the_municipality
from townhall.refusal import Refusal

PASSWORD = "een lange zin als wachtwoord"


def codes(obstacles):
    return [obstacle.code for obstacle in obstacles]


def invited(people, **what_matters):
    usual = {"email": "Nora@Haarlem.example", "name": "Nora Nieuw", "roles": {Role.INKOPER}}
    return invite_account(
        **{**usual, **what_matters},
        organisation_id=the_municipality().id,
        actor=people.actor("ali"),
        now=MONDAY,
    )


def mailed_link(now=MONDAY):
    db.session.flush()
    mail = db.session.query(OutboxMail).order_by(OutboxMail.id.desc()).first()
    token = re.search(r"/wachtwoord-kiezen/(\S+)", mail.body).group(1)
    return live_link(token, LinkPurpose.CHOOSE_PASSWORD, now)


@pytest.mark.parametrize(
    ("roles", "change", "expected"),
    [
        ({Role.INKOPER}, {}, []),
        ({Role.INKOPER, Role.REGISTRAR}, {}, []),
        (set(), {}, ["no-role"]),
        ({Role.FINANCE, Role.REGISTRAR}, {}, ["money-chain"]),
        ({Role.CONTRACT_MANAGER, Role.BUDGET_HOLDER}, {}, ["money-chain"]),
        ({Role.ADMINISTRATOR, Role.INKOPER}, {}, ["role-goes-alone"]),
        ({Role.SUPPLIER}, {}, ["supplier-role"]),
        ({Role.INKOPER}, {"is_supplier": True}, ["supplier-role"]),
        ({Role.INKOPER}, {"is_own": True}, ["own-roles"]),
        ({Role.INKOPER}, {"is_last_administrator": True}, ["last-administrator"]),
        ({Role.ADMINISTRATOR}, {"is_last_administrator": True}, []),
    ],
)
def test_which_roles_somebody_may_get(roles, change, expected):
    usual = {"is_supplier": False, "is_own": False, "is_last_administrator": False}

    assert codes(obstacles_to_giving_roles(roles, **{**usual, **change})) == expected


def test_an_invited_person_cannot_log_in_before_choosing_a_password(people):
    nora = invited(people)
    assert not nora.is_usable

    choose_first_password(nora, mailed_link(), password=PASSWORD, now=MONDAY, machine_time=clock.machine_time())

    assert nora.is_usable
    assert is_password(PASSWORD, nora.password_hash)
    assert mailed_link() is None


def test_an_invitation_expires_and_a_new_link_replaces_it(people):
    nora = invited(people)
    first = mailed_link()
    assert mailed_link(MONDAY + timedelta(days=7)) is None

    send_password_link(nora, actor=people.actor("ali"), now=MONDAY)

    second = mailed_link()
    db.session.refresh(first)
    assert first.used_at is not None and second is not None
    with pytest.raises(Refusal):
        choose_first_password(nora, first, password=PASSWORD, now=MONDAY, machine_time=clock.machine_time())


def test_an_address_that_has_an_account_is_not_invited_again(people):
    with pytest.raises(Refusal) as refusal:
        invited(people, email=people.inge.email.upper())

    assert codes(refusal.value.obstacles) == ["email-known"]


def test_roles_that_may_not_go_together_are_refused_and_change_nothing(people):
    with pytest.raises(Refusal) as refusal:
        set_roles(people.coen, {Role.CONTRACT_MANAGER, Role.FINANCE}, actor=people.actor("ali"), now=MONDAY)

    assert codes(refusal.value.obstacles) == ["money-chain"]
    assert people.coen.roles == {Role.CONTRACT_MANAGER}


def test_other_roles_count_at_once(people):
    set_roles(people.bram, {Role.ASSESSOR, Role.INKOPER}, actor=people.actor("ali"), now=MONDAY)
    db.session.expire_all()

    assert db.session.get(Account, people.bram.id).roles == {Role.ASSESSOR, Role.INKOPER}


def test_switching_off_ends_the_log_ins(people):
    begin_session(people.kim, clock.machine_time())
    off = {"reason": "uit dienst", "actor": people.actor("ali"), "now": MONDAY}

    deactivate_account(people.kim, **off, machine_time=clock.machine_time())

    assert not people.kim.is_usable
    assert db.session.query(LoginSession).filter(LoginSession.ended_at.is_(None)).count() == 0
    reactivate_account(people.kim, **off)
    assert people.kim.is_usable


def test_a_password_chosen_anew_ends_the_log_ins_with_the_old_one(people):
    begin_session(people.kim, clock.machine_time())
    send_password_link(people.kim, actor=people.actor("ali"), now=MONDAY)

    choose_first_password(people.kim, mailed_link(), password=PASSWORD, now=MONDAY, machine_time=clock.machine_time())

    assert db.session.query(LoginSession).filter(LoginSession.ended_at.is_(None)).count() == 0


def test_nobody_switches_off_the_last_administrator_or_himself(people):
    with pytest.raises(Refusal) as refusal:
        deactivate_account(
            people.ali, reason="x", actor=people.actor("ali"), now=MONDAY, machine_time=clock.machine_time()
        )

    assert codes(refusal.value.obstacles) == ["own-account", "last-administrator"]


def test_the_table_of_rights_holds_every_permission_once(app):
    groups = rights_table(granted(), permission_words())

    rows = [row for group in groups for row in group.rows]
    assert {row.permission for row in rows} == set(granted())
    assert len(rows) == len(granted())


def test_the_table_of_rights_can_be_that_of_one_role(app):
    rows = [row for group in rights_table(granted(), permission_words(), role=Role.OPENER) for row in group.rows]

    assert rows
    assert {row.permission for row in rows} == {each for each, roles in granted().items() if Role.OPENER in roles}


def test_the_page_of_rights_says_in_words_who_may_do_what(as_person):
    page = as_person("ria").get("/beheer/rechten").text

    assert "Aanbestedingen publiceren, verlengen en intrekken" in page
    assert "procurement:tender" not in page
    assert "Over de gunning beslissen" not in as_person("ali").get("/beheer/rechten?rol=opener").text


def test_the_first_administrator_comes_from_the_command_line(app):
    result = app.test_cli_runner().invoke(
        args=["accounts", "create", "--email", "Bea@haarlem.example", "--name", "Bea Baas"],
        env={"RAAMWERK_PASSWORD": PASSWORD},
    )

    assert result.exit_code == 0, result.output
    with app.app_context():
        account = db.session.query(Account).filter_by(email="bea@haarlem.example").one()
        assert account.is_usable and account.roles == {Role.ADMINISTRATOR}


def test_the_command_refuses_in_words(app):
    result = app.test_cli_runner().invoke(
        args=["accounts", "create", "--email", "x@y.example", "--name", "X", "--role", "finance", "--role",
              "registrar", "--password", PASSWORD],
    )  # fmt: skip

    assert result.exit_code == 1
    assert "betaalketen" in result.output
    with app.app_context():
        assert db.session.query(Account).filter_by(email="x@y.example").count() == 0


def test_a_direct_account_needs_a_strong_password(people):
    with pytest.raises(Refusal), transaction():
        create_account(
            email="x@y.example", name="X", roles={Role.INKOPER}, organisation_id=the_municipality().id,
            password="kort", actor=people.actor("ali"), now=MONDAY,
        )  # fmt: skip
