"""How a lot is estimated beside its volume and fees, and the regime advices that were kept with a tender."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procurement.estimates import EstimateMethod, RecurringPurchase
from procurement.worksheets import LotOptionFacts, Valuation
from townhall.column_types import Euros, Exact, Json, Moment, Words
from townhall.database import Record

if TYPE_CHECKING:
    from procurement.models.tenders import Lot


class HasEstimate:
    """The columns of a lot that say over which time it is estimated, and what its maximum rests on."""

    most_clients_per_year: Mapped[int | None] = mapped_column(default=None)
    """The most people a year; None when the expected number is also the highest."""
    maximum_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Why the maximum value departs from the worksheet; empty when it follows the worksheet."""
    estimate_method: Mapped[EstimateMethod] = mapped_column(
        Words(EstimateMethod), default=EstimateMethod.WHOLE_TERM, server_default="whole_term"
    )
    estimate_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    recurring_spent: Mapped[Decimal | None] = mapped_column(Euros, default=None)
    """What similar contracts cost in the last twelve months (art. 2.21 AW); None when that is not used."""
    turnover_required: Mapped[Decimal | None] = mapped_column(Euros, default=None)
    """The yearly turnover a bidder must have for this lot (art. 2.90 AW); None when none is asked."""
    turnover_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    recurring_change_percent: Mapped[Decimal | None] = mapped_column(Exact, default=None)

    def valuation(self) -> Valuation:
        """Over which time the lot is estimated, as values."""
        spent, change = self.recurring_spent, self.recurring_change_percent
        recurring = None if spent is None else RecurringPurchase(spent, change or Decimal(0))
        return Valuation(self.estimate_method, self.estimate_reason, recurring)


class LotOption(Record):
    """An option of a lot other than an extension, with what it costs when it is taken (BT-54)."""

    __tablename__ = "lot_option"
    __table_args__ = (
        UniqueConstraint("lot_id", "sequence"),
        CheckConstraint("amount > 0", name="amount_is_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    sequence: Mapped[int]
    label: Mapped[str] = mapped_column(String(200))
    amount: Mapped[Decimal] = mapped_column(Euros)
    lot: Mapped["Lot"] = relationship(back_populates="options")

    def facts(self) -> LotOptionFacts:
        """The values a rule needs."""
        return LotOptionFacts(self.label, self.amount)


class RegimeAdviceRow(Record):
    """A regime advice as it was kept with a tender; a newer one is added, this one stays as it is."""

    __tablename__ = "regime_advice"
    __table_args__ = (
        UniqueConstraint("tender_id", "number"),
        CheckConstraint("number > 0", name="number_is_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    number: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(String(200))
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    """Facts and advice as they were."""
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True, default=None)
    """The memo, once the job has made it."""
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"), index=True, default=None)

    @property
    def title(self) -> str:
        """How the trail names it."""
        return f"Regime-advies {self.number}"
