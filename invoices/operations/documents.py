"""The document of an invoice: what the supplier sent, or what we write for a form invoice."""

import re
from datetime import datetime

from invoices.einvoice.composing import KVK, OIN, Sort, WrittenInvoice, WrittenLine, WrittenParty, compose
from invoices.einvoice.verdict import judge
from invoices.einvoice.writing import write_ubl
from invoices.models import CreditNote, Invoice
from invoices.payment_terms import due_on
from invoices.queries.invoices import lines_with_tracks
from townhall.accounts.actor import Actor
from townhall.documents.models import Document
from townhall.documents.operations import store_document
from townhall.organisations.models import Organisation
from townhall.organisations.queries import active_bank_account, the_municipality
from townhall.refusal import Obstacle, refuse_if

DOCUMENT_KIND = "invoices.einvoice"
CREDIT_NOTE_KIND = "invoices.credit-note"


def write_document(invoice: Invoice, *, actor: Actor, now: datetime) -> Document:
    """Write a form invoice as UBL, judge it like any other, and keep it."""
    iban = confirmed_iban(invoice.supplier_id, now=now)
    data = judged(write_ubl(compose(_written(invoice, iban=iban, now=now))), now=now)
    return keep_document(data, invoice, actor=actor, now=now)


def confirmed_iban(supplier_id: int, *, now: datetime) -> str:
    """The account that stands on what we write for this supplier; refused as long as none is confirmed."""
    account = active_bank_account(supplier_id, on=now.date())
    if account is None:
        text = (
            "Er is nog geen rekeningnummer van uw organisatie dat door twee medewerkers van de gemeente is "
            "bevestigd. Geef uw rekeningnummer door en dien de factuur daarna in."
        )
        refuse_if([Obstacle("no-bank-account", text)])
    assert account is not None
    return account.iban


def judged(data: bytes, *, now: datetime) -> bytes:
    """What we wrote for a supplier, refused as long as its details make it no valid e-invoice."""
    verdict = judge(data, on=now.date())
    refuse_if(
        [
            Obstacle("details-incomplete", f"{finding.place}: {finding.text} Vul uw gegevens aan.")
            for finding in verdict.fatal_findings
        ]
    )
    return data


def filename_of(invoice: Invoice, extension: str) -> str:
    """The name of a file of this invoice; a slash in its number would be a folder."""
    number = re.sub(r"[/\\]", "-", invoice.number)
    return f"factuur-{number}.{extension}"


def keep_document(data: bytes, invoice: Invoice, *, actor: Actor, now: datetime) -> Document:
    """Keep the bytes of this invoice."""
    return store_document(
        data,
        filename=filename_of(invoice, "xml"),
        kind=DOCUMENT_KIND,
        title=f"Factuur {invoice.number} van {invoice.supplier.name}"[:200],
        actor=actor,
        now=now,
    )


def keep_credit_note(data: bytes, note: CreditNote, *, actor: Actor, now: datetime) -> Document:
    """Keep the bytes of this credit note."""
    number = re.sub(r"[/\\]", "-", note.number)
    return store_document(
        data,
        filename=f"creditnota-{number}.xml",
        kind=CREDIT_NOTE_KIND,
        title=f"Creditnota {note.number} van {note.supplier.name}"[:200],
        actor=actor,
        now=now,
    )


def _written(invoice: Invoice, *, iban: str, now: datetime) -> WrittenInvoice:
    return WrittenInvoice(
        number=invoice.number,
        issued_on=invoice.issued_on,
        due_on=due_on(now.date()),
        seller=written_party(invoice.supplier),
        buyer=written_party(the_municipality()),
        contract_number=invoice.contract.number,
        order_reference=invoice.contract.number,
        iban=iban,
        lines=[
            WrittenLine(
                number=line.number,
                track_number=line.track_number,
                milestone_code=line.milestone_code,
                description=line.description,
                performed_on=line.achievement.reached_on if line.achievement else invoice.issued_on,
                net=line.net,
                vat_rate=line.vat_rate,
            )
            for line in lines_with_tracks(invoice.id)
        ],
        sort=Sort.CORRECTED if invoice.corrects else Sort.INVOICE,
        corrects=invoice.corrects.number if invoice.corrects else "",
    )


def written_party(organisation: Organisation) -> WrittenParty:
    """An organisation as it stands on an e-invoice."""
    legal_id, scheme = (organisation.oin, OIN) if organisation.oin else (organisation.kvk_number or "", KVK)
    return WrittenParty(
        name=organisation.name,
        legal_id=legal_id,
        legal_id_scheme=scheme,
        street=organisation.street,
        postcode=organisation.postcode,
        city=organisation.city,
        vat_number=organisation.vat_number or "",
        country=organisation.country,
    )
