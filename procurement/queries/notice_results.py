"""What the lots of a tender led to, as the notice of the result says it."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from flask import current_app

from procurement.awarding import LotAwardStatus
from procurement.lifecycle import TenderStatus
from procurement.models.award import LotAward, RankingRow
from procurement.models.bids import BidDeclaration
from procurement.models.tenders import Lot, Tender
from procurement.notice_result import LotResult, Winner, re_estimate
from procurement.parties import parties_of, share_of
from procurement.queries.assessment import admitted_bids, declarations_of
from procurement.queries.awards import rankings_of, standing_awards
from procurement.queries.bids import submissions

#: Where the composition root leaves the question to contracts: award ids in, the day of signing per award out.
SIGNING_DAYS = "procurement.signing_days"
SigningDays = Callable[[Sequence[int]], Mapping[int, date]]

#: Before the letters are out nobody reads an outcome in a list of fields.
TOLD = (TenderStatus.STANDSTILL, TenderStatus.AWARDED, TenderStatus.NOT_AWARDED)


def result_facts_of(tender: Tender) -> list[LotResult]:
    """The outcome per lot once bidders know it; empty before."""
    if tender.status not in TOLD:
        return []
    received = Counter(bid.lot_id for bid in submissions(tender) if bid.replaced_by_id is None and bid.ended_at is None)
    admitted = Counter(bid.lot_id for bid in admitted_bids(tender))
    awards = standing_awards(tender)
    rows = {row.bid_id: row for ranking in rankings_of(tender).values() for row in ranking.rows}
    declared = declarations_of([each.bid_id for each in awards.values() if each.bid_id is not None])
    signed = signing_days([each.id for each in awards.values()])
    results = [_result(lot, awards.get(lot.id), received[lot.id], admitted[lot.id]) for lot in tender.lots]
    return [
        _with_winner(result, lot, award, rows.get(award.bid_id), declared.get(award.bid_id), signed.get(award.id))
        if (award := awards.get(lot.id)) is not None and award.bid_id is not None
        else result
        for lot, result in zip(tender.lots, results, strict=True)
    ]


def signing_days(award_ids: Sequence[int]) -> Mapping[int, date]:
    """Per award the day its contract was signed, as far as it was. Contracts lie a storey higher and say so."""
    ask: SigningDays | None = current_app.extensions.get(SIGNING_DAYS)
    return ask(award_ids) if ask else {}


def _with_winner(
    result: LotResult,
    lot: Lot,
    award: LotAward,
    row: RankingRow | None,
    declared: BidDeclaration | None,
    signed_on: date | None,
) -> LotResult:
    if award.supplier is None:
        return result
    price = row.evaluation_price if row else None
    subcontractors = parties_of(declared.parties).subcontractors if declared else ()
    winner = Winner(
        award.supplier.name, award.supplier.kvk_number or "", award.rank, price, share_of(subcontractors)
    )  # fmt: skip
    months = lot.tender.total_months()
    again = None if price is None else re_estimate(price, clients_per_year=lot.clients_per_year, months=months)
    return replace(result, winner=winner, re_estimated=again, signed_on=signed_on)


def _result(lot: Lot, award: LotAward | None, received: int, admitted: int) -> LotResult:
    return LotResult(
        number=lot.number,
        title=lot.title,
        received=received,
        admitted=admitted,
        maximum_value=lot.maximum_value,
        decided_on=award.awarded_at.date() if award else None,
        winner=None,
        is_closed=award is not None and award.status == LotAwardStatus.NOT_AWARDED,
    )
