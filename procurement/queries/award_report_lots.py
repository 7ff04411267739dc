"""What the gunningsverslag says of each lot: the ranking, who gets it by which rule, and the reasons for the scores."""

from typing import Any

from procurement.allocation import Allotment
from procurement.award_report import Named
from procurement.awarding import LotAwardStatus
from procurement.models.award import Ranking, RankingRow
from procurement.models.tenders import Lot, Tender
from procurement.queries.allocation import allotments_of
from procurement.queries.assessment import consensus_of, quality_criteria_of
from procurement.queries.awards import rankings_of, standing_awards, standing_of
from procurement.queries.firmness import firmness_of
from procurement.standings import why_above, why_no_place
from procurement.tender_formulas import LOWEST_TOTAL
from townhall.filters import published

Data = dict[str, Any]

ONLY_ONE = "Enige geldige inschrijving op dit perceel, en aan alle eisen voldaan."


def lot_name(lot: Lot) -> str:
    """A lot as the report names it."""
    return f"Perceel {lot.number} ({lot.title})"


def lots_of_report(tender: Tender) -> list[Data]:
    """Every lot in its order."""
    rankings, allotments = rankings_of(tender), allotments_of(tender)
    firmness = firmness_of(tender, rankings.values())
    return [
        {
            **_lot(tender, lot, rankings.get(lot.id), allotments.get(lot.number)),
            "firmness": firmness[lot.id].as_data() if lot.id in firmness else None,
        }
        for lot in tender.lots
    ]


def allocation_of_report(tender: Tender) -> list[str]:
    """The steps of the published rule in which the lots were divided; none without a limit."""
    return [each.words for each in allotments_of(tender).values() if each.words]


def winners_of_report(tender: Tender) -> tuple[Named, ...]:
    """Who gets each lot, with why it stands above the next; and the awards that already stand."""
    winners = []
    for lot, row, allotment in winning_rows(tender):
        why = [row.why_above_next or (ONLY_ONE if len(row.ranking.rows) == 1 else "")]
        if allotment is not None and allotment.full:
            why.insert(0, allotment.words)
        winners.append(Named(row.supplier.name, lot_name(lot), " ".join(filter(None, why))))
    return tuple(winners)


def not_chosen_of_report(tender: Tender) -> tuple[Named, ...]:
    """Who was ranked on a lot that somebody else gets, with why; their letters tell them the same."""
    return tuple(
        Named(row.supplier.name, lot_name(lot), _why_not(row, winner))
        for lot, winner, _ in winning_rows(tender)
        for row in winner.ranking.rows
        if row.bid_id != winner.bid_id
    )


def _why_not(row: RankingRow, winner: RankingRow) -> str:
    mine, first = standing_of(row, row.ranking.formula), standing_of(winner, winner.ranking.formula)
    if mine.rank is None:
        return why_no_place(mine)
    place = f"Niet gekozen: plaats {mine.rank} van {len(row.ranking.rows)}"
    if first.rank is not None and mine.rank < first.rank:
        return f"{place}, maar de inschrijver wint al het grootste aantal percelen."
    if mine.total == first.total:
        return f"{place}. {why_above(first, mine)}"
    total = row.ranking.total_name.lower()
    return f"{place}, {total} {published(mine.total)} tegen {published(first.total)} voor {first.name}."


def winning_rows(tender: Tender) -> list[tuple[Lot, RankingRow, Allotment | None]]:
    """Per lot that is or will be awarded the row that wins it, with the step of the division that gave it."""
    rankings, standing, allotments = rankings_of(tender), standing_awards(tender), allotments_of(tender)
    found = []
    for lot in tender.lots:
        award, allotment, ranking = standing.get(lot.id), allotments.get(lot.number), rankings.get(lot.id)
        if ranking is None or (award is not None and award.status == LotAwardStatus.NOT_AWARDED):
            continue
        winner = award.bid_id if award is not None else _winner_of(allotment)
        row = next((row for row in ranking.rows if row.bid_id == winner), None)
        if row is not None:
            found.append((lot, row, allotment))
    return found


def _winner_of(allotment: Allotment | None) -> int | None:
    return allotment.winner.bid_id if allotment is not None and allotment.winner is not None else None


def _lot(tender: Tender, lot: Lot, ranking: Ranking | None, allotment: Allotment | None) -> Data:
    about = {"number": lot.number, "title": lot.title}
    if ranking is None:
        return {**about, "ranking": None, "motivations": []}
    return {
        **about,
        "to_decide": allotment is not None,
        "allotment": allotment.words if allotment is not None else "",
        "ranking": {
            "number": ranking.number,
            "made_at": ranking.made_at,
            "draw": ranking.draw_note,
            "in_euros": ranking.formula in LOWEST_TOTAL,
            "total_name": ranking.total_name,
            "rows": [_row(row, wins=row.bid_id == _winner_of(allotment)) for row in ranking.rows],
            "snapshot": ranking.snapshot,
        },
        "motivations": _motivations(tender, ranking),
    }


def _row(row: RankingRow, *, wins: bool) -> Data:
    return {
        "bidder": row.supplier.name,
        "kvk": row.supplier.kvk_number,
        "rank": row.rank,
        "wins": wins,
        "price": str(row.evaluation_price),
        "quality_points": str(row.quality_points),
        "price_points": None if row.price_points is None else str(row.price_points),
        "total": None if row.total is None else str(row.total),
        "parts": row.parts,
        "why": row.why_above_next,
    }


def _motivations(tender: Tender, ranking: Ranking) -> list[Data]:
    agreed = consensus_of([row.bid_id for row in ranking.rows])
    return [
        {
            "bidder": row.supplier.name,
            "code": criterion.code,
            "title": criterion.title,
            "score": str(agreed[row.bid_id, criterion.id].score),
            "motivation": agreed[row.bid_id, criterion.id].motivation,
        }
        for criterion in quality_criteria_of(tender)
        for row in ranking.rows
        if (row.bid_id, criterion.id) in agreed
    ]
