"""The check of each bid, the committee, its scores, and the score it agreed on."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procurement.admissibility import CheckOutcome, RejectionGround
from procurement.assessment import MemberFacts
from procurement.models.bids import Bid
from procurement.models.tenders import AwardCriterion, Tender
from townhall.accounts.models import Account
from townhall.column_types import Exact, Json, Moment, Words
from townhall.database import Record
from townhall.organisations.models import Organisation


class BidCheck(Record):
    """What the buyer found when checking a bid, and why it was set aside when it was."""

    __tablename__ = "bid_check"
    __table_args__ = (
        CheckConstraint("(ground IS NULL) = (rejected_at IS NULL)", name="rejected_with_ground"),
        CheckConstraint("(outcome = 'rejected') = (rejected_at IS NOT NULL)", name="rejected_at_is_set"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"), unique=True)
    outcome: Mapped[CheckOutcome] = mapped_column(Words(CheckOutcome))
    is_complete: Mapped[bool]
    knock_outs: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """Per id of a knock-out requirement: does the bid meet it?"""
    remarks: Mapped[str] = mapped_column(Text, default="")
    checked_at: Mapped[datetime] = mapped_column(Moment)
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    ground: Mapped[RejectionGround | None] = mapped_column(Words(RejectionGround), default=None)
    reason: Mapped[str] = mapped_column(Text, default="")
    rejected_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    rejected_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    version: Mapped[int] = mapped_column(default=1)
    bid: Mapped[Bid] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def title(self) -> str:
        """How the trail names it."""
        return self.bid.title


class CommitteeMember(Record):
    """Somebody who assesses the bids of a tender. Who steps down stays on record."""

    __tablename__ = "committee_member"
    __table_args__ = (UniqueConstraint("tender_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    appointed_at: Mapped[datetime] = mapped_column(Moment)
    appointed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    declared_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    submitted_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    stepped_down_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    is_second: Mapped[bool] = mapped_column(default=False, server_default="0")
    """Named to assess anew what was withdrawn, in a committee that was not there the first time."""
    version: Mapped[int] = mapped_column(default=1)
    tender: Mapped[Tender] = relationship()
    account: Mapped[Account] = relationship(foreign_keys=[account_id])

    __mapper_args__ = {"version_id_col": version}

    def facts(self) -> MemberFacts:
        """The values a rule needs."""
        return MemberFacts(
            account_id=self.account_id,
            name=self.account.name,
            has_declared=self.declared_at is not None,
            has_submitted=self.submitted_at is not None,
        )

    @property
    def title(self) -> str:
        """How the trail names it."""
        return f"{self.tender.reference}: {self.account.name}"


class ConflictStatement(Record):
    """What an assessor declared about an interest in one bidder, before reading its bid."""

    __tablename__ = "conflict_statement"
    __table_args__ = (UniqueConstraint("member_id", "supplier_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("committee_member.id"), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    has_conflict: Mapped[bool]
    explanation: Mapped[str] = mapped_column(Text, default="")
    declared_at: Mapped[datetime] = mapped_column(Moment)
    member: Mapped[CommitteeMember] = relationship()
    supplier: Mapped[Organisation] = relationship()


class Score(Record):
    """What one assessor gave one bid on one criterion, with reasons. Hidden until all are in."""

    __tablename__ = "score"
    __table_args__ = (UniqueConstraint("member_id", "bid_id", "criterion_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("committee_member.id"), index=True)
    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"), index=True)
    criterion_id: Mapped[int] = mapped_column(ForeignKey("award_criterion.id"), index=True)
    score: Mapped[Decimal] = mapped_column(Exact)
    motivation: Mapped[str] = mapped_column(Text)
    entered_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(default=1)
    member: Mapped[CommitteeMember] = relationship()

    __mapper_args__ = {"version_id_col": version}


class ConsensusScore(Record):
    """The score the committee agreed on, with the reasons the bidder will read."""

    __tablename__ = "consensus_score"
    __table_args__ = (UniqueConstraint("bid_id", "criterion_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"), index=True)
    criterion_id: Mapped[int] = mapped_column(ForeignKey("award_criterion.id"), index=True)
    score: Mapped[Decimal] = mapped_column(Exact)
    motivation: Mapped[str] = mapped_column(Text)
    agreed_at: Mapped[datetime] = mapped_column(Moment)
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    bid: Mapped[Bid] = relationship()
    criterion: Mapped[AwardCriterion] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def title(self) -> str:
        """How the trail names it."""
        return f"{self.bid.title}, {self.criterion.code}"


class Reassessment(Record):
    """Who assesses anew after a decision was taken back: the same committee, or another. The last choice counts."""

    __tablename__ = "reassessment"

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("award_decision.id"), index=True)
    """The last decision of the tender, of which something was taken back; a next one asks anew."""
    keeps_committee: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text, default="")
    chosen_at: Mapped[datetime] = mapped_column(Moment)
    chosen_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
