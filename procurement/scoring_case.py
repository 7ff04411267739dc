"""One scoring case as JSON: what the calculator is given, read strictly, and what it answers.

Whatever is not understood is named and refused, never guessed. The keys are those of
the test file of published cases.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from procurement.price_formulas import FormulaError
from procurement.scoring import BidInput, Criterion, Method, Outcome, score
from procurement.scoring_reading import (
    check_minimums,
    check_open_bounds,
    read_bids,
    read_criteria,
    read_method,
)
from procurement.scoring_rules import RULES
from procurement.strict_json import Case, CaseError

INPUT_KEYS = frozenset({"criteria", "method", "bids", "currency", "unit", "note"})


def score_case(inputs: object) -> dict[str, Any]:
    """The points, totals and places of one case. Raises ``CaseError`` with one Dutch line per mistake."""
    case = Case()
    given = case.mapping(inputs, "de invoer")
    case.refuse_if_wrong()
    method = read_method(case, given.get("method"))
    if method is None:
        # Without a method nothing else can be judged: one clear line is worth more than ten.
        raise CaseError(case.errors)
    case.mapping(given, "de invoer", INPUT_KEYS)
    criteria = read_criteria(case, given.get("criteria", []), method)
    bids = read_bids(case, given.get("bids"), criteria, method)
    check_minimums(case, criteria, method, bids)
    case.refuse_if_wrong()
    check_open_bounds(case, inputs, criteria, bids)
    case.refuse_if_wrong()
    try:
        outcome = score(criteria, method, bids)
    except FormulaError as error:
        raise CaseError([f"{error}."]) from error
    return answer(outcome, warnings(given, criteria, method, bids, outcome))


def answer(outcome: Outcome, remarks: Sequence[str]) -> dict[str, Any]:
    """The answer as JSON, decimals as text."""
    return {
        "bids": {
            bid.bidder: {
                "points": {name: number_text(points) for name, points in bid.points.items()},
                "total": None if bid.total is None else number_text(bid.total),
                "rank": bid.rank,
            }
            for bid in outcome.bids
        },
        "first_ranked": list(outcome.first_ranked),
        "tie_for_first": len(outcome.first_ranked) > 1,
        "warnings": list(remarks),
    }


def describe(answered: Mapping[str, Any]) -> str:
    """The answer for a reader: each bidder with its place, total and points, then the remarks."""
    lines = []
    ordered = sorted(
        answered["bids"].items(), key=lambda each: (each[1]["rank"] is None, each[1]["rank"] or 0)
    )
    for bidder, row in ordered:
        place = "geen plaats" if row["rank"] is None else f"plaats {row['rank']}"
        total = "geen totaal" if row["total"] is None else f"totaal {dutch(row['total'])}"
        points = ", ".join(f"{name} {dutch(value)}" for name, value in row["points"].items())
        lines.append(f"{bidder}: {place}, {total}" + (f" ({points})" if points else ""))
    return "\n".join(lines + [f"Let op: {remark}" for remark in answered["warnings"]])


def dutch(number: str) -> str:
    """The number with a decimal comma."""
    return number.replace(".", ",")


def number_text(value: Fraction) -> str:
    """The number as a plain decimal: exact when it ends, else ten decimals, half up."""
    scaled = value * 10**30
    if scaled.denominator == 1:
        digits, places = int(scaled), 30
    else:
        digits, places = int((abs(value) * 10**10 * 2 + 1) // 2) * (-1 if value < 0 else 1), 10
    sign = "-" if digits < 0 else ""
    whole, part = divmod(abs(digits), 10**places)
    tail = str(part).rjust(places, "0").rstrip("0")
    return f"{sign}{whole}.{tail}" if tail else f"{sign}{whole}"


def warnings(
    given: Mapping[str, object],
    criteria: Sequence[Criterion],
    method: Method,
    bids: Sequence[BidInput],
    outcome: Outcome,
) -> list[str]:
    """What a reader of the ranking should know."""
    remarks = [
        f"{bid.bidder}: geen geldige inschrijving, krijgt geen plaats." for bid in bids if not bid.is_valid
    ]
    remarks += [
        f"{bid.bidder}: onder het minimum op {', '.join(bid.below_minimum)}, "
        "krijgt geen totaal en geen plaats."
        for bid in outcome.bids
        if bid.below_minimum
    ]
    relative = [each.id for each in criteria if each.rule is not None and each.rule.is_relative]
    if relative and len(outcome.bids) > 1:
        remarks.append(
            f"Relatieve formule bij {', '.join(relative)}: "
            "valt een inschrijving weg, dan kan de volgorde draaien."
        )
    remarks += RULES.overshoots(criteria, outcome)
    method_fields = given["method"]
    assert isinstance(method_fields, Mapping)
    stated = method_fields.get("total_weight")
    weights = sum((each.weight for each in criteria if each.weight is not None), Fraction(0))
    if stated is not None and Fraction(str(stated)) != weights:
        remarks.append(f"De gewichten tellen op tot {number_text(weights)}, niet tot {stated}.")
    if len(outcome.first_ranked) > 1:
        remarks.append("De eerste plaats wordt gedeeld: de aanbestedingsstukken bepalen wat dan geldt.")
    return remarks
