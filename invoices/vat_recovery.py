"""Which VAT on re-integration the municipality gets back from the BTW-compensatiefonds, and which is a cost.

In principle all of it: HR 10 July 2020, ECLI:NL:HR:2020:1273 (tracks enforced by a sanction). Not what is provided to
individual third parties, nor what would be exempt: Wet op het BTW-compensatiefonds art. 3 and 4(1)(a)(b). The right
arises when it is invoiced (art. 5), so the day of the invoice counts. Domain facts 9.4.3 to 9.4.5.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from townhall.budgets.costs import Cost
from townhall.money import ZERO, round_to_cents
from townhall.refusal import Obstacle

#: Without a decision the VAT on a contract comes back in full.
IN_FULL = Decimal(100)


class BcfFlag(StrEnum):
    """Whether VAT comes back."""

    COMPENSABLE = "compensable"
    MIXED = "mixed"
    NOT_COMPENSABLE = "not_compensable"


@dataclass(frozen=True)
class Treatment:
    """From this day on so many percent of the VAT on a contract comes back."""

    from_on: date
    percent: Decimal


def percent_on(treatments: Sequence[Treatment], day: date) -> Decimal:
    """How much of the VAT of an invoice of this day comes back; of two with the same first day the later row counts."""
    begun = [each for each in treatments if each.from_on <= day]
    return max(reversed(begun), key=lambda each: each.from_on).percent if begun else IN_FULL


def flag_of(percent: Decimal) -> BcfFlag:
    """The flag of a percentage."""
    if percent == IN_FULL:
        return BcfFlag.COMPENSABLE
    return BcfFlag.MIXED if percent else BcfFlag.NOT_COMPENSABLE


def cost_of(net: Decimal, vat: Decimal, percent: Decimal) -> Cost:
    """What a line costs: its VAT in a part that comes back and a part that does not, together the VAT to the cent."""
    compensable = round_to_cents(vat * percent / 100)
    return Cost(net, vat - compensable, compensable)


def cost_coming_back(net: Decimal, vat: Decimal, *, line_vat: Decimal, line_compensable: Decimal | None) -> Cost:
    """What of a line, or a part of it, comes back to the budget; a line from before the flag cost no VAT."""
    if line_compensable is None or not line_vat:
        return Cost(net, ZERO, vat)
    compensable = round_to_cents(vat * line_compensable / line_vat)
    return Cost(net, vat - compensable, compensable)


def obstacles_to_treating(percent: Decimal, *, reason: str) -> list[Obstacle]:
    """Why this cannot be decided about the VAT of a contract."""
    obstacles = []
    if not ZERO <= percent <= IN_FULL:
        obstacles.append(Obstacle("percent-outside", "Vul een percentage in van 0 tot en met 100.", "percent"))
    if not reason.strip():
        text = "Leg uit waarop dit berust, bijvoorbeeld een advies van de fiscalist."
        obstacles.append(Obstacle("reason-missing", text, "reason"))
    return obstacles
