"""What a supplier asks because an invoice was paid too late. What was paid on the invoice stays as it is."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from invoices.late_charges import LateChargeStatus, SignedCharge
from invoices.models.invoices import Invoice
from invoices.payment_terms import InterestPart, LateInterest, Lateness, days_late
from townhall.accounts.models import Account
from townhall.budgets.models import Commitment
from townhall.column_types import Euros, Json, Moment, Words
from townhall.database import Record
from townhall.money import euros

_STANDS = text("status NOT IN ('refused', 'lapsed')")


class LateCharge(Record):
    """Interest and costs of recovery over one invoice, as they were when it was asked; at most one that stands."""

    __tablename__ = "late_charge"
    __table_args__ = (
        Index(
            "uq_late_charge_invoice", "invoice_id", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS
        ),
        Index("ix_late_charge_status", "status"),
        CheckConstraint("interest >= 0 AND costs > 0", name="amounts_are_positive"),
        CheckConstraint("invoice_paid_on > invoice_due_on", name="was_late"),
        CheckConstraint("(status = 'paid') = (paid_on IS NOT NULL)", name="paid_has_a_day"),
        CheckConstraint("(status = 'refused') = (refusal_reason <> '')", name="refused_has_a_reason"),
        CheckConstraint("approved_by_id <> asked_by_id", name="asked_and_approved_by_two"),
        CheckConstraint("released_by_id <> approved_by_id", name="approved_and_released_by_two"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"))
    principal: Mapped[Decimal] = mapped_column(Euros)
    """What was paid too late, incl. VAT."""
    invoice_due_on: Mapped[date]
    invoice_paid_on: Mapped[date]
    interest: Mapped[Decimal] = mapped_column(Euros)
    costs: Mapped[Decimal] = mapped_column(Euros)
    parts: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    """How the interest was counted, rate by rate, as it was shown to who asked."""
    status: Mapped[LateChargeStatus] = mapped_column(Words(LateChargeStatus), default=LateChargeStatus.ASKED)
    asked_at: Mapped[datetime] = mapped_column(Moment)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    approved_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    refusal_reason: Mapped[str] = mapped_column(Text, default="")
    refused_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    refused_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    released_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    paid_on: Mapped[date | None] = mapped_column(default=None)
    commitment_id: Mapped[int | None] = mapped_column(ForeignKey("commitment.id"), index=True, default=None)
    version: Mapped[int] = mapped_column()

    invoice: Mapped[Invoice] = relationship()
    commitment: Mapped[Commitment | None] = relationship()
    asked_by: Mapped[Account | None] = relationship(foreign_keys=[asked_by_id])
    approved_by: Mapped[Account | None] = relationship(foreign_keys=[approved_by_id])
    refused_by: Mapped[Account | None] = relationship(foreign_keys=[refused_by_id])
    released_by: Mapped[Account | None] = relationship(foreign_keys=[released_by_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def amount(self) -> Decimal:
        """Interest and costs together; there is no VAT over it."""
        return self.interest + self.costs

    def as_lateness(self) -> Lateness:
        """What was asked and how it was counted, as values."""
        parts = tuple(
            InterestPart(
                date.fromisoformat(each["starts_on"]), date.fromisoformat(each["ends_on"]), euros(each["principal"]),
                Decimal(each["percent"]), each["verified"], each["source"],
            )
            for each in self.parts
        )  # fmt: skip
        days = days_late(self.invoice_due_on, self.invoice_paid_on)
        return Lateness(days, LateInterest(self.interest, parts, unknown_from=None), self.costs)

    def as_signed(self) -> SignedCharge:
        """The values that the rules of signing need."""
        return SignedCharge(
            self.status, self.asked_by_id, self.approved_by_id, self.released_by_id, self.amount
        )
