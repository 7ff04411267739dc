"""What the lots of a tender led to, as the notice of the result says it."""

from collections import Counter

from procurement.awarding import LotAwardStatus
from procurement.lifecycle import TenderStatus
from procurement.models.award import LotAward, RankingRow
from procurement.models.tenders import Lot, Tender
from procurement.notice_result import LotResult, Winner
from procurement.queries.assessment import admitted_bids
from procurement.queries.awards import rankings_of, standing_awards
from procurement.queries.bids import submissions

#: Before the letters are out nobody reads an outcome in a list of fields.
_TOLD = (TenderStatus.STANDSTILL, TenderStatus.AWARDED, TenderStatus.NOT_AWARDED)


def result_facts_of(tender: Tender) -> list[LotResult]:
    """The outcome per lot once bidders know it; empty before."""
    if tender.status not in _TOLD:
        return []
    received = Counter(bid.lot_id for bid in submissions(tender) if bid.replaced_by_id is None and bid.ended_at is None)
    admitted = Counter(bid.lot_id for bid in admitted_bids(tender))
    awards = standing_awards(tender)
    rows = {row.bid_id: row for ranking in rankings_of(tender).values() for row in ranking.rows}
    return [_result(lot, awards.get(lot.id), received[lot.id], admitted[lot.id], rows) for lot in tender.lots]


def _result(lot: Lot, award: LotAward | None, received: int, admitted: int, rows: dict[int, RankingRow]) -> LotResult:
    winner = None
    if award is not None and award.supplier is not None and award.bid_id is not None:
        row = rows.get(award.bid_id)
        winner = Winner(
            award.supplier.name, award.supplier.kvk_number or "", award.rank, row.evaluation_price if row else None
        )
    return LotResult(
        number=lot.number,
        title=lot.title,
        received=received,
        admitted=admitted,
        maximum_value=lot.maximum_value,
        decided_on=award.awarded_at.date() if award else None,
        winner=winner,
        is_closed=award is not None and award.status == LotAwardStatus.NOT_AWARDED,
    )
