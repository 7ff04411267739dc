"""Booking a credit note: what is not approved comes back, what is approved or paid becomes or proves a clawback."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from invoices.credit_notes import (
    Credit,
    CreditedLine,
    CreditEffect,
    credits_of,
    obstacles_to_crediting,
    obstacles_to_naming,
)
from invoices.einvoice.facts import EInvoice
from invoices.lifecycle import InvoiceOrigin, InvoiceStatus
from invoices.match_facts import Reason
from invoices.models import CreditNote, CreditNoteLine, Invoice, InvoiceLine
from invoices.operations.claiming import (
    accepted_lines,
    close_settled_dispute,
    count_payable,
    release_claims,
    write_return,
)
from invoices.operations.clawbacks import raise_credited
from invoices.operations.documents import keep_credit_note
from invoices.operations.submission import vat_shares
from invoices.queries.clawbacks import open_clawbacks_of
from invoices.queries.corrections import sent_invoices_numbered
from invoices.queries.credit_notes import invoiced_lines
from invoices.queries.invoices import lock_with_lines
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.mail.outbox import add_mail
from townhall.money import round_to_cents, sum_of
from townhall.organisations.models import Organisation
from townhall.refusal import Obstacle, refuse_if

HINT = "U gaf deze regel terug met creditnota {number}. U kunt de prestatie opnieuw factureren."


def book_credit_note(
    read: EInvoice,
    data: bytes,
    supplier: Organisation,
    *,
    found: Sequence[Obstacle],
    origin: InvoiceOrigin,
    actor: Actor,
    now: datetime,
) -> CreditNote:
    """Book a credit note that was read, whole or not at all; ``found`` is what is wrong with the document itself.

    Runs inside its intake, which holds the lock on the numbers of this supplier.
    """
    invoice, asked, credits = _judged(read, supplier, found)
    note = _note(read, supplier, invoice, origin=origin, actor=actor, now=now)
    note.document_id = keep_credit_note(data, note, actor=actor, now=now).id
    note.lines = _apply(credits, asked, note, actor=actor, now=now)
    db.session.add(note)
    db.session.flush()
    after = {
        "number": note.number,
        "reference": invoice.number,
        "net": note.net,
        "status": invoice.status,
        "effects": {line.number: line.effect for line in note.lines},
    }
    trail.record("credit_note.booked", note, actor=actor, now=now, after=after)
    return note


def tell_booked(note: CreditNote, *, now: datetime) -> None:
    """Mail the supplier what a credit note that came by itself did."""
    if note.supplier.email:
        add_mail(
            to=note.supplier.email, subject=f"Creditnota {note.number} is geboekt",
            template="mail/credit_note_booked.txt", now=now, note=note, invoice=note.invoice,
        )  # fmt: skip


def _judged(
    read: EInvoice, supplier: Organisation, found: Sequence[Obstacle]
) -> tuple[Invoice, list[CreditedLine], list[Credit]]:
    """The invoice it is about, locked, what it asks and what that does; refused with every reason at once."""
    invoice = next(iter(sent_invoices_numbered(supplier.id, read.preceding_invoices)), None)
    naming = obstacles_to_naming(read.preceding_invoices, invoice.number if invoice else None)
    if naming:
        refuse_if([*found, *naming])
    assert invoice is not None, "refused before"
    lock_with_lines(invoice.id)
    open_clawbacks_of([supplier.id])
    asked, lines = _asked(read), invoiced_lines(invoice)
    refuse_if(
        [
            *found,
            *_other_contract(read, invoice),
            *obstacles_to_crediting(invoice.number, invoice.status, asked, lines),
        ]
    )
    return invoice, asked, credits_of(invoice.status, asked, lines)


def _asked(read: EInvoice) -> list[CreditedLine]:
    return [
        CreditedLine(
            number=line.number[:60],
            track_number=line.object_id[:60],
            milestone_code=line.order_line[:60],
            net=round_to_cents(line.net or Decimal(0)),
            vat_rate=line.vat_rate or Decimal(0),
        )
        for line in read.lines
    ]


def _other_contract(read: EInvoice, invoice: Invoice) -> list[Obstacle]:
    if not read.contract_reference or read.contract_reference == invoice.contract.number:
        return []
    text = (
        f"Factuur {invoice.number} hoort bij contract {invoice.contract.number}. Zet dat nummer op de creditnota "
        "(BT-12)."
    )
    return [Obstacle("credited-other-contract", text)]


def _note(
    read: EInvoice, supplier: Organisation, invoice: Invoice, *, origin: InvoiceOrigin, actor: Actor, now: datetime
) -> CreditNote:
    assert read.issued_on is not None
    rated = [(each.net, each.vat_rate) for each in _asked(read)]
    net, vat = sum_of(each for each, _rate in rated), sum_of(vat_shares(rated))
    return CreditNote(
        supplier=supplier,
        invoice=invoice,
        number=read.number,
        origin=origin,
        issued_on=read.issued_on,
        received_at=now,
        net=net,
        vat=vat,
        gross=net + vat,
        created_by_id=actor.account_id,
    )


def _apply(
    credits: Sequence[Credit], asked: Sequence[CreditedLine], note: CreditNote, *, actor: Actor, now: datetime
) -> list[CreditNoteLine]:
    """Let each line do what it does, and write it down."""
    own = {line.id: line for line in note.invoice.lines}
    back = [own[each.line.line_id] for each in credits if each.effect is CreditEffect.LINE_BACK]
    if back:
        _take_back(note.invoice, back, note.number, now=now)
    shares = vat_shares([(each.net, each.vat_rate) for each in asked])
    return [
        CreditNoteLine(
            sequence=sequence,
            number=line.number,
            net=line.net,
            vat_rate=line.vat_rate,
            vat=vat,
            effect=credit.effect,
            line=own[credit.line.line_id],
            clawback_id=_clawback_of(credit, own, note.number, actor=actor, now=now),
        )
        for sequence, (line, vat, credit) in enumerate(zip(asked, shares, credits, strict=True), start=1)
    ]


def _clawback_of(
    credit: Credit, own: dict[int, InvoiceLine], number: str, *, actor: Actor, now: datetime
) -> int | None:
    """The clawback by which this comes back: the one that stands, or a new one; None for what was not approved."""
    if credit.effect is CreditEffect.CLAWBACK_RAISED:
        line = own[credit.line.line_id]
        return raise_credited(line, net=credit.net, vat=credit.vat, credit_note=number, actor=actor, now=now).id
    return credit.line.clawback.clawback_id if credit.line.clawback else None


def _take_back(invoice: Invoice, lines: list[InvoiceLine], number: str, *, now: datetime) -> None:
    """Let lines nobody approved go back. A statement was about other lines, and has to be made anew."""
    for line in lines:
        write_return(line, reason=Reason.CREDITED, hint=HINT.format(number=number), now=now)
    release_claims(lines, reason=f"creditnota {number}", now=now)
    count_payable(invoice)
    close_settled_dispute(invoice, now=now)
    if invoice.status is InvoiceStatus.STATED:
        invoice.status = InvoiceStatus.IN_REVIEW
        invoice.stated_by_id, invoice.stated_at, invoice.statement = None, None, ""
    if not accepted_lines(invoice):
        invoice.status = InvoiceStatus.RETURNED
