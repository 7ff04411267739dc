"""A framework contract and all that was agreed in it: term, options, fees, partners, documents, changes."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.call_offs import CallOffWay
from contracts.fee_schedules import FeeLine
from contracts.lifecycle import ContractBasis, ContractStatus
from contracts.partners import PartnerFacts, TracksAfterLeaving, VolumeAfterLeaving
from contracts.rates import Rate
from contracts.referrals import ReferralRule
from contracts.terminations import TerminationGround, TracksAfterwards
from contracts.terms import DecisionBody, Option, OptionDecision, Term
from procurement.lots import Financing, MilestoneKind, TargetGroup
from procurement.models.award import LotAward
from townhall.budgets.headings import Heading
from townhall.column_types import Euros, Exact, Json, Moment, Words
from townhall.database import Record
from townhall.documents.models import Document
from townhall.organisations.models import Organisation

if TYPE_CHECKING:
    from contracts.models.modifications import ContractModification

_NOT_WITHDRAWN = text("status <> 'withdrawn'")


class FrameworkContract(Record):
    """One contract with one supplier for one target group. Once signed, it changes only by recorded
    decisions."""

    __tablename__ = "framework_contract"
    __table_args__ = (
        CheckConstraint("agreed_ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("maximum_value IS NULL OR maximum_value >= 0", name="maximum_not_negative"),
        CheckConstraint("expected_value IS NULL OR expected_value >= 0", name="expected_not_negative"),
        CheckConstraint(
            "(basis = 'call_off') = (framework_id IS NOT NULL) AND (framework_id IS NULL) = (call_off_way IS NULL)",
            name="call_off_under_a_framework",
        ),
        CheckConstraint("placement_months > 0 AND guarantee_months >= 0", name="months_not_negative"),
        CheckConstraint(
            "(status = 'draft' OR status = 'withdrawn') OR signed_on IS NOT NULL", name="is_signed"
        ),
        # A contract that was withdrawn as a draft leaves the award free for another one.
        Index(
            "uq_framework_contract_live_award",
            "lot_award_id",
            unique=True,
            sqlite_where=_NOT_WITHDRAWN,
            postgresql_where=_NOT_WITHDRAWN,
        ),
        Index(
            "uq_framework_contract_live_admission",
            "admitted_bid_id",
            unique=True,
            sqlite_where=_NOT_WITHDRAWN,
            postgresql_where=_NOT_WITHDRAWN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    basis: Mapped[ContractBasis] = mapped_column(Words(ContractBasis))
    basis_reason: Mapped[str] = mapped_column(Text, default="")
    """On what ground without a tender (art. 2.24b for in-house), or an aim that goes with the contract."""
    lot_award_id: Mapped[int | None] = mapped_column(ForeignKey("lot_award.id"), index=True, default=None)
    admitted_bid_id: Mapped[int | None] = mapped_column(ForeignKey("bid.id"), index=True, default=None)
    """The application to an open house that was let in."""
    framework_id: Mapped[int | None] = mapped_column(ForeignKey("framework_contract.id"), index=True, default=None)
    """The framework under which this is a call-off; its value counts under the maximum there."""
    call_off_way: Mapped[CallOffWay | None] = mapped_column(Words(CallOffWay), default=None)
    call_off_order: Mapped[list[dict[str, Any]] | None] = mapped_column(Json, default=None)
    """Who stood in what place, and why, when a call-off was given without a minicompetition."""
    supplier_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    target_group: Mapped[TargetGroup] = mapped_column(Words(TargetGroup), index=True)
    financing: Mapped[Financing] = mapped_column(Words(Financing))
    status: Mapped[ContractStatus] = mapped_column(
        Words(ContractStatus), default=ContractStatus.DRAFT, index=True
    )

    starts_on: Mapped[date]
    agreed_ends_on: Mapped[date]
    """The last day without any option; it never changes after signing."""
    ends_on: Mapped[date] = mapped_column(index=True)
    """The last day as things stand now, with options taken, changes and termination."""
    months_by_modification: Mapped[int] = mapped_column(default=0)
    reason_for_longer: Mapped[str] = mapped_column(Text, default="")
    terminated_on: Mapped[date | None] = mapped_column(default=None)
    termination_reason: Mapped[str] = mapped_column(Text, default="")
    termination_months: Mapped[int | None] = mapped_column(default=None)
    """Months of notice to end it early; None when none were agreed."""
    termination_ground: Mapped[TerminationGround | None] = mapped_column(Words(TerminationGround), default=None)
    termination_told_on: Mapped[date | None] = mapped_column(default=None)
    tracks_afterwards: Mapped[TracksAfterwards | None] = mapped_column(Words(TracksAfterwards), default=None)
    """What becomes of the tracks that run when it ends early."""

    maximum_value: Mapped[Decimal | None] = mapped_column(Euros, default=None)
    """The ceiling, excl. VAT; None when none was agreed, which is not the same as nothing."""
    expected_value: Mapped[Decimal | None] = mapped_column(Euros, default=None)
    """The original value that changes are measured against (art. 2.163b)."""
    budget_programme: Mapped[str] = mapped_column(String(80), default="")
    budget_lot: Mapped[str] = mapped_column(String(120), default="", server_default="")
    """Whose budget pays within the programme; empty: that of the whole programme."""
    cpv_code: Mapped[str] = mapped_column(String(8), default="", server_default="")
    """What kind of service it is, for a contract that no tender says it of; empty when nobody said so."""

    placement_months: Mapped[int] = mapped_column(default=6)
    placement_hours: Mapped[Decimal] = mapped_column(Exact, default=Decimal(12))
    placement_gap_days: Mapped[int] = mapped_column(default=14)
    guarantee_months: Mapped[int] = mapped_column(default=1)
    referral_rule: Mapped[ReferralRule | None] = mapped_column(Words(ReferralRule), default=None)
    """How the lot divides its clients; None when the contract names no rule."""
    places: Mapped[int | None] = mapped_column(default=None)
    """The most tracks at a time; None when no maximum was agreed."""
    aftercare_months: Mapped[int | None] = mapped_column(default=None)
    """For how long the supplier stays in touch after a placement, within the fee; None when nothing was agreed."""
    norm_placed: Mapped[Decimal | None] = mapped_column(Exact, default=None)
    norm_sustained: Mapped[Decimal | None] = mapped_column(Exact, default=None)
    norm_dropped_out: Mapped[Decimal | None] = mapped_column(Exact, default=None)
    fee_terms: Mapped[dict[str, Any]] = mapped_column(Json, default=dict, server_default="{}")
    """What was agreed about fees beside the milestones (``fee_terms.py``)."""
    fee_rules: Mapped[str | None] = mapped_column(Text, default=None)
    """The schedule in the documented format, frozen at signing; None: follows from what stands here."""

    clauses: Mapped[list[str]] = mapped_column(Json, default=list)
    """The clauses of art. 4.1 Besluit SUWI that were found in the text."""
    data_processing_agreed: Mapped[bool] = mapped_column(default=False)
    sroi_percent: Mapped[Decimal | None] = mapped_column(Exact, default=None)
    signed_on: Mapped[date | None] = mapped_column(default=None)
    signatory: Mapped[str] = mapped_column(String(200), default="")
    supplier_signatory: Mapped[str] = mapped_column(String(200), default="")
    signing_recorded_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id"), index=True, default=None
    )
    created_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(default=1)

    lot_award: Mapped[LotAward | None] = relationship()
    framework: Mapped["FrameworkContract | None"] = relationship(remote_side=[id])
    supplier: Mapped[Organisation] = relationship()
    options: Mapped[list["ExtensionOption"]] = relationship(
        back_populates="contract", order_by="ExtensionOption.sequence", cascade="all, delete-orphan"
    )
    milestones: Mapped[list["ContractMilestone"]] = relationship(
        back_populates="contract", order_by="ContractMilestone.sequence", cascade="all, delete-orphan"
    )
    partners: Mapped[list["ContractPartner"]] = relationship(
        back_populates="contract", order_by="ContractPartner.id", cascade="all, delete-orphan"
    )
    documents: Mapped[list["ContractDocument"]] = relationship(
        back_populates="contract", order_by="ContractDocument.id", cascade="all, delete-orphan"
    )
    modifications: Mapped[list["ContractModification"]] = relationship(
        back_populates="contract", order_by="ContractModification.sequence"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def budget_heading(self) -> Heading:
        """The programme, and the lot of it, that pays."""
        return Heading(self.budget_programme, self.budget_lot)

    def is_over(self, today: date) -> bool:
        """Whether it ran and its last day has passed."""
        ran = self.status not in (ContractStatus.DRAFT, ContractStatus.WITHDRAWN)
        return ran and self.ends_on < today

    def term(self) -> Term:
        """The term with its options, as values."""
        return Term(
            starts_on=self.starts_on,
            ends_on=self.agreed_ends_on,
            options=tuple(option.facts() for option in self.options),
            months_by_modification=self.months_by_modification,
            terminated_on=self.terminated_on,
        )

    def fee_lines(self) -> list[FeeLine]:
        """The fee schedule, as values."""
        return [milestone.facts() for milestone in self.milestones]


class ExtensionOption(Record):
    """The right to let the contract run longer; the decision stays beside it."""

    __tablename__ = "extension_option"
    __table_args__ = (
        UniqueConstraint("contract_id", "sequence"),
        CheckConstraint("months > 0", name="months_is_positive"),
        CheckConstraint("(decision = 'open') = (decided_on IS NULL)", name="decision_has_a_day"),
        CheckConstraint("decision = 'open' OR motivation <> ''", name="decision_has_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("framework_contract.id"), index=True)
    sequence: Mapped[int]
    months: Mapped[int]
    decide_by: Mapped[date] = mapped_column(index=True)
    """The last day on which the supplier must have the notice."""
    decision: Mapped[OptionDecision] = mapped_column(Words(OptionDecision), default=OptionDecision.OPEN)
    decided_on: Mapped[date | None] = mapped_column(default=None)
    decided_by: Mapped[str] = mapped_column(String(200), default="")
    decides: Mapped[DecisionBody] = mapped_column(
        Words(DecisionBody), default=DecisionBody.MANDATE, server_default=DecisionBody.MANDATE.value
    )
    decision_reference: Mapped[str] = mapped_column(String(120), default="", server_default="")
    """The number of the college's decision, when the college decides."""
    motivation: Mapped[str] = mapped_column(Text, default="")
    facts_then: Mapped[dict[str, Any] | None] = mapped_column(Json, default=None)
    """The figures and the advice as they stood when it was decided."""
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    contract: Mapped[FrameworkContract] = relationship(back_populates="options")

    def facts(self) -> Option:
        """The values a rule needs."""
        return Option(
            sequence=self.sequence,
            months=self.months,
            decide_by=self.decide_by,
            decision=self.decision,
            decided_on=self.decided_on,
            decides=self.decides,
        )


class ContractMilestone(Record):
    """A step that earns a fee. The amount is the agreed one, copied when the contract was drafted."""

    __tablename__ = "contract_milestone"
    __table_args__ = (
        UniqueConstraint("contract_id", "sequence"),
        CheckConstraint("amount >= 0", name="amount_not_negative"),
        CheckConstraint("most_times > 0", name="most_times_is_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("framework_contract.id"), index=True)
    sequence: Mapped[int]
    kind: Mapped[MilestoneKind] = mapped_column(Words(MilestoneKind))
    label: Mapped[str] = mapped_column(String(200))
    share_percent: Mapped[Decimal | None] = mapped_column(Exact, default=None)
    amount: Mapped[Decimal] = mapped_column(Euros)
    """The fee for one person, once, excl. VAT; later amounts are in ``rates``."""
    most_times: Mapped[int] = mapped_column(default=1)
    """How often one track can earn it: once, or so many months for a monthly fee."""
    sustained_months: Mapped[int | None] = mapped_column(default=None)
    claim_within_days: Mapped[int | None] = mapped_column(default=None)
    evidence: Mapped[str] = mapped_column(Text, default="")
    contract: Mapped[FrameworkContract] = relationship(back_populates="milestones")
    rates: Mapped[list["MilestoneRate"]] = relationship(
        back_populates="milestone", order_by="MilestoneRate.valid_from"
    )

    def facts(self) -> FeeLine:
        """The values a rule needs."""
        return FeeLine(
            kind=self.kind,
            label=self.label,
            share_percent=self.share_percent,
            amount=self.amount,
            most_times=self.most_times,
            claim_within_days=self.claim_within_days,
            sustained_months=self.sustained_months if self.kind is MilestoneKind.BONUS else None,
            evidence=self.evidence,
        )


class MilestoneRate(Record):
    """A later amount for a milestone, for example after indexation; it never touches days before its
    first."""

    __tablename__ = "milestone_rate"
    __table_args__ = (
        UniqueConstraint("milestone_id", "valid_from"),
        CheckConstraint("amount > 0", name="amount_is_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    milestone_id: Mapped[int] = mapped_column(ForeignKey("contract_milestone.id"), index=True)
    valid_from: Mapped[date]
    amount: Mapped[Decimal] = mapped_column(Euros)
    reason: Mapped[str] = mapped_column(Text)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    milestone: Mapped[ContractMilestone] = relationship(back_populates="rates")

    def facts(self) -> Rate:
        """The values a rule needs."""
        return Rate(valid_from=self.valid_from, amount=self.amount)


class ContractPartner(Record):
    """A municipality that shares in the contract: its part of volume and costs."""

    __tablename__ = "contract_partner"
    __table_args__ = (
        UniqueConstraint("contract_id", "organisation_id"),
        CheckConstraint(
            "(left_on IS NULL) = (tracks_after IS NULL) AND (left_on IS NULL) = (volume_after IS NULL) "
            "AND (left_on IS NULL OR leaving_reason <> '')",
            name="left_with_what_follows",
        ),
        CheckConstraint("participants_per_year IS NULL OR participants_per_year >= 0", name="volume_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("framework_contract.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    share: Mapped[Decimal | None] = mapped_column(Exact, default=None)
    """Percent of volume and costs; None when none was agreed."""
    participants_per_year: Mapped[int | None] = mapped_column(default=None)
    """How many people it may refer in a year; None when none was agreed."""
    named_in: Mapped[str] = mapped_column(String(300), default="", server_default="")
    """Where the tender names it as a party (art. 2.140 lid 1)."""
    left_on: Mapped[date | None] = mapped_column(default=None)
    """The last day on which it takes part."""
    leaving_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    tracks_after: Mapped[TracksAfterLeaving | None] = mapped_column(Words(TracksAfterLeaving), default=None)
    volume_after: Mapped[VolumeAfterLeaving | None] = mapped_column(Words(VolumeAfterLeaving), default=None)
    organisation: Mapped[Organisation] = relationship()
    contract: Mapped[FrameworkContract] = relationship(back_populates="partners")

    def facts(self) -> PartnerFacts:
        """The values a rule needs."""
        return PartnerFacts(
            self.organisation.name, self.share, self.left_on, self.volume_after, self.tracks_after
        )


class ContractDocument(Record):
    """A document that belongs to the contract."""

    __tablename__ = "contract_document"
    __table_args__ = (UniqueConstraint("contract_id", "document_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("framework_contract.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    added_at: Mapped[datetime] = mapped_column(Moment)
    document: Mapped[Document] = relationship()
    contract: Mapped[FrameworkContract] = relationship(back_populates="documents")
