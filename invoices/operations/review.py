"""The municipality's side: send a line back, declare the performance, approve, or send back."""

from datetime import datetime

from invoices.approvals import (
    approves_on_behalf_of,
    obstacles_to_approving,
    obstacles_to_sending_back,
    obstacles_to_stating,
)
from invoices.lifecycle import InvoiceStatus, LineStatus
from invoices.match_facts import Reason
from invoices.models import Invoice, InvoiceLine
from invoices.operations.claiming import (
    accepted_lines,
    close_settled_dispute,
    count_payable,
    release_claims,
    write_return,
)
from invoices.operations.taking import take_from_commitments
from invoices.queries.funding import fundings_of
from invoices.queries.invoices import lock_invoices, lock_with_lines
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.budgets import queries as budgets
from townhall.mail.outbox import add_mail
from townhall.refusal import Obstacle, refuse_if


def return_line(line: InvoiceLine, *, hint: str, actor: Actor, now: datetime) -> None:
    """Send an accepted line back to the supplier, with why, and tell it; its achievement can be invoiced again."""
    invoice = line.invoice
    lock_with_lines(invoice.id)
    refuse_if(_obstacles_to_returning(line, hint))
    write_return(line, reason=Reason.NOT_DELIVERED, hint=hint, now=now)
    release_claims([line], reason=hint, now=now)
    count_payable(invoice)
    close_settled_dispute(invoice, now=now)
    if not accepted_lines(invoice):
        invoice.status = InvoiceStatus.RETURNED
    if invoice.supplier.email:
        add_mail(
            to=invoice.supplier.email, subject=f"Factuur {invoice.number}: regel {line.number} komt terug",
            template="mail/invoice_line_returned.txt", now=now, invoice=invoice, line=line,
        )  # fmt: skip
    after = {"line": line.number, "status": invoice.status, "payable_net": invoice.payable_net}
    trail.record("invoice.line_returned", invoice, actor=actor, now=now, after=after, reason=hint)


def state_performance(invoice: Invoice, *, statement: str, actor: Actor, now: datetime) -> None:
    """Declare, as contract manager, that what the accepted lines ask was delivered."""
    lock_invoices([invoice.id])
    refuse_if(obstacles_to_stating(invoice.signed_facts(), account_id=actor.account_id))
    invoice.status = InvoiceStatus.STATED
    invoice.stated_by_id, invoice.stated_at = actor.account_id, now
    invoice.statement = statement
    after = {"payable_net": invoice.payable_net, "payable_gross": invoice.payable_gross}
    trail.record("invoice.performance_stated", invoice, actor=actor, now=now, after=after, reason=statement)


def send_back_invoice(invoice: Invoice, *, reason: str, actor: Actor, now: datetime) -> None:
    """Send it back to the contract manager, as budget holder: the statement is taken off."""
    lock_invoices([invoice.id])
    obstacles = obstacles_to_sending_back(invoice.status)
    if not reason.strip():
        obstacles.append(Obstacle("reason-missing", "Leg uit waarom u de factuur terugstuurt.", "reason"))
    refuse_if(obstacles)
    before = {"stated_by": invoice.stated_by_id, "statement": invoice.statement}
    invoice.status = InvoiceStatus.IN_REVIEW
    invoice.stated_by_id, invoice.stated_at, invoice.statement = None, None, ""
    trail.record("invoice.sent_back", invoice, actor=actor, now=now, before=before, reason=reason)


def approve_invoice(invoice: Invoice, *, actor: Actor, now: datetime) -> None:
    """Approve the payment, as budget holder: the money is taken from the commitments of the tracks.

    What a commitment cannot carry is committed on the budget first; without room this is refused.
    """
    lock_invoices([invoice.id])
    fundings, mandates = fundings_of(invoice, year=now.year), budgets.mandates_of(actor.account_id)
    refuse_if(
        obstacles_to_approving(
            invoice.signed_facts(),
            account_id=actor.account_id,
            mandates=mandates,
            funding=[funding.need for funding in fundings],
            on=now.date(),
        )
    )
    take_from_commitments(fundings, invoice, actor=actor, now=now)
    invoice.status = InvoiceStatus.APPROVED
    invoice.approved_by_id, invoice.approved_at = actor.account_id, now
    after: dict[str, object] = {"payable_net": invoice.payable_net, "payable_gross": invoice.payable_gross}
    if lender := approves_on_behalf_of(invoice.signed_facts(), mandates, on=now.date()):
        after["on_behalf_of"] = lender
    trail.record("invoice.approved", invoice, actor=actor, now=now, after=after)


def approve_as_seen(invoice: Invoice, version: int, *, actor: Actor, now: datetime) -> None:
    """Approve it as it stood on the list that was read; refused when somebody changed it since."""
    _hold_as_seen(invoice, version)
    approve_invoice(invoice, actor=actor, now=now)


def state_as_seen(invoice: Invoice, version: int, *, statement: str, actor: Actor, now: datetime) -> None:
    """Declare its performance as it stood on the list that was read; refused when somebody changed it since."""
    _hold_as_seen(invoice, version)
    state_performance(invoice, statement=statement, actor=actor, now=now)


def _hold_as_seen(invoice: Invoice, version: int) -> None:
    lock_invoices([invoice.id])
    if invoice.version != version:
        refuse_if([Obstacle("changed-meanwhile", "Deze factuur is gewijzigd nadat u de lijst opende.")])


def _obstacles_to_returning(line: InvoiceLine, hint: str) -> list[Obstacle]:
    obstacles = []
    if line.invoice.status is not InvoiceStatus.IN_REVIEW:
        text = "Een regel terugsturen kan alleen zolang de prestatie nog niet is verklaard."
        obstacles.append(Obstacle("not-in-review", text))
    if line.status is not LineStatus.ACCEPTED:
        obstacles.append(Obstacle("line-not-accepted", "Deze regel is al teruggestuurd."))
    if not hint.strip():
        text = "Leg de aanbieder uit waarom u de regel terugstuurt en wat hij kan doen."
        obstacles.append(Obstacle("hint-missing", text, "hint"))
    return obstacles
