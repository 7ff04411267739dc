"""Questions about what must be paid: what holds it up, and how well it went so far."""

from collections.abc import Collection
from datetime import date
from fractions import Fraction

from sqlalchemy import Integer, case, cast, extract, func, or_, select
from sqlalchemy.orm import joinedload

from invoices.lifecycle import InvoiceStatus, LineStatus, PaymentStatus
from invoices.models import Invoice, LateCharge, Payment, PaymentRun
from invoices.paying import AccountProspect, PayingQuarter, expected_payment_on
from invoices.payment_terms import PAYMENT_DAYS, Lateness, lateness
from invoices.queries.statutory_rates import interest_rates
from townhall.database import db
from townhall.decrees.queries import equated_days
from townhall.money import round_half_up
from townhall.organisations.kinds import OPEN_PROPOSALS, BankAccountStatus
from townhall.organisations.models import BankAccount
from townhall.periods import add_months
from townhall.sql_days import days_between, dutch_day

_ON_THEIR_WAY = (InvoiceStatus.IN_REVIEW, InvoiceStatus.STATED, InvoiceStatus.APPROVED)


def invoices_held_up(*, due_before: date) -> list[Invoice]:
    """Invoices that nobody has approved yet although they must be paid before this day, the most urgent first."""
    return list(
        db.session.scalars(
            select(Invoice)
            .where(Invoice.status.in_((InvoiceStatus.IN_REVIEW, InvoiceStatus.STATED)), Invoice.due_on < due_before)
            .options(joinedload(Invoice.supplier))
            .order_by(Invoice.due_on, Invoice.id)
        )
    )


def account_prospects(supplier_ids: Collection[int], *, on: date) -> dict[int, AccountProspect]:
    """Of these suppliers that have one: the account that counts from a later day, or that waits for two people."""
    rows = db.session.scalars(
        select(BankAccount)
        .where(
            BankAccount.organisation_id.in_(supplier_ids),
            or_(BankAccount.status == BankAccountStatus.CONFIRMED, BankAccount.status.in_(OPEN_PROPOSALS)),
        )
        .order_by((BankAccount.status == BankAccountStatus.CONFIRMED).asc(), BankAccount.counts_from.desc())
    )
    return {
        row.organisation_id: AccountProspect(row.pays_from, is_proposed=row.status in OPEN_PROPOSALS)
        for row in rows
        if row.pays_from is None or row.pays_from > on
    }


def paying_quarters(*, most: int = 8) -> list[PayingQuarter]:
    """How the invoices were paid that were paid in each of the last quarters, newest first."""
    year = cast(extract("year", Invoice.paid_on), Integer).label("year")
    quarter = ((cast(extract("month", Invoice.paid_on), Integer) + 2) // 3).label("quarter")
    days = days_between(dutch_day(Invoice.received_at), Invoice.paid_on)
    rows = db.session.execute(
        select(
            year,
            quarter,
            func.count(Invoice.id),
            func.sum(case((days <= PAYMENT_DAYS, 1), else_=0)),
            func.sum(case((Invoice.paid_on <= Invoice.due_on, 1), else_=0)),
            func.sum(days),
        )
        .where(Invoice.status == InvoiceStatus.PAID)
        .group_by("year", "quarter")
        .order_by(year.desc(), quarter.desc())
        .limit(most)
    )
    return [PayingQuarter(*(int(value) for value in row)) for row in rows]


def usual_days(*, since: date) -> int | None:
    """How many days after receipt invoices were paid since this day, on average; None without any."""
    days = days_between(dutch_day(Invoice.received_at), Invoice.paid_on)
    count, total = db.session.execute(
        select(func.count(Invoice.id), func.sum(days)).where(
            Invoice.status == InvoiceStatus.PAID, Invoice.paid_on >= since
        )
    ).one()
    return int(round_half_up(Fraction(int(total), count), places=0)) if count else None


def lateness_of(invoice: Invoice, *, today: date) -> Lateness | None:
    """What paying this invoice late costs as things stand; None while it is in time, or nothing of it is to be paid."""
    paid_on = invoice.paid_on or today
    if invoice.due_on is None or paid_on <= invoice.due_on:
        return None
    if not any(line.status is LineStatus.ACCEPTED for line in invoice.lines):
        return None
    return lateness(invoice.payable_gross, due=invoice.due_on, paid_on=paid_on, rates=interest_rates())


def counted_again(charge: LateCharge) -> Lateness:
    """What was asked, by the rates of now."""
    late = lateness(
        charge.principal, due=charge.invoice_due_on, paid_on=charge.invoice_paid_on, rates=interest_rates()
    )
    assert late is not None, "only what was paid too late is asked"
    return late


def payment_expected_on(invoice: Invoice, *, today: date) -> date | None:
    """The day on which this invoice will probably be paid; None when it is not on its way, or nothing is known yet."""
    if invoice.status is InvoiceStatus.RELEASED:
        ordered = select(PaymentRun.execution_on).join(PaymentRun.payments)
        return db.session.scalar(
            ordered.where(Payment.invoice_id == invoice.id, Payment.status == PaymentStatus.ORDERED)
        )
    if invoice.received_at is None or invoice.is_disputed or invoice.status not in _ON_THEIR_WAY:
        return None
    usual = usual_days(since=add_months(today, -12))
    received_on = invoice.received_at.date()
    return expected_payment_on(received_on, usual_days=usual, today=today, equated=equated_days())
