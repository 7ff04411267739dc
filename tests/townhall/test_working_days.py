"""Weekends, feasts and decreed days: which days count."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townhall.working_days import (
    DECREED_DAYS,
    DECREES,
    add_working_days,
    easter_sunday,
    first_working_day_from,
    gap_in_decrees,
    holidays,
    is_working_day,
    last_working_day_until,
    next_working_day,
    why_not_a_working_day,
    years_without_decrees,
)

days = st.dates(date(1995, 1, 1), date(2060, 12, 31))

# Easter Sundays as printed in almanacs, early and late ones among them.
EASTERS = ["1961-04-02", "2000-04-23", "2008-03-23", "2011-04-24", "2024-03-31", "2026-04-05", "2038-04-25"]


@pytest.mark.parametrize("easter", EASTERS)
def test_easter_is_where_the_almanac_has_it(easter):
    day = date.fromisoformat(easter)

    assert easter_sunday(day.year) == day


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2026, "01-01 04-03 04-05 04-06 04-27 05-05 05-14 05-24 05-25 12-25 12-26"),
        (2027, "01-01 03-26 03-28 03-29 04-27 05-05 05-06 05-16 05-17 12-25 12-26"),
        (2028, "01-01 04-14 04-16 04-17 04-27 05-05 05-25 06-04 06-05 12-25 12-26"),
        # Koningsdag on a Sunday moves to the Saturday before.
        (2025, "01-01 04-18 04-20 04-21 04-26 05-05 05-29 06-08 06-09 12-25 12-26"),
        # Koninginnedag on a Sunday moved too.
        (2000, "01-01 04-21 04-23 04-24 04-29 05-05 06-01 06-11 06-12 12-25 12-26"),
    ],
)
def test_the_general_holidays_of_a_year(year, expected):
    assert [f"{day:%m-%d}" for day in holidays(year)] == expected.split()


def test_two_feasts_on_one_day_keep_both_names():
    assert holidays(2016)[date(2016, 5, 5)] == "Bevrijdingsdag en Hemelvaartsdag"


@pytest.mark.parametrize("day", ["2026-01-02", "2026-05-15", "2027-05-07", "2028-04-28", "2016-05-06"])
def test_a_decreed_day_is_no_working_day(day):
    assert not is_working_day(date.fromisoformat(day))
    assert is_working_day(date.fromisoformat(day), equated=frozenset())


def test_every_decreed_day_has_a_decree_and_a_source_and_falls_on_a_weekday():
    assert len(DECREED_DAYS) == len(DECREES) == 51
    assert all(row.decree and row.source for row in DECREES)
    assert all(row.day.weekday() < 5 for row in DECREES)


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2026-11-21", "een zaterdag"),
        ("2026-11-22", "een zondag"),
        ("2026-12-25", "Eerste kerstdag"),
        ("2027-05-07", "een dag die bij besluit gelijkstaat met een feestdag"),
        ("2026-11-23", ""),
    ],
)
def test_a_free_day_can_be_named(day, reason):
    assert why_not_a_working_day(date.fromisoformat(day)) == reason


def test_the_next_working_day_is_never_the_day_itself():
    assert next_working_day(date(2026, 11, 23)) == date(2026, 11, 24)
    assert next_working_day(date(2026, 12, 24)) == date(2026, 12, 28)


@given(day=days)
def test_the_working_day_from_and_until_enclose_only_free_days(day):
    later, earlier = first_working_day_from(day), last_working_day_until(day)

    assert earlier <= day <= later
    assert is_working_day(earlier) and is_working_day(later)
    between = [earlier + timedelta(days=n) for n in range(1, (later - earlier).days)]
    assert not any(is_working_day(free) for free in between)


@given(day=days, count=st.integers(0, 60))
def test_adding_working_days_passes_exactly_that_many(day, count):
    end = add_working_days(day, count)

    passed = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert sum(map(is_working_day, passed)) == count


@pytest.mark.parametrize(
    ("year", "is_known"),
    [(1992, True), (1993, False), (2004, False), (2005, True), (2019, True), (2020, False), (2021, False),
     (2022, False), (2023, True), (2028, True), (2029, False)],
)  # fmt: skip
def test_the_house_says_of_which_years_it_knows_no_decree(year, is_known):
    assert (years_without_decrees([date(year, 6, 1)]) == []) is is_known


def test_a_day_that_was_added_makes_its_year_known():
    assert years_without_decrees([date(2029, 5, 1)], DECREED_DAYS | {date(2029, 5, 11)}) == []


def test_the_sentence_names_each_year_once_and_is_empty_without_a_gap():
    days = [date(2029, 5, 1), date(2031, 1, 1), date(2029, 12, 1), date(2030, 1, 1), date(2027, 1, 1)]
    assert gap_in_decrees(days).startswith("Voor 2029, 2030 en 2031 kent Raamwerk niet")
    assert gap_in_decrees([date(2029, 5, 1)]).startswith("Voor 2029 kent")
    assert gap_in_decrees([date(2027, 1, 1)]) == ""
