"""Taking in an e-invoice or a credit note (UBL): read safely, judged, matched; refused with every reason at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from contracts.models import FrameworkContract
from invoices.corrections import named_correction, obstacles_to_correcting
from invoices.einvoice.facts import EInvoice, ELine
from invoices.einvoice.verdict import judge
from invoices.lifecycle import InvoiceOrigin, InvoiceStatus, LineStatus
from invoices.models import CreditNote, Invoice, InvoiceLine
from invoices.operations.credit_notes import book_credit_note, tell_booked
from invoices.operations.documents import keep_document
from invoices.operations.submission import receive, result_of, tell_result, vat_shares
from invoices.queries import invoices as invoice_queries
from invoices.queries.corrections import sent_invoices_numbered
from invoices.queries.credit_notes import credit_note_from_file, number_is_used
from invoices.submission_rules import (
    PartyFacts,
    obstacles_to_identity,
    obstacles_to_taking_in,
    obstacles_to_verdict,
)
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db, number_lock
from townhall.money import euros, sum_of
from townhall.organisations.models import Organisation
from townhall.organisations.queries import active_bank_account, the_municipality
from townhall.refusal import Obstacle, refuse_if


@dataclass(frozen=True)
class TakenIn:
    """What a file became: an invoice, or a credit note on the invoice it names; ``is_known`` when it was there."""

    invoice: Invoice
    credit_note: CreditNote | None = None
    is_known: bool = False


def take_in_ubl(
    data: bytes,
    supplier: Organisation,
    *,
    origin: InvoiceOrigin = InvoiceOrigin.UBL,
    actor: Actor,
    now: datetime,
) -> Invoice:
    """Take in an e-invoice that came by itself, and mail its supplier what became of it; gives the invoice.

    Of a credit note that is the invoice it names. The same bytes twice are one invoice, and one mail.
    """
    taken = take_in_document(data, supplier, origin=origin, actor=actor, now=now)
    if taken.is_known:
        return taken.invoice
    if taken.credit_note is not None:
        tell_booked(taken.credit_note, now=now)
    else:
        tell_result(taken.invoice, now=now)
    return taken.invoice


def take_in_document(
    data: bytes, supplier: Organisation, *, origin: InvoiceOrigin = InvoiceOrigin.UBL, actor: Actor, now: datetime
) -> TakenIn:
    """Read an e-invoice of this supplier and submit it; when refused, nothing of it is kept. Nobody is told yet.

    A credit note is booked on the invoice it names. The same bytes twice are one invoice, or one credit note: gives
    the one that is there.
    """
    number_lock(f"intake:{supplier.id}")
    if known := invoice_queries.invoice_from_file(supplier.id, data):
        return TakenIn(known, is_known=True)
    if credited := credit_note_from_file(supplier.id, data):
        return TakenIn(credited.invoice, credited, is_known=True)
    verdict = judge(data, on=now.date())
    refuse_if(obstacles_to_verdict(verdict))
    read = verdict.invoice
    assert read is not None and read.issued_on is not None, "a valid invoice was read and has a day"
    contract = _contract_of(read, supplier)
    found = _obstacles(read, supplier, contract, now=now)
    if read.is_credit_note:
        note = book_credit_note(read, data, supplier, found=found, origin=origin, actor=actor, now=now)
        return TakenIn(note.invoice, note)
    corrects, obstacles_to_it = _corrected(read, supplier, contract)
    refuse_if([*found, *obstacles_to_it])
    assert contract is not None
    invoice = _invoice(read, supplier, contract, now=now)
    invoice.created_by_id, invoice.corrects = actor.account_id, corrects
    db.session.add(invoice)
    invoice.document_id = keep_document(data, invoice, actor=actor, now=now).id
    receive(invoice, now=now)
    after = {**result_of(invoice), "rule_set": verdict.rule_set}
    if corrects is not None:
        after["corrects"] = corrects.number
    trail.record("invoice.taken_in", invoice, actor=actor, now=now, after=after)
    return TakenIn(invoice)


def _obstacles(
    read: EInvoice, supplier: Organisation, contract: FrameworkContract | None, *, now: datetime
) -> list[Obstacle]:
    """Why this document cannot be one of this supplier to us. A credit note may leave out the contract."""
    assert read.issued_on is not None, "a valid document has a day"
    account = active_bank_account(supplier.id, on=now.date())
    names_no_contract = read.is_credit_note and not (read.contract_reference or read.order_reference)
    return [
        *obstacles_to_identity(
            read.number, read.issued_on, number_is_known=number_is_used(supplier.id, read.number), today=now.date()
        ),
        *obstacles_to_taking_in(
            read,
            supplier=_facts(supplier),
            municipality=_facts(the_municipality()),
            contract_is_known=contract is not None or names_no_contract,
            order_is_known=_is_under(contract, read.order_reference, supplier),
            iban=account.iban if account else None,
        ),
    ]


def _corrected(
    read: EInvoice, supplier: Organisation, contract: FrameworkContract | None
) -> tuple[Invoice | None, list[Obstacle]]:
    """The invoice that this one corrects (BT-25), if any, and why it cannot."""
    if not read.preceding_invoices:
        return None, []
    sent = sent_invoices_numbered(supplier.id, read.preceding_invoices)
    number = named_correction(read.type_code, read.preceding_invoices, [each.as_earlier() for each in sent])
    if number is None:
        return None, []
    found = next((each for each in sent if each.number == number), None)
    earlier = found.as_earlier() if found else None
    return found, obstacles_to_correcting(number, earlier, contract_id=contract.id if contract else None)


def _contract_of(read: EInvoice, supplier: Organisation) -> FrameworkContract | None:
    """By the contract number (BT-12); without one by the order number (BT-13): a commitment, or again the contract."""
    if read.contract_reference:
        return invoice_queries.contract_with_number(supplier.id, read.contract_reference)
    return invoice_queries.contract_named(supplier.id, read.order_reference) if read.order_reference else None


def _is_under(contract: FrameworkContract | None, order: str, supplier: Organisation) -> bool:
    """Whether the order number (BT-13), if there is one, belongs to this contract."""
    return contract is None or not order or invoice_queries.contract_named(supplier.id, order) is contract


def _facts(organisation: Organisation) -> PartyFacts:
    return PartyFacts(
        name=organisation.name,
        kvk_number=organisation.kvk_number,
        vat_number=organisation.vat_number,
        oin=organisation.oin,
    )


def _invoice(
    read: EInvoice, supplier: Organisation, contract: FrameworkContract, *, now: datetime
) -> Invoice:
    assert read.issued_on is not None
    lines = _lines(read.lines)
    net, vat = sum_of(line.net for line in lines), sum_of(line.vat for line in lines)
    return Invoice(
        supplier=supplier,
        contract=contract,
        number=read.number,
        origin=InvoiceOrigin.UBL,
        status=InvoiceStatus.DRAFT,
        issued_on=read.issued_on,
        net=net,
        vat=vat,
        gross=net + vat,
        created_at=now,
        lines=lines,
    )


def _lines(read: Sequence[ELine]) -> list[InvoiceLine]:
    rated = [(euros(line.net or 0), line.vat_rate or Decimal(0)) for line in read]
    return [
        InvoiceLine(
            sequence=sequence,
            number=line.number[:60],
            track_number=line.object_id[:60],
            milestone_code=line.order_line[:60],
            description=line.name[:200],
            quantity=line.quantity or Decimal(0),
            unit_price=_price_of_one(line),
            net=net,
            vat_rate=rate,
            vat=vat,
            status=LineStatus.OPEN,
            checks=[],
        )
        for sequence, (line, (net, rate), vat) in enumerate(
            zip(read, rated, vat_shares(rated), strict=True), start=1
        )
    ]


def _price_of_one(line: ELine) -> Decimal:
    price = line.unit_price or Decimal(0)
    base = line.base_quantity_or_one
    return price if base in (0, 1) else (price / base).quantize(Decimal("0.0000000001")).normalize()
