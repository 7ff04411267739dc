"""Similar purchases count together over twelve months, and not a day longer."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from contracts.accumulation import Purchase, accumulate

TODAY = date(2026, 11, 23)
SAS = Decimal("750000")


def purchase(on, amount="100000", need="Jongeren", planned=False):
    return Purchase(need, f"inkoop van {on}", on, Decimal(amount), "/", is_planned=planned)


def levels(purchases):
    return [(found.need, found.level) for found in accumulate(purchases, today=TODAY, threshold=SAS)]


def test_a_purchase_of_a_year_and_a_day_ago_counts_no_more():
    assert levels([purchase(date(2025, 11, 23))]) == []
    assert levels([purchase(date(2025, 11, 24))]) == [("Jongeren", Fraction(100, 750))]


def test_a_plan_counts_with_what_was_bought():
    found = levels([purchase(date(2026, 3, 1)), purchase(date(2027, 2, 1), "600000", planned=True)])

    assert found == [("Jongeren", Fraction(700, 750))]


def test_needs_are_counted_apart_and_the_fullest_comes_first():
    found = levels([purchase(date(2026, 3, 1)), purchase(date(2026, 3, 1), "200000", need="Statushouders")])

    assert [need for need, _ in found] == ["Statushouders", "Jongeren"]
