"""Facts of invoices and budgets: steps that wait, payment terms, money that runs out."""

from datetime import date
from fractions import Fraction

from sqlalchemy import select

from alerts.due import Fact
from alerts.occasion import OccasionKind
from invoices.lifecycle import InvoiceStatus
from invoices.models import Invoice
from townhall.budgets.queries import budgets_of, rooms_of
from townhall.database import db
from townhall.filters import day, euro
from townhall.organisations.models import Organisation

#: Waits for the performance statement or the approval; and what finance still has to pay.
_BEFORE_PAYMENT = (InvoiceStatus.IN_REVIEW, InvoiceStatus.STATED)
_UNPAID = (*_BEFORE_PAYMENT, InvoiceStatus.APPROVED, InvoiceStatus.RELEASED)


def facts(today: date) -> list[Fact]:
    """All facts of money."""
    return [*payment_terms(), *budgets(today)]


def payment_terms() -> list[Fact]:
    """Unpaid invoices, with their last day of payment: for who has the next step, and for finance."""
    rows = db.session.execute(
        select(Invoice.id, Invoice.number, Invoice.status, Invoice.due_on, Invoice.gross, Organisation.name)
        .join(Organisation, Organisation.id == Invoice.supplier_id)
        .where(Invoice.status.in_(_UNPAID), Invoice.due_on.is_not(None))
        .order_by(Invoice.id)
    )
    found = []
    for invoice_id, invoice_number, status, due_on, gross, supplier in rows:
        about = f"Factuur {invoice_number} van {supplier}, {euro(gross)}: betalen uiterlijk {day(due_on)}."
        subject, url = f"invoice:{invoice_id}", f"/facturen/{invoice_id}"
        if status in _BEFORE_PAYMENT:
            found.append(Fact(OccasionKind.INVOICE_WAITS, subject, about, url, due_on=due_on))
        found.append(Fact(OccasionKind.PAYMENT_DUE, subject, about, url, due_on=due_on))
    return found


def budgets(today: date) -> list[Fact]:
    """How full the budgets of this year are; where none was set there is nothing to fill."""
    this_year = budgets_of(today.year)
    rooms = rooms_of(this_year)
    found = []
    for budget in this_year:
        room = rooms[budget.id]
        if not room.budget:
            continue
        about = f"{budget.title}: {euro(room.used)} van {euro(room.budget)} is vastgelegd of betaald."
        level = Fraction(room.used) / Fraction(room.budget)
        found.append(Fact(OccasionKind.BUDGET, f"budget:{budget.id}", about, f"/budgetten/{budget.id}", level=level))
    return found
