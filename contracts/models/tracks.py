"""Participants without a name, their tracks, the work they found, and the milestones that were reached."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.fee_histories import ClientHistory
from contracts.milestones import (
    LIVE_ACHIEVEMENTS,
    AchievementStatus,
    Reached,
    RejectionReason,
    TrackFacts,
    milestone_code,
)
from contracts.models.frameworks import ContractMilestone, FrameworkContract
from contracts.models.track_terms import placement_terms_of, steps_under
from contracts.placement_kinds import BenefitEffect, ContractForm, PlacementEnd, PlacementStatus, WorkKind
from contracts.placements import PlacementFacts
from contracts.referrals import ReferralRule
from contracts.tracks import EndReason, ReturnReason, TrackLife, TrackStatus
from townhall.accounts.models import Account
from townhall.budgets.models import Commitment
from townhall.column_types import Euros, Exact, Moment, Words
from townhall.database import Record
from townhall.documents.models import Document

if TYPE_CHECKING:
    from contracts.models.track_records import AchievementQuestion

_IS_LIVE = text("status <> 'rejected'")


class Participant(Record):
    """Somebody who gets help towards work. The house knows a random number, never a name and never a BSN."""

    __tablename__ = "participant"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    #: The municipality that pays for this person; none: the contracting municipality itself.
    municipality_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id"), index=True, default=None
    )
    #: The client system's own hash of who this is, under a key that this house does not have: only for equality.
    client_key: Mapped[str | None] = mapped_column(String(64), unique=True, default=None)
    created_at: Mapped[datetime] = mapped_column(Moment)


class Track(Record):
    """One participant with one supplier under one contract, from referral to end."""

    __tablename__ = "track"
    __table_args__ = (
        CheckConstraint("(status = 'ended') = (ended_on IS NOT NULL)", name="ended_has_a_day"),
        CheckConstraint("ended_on IS NULL OR end_reason IS NOT NULL", name="ended_has_a_reason"),
        CheckConstraint("(status = 'returned') = (returned_on IS NOT NULL)", name="returned_has_a_day"),
        CheckConstraint("(status = 'paused') = (paused_on IS NOT NULL)", name="paused_has_a_day"),
        CheckConstraint(
            "status NOT IN ('running', 'paused') OR started_on IS NOT NULL", name="running_has_started"
        ),
        CheckConstraint("started_on IS NULL OR started_on >= referred_on", name="starts_after_referral"),
        CheckConstraint("ended_on IS NULL OR ended_on >= referred_on", name="ends_after_referral"),
        Index("ix_track_contract_status", "contract_id", "status"),
        # One client, one live track per contract.
        Index(
            "uq_track_one_live_per_contract",
            "participant_id",
            "contract_id",
            unique=True,
            sqlite_where=text("status NOT IN ('ended', 'returned')"),
            postgresql_where=text("status NOT IN ('ended', 'returned')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("framework_contract.id"))
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    case_manager_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    status: Mapped[TrackStatus] = mapped_column(Words(TrackStatus), default=TrackStatus.REFERRED)

    referred_on: Mapped[date] = mapped_column(index=True)
    respond_by: Mapped[date]
    referral_rule: Mapped[ReferralRule | None] = mapped_column(Words(ReferralRule), default=None)
    choice_reason: Mapped[str] = mapped_column(Text, default="")
    """Why this supplier: the words of the rule, or why the case manager chose otherwise."""
    ladder_step: Mapped[int | None] = mapped_column(default=None)
    """The step of the participation ladder at the referral, 1 to 6: the distance to work."""
    lot_advice: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Which lot was advised from the profile and why, in words."""
    external_key: Mapped[str | None] = mapped_column(String(60), unique=True, default=None)
    """The number of the referral in the client system, for what was imported."""
    accepted_on: Mapped[date | None] = mapped_column(default=None)
    returned_on: Mapped[date | None] = mapped_column(default=None)
    return_reason: Mapped[ReturnReason | None] = mapped_column(Words(ReturnReason), default=None)
    intake_on: Mapped[date | None] = mapped_column(default=None)
    """The day of the first talk of supplier and participant."""
    plan_on: Mapped[date | None] = mapped_column(default=None)
    """The day on which participant and case manager signed the plan."""
    plan_signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    """Who of the municipality says that it was signed; none: only the supplier says so."""
    started_on: Mapped[date | None] = mapped_column(index=True, default=None)
    able_hours: Mapped[Decimal | None] = mapped_column(Exact, default=None)
    """Hours per week that the participant is able to work; None: nobody said."""
    paused_on: Mapped[date | None] = mapped_column(default=None)
    ended_on: Mapped[date | None] = mapped_column(index=True, default=None)
    end_reason: Mapped[EndReason | None] = mapped_column(Words(EndReason), default=None)

    # What the rules say of the placements, kept so that figures can be counted by the database.
    placed_on: Mapped[date | None] = mapped_column(index=True, default=None)
    six_months_due_on: Mapped[date | None] = mapped_column(default=None)
    six_months_on: Mapped[date | None] = mapped_column(default=None)

    commitment_id: Mapped[int | None] = mapped_column(ForeignKey("commitment.id"), index=True, default=None)
    created_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    contract: Mapped[FrameworkContract] = relationship()
    participant: Mapped[Participant] = relationship()
    case_manager: Mapped[Account | None] = relationship(foreign_keys=[case_manager_id])
    commitment: Mapped[Commitment | None] = relationship()
    placements: Mapped[list["Placement"]] = relationship(
        back_populates="track", order_by="(Placement.starts_on, Placement.id)"
    )
    achievements: Mapped[list["Achievement"]] = relationship(
        back_populates="track", order_by="(Achievement.reached_on, Achievement.id)"
    )
    pauses: Mapped[list["TrackPause"]] = relationship(back_populates="track", order_by="TrackPause.from_on")

    __mapper_args__ = {"version_id_col": version}

    def life(self) -> TrackLife:
        """The days of this track, as values."""
        return TrackLife(
            status=self.status,
            referred_on=self.referred_on,
            respond_by=self.respond_by,
            accepted_on=self.accepted_on,
            intake_on=self.intake_on,
            plan_on=self.plan_on,
            started_on=self.started_on,
            paused_on=self.paused_on,
            ended_on=self.ended_on,
            end_reason=self.end_reason,
        )

    def facts(self) -> TrackFacts:
        """Everything about this track that the rules need."""
        return TrackFacts(
            life=self.life(),
            steps=steps_under(self.contract),
            terms=placement_terms_of(self.contract).for_client(self.able_hours),
            placements=self.placements_that_stand(),
            reached=self.reached(),
        )

    def history(self) -> ClientHistory:
        """What happened with this participant, as a fee schedule sees it."""
        seen = [p.benefit for p in self.placements if p.benefit != BenefitEffect.NOT_CHECKED]
        return ClientHistory(
            referred_on=self.referred_on,
            plan_on=self.plan_on,
            started_on=self.started_on,
            ended_on=self.ended_on,
            ended_in_work=self.end_reason == EndReason.WORK,
            reached={
                milestone_code(a.milestone.sequence): a.reached_on
                for a in self.achievements
                if a.status in LIVE_ACHIEVEMENTS and a.occurrence == 1
            },
            jobs=self.placements_that_stand(),
            able_hours=self.able_hours,
            benefit=seen[-1] if seen else BenefitEffect.NOT_CHECKED,
        )

    def reached(self) -> tuple[Reached, ...]:
        """What was reported and not rejected, as values."""
        return tuple(a.facts() for a in self.achievements if a.status in LIVE_ACHIEVEMENTS)

    def placements_that_stand(self) -> tuple[PlacementFacts, ...]:
        """The jobs that were not withdrawn as a mistake, as values."""
        return tuple(p.facts() for p in self.placements if p.status != PlacementStatus.WITHDRAWN)


class TrackPause(Record):
    """A stretch in which the participant needed no benefit; up to three months do not restart the track."""

    __tablename__ = "track_pause"
    __table_args__ = (CheckConstraint("until_on IS NULL OR until_on >= from_on", name="ends_after_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None] = mapped_column(default=None)
    track: Mapped[Track] = relationship(back_populates="pauses")


class Placement(Record):
    """Work that a participant found. The employer is known by its sector only."""

    __tablename__ = "placement"
    __table_args__ = (
        CheckConstraint("agreed_until IS NULL OR agreed_until >= starts_on", name="agreed_after_start"),
        CheckConstraint("ended_on IS NULL OR ended_on >= starts_on", name="ended_after_start"),
        CheckConstraint("(ended_on IS NULL) = (end_kind IS NULL)", name="end_has_a_kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"), index=True)
    starts_on: Mapped[date]
    #: The last day as agreed; none: without an end.
    agreed_until: Mapped[date | None] = mapped_column(default=None)
    ended_on: Mapped[date | None] = mapped_column(default=None)
    end_kind: Mapped[PlacementEnd | None] = mapped_column(Words(PlacementEnd), default=None)
    work_kind: Mapped[WorkKind] = mapped_column(Words(WorkKind))
    contract_form: Mapped[ContractForm] = mapped_column(Words(ContractForm))
    hours_per_week: Mapped[Decimal] = mapped_column(Exact)
    employer_sector: Mapped[str] = mapped_column(String(80), default="")
    #: The chamber of commerce number of the employer under a key of this house: only for equality.
    employer_key: Mapped[str | None] = mapped_column(String(64), index=True, default=None)
    employer_is_supplier: Mapped[bool] = mapped_column(default=False)
    benefit: Mapped[BenefitEffect] = mapped_column(Words(BenefitEffect), default=BenefitEffect.NOT_CHECKED)
    """What the municipality saw in its own benefit system."""
    status: Mapped[PlacementStatus] = mapped_column(Words(PlacementStatus))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    proof_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True, default=None)
    version: Mapped[int] = mapped_column()

    track: Mapped[Track] = relationship(back_populates="placements")
    proof: Mapped[Document | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    def facts(self) -> PlacementFacts:
        """The values a rule needs."""
        return PlacementFacts(
            starts_on=self.starts_on,
            agreed_until=self.agreed_until,
            work_kind=self.work_kind,
            hours_per_week=self.hours_per_week,
            ended_on=self.ended_on,
            employer_is_supplier=self.employer_is_supplier,
            contract_form=self.contract_form,
        )


class Achievement(Record):
    """A milestone that a supplier reports as reached; it is earned once somebody else has verified it."""

    __tablename__ = "achievement"
    __table_args__ = (
        CheckConstraint("occurrence > 0", name="occurrence_is_positive"),
        CheckConstraint("amount >= 0", name="amount_not_negative"),
        CheckConstraint("verified_by_id IS NULL OR verified_by_id <> reported_by_id", name="four_eyes"),
        CheckConstraint(
            "(status = 'verified') = (verified_at IS NOT NULL) "
            "AND (verified_at IS NULL) = (verified_by_id IS NULL)",
            name="verified_by_somebody",
        ),
        CheckConstraint(
            "(status = 'rejected') = (rejected_at IS NOT NULL) "
            "AND (rejected_at IS NULL) = (rejection IS NULL)",
            name="rejected_has_a_reason",
        ),
        Index(
            "uq_achievement_once",
            "track_id",
            "milestone_id",
            "occurrence",
            unique=True,
            sqlite_where=_IS_LIVE,
            postgresql_where=_IS_LIVE,
        ),
        Index("ix_achievement_status_verified", "status", "verified_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"), index=True)
    milestone_id: Mapped[int] = mapped_column(ForeignKey("contract_milestone.id"), index=True)
    occurrence: Mapped[int] = mapped_column(default=1)
    reached_on: Mapped[date] = mapped_column(index=True)
    status: Mapped[AchievementStatus] = mapped_column(
        Words(AchievementStatus), default=AchievementStatus.REPORTED
    )
    amount: Mapped[Decimal] = mapped_column(Euros)
    """The agreed fee on the day it was reached, excl. VAT, copied from the contract."""
    declaration: Mapped[str] = mapped_column(Text, default="")
    """The facts that the supplier declares, in words without any person in them."""
    proof_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True, default=None)
    reported_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    reported_at: Mapped[datetime] = mapped_column(Moment)
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    verified_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    rejected_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    rejected_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    rejection: Mapped[RejectionReason | None] = mapped_column(Words(RejectionReason), default=None)
    judgement: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column()

    track: Mapped[Track] = relationship(back_populates="achievements")
    milestone: Mapped[ContractMilestone] = relationship()
    proof: Mapped[Document | None] = relationship()
    reported_by: Mapped[Account] = relationship(foreign_keys=[reported_by_id])
    verified_by: Mapped[Account | None] = relationship(foreign_keys=[verified_by_id])
    rejected_by: Mapped[Account | None] = relationship(foreign_keys=[rejected_by_id])
    questions: Mapped[list["AchievementQuestion"]] = relationship(
        back_populates="achievement", order_by="AchievementQuestion.id"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def open_question(self) -> "AchievementQuestion | None":
        """What the supplier still has to answer."""
        return next((each for each in self.questions if each.answered_at is None), None)

    def facts(self) -> Reached:
        """The values a rule needs."""
        return Reached(
            milestone_id=self.milestone_id,
            occurrence=self.occurrence,
            reached_on=self.reached_on,
            status=self.status,
            amount=self.amount,
        )


class ContractCaseManager(Record):
    """A case manager who works on a contract; lots that reveal sensitive facts are seen by these only."""

    __tablename__ = "contract_case_manager"
    __table_args__ = (UniqueConstraint("contract_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("framework_contract.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    assigned_on: Mapped[date]
    account: Mapped[Account] = relationship()
