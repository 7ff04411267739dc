"""What comes back when a placement ends within the guarantee.

The contract says which: the whole fee, or the part of the guarantee that was not served. Source: domain
default "drop-out through the provider's sphere within guarantee_months".
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from townhall.money import ZERO, round_to_cents
from townhall.periods import add_months


class ClawbackManner(StrEnum):
    """How much comes back."""

    FULL = "full"
    PRO_RATA = "pro_rata"


def clawback(
    paid: Decimal, *, placed_on: date, ended_on: date, guarantee_months: int, manner: ClawbackManner
) -> Decimal:
    """The amount to reclaim; nothing when the guarantee was served. Pro rata goes by calendar days."""
    guaranteed_until = add_months(placed_on, guarantee_months)
    if ended_on >= guaranteed_until:
        return ZERO
    if manner is ClawbackManner.FULL:
        return paid
    guaranteed_days = (guaranteed_until - placed_on).days
    served_days = max(0, (ended_on - placed_on).days)
    return round_to_cents(Fraction(paid) * (guaranteed_days - served_days) / guaranteed_days)
