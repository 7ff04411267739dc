"""What goes into the ranking of a lot: criteria, agreed scores and opened prices, as values."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from procurement.award_terms import DropOutRule
from procurement.life_cycle import CostFacts
from procurement.models.bids import Bid
from procurement.models.tenders import Lot, Tender
from procurement.queries.assessment import admitted_bids, consensus_of
from procurement.queries.award_terms import award_of
from procurement.queries.awards import ever_ranked
from procurement.queries.bids import costs_of, prices_of
from procurement.queries.imported_points import imported_points_of
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


def fallen_bids(tender: Tender, lots: Sequence[Lot]) -> list[Bid]:
    """The bids that stood in a ranking of these lots and no longer take part, where they still count."""
    if award_of(tender).terms.drop_out_rule == DropOutRule.RECOMPUTE:
        return []
    taking_part = {bid.id for bid in admitted_bids(tender)}
    return [bid for bid in ever_ranked(lots) if bid.id not in taking_part]


def lot_inputs(
    tender: Tender, lots: Sequence[Lot], *, fallen: Sequence[Bid] = (), taking_part: Collection[int] | None = None
) -> list[LotInput]:
    """What there is to rank on each of these lots; ``fallen`` are bids that only count to compare with.

    ``taking_part`` are the bids that do take part, when that is not who is admitted now but who was at a ranking.
    """
    wanted = {lot.id for lot in lots}
    admitted = [bid for bid in admitted_bids(tender) if bid.lot_id in wanted]
    known = {bid.id for bid in admitted}
    taking_part = known if taking_part is None else taking_part
    bids = [*admitted, *(bid for bid in fallen if bid.lot_id in wanted and bid.id not in known)]
    ids = [bid.id for bid in bids]
    prices, agreed, imported = prices_of(ids), consensus_of(ids), imported_points_of(ids)
    award = award_of(tender)
    costs = costs_of(ids) if award.cost_lines else {}
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
                imported=imported[bid.id].points if bid.id in imported else None,
                costs=tuple(
                    CostFacts(line, costs[bid.id][line.number], award.discount_percent)
                    for line in award.cost_lines
                    if line.number in costs[bid.id]
                ),
            )
            for bid in mine
        ]
        inputs.append(LotInput(lot, mine, facts))
    return inputs
