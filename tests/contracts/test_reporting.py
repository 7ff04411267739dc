"""Reports are due by the rhythm that was agreed, and in time up to and including their last day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from contracts.reporting import (
    ReportState,
    Rhythm,
    due_reports,
    in_time,
    obstacles_to_agreeing_rhythm,
    obstacles_to_reporting,
    state_of,
)
from tests.factories.tracks import at_nine
from townhall.periods import Period, year_of

QUARTERS = Rhythm(date(2026, 1, 1), 3)
TERM = Period(date(2026, 1, 1), date(2027, 12, 31))


@given(
    from_on=some.dates(date(2020, 1, 1), date(2027, 12, 31)),
    months=some.sampled_from((1, 3, 6, 12)),
    length=some.integers(1, 1500),
)
def test_the_periods_cover_every_day_once(from_on, months, length):
    last = from_on + timedelta(days=length)
    due = due_reports([Rhythm(from_on, months)], ends_on=last)

    days = [report.period.starts_on for report in due] + [due[-1].period.day_after]
    assert (days[0], days[-1]) == (from_on, last + timedelta(days=1))
    assert all(report.period.day_after == after for report, after in zip(due, days[1:], strict=True))


def test_a_later_rhythm_takes_over_from_its_first_day():
    due = due_reports([QUARTERS, Rhythm(date(2026, 5, 1), 1, within_days=7)], ends_on=date(2026, 6, 30))

    assert [(each.period.starts_on, each.period.ends_on, each.due_on) for each in due] == [
        (date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 14)),
        (date(2026, 4, 1), date(2026, 4, 30), date(2026, 5, 14)),
        (date(2026, 5, 1), date(2026, 5, 31), date(2026, 6, 7)),
        (date(2026, 6, 1), date(2026, 6, 30), date(2026, 7, 7)),
    ]


@pytest.mark.parametrize(
    ("sent_on", "today", "state"),
    [
        (None, date(2026, 3, 31), ReportState.RUNNING),
        (None, date(2026, 4, 1), ReportState.DUE),
        (None, date(2026, 4, 14), ReportState.DUE),
        (None, date(2026, 4, 15), ReportState.LATE),
        (date(2026, 4, 14), date(2026, 5, 1), ReportState.IN_TIME),
        (date(2026, 4, 15), date(2026, 5, 1), ReportState.SENT_LATE),
    ],
)
def test_a_report_is_in_time_up_to_its_last_day(sent_on, today, state):
    report = due_reports([QUARTERS], ends_on=TERM.ends_on)[0]

    assert state_of(report, at_nine(sent_on) if sent_on else None, today=today) is state


def test_only_reports_of_which_the_term_is_over_or_that_came_count():
    first, second, third, *_ = due_reports([QUARTERS], ends_on=TERM.ends_on)
    reports = [(first, at_nine(date(2026, 4, 20))), (second, at_nine(date(2026, 7, 2))), (third, None)]

    assert in_time(reports, year_of(date(2026, 7, 2)), today=date(2026, 10, 14)) == (1, 2)
    assert in_time(reports, year_of(date(2026, 7, 2)), today=date(2026, 10, 15)) == (1, 3)


def test_a_period_is_reported_on_once_and_after_its_end():
    first = due_reports([QUARTERS], ends_on=TERM.ends_on)[0]

    def codes(report, sent, day):
        return [obstacle.code for obstacle in obstacles_to_reporting(report, sent, today=day)]

    assert codes(None, None, date(2026, 5, 1)) == ["period-unknown"]
    assert codes(first, at_nine(date(2026, 4, 2)), date(2026, 5, 1)) == ["sent-already"]
    assert codes(first, None, date(2026, 3, 31)) == ["period-runs"]
    assert codes(first, None, date(2026, 4, 1)) == []


def test_a_rhythm_lies_in_the_term_and_after_what_was_reported():
    def codes(from_on, last=None, earlier=()):
        found = obstacles_to_agreeing_rhythm(Rhythm(from_on, 3), earlier, term=TERM, last_reported=last)
        return [obstacle.code for obstacle in found]

    assert codes(date(2026, 1, 1)) == []
    assert codes(date(2025, 12, 31)) == ["outside-the-term"]
    assert codes(date(2026, 3, 31), last=date(2026, 3, 31)) == ["reported-already"]
    assert codes(date(2026, 1, 1), earlier=[QUARTERS]) == ["rhythm-already"]
