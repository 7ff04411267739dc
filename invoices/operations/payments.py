"""Paying: make a run with its file for the bank, and book what the bank did."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict

from invoices.approvals import obstacles_to_releasing
from invoices.late_charges import LateChargeStatus
from invoices.late_charges import obstacles_to_releasing as obstacles_to_releasing_charge
from invoices.lifecycle import InvoiceStatus, PaymentRunStatus, PaymentStatus
from invoices.models import Invoice, LateCharge, Payment, PaymentEvent, PaymentRun
from invoices.operations.clawbacks import reopen_set_off, set_off_in, settle_set_off
from invoices.operations.late_charges import lapse_late_charge
from invoices.operations.payment_files import write_payment_file
from invoices.payment_rules import (
    obstacles_to_booking,
    obstacles_to_booking_paid,
    obstacles_to_booking_returned,
    obstacles_to_run,
)
from invoices.queries.invoices import lock_invoices
from invoices.queries.late_charges import read_late_charges_again
from invoices.queries.payments import charges_with_live_payment, invoices_with_live_payment
from invoices.sepa import PainVersion
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db, next_in_year
from townhall.decrees.queries import equated_days
from townhall.mail.outbox import add_mail
from townhall.money import sum_of
from townhall.organisations.models import BankAccount
from townhall.organisations.queries import active_bank_account, active_bank_accounts, the_municipality
from townhall.refusal import Obstacle, refuse_if

DOCUMENT_KIND = "invoices.payment-run"


def make_payment_run(
    invoices: Sequence[Invoice],
    *,
    charges: Sequence[LateCharge] = (),
    execution_on: date,
    version: PainVersion = PainVersion.PAIN_09,
    actor: Actor,
    now: datetime,
) -> PaymentRun:
    """Release these invoices and claims for late payment, once, in one file for the bank; all of them or none."""
    about = [*invoices, *(charge.invoice for charge in charges)]
    lock_invoices([invoice.id for invoice in about])
    read_late_charges_again([charge.id for charge in charges])
    accounts = active_bank_accounts({invoice.supplier_id for invoice in about}, on=now.date())
    payer = active_bank_account(the_municipality().id, on=now.date())
    refuse_if(_obstacles(invoices, charges, accounts, payer, execution_on, actor=actor, now=now))
    assert payer is not None
    number = f"BR-{now.year}-{next_in_year('payment-run', now.year):04d}"
    payables: list[Invoice | LateCharge] = [*invoices, *charges]
    payments = [
        _payment(payable, accounts[invoice.supplier_id], number=f"{number}-{place}")
        for place, (payable, invoice) in enumerate(zip(payables, about, strict=True), start=1)
    ]
    set_off_in(payments)
    for payment in payments:
        payment.events = [_event(payment, now.date(), reason="", actor=actor, now=now)]
    document = write_payment_file(number, payments, payer, execution_on, version, actor=actor, now=now)
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
    for payable in payables:
        payable.released_by_id, payable.released_at = actor.account_id, now
    for invoice in invoices:
        invoice.status = InvoiceStatus.RELEASED
    for charge in charges:
        charge.status = LateChargeStatus.RELEASED
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

    What this payment had set off stands open again, and what was asked for its being late is counted anew.
    """
    lock_invoices([payment.about.id])
    obstacles = obstacles_to_booking_returned(
        payment.status, paid_on=payment.booked_on, on=returned_on, today=now.date()
    )
    refuse_if(obstacles + _without_reason(reason))
    before = {"status": payment.status, "paid_on": payment.booked_on}
    _back_on_the_list(payment, returned_on, reason, actor=actor, now=now)
    reopen_set_off(payment, reopened_on=returned_on, actor=actor, now=now)
    if payment.late_charge is None:
        lapse_late_charge(payment.about, actor=actor, now=now)
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
    if payment.late_charge:
        payment.late_charge.status = LateChargeStatus.APPROVED
    else:
        payment.about.status = InvoiceStatus.APPROVED
    payable = payment.late_charge or payment.about
    payable.released_by_id, payable.released_at, payable.paid_on = None, None, None
    subject = f"{payment.title}: de betaling is niet aangekomen"
    _tell(payment, "mail/invoice_payment_failed.txt", subject, now=now, came_back=came_back)


def _obstacles(
    invoices: Sequence[Invoice],
    charges: Sequence[LateCharge],
    accounts: dict[int, BankAccount],
    payer: BankAccount | None,
    execution_on: date,
    *,
    actor: Actor,
    now: datetime,
) -> list[Obstacle]:
    obstacles = obstacles_to_run(
        [invoice.id for invoice in invoices],
        [charge.id for charge in charges],
        execution_on=execution_on,
        today=now.date(),
        payer_has_account=payer is not None,
        equated=equated_days(),
    )
    paid_already = invoices_with_live_payment([invoice.id for invoice in invoices])
    for invoice in invoices:
        obstacles += [
            Obstacle(each.code, f"Factuur {invoice.number}: {each.text}", each.field)
            for each in obstacles_to_releasing(
                invoice.signed_facts(),
                account_id=actor.account_id,
                has_live_payment=invoice.id in paid_already,
                **_pays_to(accounts.get(invoice.supplier_id), on=now.date()),
            )
        ]
    paid_already = charges_with_live_payment([charge.id for charge in charges])
    for charge in charges:
        obstacles += [
            Obstacle(each.code, f"Vergoeding {charge.number}: {each.text}", each.field)
            for each in obstacles_to_releasing_charge(
                charge.as_signed(),
                account_id=actor.account_id,
                has_live_payment=charge.id in paid_already,
                **_pays_to(accounts.get(charge.invoice.supplier_id), on=now.date()),
            )
        ]
    return obstacles


class _PaysTo(TypedDict):
    iban: str | None
    cools_until: date | None


def _pays_to(account: BankAccount | None, *, on: date) -> _PaysTo:
    pays_from = account.pays_from if account else None
    return {
        "iban": account.iban if account else None,
        "cools_until": pays_from if pays_from and pays_from > on else None,
    }


def _payment(payable: Invoice | LateCharge, account: BankAccount, *, number: str) -> Payment:
    payment = Payment(number=number, iban=account.iban, status=PaymentStatus.ORDERED)
    if isinstance(payable, LateCharge):
        payment.late_charge, payment.amount = payable, payable.amount
    else:
        payment.invoice, payment.amount = payable, payable.payable_gross
    payment.name = account.holder or payment.about.supplier.name
    return payment


def _book_paid(payment: Payment, *, paid_on: date, actor: Actor, now: datetime) -> None:
    payment.status, payment.booked_on = PaymentStatus.PAID, paid_on
    payment.events.append(_event(payment, paid_on, reason="", actor=actor, now=now))
    if payment.late_charge:
        payment.late_charge.status, payment.late_charge.paid_on = LateChargeStatus.PAID, paid_on
    else:
        payment.about.status, payment.about.paid_on = InvoiceStatus.PAID, paid_on
    _tell(payment, "mail/invoice_paid.txt", f"{payment.title} is betaald", now=now)


def _tell(payment: Payment, template: str, subject: str, *, now: datetime, came_back: bool = False) -> None:
    invoice = payment.about
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
