"""Writing about an invoice, from either side; the other side hears of it by mail."""

from datetime import datetime

from invoices.disputes import MessageKind, obstacles_to_writing
from invoices.models import Invoice, InvoiceLine, InvoiceMessage
from invoices.queries.messages import staff_to_tell
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.mail.outbox import add_mail
from townhall.refusal import refuse_if


def write_message(invoice: Invoice, *, text: str, actor: Actor, now: datetime) -> InvoiceMessage:
    """Write a message about an invoice to the other side."""
    refuse_if(obstacles_to_writing(invoice.status, text))
    message = add_message(invoice, MessageKind.MESSAGE, text, actor=actor, now=now)
    trail.record("invoice.message_written", invoice, actor=actor, now=now, after={"text": message.text})
    return message


def mark_seen(invoice: Invoice, *, actor: Actor, now: datetime) -> None:
    """Say, as municipality, that the last message was read and needs no answer."""
    add_message(invoice, MessageKind.SEEN, "", actor=actor, now=now)
    trail.record("invoice.messages_seen", invoice, actor=actor, now=now)


def add_message(
    invoice: Invoice, kind: MessageKind, text: str, *, line: InvoiceLine | None = None, actor: Actor, now: datetime
) -> InvoiceMessage:
    """Add a message of this kind and mail the other side; called by the operations that say something."""
    message = InvoiceMessage(
        invoice=invoice,
        line=line,
        kind=kind,
        from_supplier=actor.organisation_id == invoice.supplier_id,
        text=text.strip(),
        author_id=actor.account_id,
        written_at=now,
    )
    to = [] if kind is MessageKind.SEEN else _readers(message)
    db.session.add(message)
    for address in to:
        add_mail(
            to=address, subject=f"Bericht over factuur {invoice.number}", template="mail/invoice_message.txt", now=now,
            message=message, invoice=invoice, line=line,
        )  # fmt: skip
    db.session.flush()
    return message


def _readers(message: InvoiceMessage) -> list[str]:
    """The addresses of the other side."""
    if message.from_supplier:
        return [each.email for each in staff_to_tell(message.invoice.id)]
    return [message.invoice.supplier.email] if message.invoice.supplier.email else []
