"""A credit note made in the portal: written as UBL, and taken in by the same door as any other."""

from collections.abc import Sequence
from datetime import date, datetime

from invoices.credit_notes import CreditedLine, InvoicedLine, creditable_lines, obstacles_to_crediting
from invoices.einvoice.composing import Sort, WrittenInvoice, WrittenLine, compose
from invoices.einvoice.writing import write_ubl
from invoices.lifecycle import InvoiceOrigin
from invoices.models import CreditNote, Invoice
from invoices.operations.documents import confirmed_iban, judged, written_party
from invoices.operations.intake import take_in_ubl
from invoices.payment_terms import due_on
from invoices.queries.credit_notes import credit_note_from_file, invoiced_lines, number_is_used
from invoices.queries.invoices import lines_with_tracks
from invoices.submission_rules import obstacles_to_identity
from townhall.accounts.actor import Actor
from townhall.organisations.queries import the_municipality
from townhall.refusal import refuse_if


def make_credit_note(
    invoice: Invoice, line_ids: Sequence[int], *, number: str, issued_on: date, actor: Actor, now: datetime
) -> CreditNote:
    """Give these lines back, each whole or as much as comes back already; gives the credit note as it was booked."""
    number = number.strip()
    chosen = [line for line in creditable_lines(invoice.status, invoiced_lines(invoice)) if line.line_id in line_ids]
    asked = [
        CreditedLine(line.number, line.track_number, line.milestone_code, line.most, line.vat_rate) for line in chosen
    ]
    is_known = number_is_used(invoice.supplier_id, number)
    refuse_if(
        [
            *obstacles_to_identity(number, issued_on, number_is_known=is_known, today=now.date()),
            *obstacles_to_crediting(invoice.number, invoice.status, asked, chosen),
        ]
    )
    written = _written(invoice, chosen, number=number, issued_on=issued_on, now=now)
    data = judged(write_ubl(compose(written)), now=now)
    take_in_ubl(data, invoice.supplier, origin=InvoiceOrigin.FORM, actor=actor, now=now)
    note = credit_note_from_file(invoice.supplier_id, data)
    assert note is not None, "booked just now"
    return note


def _written(
    invoice: Invoice, chosen: Sequence[InvoicedLine], *, number: str, issued_on: date, now: datetime
) -> WrittenInvoice:
    reached = {line.id: line.achievement.reached_on for line in lines_with_tracks(invoice.id) if line.achievement}
    return WrittenInvoice(
        number=number,
        issued_on=issued_on,
        due_on=due_on(now.date()),
        seller=written_party(invoice.supplier),
        buyer=written_party(the_municipality()),
        contract_number=invoice.contract.number,
        order_reference=invoice.contract.number,
        iban=confirmed_iban(invoice.supplier_id, now=now),
        lines=[
            WrittenLine(
                number=line.number,
                track_number=line.track_number,
                milestone_code=line.milestone_code,
                description=line.description,
                performed_on=reached.get(line.line_id, invoice.issued_on),
                net=line.most,
                vat_rate=line.vat_rate,
            )
            for line in chosen
        ],
        sort=Sort.CREDIT_NOTE,
        corrects=invoice.number,
    )
