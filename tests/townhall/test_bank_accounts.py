"""A bank account counts only after two different staff members, and one at a time."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.conftest import MONDAY
from tests.factories.organisations import IBANS, NOTE, confirmed_account, proposed_account
from townhall.audit.models import AuditEntry
from townhall.database import db
from townhall.organisations.models import Organisation
from townhall.organisations.operations.bank_accounts import (
    call_back,
    confirm_bank_account,
    propose_bank_account,
    refuse_bank_account,
)
from townhall.organisations.queries import active_bank_account, active_bank_accounts
from townhall.refusal import Refusal

TODAY = MONDAY.date()


@pytest.fixture
def firm(people):
    return db.session.get(Organisation, people.sanne.organisation_id)


def test_a_proposed_account_does_not_count(people, firm):
    proposed_account(firm, by=people.actor("sanne"))

    assert active_bank_account(firm.id, on=TODAY) is None


def test_an_account_with_one_confirmer_does_not_count(people, firm):
    account = proposed_account(firm, by=people.actor("sanne"))

    call_back(account, note=NOTE, actor=people.actor("gert"), now=MONDAY)

    assert active_bank_account(firm.id, on=TODAY) is None


def test_an_account_with_two_confirmers_counts_from_that_day(people, firm):
    account = proposed_account(firm, by=people.actor("sanne"))
    call_back(account, note=NOTE, actor=people.actor("gert"), now=MONDAY)

    confirm_bank_account(account, actor=people.actor("hanna"), now=MONDAY)

    assert active_bank_account(firm.id, on=TODAY) is account
    assert active_bank_account(firm.id, on=TODAY - timedelta(days=1)) is None


def test_one_person_cannot_confirm_twice(people, firm):
    account = proposed_account(firm, by=people.actor("sanne"))
    call_back(account, note=NOTE, actor=people.actor("gert"), now=MONDAY)

    with pytest.raises(Refusal) as refusal:
        confirm_bank_account(account, actor=people.actor("gert"), now=MONDAY)

    assert [o.code for o in refusal.value.obstacles] == ["same-person"]
    assert active_bank_account(firm.id, on=TODAY) is None


def test_the_database_itself_wants_two_people(people, firm):
    account = proposed_account(firm, by=people.actor("sanne"))
    db.session.flush()

    with pytest.raises(IntegrityError):
        db.session.execute(
            text(
                "update bank_account set status = 'confirmed', called_back_by_id = :gert, "
                "confirmed_by_id = :gert, counts_from = '2026-11-23' where id = :id"
            ),
            {"gert": people.gert.id, "id": account.id},
        )
    db.session.rollback()


def test_the_database_wants_both_signatures(people, firm):
    account = proposed_account(firm, by=people.actor("sanne"))
    db.session.flush()

    with pytest.raises(IntegrityError):
        db.session.execute(
            text("update bank_account set status = 'confirmed', counts_from = '2026-11-23' where id = :id"),
            {"id": account.id},
        )
    db.session.rollback()


def test_a_new_account_takes_over_on_its_own_day(people, firm):
    cast = {"by": people.actor("sanne"), "first": people.actor("gert"), "second": people.actor("hanna")}
    old = confirmed_account(firm, **cast)

    later = MONDAY + timedelta(days=30)
    new = confirmed_account(firm, **cast, iban=IBANS[1], now=later)

    assert active_bank_account(firm.id, on=later.date() - timedelta(days=1)) is old
    assert active_bank_account(firm.id, on=later.date()) is new
    assert old.counts_until == later.date()
    assert active_bank_accounts([firm.id], on=later.date()) == {firm.id: new}


def test_a_second_proposal_waits_for_the_first(people, firm):
    proposed_account(firm, by=people.actor("sanne"))

    with pytest.raises(Refusal) as refusal:
        proposed_account(firm, by=people.actor("sanne"), iban=IBANS[1])

    assert [o.code for o in refusal.value.obstacles] == ["proposal-open"]


def test_a_refused_account_never_counts_and_makes_room_for_another(people, firm):
    account = proposed_account(firm, by=people.actor("sanne"))

    refuse_bank_account(account, reason="Het bedrijf wist van niets.", actor=people.actor("gert"), now=MONDAY)
    another = proposed_account(firm, by=people.actor("sanne"), iban=IBANS[1])

    assert active_bank_account(firm.id, on=date(2030, 1, 1)) is None
    assert another.iban == IBANS[1]


def test_each_step_is_one_entry_on_the_trail(people, firm):
    confirmed_account(
        firm, by=people.actor("sanne"), first=people.actor("gert"), second=people.actor("hanna")
    )

    acts = [entry.act for entry in db.session.query(AuditEntry).filter_by(subject_type="bank_account")]
    assert acts == ["bank_account.proposed", "bank_account.called_back", "bank_account.confirmed"]


def test_an_iban_is_kept_without_spaces_and_shown_in_groups(people, firm):
    account = propose_bank_account(
        firm, iban="nl96 fict 0000 0000 01", holder="Werkvooruit", actor=people.actor("sanne"), now=MONDAY
    )

    assert account.iban == IBANS[0]
    assert account.number == "NL96 FICT 0000 0000 01"
