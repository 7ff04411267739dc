"""A bank account counts only after two different staff members, and one at a time."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.conftest import MONDAY
from tests.factories.organisations import IBANS, NOTE, confirmed_account, proposed_account
from townhall.audit.models import AuditEntry
from townhall.database import db
from townhall.mail.models import OutboxMail
from townhall.organisations.bank_signatures import COOLING_DAYS
from townhall.organisations.models import Organisation
from townhall.organisations.operations.bank_accounts import (
    call_back,
    confirm_bank_account,
    propose_bank_account,
    refuse_bank_account,
)
from townhall.organisations.queries import active_bank_account, active_bank_accounts, payable_bank_accounts
from townhall.refusal import Refusal

TODAY = MONDAY.date()
LATER = MONDAY + timedelta(days=30)


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


def test_a_first_account_counts_at_once_but_no_money_goes_to_it_in_its_cooling_off_period(people, firm):
    account = confirmed_account(firm, **_cast(people))

    assert account.pays_from == TODAY + timedelta(days=COOLING_DAYS)
    assert active_bank_accounts([firm.id], on=TODAY) == {firm.id: account}
    assert payable_bank_accounts([firm.id], on=account.pays_from - timedelta(days=1)) == {}
    assert payable_bank_accounts([firm.id], on=account.pays_from) == {firm.id: account}
    assert [mail.to for mail in db.session.query(OutboxMail)] == [firm.email]


def test_a_new_account_takes_over_after_its_cooling_off_period(people, firm):
    old = confirmed_account(firm, **_cast(people))

    new = confirmed_account(firm, **_cast(people), iban=IBANS[1], now=LATER)

    takes_over = LATER.date() + timedelta(days=COOLING_DAYS)
    assert payable_bank_accounts([firm.id], on=takes_over - timedelta(days=1)) == {firm.id: old}
    assert payable_bank_accounts([firm.id], on=takes_over) == {firm.id: new}
    assert old.counts_until == new.counts_from == new.pays_from == takes_over


def test_a_confirmed_account_can_be_refused_until_money_may_go_to_it_and_the_old_one_goes_on(people, firm):
    old = confirmed_account(firm, **_cast(people))
    new = confirmed_account(firm, **_cast(people), iban=IBANS[1], now=LATER)
    why = {"reason": "Het bedrijf wist van niets.", "actor": people.actor("gert")}

    with pytest.raises(Refusal) as refusal:
        refuse_bank_account(new, **why, now=LATER + timedelta(days=COOLING_DAYS))
    refuse_bank_account(new, **why, now=LATER + timedelta(days=COOLING_DAYS - 1))

    assert [o.code for o in refusal.value.obstacles] == ["bank-account-decided"]
    assert active_bank_account(firm.id, on=date(2030, 1, 1)) is old
    assert old.counts_until is None


def test_a_change_within_the_cooling_off_period_of_another_leaves_no_day_with_two_or_none(people, firm):
    first = confirmed_account(firm, **_cast(people))
    second = confirmed_account(firm, **_cast(people), iban=IBANS[1], now=LATER)
    third = confirmed_account(firm, **_cast(people), iban=IBANS[0], now=LATER + timedelta(days=2))

    days = [LATER.date() + timedelta(days=COOLING_DAYS + extra) for extra in (-1, 0, 1, 2)]
    assert [active_bank_account(firm.id, on=day) for day in days] == [first, second, second, third]


def _cast(people):
    return {"by": people.actor("sanne"), "first": people.actor("gert"), "second": people.actor("hanna")}


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
