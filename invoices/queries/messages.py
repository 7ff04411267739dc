"""What was written about invoices, and where the supplier waits for an answer."""

from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from invoices.lifecycle import LineStatus
from invoices.models import Invoice, InvoiceLine, InvoiceMessage
from townhall.accounts.models import Account
from townhall.accounts.queries import accounts_with
from townhall.accounts.roles import Role
from townhall.database import db


def messages_of(invoice_id: int) -> list[InvoiceMessage]:
    """Everything that was written about this invoice, oldest first."""
    return list(
        db.session.scalars(
            select(InvoiceMessage)
            .where(InvoiceMessage.invoice_id == invoice_id)
            .options(joinedload(InvoiceMessage.author), joinedload(InvoiceMessage.line))
            .order_by(InvoiceMessage.id)
        )
    )


def waiting_messages() -> Select[InvoiceMessage]:
    """The last message about every invoice whose supplier waits for us, the oldest first, for a page."""
    return (
        select(InvoiceMessage)
        .join(InvoiceMessage.invoice)
        .where(_waits_for_us())
        .options(
            contains_eager(InvoiceMessage.invoice).options(joinedload(Invoice.supplier), joinedload(Invoice.contract))
        )
        .order_by(InvoiceMessage.written_at, InvoiceMessage.id)
    )


def invoices_waiting_for_an_answer() -> Select[Any]:
    """The ids of those invoices, as ``key``."""
    return select(InvoiceMessage.invoice_id.label("key")).where(_waits_for_us())


def count_waiting_messages() -> int:
    """How many invoices wait for our answer."""
    return db.session.scalar(select(func.count()).select_from(invoices_waiting_for_an_answer().subquery())) or 0


def _waits_for_us() -> ColumnElement[bool]:
    """The last message about its invoice, and the supplier wrote it or disputes a line that was not answered."""
    later = aliased(InvoiceMessage)
    disputed = exists().where(
        InvoiceLine.invoice_id == InvoiceMessage.invoice_id,
        InvoiceLine.status == LineStatus.RETURNED,
        InvoiceLine.disputed_at.is_not(None),
        InvoiceLine.dispute_answered_at.is_(None),
    )
    is_last = ~exists().where(later.invoice_id == InvoiceMessage.invoice_id, later.id > InvoiceMessage.id)
    return is_last & or_(InvoiceMessage.from_supplier, disputed)


def staff_to_tell(invoice_id: int) -> list[Account]:
    """Who at the municipality hears of a message: who wrote about this invoice before, else the contract managers."""
    wrote = select(InvoiceMessage.author_id).where(
        InvoiceMessage.invoice_id == invoice_id, InvoiceMessage.from_supplier.is_(False)
    )
    known = db.session.scalars(select(Account).where(Account.id.in_(wrote)).order_by(Account.id))
    return [each for each in known if each.is_usable] or accounts_with(Role.CONTRACT_MANAGER)
