"""What a planning rests on (lead times, recesses), and the plannings that were counted back for a tender."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from procurement.planning_norms import Norm, PlanningNorm, Recess
from procurement.timeline import Haste
from townhall.column_types import Json, Moment, Words
from townhall.database import Record


class PlanningNormRow(Record):
    """How long a step of the municipality takes from a day on; added, never changed."""

    __tablename__ = "planning_norm"
    __table_args__ = (
        UniqueConstraint("norm", "in_force_from"),
        CheckConstraint("days >= 0", name="days_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    norm: Mapped[Norm] = mapped_column(Words(Norm))
    days: Mapped[int]
    in_force_from: Mapped[date]
    source: Mapped[str] = mapped_column(String(200))
    added_at: Mapped[datetime] = mapped_column(Moment)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)

    def facts(self) -> PlanningNorm:
        """The row as the rules know it."""
        return PlanningNorm(self.norm, self.days, self.in_force_from, self.source)


class CouncilRecess(Record):
    """Days on which the college of this municipality does not decide."""

    __tablename__ = "council_recess"
    __table_args__ = (
        UniqueConstraint("starts_on"),
        CheckConstraint("ends_on >= starts_on", name="goes_forward"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    source: Mapped[str] = mapped_column(String(200))
    added_at: Mapped[datetime] = mapped_column(Moment)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)

    def facts(self) -> Recess:
        """The row as the rules know it."""
        return Recess(self.name, self.starts_on, self.ends_on, self.source)


class TenderPlanning(Record):
    """A planning that was counted back and taken over into a tender; the latest one counts."""

    __tablename__ = "tender_planning"
    __table_args__ = (UniqueConstraint("tender_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    number: Mapped[int]
    haste: Mapped[Haste] = mapped_column(Words(Haste), default=Haste.NORMAL)
    """Whether the short terms of art. 2.74 AW were planned with."""
    haste_reason: Mapped[str] = mapped_column(Text, default="")
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    """The wishes, every day with why, the lead times and recesses it was counted with."""
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
