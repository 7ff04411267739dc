"""Rates of statutory interest that were typed in after this house was built."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from invoices.payment_terms import InterestRate, half_year_of
from invoices.statutory_rates import RateStatus
from townhall.accounts.models import Account
from townhall.column_types import Exact, Moment, Words
from townhall.database import Record

_STANDS = text("status <> 'rejected'")


class StatutoryRate(Record):
    """The rate of a half-year with its source: recorded by one person, confirmed or turned down by another."""

    __tablename__ = "statutory_rate"
    __table_args__ = (
        Index("uq_statutory_rate_starts_on", "starts_on", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS),
        CheckConstraint("status <> 'confirmed' OR decided_by_id <> recorded_by_id", name="four_eyes"),
        CheckConstraint("(status = 'proposed') = (decided_at IS NULL)", name="decided_has_a_moment"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    starts_on: Mapped[date]
    """The first day of the half-year."""
    percent: Mapped[Decimal] = mapped_column(Exact)
    source: Mapped[str] = mapped_column(Text)
    status: Mapped[RateStatus] = mapped_column(Words(RateStatus), default=RateStatus.PROPOSED)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    decided_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    version: Mapped[int] = mapped_column()

    recorded_by: Mapped[Account | None] = relationship(foreign_keys=[recorded_by_id])
    decided_by: Mapped[Account | None] = relationship(foreign_keys=[decided_by_id])

    __mapper_args__ = {"version_id_col": version}

    def as_rate(self) -> InterestRate:
        """The values that the rules need; once confirmed it is verified."""
        is_confirmed = self.status is RateStatus.CONFIRMED
        return InterestRate(*half_year_of(self.starts_on), self.percent, self.source, verified=is_confirmed)
