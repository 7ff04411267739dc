"""Paying: make a run with its file for the bank, and book what the bank did."""

from collections.abc import Sequence
from datetime import date, datetime

from invoices.approvals import obstacles_to_releasing
from invoices.lifecycle import InvoiceStatus, PaymentRunStatus, PaymentStatus
from invoices.models import Invoice, Payment, PaymentEvent, PaymentRun
from invoices.operations.clawbacks import reopen_set_off, set_off_in, settle_set_off
from invoices.payment_rules import (
    obstacles_to_booking,
    obstacles_to_booking_paid,
    obstacles_to_booking_returned,
    obstacles_to_run,
)
from invoices.queries.invoices import lock_invoices
from invoices.queries.payments import invoices_with_live_payment
from invoices.sepa import Debtor, PainVersion, PaymentFile, Transfer, write_pain001
from invoices.sepa_text import sepa_remittance
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db, next_in_year
from townhall.decrees.queries import equated_days
from townhall.documents.models import Document
from townhall.documents.operations import store_document
from townhall.mail.outbox import add_mail
from townhall.money import sum_of
from townhall.organisations.models import BankAccount
from townhall.organisations.queries import active_bank_account, active_bank_accounts, the_municipality
from townhall.refusal import Obstacle, refuse_if

DOCUMENT_KIND = "invoices.payment-run"


def make_payment_run(
    invoices: Sequence[Invoice],
    *,
    execution_on: date,
    version: PainVersion = PainVersion.PAIN_09,
    actor: Actor,
    now: datetime,
) -> PaymentRun:
    """Release these invoices for payment, once, in one file for the bank; all of them or none."""
    lock_invoices([invoice.id for invoice in invoices])
    accounts = active_bank_accounts({invoice.supplier_id for invoice in invoices}, on=now.date())
    payer = active_bank_account(the_municipality().id, on=now.date())
    refuse_if(_obstacles(invoices, accounts, payer, execution_on, actor=actor, now=now))
    assert payer is not None
    number = f"BR-{now.year}-{next_in_year('payment-run', now.year):04d}"
    payments = [
        _payment(invoice, accounts[invoice.supplier_id], number=f"{number}-{place}")
        for place, invoice in enumerate(invoices, start=1)
    ]
    set_off_in(payments)
    for payment in payments:
        payment.events = [_event(payment, now.date(), reason="", actor=actor, now=now)]
    document = _file(number, payments, payer, execution_on, version, actor=actor, now=now)
    run = PaymentRun(
        number=number,
        execution_on=execution_on,
        pain_version=version,
        total=sum_of(payment.amount for payment in payments),
        status=PaymentRunStatus.MADE,
        document_id=document.id,
        made_by_id=actor.account_id,
        made_at=now,
        payments=payments,
    )
    db.session.add(run)
    for invoice in invoices:
        invoice.status = InvoiceStatus.RELEASED
        invoice.released_by_id, invoice.released_at = actor.account_id, now
    after = {"total": run.total, "payments": len(payments), "file": document.sha256}
    trail.record("payment_run.made", run, actor=actor, now=now, after=after)
    return run


def book_paid(payment: Payment, *, paid_on: date, actor: Actor, now: datetime) -> None:
    """Write down that the bank has paid this one."""
    refuse_if(
        obstacles_to_booking_paid(
            payment.status, execution_on=payment.run.execution_on, on=paid_on, today=now.date()
        )
    )
    _book_paid(payment, paid_on=paid_on, actor=actor, now=now)
    settle_set_off([payment], paid_on=paid_on, actor=actor, now=now)
    _close_when_booked(payment.run)
    trail.record("payment.paid", payment, actor=actor, now=now, after={"paid_on": paid_on})


def book_run_paid(run: PaymentRun, *, paid_on: date, actor: Actor, now: datetime) -> None:
    """Write down that the bank has paid everything in this run that is still open."""
    waiting = [payment for payment in run.payments if payment.status is PaymentStatus.ORDERED]
    if not waiting:
        refuse_if([Obstacle("nothing-open", "In deze betaalrun is alles al geboekt.")])
    refuse_if(
        obstacles_to_booking_paid(
            PaymentStatus.ORDERED, execution_on=run.execution_on, on=paid_on, today=now.date()
        )
    )
    for payment in waiting:
        _book_paid(payment, paid_on=paid_on, actor=actor, now=now)
    settle_set_off(waiting, paid_on=paid_on, actor=actor, now=now)
    _close_when_booked(run)
    after = {"paid_on": paid_on, "payments": len(waiting)}
    trail.record("payment_run.paid", run, actor=actor, now=now, after=after)


def book_failed(payment: Payment, *, failed_on: date, reason: str, actor: Actor, now: datetime) -> None:
    """Write down that the bank did not pay; the invoice comes back on the list of what must be paid."""
    obstacles = obstacles_to_booking(
        payment.status, ordered_on=payment.run.made_at.date(), on=failed_on, today=now.date()
    )
    refuse_if(obstacles + _without_reason(reason))
    _back_on_the_list(payment, failed_on, reason, actor=actor, now=now)
    _close_when_booked(payment.run)
    trail.record("payment.failed", payment, actor=actor, now=now, reason=reason)


def book_returned(payment: Payment, *, returned_on: date, reason: str, actor: Actor, now: datetime) -> None:
    """Write down that money came back after it was booked as paid; the invoice must be paid anew, by a new payment.

    What this payment had set off stands open again.
    """
    lock_invoices([payment.invoice_id])
    obstacles = obstacles_to_booking_returned(
        payment.status, paid_on=payment.booked_on, on=returned_on, today=now.date()
    )
    refuse_if(obstacles + _without_reason(reason))
    before = {"status": payment.status, "paid_on": payment.booked_on}
    _back_on_the_list(payment, returned_on, reason, actor=actor, now=now)
    payment.invoice.paid_on = None
    reopen_set_off(payment, reopened_on=returned_on, actor=actor, now=now)
    after = {"status": payment.status, "paid_on": None, "returned_on": returned_on}
    trail.record("payment.came_back", payment, actor=actor, now=now, before=before, after=after, reason=reason)


def _without_reason(reason: str) -> list[Obstacle]:
    if reason.strip():
        return []
    return [Obstacle("reason-missing", "Vul in waarom de betaling niet is gelukt.", "reason")]


def _back_on_the_list(payment: Payment, on: date, reason: str, *, actor: Actor, now: datetime) -> None:
    came_back = payment.status is PaymentStatus.PAID
    payment.status, payment.booked_on = PaymentStatus.FAILED, on
    payment.events.append(_event(payment, on, reason=reason, actor=actor, now=now))
    invoice = payment.invoice
    invoice.status = InvoiceStatus.APPROVED
    invoice.released_by_id, invoice.released_at = None, None
    subject = f"Factuur {invoice.number}: de betaling is niet aangekomen"
    _tell(payment, "mail/invoice_payment_failed.txt", subject, now=now, came_back=came_back)


def _obstacles(
    invoices: Sequence[Invoice],
    accounts: dict[int, BankAccount],
    payer: BankAccount | None,
    execution_on: date,
    *,
    actor: Actor,
    now: datetime,
) -> list[Obstacle]:
    paid_already = invoices_with_live_payment([invoice.id for invoice in invoices])
    obstacles = obstacles_to_run(
        [invoice.id for invoice in invoices],
        execution_on=execution_on,
        today=now.date(),
        payer_has_account=payer is not None,
        equated=equated_days(),
    )
    for invoice in invoices:
        account = accounts.get(invoice.supplier_id)
        pays_from = account.pays_from if account else None
        obstacles += [
            Obstacle(each.code, f"Factuur {invoice.number}: {each.text}", each.field)
            for each in obstacles_to_releasing(
                invoice.signed_facts(),
                account_id=actor.account_id,
                iban=account.iban if account else None,
                has_live_payment=invoice.id in paid_already,
                cools_until=pays_from if pays_from and pays_from > now.date() else None,
            )
        ]
    return obstacles


def _payment(invoice: Invoice, account: BankAccount, *, number: str) -> Payment:
    return Payment(
        invoice=invoice,
        number=number,
        amount=invoice.payable_gross,
        iban=account.iban,
        name=account.holder or invoice.supplier.name,
        status=PaymentStatus.ORDERED,
    )


def _file(
    number: str,
    payments: Sequence[Payment],
    payer: BankAccount,
    execution_on: date,
    version: PainVersion,
    *,
    actor: Actor,
    now: datetime,
) -> Document:
    data = write_pain001(
        PaymentFile(
            message_id=number,
            made_at=now,
            execution_on=execution_on,
            debtor=Debtor(name=payer.holder, iban=payer.iban),
            transfers=[
                Transfer(
                    end_to_end_id=payment.number,
                    name=payment.name,
                    iban=payment.iban,
                    amount=payment.amount,
                    remittance=_remittance(payment),
                )
                for payment in payments
            ],
        ),
        version,
    )
    return store_document(
        data, filename=f"{number}.xml", kind=DOCUMENT_KIND, title=f"Betaalrun {number}", actor=actor, now=now
    )


def _remittance(payment: Payment) -> str:
    taken = sum_of(each.amount for each in payment.set_offs)
    return sepa_remittance(payment.invoice.number, payment.invoice.contract.number, taken)


def _book_paid(payment: Payment, *, paid_on: date, actor: Actor, now: datetime) -> None:
    payment.status, payment.booked_on = PaymentStatus.PAID, paid_on
    payment.events.append(_event(payment, paid_on, reason="", actor=actor, now=now))
    invoice = payment.invoice
    invoice.status, invoice.paid_on = InvoiceStatus.PAID, paid_on
    _tell(payment, "mail/invoice_paid.txt", f"Factuur {invoice.number} is betaald", now=now)


def _tell(payment: Payment, template: str, subject: str, *, now: datetime, came_back: bool = False) -> None:
    invoice = payment.invoice
    if invoice.supplier.email:
        add_mail(
            to=invoice.supplier.email, subject=subject, template=template, now=now,
            invoice=invoice, payment=payment, came_back=came_back,
        )  # fmt: skip


def _close_when_booked(run: PaymentRun) -> None:
    if all(payment.status is not PaymentStatus.ORDERED for payment in run.payments):
        run.status = PaymentRunStatus.BOOKED


def _event(payment: Payment, on: date, *, reason: str, actor: Actor, now: datetime) -> PaymentEvent:
    return PaymentEvent(
        kind=payment.status,
        happened_on=on,
        amount=payment.amount,
        reason=reason,
        recorded_by_id=actor.account_id,
        recorded_at=now,
    )
