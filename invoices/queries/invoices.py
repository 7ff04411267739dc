"""Questions about invoices, asked by somebody: what is not yours does not exist."""

from collections.abc import Collection
from hashlib import sha256

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from contracts.models import Achievement, FrameworkContract, Track
from invoices.einvoice.facts import Party
from invoices.lifecycle import InvoiceStatus
from invoices.models import Invoice, InvoiceLine
from invoices.permissions import InvoicesPermission
from townhall.accounts.actor import Actor
from townhall.accounts.gate import holds
from townhall.budgets.models import Commitment
from townhall.database import db
from townhall.documents.models import Document
from townhall.identifiers import without_spaces
from townhall.organisations.kinds import OrganisationKind
from townhall.organisations.models import Organisation

_WITH_PARTIES = (joinedload(Invoice.supplier), joinedload(Invoice.contract))
_WHOLE = (
    joinedload(Invoice.supplier),
    joinedload(Invoice.contract),
    joinedload(Invoice.document),
    joinedload(Invoice.stated_by),
    joinedload(Invoice.approved_by),
    joinedload(Invoice.released_by),
    selectinload(Invoice.lines),
)

#: Where somebody has work to do stands on top.
_ORDER = case(
    (Invoice.status == InvoiceStatus.IN_REVIEW, 1),
    (Invoice.status == InvoiceStatus.STATED, 2),
    (Invoice.status == InvoiceStatus.APPROVED, 3),
    else_=4,
)
#: The most urgent first while somebody has work to do; of what is done the newest.
_DUE = case((_ORDER < 4, Invoice.due_on))


def invoices_matching(
    *, text: str = "", status: InvoiceStatus | None = None, supplier_id: int | None = None
) -> Select[Invoice]:
    """What suppliers have sent, for a page: what waits on top, then the newest.

    ``text`` is part of the number of the invoice or the contract, or of the name of the supplier.
    """
    statement = (
        select(Invoice)
        .join(Invoice.supplier)
        .join(Invoice.contract)
        .where(Invoice.status != InvoiceStatus.DRAFT)
        .options(*_WITH_PARTIES)
        .order_by(_ORDER, _DUE, Invoice.received_at.desc(), Invoice.id.desc())
    )
    if text:
        statement = statement.where(
            or_(
                Invoice.number.icontains(text, autoescape=True),
                FrameworkContract.number.icontains(text, autoescape=True),
                Organisation.name.icontains(text, autoescape=True),
            )
        )
    if status is not None:
        statement = statement.where(Invoice.status == status)
    if supplier_id is not None:
        statement = statement.where(Invoice.supplier_id == supplier_id)
    return statement


def first_invoices_matching(*, text: str, status: InvoiceStatus | None, limit: int) -> list[Invoice]:
    """The same list, no longer than the limit, to take along."""
    return list(db.session.scalars(invoices_matching(text=text, status=status).limit(limit)))


def invoices_of_supplier(supplier_id: int) -> Select[Invoice]:
    """Every invoice of this supplier, drafts too, newest first, for a page."""
    return (
        select(Invoice)
        .where(Invoice.supplier_id == supplier_id)
        .options(joinedload(Invoice.contract))
        .order_by(Invoice.id.desc())
    )


def invoice_visible_to(actor: Actor, invoice_id: int) -> Invoice | None:
    """The invoice with its lines, if this person may see it: the supplier's own, or what was sent to us."""
    statement = select(Invoice).where(Invoice.id == invoice_id).options(*_WHOLE)
    if holds(actor, InvoicesPermission.INVOICE_SUBMIT):
        return db.session.scalar(statement.where(Invoice.supplier_id == actor.organisation_id))
    if holds(actor, InvoicesPermission.INVOICE_READ):
        return db.session.scalar(statement.where(Invoice.status != InvoiceStatus.DRAFT))
    return None


def invoice_with_number(supplier_id: int, number: str) -> Invoice | None:
    """The invoice this supplier sent under this number; a withdrawn one does not count."""
    return db.session.scalar(
        select(Invoice).where(
            Invoice.supplier_id == supplier_id,
            Invoice.number == number,
            Invoice.status != InvoiceStatus.WITHDRAWN,
        )
    )


def invoice_from_file(supplier_id: int, data: bytes) -> Invoice | None:
    """The invoice that was made from exactly these bytes; a withdrawn one does not count."""
    return db.session.scalar(
        select(Invoice)
        .join(Document, Document.id == Invoice.document_id)
        .where(
            Invoice.supplier_id == supplier_id,
            Document.sha256 == sha256(data).hexdigest(),
            Invoice.status != InvoiceStatus.WITHDRAWN,
        )
    )


def supplier_on(seller: Party) -> Organisation | None:
    """The one supplier whose KvK number or VAT number the seller of an e-invoice has, or its e-address."""
    numbers = {without_spaces(each) for each in (seller.legal_id, seller.vat_number, seller.endpoint) if each}
    found = db.session.scalars(
        select(Organisation).where(
            Organisation.kind == OrganisationKind.SUPPLIER,
            or_(Organisation.kvk_number.in_(numbers), Organisation.vat_number.in_(numbers)),
        )
    ).all()
    return found[0] if len(found) == 1 else None


def contract_with_number(supplier_id: int, number: str) -> FrameworkContract | None:
    """The contract of this supplier with this number."""
    return db.session.scalar(
        select(FrameworkContract).where(
            FrameworkContract.supplier_id == supplier_id, FrameworkContract.number == number
        )
    )


def contract_named(supplier_id: int, number: str) -> FrameworkContract | None:
    """The contract of this supplier with this number, or under which there is a commitment with this number."""
    of_commitment = (
        select(FrameworkContract)
        .join(Track, Track.contract_id == FrameworkContract.id)
        .join(Commitment, Commitment.id == Track.commitment_id)
        .where(FrameworkContract.supplier_id == supplier_id, Commitment.number == number)
    )
    return contract_with_number(supplier_id, number) or db.session.scalar(of_commitment)


def lines_with_tracks(invoice_id: int) -> list[InvoiceLine]:
    """The lines of an invoice with achievement, track, commitment and step: the chain behind the money."""
    return lines_with_tracks_of([invoice_id])


def lines_with_tracks_of(invoice_ids: Collection[int]) -> list[InvoiceLine]:
    """The same of many invoices, in their order."""
    track = joinedload(InvoiceLine.achievement).joinedload(Achievement.track)
    return list(
        db.session.scalars(
            select(InvoiceLine)
            .where(InvoiceLine.invoice_id.in_(invoice_ids))
            .options(
                track.joinedload(Track.commitment).joinedload(Commitment.budget),
                track.joinedload(Track.participant),
                track.joinedload(Track.contract).selectinload(FrameworkContract.partners),
                joinedload(InvoiceLine.achievement).joinedload(Achievement.milestone),
                joinedload(InvoiceLine.achievement).joinedload(Achievement.verified_by),
                joinedload(InvoiceLine.commitment),
            )
            .order_by(InvoiceLine.invoice_id, InvoiceLine.sequence)
        )
    )


def invoices_to_pay(ids: Collection[int] | None = None) -> list[Invoice]:
    """Approved invoices, the most urgent first; of these ids only, when given."""
    statement = (
        select(Invoice)
        .where(Invoice.status == InvoiceStatus.APPROVED)
        .options(*_WITH_PARTIES, selectinload(Invoice.lines))
        .order_by(Invoice.due_on, Invoice.id)
    )
    if ids is not None:
        statement = statement.where(Invoice.id.in_(ids))
    return list(db.session.scalars(statement))


def lock_invoices(ids: Collection[int]) -> None:
    """Wait until nobody else works on these invoices, and see them as they are now."""
    db.session.flush()
    db.session.execute(
        select(Invoice)
        .where(Invoice.id.in_(ids))
        .options(selectinload(Invoice.lines))
        .order_by(Invoice.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalars().all()


def lock_with_lines(invoice_id: int) -> None:
    """Wait until nobody else works on this invoice, and see it and its lines as they are now."""
    lock_invoices([invoice_id])
    lines = select(InvoiceLine).where(InvoiceLine.invoice_id == invoice_id).execution_options(populate_existing=True)
    db.session.scalars(lines).all()


def how_many_with_status(status: InvoiceStatus) -> int:
    """How many invoices wait in this state."""
    return db.session.scalar(select(func.count(Invoice.id)).where(Invoice.status == status)) or 0


def may_read_einvoice(actor: Actor, document_id: int) -> bool:
    """Whether this person may read the document of an invoice: who may see the invoice."""
    invoice_id = db.session.scalar(select(Invoice.id).where(Invoice.document_id == document_id))
    return invoice_id is not None and invoice_visible_to(actor, invoice_id) is not None


def contracts_of_supplier(supplier_id: int) -> list[FrameworkContract]:
    """The contracts of this supplier, newest first."""
    return list(
        db.session.scalars(
            select(FrameworkContract)
            .where(FrameworkContract.supplier_id == supplier_id)
            .order_by(FrameworkContract.starts_on.desc(), FrameworkContract.id.desc())
        )
    )
