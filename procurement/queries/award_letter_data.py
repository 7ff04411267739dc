"""What the letter to one bidder says, as plain data: own result, the winner's, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from procurement.admissibility import GROUND_LABELS, CheckOutcome
from procurement.awarding import LotAwardStatus
from procurement.models.assessment import BidCheck, ConsensusScore
from procurement.models.award import LotAward, Ranking, RankingRow
from procurement.models.bids import Bid
from procurement.models.tenders import Lot, Tender
from procurement.queries.assessment import Cell, checks_of, consensus_of
from procurement.queries.awards import rankings_of, standing_of
from procurement.queries.bids import opened_bids
from procurement.standings import why_above
from procurement.standstill import Standstill
from procurement.tender_formulas import LOWEST_TOTAL
from townhall.organisations.models import Organisation

Data = dict[str, Any]

#: Named in every letter: where a kort geding must be filed (the documents may name another court).
COURT = "de voorzieningenrechter van de Rechtbank Noord-Holland"


@dataclass(frozen=True)
class LetterInput:
    """One bidder with its bids on the lots that are decided now."""

    supplier: Organisation
    bids: Sequence[Bid]


@dataclass(frozen=True)
class _Lot:
    """A lot with all a letter needs of it."""

    lot: Lot
    ranking: Ranking | None
    award: LotAward | None


def letter_inputs(tender: Tender, lots: Sequence[Lot]) -> list[LetterInput]:
    """Everybody who bid on one of these lots, by name, also who was set aside."""
    wanted = {lot.id for lot in lots}
    by_supplier: dict[int, list[Bid]] = {}
    for bid in opened_bids(tender):
        if bid.lot_id in wanted:
            by_supplier.setdefault(bid.supplier_id, []).append(bid)
    inputs = [LetterInput(bids[0].supplier, bids) for bids in by_supplier.values()]
    return sorted(inputs, key=lambda each: each.supplier.name)


def letter_data(
    tender: Tender, inputs: Sequence[LetterInput], awards: Sequence[LotAward], standstill: Standstill
) -> dict[int, Data]:
    """The letters by supplier, made from what is in the database."""
    rankings = rankings_of(tender)
    by_lot = {award.lot_id: award for award in awards}
    lots = {lot.id: _Lot(lot, rankings.get(lot.id), by_lot.get(lot.id)) for lot in tender.lots}
    bid_ids = [row.bid_id for ranking in rankings.values() for row in ranking.rows]
    bid_ids += [bid.id for each in inputs for bid in each.bids]
    checks, agreed = checks_of(bid_ids), consensus_of(bid_ids)
    return {
        each.supplier.id: {
            "tender": {"reference": tender.reference, "title": tender.title},
            "receiver": [each.supplier.name, each.supplier.street, _town(each.supplier)],
            "lots": [_result(bid, lots[bid.lot_id], checks.get(bid.id), agreed) for bid in each.bids],
            "standstill": {
                "label": standstill.label,
                "kind": standstill.kind.value,
                "days": standstill.days,
                "sent_on": standstill.sent_on,
                "ends_on": standstill.ends_on,
                "why": standstill.why,
                "court": COURT,
            },
        }
        for each in inputs
    }


def _town(supplier: Organisation) -> str:
    return f"{supplier.postcode} {supplier.city}".strip()


def _result(bid: Bid, lot: _Lot, check: BidCheck | None, agreed: dict[Cell, ConsensusScore]) -> Data:
    """What this bid got on its lot, and of the winner what the act asks to tell."""
    about = {"number": lot.lot.number, "title": lot.lot.title}
    award = lot.award
    if check is not None and check.outcome == CheckOutcome.REJECTED and check.ground is not None:
        winner = award.supplier.name if award is not None and award.supplier is not None else None
        return {
            **about,
            "outcome": "rejected",
            "ground": GROUND_LABELS[check.ground],
            "reason": check.reason,
            "winner": winner,
            "not_awarded": award.reason if award is not None and award.status == LotAwardStatus.NOT_AWARDED else "",
        }
    if award is None or award.status == LotAwardStatus.NOT_AWARDED or lot.ranking is None:
        return {**about, "outcome": "not_awarded", "reason": award.reason if award else ""}
    rows = {row.bid_id: row for row in lot.ranking.rows}
    own, winner_row = rows[bid.id], rows[award.bid_id or 0]
    won = own.bid_id == winner_row.bid_id
    was_full = own.rank is not None and winner_row.rank is not None and own.rank < winner_row.rank
    return {
        **about,
        "outcome": "won" if won else "ranked",
        "in_euros": lot.ranking.formula in LOWEST_TOTAL,
        "total_name": lot.ranking.total_name,
        "bidders": len(lot.ranking.rows),
        "own": _row(own),
        "winner": winner_row.supplier.name,
        "winning": _row(winner_row),
        "was_full": was_full,
        "allotment": _allotment(award),
        "why": _why(lot.ranking, own, winner_row),
        "motivations": _motivations(own, winner_row, agreed),
    }


def _why(ranking: Ranking, own: RankingRow, winner: RankingRow) -> str:
    """Why the winner stands above; nothing to a bidder above the winner, whom the limit on lots kept from winning."""
    if own.bid_id == winner.bid_id:
        return own.why_above_next
    if own.rank is not None and winner.rank is not None and own.rank < winner.rank:
        return ""
    return why_above(standing_of(winner, ranking.formula), standing_of(own, ranking.formula))


def _allotment(award: LotAward) -> str:
    """The step of the published rule that gave this lot away, as the adopted report has it."""
    assert award.decision is not None, "letters follow a decision"
    lots = award.decision.report.data["lots"]
    return next((each.get("allotment", "") for each in lots if each["number"] == award.lot.number), "")


def _row(row: RankingRow) -> Data:
    return {
        "rank": row.rank,
        "total": None if row.total is None else str(row.total),
        "price": str(row.evaluation_price),
        "parts": row.parts,
    }


def _motivations(own: RankingRow, winner: RankingRow, agreed: dict[Cell, ConsensusScore]) -> list[Data]:
    """Per quality criterion the own score with its reasons, and the winner's score with its reasons."""
    criteria = [criterion for (bid_id, criterion) in agreed if bid_id == own.bid_id]
    told = [(agreed[own.bid_id, each], agreed.get((winner.bid_id, each))) for each in criteria]
    told.sort(key=lambda pair: pair[0].criterion.sequence)
    return [
        {
            "code": mine.criterion.code,
            "title": mine.criterion.title,
            "score": str(mine.score),
            "motivation": mine.motivation,
            "winner_score": None if theirs is None else str(theirs.score),
            "winner_motivation": None if theirs is None else theirs.motivation,
        }
        for mine, theirs in told
    ]
