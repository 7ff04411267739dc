"""What a price formula does before anybody is bound by it: dummy bids, ranked by the engine of the real ones.

Bidders must know beforehand how bids are compared, and nothing may change after publication (art. 2.113a
and 2.115 Aanbestedingswet; transparency, art. 1.9). A formula that surprises must therefore surprise here. Rank
reversal under relative formulas: HR 9 May 2014, ECLI:NL:HR:2014:1078 (not unlawful in itself); the Commissie van
Aanbestedingsexperts thinks otherwise.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from procurement.published_award import PublishedAward
from procurement.ranking import BidFacts, FeeFacts, RankedBid, explained, places_of
from procurement.simulation_plan import DummyBid, SimulationPlan
from procurement.simulation_remarks import remarks_on
from procurement.simulation_weighing import Weighing
from procurement.standings import Standing, listed
from procurement.tender_formulas import FORMULAS
from townhall.money import round_half_up, round_to_cents

#: Break-even lines, and points in which each is drawn.
LINES, STRETCHES = 5, 48
#: The places tried for one more bid: prices by qualities.
TRIED_PRICES, TRIED_QUALITIES = 12, 5

Data = dict[str, Any]


@dataclass(frozen=True)
class Reversal:
    """One bid less, or one more, and another bid wins; the bid itself does not win."""

    bid: DummyBid
    winner_with: str
    winner_without: str


def simulate(award: PublishedAward, plan: SimulationPlan) -> Data:
    """Everything the page and the paper show, as plain data with numbers as text."""
    weighing = Weighing.of(award, [each.price for each in plan.bids])
    ranked = ranking_of(award, plan.bids)
    removals = reversals_by_removal(award, plan.bids)
    added = None if removals else reversal_by_addition(award, plan)
    return {
        "bids": [_row(one, plan.bids[one.bid_id], weighing) for one in ranked],
        "lines": [break_even_line(total, weighing, plan.window) for total in _totals(plan.bids, weighing)],
        "quality_points": str(weighing.quality_weight),
        "in_euros": weighing.in_euros,
        "reversals": [_reversal(each) for each in removals],
        "example": None if added is None else _reversal(added),
        "remarks": remarks_on(award, plan, lower_price_hurts=lower_price_that_hurts(award, plan)),
        "influence": _influence(weighing, plan),
    }


def ranking_of(award: PublishedAward, bids: Sequence[DummyBid]) -> list[RankedBid]:
    """The dummy bids, best first, by the real engine; the id of a bid is its place in the list."""
    return explained(_places(award, bids))


def _places(award: PublishedAward, bids: Sequence[DummyBid]) -> list[tuple[int, Standing]]:
    assert award.formula is not None, "an obstacle otherwise"
    facts = [_facts(award, number, each) for number, each in enumerate(bids)]
    return places_of(award.criteria, award.formula, award.parameters, facts, terms=award.terms)


def _facts(award: PublishedAward, number: int, bid: DummyBid) -> BidFacts:
    """A dummy bid as the engine reads it: one price for all, and the same quality on every criterion."""
    scores = {each.id: each.top * bid.quality / 100 for each in award.criteria}
    return BidFacts(number, bid.name, (FeeFacts("Prijs", bid.price, Decimal(100)),), scores)


def winners_of(award: PublishedAward, bids: Sequence[DummyBid]) -> tuple[str, ...]:
    """Who stands first; more than one when a draw must decide."""
    return tuple(sorted(each.name for _, each in _places(award, bids) if each.rank == 1))


def reversals_by_removal(award: PublishedAward, bids: Sequence[DummyBid]) -> list[Reversal]:
    """Every losing bid that changes who wins by falling away; found by trying each of them."""
    before = winners_of(award, bids)
    found = []
    for bid in bids:
        if bid.name in before:
            continue
        after = winners_of(award, [each for each in bids if each is not bid])
        if after != before:
            found.append(Reversal(bid, _named(before), _named(after)))
    return found


def reversal_by_addition(award: PublishedAward, plan: SimulationPlan) -> Reversal | None:
    """One more losing bid that would change who wins, searched over prices and qualities; None when none does.

    Prices go down from the highest expected to half the lowest expected: a stunt price is what turns rankings.
    """
    if award.formula is None or not FORMULAS[award.formula].is_relative:
        return None
    without = winners_of(award, plan.bids)
    for tried in _tried(plan):
        after = winners_of(award, [*plan.bids, tried])
        if tried.name not in after and after != without:
            return Reversal(tried, _named(after), _named(without))
    return None


def _named(winners: Sequence[str]) -> str:
    return listed(winners) if winners else "niemand"


def _tried(plan: SimulationPlan) -> Iterator[DummyBid]:
    bottom, top = plan.price_low / 2, plan.price_high
    for step in range(TRIED_PRICES + 1):
        price = round_to_cents(top - (top - bottom) * step / TRIED_PRICES)
        for quality in range(TRIED_QUALITIES + 1):
            yield DummyBid("een extra inschrijving", price, Decimal(100 * quality) / TRIED_QUALITIES)


def lower_price_that_hurts(award: PublishedAward, plan: SimulationPlan) -> str:
    """A dummy bid that would stand lower, or earn less for its price, by asking less; empty when there is none."""
    for at, bid in enumerate(plan.bids):
        before = _place_and_points(award, plan.bids, at)
        for step in range(1, TRIED_PRICES + 1):
            cheaper = replace(bid, price=round_to_cents(bid.price * (2 * TRIED_PRICES - step) / (2 * TRIED_PRICES)))
            others = [*plan.bids[:at], cheaper, *plan.bids[at + 1 :]]
            after = _place_and_points(award, others, at)
            if after[0] > before[0] or after[1] < before[1]:
                return f"{bid.name} met {round_half_up(cheaper.price, places=2)} in plaats van {bid.price}"
    return ""


def _place_and_points(award: PublishedAward, bids: Sequence[DummyBid], at: int) -> tuple[int, Decimal]:
    standing = next(each for number, each in _places(award, bids) if number == at)
    points = sum((part.points for part in standing.parts if part.is_price), Decimal(0))
    return (standing.rank or len(bids) + 1, points)


def _row(one: RankedBid, bid: DummyBid, weighing: Weighing) -> Data:
    standing = one.standing
    prices = [part.points for part in standing.parts if part.is_price]
    worth = weighing.worth_of_a_point(Fraction(bid.price), weighing.points_of(bid.quality))
    return {
        "number": one.bid_id + 1,
        "name": bid.name,
        "price": str(bid.price),
        "quality": str(bid.quality),
        "at": str(round_half_up(weighing.points_of(bid.quality), places=4)),
        "price_points": str(prices[0]) if prices else None,
        "quality_points": str(standing.quality),
        "total": None if standing.total is None else str(standing.total),
        "rank": standing.rank,
        "worth_of_a_point": None if worth is None else str(round_to_cents(worth)),
    }


def _totals(bids: Sequence[DummyBid], weighing: Weighing) -> list[Fraction]:
    """Totals from the worst to the best of these bids, at even distances; the last is that of the best."""
    totals = [weighing.total(Fraction(each.price), weighing.points_of(each.quality)) for each in bids]
    worst, best = (max(totals), min(totals)) if weighing.in_euros else (min(totals), max(totals))
    return [worst + (best - worst) * step / (LINES - 1) for step in range(LINES)]


def break_even_line(total: Fraction, weighing: Weighing, window: tuple[Decimal, Decimal]) -> Data:
    """All places on the plane with this total, as points from a low price to a high one."""
    low, high = (Fraction(each) for each in window)
    prices = {low + (high - low) * step / STRETCHES for step in range(STRETCHES + 1)}
    prices |= {bend for bend in weighing.bends() if low < bend < high}
    places = [(price, weighing.quality_for(total, price)) for price in sorted(prices)]
    known = [(price, quality) for price, quality in places if quality is not None]
    return {
        "total": str(round_half_up(total, places=4 if weighing.is_ratio else 2)),
        "points": [
            [str(round_half_up(price, places=2)), str(round_half_up(quality, places=4))]
            for price, quality in within(known, Fraction(weighing.quality_weight))
        ],
    }


def within(
    places: Sequence[tuple[Fraction, Fraction]], top: Fraction
) -> list[tuple[Fraction, Fraction]]:
    """The stretch of a rising line that lies between nought and the top, cut off at its exact ends."""
    kept: list[tuple[Fraction, Fraction]] = []
    for (x1, y1), (x2, y2) in zip(places, places[1:], strict=False):
        for x, y in ((x1, y1), *_crossings(x1, y1, x2, y2, top), (x2, y2)):
            if 0 <= y <= top and (x, y) not in kept[-1:]:
                kept.append((x, y))
    return kept


def _crossings(
    x1: Fraction, y1: Fraction, x2: Fraction, y2: Fraction, top: Fraction
) -> list[tuple[Fraction, Fraction]]:
    found = [
        (x1 + (x2 - x1) * (edge - y1) / (y2 - y1), edge)
        for edge in (Fraction(0), top)
        if min(y1, y2) < edge < max(y1, y2)
    ]
    return sorted(found)


def _reversal(each: Reversal) -> Data:
    return {
        "name": each.bid.name,
        "price": str(each.bid.price),
        "quality": str(each.bid.quality),
        "winner_with": each.winner_with,
        "winner_without": each.winner_without,
    }


def _influence(weighing: Weighing, plan: SimulationPlan) -> Mapping[str, str] | None:
    """How much price and quality can differ in the expected range, and the weight of price that follows."""
    spreads = weighing.among(plan.price_low, plan.price_high).spreads(plan)
    if spreads is None or not sum(spreads):
        return None
    price, quality = spreads
    return {
        "price": str(round_half_up(price, places=2)),
        "quality": str(round_half_up(quality, places=2)),
        "percent": str(round_half_up(100 * price / (price + quality), places=1)),
    }

