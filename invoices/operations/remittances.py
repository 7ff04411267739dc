"""The remittance advice: what a payment is made up of, on paper for the supplier's books; made by the jobs."""

from datetime import datetime
from typing import Any

from invoices.lifecycle import LineStatus
from invoices.models import Payment
from invoices.queries.payments import payment_visible_to
from townhall import clock
from townhall.accounts.actor import Actor
from townhall.accounts.models import Account
from townhall.database import db
from townhall.documents.operations import store_document
from townhall.jobs import kind
from townhall.jobs.models import Job
from townhall.jobs.operations import request_job
from townhall.jobs.registry import Progress
from townhall.pdf import render_pdf

REMITTANCE_JOB = "invoices.remittance"


def request_remittance(payment: Payment, *, actor: Actor, now: datetime) -> Job:
    """Ask for the advice as PDF; only who asks may read it. It changes nothing, so the trail is silent."""
    arguments = {"number": payment.number, "account_id": actor.account_id}
    return request_job(REMITTANCE_JOB, arguments, actor=actor, now=now, title=f"Betaalspecificatie {payment.number}")


@kind(REMITTANCE_JOB)
def make_remittance(arguments: dict[str, Any], progress: Progress) -> int | None:
    """The advice as PDF, for who asked and may see the payment still."""
    actor = db.session.get_one(Account, arguments["account_id"]).actor()
    payment = payment_visible_to(actor, arguments["number"])
    if payment is None:
        return None
    progress(1, 2)
    now, lines = clock.now(), payment.invoice.lines if payment.invoice else []
    pdf = render_pdf(
        "letters/remittance_advice.html",
        payment=payment,
        invoice=payment.about,
        accepted=[line for line in lines if line.status is LineStatus.ACCEPTED],
        returned=[line for line in lines if line.status is LineStatus.RETURNED],
        now=now,
    )
    progress(2, 2)
    document = store_document(
        pdf, filename=f"betaalspecificatie-{payment.number}.pdf", kind=REMITTANCE_JOB, actor=actor, now=now,
        title=f"Betaalspecificatie {payment.number}",
    )  # fmt: skip
    return document.id
