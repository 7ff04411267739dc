"""What went to the ledger: each file by its number, and in which file each movement of money stands, once."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from invoices.models.payments import PaymentEvent
from townhall.accounts.models import Account
from townhall.column_types import Euros, Moment
from townhall.database import Record
from townhall.documents.models import Document


class JournalExport(Record):
    """One file for the ledger, kept as it was made."""

    __tablename__ = "journal_export"
    __table_args__ = (CheckConstraint("movements > 0", name="has_movements"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    movements: Mapped[int]
    total: Mapped[Decimal] = mapped_column(Euros)
    """Everything on the debit side, which is everything on the credit side."""
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(Moment)

    document: Mapped[Document] = relationship()
    made_by: Mapped[Account | None] = relationship()
    bookings: Mapped[list["JournalBooking"]] = relationship(back_populates="export", order_by="JournalBooking.id")


class JournalBooking(Record):
    """This movement of money stands in this file, and in no other."""

    __tablename__ = "journal_booking"

    id: Mapped[int] = mapped_column(primary_key=True)
    export_id: Mapped[int] = mapped_column(ForeignKey("journal_export.id"), index=True)
    payment_event_id: Mapped[int] = mapped_column(ForeignKey("payment_event.id"), unique=True)

    export: Mapped[JournalExport] = relationship(back_populates="bookings")
    event: Mapped[PaymentEvent] = relationship()
