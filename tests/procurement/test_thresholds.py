"""The threshold amounts: which row counts on which day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.thresholds import (
    SAS_SINCE,
    THRESHOLDS,
    ThresholdKind,
    change_of_period,
    is_at_or_above,
    period_of_threshold,
    threshold_on,
)
from townhall.money import euros


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        (date(2004, 1, 1), "236000"),
        (date(2013, 12, 31), "200000"),
        (date(2014, 1, 1), "207000"),
        (date(2017, 12, 31), "209000"),
        (date(2018, 1, 1), "221000"),
        (date(2025, 12, 31), "221000"),
        (date(2026, 1, 1), "216000"),
        (date(2027, 12, 31), "216000"),
    ],
)
def test_the_row_of_the_day_counts(day, amount):
    row = threshold_on(ThresholdKind.SERVICES_SUBCENTRAL, day)

    assert row is not None
    assert row.amount == euros(amount)
    assert row.source


@pytest.mark.parametrize("day", [date(2003, 12, 31), date(2028, 1, 1)])
def test_outside_the_table_there_is_no_row_and_no_guess(day):
    assert all(threshold_on(kind, day) is None for kind in ThresholdKind)


def test_the_sas_amount_starts_on_the_first_of_july_2016():
    assert threshold_on(ThresholdKind.SAS, SAS_SINCE - timedelta(days=1)) is None
    assert threshold_on(ThresholdKind.SAS, SAS_SINCE).amount == euros(750000)


@given(st.dates(min_value=date(2004, 1, 1), max_value=date(2027, 12, 31)))
def test_every_day_has_exactly_one_row_per_kind(day):
    for kind in set(ThresholdKind) - {ThresholdKind.SAS}:
        assert len([row for row in THRESHOLDS if row.kind == kind and row.is_in_force_on(day)]) == 1
    first, last = period_of_threshold(day)
    assert first <= day <= last


def test_equal_to_the_amount_is_enough():
    row = threshold_on(ThresholdKind.SAS, date(2026, 11, 23))

    assert is_at_or_above(euros(750000), row)
    assert not is_at_or_above(euros("749999.99"), row)


@pytest.mark.parametrize(
    ("notice_on", "advised_for", "today", "changes_on"),
    [
        (date(2027, 12, 31), date(2027, 12, 1), date(2027, 11, 1), None),
        (date(2028, 1, 1), date(2027, 12, 1), date(2027, 11, 1), date(2028, 1, 1)),
        (date(2028, 6, 1), date(2027, 12, 1), date(2028, 5, 1), date(2028, 1, 1)),
        (date(2028, 6, 1), date(2028, 6, 1), date(2027, 11, 1), None),
        (date(2028, 6, 1), None, date(2027, 11, 1), date(2028, 1, 1)),
        (date(2027, 12, 20), date(2027, 12, 20), date(2028, 1, 3), date(2028, 1, 1)),
    ],
)
def test_an_advice_is_for_the_amounts_of_the_day_of_the_notice(notice_on, advised_for, today, changes_on):
    assert change_of_period(notice_on, advised_for=advised_for, today=today) == changes_on
