"""The estimate: everything counts, excl. VAT, and small lots may be left out."""

from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.estimates import (
    SERVICES_LOT_AT_MOST,
    SERVICES_LOT_LESS_THAN,
    EstimateAtDispatch,
    LotValue,
    LotVolume,
    RecurringPurchase,
    ValuePart,
    check_of_total,
    estimate_of,
    later_rise_asks_new_tender,
    small_lots,
    value_of_lot,
    value_of_recurring,
)
from townhall.money import ZERO, euros, sum_of


def lots(*amounts):
    return [LotValue(chr(ord("A") + index), euros(amount)) for index, amount in enumerate(amounts)]


@pytest.mark.parametrize(
    ("part", "value"),
    [
        (ValuePart(euros(60000), years=Decimal(4)), "240000"),
        (ValuePart(euros(4700), months=Decimal(60), at_most_48_months=True), "225600"),
        (ValuePart(euros(4700), months=Decimal(24), at_most_48_months=True), "112800"),
        (ValuePart(euros(4700), months=Decimal(60)), "282000"),
        (ValuePart(euros(1000), has_no_end=True), "48000"),
        (ValuePart(euros(60000), years=Decimal(6), at_most_48_months=True), "240000"),
        (ValuePart(euros(242000), vat_percent=Decimal(21)), "200000"),
        (ValuePart(euros(100), vat_percent=Decimal(21)), "82.64"),
    ],
)
def test_a_part_counts_over_its_whole_term_without_vat(part, value):
    assert estimate_of([part]) == euros(value)


def test_two_years_with_two_options_of_a_year_count_as_four():
    whole_term = LotVolume(clients_per_year=100, months=48, fee_per_client=euros(5000))

    assert value_of_lot(whole_term) == euros(2000000)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=8))
def test_splitting_never_makes_the_estimate_lower(cents):
    amounts = [Decimal(each).scaleb(-2) for each in cents]

    assert estimate_of([ValuePart(each) for each in amounts]) == estimate_of([ValuePart(sum(amounts))])


def test_what_recurs_counts_over_twelve_months_with_the_expected_change():
    assert value_of_recurring(RecurringPurchase(euros(200000), Decimal(10))) == euros(220000)


def test_the_guide_of_five_lots_lets_two_out():
    choice = small_lots(lots(400000, 180000, 75000, 60000, 85000), SERVICES_LOT_AT_MOST)

    assert [lot.id for lot in choice.exempt] == ["C", "D"]
    assert choice.room == euros(160000)


def test_above_twenty_percent_the_fullest_choice_within_the_room_is_taken():
    choice = small_lots(lots(400000, 180000, 75000, 60000, 85000, 70000), SERVICES_LOT_AT_MOST)

    assert choice.room == euros(174000)
    assert [lot.id for lot in choice.exempt] == ["C", "F"]


def test_a_lot_of_exactly_eighty_thousand_is_small_under_the_act_and_not_under_the_directive():
    given_lots = lots(400000, 80000)

    assert [lot.id for lot in small_lots(given_lots, SERVICES_LOT_AT_MOST).exempt] == ["B"]
    assert small_lots(given_lots, SERVICES_LOT_LESS_THAN).exempt == ()


@given(st.lists(st.integers(1, 120), min_size=1, max_size=9))
def test_no_other_choice_of_small_lots_is_fuller(thousands):
    given_lots = lots(*[each * 1000 for each in thousands])
    choice = small_lots(given_lots, SERVICES_LOT_AT_MOST)
    total = sum_of(lot.value for lot in given_lots)

    small = [lot.value for lot in given_lots if lot.value <= 80000]
    sums = [sum_of(some) for n in range(len(small) + 1) for some in combinations(small, n)]
    fullest = max(each for each in sums if each * 5 <= total)

    assert sum_of(lot.value for lot in choice.exempt) == fullest
    assert sorted([*choice.exempt, *choice.european], key=lambda lot: lot.id) == given_lots


@pytest.mark.parametrize(
    ("total", "parts", "percent", "is_off"),
    [
        (1000000, [480000, 470000], "5.00", True),
        (1000000, [480000, 470001], "5.00", False),
        (1000000, [600000, 400000], "0", False),
        (0, [1], "100", True),
        (0, [], "0", False),
    ],
)
def test_lots_that_differ_five_percent_from_the_total_are_flagged(total, parts, percent, is_off):
    check = check_of_total(euros(total), [euros(part) for part in parts])

    assert check.is_off is is_off
    assert check.difference_percent == Decimal(percent)


@pytest.mark.parametrize(
    ("realistic", "escape", "again"),
    [(True, False, False), (False, False, True), (True, True, True)],
)
def test_a_later_rise_asks_a_new_tender_only_when_the_estimate_was_not_honest(realistic, escape, again):
    estimate = EstimateAtDispatch(date(2024, 3, 1), euros(200000), realistic, escape)

    assert later_rise_asks_new_tender(estimate) is again


def test_nothing_is_worth_nothing():
    assert estimate_of([]) == ZERO
