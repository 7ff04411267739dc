"""Not agreeing: a supplier about a line that came back, the municipality about an invoice it does not trust yet."""

from collections.abc import Sequence
from datetime import datetime

from invoices.disputes import (
    DisputeAnswer,
    MessageKind,
    obstacles_to_answering,
    obstacles_to_disputing_invoice,
    obstacles_to_disputing_line,
    obstacles_to_ending_dispute,
    obstacles_to_taking_back,
)
from invoices.models import Invoice, InvoiceLine
from invoices.operations.claiming import accepted_lines, match_again, take_back
from invoices.operations.messages import add_message
from invoices.queries.invoices import lock_with_lines
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.refusal import refuse_if


def dispute_line(line: InvoiceLine, *, why: str, within_days: int, actor: Actor, now: datetime) -> None:
    """Say, as supplier, that this line came back wrongly; ``within_days`` is the term the installation set."""
    invoice = line.invoice
    lock_with_lines(invoice.id)
    refuse_if(
        obstacles_to_disputing_line(line.as_returned(), within_days=within_days, today=now.date(), why=why)
    )
    line.disputed_at = now
    add_message(invoice, MessageKind.LINE_DISPUTED, why, line=line, actor=actor, now=now)
    trail.record("invoice.line_disputed", invoice, actor=actor, now=now, after={"line": line.number}, reason=why)


def answer_dispute(line: InvoiceLine, answer: DisputeAnswer, *, why: str, actor: Actor, now: datetime) -> None:
    """Decide, as contract manager: the line stands returned, or is matched and claimed again and will be paid."""
    invoice = line.invoice
    lock_with_lines(invoice.id)
    refuse_if(obstacles_to_answering(line.as_returned(), answer, why=why))
    if answer is DisputeAnswer.TAKEN_BACK:
        result = match_again(line)
        refuse_if(obstacles_to_taking_back(line.number, result.failure))
        take_back(line, result, now=now)
        kind = MessageKind.LINE_TAKEN_BACK
    else:
        line.dispute_answered_at = now
        kind = MessageKind.LINE_STANDS
    add_message(invoice, kind, why, line=line, actor=actor, now=now)
    after = {"line": line.number, "answer": answer, "status": invoice.status, "payable_net": invoice.payable_net}
    trail.record("invoice.dispute_answered", invoice, actor=actor, now=now, after=after, reason=why)


def dispute_invoice(
    invoice: Invoice, lines: Sequence[InvoiceLine], *, why: str, actor: Actor, now: datetime
) -> None:
    """Dispute these lines, or the whole invoice when there are none, as municipality; it waits until that ends."""
    lock_with_lines(invoice.id)
    refuse_if(
        obstacles_to_disputing_invoice(
            invoice.status, is_disputed=invoice.is_disputed, lines=[line.status for line in lines], why=why
        )
    )
    invoice.disputed_at, invoice.dispute_ended_at = now, None
    for line in lines or accepted_lines(invoice):
        line.disputed_at = now
    numbers = [line.number for line in lines]
    about = f"{'Regel' if len(numbers) == 1 else 'Regels'} {', '.join(numbers)}. {why}" if numbers else why
    add_message(invoice, MessageKind.INVOICE_DISPUTED, about, actor=actor, now=now)
    after = {"lines": len(lines or accepted_lines(invoice)), "disputed_at": now}
    trail.record("invoice.disputed", invoice, actor=actor, now=now, after=after, reason=why)


def end_dispute(invoice: Invoice, *, why: str, actor: Actor, now: datetime) -> None:
    """Say, as municipality, that the invoice was right after all: its term ran on, and it can be stated."""
    lock_with_lines(invoice.id)
    refuse_if(obstacles_to_ending_dispute(is_disputed=invoice.is_disputed, why=why))
    invoice.dispute_ended_at = now
    for line in accepted_lines(invoice):
        line.disputed_at = None
    add_message(invoice, MessageKind.DISPUTE_ENDED, why, actor=actor, now=now)
    trail.record("invoice.dispute_ended", invoice, actor=actor, now=now, reason=why)
