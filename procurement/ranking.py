"""The ranking of one lot: evaluation prices, points by the published formula, places, and why.

Bids on re-integration lots are price lists. The evaluation price is what one client costs on average:
each fee times the published share of clients expected to reach that step. Fees are published with that
share, so that nobody gains by moving money to an improbable milestone.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from procurement.award_terms import HOUSE_SCALE, AwardTerms, Scale
from procurement.life_cycle import CostFacts
from procurement.price_formulas import FormulaError, PriceRule
from procurement.procedures import CriterionKind
from procurement.quality_rules import ScaleToWeight
from procurement.scoring import BidInput, Criterion, Method, MethodName, Outcome, ReferenceSet, score
from procurement.standings import Part, Standing, settle_ties, why_above
from procurement.tender_formulas import FORMULAS, LOWEST_TOTAL, WITHOUT_QUALITY, PriceFormula, parameter, price_rule
from townhall.money import round_half_up, round_to_cents, sum_of
from townhall.refusal import Obstacle

#: Weights and amounts are printed with two decimals.
DECIMALS = 2

METHODS: Mapping[PriceFormula, MethodName] = {
    PriceFormula.AWARD_ON_VALUE: MethodName.AWARD_ON_VALUE,
    PriceFormula.LOWEST_PRICE: MethodName.LOWEST_PRICE,
    # The lowest amount wins as well; here it is the life-cycle cost.
    PriceFormula.LIFE_CYCLE_COST: MethodName.LOWEST_PRICE,
    PriceFormula.VALUE_FOR_MONEY: MethodName.PRICE_OVER_SCORE,
}


@dataclass(frozen=True)
class CriterionFacts:
    """A published award criterion."""

    id: int
    code: str
    title: str
    kind: CriterionKind
    weight: Decimal
    group: str = ""
    """The main criterion it is a part of, with its code; empty when it stands alone."""
    minimum: Decimal | None = None
    """The lowest score with which a bid keeps its place; None when none was agreed."""
    scale: Scale = HOUSE_SCALE

    @property
    def top(self) -> Decimal:
        """The score that earns the whole weight."""
        return max(step.score for step in self.scale)


@dataclass(frozen=True)
class FeeFacts:
    """One fee of a bid, with the published share of clients that reaches the step."""

    label: str
    amount: Decimal
    attainment_percent: Decimal


@dataclass(frozen=True)
class BidFacts:
    """What counts of one admitted bid: its fees, and its final score per quality criterion."""

    id: int
    name: str
    fees: tuple[FeeFacts, ...]
    scores: Mapping[int, Decimal]
    takes_part: bool = True
    """Not when it fell away after a ranking; then it counts only as a price to compare with."""
    imported: Decimal | None = None
    """The points for the price that were worked out outside, under a method of the buyer's own."""
    costs: tuple[CostFacts, ...] = ()
    """What was filled in on the published cost lines; they only count under life-cycle cost."""

    def compared(self, formula: PriceFormula) -> Decimal:
        """The amount that is compared: what one client costs on average, under life-cycle cost with its cost lines."""
        price = evaluation_price(self.fees)
        if formula != PriceFormula.LIFE_CYCLE_COST:
            return price
        return price + sum_of(each.worth for each in self.costs)


@dataclass(frozen=True)
class RankedBid:
    """One bid in the ranking, best first, with the paragraph why it stands above the next."""

    bid_id: int
    standing: Standing
    why_above_next: str


def evaluation_price(fees: Sequence[FeeFacts]) -> Decimal:
    """What one client costs on average, rounded once to the cent."""
    exact = sum((Fraction(fee.amount) * Fraction(fee.attainment_percent) / 100 for fee in fees), Fraction(0))
    return round_to_cents(exact)


def rank_bids(
    criteria: Sequence[CriterionFacts],
    formula: PriceFormula,
    parameters: Mapping[str, str],
    bids: Sequence[BidFacts],
    *,
    terms: AwardTerms = AwardTerms(),  # noqa: B008  # frozen, so safe to share
) -> list[RankedBid]:
    """The bids of one lot, best first."""
    return explained(places_of(criteria, formula, parameters, bids, terms=terms))


def places_of(
    criteria: Sequence[CriterionFacts],
    formula: PriceFormula,
    parameters: Mapping[str, str],
    bids: Sequence[BidFacts],
    *,
    terms: AwardTerms,
) -> list[tuple[int, Standing]]:
    """Every bid that takes part with its standing, ties settled, in the order in which they were given."""
    ranked = [bid for bid in bids if bid.takes_part]
    if not ranked:
        return []
    outcome = outcome_of(criteria, formula, parameters, bids, terms=terms)
    told = _Telling(criteria, formula, parameters, terms, outcome)
    standings = settle_ties([_standing(bid, told) for bid in ranked])
    return [(bid.id, each) for bid, each in zip(ranked, standings, strict=True)]


def explained(pairs: Sequence[tuple[int, Standing]]) -> list[RankedBid]:
    """Best bid first, each with why it stands above the next; one without a place stands above nobody."""
    # Bids on the same place stand in the order of their names, which says nothing about who is better.
    ordered = sorted(pairs, key=lambda pair: (pair[1].rank or len(pairs) + 1, pair[1].name))
    return [
        RankedBid(bid_id, each, why_above(each, after[1]) if after and each.rank is not None else "")
        for (bid_id, each), after in zip(ordered, [*ordered[1:], None], strict=False)
    ]


def closed_up(pairs: Sequence[tuple[int, Standing]], staying: Collection[int]) -> list[RankedBid]:
    """An earlier ranking without who fell away: points and order stay, the others move up (PIANOo)."""
    stay = [(bid_id, each) for bid_id, each in pairs if bid_id in staying]
    places = [each.rank for _, each in stay if each.rank is not None]
    return explained(
        [
            (bid_id, each if each.rank is None else replace(each, rank=1 + sum(one < each.rank for one in places)))
            for bid_id, each in stay
        ]
    )


def outcome_of(
    criteria: Sequence[CriterionFacts],
    formula: PriceFormula,
    parameters: Mapping[str, str],
    bids: Sequence[BidFacts],
    *,
    terms: AwardTerms,
) -> Outcome:
    """Points, totals and places before ties are settled, of the bids that take part.

    Raises ``FormulaError``, in Dutch and with the names that people know, when a figure makes that impossible.
    """
    try:
        return score(*scoring_of(criteria, formula, parameters, bids, terms=terms))
    except FormulaError as error:
        raise FormulaError(_with_names(str(error), criteria, bids)) from error


def _with_names(text: str, criteria: Sequence[CriterionFacts], bids: Sequence[BidFacts]) -> str:
    """What is wrong, with the name of the bidder and the code of the criterion for their numbers."""
    known = {f"inschrijver {bid.id}": f"inschrijver {bid.name}" for bid in bids}
    known |= {f"criterium {each.id}": f"criterium {each.code}" for each in criteria}
    return re.sub(r"\b(?:inschrijver|criterium) \d+", lambda found: known.get(found[0], found[0]), text)


def scoring_of(
    criteria: Sequence[CriterionFacts],
    formula: PriceFormula,
    parameters: Mapping[str, str],
    bids: Sequence[BidFacts],
    *,
    terms: AwardTerms,
) -> tuple[list[Criterion], Method, list[BidInput]]:
    """Criteria, method and bids as ``score`` takes them."""
    everybody_takes_part = all(bid.takes_part for bid in bids)
    method = Method(
        METHODS.get(formula, MethodName.POINTS_SUM),
        reference_set=ReferenceSet.VALID_BIDS if everybody_takes_part else ReferenceSet.ALL_BIDS,
        criterion_decimals=terms.criterion_decimals,
        total_decimals=terms.total_decimals,
        minimums={str(each.id): Fraction(each.minimum) for each in _qualities(criteria) if each.minimum is not None},
    )
    inputs = [
        BidInput(
            str(bid.id),
            Fraction(bid.compared(formula)),
            {str(each.id): Fraction(bid.scores[each.id]) for each in _qualities(criteria)} | _imported(criteria, bid),
            is_valid=bid.takes_part,
        )
        for bid in bids
    ]
    return _criteria(criteria, formula, parameters), method, inputs


def _imported(criteria: Sequence[CriterionFacts], bid: BidFacts) -> dict[str, str | Fraction]:
    if bid.imported is None:
        return {}
    return {str(each.id): Fraction(bid.imported) for each in criteria if each.kind == CriterionKind.PRICE}


def obstacles_to_ranking(
    criteria: Sequence[CriterionFacts], formula: PriceFormula | None, bids: Sequence[BidFacts], steps: int
) -> list[Obstacle]:
    """Why the ranking of a lot cannot be made: no formula, prices still closed, or scores missing."""
    obstacles = []
    if formula is None:
        obstacles.append(Obstacle("no-formula", "Bij deze aanbesteding is geen prijsformule gepubliceerd."))
    closed = [bid.name for bid in bids if len(bid.fees) < steps]
    if closed:
        obstacles.append(
            Obstacle(
                "prices-closed",
                f"De prijzen van {', '.join(closed)} zijn nog niet geopend. Laat twee openers ze openen.",
            )
        )
    without = [bid.name for bid in bids if bid.imported is None]
    if formula == PriceFormula.OWN_METHOD and without and not closed:
        text = f"Voer eerst de punten voor de prijs in van {', '.join(without)}."
        obstacles.append(Obstacle("points-not-imported", text))
    for bid in bids:
        missing = [each.code for each in _qualities(criteria) if each.id not in bid.scores]
        if missing:
            obstacles.append(
                Obstacle("scores-missing", f"{bid.name} heeft nog geen eindscore op {', '.join(missing)}.")
            )
    return obstacles


def _qualities(criteria: Sequence[CriterionFacts]) -> list[CriterionFacts]:
    return [each for each in criteria if each.kind == CriterionKind.QUALITY]


def _criteria(
    criteria: Sequence[CriterionFacts], formula: PriceFormula, parameters: Mapping[str, str]
) -> list[Criterion]:
    """The criteria as the formula weighs them: in points, or in euro under award on value."""
    qualities = [
        Criterion(
            str(each.id),
            each.kind,
            worth(each, criteria, formula, parameters),
            ScaleToWeight(Fraction(each.top)),
        )
        for each in _qualities(criteria)
    ]
    if formula in METHODS:
        return qualities
    return qualities + [
        Criterion(str(each.id), each.kind, Fraction(each.weight), _rule_of(each, formula, parameters))
        for each in criteria
        if each.kind == CriterionKind.PRICE
    ]


def _rule_of(
    criterion: CriterionFacts, formula: PriceFormula, parameters: Mapping[str, str]
) -> PriceRule | ScaleToWeight:
    """How the price gets points; under a method of the buyer's own they were given, as a part of the weight."""
    if formula == PriceFormula.OWN_METHOD:
        return ScaleToWeight(Fraction(criterion.weight))
    return price_rule(formula, parameters)


def worth(
    criterion: CriterionFacts,
    criteria: Sequence[CriterionFacts],
    formula: PriceFormula,
    parameters: Mapping[str, str],
) -> Fraction:
    """The most a quality criterion can bring: its weight, or its part of the value of quality in euro."""
    if formula != PriceFormula.AWARD_ON_VALUE:
        return Fraction(criterion.weight)
    weights = sum((Fraction(each.weight) for each in _qualities(criteria)), Fraction(0))
    return parameter(parameters, "max_value") * Fraction(criterion.weight) / weights


@dataclass(frozen=True)
class _Telling:
    """What a standing is told with."""

    criteria: Sequence[CriterionFacts]
    formula: PriceFormula
    parameters: Mapping[str, str]
    terms: AwardTerms
    outcome: Outcome


def _standing(bid: BidFacts, told: _Telling) -> Standing:
    result = told.outcome.of(str(bid.id))
    places = told.terms.rounding_decimals
    parts = tuple(
        Part(
            code=each.code,
            title=each.title,
            points=round_half_up(result.points[str(each.id)], places=places),
            weight=round_half_up(
                worth(each, told.criteria, told.formula, told.parameters)
                if each.kind == CriterionKind.QUALITY
                else Fraction(each.weight),
                places=DECIMALS,
            ),
            is_price=each.kind == CriterionKind.PRICE,
            score=bid.scores.get(each.id),
            minimum=each.minimum,
        )
        for each in told.criteria
        if str(each.id) in result.points
    )
    if told.formula == PriceFormula.LIFE_CYCLE_COST:
        parts = tuple(
            Part(f"L{each.line.number}", each.line.title, each.worth, weight=Decimal(0), is_cost=True)
            for each in bid.costs
        )
    total = result.total
    # A price per point is printed with four decimals: two would hide who is cheaper.
    shown = max(places, 4) if _is_ratio(told.formula) else places
    if told.formula in WITHOUT_QUALITY:
        shown = DECIMALS
    return Standing(
        name=bid.name,
        rank=result.rank,
        total=None if total is None else round_half_up(total, places=shown),
        price=evaluation_price(bid.fees),
        parts=parts,
        in_euros=told.formula in LOWEST_TOTAL,
        tie_rule=told.terms.tie_rule,
    )


def _is_ratio(formula: PriceFormula) -> bool:
    return formula == PriceFormula.VALUE_FOR_MONEY


def formula_in_words(formula: PriceFormula) -> str:
    """The name of the formula and how it works, for page, letter and report."""
    sheet = FORMULAS[formula]
    return f"{sheet.name}: {sheet.words}"
