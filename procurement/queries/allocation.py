"""Which bidder gets which lot of a tender, from the rankings that count and the awards that stand."""

from procurement.allocation import Allotment, LotPlaces, Place, allot
from procurement.awarding import LotAwardStatus
from procurement.models.award import Ranking
from procurement.models.tenders import Tender
from procurement.queries.award_terms import award_of
from procurement.queries.awards import rankings_of, standing_awards
from procurement.queries.bids import wishes_of


def places_to_allot(tender: Tender) -> list[LotPlaces]:
    """The lots on which no award stands, with the places of their ranking."""
    standing, rankings = standing_awards(tender), rankings_of(tender)
    return [
        LotPlaces(lot.number, _places(rankings.get(lot.id))) for lot in tender.lots if lot.id not in standing
    ]


def allotments_of(tender: Tender) -> dict[int, Allotment]:
    """What becomes of each lot that is to be decided, by its number, in the order of giving."""
    taken: dict[int, list[int]] = {}
    for award in standing_awards(tender).values():
        if award.status != LotAwardStatus.NOT_AWARDED and award.supplier_id is not None:
            taken.setdefault(award.supplier_id, []).append(award.lot.number)
    lots, terms = places_to_allot(tender), award_of(tender).terms
    bids = [place.bid_id for lot in lots for place in lot.places]
    made = allot(lots, terms, taken=taken, wishes=wishes_of(bids) if terms.asks_preference else None)
    return {each.number: each for each in made}


def _places(ranking: Ranking | None) -> tuple[Place, ...]:
    return tuple(
        Place(row.bid_id, row.supplier_id, row.supplier.name, row.rank, row.total)
        for row in (ranking.rows if ranking else ())
        if row.rank is not None and row.total is not None
    )
