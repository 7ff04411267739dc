"""What goes into the ranking of a lot: criteria, agreed scores and opened prices, as values."""

from collections.abc import Sequence
from dataclasses import dataclass

from procurement.models.bids import Bid
from procurement.models.tenders import Lot, Tender
from procurement.queries.assessment import admitted_bids, consensus_of
from procurement.queries.award_terms import award_of
from procurement.queries.bids import prices_of
from procurement.ranking import BidFacts, CriterionFacts, FeeFacts


@dataclass(frozen=True)
class LotInput:
    """One lot with the bids that take part."""

    lot: Lot
    bids: Sequence[Bid]
    """With those that fell away, when the published rule lets them count to compare with."""
    facts: Sequence[BidFacts]


def criteria_facts(tender: Tender) -> list[CriterionFacts]:
    """The criteria as they were published, in their order."""
    return list(award_of(tender).criteria)


def lot_inputs(tender: Tender, lots: Sequence[Lot], *, fallen: Sequence[Bid] = ()) -> list[LotInput]:
    """What there is to rank on each of these lots; ``fallen`` are bids that only count to compare with."""
    wanted = {lot.id for lot in lots}
    admitted = [bid for bid in admitted_bids(tender) if bid.lot_id in wanted]
    taking_part = {bid.id for bid in admitted}
    bids = [*admitted, *(bid for bid in fallen if bid.lot_id in wanted)]
    ids = [bid.id for bid in bids]
    prices, agreed = prices_of(ids), consensus_of(ids)
    inputs = []
    for lot in lots:
        mine = [bid for bid in bids if bid.lot_id == lot.id]
        facts = [
            BidFacts(
                id=bid.id,
                name=bid.supplier.name,
                fees=tuple(
                    FeeFacts(each.label, prices[bid.id][each.id], each.expected_attainment)
                    for each in lot.milestones
                    if each.id in prices[bid.id]
                ),
                scores={
                    criterion: row.score for (bid_id, criterion), row in agreed.items() if bid_id == bid.id
                },
                takes_part=bid.id in taking_part,
            )
            for bid in mine
        ]
        inputs.append(LotInput(lot, mine, facts))
    return inputs
