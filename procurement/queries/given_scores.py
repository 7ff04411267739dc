"""The individual scores as the signals see them, once all are in."""

from procurement.assessment import are_all_in
from procurement.models.tenders import Tender
from procurement.queries.assessment import Cell, admitted_bids, member_facts, quality_criteria_of, scores_for
from procurement.score_signals import GivenScore


def given_scores(tender: Tender) -> list[GivenScore]:
    """Every score of the committee; none before all assessors are in."""
    if not are_all_in(member_facts(tender)):
        return []
    lots = {bid.id: bid.lot_id for bid in admitted_bids(tender)}
    tops = {each.id: max(each.scores()) for each in quality_criteria_of(tender)}
    return [
        # Rows are numbered as they were first given; a later change does not move them.
        GivenScore(
            each.member.account.name, bid_id, criterion_id, lots[bid_id], each.score, tops[criterion_id], each.id
        )
        for (bid_id, criterion_id), scores in scores_for(tender, None).items()
        if bid_id in lots and criterion_id in tops
        for each in scores
    ]


def open_cells(tender: Tender, agreed: set[Cell]) -> list[Cell]:
    """What the committee still has to agree on, criterion by criterion, as the meeting goes."""
    bids = admitted_bids(tender)
    cells = [(bid.id, criterion.id) for criterion in quality_criteria_of(tender) for bid in bids]
    return [cell for cell in cells if cell not in agreed]
