"""Similar purchases added up, against the threshold (art. 2.21 Aanbestedingswet 2012).

What recurs counts over twelve months: contracts without a tender that were signed in the twelve months up to
a day, together with the drafts that are being prepared for the same need.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from townhall.money import sum_of
from townhall.periods import add_months

LEVELS = (60, 80, 95, 100)


@dataclass(frozen=True)
class Purchase:
    """Something bought, or about to be, for a need."""

    need: str
    what: str
    on: date
    amount: Decimal
    url: str
    is_planned: bool = False


@dataclass(frozen=True)
class Accumulation:
    """All that counts together for one need, against the threshold in force."""

    need: str
    purchases: tuple[Purchase, ...]
    threshold: Decimal

    @property
    def total(self) -> Decimal:
        """The sum, excl. VAT."""
        return sum_of(purchase.amount for purchase in self.purchases)

    @property
    def level(self) -> Fraction:
        """The part of the threshold that is used."""
        return Fraction(self.total) / Fraction(self.threshold)


def accumulate(purchases: Sequence[Purchase], *, today: date, threshold: Decimal) -> list[Accumulation]:
    """Per need what counts together on this day, fullest first. Planned purchases count from now on."""
    since = add_months(today, -12)
    counting = [p for p in purchases if p.is_planned or since < p.on <= today]
    needs = sorted({purchase.need for purchase in counting})
    found = [
        Accumulation(
            need,
            tuple(sorted((p for p in counting if p.need == need), key=lambda p: (p.on, p.what))),
            threshold,
        )
        for need in needs
    ]
    return sorted(found, key=lambda accumulation: (-accumulation.level, accumulation.need))
