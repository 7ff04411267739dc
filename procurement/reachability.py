"""Can the points that the documents promise be earned, and lost?

A weight that nobody can reach, or that everybody gets, is not the weight that bidders read (art. 2.115 and 1.9
Aanbestedingswet: criteria, weights and what they mean are known beforehand). What is certain from the formula is
refused; what rests on an expectation is accepted with a reason that stays in the file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from procurement.award_terms import plain
from procurement.lots import MilestoneFacts
from procurement.price_formulas import FormulaError
from procurement.tender_formulas import PriceFormula, parameter
from townhall.refusal import Obstacle

WHAT_TO_DO = "Pas de getallen bij de formule aan, of leg bij Formule en regels uit waarom dit zo mag."
#: The published price at or under which a bid gets every point, by formula.
_FULL_BELOW = {PriceFormula.LINEAR_FIXED_BOUNDS: "full_at", PriceFormula.REFERENCE_PRICE: "reference"}


@dataclass(frozen=True)
class Reach:
    """What is known of the prices before there are any, and the reason with which the buyer accepted what it means."""

    dearest: tuple[tuple[int, Fraction], ...] = ()
    """Per lot the highest price that is allowed; only lots with a highest fee at every step."""
    unreachable: str = ""
    """What the simulation of this formula found about points that nobody earns; empty when it found none."""
    reason: str = ""


def dearest_price(milestones: Sequence[MilestoneFacts]) -> Fraction | None:
    """The price to compare of a bid that asks every highest fee; None when a step has no highest fee."""
    if not milestones or any(each.highest_fee is None for each in milestones):
        return None
    return sum(
        (Fraction(each.highest_fee or 0) * Fraction(each.expected_attainment) / 100 for each in milestones), Fraction(0)
    )


def obstacles_to_reach(formula: PriceFormula | None, parameters: Mapping[str, str], reach: Reach) -> list[Obstacle]:
    """Why the weight of the price is not what the documents say it is."""
    if formula is None:
        return []
    obstacles = _never_full(formula, parameters)
    if reach.reason.strip():
        return obstacles
    doubts = [*_always_full(formula, parameters, reach), *([reach.unreachable] if reach.unreachable else [])]
    return [*obstacles, *(Obstacle("weight-not-reached", f"{text} {WHAT_TO_DO}", "reach_reason") for text in doubts)]


def _never_full(formula: PriceFormula, parameters: Mapping[str, str]) -> list[Obstacle]:
    """Against the average: at a factor of 1 only a price of nothing would earn every point."""
    if formula != PriceFormula.RELATIVE_TO_AVERAGE:
        return []
    try:
        factor = parameter(parameters, "factor")
    except FormulaError:
        return []  # said by the check of the parameters
    if factor > 1:
        return []
    text = (
        f"Met factor {plain(Decimal(parameters['factor']))} haalt geen enkele prijs alle punten. "
        "Kies een factor boven 1; 1,5 is gebruikelijk."
    )
    return [Obstacle("weight-unreachable", text, "factor")]


def _always_full(formula: PriceFormula, parameters: Mapping[str, str], reach: Reach) -> list[str]:
    name = _FULL_BELOW.get(formula)
    if name is None:
        return []
    try:
        bound = parameter(parameters, name)
    except FormulaError:
        return []
    numbers = [str(number) for number, price in reach.dearest if price <= bound]
    if not numbers:
        return []
    lots = f"perceel {numbers[0]}" if len(numbers) == 1 else f"de percelen {', '.join(numbers)}"
    return [
        f"Bij {lots} krijgt elke toegestane prijs alle punten: ook wie overal het hoogste tarief vraagt, blijft "
        "onder de grens. De prijs beslist daar niets."
    ]
