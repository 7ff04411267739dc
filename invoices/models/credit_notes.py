"""Credit notes of suppliers: what each line gave back, kept as it was booked."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from invoices.credit_notes import CreditEffect
from invoices.lifecycle import InvoiceOrigin
from invoices.models.clawbacks import Clawback
from invoices.models.invoices import Invoice, InvoiceLine
from townhall.column_types import Euros, Exact, Moment, Words
from townhall.database import Record
from townhall.documents.models import Document
from townhall.organisations.models import Organisation


class CreditNote(Record):
    """A document by which a supplier gives back lines of one of its invoices. It is booked whole, or refused."""

    __tablename__ = "credit_note"
    __table_args__ = (
        UniqueConstraint("supplier_id", "number"),
        CheckConstraint("gross = net + vat", name="gross_is_net_plus_vat"),
        CheckConstraint("net > 0", name="net_is_positive"),
        CheckConstraint("number <> ''", name="has_a_number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    number: Mapped[str] = mapped_column(String(60))
    origin: Mapped[InvoiceOrigin] = mapped_column(Words(InvoiceOrigin))
    issued_on: Mapped[date]
    received_at: Mapped[datetime] = mapped_column(Moment, index=True)
    net: Mapped[Decimal] = mapped_column(Euros)
    vat: Mapped[Decimal] = mapped_column(Euros)
    gross: Mapped[Decimal] = mapped_column(Euros)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)

    supplier: Mapped[Organisation] = relationship()
    invoice: Mapped[Invoice] = relationship()
    document: Mapped[Document] = relationship()
    lines: Mapped[list["CreditNoteLine"]] = relationship(
        back_populates="credit_note", order_by="CreditNoteLine.sequence"
    )


class CreditNoteLine(Record):
    """One line of it, the line of the invoice it gives back, and the clawback by which it comes back, if any."""

    __tablename__ = "credit_note_line"
    __table_args__ = (
        UniqueConstraint("credit_note_id", "sequence"),
        # A clawback is proved by one credit note.
        UniqueConstraint("clawback_id"),
        CheckConstraint("(effect = 'line_back') = (clawback_id IS NULL)", name="line_back_or_clawback"),
        CheckConstraint("net > 0", name="net_is_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    credit_note_id: Mapped[int] = mapped_column(ForeignKey("credit_note.id"))
    sequence: Mapped[int]
    number: Mapped[str] = mapped_column(String(60))
    """The number the supplier gave the line."""
    net: Mapped[Decimal] = mapped_column(Euros)
    vat_rate: Mapped[Decimal] = mapped_column(Exact)
    """In percent."""
    vat: Mapped[Decimal] = mapped_column(Euros)
    """Its share of the VAT of the credit note, so that the lines add up to the total."""
    effect: Mapped[CreditEffect] = mapped_column(Words(CreditEffect))
    invoice_line_id: Mapped[int] = mapped_column(ForeignKey("invoice_line.id"), index=True)
    clawback_id: Mapped[int | None] = mapped_column(ForeignKey("clawback.id"), default=None)

    credit_note: Mapped[CreditNote] = relationship(back_populates="lines")
    line: Mapped[InvoiceLine] = relationship()
    clawback: Mapped[Clawback | None] = relationship(back_populates="credit_line")
