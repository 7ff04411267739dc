"""Signals that competition on a lot may have failed: to look into, never a proof and never a ground by themselves.

Sources: OECD, Guidelines for Fighting Bid Rigging in Public Procurement (detecting cover bids, rotation and suspicious
pricing); art. 2.87 lid 1 onder d Aanbestedingswet (agreements that distort competition) and art. 6 Mededingingswet.
The bounds are practice figures of this house, named with each signal, so that a reader can judge them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import combinations

from procurement.regime_reasons import dutch_euros
from procurement.standings import listed
from townhall.money import round_half_up

#: The lowest price stands this far (in percent) below the next …
LONELY_WINNER = 15
#: … while the others lie this close together: then they may have been written around each other.
CLOSE_LOSERS = 3
#: Fees of which one bid's are the other's times the same factor, from so many fees on.
FEWEST_FEES = 2
#: Taking turns shows from so many lots on.
FEWEST_LOTS = 3


class Flag(StrEnum):
    """What kind of signal."""

    SINGLE_BID = "single_bid"
    ONE_LEFT = "one_left"
    EQUAL_PRICES = "equal_prices"
    SAME_FACTOR = "same_factor"
    COVER_BIDS = "cover_bids"
    TURNS = "turns"


@dataclass(frozen=True)
class FlagBid:
    """What a signal needs of a bid; without price and fees as long as prices are closed, or it was set aside before."""

    name: str
    is_set_aside: bool = False
    price: Decimal | None = None
    fees: tuple[Decimal, ...] = ()
    """In the order of the milestones."""


@dataclass(frozen=True)
class FlagLot:
    """A lot with every bid that was opened on it."""

    number: int
    bids: tuple[FlagBid, ...]


@dataclass(frozen=True)
class Signal:
    """One signal: on which lot (None when it is about several), and in one or two Dutch sentences why."""

    flag: Flag
    lot: int | None
    words: str


def red_flags(lots: Sequence[FlagLot]) -> list[Signal]:
    """Every signal, lot by lot and then those over lots; the order of bids makes no difference."""
    return [signal for lot in sorted(lots, key=lambda lot: lot.number) for signal in _of_lot(lot)] + list(_turns(lots))


def _of_lot(lot: FlagLot) -> Iterator[Signal]:
    if len(lot.bids) == 1:
        words = f"Alleen {lot.bids[0].name} schreef in. Ga na of de eisen of de termijn anderen tegenhielden."
        yield Signal(Flag.SINGLE_BID, lot.number, words)
    left = [bid for bid in lot.bids if not bid.is_set_aside]
    if len(lot.bids) > 1 and len(left) == 1:
        words = f"Van {len(lot.bids)} inschrijvingen zijn alle andere dan die van {left[0].name} terzijde gelegd."
        yield Signal(Flag.ONE_LEFT, lot.number, f"{words} Laat iemand anders de redenen nalezen.")
    priced = sorted((bid for bid in lot.bids if bid.price is not None), key=lambda bid: bid.name)
    yield from _equal_prices(lot.number, priced)
    yield from _same_factor(lot.number, priced)
    yield from _cover_bids(lot.number, priced)


def _equal_prices(lot: int, bids: Sequence[FlagBid]) -> Iterator[Signal]:
    by_price: dict[Decimal, list[str]] = {}
    for bid in bids:
        assert bid.price is not None
        by_price.setdefault(bid.price, []).append(bid.name)
    for price, names in sorted(by_price.items()):
        if len(names) > 1:
            words = f"{listed(names)} bieden dezelfde evaluatieprijs: {dutch_euros(price)}. Vergelijk ook hun teksten."
            yield Signal(Flag.EQUAL_PRICES, lot, words)


def _same_factor(lot: int, bids: Sequence[FlagBid]) -> Iterator[Signal]:
    """Every fee of one bid is the same factor of the other's: two price lists made from one."""
    for one, other in combinations(bids, 2):
        pairs = list(zip(one.fees, other.fees, strict=False))
        if len(pairs) < FEWEST_FEES or len(one.fees) != len(other.fees) or not all(mine > 0 for mine, _ in pairs):
            continue
        # Of one amount for every step the factor says nothing.
        differ = len({mine for mine, _ in pairs}) > 1
        factors = {Fraction(theirs) / Fraction(mine) for mine, theirs in pairs}
        if differ and len(factors) == 1 and (factor := factors.pop()) != 1:
            told = _percent(factor * 100)
            words = f"Elke vergoeding van {other.name} is {told} van die van {one.name}. Vraag hoe dat komt."
            yield Signal(Flag.SAME_FACTOR, lot, words)


def _cover_bids(lot: int, bids: Sequence[FlagBid]) -> Iterator[Signal]:
    """The lowest stands alone, the others close together: the pattern of bids that were not meant to win."""
    if len(bids) < 3:
        return
    ordered = sorted(bids, key=lambda bid: (bid.price or Decimal(0), bid.name))
    prices = [Fraction(bid.price or 0) for bid in ordered]
    if prices[0] <= 0:
        return
    gap = (prices[1] - prices[0]) / prices[0] * 100
    spread = (prices[-1] - prices[1]) / prices[1] * 100
    if gap >= LONELY_WINNER and spread <= CLOSE_LOSERS:
        words = (
            f"De prijs van {ordered[0].name} ligt {_percent(gap)} onder de volgende, en de andere liggen binnen "
            f"{_percent(spread)} van elkaar (grens: {LONELY_WINNER} % en {CLOSE_LOSERS} %). Zo ogen schijnbiedingen."
        )
        yield Signal(Flag.COVER_BIDS, lot, words)


def _turns(lots: Sequence[FlagLot]) -> Iterator[Signal]:
    """The same firms bid on several lots, and each lot has another as the cheapest."""
    by_bidders: dict[frozenset[str], list[FlagLot]] = {}
    for lot in lots:
        if len(lot.bids) > 1 and all(bid.price is not None for bid in lot.bids):
            by_bidders.setdefault(frozenset(bid.name for bid in lot.bids), []).append(lot)
    for bidders, same in sorted(by_bidders.items(), key=lambda each: sorted(each[0])):
        cheapest = [_cheapest(lot) for lot in same]
        if len(same) >= FEWEST_LOTS and None not in cheapest and len(set(cheapest)) == len(same):
            numbers = listed([str(lot.number) for lot in sorted(same, key=lambda lot: lot.number)])
            words = (
                f"{listed(sorted(bidders))} schreven samen in op de percelen {numbers}, en op elk is een ander de "
                "goedkoopste. Dat past bij afspraken om de beurt."
            )
            yield Signal(Flag.TURNS, None, words)


def _cheapest(lot: FlagLot) -> str | None:
    """The one with the lowest price; None when two share it."""
    lowest = min(bid.price for bid in lot.bids if bid.price is not None)
    names = [bid.name for bid in lot.bids if bid.price == lowest]
    return names[0] if len(names) == 1 else None


def _percent(value: Fraction) -> str:
    return f"{round_half_up(value, places=1):f}".removesuffix(".0").replace(".", ",") + " %"
