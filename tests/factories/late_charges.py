"""Invoices that were paid too late, and what their suppliers ask for it."""

from datetime import timedelta
from typing import Any

from invoices.models import Invoice, LateCharge
from invoices.operations.late_charges import ask_late_charge
from invoices.operations.payments import book_run_paid
from invoices.payment_terms import PAYMENT_DAYS
from tests.factories.contracts import account_of
from tests.factories.invoices import NOW, approved_invoice, made_run

#: Paid on the Friday before, so many days too late: all of them at the rate of the second half of 2026.
LATE_BY = 21


def invoice_paid_late(contract: Any = None, *, days: int = LATE_BY, **options: Any) -> Invoice:
    """An invoice that was paid so many days after its last day; needs ``money_in_place()``."""
    paid_at = NOW - timedelta(days=3)
    invoice = approved_invoice(contract, now=paid_at - timedelta(days=PAYMENT_DAYS + days), **options)
    run = made_run(invoice, now=paid_at - timedelta(days=1))
    book_run_paid(run, paid_on=paid_at.date(), actor=account_of("fatima").actor(), now=NOW)
    return invoice


def asked_charge(invoice: Invoice | None = None) -> LateCharge:
    """What its supplier asks over an invoice that was paid too late."""
    return ask_late_charge(invoice or invoice_paid_late(), actor=account_of("sanne").actor(), now=NOW)
