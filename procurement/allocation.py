"""Who gets which lot when a bidder may win only so many: the published rule, step by step.

Art. 2.10 Aanbestedingswet: the notice says how many lots one bidder may win, and the documents by which objective and
non-discriminatory rule the lots are divided when somebody would win more. Lots are taken in the published
order; each goes to the highest place that still has room. Without a limit every lot goes to its first place.
By preference a lot is offered to its highest place first, and who has more offers than room keeps the lots he would
rather have: the outcome does not depend on any order (deferred acceptance, Gale and Shapley 1962).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from procurement.award_terms import AllocationRule, AwardTerms
from procurement.standings import listed
from townhall.refusal import Obstacle


@dataclass(frozen=True)
class Place:
    """A bid with its place in the ranking of a lot."""

    bid_id: int
    bidder_id: int
    name: str
    rank: int
    total: Decimal


@dataclass(frozen=True)
class LotPlaces:
    """The places on one lot that is still to be given; a bid without a place is not among them."""

    number: int
    places: tuple[Place, ...]

    @property
    def gap(self) -> Decimal | None:
        """How far the first place stands from the next bid; None when there is nobody to compare with."""
        ordered = sorted(self.places, key=lambda place: place.rank)
        return abs(ordered[0].total - ordered[1].total) if len(ordered) > 1 else None


@dataclass(frozen=True)
class Allotment:
    """What became of one lot, with the bidders above the winner who had their maximum already."""

    number: int
    winner: Place | None
    full: tuple[Place, ...] = ()
    tied: tuple[Place, ...] = ()
    """Who share the place that would win, so that a draw must decide."""
    waits_for: int | None = None
    """The lot on which a draw must be held before this one can be given."""
    words: str = ""
    """Why, for page, letter and report; empty when there is no limit."""


def allot(
    lots: Sequence[LotPlaces],
    terms: AwardTerms,
    *,
    taken: Mapping[int, Collection[int]],
    wishes: Mapping[int, int] | None = None,
) -> list[Allotment]:
    """Every lot with its winner, in the order of giving. ``taken`` are the lots each bidder holds already.

    ``wishes`` says per bid (by id) how much the bidder wants its lot, 1 the most; it counts under that rule only.
    """
    if terms.asks_preference:
        return _Offers(lots, terms, taken, wishes or {}).settled()
    held = {bidder: sorted(numbers) for bidder, numbers in taken.items()}
    made: list[Allotment] = []
    waits_for: int | None = None
    for step, lot in enumerate(_in_order(lots, terms), start=1):
        if waits_for is not None:
            made.append(_waiting(lot, waits_for))
            continue
        given = _give(lot, terms, held)
        if terms.most_lots is not None:
            given = _told(given, step, lot, terms, held)
            waits_for = lot.number if given.tied else None
        if given.winner is not None:
            held.setdefault(given.winner.bidder_id, []).append(lot.number)
        made.append(given)
    return made


def obstacles_to_allotting(allotments: Sequence[Allotment], lots: Sequence[LotPlaces]) -> list[Obstacle]:
    """Why not every lot has one winner: nobody with a place, everybody at the maximum, or a draw to be held."""
    with_places = {lot.number for lot in lots if lot.places}
    obstacles = []
    for each in sorted(allotments, key=lambda each: each.number):
        lot = f"Perceel {each.number}"
        if each.number not in with_places and each.waits_for is None:
            text = f"{lot} heeft geen geldige inschrijving met een plaats. Besluit om niet te gunnen."
            obstacles.append(Obstacle("no-valid-bid", text))
        elif each.tied:
            place = "de eerste plaats" if each.tied[0].rank == 1 else f"plaats {each.tied[0].rank}"
            names = listed([tied.name for tied in each.tied])
            text = f"{lot}: {names} delen {place}. Leg de uitkomst van een loting vast."
            obstacles.append(Obstacle("tie-for-first", text))
        elif each.winner is None and each.waits_for is None:
            text = f"{lot}: iedereen met een plaats heeft het maximum aantal percelen al. Besluit om niet te gunnen."
            obstacles.append(Obstacle("nobody-has-room", text))
    return obstacles


def _in_order(lots: Sequence[LotPlaces], terms: AwardTerms) -> list[LotPlaces]:
    """The lots in the published order; equal gaps in the order of their numbers."""
    by_number = sorted(lots, key=lambda lot: lot.number)
    if terms.most_lots is None or terms.allocation_rule == AllocationRule.LOT_ORDER:
        return by_number
    # With one bidder the lot would stay without a winner when that bidder is full: no gap is larger.
    return sorted(by_number, key=lambda lot: (lot.gap is not None, -(lot.gap or Decimal(0))))


def _give(lot: LotPlaces, terms: AwardTerms, held: Mapping[int, Sequence[int]]) -> Allotment:
    """The highest place with room; who stands above it is full."""
    ordered = sorted(lot.places, key=lambda place: (place.rank, place.name))
    has_room = [
        place
        for place in ordered
        if terms.most_lots is None or len(held.get(place.bidder_id, ())) < terms.most_lots
    ]
    if not has_room:
        return Allotment(lot.number, None, full=tuple(ordered))
    best = [place for place in has_room if place.rank == has_room[0].rank]
    full = tuple(place for place in ordered if place.rank <= best[0].rank and place not in has_room)
    if len(best) > 1:
        return Allotment(lot.number, None, full=full, tied=tuple(best))
    return Allotment(lot.number, best[0], full=full)


def _waiting(lot: LotPlaces, waits_for: int | None) -> Allotment:
    text = f"Perceel {lot.number} wacht op de loting op perceel {waits_for}."
    return Allotment(lot.number, None, waits_for=waits_for, words=text)


class _Offers:
    """Lots offered to their highest places, until nobody refuses any more."""

    def __init__(
        self,
        lots: Sequence[LotPlaces],
        terms: AwardTerms,
        taken: Mapping[int, Collection[int]],
        wishes: Mapping[int, int],
    ) -> None:
        self.lots = sorted(lots, key=lambda lot: lot.number)
        self.terms, self.taken, self.wishes = terms, taken, wishes
        self.holders: dict[int, Place] = {}
        self.refusals: dict[int, set[int]] = {lot.number: set() for lot in lots}

    def settled(self) -> list[Allotment]:
        """Every lot with its winner; a shared place that would win makes the others wait for its draw."""
        while any(self._offer(lot) for lot in self.lots if lot.number not in self.holders):
            pass
        made = [self._given(lot) for lot in self.lots]
        drawn = next((each.number for each in made if each.tied), None)
        held = {bidder: sorted(numbers) for bidder, numbers in self.taken.items()}
        for number, place in sorted(self.holders.items()):
            held.setdefault(place.bidder_id, []).append(number)
        return [
            _waiting(lot, drawn)
            if drawn not in (None, lot.number) and lot.places
            else _told(given, step, lot, self.terms, held)
            for step, (lot, given) in enumerate(zip(self.lots, made, strict=True), start=1)
        ]

    def _offer(self, lot: LotPlaces) -> bool:
        """Offer the lot to its highest place; was there one that took it?"""
        best = self._best(lot)
        if len(best) != 1:
            return False
        self.holders[lot.number] = best[0]
        mine = [number for number, place in self.holders.items() if place.bidder_id == best[0].bidder_id]
        if len(mine) > self._room(best[0].bidder_id):
            let_go = max(mine, key=self._wish)
            del self.holders[let_go]
            self.refusals[let_go].add(best[0].bidder_id)
        return True

    def _best(self, lot: LotPlaces) -> list[Place]:
        """The highest places of who would take the lot; who would not, never will: his lots only get better."""
        for place in lot.places:
            if not self._would_take(place, lot.number):
                self.refusals[lot.number].add(place.bidder_id)
        left = [place for place in lot.places if place.bidder_id not in self.refusals[lot.number]]
        return [place for place in left if place.rank == min(each.rank for each in left)]

    def _would_take(self, place: Place, number: int) -> bool:
        mine = [own for own, holder in self.holders.items() if holder.bidder_id == place.bidder_id]
        wish = self.wishes.get(place.bid_id, len(self.lots)), number
        return self._room(place.bidder_id) > sum(self._wish(own) < wish for own in mine)

    def _wish(self, number: int) -> tuple[int, int]:
        """How much the holder of a lot wants it; without a wish after all others, equal ones by number."""
        return self.wishes.get(self.holders[number].bid_id, len(self.lots)), number

    def _room(self, bidder_id: int) -> int:
        assert self.terms.most_lots is not None, "there is a limit"
        return self.terms.most_lots - len(self.taken.get(bidder_id, ()))

    def _given(self, lot: LotPlaces) -> Allotment:
        winner = self.holders.get(lot.number)
        best = [winner] if winner else self._best(lot)
        ordered = sorted(lot.places, key=lambda place: (place.rank, place.name))
        gone = tuple(
            place
            for place in ordered
            if place.bidder_id in self.refusals[lot.number] and (not best or place.rank <= best[0].rank)
        )
        return Allotment(lot.number, winner, full=gone, tied=() if winner else tuple(best))


def _told(
    given: Allotment, step: int, lot: LotPlaces, terms: AwardTerms, held: Mapping[int, Sequence[int]]
) -> Allotment:
    """The allotment with the step of the published rule in words."""
    sentences = [f"Stap {step}: perceel {lot.number}{_why_now(lot, terms)}."]
    for place in given.full:
        have = held[place.bidder_id]
        what = f"perceel {have[0]}" if len(have) == 1 else f"de percelen {listed([str(number) for number in have])}"
        chosen = " en gaf daaraan de voorkeur" if terms.asks_preference else ""
        sentences.append(f"{place.name} (plaats {place.rank}) heeft met {what} het maximum al{chosen}.")
    if given.winner is not None:
        sentences.append(f"Het perceel gaat naar {given.winner.name} (plaats {given.winner.rank}).")
    elif given.tied:
        sentences.append(f"{listed([place.name for place in given.tied])} delen de hoogste plaats: een loting beslist.")
    elif lot.places:
        sentences.append("Niemand met een plaats heeft nog ruimte.")
    else:
        sentences.append("Niemand heeft een plaats.")
    return Allotment(given.number, given.winner, given.full, given.tied, words=" ".join(sentences))


def _why_now(lot: LotPlaces, terms: AwardTerms) -> str:
    if terms.allocation_rule != AllocationRule.LARGEST_GAP or not lot.places:
        return ""
    if lot.gap is None:
        return ", want daar is maar één inschrijver met een plaats"
    return f", verschil tussen plaats 1 en 2: {f'{lot.gap:f}'.replace('.', ',')}"
