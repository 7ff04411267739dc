"""What goes into the ranking of a lot: criteria, agreed scores and opened prices, as values."""

from collections.abc import Sequence
from dataclasses import dataclass

from procurement.models.bids import Bid
from procurement.models.tenders import Lot, Tender
from procurement.queries.assessment import admitted_bids, consensus_of
from procurement.queries.bids import prices_of
from procurement.ranking import BidFacts, CriterionFacts, FeeFacts


@dataclass(frozen=True)
class LotInput:
    """One lot with the bids that take part."""

    lot: Lot
    bids: Sequence[Bid]
    facts: Sequence[BidFacts]


def criteria_facts(tender: Tender) -> list[CriterionFacts]:
    """The published criteria, in their order."""
    return [
        CriterionFacts(each.id, each.code, each.title, each.kind, each.weight) for each in tender.criteria
    ]


def lot_inputs(tender: Tender, lots: Sequence[Lot]) -> list[LotInput]:
    """What there is to rank on each of these lots."""
    wanted = {lot.id for lot in lots}
    bids = [bid for bid in admitted_bids(tender) if bid.lot_id in wanted]
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
            )
            for bid in mine
        ]
        inputs.append(LotInput(lot, mine, facts))
    return inputs
