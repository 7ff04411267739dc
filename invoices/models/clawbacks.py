"""What comes back of a paid line, as a row of its own, and the payments it was taken off."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.models import Achievement
from invoices.clawbacks import AskedBefore, ClawbackStatus
from invoices.lifecycle import PaymentStatus
from invoices.models.invoices import InvoiceLine
from invoices.models.payments import Payment
from townhall.column_types import Euros, Moment, Words
from townhall.database import Record
from townhall.money import sum_of
from townhall.organisations.models import Organisation

if TYPE_CHECKING:
    from invoices.models.credit_notes import CreditNoteLine

#: Work ended too early, or the supplier gave it back itself: of each at most one stands.
_ENDED = text("status <> 'cancelled' AND ended_on IS NOT NULL")
_GIVEN_BACK = text("status <> 'cancelled' AND ended_on IS NULL")


class Clawback(Record):
    """A fee, or a part of it, that must come back. What was paid stays as it is; this stands beside it.

    Once because work ended too early, and once because the supplier gave a part back; together never more than paid.
    """

    __tablename__ = "clawback"
    __table_args__ = (
        Index("uq_clawback_once_ended", "achievement_id", unique=True, sqlite_where=_ENDED, postgresql_where=_ENDED),
        Index(
            "uq_clawback_once_given_back",
            "achievement_id",
            unique=True,
            sqlite_where=_GIVEN_BACK,
            postgresql_where=_GIVEN_BACK,
        ),
        Index("ix_clawback_supplier_status", "supplier_id", "status"),
        CheckConstraint("net > 0", name="net_is_positive"),
        CheckConstraint("vat >= 0", name="vat_not_negative"),
        CheckConstraint("(status = 'settled') = (settled_on IS NOT NULL)", name="settled_has_a_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    achievement_id: Mapped[int] = mapped_column(ForeignKey("achievement.id"), index=True)
    invoice_line_id: Mapped[int] = mapped_column(ForeignKey("invoice_line.id"), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    net: Mapped[Decimal] = mapped_column(Euros)
    vat: Mapped[Decimal] = mapped_column(Euros)
    ended_on: Mapped[date | None] = mapped_column(default=None)
    """The last day of the work that ended too early; None when the supplier gave it back itself."""
    reason: Mapped[str] = mapped_column(Text)
    status: Mapped[ClawbackStatus] = mapped_column(Words(ClawbackStatus), default=ClawbackStatus.OPEN)
    raised_at: Mapped[datetime] = mapped_column(Moment)
    credit_note_asked_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    settled_on: Mapped[date | None] = mapped_column(default=None)
    settled_by: Mapped[str] = mapped_column(Text, default="")
    """By which payments, receipt or credit note it was settled, or why it was let go."""
    version: Mapped[int] = mapped_column()

    achievement: Mapped[Achievement] = relationship()
    line: Mapped[InvoiceLine] = relationship()
    supplier: Mapped[Organisation] = relationship()
    credit_line: Mapped["CreditNoteLine | None"] = relationship(back_populates="clawback")
    """The line of the credit note that proves it, when one came."""
    set_offs: Mapped[list["ClawbackSetOff"]] = relationship(back_populates="clawback", order_by="ClawbackSetOff.id")

    __mapper_args__ = {"version_id_col": version}

    def as_asked(self) -> AskedBefore:
        """The values that the rules of asking back need."""
        return AskedBefore(self.net, self.vat, self.ended_on, is_let_go=self.status is ClawbackStatus.CANCELLED)

    @property
    def gross(self) -> Decimal:
        """What must come back, with VAT."""
        return self.net + self.vat

    @property
    def set_off_so_far(self) -> Decimal:
        """What was taken off payments that did not fail."""
        return sum_of(each.amount for each in self.set_offs if each.payment.status is not PaymentStatus.FAILED)

    @property
    def outstanding(self) -> Decimal:
        """What must still come back; nothing once it is settled or let go."""
        return self.gross - self.set_off_so_far if self.status is ClawbackStatus.OPEN else Decimal(0)


class ClawbackSetOff(Record):
    """So much of a clawback was taken off this payment; it does not count when that payment failed."""

    __tablename__ = "clawback_set_off"
    __table_args__ = (
        UniqueConstraint("clawback_id", "payment_id"),
        CheckConstraint("amount > 0", name="amount_is_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    clawback_id: Mapped[int] = mapped_column(ForeignKey("clawback.id"))
    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"), index=True)
    amount: Mapped[Decimal] = mapped_column(Euros)

    clawback: Mapped[Clawback] = relationship(back_populates="set_offs")
    payment: Mapped[Payment] = relationship(back_populates="set_offs")
