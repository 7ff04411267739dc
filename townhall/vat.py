"""The rates of Dutch value added tax, each with its first day and source."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class VatCategory(StrEnum):
    """How a supply is taxed; the values are the codes of UNTDID 5305 where that has one of its own."""

    STANDARD = "S"
    REDUCED = "S_reduced"
    ZERO = "Z"
    EXEMPT = "E"
    REVERSE_CHARGE = "AE"
    OUTSIDE_SCOPE = "O"


VAT_CATEGORY_LABELS: dict[VatCategory, str] = {
    VatCategory.STANDARD: "Hoog tarief",
    VatCategory.REDUCED: "Laag tarief",
    VatCategory.ZERO: "Nultarief",
    VatCategory.EXEMPT: "Vrijgesteld",
    VatCategory.REVERSE_CHARGE: "Btw verlegd",
    VatCategory.OUTSIDE_SCOPE: "Buiten de btw",
}


@dataclass(frozen=True)
class VatRate:
    """A rate and the first day it holds for."""

    category: VatCategory
    in_force_from: date
    rate: Decimal
    source: str


RATES: tuple[VatRate, ...] = (
    VatRate(VatCategory.STANDARD, date(2001, 1, 1), Decimal("0.19"), "Wet OB 1968 art. 9(1) (2001)"),
    VatRate(VatCategory.STANDARD, date(2012, 10, 1), Decimal("0.21"), "Wet OB 1968 art. 9(1) (2012)"),
    VatRate(VatCategory.REDUCED, date(1986, 10, 1), Decimal("0.06"), "Wet OB 1968 art. 9(2)(a) (1986)"),
    VatRate(VatCategory.REDUCED, date(2019, 1, 1), Decimal("0.09"), "Wet OB 1968 art. 9(2)(a) (2019)"),
)

UNTAXED = frozenset(VatCategory) - {VatCategory.STANDARD, VatCategory.REDUCED}


def vat_rate_on(day: date, category: VatCategory = VatCategory.STANDARD) -> Decimal:
    """The rate for a supply on this day, as a fraction: 0.21 for 21 percent.

    Raises ``ValueError`` for a day before the first row of the table.
    """
    if category in UNTAXED:
        return Decimal(0)
    rows = [row for row in RATES if row.category is category and row.in_force_from <= day]
    if not rows:
        raise ValueError(f"no VAT rate known for {category} on {day}")
    return max(rows, key=lambda row: row.in_force_from).rate
