"""What comes back after an early end."""

from datetime import date
from decimal import Decimal

import pytest

from invoices.clawback import ClawbackManner, clawback
from townhall.money import euros


@pytest.mark.parametrize(
    ("ended_on", "manner", "back"),
    [
        (date(2026, 7, 1), ClawbackManner.FULL, "0"),
        (date(2026, 6, 30), ClawbackManner.FULL, "1810"),
        (date(2026, 1, 1), ClawbackManner.PRO_RATA, "1810"),
        (date(2026, 4, 1), ClawbackManner.PRO_RATA, "910"),  # 91 of 181 days are left
        (date(2026, 6, 30), ClawbackManner.PRO_RATA, "10"),
        (date(2025, 12, 1), ClawbackManner.PRO_RATA, "1810"),
    ],
)
def test_what_comes_back_depends_on_the_guarantee_that_was_served(
    ended_on: date, manner: ClawbackManner, back: str
) -> None:
    found = clawback(
        euros(1810), placed_on=date(2026, 1, 1), ended_on=ended_on, guarantee_months=6, manner=manner
    )

    assert found == Decimal(back)
