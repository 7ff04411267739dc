"""Alerts: raised once, closed when the fact is gone, never deleted."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from alerts.occasion import OccasionKind
from alerts.states import AlertState, state_of
from townhall.accounts.models import Account
from townhall.accounts.roles import Role
from townhall.column_types import Json, Moment, Words
from townhall.database import Record
from townhall.mail.models import OutboxMail

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
    #: The supplier whom it concerns; None for alerts of the municipality's own people.
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    contract_id: Mapped[int | None] = mapped_column(ForeignKey("framework_contract.id"), index=True)
    #: The lead times or levels that had passed before this one.
    earlier: Mapped[list[int]] = mapped_column(Json, default=list, server_default="[]")
    what_to_do: Mapped[str] = mapped_column(Text, default="", server_default="")
    is_urgent: Mapped[bool] = mapped_column(default=False, server_default="0")
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    seen_at: Mapped[datetime | None] = mapped_column(Moment)
    snoozed_until: Mapped[date | None] = mapped_column(Date)
    delegated_to_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    #: Who handed it over; the same person once it came back. Not known of what was handed over before this was kept.
    delegated_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    #: The last day it stays there, if one was given.
    delegated_until: Mapped[date | None] = mapped_column(Date)

    taken_up_by: Mapped[Account | None] = relationship(foreign_keys=[taken_up_by_id])
    delegated_to: Mapped[Account | None] = relationship(foreign_keys=[delegated_to_id])
    delegated_by: Mapped[Account | None] = relationship(foreign_keys=[delegated_by_id])
    owner: Mapped[Account | None] = relationship(foreign_keys=[owner_id])

    def state_on(self, today: date) -> AlertState:
        """Where it stands on this day."""
        return state_of(
            today,
            is_closed=self.closed_at is not None,
            is_seen=self.seen_at is not None,
            is_taken_up=self.taken_up_at is not None,
            is_delegated=self.delegated_to_id is not None,
            snoozed_until=self.snoozed_until,
        )

    @property
    def key(self) -> tuple[str, str, date | None, int]:
        """What makes it the same alert, as ``Raised.key``."""
        return (self.kind.value, self.subject, self.due_on, self.stage)

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
    #: Whether this run walked the whole trail, and at which entry it did not fit.
    trail_checked: Mapped[bool] = mapped_column(default=False, server_default="0")
    trail_broken_at: Mapped[int | None]


class AlertMail(Record):
    """That this person was mailed about this alert on this day, and with which mail."""

    __tablename__ = "alert_mail"
    __table_args__ = (UniqueConstraint("alert_id", "account_id", "mailed_on", name="uq_alert_mail_once_a_day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    alert_id: Mapped[int] = mapped_column(ForeignKey("alert.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    mailed_on: Mapped[date] = mapped_column(Date)
    mail_id: Mapped[int] = mapped_column(ForeignKey("outbox_mail.id"), index=True)
    is_digest: Mapped[bool]
    account: Mapped[Account] = relationship()
    mail: Mapped[OutboxMail] = relationship()


class AlertSetting(Record):
    """What was set of one occasion, for everything or for one contract."""

    __tablename__ = "alert_setting"
    __table_args__ = (
        UniqueConstraint("kind", "contract_id", name="uq_alert_setting_contract"),
        Index(
            "uq_alert_setting_general", "kind", unique=True, sqlite_where=text("contract_id IS NULL"),
            postgresql_where=text("contract_id IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[OccasionKind] = mapped_column(Words(OccasionKind))
    contract_id: Mapped[int | None] = mapped_column(ForeignKey("framework_contract.id"), index=True)
    steps: Mapped[list[int] | None] = mapped_column(Json)
    role: Mapped[Role | None] = mapped_column(Words(Role))
    again_days: Mapped[int | None]
    what_to_do: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class CalendarFeed(Record):
    """A calendar to subscribe to: who has the secret address sees these days; taken back, it is gone."""

    __tablename__ = "calendar_feed"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    #: One of the person's roles, or None for all of them.
    role: Mapped[Role | None] = mapped_column(Words(Role))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    account: Mapped[Account] = relationship()


class AlertPreference(Record):
    """How somebody wants his mail."""

    __tablename__ = "alert_preference"
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    #: Without it only what is urgent or late is mailed; the work list shows all.
    wants_digest: Mapped[bool]
    wants_html: Mapped[bool]
