"""Questions about what suppliers ask because they were paid too late: what is not yours does not exist."""

from collections.abc import Collection

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from invoices.late_charges import LIVE, LateChargeStatus
from invoices.models import Invoice, LateCharge
from invoices.permissions import InvoicesPermission
from invoices.queries.invoices import lock_invoices
from townhall.accounts.actor import Actor
from townhall.accounts.gate import holds
from townhall.budgets.models import Budget
from townhall.budgets.queries import budget_paying
from townhall.database import db
from townhall.organisations.queries import the_municipality

_ABOUT = (
    joinedload(LateCharge.invoice).joinedload(Invoice.supplier),
    joinedload(LateCharge.invoice).joinedload(Invoice.contract),
)
_SIGNED = (
    joinedload(LateCharge.asked_by),
    joinedload(LateCharge.approved_by),
    joinedload(LateCharge.refused_by),
    joinedload(LateCharge.released_by),
    joinedload(LateCharge.commitment),
)


def late_charges(status: LateChargeStatus | None = None) -> Select[LateCharge]:
    """Every claim, or those in this state, newest first, for a page."""
    statement = select(LateCharge).options(*_ABOUT).order_by(LateCharge.id.desc())
    return statement if status is None else statement.where(LateCharge.status == status)


def late_charge_visible_to(actor: Actor, number: str) -> LateCharge | None:
    """The claim with its invoice and signatures, if this person may see it: the supplier's own, or any for staff."""
    statement = late_charges().where(LateCharge.number == number).options(*_SIGNED)
    if holds(actor, InvoicesPermission.INVOICE_SUBMIT):
        own = select(Invoice.id).where(Invoice.supplier_id == actor.organisation_id)
        return db.session.scalar(statement.where(LateCharge.invoice_id.in_(own)))
    return db.session.scalar(statement) if holds(actor, InvoicesPermission.INVOICE_READ) else None


def late_charge_of(invoice_id: int) -> LateCharge | None:
    """The last claim about this invoice, whatever became of it."""
    return db.session.scalar(late_charges().where(LateCharge.invoice_id == invoice_id).options(*_SIGNED).limit(1))


def live_late_charge_of(invoice_id: int) -> LateCharge | None:
    """The claim that holds this invoice: no second one stands beside it."""
    standing = select(LateCharge).where(LateCharge.invoice_id == invoice_id, LateCharge.status.in_(LIVE))
    return db.session.scalar(standing)


def late_charges_to_pay(ids: list[int] | None = None) -> list[LateCharge]:
    """Approved claims, the oldest first; of these ids only, when given."""
    statement = (
        select(LateCharge)
        .where(LateCharge.status == LateChargeStatus.APPROVED)
        .options(*_ABOUT)
        .order_by(LateCharge.approved_at, LateCharge.id)
    )
    if ids is not None:
        statement = statement.where(LateCharge.id.in_(ids))
    return list(db.session.scalars(statement))


def lock_late_charge(charge: LateCharge) -> None:
    """Wait until nobody else works on its invoice, and see both as they are now."""
    lock_invoices([charge.invoice_id])
    db.session.refresh(charge)


def read_late_charges_again(ids: Collection[int]) -> None:
    """See these claims as they are now, once their invoices are locked."""
    standing = select(LateCharge).where(LateCharge.id.in_(ids)).execution_options(populate_existing=True)
    db.session.scalars(standing).all()


def budget_for(charge: LateCharge, *, year: int) -> Budget | None:
    """The budget that carries it: the one behind the contract, of the municipality itself, which paid too late."""
    heading = charge.invoice.contract.budget_heading
    return budget_paying(heading, year=year, organisation_id=the_municipality().id)
