"""How far lines of invoices may be off, by decision."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Date, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from invoices.tolerances import DecidedTolerance, Tolerance
from townhall.accounts.models import Account
from townhall.column_types import Euros, Exact, Moment
from townhall.database import Record


class MatchTolerance(Record):
    """A decision on what may be off; a later row with the same first day takes its place."""

    __tablename__ = "match_tolerance"

    id: Mapped[int] = mapped_column(primary_key=True)
    from_on: Mapped[date] = mapped_column(Date)
    less_amount: Mapped[Decimal | None] = mapped_column(Euros, default=None)
    less_percent: Mapped[Decimal | None] = mapped_column(Exact, default=None)
    cents_off: Mapped[Decimal | None] = mapped_column(Euros, default=None)
    days_late: Mapped[int | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(Text)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    decided_at: Mapped[datetime] = mapped_column(Moment)

    decided_by: Mapped[Account | None] = relationship()

    def facts(self) -> DecidedTolerance:
        """The values that the rules need."""
        return DecidedTolerance(
            self.from_on, Tolerance(self.less_amount, self.less_percent, self.cents_off, self.days_late)
        )
