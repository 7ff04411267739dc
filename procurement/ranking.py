"""The ranking of one lot: evaluation prices, points by the published formula, places, and why.

Bids on re-integration lots are price lists. The evaluation price is what one client costs on average:
each fee times the published share of clients expected to reach that step. Fees are published with that
share, so that nobody gains by moving money to an improbable milestone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from procurement.assessment import TOP_OF_SCALE
from procurement.procedures import CriterionKind
from procurement.quality_rules import ScaleToWeight
from procurement.scoring import BidInput, Criterion, Method, MethodName, Outcome, score
from procurement.standings import Part, Standing, settle_ties, why_above
from procurement.tender_formulas import FORMULAS, PriceFormula, parameter, price_rule
from townhall.money import euros, round_half_up, round_to_cents
from townhall.refusal import Obstacle

#: Points are published with two decimals, rounded half up per criterion; totals are their sum.
DECIMALS = 2

METHODS: Mapping[PriceFormula, MethodName] = {
    PriceFormula.AWARD_ON_VALUE: MethodName.AWARD_ON_VALUE,
    PriceFormula.LOWEST_PRICE: MethodName.LOWEST_PRICE,
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
    drawn_first: int | None = None,
) -> list[RankedBid]:
    """The bids of one lot, best first. ``drawn_first`` is the bid that won a draw for the first place."""
    if not bids:
        return []
    prices = {bid.id: evaluation_price(bid.fees) for bid in bids}
    outcome = score(
        _criteria(criteria, formula, parameters),
        Method(METHODS.get(formula, MethodName.POINTS_SUM), criterion_decimals=DECIMALS),
        [
            BidInput(
                str(bid.id),
                Fraction(prices[bid.id]),
                {str(each.id): Fraction(bid.scores[each.id]) for each in _qualities(criteria)},
            )
            for bid in bids
        ],
    )
    standings = settle_ties(
        [_standing(bid, prices[bid.id], criteria, formula, parameters, outcome) for bid in bids]
    )
    pairs = [(bid.id, each) for bid, each in zip(bids, standings, strict=True)]
    if drawn_first is not None:
        pairs = _after_draw(pairs, drawn_first)
    # Bids on the same place stand in the order of their names, which says nothing about who is better.
    pairs.sort(key=lambda pair: (pair[1].rank or len(bids) + 1, pair[1].name))
    return [
        RankedBid(bid_id, each, why_above(each, pairs[at + 1][1]) if at + 1 < len(pairs) else "")
        for at, (bid_id, each) in enumerate(pairs)
    ]


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
    scale = ScaleToWeight(Fraction(TOP_OF_SCALE))
    qualities = [
        Criterion(str(each.id), each.kind, worth(each, criteria, formula, parameters), scale)
        for each in _qualities(criteria)
    ]
    if formula in METHODS:
        return qualities
    rule = price_rule(formula, parameters)
    return qualities + [
        Criterion(str(each.id), each.kind, Fraction(each.weight), rule)
        for each in criteria
        if each.kind == CriterionKind.PRICE
    ]


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


def _standing(
    bid: BidFacts,
    price: Decimal,
    criteria: Sequence[CriterionFacts],
    formula: PriceFormula,
    parameters: Mapping[str, str],
    outcome: Outcome,
) -> Standing:
    result = outcome.of(str(bid.id))
    parts = tuple(
        Part(
            code=each.code,
            title=each.title,
            points=_published(result.points[str(each.id)]),
            weight=_published(
                worth(each, criteria, formula, parameters)
                if each.kind == CriterionKind.QUALITY
                else Fraction(each.weight)
            ),
            is_price=each.kind == CriterionKind.PRICE,
            score=bid.scores.get(each.id),
        )
        for each in criteria
        if str(each.id) in result.points
    )
    in_euros = METHODS.get(formula) is not None
    total = result.total
    return Standing(
        name=bid.name,
        rank=result.rank,
        # A price per point is printed with four decimals: two would hide who is cheaper.
        total=None if total is None else round_half_up(total, places=4 if _is_ratio(formula) else DECIMALS),
        price=euros(price),
        parts=parts,
        in_euros=in_euros,
    )


def _is_ratio(formula: PriceFormula) -> bool:
    return formula == PriceFormula.VALUE_FOR_MONEY


def _published(points: Fraction) -> Decimal:
    return round_half_up(points, places=DECIMALS)


def _after_draw(pairs: list[tuple[int, Standing]], drawn_first: int) -> list[tuple[int, Standing]]:
    """The places after a draw: the drawn bid first, those it tied with one place lower."""
    return [
        (
            bid_id,
            Standing(
                each.name,
                2 if each.rank == 1 and bid_id != drawn_first else each.rank,
                each.total,
                each.price,
                each.parts,
                in_euros=each.in_euros,
            ),
        )
        for bid_id, each in pairs
    ]


def formula_in_words(formula: PriceFormula) -> str:
    """The name of the formula and how it works, for page, letter and report."""
    sheet = FORMULAS[formula]
    return f"{sheet.name}: {sheet.words}"
