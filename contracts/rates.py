"""Which agreed amount holds on which day.

A price list is a first amount and later amounts, each from a first day on. An amount is never edited; a new
one is added. What was reached before its first day keeps the amount of then. A change on the very day of a
milestone counts for that milestone: the new amount holds from its first day on, that day included.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from townhall.refusal import Obstacle


@dataclass(frozen=True)
class Rate:
    """An agreed amount, excluding VAT, from this day until the next one holds."""

    valid_from: date
    amount: Decimal


def rate_on(rates: Sequence[Rate], day: date) -> Rate | None:
    """The amount that holds on this day; none when the list begins later."""
    holding = [rate for rate in rates if rate.valid_from <= day]
    return max(holding, key=lambda rate: rate.valid_from, default=None)


def obstacles_to_price_list(rates: Sequence[Rate], *, starts_on: date) -> list[Obstacle]:
    """Why these amounts are no price list for a contract that starts on this day."""
    found = []
    if rate_on(rates, starts_on) is None:
        found.append(
            Obstacle(
                "no-rate-at-start",
                "Op de eerste dag van het contract geldt nog geen tarief. Laat het eerste tarief dan ingaan.",
                "valid_from",
            )
        )
    if any(rate.amount <= 0 for rate in rates):
        found.append(Obstacle("rate-not-positive", "Een tarief is meer dan nul euro.", "amount"))
    if len({rate.valid_from for rate in rates}) < len(rates):
        found.append(
            Obstacle("two-rates-one-day", "Twee tarieven gaan op dezelfde dag in. Houd er één.", "valid_from")
        )
    return found


def obstacles_to_new_rate(rates: Sequence[Rate], new: Rate, *, today: date) -> list[Obstacle]:
    """Why this amount cannot be added to the list: an agreed amount never changes for days gone by."""
    found = []
    if new.amount <= 0:
        found.append(Obstacle("rate-not-positive", "Een tarief is meer dan nul euro.", "amount"))
    if new.valid_from < today:
        found.append(
            Obstacle(
                "rate-in-the-past",
                "Een nieuw tarief gaat op zijn vroegst vandaag in: wat al is verdiend, houdt het oude "
                "tarief.",
                "valid_from",
            )
        )
    if any(rate.valid_from >= new.valid_from for rate in rates):
        found.append(
            Obstacle(
                "rate-out-of-order",
                "Er geldt al een tarief vanaf deze dag of later. Kies een latere dag.",
                "valid_from",
            )
        )
    return found
