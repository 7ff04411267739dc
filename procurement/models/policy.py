"""What an administrator may add to the tables of law and policy: new bands, new threshold amounts."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from procurement.bands import Market, PolicyBand
from procurement.procedures import Procedure
from procurement.thresholds import Threshold, ThresholdKind, Trust
from townhall.column_types import Euros, Moment, Words
from townhall.database import Record


class PolicyBandRow(Record):
    """One limit of the municipality's own purchasing policy."""

    __tablename__ = "policy_band"
    __table_args__ = (
        UniqueConstraint("market", "in_force_from", "from_amount"),
        CheckConstraint("from_amount >= 0", name="from_amount_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    market: Mapped[Market] = mapped_column(Words(Market))
    from_amount: Mapped[Decimal] = mapped_column(Euros)
    procedure: Mapped[Procedure] = mapped_column(Words(Procedure))
    in_force_from: Mapped[date]
    source: Mapped[str] = mapped_column(String(200))
    added_at: Mapped[datetime] = mapped_column(Moment)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)

    def facts(self) -> PolicyBand:
        """The row as the rules know it."""
        return PolicyBand(self.market, self.from_amount, self.procedure, self.in_force_from, self.source)


class ThresholdRow(Record):
    """One threshold amount that came after the table in the code."""

    __tablename__ = "threshold_amount"
    __table_args__ = (
        UniqueConstraint("kind", "in_force_from"),
        CheckConstraint("amount > 0", name="amount_is_positive"),
        CheckConstraint("in_force_to >= in_force_from", name="period_goes_forward"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ThresholdKind] = mapped_column(Words(ThresholdKind))
    in_force_from: Mapped[date]
    in_force_to: Mapped[date]
    amount: Mapped[Decimal] = mapped_column(Euros)
    source: Mapped[str] = mapped_column(String(200))
    added_at: Mapped[datetime] = mapped_column(Moment)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)

    def facts(self) -> Threshold:
        """The row as the rules know it."""
        return Threshold(
            self.kind, self.in_force_from, self.in_force_to, self.amount, Trust.READ, self.source
        )
