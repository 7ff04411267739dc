"""Which earlier invoices of a supplier there are to correct or to credit."""

from collections.abc import Collection

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from invoices.lifecycle import InvoiceStatus, LineStatus
from invoices.models import Invoice, InvoiceLine
from townhall.database import db

_WITH_LINES = (joinedload(Invoice.contract), selectinload(Invoice.lines))


def correctable_invoices(supplier_id: int, contract_id: int) -> list[Invoice]:
    """What this supplier sent under this contract and came back, whole or in part, or was withdrawn; newest first."""
    came_back = exists().where(InvoiceLine.invoice_id == Invoice.id, InvoiceLine.status == LineStatus.RETURNED)
    return list(
        db.session.scalars(
            select(Invoice)
            .where(
                Invoice.supplier_id == supplier_id,
                Invoice.contract_id == contract_id,
                Invoice.received_at.is_not(None),
                or_(came_back, Invoice.status == InvoiceStatus.WITHDRAWN),
            )
            .options(*_WITH_LINES)
            .order_by(Invoice.id.desc())
        )
    )


def sent_invoices_numbered(supplier_id: int, numbers: Collection[str]) -> list[Invoice]:
    """What this supplier sent under these numbers; a withdrawn one comes after the one that took its number."""
    found = db.session.scalars(
        select(Invoice)
        .where(Invoice.supplier_id == supplier_id, Invoice.number.in_(numbers), Invoice.received_at.is_not(None))
        .options(*_WITH_LINES)
        .order_by(Invoice.id.desc())
    )
    return sorted(found, key=lambda each: each.status is InvoiceStatus.WITHDRAWN)
