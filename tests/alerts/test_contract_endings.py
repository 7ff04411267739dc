"""A change to announce, a default whose turn it is, and a step of an exit plan are in the work list in time."""

from datetime import date, timedelta

from alerts.collectors.endings import facts
from alerts.due import due_alerts
from alerts.occasion import OccasionKind
from contracts.modifications import Change, ModificationKind
from contracts.operations.changes import record_modification, record_publication
from contracts.operations.defaults import announce_default, record_reply, send_default_notice
from contracts.operations.endings import add_exit_step, finish_exit_step
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
