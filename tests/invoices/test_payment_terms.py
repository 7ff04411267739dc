"""The payment term and what being late costs."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoices.payment_terms import (
    InterestRate,
    days_late,
    due_on,
    late_interest,
    recovery_costs,
)
from townhall.money import ZERO, euros

TEN_PERCENT = (InterestRate(date(2020, 1, 1), date(2029, 12, 31), Decimal(10), "test", verified=True),)


@pytest.mark.parametrize(
    ("received", "performed", "due"),
    [
        (date(2026, 11, 23), None, date(2026, 12, 23)),
        (date(2026, 1, 31), None, date(2026, 3, 2)),
        (date(2028, 1, 31), None, date(2028, 3, 1)),  # a leap year
        (date(2026, 11, 23), date(2026, 10, 1), date(2026, 12, 23)),
        (date(2026, 11, 23), date(2026, 12, 1), date(2026, 12, 31)),  # invoice before the performance
    ],
)
def test_the_term_is_thirty_days_after_the_day_of_receipt(
    received: date, performed: date | None, due: date
) -> None:
    assert due_on(received, performed_on=performed) == due


def test_paying_on_the_last_day_costs_nothing() -> None:
    due = date(2026, 3, 1)

    assert days_late(due, due) == 0
    assert late_interest(euros(1000), due=due, paid_on=due).amount == ZERO
    assert recovery_costs(due, due) == ZERO


def test_one_day_late_costs_one_day_and_forty_euros() -> None:
    due = date(2026, 3, 1)

    interest = late_interest(euros(36500), due=due, paid_on=date(2026, 3, 2))

    assert interest.amount == euros("10.15")
    assert [part.days for part in interest.parts] == [1]
    assert recovery_costs(due, date(2026, 3, 2)) == euros(40)


def test_the_rate_changes_with_the_half_year() -> None:
    interest = late_interest(euros(10000), due=date(2024, 6, 20), paid_on=date(2024, 7, 10))

    assert [(part.days, part.percent) for part in interest.parts] == [
        (10, Decimal("12.50")),
        (10, Decimal("12.25")),
    ]
    assert interest.amount == euros("67.81")  # 10000 × (0.125 + 0.1225) × 10 / 365 = 67.808…
    assert interest.verified


def test_after_a_year_interest_bears_interest() -> None:
    due = date(2022, 12, 31)

    one_year = late_interest(euros(1000), due=due, paid_on=date(2023, 12, 31), rates=TEN_PERCENT)
    one_day_more = late_interest(euros(1000), due=due, paid_on=date(2024, 1, 1), rates=TEN_PERCENT)

    assert one_year.amount == euros(100)
    assert one_day_more.parts[-1].principal == euros(1100)


def test_a_rate_that_is_not_known_is_not_guessed() -> None:
    interest = late_interest(euros(1000), due=date(2026, 12, 21), paid_on=date(2027, 1, 20))

    assert interest.unknown_from == date(2027, 1, 1)
    assert sum(part.days for part in interest.parts) == 10
    assert not interest.verified


@given(
    cents=st.integers(1, 10**9),
    due=st.dates(date(2020, 1, 1), date(2024, 1, 1)),
    late=st.integers(1, 1500),
)
def test_every_late_day_is_counted_once(cents: int, due: date, late: int) -> None:
    principal = euros(Decimal(cents).scaleb(-2))

    interest = late_interest(principal, due=due, paid_on=due + timedelta(days=late), rates=TEN_PERCENT)

    assert sum(part.days for part in interest.parts) == late
    simple = Fraction(principal) * late / 3650
    assert Fraction(interest.amount) >= simple - Fraction(1, 100)
