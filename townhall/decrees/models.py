"""Decreed days that were added after this house was built."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from townhall.accounts.models import Account
from townhall.column_types import Moment
from townhall.database import Record


class AddedDecreedDay(Record):
    """A day of a royal decree under art. 3(3) Algemene termijnenwet; withdrawn when it was added by mistake."""

    __tablename__ = "added_decreed_day"
    __table_args__ = (
        Index(
            "uq_added_decreed_day_live", "day", unique=True,
            sqlite_where=text("withdrawn_at IS NULL"), postgresql_where=text("withdrawn_at IS NULL"),
        ),
        CheckConstraint("(withdrawn_at is null) = (withdrawal_reason = '')", name="withdrawn_has_a_reason"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(Date)
    #: The name of the decree.
    name: Mapped[str] = mapped_column(String(200))
    #: Where it was published: Staatsblad or Staatscourant, with its number.
    source: Mapped[str] = mapped_column(String(200))
    added_at: Mapped[datetime] = mapped_column(Moment)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawal_reason: Mapped[str] = mapped_column(Text, default="")

    added_by: Mapped[Account | None] = relationship()
