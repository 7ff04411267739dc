"""Absences."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from townhall.accounts.models import Account
from townhall.column_types import Moment
from townhall.database import Record


class Absence(Record):
    """Somebody is away from the first day to the last; ``stand_in`` gets what is addressed to him personally."""

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="absence_in_order"),
        CheckConstraint("stand_in_id IS NULL OR stand_in_id <> account_id", name="absence_not_by_self"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    note: Mapped[str] = mapped_column(String(200), default="")
    written_at: Mapped[datetime] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    account: Mapped[Account] = relationship(foreign_keys=[account_id])
    stand_in: Mapped[Account | None] = relationship(foreign_keys=[stand_in_id])
