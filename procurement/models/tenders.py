"""A tender and everything that is fixed before it is published: lots, requirements, criteria, documents."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procurement.award_terms import Scale, scale_of_data
from procurement.estimates import EstimateMethod
from procurement.lifecycle import TenderStatus
from procurement.lots import Financing, MilestoneFacts, MilestoneKind, TargetGroup
from procurement.models.award_terms import CriterionGroup, HasAwardTerms
from procurement.models.estimates import HasEstimate, LotOption
from procurement.models.selection import HasSelection
from procurement.models.voluntary import HasVoluntaryRules
from procurement.procedures import (
    CriterionKind,
    Procedure,
    QualityMethod,
    RequirementKind,
    StandstillKind,
    VerificationMoment,
)
from procurement.tender_formulas import PriceFormula
from procurement.worksheets import LotTerm, Valuation, Worksheet, WorksheetFacts, worksheet_of
from townhall.column_types import Euros, Exact, Json, Moment, Words
from townhall.database import Record

if TYPE_CHECKING:
    from procurement.models.requirements import RequirementSection


class Tender(HasAwardTerms, HasVoluntaryRules, HasSelection, Record):
    """One tender, from draft to award. After publication its content is frozen."""

    __tablename__ = "tender"
    __table_args__ = (
        CheckConstraint("duration_months IS NULL OR duration_months > 0", name="duration_is_positive"),
        CheckConstraint("extension_count >= 0 AND extension_months >= 0", name="extensions_not_negative"),
        CheckConstraint("standstill_days >= 0", name="standstill_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[TenderStatus] = mapped_column(Words(TenderStatus), default=TenderStatus.DRAFT, index=True)
    procedure: Mapped[Procedure] = mapped_column(Words(Procedure))
    procedure_reason: Mapped[str] = mapped_column(Text, default="")
    """Why this procedure, when it departs from the advice (comply or explain), or why in-house is allowed."""

    starts_on: Mapped[date | None] = mapped_column(default=None)
    duration_months: Mapped[int | None] = mapped_column(default=None)
    extension_count: Mapped[int] = mapped_column(default=0)
    extension_months: Mapped[int] = mapped_column(default=0)

    notice_on: Mapped[date | None] = mapped_column(default=None)
    questions_until: Mapped[datetime | None] = mapped_column(Moment, default=None)
    answers_by: Mapped[date | None] = mapped_column(default=None)
    closes_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    decision_on: Mapped[date | None] = mapped_column(default=None)
    published_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    ended_reason: Mapped[str] = mapped_column(Text, default="")

    standstill_kind: Mapped[StandstillKind] = mapped_column(Words(StandstillKind), default=StandstillKind.VOLUNTARY)
    standstill_days: Mapped[int] = mapped_column(default=20)
    quality_method: Mapped[QualityMethod] = mapped_column(Words(QualityMethod), default=QualityMethod.CONSENSUS)
    price_formula: Mapped[PriceFormula | None] = mapped_column(Words(PriceFormula), default=None)
    price_parameters: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    award_basis_reason: Mapped[str] = mapped_column(Text, default="")
    """Why lowest price or lowest cost, which art. 2.114 asks to be motivated in the documents."""

    regime_advice: Mapped[dict[str, Any] | None] = mapped_column(Json, default=None)
    budget_programme: Mapped[str] = mapped_column(String(80), default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    calls_off: Mapped[dict[str, Any] | None] = mapped_column(Json, default=None)
    """For a minicompetition: the contractors with their frameworks, and the criteria that hold there."""
    version: Mapped[int] = mapped_column(default=1)

    lots: Mapped[list["Lot"]] = relationship(
        back_populates="tender", order_by="Lot.number", cascade="all, delete-orphan"
    )
    cpv_parts: Mapped[list["CpvPart"]] = relationship(
        back_populates="tender", order_by="CpvPart.id", cascade="all, delete-orphan"
    )
    sections: Mapped[list["RequirementSection"]] = relationship(
        back_populates="tender", order_by="RequirementSection.number", cascade="all, delete-orphan"
    )
    requirements: Mapped[list["Requirement"]] = relationship(
        primaryjoin="and_(Tender.id == Requirement.tender_id, Requirement.dropped_at.is_(None))",
        back_populates="tender",
        order_by="(Requirement.section_number, Requirement.number)",
        cascade="all, delete-orphan",
    )
    """What is asked now, in order; not what was dropped after publication."""
    criterion_groups: Mapped[list[CriterionGroup]] = relationship(
        order_by=CriterionGroup.sequence, cascade="all, delete-orphan"
    )
    criteria: Mapped[list["AwardCriterion"]] = relationship(
        back_populates="tender", order_by="AwardCriterion.sequence", cascade="all, delete-orphan"
    )
    documents: Mapped[list["TenderDocument"]] = relationship(
        back_populates="tender", order_by="TenderDocument.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    def is_closed(self, now: datetime) -> bool:
        """True when bids can no longer come in: a bid at the closing moment itself is still in time."""
        return self.closes_at is not None and now > self.closes_at

    def total_months(self) -> int | None:
        """The longest the contract may run, with every extension; None while no duration is set."""
        if self.duration_months is None:
            return None
        return self.duration_months + self.extension_count * self.extension_months

    def term(self) -> LotTerm:
        """How long its contracts run, for the worksheets of its lots."""
        return LotTerm(self.duration_months, self.extension_count or 0, self.extension_months or 0)


class CpvPart(Record):
    """One kind of service in the tender, with its part of the value; the heaviest part decides the regime."""

    __tablename__ = "cpv_part"
    __table_args__ = (
        UniqueConstraint("tender_id", "code"),
        CheckConstraint("value >= 0", name="value_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    code: Mapped[str] = mapped_column(String(8))
    value: Mapped[Decimal] = mapped_column(Euros)
    is_main: Mapped[bool] = mapped_column(default=False)
    tender: Mapped[Tender] = relationship(back_populates="cpv_parts")


class Lot(HasEstimate, Record):
    """A part of the tender for one target group, awarded on its own."""

    __tablename__ = "lot"
    __table_args__ = (
        UniqueConstraint("tender_id", "number"),
        CheckConstraint("clients_per_year > 0", name="clients_is_positive"),
        CheckConstraint("expected_value >= 0", name="expected_value_not_negative"),
        CheckConstraint("maximum_value IS NULL OR maximum_value > 0", name="maximum_value_is_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    target_group: Mapped[TargetGroup] = mapped_column(Words(TargetGroup))
    description: Mapped[str] = mapped_column(Text, default="")
    clients_per_year: Mapped[int]
    financing: Mapped[Financing] = mapped_column(Words(Financing))
    expected_value: Mapped[Decimal] = mapped_column(Euros)
    """The estimate, excl. VAT, as the worksheet computes it."""
    maximum_value: Mapped[Decimal | None] = mapped_column(Euros, default=None)
    """The ceiling of the framework that bidders read in the notice (C-23/20); None while not agreed."""
    version: Mapped[int] = mapped_column(default=1)
    tender: Mapped[Tender] = relationship(back_populates="lots")
    milestones: Mapped[list["LotMilestone"]] = relationship(
        back_populates="lot", order_by="LotMilestone.sequence", cascade="all, delete-orphan"
    )
    options: Mapped[list[LotOption]] = relationship(
        back_populates="lot", order_by=LotOption.sequence, cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    def worksheet(self) -> Worksheet:
        """How expected and maximum value follow from volume, fees, term and options."""
        return worksheet_of(self._worksheet_facts())

    def _worksheet_facts(self) -> WorksheetFacts:
        return WorksheetFacts(
            milestones=tuple(each.facts() for each in self.milestones),
            clients_per_year=self.clients_per_year,
            most_clients_per_year=self.most_clients_per_year,
            term=self.tender.term(),
            options=tuple(each.facts() for each in self.options),
            valuation=self.valuation(),
        )

    def expected_over_term(self) -> Decimal:
        """What its contract will probably cost, also when the estimate counts another time than the term."""
        if self.estimate_method == EstimateMethod.WHOLE_TERM:
            return self.expected_value
        return worksheet_of(replace(self._worksheet_facts(), valuation=Valuation())).expected_value

    def follows_worksheet(self) -> bool:
        """Whether its maximum is what the worksheet computes; else somebody typed it, with a reason."""
        return self.maximum_value == self.worksheet().maximum_value


class LotMilestone(Record):
    """A step that earns a fee; bidders price every step of the lot."""

    __tablename__ = "lot_milestone"
    __table_args__ = (
        UniqueConstraint("lot_id", "sequence"),
        CheckConstraint("highest_fee IS NULL OR highest_fee > 0", name="highest_fee_is_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    sequence: Mapped[int]
    kind: Mapped[MilestoneKind] = mapped_column(Words(MilestoneKind))
    label: Mapped[str] = mapped_column(String(200))
    share_percent: Mapped[Decimal] = mapped_column(Exact)
    expected_attainment: Mapped[Decimal] = mapped_column(Exact)
    highest_fee: Mapped[Decimal | None] = mapped_column(Euros, default=None)
    lot: Mapped[Lot] = relationship(back_populates="milestones")

    def facts(self) -> MilestoneFacts:
        """The values a rule needs."""
        return MilestoneFacts(
            kind=self.kind,
            label=self.label,
            share_percent=self.share_percent,
            expected_attainment=self.expected_attainment,
            highest_fee=self.highest_fee,
        )


class AwardCriterion(Record):
    """What bids are compared on, with its weight."""

    __tablename__ = "award_criterion"
    __table_args__ = (UniqueConstraint("tender_id", "sequence"), UniqueConstraint("tender_id", "code"))

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    sequence: Mapped[int]
    code: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[CriterionKind] = mapped_column(Words(CriterionKind))
    weight: Mapped[Decimal] = mapped_column(Exact)
    guidance: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("criterion_group.id"), index=True, default=None)
    """The main criterion it is a part of, if any."""
    minimum_score: Mapped[Decimal | None] = mapped_column(Exact, default=None)
    """A bid below this score gets no place; None when none was agreed."""
    scale: Mapped[list[list[str]] | None] = mapped_column(Json, default=None)
    """Its own scores with their words; None for the scale of the house."""
    tender: Mapped[Tender] = relationship(back_populates="criteria")
    group: Mapped[CriterionGroup | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    def steps(self) -> Scale:
        """The scores assessors may give, each with its word."""
        return scale_of_data(self.scale)

    def scores(self) -> list[Decimal]:
        """The scores assessors may give."""
        return [step.score for step in self.steps()]


def _new_key() -> str:
    # The letter and the dash keep spreadsheets from reading it as a number.
    return f"E-{token_hex(4).upper()}"


class Requirement(Record):
    """One numbered line of the Programma van Eisen, for one lot or for all.

    Its number may change while the tender is a draft; its key never does, also not over versions.
    """

    __tablename__ = "requirement"
    __table_args__ = (
        UniqueConstraint("tender_id", "key"),
        UniqueConstraint("tender_id", "section_number", "number"),
        # Deferred: sections and what is in them change places together.
        ForeignKeyConstraint(
            ["tender_id", "section_number"],
            ["requirement_section.tender_id", "requirement_section.number"],
            name="fk_requirement_section",
            deferrable=True,
            initially="DEFERRED",
        ),
        CheckConstraint("(kind = 'conditional') = (holds_from IS NOT NULL)", name="conditional_has_a_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    lot_id: Mapped[int | None] = mapped_column(ForeignKey("lot.id"), index=True, default=None)
    section_number: Mapped[int] = mapped_column(default=1)
    number: Mapped[int]
    """Its place within the section."""
    key: Mapped[str] = mapped_column(String(12), default=_new_key)
    text: Mapped[str] = mapped_column(Text)
    kind: Mapped[RequirementKind] = mapped_column(Words(RequirementKind))
    holds_from: Mapped[date | None] = mapped_column(default=None)
    """The day from which a conditional eis must be met."""
    verification: Mapped[VerificationMoment] = mapped_column(
        Words(VerificationMoment), default=VerificationMoment.WITH_BID
    )
    verification_method: Mapped[str] = mapped_column(Text, default="")
    criterion_id: Mapped[int | None] = mapped_column(ForeignKey("award_criterion.id"), index=True, default=None)
    library_id: Mapped[int | None] = mapped_column(ForeignKey("library_requirement.id"), index=True, default=None)
    dropped_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    """When it was dropped from a published tender; bids may hold an answer to it."""
    version: Mapped[int] = mapped_column(default=1)
    tender: Mapped[Tender] = relationship(back_populates="requirements")
    lot: Mapped[Lot | None] = relationship()
    criterion: Mapped[AwardCriterion | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def code(self) -> str:
        """The number people use: ``2.3`` is the third of section 2."""
        return f"{self.section_number}.{self.number}"


class TenderDocument(Record):
    """A document that goes with the tender and that bidders may download after publication."""

    __tablename__ = "tender_document"
    __table_args__ = (UniqueConstraint("tender_id", "document_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    added_at: Mapped[datetime] = mapped_column(Moment)
    version_number: Mapped[int] = mapped_column(default=1)
    replaced_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    """When a rectification put a new version in its place; it stays readable."""
    is_agreement: Mapped[bool] = mapped_column(default=False, server_default="0")
    """Whether it is the draft of the agreement, in the place of the one made from the file."""
    tender: Mapped[Tender] = relationship(back_populates="documents")


class TenderInvitation(Record):
    """A supplier the buyer asked for an offer; only for the private procedures."""

    __tablename__ = "tender_invitation"
    __table_args__ = (UniqueConstraint("tender_id", "supplier_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    invited_at: Mapped[datetime] = mapped_column(Moment)


class ClosingMove(Record):
    """The closing moment was moved; every move stays readable."""

    __tablename__ = "closing_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    moved_at: Mapped[datetime] = mapped_column(Moment)
    moved_from: Mapped[datetime] = mapped_column(Moment)
    moved_to: Mapped[datetime] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(Text)
