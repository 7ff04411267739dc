"""An e-invoice as a person reads it: from its document, on a page or as PDF, with the files that came in it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from invoices.einvoice.attachments import Attachment, attachments_of
from invoices.einvoice.readable import Readable, readable
from invoices.einvoice.reading import document_of
from invoices.models import CreditNote, Invoice
from invoices.operations.documents import filename_of
from invoices.queries.invoices import invoice_visible_to
from townhall import clock
from townhall.accounts.actor import Actor
from townhall.accounts.models import Account
from townhall.database import db
from townhall.documents import storage
from townhall.documents.operations import store_document
from townhall.jobs import kind
from townhall.jobs.models import Job
from townhall.jobs.operations import request_job
from townhall.jobs.registry import Progress
from townhall.pdf import render_pdf

READABLE_JOB = "invoices.readable"


def readable_invoice(invoice: Invoice | CreditNote) -> Readable:
    """Every value in the document of this invoice or credit note, which must have one."""
    assert invoice.document is not None, "an invoice that was sent has its document"
    return readable(document_of(storage.read(invoice.document)))


def attachments_in(invoice: Invoice) -> Sequence[Attachment]:
    """The files in the document of this invoice."""
    assert invoice.document is not None, "an invoice that was sent has its document"
    return attachments_of(document_of(storage.read(invoice.document)))


def request_readable(invoice: Invoice, *, actor: Actor, now: datetime) -> Job:
    """Ask for the readable invoice as PDF; only who asks may read it. It changes nothing, so the trail is silent."""
    arguments = {"invoice_id": invoice.id, "account_id": actor.account_id}
    return request_job(READABLE_JOB, arguments, actor=actor, now=now, title=f"Factuur {invoice.number} als PDF")


@kind(READABLE_JOB)
def make_readable(arguments: dict[str, Any], progress: Progress) -> int | None:
    """The readable invoice as PDF, for who asked and may see the invoice still."""
    actor = db.session.get_one(Account, arguments["account_id"]).actor()
    invoice = invoice_visible_to(actor, arguments["invoice_id"])
    if invoice is None:
        return None
    progress(1, 2)
    now = clock.now()
    pdf = render_pdf("letters/readable_invoice.html", invoice=invoice, page=readable_invoice(invoice), now=now)
    progress(2, 2)
    document = store_document(
        pdf, filename=filename_of(invoice, "pdf"), kind=READABLE_JOB, actor=actor, now=now,
        title=f"Factuur {invoice.number} van {invoice.supplier.name}"[:200],
    )  # fmt: skip
    return document.id
