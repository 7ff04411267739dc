"""A worked example of the price formula: invented bids, ranked by the very rules that will rank the real ones.

Art. 2.114–2.115 Aanbestedingswet: bidders must be able to see beforehand how criteria and weights work out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from procurement.life_cycle import CostFacts
from procurement.lots import MilestoneFacts
from procurement.price_formulas import FormulaError
from procurement.procedures import CriterionKind
from procurement.published_award import PublishedAward
from procurement.ranking import BidFacts, CriterionFacts, FeeFacts, RankedBid, evaluation_price, rank_bids
from procurement.tender_formulas import WITHOUT_QUALITY
from townhall.money import euros, round_to_cents

#: Per invented bid: its fees in per cent of the highest, and how many steps of the scale below the top it scores.
_BIDS = (("Inschrijver A", 95, 0), ("Inschrijver B", 85, 1), ("Inschrijver C", 75, 2))
#: The fee of a step without a highest fee.
_PLAIN_FEE = euros(1000)


@dataclass(frozen=True)
class WorkedExample:
    """Invented bids with their fees, the price each comes to, and the ranking of them."""

    bids: tuple[BidFacts, ...]
    prices: tuple[Decimal, ...]
    ranking: tuple[RankedBid, ...]


def worked_example(award: PublishedAward, milestones: Sequence[MilestoneFacts]) -> WorkedExample | None:
    """Three invented bids on a lot with these steps; None while the formula cannot be computed yet."""
    if award.formula is None or not milestones or not (award.criteria or award.formula in WITHOUT_QUALITY):
        return None
    try:
        lines = award.cost_lines
    except FormulaError:
        return None
    bids = tuple(
        BidFacts(
            id=number,
            name=name,
            fees=tuple(_fee(step, percent) for step in milestones),
            # Who asks the most for the track costs the least later: so the example shows what the lines do.
            costs=tuple(CostFacts(line, euros(200 - percent), award.discount_percent) for line in lines),
            scores={each.id: _score(each, below) for each in award.criteria if each.kind == CriterionKind.QUALITY},
        )
        for number, (name, percent, below) in enumerate(_BIDS, start=1)
    )
    try:
        ranking = rank_bids(award.criteria, award.formula, award.parameters, bids, terms=award.terms)
    except (FormulaError, KeyError):
        return None
    return WorkedExample(bids, tuple(evaluation_price(bid.fees) for bid in bids), tuple(ranking))


def _fee(step: MilestoneFacts, percent: int) -> FeeFacts:
    amount = round_to_cents((step.highest_fee or _PLAIN_FEE) * percent / 100)
    return FeeFacts(step.label, amount, step.expected_attainment)


def _score(criterion: CriterionFacts, below: int) -> Decimal:
    steps = sorted(step.score for step in criterion.scale)
    allowed = [score for score in steps if criterion.minimum is None or score >= criterion.minimum] or steps
    return allowed[max(0, len(allowed) - 1 - below)]
