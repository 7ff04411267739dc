"""Questions about payments and the runs they leave in."""

from collections.abc import Collection
from decimal import Decimal

from sqlalchemy import Integer, Select, cast, extract, func, select
from sqlalchemy.orm import joinedload, selectinload

from invoices.lifecycle import PaymentStatus
from invoices.models import ClawbackSetOff, Invoice, LateCharge, Payment, PaymentRun
from invoices.queries.invoices import invoice_visible_to
from invoices.queries.money_back import came_back_per_year
from townhall.accounts.actor import Actor
from townhall.database import db
from townhall.money import ZERO, euros

#: The invoice that a payment pays, or that was paid too late, with its supplier.
_ABOUT = (
    joinedload(Payment.invoice).joinedload(Invoice.supplier),
    joinedload(Payment.late_charge).joinedload(LateCharge.invoice).joinedload(Invoice.supplier),
)


def payment_runs() -> Select[PaymentRun]:
    """Every run, newest first, for a page."""
    return select(PaymentRun).options(joinedload(PaymentRun.made_by)).order_by(PaymentRun.id.desc())


def run_with_number(number: str) -> PaymentRun | None:
    """The run with its payments and their invoices."""
    return db.session.scalar(
        select(PaymentRun)
        .where(PaymentRun.number == number)
        .options(
            joinedload(PaymentRun.document),
            joinedload(PaymentRun.made_by),
            selectinload(PaymentRun.payments).options(
                *_ABOUT,
                selectinload(Payment.events),
                selectinload(Payment.set_offs).joinedload(ClawbackSetOff.clawback),
            ),
        )
    )


def payment_with_number(number: str) -> Payment | None:
    """The payment with its invoice and run."""
    return db.session.scalar(
        select(Payment)
        .where(Payment.number == number)
        .options(
            *_ABOUT,
            joinedload(Payment.run).selectinload(PaymentRun.payments),
            selectinload(Payment.set_offs).joinedload(ClawbackSetOff.clawback),
        )
    )


def payment_visible_to(actor: Actor, number: str) -> Payment | None:
    """The payment with its run and what was set off in it, if this person may see its invoice."""
    payment = payment_with_number(number)
    return payment if payment and invoice_visible_to(actor, payment.about.id) else None


def payments_of(invoice_id: int) -> list[Payment]:
    """Every payment of this invoice, the failed ones too, oldest first."""
    return list(
        db.session.scalars(
            select(Payment)
            .where(Payment.invoice_id == invoice_id)
            .options(
                joinedload(Payment.run),
                selectinload(Payment.events),
                selectinload(Payment.set_offs).joinedload(ClawbackSetOff.clawback),
            )
            .order_by(Payment.id)
        )
    )


def payments_of_charge(late_charge_id: int) -> list[Payment]:
    """Every payment of this claim for late payment, the failed ones too, oldest first."""
    return list(
        db.session.scalars(
            select(Payment)
            .where(Payment.late_charge_id == late_charge_id)
            .options(joinedload(Payment.run), selectinload(Payment.events))
            .order_by(Payment.id)
        )
    )


def invoices_with_live_payment(invoice_ids: Collection[int]) -> set[int]:
    """Which of these invoices have a payment that did not fail."""
    return set(
        db.session.scalars(
            select(Payment.invoice_id).where(
                Payment.invoice_id.in_(invoice_ids), Payment.status != PaymentStatus.FAILED
            )
        )
    )


def charges_with_live_payment(charge_ids: Collection[int]) -> set[int]:
    """Which of these claims for late payment have a payment that did not fail."""
    return set(
        db.session.scalars(
            select(Payment.late_charge_id).where(
                Payment.late_charge_id.in_(charge_ids), Payment.status != PaymentStatus.FAILED
            )
        )
    )


def paid_per_year(contract_id: int) -> dict[int, Decimal]:
    """What was paid under this contract per calendar year less what came back, excl. VAT, by the day it was booked."""
    year = cast(extract("year", Payment.booked_on), Integer).label("year")
    rows = db.session.execute(
        select(year, func.sum(Invoice.payable_net))
        .join(Payment.invoice)
        .where(Invoice.contract_id == contract_id, Payment.status == PaymentStatus.PAID)
        .group_by("year")
        .order_by("year")
    )
    paid, back = {in_year: euros(amount) for in_year, amount in rows}, came_back_per_year(contract_id)
    return {each: paid.get(each, ZERO) - back.get(each, ZERO) for each in sorted(paid | back)}
