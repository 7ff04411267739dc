"""Points, totals and places of a set of bids, by the published rules, exact until the published points.

A bid without a valid total (below a published minimum) has no place at all, and is not last. Equal
totals share a place; what happens then is a matter of the documents (``awarding.py``), never of chance here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction

from procurement.price_formulas import FormulaError, PriceField, PriceRule
from procurement.procedures import CriterionKind
from procurement.quality_rules import QualityRule, Score, as_number, weighed
from townhall.money import round_half_up


class MethodName(StrEnum):
    """How points and price make one total."""

    POINTS_SUM = "points_sum"
    AWARD_ON_VALUE = "award_on_value"
    LOWEST_PRICE = "lowest_price"
    PRICE_OVER_SCORE = "price_over_score"
    GIVEN_TOTALS = "given_totals"


LOWEST_WINS = frozenset({MethodName.AWARD_ON_VALUE, MethodName.LOWEST_PRICE, MethodName.PRICE_OVER_SCORE})


class ReferenceSet(StrEnum):
    """Against which bids a relative formula measures."""

    VALID_BIDS = "valid_bids"
    ALL_BIDS = "all_bids"
    NOT_USED = "not_used"


@dataclass(frozen=True)
class Criterion:
    """One award criterion. Under award on value the weight is the most it can be worth in euro."""

    id: str
    kind: CriterionKind
    weight: Fraction | None
    rule: PriceRule | QualityRule | None


@dataclass(frozen=True)
class Method:
    """How the published documents make a ranking."""

    name: MethodName
    reference_set: ReferenceSet | None = ReferenceSet.VALID_BIDS
    criterion_decimals: int | None = None
    total_decimals: int | None = None
    minimums: Mapping[str, Fraction] = field(default_factory=dict)
    """The lowest score, per criterion, with which a bid stays in."""


@dataclass(frozen=True)
class BidInput:
    """What is known of one bid."""

    bidder: str
    price: Fraction | None = None
    scores: Mapping[str, Score] = field(default_factory=dict)
    quality: Fraction | None = None
    given_total: Fraction | None = None
    is_valid: bool = True


@dataclass(frozen=True)
class BidResult:
    """What one bid earned: its points per criterion as published, its total and its place."""

    bidder: str
    points: Mapping[str, Fraction]
    total: Fraction | None
    rank: int | None
    below_minimum: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """The ranking of all valid bids, in the order in which they were given."""

    bids: tuple[BidResult, ...]

    @property
    def first_ranked(self) -> tuple[str, ...]:
        """Who stands first; more than one when they tie."""
        return tuple(bid.bidder for bid in self.bids if bid.rank == 1)

    def of(self, bidder: str) -> BidResult:
        """The result of one bidder."""
        return next(bid for bid in self.bids if bid.bidder == bidder)


def score(criteria: Sequence[Criterion], method: Method, bids: Sequence[BidInput]) -> Outcome:
    """Points, totals and places. Raises ``FormulaError``, in Dutch, when a figure is missing."""
    refuse_open_reference_set(criteria, method, bids)
    measured = [bid for bid in bids if bid.is_valid or method.reference_set == ReferenceSet.ALL_BIDS]
    valid = [bid for bid in bids if bid.is_valid]
    results = [unplaced(bid, criteria, method, measured) for bid in valid]
    totals = {each.bidder: each.total for each in results}
    places = places_by_total(totals, lowest_first=method.name in LOWEST_WINS)
    return Outcome(tuple(replace(each, rank=places[each.bidder]) for each in results))


def unplaced(
    bid: BidInput, criteria: Sequence[Criterion], method: Method, measured: Sequence[BidInput]
) -> BidResult:
    """What one bid earned among these bids, before it has a place; no total below a published minimum."""
    points = points_of(bid, criteria, method, measured)
    below = below_minimum(bid, method)
    total = None if below else rounded(total_of(bid, points, criteria, method), method.total_decimals)
    return BidResult(bid.bidder, points, total, None, below)


def refuse_open_reference_set(
    criteria: Sequence[Criterion], method: Method, bids: Sequence[BidInput]
) -> None:
    """A relative formula needs to know against whom; unless all bids are valid, that must have been said."""
    relative = [criterion.id for criterion in criteria if criterion.rule and criterion.rule.is_relative]
    if not relative:
        return
    if method.reference_set == ReferenceSet.NOT_USED:
        raise FormulaError(
            f"criterium {relative[0]} vergelijkt met andere inschrijvingen, maar reference_set is ‘not_used’"
        )
    if method.reference_set is None and not all(bid.is_valid for bid in bids):
        raise FormulaError(
            f"criterium {relative[0]} vergelijkt met andere inschrijvingen "
            "en er is een ongeldige inschrijving: geef reference_set op (valid_bids of all_bids)"
        )


def points_of(
    bid: BidInput, criteria: Sequence[Criterion], method: Method, measured: Sequence[BidInput]
) -> dict[str, Fraction]:
    """The published points of one bid, criterion by criterion."""
    points = {}
    for criterion in criteria:
        if criterion.rule is not None:
            with naming(f"inschrijver {bid.bidder}, criterium {criterion.id}"):
                exact = exact_points(bid, criterion, measured)
            points[criterion.id] = rounded(exact, method.criterion_decimals)
    return points


def exact_points(bid: BidInput, criterion: Criterion, measured: Sequence[BidInput]) -> Fraction:
    """The points of one bid on one criterion, before rounding."""
    assert criterion.rule is not None
    if isinstance(criterion.rule, PriceRule):
        among = PriceField.of(price_of(each) for each in measured if each.price is not None)
        return criterion.rule.points(price_of(bid), weighed(criterion.weight), among)
    best = best_score(criterion, measured) if criterion.rule.is_relative else None
    return criterion.rule.points(score_of(bid, criterion.id), criterion.weight, best)


def best_score(criterion: Criterion, measured: Iterable[BidInput]) -> Fraction | None:
    """The best score on this criterion among these bids."""
    # A bid that is not valid may be without scores; of the others a missing score was refused.
    scores = [each.scores[criterion.id] for each in measured if criterion.id in each.scores]
    return max((as_number(score) for score in scores), default=None)


def total_of(
    bid: BidInput, points: Mapping[str, Fraction], criteria: Sequence[Criterion], method: Method
) -> Fraction:
    """The total by the method, from the published points."""
    match method.name:
        case MethodName.POINTS_SUM:
            return sum(points.values(), Fraction(0))
        case MethodName.AWARD_ON_VALUE:
            return price_of(bid) - sum(points.values(), Fraction(0))
        case MethodName.LOWEST_PRICE:
            return price_of(bid)
        case MethodName.PRICE_OVER_SCORE:
            with naming(f"inschrijver {bid.bidder}"):
                return price_per_point(bid, points, criteria)
        case MethodName.GIVEN_TOTALS:
            return given_total(bid, points)


def price_per_point(bid: BidInput, points: Mapping[str, Fraction], criteria: Sequence[Criterion]) -> Fraction:
    """The price divided by the quality points; without points a bid has no price per point."""
    quality = bid.quality
    if quality is None:
        earned = [
            points[each.id] for each in criteria if each.kind == CriterionKind.QUALITY and each.id in points
        ]
        if not earned:
            raise FormulaError("er is geen kwaliteitsscore om de prijs door te delen")
        quality = sum(earned, Fraction(0))
    if quality <= 0:
        raise FormulaError("de kwaliteitsscore is nul of lager; een prijs per punt bestaat dan niet")
    return price_of(bid) / quality


def given_total(bid: BidInput, points: Mapping[str, Fraction]) -> Fraction:
    """The total as it was published: itself, or the sum of the points as given."""
    if bid.given_total is not None:
        return bid.given_total
    if points:
        return sum(points.values(), Fraction(0))
    if bid.quality is not None:
        return bid.quality
    raise FormulaError(f"inschrijver {bid.bidder}: het totaal ontbreekt")


def below_minimum(bid: BidInput, method: Method) -> tuple[str, ...]:
    """The criteria on which this bid scored less than the published minimum."""
    below = []
    for criterion_id, minimum in method.minimums.items():
        with naming(f"inschrijver {bid.bidder}, minimum op criterium {criterion_id}"):
            if as_number(score_of(bid, criterion_id)) < minimum:
                below.append(criterion_id)
    return tuple(below)


def places_by_total(totals: Mapping[str, Fraction | None], *, lowest_first: bool) -> dict[str, int | None]:
    """The place of each: one more than the number that did better, so equal totals share a place."""
    sign = 1 if lowest_first else -1
    keys = {bidder: None if total is None else sign * total for bidder, total in totals.items()}
    counted = sorted(key for key in keys.values() if key is not None)
    first_at: dict[Fraction, int] = {}
    for place, key in enumerate(counted, start=1):
        first_at.setdefault(key, place)
    return {bidder: None if key is None else first_at[key] for bidder, key in keys.items()}


def price_of(bid: BidInput) -> Fraction:
    """The price; refused when there is none or when it is below zero."""
    if bid.price is None:
        raise FormulaError(f"inschrijver {bid.bidder}: de prijs ontbreekt")
    if bid.price < 0:
        raise FormulaError(f"inschrijver {bid.bidder}: de prijs is lager dan nul")
    return bid.price


def score_of(bid: BidInput, criterion_id: str) -> Score:
    """The score on a criterion; refused when there is none."""
    if criterion_id not in bid.scores:
        raise FormulaError(f"inschrijver {bid.bidder}: de score op criterium {criterion_id} ontbreekt")
    return bid.scores[criterion_id]


def rounded(value: Fraction, decimals: int | None) -> Fraction:
    """The value as published: half up to these decimals, or as it is when no rounding was published."""
    return value if decimals is None else Fraction(round_half_up(value, places=decimals))


@contextmanager
def naming(subject: str) -> Iterator[None]:
    """A formula that breaks inside says of whom and of what."""
    try:
        yield
    except FormulaError as error:
        text = str(error)
        raise FormulaError(text if text.startswith("inschrijver") else f"{subject}: {text}") from error
