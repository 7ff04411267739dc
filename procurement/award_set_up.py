"""Criteria, weights and price formula: do they make an award that bidders can count on?

Art. 2.114: best price-quality ratio, unless lowest price or lowest cost is motivated. Art. 2.115: every criterion
with its weight. The weights together are the total the documents name, so that every point can be earned.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from procurement.award_terms import DROP_OUT_LABELS, AwardTerms, obstacles_to_terms, plain
from procurement.procedures import CriterionKind, Procedure
from procurement.reachability import Reach, obstacles_to_reach
from procurement.tender_formulas import (
    FORMULAS,
    WITH_PRICE_POINTS,
    WITHOUT_QUALITY,
    PriceFormula,
    obstacles_to_formula,
)
from townhall.refusal import Obstacle

#: In these one offer is judged, or every offer that meets the requirements: nothing is compared.
WITHOUT_COMPARISON = frozenset({Procedure.SINGLE_PRIVATE, Procedure.OPEN_HOUSE, Procedure.IN_HOUSE})


@dataclass(frozen=True)
class CriterionFacts:
    """One criterion with its weight."""

    code: str
    kind: CriterionKind
    weight: Decimal


@dataclass(frozen=True)
class AwardSetUp:
    """How the tender says it will compare bids."""

    criteria: tuple[CriterionFacts, ...]
    formula: PriceFormula | None
    parameters: Mapping[str, str]
    reason: str
    """Why lowest price or lowest cost, when it is that."""
    loose_wishes: tuple[str, ...]
    """Numbers of the wishes that belong to no criterion, so that nothing is scored for them."""

    terms: AwardTerms = AwardTerms()
    empty_groups: tuple[str, ...] = ()
    """Codes of the main criteria without sub-criteria, which nobody could score."""
    reach: Reach = Reach()

    @property
    def warning(self) -> str:
        """What a buyer should know of the formula chosen; empty when there is nothing."""
        if self.formula is None or not FORMULAS[self.formula].is_relative:
            return ""
        return (
            f"De formule ‘{FORMULAS[self.formula].name}’ is relatief: de punten van een inschrijver hangen af van de "
            "prijzen van anderen. In de stukken staat wat er gebeurt als een inschrijving afvalt: "
            f"{DROP_OUT_LABELS[self.terms.drop_out_rule].lower()}."
        )

    def weight_of(self, kind: CriterionKind) -> Decimal:
        """The weights of this kind together."""
        return sum((each.weight for each in self.criteria if each.kind == kind), Decimal(0))

    def count_of(self, kind: CriterionKind) -> int:
        """How many criteria there are of this kind."""
        return sum(each.kind == kind for each in self.criteria)


def has_price_and_quality(award: AwardSetUp) -> bool:
    """Is there something to weigh, so that the weighing can be simulated?"""
    without = {None, PriceFormula.OWN_METHOD} | WITHOUT_QUALITY
    return award.formula not in without and award.count_of(CriterionKind.QUALITY) > 0


def obstacles_to_award_set_up(award: AwardSetUp, procedure: Procedure) -> list[Obstacle]:
    """What is wrong with the way of comparing."""
    if procedure in WITHOUT_COMPARISON:
        return []
    if award.formula is None:
        text = "Kies hoe prijs en kwaliteit samen de rangorde bepalen (prijsformule)."
        return [
            Obstacle("no-formula", text, "price_formula"), *_obstacles_of_groups(award), *_obstacles_of_wishes(award),
        ]  # fmt: skip
    return [
        *obstacles_to_formula(award.formula, award.parameters),
        *_obstacles_of_criteria(award, award.formula),
        *obstacles_to_reach(award.formula, award.parameters, award.reach),
        *_obstacles_of_groups(award),
        *obstacles_to_terms(award.terms),
        *_obstacles_of_wishes(award),
    ]


def _obstacles_of_criteria(award: AwardSetUp, formula: PriceFormula) -> list[Obstacle]:
    if formula in WITHOUT_QUALITY:
        return _obstacles_without_quality(award, FORMULAS[formula].name.lower())
    obstacles = []
    if award.count_of(CriterionKind.QUALITY) == 0:
        text = "Er is nog geen gunningscriterium voor kwaliteit. Voeg het toe."
        obstacles.append(Obstacle("no-quality-criteria", text))
    prices = award.count_of(CriterionKind.PRICE)
    if formula in WITH_PRICE_POINTS and prices != 1:
        text = "Deze formule geeft punten voor de prijs. Voeg precies één criterium ‘prijs’ toe."
        obstacles.append(Obstacle("no-price-criterion", text))
    if formula not in WITH_PRICE_POINTS and prices:
        text = "Deze formule geeft geen punten voor de prijs. Verwijder het criterium ‘prijs’."
        obstacles.append(Obstacle("price-criterion-without-points", text))
    return [*obstacles, *_obstacles_of_weights(award)]


def _obstacles_of_weights(award: AwardSetUp) -> list[Obstacle]:
    if not award.criteria:
        return []
    total = sum((each.weight for each in award.criteria), Decimal(0))
    if total == award.terms.total_points:
        return []
    wanted = plain(award.terms.total_points)
    text = f"De gewichten van de criteria zijn samen {plain(total)}. Maak er {wanted} van, of pas het totaal aan."
    return [Obstacle("weights-not-100", text)]


def _obstacles_of_groups(award: AwardSetUp) -> list[Obstacle]:
    if not award.empty_groups:
        return []
    text = f"Hoofdcriterium {', '.join(award.empty_groups)} heeft nog geen subcriterium. Voeg het toe of verwijder het."
    return [Obstacle("group-without-criteria", text)]


def _obstacles_without_quality(award: AwardSetUp, name: str) -> list[Obstacle]:
    obstacles = []
    if award.count_of(CriterionKind.QUALITY):
        text = f"Bij {name} telt kwaliteit niet mee. Verwijder die criteria of kies anders."
        obstacles.append(Obstacle("quality-beside-lowest-price", text))
    if not award.reason.strip():
        text = f"Motiveer waarom u op {name} gunt (art. 2.114 AW)."
        obstacles.append(Obstacle("lowest-price-unexplained", text, "award_basis_reason"))
    return obstacles


def _obstacles_of_wishes(award: AwardSetUp) -> list[Obstacle]:
    if not award.loose_wishes:
        return []
    numbers = ", ".join(award.loose_wishes)
    text = f"Wens {numbers} hoort nog bij geen gunningscriterium. Kies het criterium, of maak er een eis van."
    return [Obstacle("wish-without-criterion", text)]
