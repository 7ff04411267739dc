"""The reasons that the letters will give, each with the answer it is about."""

from collections.abc import Sequence

from procurement.bids import DocumentPart
from procurement.models.assessment import ConsensusScore
from procurement.models.bids import Bid
from procurement.models.tenders import AwardCriterion, Tender
from procurement.motivation_check import Motivated
from procurement.queries.assessment import Cell, consensus_of, quality_criteria_of
from procurement.queries.awards import lots_to_decide, rankings_of
from procurement.queries.bids import answers_of, documents_of
from townhall.money import ZERO


def motivations_to_tell(tender: Tender) -> list[Motivated]:
    """Every final score with its reasons on the lots that are still to be decided, by lot, place and criterion."""
    rankings = rankings_of(tender)
    bids = [row.bid for lot in lots_to_decide(tender) if lot.id in rankings for row in rankings[lot.id].rows]
    ids = [bid.id for bid in bids]
    agreed, answers, planned = consensus_of(ids), _answers(ids), _with_a_plan(ids)
    return [
        _motivated(bid, each, agreed.get((bid.id, each.id)), answers.get((bid.id, each.id), ""), bid.id in planned)
        for bid in bids
        for each in quality_criteria_of(tender)
    ]


def _answers(bid_ids: Sequence[int]) -> dict[Cell, str]:
    found = answers_of(bid_ids)
    return {(each.bid_id, each.criterion_id): each.text for each in found if each.criterion_id is not None}


def _with_a_plan(bid_ids: Sequence[int]) -> frozenset[int]:
    return frozenset(each.bid_id for each in documents_of(bid_ids) if each.part == DocumentPart.PLAN)


def _motivated(
    bid: Bid, criterion: AwardCriterion, agreed: ConsensusScore | None, answer: str, has_plan: bool
) -> Motivated:
    return Motivated(
        bid_id=bid.id,
        criterion_id=criterion.id,
        bidder=bid.supplier.name,
        lot=bid.lot.number,
        code=criterion.code,
        score=agreed.score if agreed else ZERO,
        motivation=agreed.motivation if agreed else "",
        answer=answer,
        has_documents=has_plan,
        about=f"{criterion.title} {criterion.guidance}",
    )
