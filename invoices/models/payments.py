"""Payments and the runs they leave in. What happened to a payment is added, never changed."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import DDL, CheckConstraint, ForeignKey, Index, String, Text, event, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from invoices.lifecycle import PaymentRunStatus, PaymentStatus
from invoices.models.invoices import Invoice
from invoices.models.late_charges import LateCharge
from invoices.sepa import PainVersion
from townhall.accounts.models import Account
from townhall.column_types import Euros, Moment, Words
from townhall.database import Record
from townhall.documents.models import Document

if TYPE_CHECKING:
    from invoices.models.clawbacks import ClawbackSetOff

_NOT_FAILED = text("status <> 'failed'")


class PaymentRun(Record):
    """One file for the bank."""

    __tablename__ = "payment_run"
    __table_args__ = (CheckConstraint("total > 0", name="total_is_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    execution_on: Mapped[date]
    pain_version: Mapped[PainVersion] = mapped_column(Words(PainVersion))
    total: Mapped[Decimal] = mapped_column(Euros)
    status: Mapped[PaymentRunStatus] = mapped_column(Words(PaymentRunStatus), default=PaymentRunStatus.MADE)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    document: Mapped[Document] = relationship()
    made_by: Mapped[Account | None] = relationship()
    payments: Mapped[list["Payment"]] = relationship(back_populates="run", order_by="Payment.id")

    __mapper_args__ = {"version_id_col": version}


class Payment(Record):
    """What one invoice gets, or one claim for late payment, to the account as it was confirmed then; once each."""

    __tablename__ = "payment"
    __table_args__ = (
        Index(
            "uq_payment_live_invoice",
            "invoice_id",
            unique=True,
            sqlite_where=_NOT_FAILED,
            postgresql_where=_NOT_FAILED,
        ),
        Index(
            "uq_payment_live_late_charge",
            "late_charge_id",
            unique=True,
            sqlite_where=_NOT_FAILED,
            postgresql_where=_NOT_FAILED,
        ),
        CheckConstraint("amount > 0", name="amount_is_positive"),
        CheckConstraint("(invoice_id IS NULL) <> (late_charge_id IS NULL)", name="for_one_thing"),
        CheckConstraint("(status = 'ordered') = (booked_on IS NULL)", name="booked_has_a_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("payment_run.id"), index=True)
    invoice_id: Mapped[int | None] = mapped_column(ForeignKey("invoice.id"), index=True)
    late_charge_id: Mapped[int | None] = mapped_column(ForeignKey("late_charge.id"), index=True, default=None)
    """What is paid for being late; such a payment pays no invoice."""
    number: Mapped[str] = mapped_column(String(35), unique=True)
    """The end-to-end identification the bank and the supplier see."""
    amount: Mapped[Decimal] = mapped_column(Euros)
    iban: Mapped[str] = mapped_column(String(34))
    name: Mapped[str] = mapped_column(String(200))
    status: Mapped[PaymentStatus] = mapped_column(Words(PaymentStatus), default=PaymentStatus.ORDERED)
    booked_on: Mapped[date | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column()

    run: Mapped[PaymentRun] = relationship(back_populates="payments")
    invoice: Mapped[Invoice | None] = relationship()
    late_charge: Mapped[LateCharge | None] = relationship()
    events: Mapped[list["PaymentEvent"]] = relationship(back_populates="payment", order_by="PaymentEvent.id")
    set_offs: Mapped[list["ClawbackSetOff"]] = relationship(back_populates="payment", order_by="ClawbackSetOff.id")

    __mapper_args__ = {"version_id_col": version}

    @property
    def about(self) -> Invoice:
        """The invoice that it pays, or that was paid too late."""
        invoice = self.late_charge.invoice if self.late_charge else self.invoice
        assert invoice is not None, "a payment is for an invoice or for paying one late"
        return invoice

    @property
    def title(self) -> str:
        """What it pays, as people call it."""
        if self.late_charge:
            return f"Vergoeding {self.late_charge.number}, factuur {self.about.number}"
        return f"Factuur {self.about.number}"


class PaymentEvent(Record):
    """Ordered, paid or failed: one row each time, which the database itself keeps as it was."""

    __tablename__ = "payment_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"), index=True)
    kind: Mapped[PaymentStatus] = mapped_column(Words(PaymentStatus))
    happened_on: Mapped[date]
    amount: Mapped[Decimal] = mapped_column(Euros)
    reason: Mapped[str] = mapped_column(Text, default="")
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(Moment)

    payment: Mapped[Payment] = relationship(back_populates="events")
    recorded_by: Mapped[Account | None] = relationship()


SQLITE_GUARDS = [
    f"CREATE TRIGGER payment_event_no_{act.lower()} BEFORE {act} ON payment_event "
    "BEGIN SELECT RAISE(ABORT, 'payment events are append-only'); END"
    for act in ("UPDATE", "DELETE")
]
POSTGRES_GUARDS = [
    "CREATE OR REPLACE FUNCTION payment_event_is_append_only() RETURNS trigger AS $$ "
    "BEGIN RAISE EXCEPTION 'payment events are append-only'; END; $$ LANGUAGE plpgsql",
    "CREATE TRIGGER payment_event_no_change BEFORE UPDATE OR DELETE ON payment_event "
    "FOR EACH ROW EXECUTE FUNCTION payment_event_is_append_only()",
]

for dialect, statements in (("sqlite", SQLITE_GUARDS), ("postgresql", POSTGRES_GUARDS)):
    for statement in statements:
        event.listen(
            PaymentEvent.__table__,
            "after_create",
            DDL(statement.replace("%", "%%")).execute_if(dialect=dialect),  # type: ignore[no-untyped-call]
        )
