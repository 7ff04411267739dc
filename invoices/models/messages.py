"""What both sides wrote about an invoice. A message is added, never changed; the database itself sees to it."""

from datetime import datetime

from sqlalchemy import DDL, ForeignKey, Index, Text, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from invoices.disputes import MessageKind
from invoices.models.invoices import Invoice, InvoiceLine
from townhall.accounts.models import Account
from townhall.column_types import Moment, Words
from townhall.database import Record


class InvoiceMessage(Record):
    """One message about an invoice, or about one line of it: plain, or a step in a dispute."""

    __tablename__ = "invoice_message"
    __table_args__ = (Index("ix_invoice_message_invoice_id_id", "invoice_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"))
    line_id: Mapped[int | None] = mapped_column(ForeignKey("invoice_line.id"), index=True, default=None)
    kind: Mapped[MessageKind] = mapped_column(Words(MessageKind))
    from_supplier: Mapped[bool]
    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    written_at: Mapped[datetime] = mapped_column(Moment)

    invoice: Mapped[Invoice] = relationship()
    line: Mapped[InvoiceLine | None] = relationship()
    author: Mapped[Account | None] = relationship()


SQLITE_GUARDS = [
    f"CREATE TRIGGER invoice_message_no_{act.lower()} BEFORE {act} ON invoice_message "
    "BEGIN SELECT RAISE(ABORT, 'messages are append-only'); END"
    for act in ("UPDATE", "DELETE")
]
POSTGRES_GUARDS = [
    "CREATE OR REPLACE FUNCTION invoice_message_is_append_only() RETURNS trigger AS $$ "
    "BEGIN RAISE EXCEPTION 'messages are append-only'; END; $$ LANGUAGE plpgsql",
    "CREATE TRIGGER invoice_message_no_change BEFORE UPDATE OR DELETE ON invoice_message "
    "FOR EACH ROW EXECUTE FUNCTION invoice_message_is_append_only()",
]

for dialect, statements in (("sqlite", SQLITE_GUARDS), ("postgresql", POSTGRES_GUARDS)):
    for statement in statements:
        event.listen(
            InvoiceMessage.__table__,
            "after_create",
            DDL(statement.replace("%", "%%")).execute_if(dialect=dialect),  # type: ignore[no-untyped-call]
        )
