"""Ranking, report, decision, letters, and the award of each lot until it is final."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procurement.award_terms import TieRule
from procurement.awarding import LotAwardStatus, ObjectionKind, ObjectionOutcome, ReportStatus
from procurement.models.bids import Bid
from procurement.models.tenders import Lot, Tender
from procurement.procedures import StandstillKind
from procurement.tender_formulas import LOWEST_TOTAL, PriceFormula
from townhall.column_types import Euros, Exact, Json, Moment, Words
from townhall.database import Record
from townhall.documents.models import Document
from townhall.organisations.models import Organisation

_STANDS = text("status IN ('provisional', 'disputed', 'final', 'not_awarded')")


class Ranking(Record):
    """The ranking of one lot as it was decided on; a new calculation is a new version."""

    __tablename__ = "ranking"
    __table_args__ = (UniqueConstraint("lot_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    number: Mapped[int]
    formula: Mapped[PriceFormula] = mapped_column(Words(PriceFormula))
    parameters: Mapped[dict[str, Any]] = mapped_column(Json)
    snapshot: Mapped[dict[str, Any]] = mapped_column(Json)
    """Everything that went in, so that the outcome can be recomputed without this application."""
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    superseded_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    draw_note: Mapped[str] = mapped_column(Text, default="")
    """Who drew, when and where, when a draw settled an equal first place."""
    drawn_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    tender: Mapped[Tender] = relationship()
    lot: Mapped[Lot] = relationship()
    rows: Mapped[list["RankingRow"]] = relationship(
        back_populates="ranking", order_by="RankingRow.position", cascade="all, delete-orphan"
    )

    @property
    def total_name(self) -> str:
        """What the total of this formula is called."""
        return LOWEST_TOTAL.get(self.formula, "Totaal")

    @property
    def tie_rule(self) -> TieRule:
        """The published rule for equal totals."""
        return TieRule(self.snapshot["award"]["terms"]["tie_rule"])

    @property
    def title(self) -> str:
        """How the trail names it."""
        return f"{self.tender.reference} perceel {self.lot.number}, rangorde {self.number}"


class RankingRow(Record):
    """One bid in a ranking: its price, points, total and place, and why it stands above the next."""

    __tablename__ = "ranking_row"
    __table_args__ = (UniqueConstraint("ranking_id", "bid_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ranking_id: Mapped[int] = mapped_column(ForeignKey("ranking.id"), index=True)
    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    position: Mapped[int]
    rank: Mapped[int | None]
    evaluation_price: Mapped[Decimal] = mapped_column(Euros)
    quality_points: Mapped[Decimal] = mapped_column(Exact)
    price_points: Mapped[Decimal | None] = mapped_column(Exact, default=None)
    total: Mapped[Decimal | None] = mapped_column(Exact, default=None)
    parts: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    why_above_next: Mapped[str] = mapped_column(Text, default="")
    ranking: Mapped[Ranking] = relationship(back_populates="rows")
    bid: Mapped[Bid] = relationship()
    supplier: Mapped[Organisation] = relationship()


class AwardReport(Record):
    """One version of the gunningsverslag: its data, and its PDF once the job has made it."""

    __tablename__ = "award_report"
    __table_args__ = (
        UniqueConstraint("tender_id", "number"),
        CheckConstraint("adopted_by_id IS NULL OR adopted_by_id <> drafted_by_id", name="four_eyes"),
        CheckConstraint("(status = 'draft') = (adopted_at IS NULL)", name="adopted_has_a_moment"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    number: Mapped[int]
    status: Mapped[ReportStatus] = mapped_column(Words(ReportStatus), default=ReportStatus.DRAFT)
    answers: Mapped[dict[str, Any]] = mapped_column(Json)
    """What the buyer wrote for the items that only a person can answer."""
    data: Mapped[dict[str, Any]] = mapped_column(Json)
    """Everything the report says, as plain data; frozen when it is adopted."""
    is_complete: Mapped[bool] = mapped_column(default=False)
    """Whether every item says something, as of the last draft."""
    drafted_at: Mapped[datetime] = mapped_column(Moment)
    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    adopted_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    adopted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    mandate_reference: Mapped[str] = mapped_column(String(200), default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True, default=None)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"), index=True, default=None)
    version: Mapped[int] = mapped_column(default=1)
    tender: Mapped[Tender] = relationship()
    document: Mapped[Document | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def title(self) -> str:
        """How the trail names it."""
        return f"{self.tender.reference}, gunningsverslag {self.number}"


class AwardDecision(Record):
    """The decision to award, taken by adopting a report; a new decision leaves the old one readable."""

    __tablename__ = "award_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("award_report.id"), unique=True)
    decided_at: Mapped[datetime] = mapped_column(Moment)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    mandate_reference: Mapped[str] = mapped_column(String(200))
    letters_sent_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    """When it was taken back before its letters left; afterwards a decision is withdrawn lot by lot."""
    withdrawal_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    tender: Mapped[Tender] = relationship()
    report: Mapped[AwardReport] = relationship()


class LotAward(Record):
    """The award of one lot, from provisional to final; without bid when the lot is not awarded."""

    __tablename__ = "lot_award"
    __table_args__ = (
        Index(
            "uq_lot_award_one_stands", "lot_id", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS
        ),
        CheckConstraint("(bid_id IS NULL) = (supplier_id IS NULL)", name="bid_with_supplier"),
        CheckConstraint("status = 'not_awarded' OR bid_id IS NOT NULL", name="awarded_to_somebody"),
        CheckConstraint("(status = 'final') = (made_final_at IS NOT NULL)", name="final_has_a_moment"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("award_decision.id"), index=True)
    bid_id: Mapped[int | None] = mapped_column(ForeignKey("bid.id"), index=True)
    supplier_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    rank: Mapped[int | None]
    status: Mapped[LotAwardStatus] = mapped_column(Words(LotAwardStatus), index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why this lot was not awarded, or why the decision was withdrawn."""
    awarded_at: Mapped[datetime] = mapped_column(Moment)
    standstill_kind: Mapped[StandstillKind] = mapped_column(
        Words(StandstillKind), default=StandstillKind.NONE
    )
    standstill_ends_on: Mapped[date | None] = mapped_column(Date, default=None)
    earliest_signing_on: Mapped[date | None] = mapped_column(Date, default=None)
    proofs_checked_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    proofs_checked_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id"), index=True, default=None
    )
    proofs_remarks: Mapped[str] = mapped_column(Text, default="")
    made_final_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    made_final_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    notice_sent_on: Mapped[date | None] = mapped_column(Date, default=None)
    """The day on which the notice of the result was published (art. 2.134)."""
    notice_reference: Mapped[str] = mapped_column(String(100), default="", server_default="")
    version: Mapped[int] = mapped_column(default=1)
    tender: Mapped[Tender] = relationship()
    lot: Mapped[Lot] = relationship()
    bid: Mapped[Bid | None] = relationship()
    supplier: Mapped[Organisation | None] = relationship()
    decision: Mapped[AwardDecision | None] = relationship()
    objections: Mapped[list["Objection"]] = relationship(
        back_populates="lot_award", order_by="Objection.received_on", lazy="selectin"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def title(self) -> str:
        """How the trail names it."""
        return f"{self.tender.reference} perceel {self.lot.number}"


class AwardLetter(Record):
    """The letter one bidder got about one decision: what it said, and its PDF."""

    __tablename__ = "award_letter"
    __table_args__ = (UniqueConstraint("decision_id", "supplier_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("award_decision.id"), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    sent_at: Mapped[datetime] = mapped_column(Moment)
    data: Mapped[dict[str, Any]] = mapped_column(Json)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True, default=None)
    tender: Mapped[Tender] = relationship()
    supplier: Mapped[Organisation] = relationship()
    decision: Mapped[AwardDecision] = relationship()


class Objection(Record):
    """A bidder opposes the award of one lot; it does not touch the other lots."""

    __tablename__ = "objection"
    __table_args__ = (
        CheckConstraint("(outcome = 'pending') = (settled_on IS NULL)", name="settled_has_a_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    lot_award_id: Mapped[int] = mapped_column(ForeignKey("lot_award.id"), index=True)
    kind: Mapped[ObjectionKind] = mapped_column(Words(ObjectionKind))
    supplier_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    received_on: Mapped[date] = mapped_column(Date)
    grounds: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    outcome: Mapped[ObjectionOutcome] = mapped_column(
        Words(ObjectionOutcome), default=ObjectionOutcome.PENDING
    )
    settled_on: Mapped[date | None] = mapped_column(Date, default=None)
    settlement: Mapped[str] = mapped_column(Text, default="")
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    lot_award: Mapped[LotAward] = relationship(back_populates="objections")
    supplier: Mapped[Organisation] = relationship()

    @property
    def is_pending(self) -> bool:
        """Is it still open?"""
        return self.outcome == ObjectionOutcome.PENDING
