"""Periods hold their last day, and months are counted as people count them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townhall.periods import (
    Period,
    add_months,
    month_of,
    months_between,
    period_of_months,
    quarter_of,
    year_of,
)

days = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-11-23", 2, "2027-01-23"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-15", -1, "2025-12-15"),
        ("2026-05-05", 0, "2026-05-05"),
    ],
)
def test_months_on_from_a_day(day, months, expected):
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(expected)


def test_two_years_from_new_year_end_on_the_last_of_december():
    assert period_of_months(date(2018, 1, 1), 24) == Period(date(2018, 1, 1), date(2019, 12, 31))


@given(day=days)
def test_a_day_lies_in_its_month_its_quarter_and_its_year(day):
    month, quarter, year = month_of(day), quarter_of(day), year_of(day)

    assert day in month and day in quarter and day in year
    assert month.overlap(quarter) == month and quarter.overlap(year) == quarter
    assert quarter.starts_on.month in (1, 4, 7, 10)
    assert (quarter.day_after - quarter.starts_on).days == quarter.days in (90, 91, 92)


@given(day=days, months=st.integers(0, 240))
def test_whole_months_between_undo_adding_them(day, months):
    assert months_between(day, add_months(day, months)) == months


@given(day=days, months=st.integers(1, 60))
def test_following_periods_touch_without_overlap(day, months):
    first = period_of_months(day, months)
    second = Period(first.day_after, first.day_after + timedelta(days=5))

    assert not first.overlaps(second)
    assert first.overlap(second) is None
    assert first.ends_on in first and first.day_after not in first


def test_a_period_that_ends_before_it_starts_is_a_mistake():
    with pytest.raises(AssertionError):
        Period(date(2026, 2, 1), date(2026, 1, 31))
