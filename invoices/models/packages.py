"""Many e-invoices sent in one ZIP, and what became of each file in it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from invoices.models.credit_notes import CreditNote
from invoices.models.invoices import Invoice
from invoices.packages import PackageFileStatus
from townhall.accounts.models import Account
from townhall.column_types import Json, Moment, Words
from townhall.database import Record
from townhall.organisations.models import Organisation


class InvoicePackage(Record):
    """A ZIP that a supplier sent. It is ended when no file in it waits any more."""

    __tablename__ = "invoice_package"

    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    filename: Mapped[str] = mapped_column(String(200))
    file_count: Mapped[int]
    offered_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    offered_at: Mapped[datetime] = mapped_column(Moment)
    """Also the moment of receipt of every invoice in it: waiting for its turn costs a supplier no day."""
    ended_at: Mapped[datetime | None] = mapped_column(Moment, index=True, default=None)

    supplier: Mapped[Organisation] = relationship()
    offered_by: Mapped[Account] = relationship()


class PackageFile(Record):
    """One file of it. Its bytes are kept until it had its turn; of what was refused only the reasons stay."""

    __tablename__ = "invoice_package_file"
    __table_args__ = (
        UniqueConstraint("package_id", "place"),
        CheckConstraint("(status = 'waiting') = (content IS NOT NULL)", name="waiting_has_content"),
        CheckConstraint("(status IN ('taken_in', 'known')) = (invoice_id IS NOT NULL)", name="taken_in_has_an_invoice"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    package_id: Mapped[int] = mapped_column(ForeignKey("invoice_package.id"))
    place: Mapped[int]
    filename: Mapped[str] = mapped_column(String(200))
    status: Mapped[PackageFileStatus] = mapped_column(
        Words(PackageFileStatus), index=True, default=PackageFileStatus.WAITING
    )
    tries: Mapped[int] = mapped_column(default=0)
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True, default=None)
    invoice_id: Mapped[int | None] = mapped_column(ForeignKey("invoice.id"), index=True, default=None)
    credit_note_id: Mapped[int | None] = mapped_column(ForeignKey("credit_note.id"), index=True, default=None)
    """When it was a credit note; then ``invoice`` is the one it names."""
    reasons: Mapped[list[str]] = mapped_column(Json, default=list)

    package: Mapped[InvoicePackage] = relationship()
    invoice: Mapped[Invoice | None] = relationship()
    credit_note: Mapped[CreditNote | None] = relationship()
