"""Alerts: raised once, closed when the fact is gone, never deleted."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from alerts.occasions import OccasionKind
from townhall.accounts.roles import Role
from townhall.column_types import Moment, Words
from townhall.database import Record

_OPEN = text("closed_at IS NULL")


class Alert(Record):
    """One warning to one role (or its owner) about one record."""

    __tablename__ = "alert"
    __table_args__ = (
        # One open alert per kind and record: a later stage takes the place of an earlier one.
        Index("uq_alert_open", "kind", "subject", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_alert_worklist", "role", "closed_at", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[OccasionKind] = mapped_column(Words(OccasionKind))
    subject: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(200))
    about: Mapped[str] = mapped_column(Text)
    url: Mapped[str] = mapped_column(String(300))
    role: Mapped[Role] = mapped_column(Words(Role))
    #: Who must know as well, once it is late; the role that has to act keeps it.
    escalated_to: Mapped[Role | None] = mapped_column(Words(Role))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    due_on: Mapped[date | None] = mapped_column(Date)
    stage: Mapped[int]
    is_late: Mapped[bool]
    raised_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_because: Mapped[str] = mapped_column(String(200), default="")
    taken_up_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    taken_up_at: Mapped[datetime | None] = mapped_column(Moment)

    @property
    def number(self) -> str:
        """How the trail calls it."""
        return f"{self.title}: {self.about}"[:200]


class Scan(Record):
    """One run of the daily scan, for whoever asks whether it still runs."""

    __tablename__ = "alert_scan"
    id: Mapped[int] = mapped_column(primary_key=True)
    ran_on: Mapped[date] = mapped_column(Date, index=True)
    ended_at: Mapped[datetime] = mapped_column(Moment)
    raised: Mapped[int]
    closed: Mapped[int]
    open: Mapped[int]
