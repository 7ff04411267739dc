"""What of a budget may go to the next year, and what flows back to the Rijk: rules with a first and a last year.

Source: Kaderstellende nota reïntegratie 2006-2007 of Haarlem, chapter on the money: "gemeenten [mogen] 75% van het
Werkdeel mee nemen naar het volgende jaar"; what is left beyond that "vloeit terug naar het Rijk". The Werkdeel of the
Wet werk en bijstand was one earmarked budget from 2004; the rule held in the years of that paper.
"""

from dataclasses import dataclass
from decimal import Decimal

from townhall.money import ZERO, round_to_cents


@dataclass(frozen=True)
class CarryOverRule:
    """For budgets of this programme in these years so many percent of the budget may be kept; add a row, edit none."""

    programme: str
    first_year: int
    last_year: int
    percent: Decimal
    source: str

    def holds_for(self, programme: str, year: int) -> bool:
        """Whether it is about this budget."""
        return self.programme.casefold() == programme.strip().casefold() and self.first_year <= year <= self.last_year


RULES: tuple[CarryOverRule, ...] = (
    CarryOverRule(
        "Werkdeel WWB", 2004, 2006, Decimal(75), "Wet werk en bijstand; Kaderstellende nota reïntegratie 2006-2007"
    ),
)


@dataclass(frozen=True)
class CarryOver:
    """What of a budget goes on to the next year and what flows back; together what is left."""

    rule: CarryOverRule
    at_most: Decimal
    to_next_year: Decimal
    back: Decimal


def carry_over(*, programme: str, year: int, budget: Decimal | None, left: Decimal | None) -> CarryOver | None:
    """What becomes of what is left of this budget; None without a rule, or as long as no amount was set.

    ``left`` is what is neither spent nor promised: a promise stays with the year in which it was made.
    """
    rule = next((each for each in RULES if each.holds_for(programme, year)), None)
    if rule is None or budget is None or left is None:
        return None
    at_most = round_to_cents(budget * rule.percent / 100)
    surplus = max(left, ZERO)
    to_next_year = min(surplus, at_most)
    return CarryOver(rule, at_most, to_next_year, surplus - to_next_year)
