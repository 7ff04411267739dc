"""An amount holds from its first day on, and never touches days gone by."""

from datetime import date

import pytest

from contracts.rates import Rate, obstacles_to_new_rate, obstacles_to_price_list, rate_on
from townhall.money import euros

FIRST = Rate(date(2026, 1, 1), euros("1000"))
SECOND = Rate(date(2027, 1, 1), euros("1050"))


@pytest.mark.parametrize(
    ("day", "rate"),
    [
        (date(2025, 12, 31), None),
        (date(2026, 1, 1), FIRST),
        (date(2026, 12, 31), FIRST),
        (date(2027, 1, 1), SECOND),
    ],
)
def test_the_latest_amount_that_has_begun_holds(day, rate):
    assert rate_on([SECOND, FIRST], day) == rate


@pytest.mark.parametrize(
    ("rates", "codes"),
    [
        ([FIRST, SECOND], []),
        ([SECOND], ["no-rate-at-start"]),
        ([FIRST, Rate(FIRST.valid_from, euros("2"))], ["two-rates-one-day"]),
        ([Rate(FIRST.valid_from, euros("0"))], ["rate-not-positive"]),
    ],
)
def test_what_makes_a_price_list(rates, codes):
    assert [o.code for o in obstacles_to_price_list(rates, starts_on=date(2026, 1, 1))] == codes


@pytest.mark.parametrize(
    ("new", "codes"),
    [
        (SECOND, []),
        (Rate(date(2026, 6, 1), euros("1100")), []),
        (Rate(date(2026, 5, 31), euros("1100")), ["rate-in-the-past"]),
        (Rate(date(2026, 1, 1), euros("1100")), ["rate-in-the-past", "rate-out-of-order"]),
        (Rate(date(2026, 6, 1), euros("-1")), ["rate-not-positive"]),
    ],
)
def test_what_may_be_added(new, codes):
    assert [o.code for o in obstacles_to_new_rate([FIRST], new, today=date(2026, 6, 1))] == codes
