"""What a payment costs a budget: the amount without VAT, and the VAT that the municipality does not get back.

Source: Wet op het BTW-compensatiefonds art. 3 and 4; domain facts 9.4.3 and 9.4.5: a budget carries the net amount and
the VAT that is not compensable.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from townhall.money import ZERO, split_by_shares


@dataclass(frozen=True)
class Cost:
    """An amount without VAT, the VAT on it that stays a cost, and the VAT beside it that comes back."""

    net: Decimal
    burden: Decimal = ZERO
    compensable: Decimal = ZERO

    @property
    def amount(self) -> Decimal:
        """What the budget carries."""
        return self.net + self.burden

    @property
    def vat(self) -> Decimal:
        """All VAT on it."""
        return self.burden + self.compensable

    @property
    def gross(self) -> Decimal:
        """What is paid."""
        return self.amount + self.compensable

    def plus(self, other: "Cost") -> "Cost":
        """Both together."""
        return Cost(self.net + other.net, self.burden + other.burden, self.compensable + other.compensable)

    def reversed(self) -> "Cost":
        """The same, coming back."""
        return Cost(-self.net, -self.burden, -self.compensable)


def split_cost(cost: Cost, amounts: Sequence[Decimal]) -> list[Cost]:
    """The cost over these amounts, which add up to what the budget carries; every part of it adds up to the cent."""
    if not cost.amount:
        return [Cost(ZERO) for _ in amounts]
    burdens = split_by_shares(cost.burden, amounts)
    compensable = split_by_shares(cost.compensable, amounts)
    return [
        Cost(amount - burden, burden, beside)
        for amount, burden, beside in zip(amounts, burdens, compensable, strict=True)
    ]
