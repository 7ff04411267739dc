"""A ranking as a case for the calculator: whoever has the figures can recompute the outcome."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from procurement.award_terms import AwardTerms
from procurement.procedures import CriterionKind
from procurement.ranking import BidFacts, CriterionFacts, outcome_of, worth
from procurement.scoring_case import number_text
from procurement.tender_formulas import FORMULAS, PriceFormula

#: The formulas that the calculator knows by a rule, with the names of their parameters there.
RULES: Mapping[PriceFormula, tuple[str, Mapping[str, str], Mapping[str, Any]]] = {
    PriceFormula.LINEAR_FIXED_BOUNDS: (
        "linear_fixed_range",
        {"full_at": "price_full_points", "zero_at": "price_zero_points"},
        {"clamp": True},
    ),
    PriceFormula.RELATIVE_TO_LOWEST: ("lowest_over_price", {}, {}),
    PriceFormula.DEVIATION_FROM_LOWEST: ("linear_deviation_from_lowest", {}, {"floor_zero": True}),
    PriceFormula.SPAN_FROM_LOWEST: ("linear_span_from_lowest", {"span_percent": "span_percent"}, {}),
    PriceFormula.BETWEEN_LOW_AND_HIGH: ("linear_between_low_high", {}, {}),
    PriceFormula.REFERENCE_PRICE: ("reference_over_price", {"reference": "reference_price"}, {}),
    PriceFormula.LOG_RELATIVE: ("log_relative", {"a": "A"}, {}),
}
METHODS: Mapping[PriceFormula, str] = {
    PriceFormula.AWARD_ON_VALUE: "award_on_value",
    PriceFormula.LOWEST_PRICE: "lowest_price",
    PriceFormula.LIFE_CYCLE_COST: "lowest_price",
    PriceFormula.VALUE_FOR_MONEY: "price_over_score",
}


def case_of(
    criteria: Sequence[CriterionFacts],
    formula: PriceFormula,
    parameters: Mapping[str, str],
    bids: Sequence[BidFacts],
    terms: AwardTerms = AwardTerms(),  # noqa: B008  # frozen, so safe to share
) -> dict[str, Any]:
    """The inputs of ``flask procurement score`` for this lot; where that has no rule, with the points as given."""
    given = {} if formula in RULES or formula in METHODS else _given(criteria, formula, parameters, bids, terms)
    return {
        "criteria": [
            made
            for each in criteria
            if (made := _criterion(each, criteria, formula, parameters, bids)) is not None
        ],
        "method": {
            "name": METHODS.get(formula, "points_sum"),
            "reference_set": "valid_bids" if all(bid.takes_part for bid in bids) else "all_bids",
            "rounding": {
                "criterion_decimals": terms.criterion_decimals, "total_decimals": terms.total_decimals,
            },
            "minimums": {each.code: str(each.minimum) for each in criteria if each.minimum is not None},
        },
        "bids": [
            {
                "bidder": bid.name,
                "price": str(bid.compared(formula)),
                "scores": {
                    each.code: str(bid.scores[each.id])
                    for each in criteria
                    if each.kind == CriterionKind.QUALITY
                } | given.get(bid.id, {}),
                "status": "valid" if bid.takes_part else "withdrawn",
            }
            for bid in bids
        ],
    }  # fmt: skip


def _given(
    criteria: Sequence[CriterionFacts],
    formula: PriceFormula,
    parameters: Mapping[str, str],
    bids: Sequence[BidFacts],
    terms: AwardTerms,
) -> dict[int, dict[str, str]]:
    """The points for the price of every bid that takes part, for a formula that the calculator does not know."""
    if not any(bid.takes_part for bid in bids):
        return {}
    outcome = outcome_of(criteria, formula, parameters, bids, terms=terms)
    return {
        bid.id: {
            each.code: _text(outcome.of(str(bid.id)).points[str(each.id)])
            for each in criteria
            if each.kind == CriterionKind.PRICE
        }
        for bid in bids
        if bid.takes_part
    }


def _criterion(
    criterion: CriterionFacts,
    criteria: Sequence[CriterionFacts],
    formula: PriceFormula,
    parameters: Mapping[str, str],
    bids: Sequence[BidFacts],
) -> dict[str, Any] | None:
    if criterion.kind == CriterionKind.PRICE:
        return None if formula in METHODS else _price(criterion, formula, parameters)
    if formula == PriceFormula.AWARD_ON_VALUE:
        scores = sorted(
            {*(step.score for step in criterion.scale), *(bid.scores[criterion.id] for bid in bids)}
        )
        return {
            "id": criterion.code,
            "type": "quality",
            "max_value": _text(worth(criterion, criteria, formula, parameters)),
            "table": {str(each): _text(Fraction(each) * 100 / Fraction(criterion.top)) for each in scores},
        }
    return {
        "id": criterion.code,
        "type": "quality",
        "weight": str(criterion.weight),
        "points_rule": {"rule": "scale_to_weight", "max_score": str(criterion.top)},
    }


def _price(criterion: CriterionFacts, formula: PriceFormula, parameters: Mapping[str, str]) -> dict[str, Any]:
    name, renamed, fixed = RULES.get(formula, ("given", {}, {}))
    given = {renamed[key]: str(parameters[key]) for key in FORMULAS[formula].parameters if key in renamed}
    return {
        "id": criterion.code,
        "type": "price",
        "weight": str(criterion.weight),
        "points_rule": {"rule": name, **given, **fixed},
    }


def _text(value: Fraction | Decimal) -> str:
    return number_text(Fraction(value))
