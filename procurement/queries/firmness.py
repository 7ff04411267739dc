"""How firm the rankings of a tender are: the facts that were ranked, with what each assessor gave."""

from collections.abc import Collection, Sequence
from decimal import Decimal

from procurement.models.award import Ranking
from procurement.models.tenders import Tender
from procurement.price_formulas import FormulaError
from procurement.queries.assessment import Cell, scores_for
from procurement.queries.award_terms import award_of
from procurement.queries.awards import ever_ranked
from procurement.queries.ranking_facts import fallen_bids, lot_inputs
from procurement.sensitivity import Sensitivity
from procurement.sensitivity_changes import AssessorScores, sensitivity_of


def firmness_of(tender: Tender, rankings: Collection[Ranking]) -> dict[int, Sensitivity]:
    """How firm each of these rankings is, by the id of its lot; not of one that no formula made.

    The bids are those of the ranking itself, also when one was set aside since.
    """
    award, lots = award_of(tender), [ranking.lot for ranking in rankings]
    if award.formula is None or not lots:
        return {}
    ranked = {row.bid_id for ranking in rankings for row in ranking.rows}
    to_compare = {bid.id for bid in fallen_bids(tender, lots)} - ranked
    individual, found = _individual(tender), {}
    for each in lot_inputs(tender, lots, fallen=ever_ranked(lots), taking_part=ranked):
        facts = [bid for bid in each.facts if bid.takes_part or bid.id in to_compare]
        try:
            found[each.lot.id] = sensitivity_of(award, facts, individual)
        except FormulaError:
            # An order that was kept, or an imported one, may hold figures the formula cannot take.
            continue
    return found


def _individual(tender: Tender) -> Sequence[AssessorScores]:
    """What each assessor gave; nothing as long as not all are in."""
    # By member: two assessors may have the same name.
    by_assessor: dict[tuple[str, int], dict[Cell, Decimal]] = {}
    for cell, scores in scores_for(tender, None).items():
        for score in scores:
            by_assessor.setdefault((score.member.account.name, score.member_id), {})[cell] = score.score
    return [AssessorScores(name, scores) for (name, _), scores in sorted(by_assessor.items())]
