"""Booking what the bank did from a file: every payment in it, or none."""

from datetime import datetime

from invoices.bank_answers import BankAnswer, read_answers
from invoices.lifecycle import PaymentStatus
from invoices.models import Payment, PaymentRun
from invoices.operations.payments import book_failed, book_paid, book_returned
from invoices.payment_rules import obstacles_to_booking, obstacles_to_booking_paid, obstacles_to_booking_returned
from invoices.queries.invoices import lock_invoices
from townhall.accounts.actor import Actor
from townhall.refusal import Obstacle, refuse_if
from townhall.table_files import UnreadableTable, read_table


def book_bank_answers(run: PaymentRun, data: bytes, *, filename: str, actor: Actor, now: datetime) -> int:
    """Book every payment the file has an outcome for; gives how many. What failed or came back is to be paid again."""
    lock_invoices([payment.about.id for payment in run.payments])
    payments = {payment.number: payment for payment in run.payments}
    try:
        answers, obstacles = read_answers(read_table(data, filename), numbers=payments)
    except UnreadableTable as unreadable:
        refuse_if([Obstacle("unreadable", str(unreadable), "file")])
        raise
    for answer in answers:
        obstacles += _obstacles(payments[answer.number], answer, now)
    refuse_if(obstacles)
    for answer in answers:
        payment = payments[answer.number]
        if answer.outcome is PaymentStatus.PAID:
            book_paid(payment, paid_on=answer.on, actor=actor, now=now)
        elif payment.status is PaymentStatus.PAID:
            book_returned(payment, returned_on=answer.on, reason=answer.reason, actor=actor, now=now)
        else:
            book_failed(payment, failed_on=answer.on, reason=answer.reason, actor=actor, now=now)
    return len(answers)


def _obstacles(payment: Payment, answer: BankAnswer, now: datetime) -> list[Obstacle]:
    today = now.date()
    if answer.outcome is PaymentStatus.PAID:
        found = obstacles_to_booking_paid(
            payment.status, execution_on=payment.run.execution_on, on=answer.on, today=today
        )
    elif payment.status is PaymentStatus.PAID:
        found = obstacles_to_booking_returned(payment.status, paid_on=payment.booked_on, on=answer.on, today=today)
    else:
        made_on = payment.run.made_at.date()
        found = obstacles_to_booking(payment.status, ordered_on=made_on, on=answer.on, today=today)
    if answer.amount is not None and answer.amount != payment.amount:
        text = "Het bedrag is niet dat van de betaling. Controleer of dit de goede regel is."
        found.append(Obstacle("other-amount", text))
    return [Obstacle(each.code, f"Regel {answer.line}: {each.text}", "file") for each in found]
