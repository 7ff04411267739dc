"""What hangs on a track: activities, questions about a report, what the benefit system says, files taken in."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.import_kinds import ImportKind, ImportStatus
from contracts.models.tracks import Achievement
from contracts.placement_kinds import BenefitEffect
from contracts.track_records import ActivityKind, Outcome
from townhall.accounts.models import Account
from townhall.column_types import Json, Moment, Words
from townhall.database import Record
from townhall.documents.models import Document


class TrackActivity(Record):
    """A module of the plan, a check whether work lasts, or a contact of aftercare. A mistake is withdrawn."""

    __tablename__ = "track_activity"

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"), index=True)
    kind: Mapped[ActivityKind] = mapped_column(Words(ActivityKind))
    title: Mapped[str] = mapped_column(String(120), default="")
    happened_on: Mapped[date]
    outcome: Mapped[Outcome] = mapped_column(Words(Outcome))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    recorded_by: Mapped[Account | None] = relationship()


class AchievementQuestion(Record):
    """What the municipality asks about a reported milestone, and what the supplier answers."""

    __tablename__ = "achievement_question"
    __table_args__ = (
        CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    achievement_id: Mapped[int] = mapped_column(ForeignKey("achievement.id"), index=True)
    question: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(Moment)
    answer: Mapped[str] = mapped_column(Text, default="")
    proof_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True, default=None)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    answered_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    achievement: Mapped[Achievement] = relationship(back_populates="questions")
    proof: Mapped[Document | None] = relationship()


class BenefitFinding(Record):
    """What the municipality's own benefit system says of the participant of a track, from a day on."""

    __tablename__ = "benefit_finding"
    __table_args__ = (UniqueConstraint("track_id", "since_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"), index=True)
    since_on: Mapped[date]
    effect: Mapped[BenefitEffect] = mapped_column(Words(BenefitEffect))
    import_id: Mapped[int] = mapped_column(ForeignKey("track_import.id"), index=True)


class TrackImport(Record):
    """A file from the client system. Its lines are kept until they are taken in, its mistakes to work them off."""

    __tablename__ = "track_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ImportKind] = mapped_column(Words(ImportKind))
    filename: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    status: Mapped[ImportStatus] = mapped_column(Words(ImportStatus), index=True)
    lines: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    mistakes: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    line_count: Mapped[int]
    added: Mapped[int] = mapped_column(default=0)
    known: Mapped[int] = mapped_column(default=0)
    offered_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    offered_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"), index=True, default=None)
    offered_by: Mapped[Account] = relationship()
