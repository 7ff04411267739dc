"""Questions about rankings, reports, letters and awards; also for contracts, which asks what was awarded."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from procurement.awarding import LIVE, LotAwardStatus, ReportStatus
from procurement.models.award import (
    AwardDecision,
    AwardLetter,
    AwardReport,
    LotAward,
    Objection,
    Ranking,
    RankingRow,
)
from procurement.models.bids import Bid
from procurement.models.tenders import Lot, Tender
from procurement.standings import Part, Standing
from procurement.tender_formulas import LOWEST_TOTAL, PriceFormula
from townhall.database import db


def rankings_of(tender: Tender) -> dict[int, Ranking]:
    """The ranking that counts, per lot, with its bids best first."""
    found = db.session.scalars(
        select(Ranking)
        .where(Ranking.tender_id == tender.id, Ranking.superseded_at.is_(None))
        .options(
            joinedload(Ranking.lot),
            selectinload(Ranking.rows).options(joinedload(RankingRow.supplier), joinedload(RankingRow.bid)),
        )
        .order_by(Ranking.lot_id)
    )
    return {ranking.lot_id: ranking for ranking in found}


def all_rankings_of(lot: Lot) -> list[Ranking]:
    """Every ranking of this lot that was ever made, oldest first."""
    return list(db.session.scalars(select(Ranking).where(Ranking.lot_id == lot.id).order_by(Ranking.number)))


def ever_ranked(lots: Sequence[Lot]) -> list[Bid]:
    """The bids that stood in any ranking of these lots, also a superseded one."""
    return list(
        db.session.scalars(
            select(Bid)
            .where(
                Bid.id.in_(
                    select(RankingRow.bid_id)
                    .join(Ranking, Ranking.id == RankingRow.ranking_id)
                    .where(Ranking.lot_id.in_([lot.id for lot in lots]))
                )
            )
            .options(joinedload(Bid.supplier), joinedload(Bid.lot))
            .order_by(Bid.lot_id, Bid.received_at, Bid.id)
        )
    )


def standing_of(row: RankingRow, formula: PriceFormula) -> Standing:
    """A row of a ranking as the rules see it."""
    return Standing(
        name=row.supplier.name,
        rank=row.rank,
        total=row.total,
        price=row.evaluation_price,
        parts=tuple(Part.from_text(each) for each in row.parts),
        in_euros=formula in LOWEST_TOTAL,
        tie_rule=row.ranking.tie_rule,
    )


def lot_awards_of(tender: Tender) -> list[LotAward]:
    """Every award of the lots of this tender, also the withdrawn ones, by lot and oldest first."""
    return list(
        db.session.scalars(
            select(LotAward)
            .join(Lot, Lot.id == LotAward.lot_id)
            .where(LotAward.tender_id == tender.id)
            .options(
                joinedload(LotAward.lot),
                joinedload(LotAward.supplier),
                joinedload(LotAward.decision),
                selectinload(LotAward.objections).joinedload(Objection.supplier),
            )
            .order_by(Lot.number, LotAward.id)
        )
    )


def standing_awards(tender: Tender) -> dict[int, LotAward]:
    """The award that stands now, per lot; a lot without one is still to be decided."""
    return {award.lot_id: award for award in lot_awards_of(tender) if award.status in LIVE}


def lots_to_decide(tender: Tender) -> list[Lot]:
    """The lots on which no award stands."""
    decided = standing_awards(tender)
    return [lot for lot in tender.lots if lot.id not in decided]


def lots_reopened(tender: Tender) -> list[Lot]:
    """The lots that were awarded once, of which that award was withdrawn and no other stands."""
    withdrawn = {award.lot_id for award in lot_awards_of(tender) if award.status == LotAwardStatus.WITHDRAWN}
    return [lot for lot in lots_to_decide(tender) if lot.id in withdrawn]


def award_with_id(award_id: int) -> LotAward | None:
    """One lot award, with lot, tender and supplier."""
    return db.session.scalar(
        select(LotAward)
        .where(LotAward.id == award_id)
        .options(joinedload(LotAward.lot), joinedload(LotAward.tender), joinedload(LotAward.supplier))
    )


def award_of_tender(tender: Tender, award_id: int) -> LotAward | None:
    """This lot award, when it belongs to this tender."""
    award = award_with_id(award_id)
    return award if award is not None and award.tender_id == tender.id else None


def objection_of_tender(tender: Tender, objection_id: int) -> Objection | None:
    """This objection, when it is about an award of this tender."""
    return db.session.scalar(
        select(Objection)
        .join(LotAward, LotAward.id == Objection.lot_award_id)
        .where(Objection.id == objection_id, LotAward.tender_id == tender.id)
        .options(joinedload(Objection.supplier), joinedload(Objection.lot_award))
    )


def final_awards() -> list[LotAward]:
    """All awards that are final, oldest first, with lot, tender and supplier."""
    return _final(())


def final_awards_without(ids: Collection[int]) -> list[LotAward]:
    """The final awards but these: what contracts still has to make a contract for."""
    return _final(ids)


def _final(without: Collection[int]) -> list[LotAward]:
    statement = (
        select(LotAward)
        .where(LotAward.status == LotAwardStatus.FINAL)
        .options(joinedload(LotAward.lot), joinedload(LotAward.tender), joinedload(LotAward.supplier))
        .order_by(LotAward.made_final_at, LotAward.id)
    )
    if without:
        statement = statement.where(LotAward.id.not_in(list(without)))
    return list(db.session.scalars(statement))


def awards_in_standstill(on: date) -> list[LotAward]:
    """Awards that wait for the end of a standstill on this day or later, soonest first."""
    return list(
        db.session.scalars(
            select(LotAward)
            .where(
                LotAward.status.in_((LotAwardStatus.PROVISIONAL, LotAwardStatus.DISPUTED)),
                LotAward.standstill_ends_on >= on,
            )
            .options(joinedload(LotAward.lot), joinedload(LotAward.tender), joinedload(LotAward.supplier))
            .order_by(LotAward.standstill_ends_on, LotAward.id)
        )
    )


def unfinished_awards() -> list[LotAward]:
    """Awards that are neither final nor ended, soonest standstill first: for the work list and the alerts."""
    return list(
        db.session.scalars(
            select(LotAward)
            .where(LotAward.status.in_((LotAwardStatus.PROVISIONAL, LotAwardStatus.DISPUTED)))
            .options(joinedload(LotAward.lot), joinedload(LotAward.tender), joinedload(LotAward.supplier))
            .order_by(LotAward.standstill_ends_on, LotAward.id)
        )
    )


def reports_of(tender: Tender) -> list[AwardReport]:
    """Every version of the award report, newest first."""
    return list(
        db.session.scalars(
            select(AwardReport).where(AwardReport.tender_id == tender.id).order_by(AwardReport.number.desc())
        )
    )


def draft_report_of(tender: Tender) -> AwardReport | None:
    """The version that is being written."""
    return next((each for each in reports_of(tender) if each.status == ReportStatus.DRAFT), None)


def report_numbered(reference: str, number: int) -> AwardReport | None:
    """This version of the report of the tender with this reference."""
    return db.session.scalar(
        select(AwardReport)
        .join(Tender, Tender.id == AwardReport.tender_id)
        .where(Tender.reference == reference, AwardReport.number == number)
        .options(joinedload(AwardReport.tender), joinedload(AwardReport.document))
    )


def report_of_document(document_id: int) -> AwardReport | None:
    """The report whose PDF this is."""
    return db.session.scalar(select(AwardReport).where(AwardReport.document_id == document_id))


def report_of_tender(tender: Tender, number: int) -> AwardReport | None:
    """One version of the report of this tender."""
    return db.session.scalar(
        select(AwardReport).where(AwardReport.tender_id == tender.id, AwardReport.number == number)
    )


def decisions_of(tender: Tender) -> list[AwardDecision]:
    """The award decisions, newest first."""
    return list(
        db.session.scalars(
            select(AwardDecision)
            .where(AwardDecision.tender_id == tender.id)
            .options(joinedload(AwardDecision.report))
            .order_by(AwardDecision.id.desc())
        )
    )


def unsent_decision_of(tender: Tender) -> AwardDecision | None:
    """The last decision, as long as its letters did not leave; an earlier one was overtaken by it."""
    last = next(iter(decisions_of(tender)), None)
    return last if last is not None and last.letters_sent_at is None and last.withdrawn_at is None else None


def letters_of(tender: Tender) -> list[AwardLetter]:
    """Every letter, newest decision first, by name of the bidder."""
    return list(
        db.session.scalars(
            select(AwardLetter)
            .where(AwardLetter.tender_id == tender.id)
            .options(joinedload(AwardLetter.supplier))
            .order_by(AwardLetter.decision_id.desc(), AwardLetter.reference)
        )
    )


def letters_of_decision(decision_id: int) -> Sequence[AwardLetter]:
    """The letters of one decision, with their bidders."""
    return db.session.scalars(
        select(AwardLetter)
        .where(AwardLetter.decision_id == decision_id)
        .options(joinedload(AwardLetter.supplier), joinedload(AwardLetter.tender))
        .order_by(AwardLetter.reference)
    ).all()


def letters_to(supplier_id: int | None) -> list[AwardLetter]:
    """The letters this supplier got, newest first."""
    return list(
        db.session.scalars(
            select(AwardLetter)
            .where(AwardLetter.supplier_id == supplier_id)
            .options(joinedload(AwardLetter.tender))
            .order_by(AwardLetter.sent_at.desc(), AwardLetter.id.desc())
        )
    )


def letter_to(supplier_id: int | None, letter_id: int) -> AwardLetter | None:
    """This letter, when this supplier got it; for others it does not exist."""
    return db.session.scalar(
        select(AwardLetter)
        .where(AwardLetter.id == letter_id, AwardLetter.supplier_id == supplier_id)
        .options(joinedload(AwardLetter.tender), joinedload(AwardLetter.supplier))
    )


def letter_of_document(document_id: int) -> AwardLetter | None:
    """The letter whose PDF this is."""
    return db.session.scalar(select(AwardLetter).where(AwardLetter.document_id == document_id))


def awards_to(supplier_id: int | None) -> list[LotAward]:
    """The awards this supplier won or lost again, newest first."""
    return list(
        db.session.scalars(
            select(LotAward)
            .where(LotAward.supplier_id == supplier_id)
            .options(joinedload(LotAward.lot), joinedload(LotAward.tender))
            .order_by(LotAward.id.desc())
        )
    )
