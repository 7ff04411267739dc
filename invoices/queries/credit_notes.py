"""Credit notes: what a supplier gave back, and what it still can."""

from hashlib import sha256

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import joinedload, selectinload

from invoices.clawbacks import ClawbackStatus
from invoices.credit_notes import InvoicedLine, StandingClawback
from invoices.models import Clawback, CreditNote, CreditNoteLine, Invoice
from invoices.permissions import InvoicesPermission
from invoices.queries.invoices import invoice_with_number
from townhall.accounts.actor import Actor
from townhall.accounts.gate import holds
from townhall.database import db
from townhall.documents.models import Document

_WHOLE = (
    joinedload(CreditNote.supplier),
    joinedload(CreditNote.invoice).joinedload(Invoice.contract),
    joinedload(CreditNote.document),
    selectinload(CreditNote.lines).options(joinedload(CreditNoteLine.line), joinedload(CreditNoteLine.clawback)),
)


def credit_notes_visible_to(actor: Actor) -> Select[CreditNote]:
    """The credit notes this person may see, the newest first, for a page: a supplier its own, staff all."""
    statement = select(CreditNote).options(joinedload(CreditNote.supplier), joinedload(CreditNote.invoice))
    if not holds(actor, InvoicesPermission.INVOICE_READ):
        statement = statement.where(CreditNote.supplier_id == actor.organisation_id)
    return statement.order_by(CreditNote.received_at.desc(), CreditNote.id.desc())


def credit_note_visible_to(actor: Actor, credit_note_id: int) -> CreditNote | None:
    """The credit note with its lines, if this person may see it."""
    return db.session.scalar(
        credit_notes_visible_to(actor).where(CreditNote.id == credit_note_id).options(*_WHOLE)
    )


def may_read_credit_note(actor: Actor, document_id: int) -> bool:
    """Whether this person may read the document of a credit note: who may see it."""
    return db.session.scalar(credit_notes_visible_to(actor).where(CreditNote.document_id == document_id)) is not None


def credit_notes_of_invoice(invoice_id: int) -> list[CreditNote]:
    """What was credited of this invoice, oldest first."""
    return list(
        db.session.scalars(
            select(CreditNote)
            .where(CreditNote.invoice_id == invoice_id)
            .options(*_WHOLE)
            .order_by(CreditNote.id)
        )
    )


def credit_note_from_file(supplier_id: int, data: bytes) -> CreditNote | None:
    """The credit note that was made from exactly these bytes."""
    return db.session.scalar(
        select(CreditNote)
        .join(Document, Document.id == CreditNote.document_id)
        .where(CreditNote.supplier_id == supplier_id, Document.sha256 == sha256(data).hexdigest())
    )


def number_is_used(supplier_id: int, number: str) -> bool:
    """Whether this supplier sent an invoice or a credit note under this number; a withdrawn one does not count."""
    credited = exists().where(CreditNote.supplier_id == supplier_id, CreditNote.number == number)
    return invoice_with_number(supplier_id, number) is not None or bool(db.session.scalar(select(credited)))


def invoiced_lines(invoice: Invoice) -> list[InvoicedLine]:
    """The lines of an invoice as they can be credited, with what comes back of each already.

    Of two clawbacks on a line the one that counts is the one no credit note was booked on yet.
    """
    rows = db.session.execute(
        select(Clawback, CreditNoteLine.id)
        .outerjoin(CreditNoteLine, CreditNoteLine.clawback_id == Clawback.id)
        .where(
            Clawback.invoice_line_id.in_([line.id for line in invoice.lines]),
            Clawback.status != ClawbackStatus.CANCELLED,
        )
        .order_by(CreditNoteLine.id.is_(None), Clawback.id)
    )
    standing = {
        each.invoice_line_id: StandingClawback(
            each.id, each.number, each.status, each.net, each.vat, is_credited=credited is not None
        )
        for each, credited in rows
    }
    return [
        InvoicedLine(
            line_id=line.id,
            number=line.number,
            track_number=line.track_number,
            milestone_code=line.milestone_code,
            description=line.description,
            net=line.net,
            vat=line.vat,
            vat_rate=line.vat_rate,
            status=line.status,
            clawback=standing.get(line.id),
        )
        for line in invoice.lines
    ]
