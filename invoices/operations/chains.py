"""Why a line is paid, on paper for the accountant: made by the jobs, for who asks."""

from datetime import datetime
from typing import Any

from contracts.fee_explanations import explain_schedule
from contracts.models import FrameworkContract
from contracts.models.track_terms import agreed_fees_of
from invoices.models import Invoice
from invoices.queries.chains import chain_of
from invoices.queries.invoices import invoice_visible_to
from townhall import clock
from townhall.accounts.actor import Actor
from townhall.accounts.models import Account
from townhall.database import db
from townhall.documents.operations import store_document
from townhall.filters import euro, words
from townhall.jobs import kind
from townhall.jobs.models import Job
from townhall.jobs.operations import request_job
from townhall.jobs.registry import Progress
from townhall.pdf import render_pdf

CHAIN_JOB = "invoices.chain"


def agreed_in_words(contract: FrameworkContract) -> list[str]:
    """The fee schedule of this contract, sentence by sentence."""
    lines = contract.fee_lines()
    return explain_schedule(lines, agreed_fees_of(contract), euro=euro, words=words) if lines else []


def request_chain(invoice: Invoice, sequence: int, *, actor: Actor, now: datetime) -> Job:
    """Ask for the chain behind one line as PDF; only who asks may read it. It changes nothing: the trail is silent."""
    arguments = {"invoice_id": invoice.id, "sequence": sequence, "account_id": actor.account_id}
    title = f"Onderbouwing van regel {sequence} van factuur {invoice.number}"
    return request_job(CHAIN_JOB, arguments, actor=actor, now=now, title=title)


@kind(CHAIN_JOB)
def make_chain(arguments: dict[str, Any], progress: Progress) -> int | None:
    """The chain as PDF, for who asked and may see the invoice still."""
    actor = db.session.get_one(Account, arguments["account_id"]).actor()
    invoice = invoice_visible_to(actor, arguments["invoice_id"])
    chain = None if invoice is None else chain_of(invoice, arguments["sequence"])
    if invoice is None or chain is None:
        return None
    progress(1, 2)
    now = clock.now()
    pdf = render_pdf(
        "letters/payment_chain.html", invoice=invoice, chain=chain, agreed=agreed_in_words(invoice.contract), now=now
    )
    progress(2, 2)
    document = store_document(
        pdf, filename=f"waarom-betaald-{invoice.number}-{chain.line.sequence}.pdf", kind=CHAIN_JOB, actor=actor,
        now=now, title=f"Onderbouwing van regel {chain.line.number} van factuur {invoice.number}"[:200],
    )  # fmt: skip
    return document.id
