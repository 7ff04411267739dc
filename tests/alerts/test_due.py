"""Alerts depend on the facts and the day, and on nothing else."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from alerts.due import Fact, due_alerts
from alerts.occasions import OCCASIONS, OccasionKind

DUE = date(2026, 12, 23)


def option(due_on=DUE, subject="framework_contract:1"):
    return Fact(OccasionKind.OPTION_DECISION, subject, "RO-2025-001", "/contracten/RO-2025-001", due_on=due_on)


def stages(facts, today):
    return [(raised.stage, raised.earlier, raised.is_late) for raised in due_alerts(facts, today)]


def test_nothing_is_raised_before_the_first_lead_time():
    assert stages([option()], DUE - timedelta(days=366)) == []


def test_the_first_lead_time_counts_on_its_own_day():
    assert stages([option()], DUE - timedelta(days=365)) == [(365, (), False)]


def test_a_run_that_was_missed_is_made_up_for_with_the_latest_lead_time():
    assert stages([option()], DUE - timedelta(days=25)) == [(30, (365, 182, 91), False)]


def test_after_the_last_day_the_alert_stays_and_is_late():
    assert stages([option()], DUE + timedelta(days=40)) == [(0, (365, 182, 91, 30, 7), True)]


def test_a_meter_raises_the_highest_level_reached():
    def ceiling(level):
        return Fact(OccasionKind.CEILING, "framework_contract:1", "RO", "/", level=level)

    assert stages([ceiling(Fraction(699, 1000))], DUE) == []
    assert stages([ceiling(Fraction(7, 10))], DUE) == [(70, (), False)]
    assert stages([ceiling(Fraction(1))], DUE) == [(100, (70, 85, 95), True)]


def test_of_two_facts_about_one_record_the_most_urgent_is_raised():
    assert len(due_alerts([option(DUE), option(DUE + timedelta(days=365))], DUE - timedelta(days=1))) == 1


@given(days=st.integers(-400, 800))
def test_stage_is_the_latest_that_passed(days):
    today = DUE - timedelta(days=days)
    leads = OCCASIONS[OccasionKind.OPTION_DECISION].lead_days
    passed = [lead for lead in leads if days <= lead]

    assert [stage for stage, _, _ in stages([option()], today)] == passed[-1:]


@given(st.permutations([option(DUE + timedelta(days=n * 30), f"framework_contract:{n}") for n in range(5)]))
def test_the_order_of_the_facts_does_not_matter(facts):
    ordered = sorted(facts, key=lambda fact: fact.subject)

    assert due_alerts(facts, DUE) == due_alerts(ordered, DUE)
