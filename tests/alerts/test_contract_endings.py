"""A change to announce, a default whose turn it is, and a step of an exit plan are in the work list in time."""

from datetime import date, timedelta

import pytest

from alerts.collectors import facts_of
from alerts.collectors.contracts import terms_ahead
from alerts.collectors.endings import facts
from alerts.due import due_alerts
from alerts.occasion import OccasionKind
from contracts.lifecycle import ContractStatus
from contracts.modifications import Change, ModificationKind
from contracts.operations.changes import record_modification, record_publication
from contracts.operations.defaults import announce_default, record_reply, send_default_notice
from contracts.operations.endings import add_exit_step, finish_exit_step
from contracts.terms import OptionDecision, planned_options
from tests.conftest import MONDAY
from tests.factories.contracts import running_contract
from townhall.money import euros

TODAY = MONDAY.date()


def asked_on(day: date) -> set[OccasionKind]:
    """What the work list asks on this day."""
    return {raised.fact.kind for raised in due_alerts(facts(), day)}


def test_a_large_change_asks_for_its_notice_until_it_is_on_record(session, people):
    coen = people.actor("coen")
    large = Change(ModificationKind.UNFORESEEN, euros("1000"), "Instroom", conditions_met=True)
    change = record_modification(running_contract(options=()), large, agreed_on=TODAY, actor=coen, now=MONDAY)
    session.flush()
    assert asked_on(TODAY) == {OccasionKind.CHANGE_TO_ANNOUNCE}

    record_publication(change, published_on=TODAY, reference="TN 1", actor=coen, now=MONDAY)
    session.flush()

    assert asked_on(TODAY) == set()


def test_a_default_asks_from_the_day_after_the_suppliers_last_day(session, people):
    coen = people.actor("coen")
    notice = announce_default(
        running_contract(), failing="Geen lijst", demanded="Stuur de lijst", hearing_on=date(2026, 11, 27),
        actor=coen, now=MONDAY,
    )  # fmt: skip
    session.flush()
    assert asked_on(date(2026, 11, 27)) == set()
    assert asked_on(date(2026, 11, 28)) == {OccasionKind.DEFAULT_TERM}

    record_reply(notice, reply="Volgt", actor=coen, now=MONDAY)
    send_default_notice(notice, cure_by=date(2026, 12, 7), actor=coen, now=MONDAY)
    session.flush()

    assert asked_on(date(2026, 12, 7)) == set()
    assert asked_on(date(2026, 12, 8)) == {OccasionKind.DEFAULT_TERM}


def test_a_step_of_an_exit_plan_asks_two_weeks_ahead_until_it_is_done(session, people):
    coen, due_on = people.actor("coen"), TODAY + timedelta(days=30)
    step = add_exit_step(
        running_contract(), label="Sleutels terug", owner="Facilitair", due_on=due_on, actor=coen, now=MONDAY
    )
    session.flush()
    assert asked_on(due_on - timedelta(days=15)) == set()
    assert asked_on(due_on - timedelta(days=14)) == {OccasionKind.EXIT_STEP_DUE}

    finish_exit_step(step, note="", actor=coen, now=MONDAY)
    session.flush()

    assert asked_on(due_on) == set()


@pytest.mark.parametrize(
    ("decision", "days_before", "kinds"),
    [
        (OptionDecision.OPEN, 0, {OccasionKind.OPTION_DECISION}),
        # Nobody decided in time: that must still be recorded, and the contract ends.
        (OptionDecision.OPEN, -1, {OccasionKind.OPTION_DECISION, OccasionKind.CONTRACT_ENDS, OccasionKind.START_ANEW}),
        # After one that was refused the second one counts no more.
        (OptionDecision.NOT_TAKEN, 30, {OccasionKind.CONTRACT_ENDS, OccasionKind.START_ANEW}),
    ],
)
def test_a_contract_of_which_no_option_can_be_used_any_more_is_told_to_end(session, decision, days_before, kinds):
    contract = running_contract(options=planned_options(date(2027, 12, 31), count=2, months=12))
    first = contract.options[0]
    today = first.decide_by - timedelta(days=days_before)
    if decision != OptionDecision.OPEN:
        first.decision, first.decided_on, first.decided_by, first.motivation = decision, today, "Wim", "Te weinig"
    session.flush()

    told = {fact.kind for fact in facts_of(today) if fact.contract_id == contract.id}

    assert told & {OccasionKind.OPTION_DECISION, OccasionKind.CONTRACT_ENDS, OccasionKind.START_ANEW} == kinds
    [term] = terms_ahead(today)
    assert len(term.options) == (2 if decision == OptionDecision.OPEN else 0)


def test_a_contract_that_was_terminated_is_told_to_end_until_it_did(session):
    ends_on = TODAY + timedelta(days=90)
    contract = running_contract(status=ContractStatus.TERMINATED, ends_on=ends_on, terminated_on=ends_on, options=())

    def told(day):
        return {raised.fact.kind for raised in due_alerts(facts_of(day), day) if raised.fact.contract_id == contract.id}

    assert told(TODAY) == {OccasionKind.CONTRACT_ENDS, OccasionKind.START_ANEW}
    assert told(ends_on + timedelta(days=1)) == set()
