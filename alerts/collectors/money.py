"""Facts of invoices and budgets: steps that wait, payment terms, money that runs out."""

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy import and_, exists, func, or_, select, type_coerce
from sqlalchemy.orm import aliased

from alerts.due import Fact
from alerts.occasion import OccasionKind
from contracts.milestones import AchievementStatus
from contracts.models import Achievement, ContractMilestone, FrameworkContract, Track
from invoices.claims import claim_deadline
from invoices.clawbacks import ClawbackStatus
from invoices.lifecycle import ClaimStatus, InvoiceStatus, PaymentStatus
from invoices.models import Claim, Invoice, LateCharge, Payment
from invoices.models.clawbacks import Clawback
from townhall.budgets.queries import budgets_of, rooms_of
from townhall.column_types import Euros
from townhall.database import db
from townhall.filters import day, euro
from townhall.organisations.kinds import BankAccountStatus
from townhall.organisations.models import BankAccount, Organisation

#: Who has the next step before finance can pay; and what finance still has to pay.
_NEXT_STEP = {
    InvoiceStatus.IN_REVIEW: OccasionKind.INVOICE_WAITS,
    InvoiceStatus.STATED: OccasionKind.APPROVAL_WAITS,
}
_UNPAID = (*_NEXT_STEP, InvoiceStatus.APPROVED, InvoiceStatus.RELEASED)


def facts(today: date) -> list[Fact]:
    """All facts of money."""
    return [
        *payment_terms(today),
        *budgets(today),
        *claim_windows(today),
        *clawbacks(),
        *bank_changes(),
        *returned_payments(),
    ]


def payment_terms(today: date) -> list[Fact]:
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
        if status in _NEXT_STEP:
            found.append(Fact(_NEXT_STEP[status], subject, about, url, due_on=due_on))
        found.append(Fact(OccasionKind.PAYMENT_DUE, subject, about, url, due_on=due_on))
        if due_on is not None and due_on < today:
            late = f"Factuur {invoice_number} van {supplier}, {euro(gross)}: de laatste dag was {day(due_on)}."
            found.append(Fact(OccasionKind.INTEREST_RUNS, subject, late, url, due_on=due_on + timedelta(days=1)))
    return found


def claim_windows(today: date) -> list[Fact]:
    """Per supplier: what was approved and not invoiced, with the first day on which a claim would lapse."""
    rows = db.session.execute(
        select(
            FrameworkContract.supplier_id, Achievement.reached_on, Achievement.verified_at,
            ContractMilestone.claim_within_days,
        )
        .join(Track, Track.id == Achievement.track_id)
        .join(FrameworkContract, FrameworkContract.id == Track.contract_id)
        .join(ContractMilestone, ContractMilestone.id == Achievement.milestone_id)
        .outerjoin(Claim, and_(Claim.achievement_id == Achievement.id, Claim.status == ClaimStatus.LIVE))
        .where(
            Achievement.status == AchievementStatus.VERIFIED, Claim.id.is_(None),
            ContractMilestone.claim_within_days.is_not(None),
        )
    )  # fmt: skip
    ends: dict[int, list[date]] = defaultdict(list)
    for supplier_id, reached_on, verified_at, within_days in rows:
        verified_on = verified_at.date() if verified_at else None
        last = claim_deadline(reached_on, verified_on, within_days=within_days)
        if last is not None and last >= today:
            ends[supplier_id].append(last)
    return [
        Fact(
            OccasionKind.CLAIM_WINDOW, f"organisation:{supplier_id}",
            f"{_counted(len(days))}. De eerste vervalt na {day(min(days))}.",
            "/portaal/facturen", due_on=min(days), organisation_id=supplier_id,
        )
        for supplier_id, days in sorted(ends.items())
    ]  # fmt: skip


def _counted(count: int) -> str:
    if count == 1:
        return "1 goedgekeurde prestatie is nog niet gefactureerd"
    return f"{count} goedgekeurde prestaties zijn nog niet gefactureerd"


def clawbacks() -> list[Fact]:
    """Per supplier: what must come back and did not yet, from the oldest on."""
    rows = db.session.execute(
        select(
            Clawback.supplier_id, Organisation.name, func.count(),
            type_coerce(func.sum(Clawback.net + Clawback.vat), Euros), func.min(Clawback.raised_at),
        )
        .join(Organisation, Organisation.id == Clawback.supplier_id)
        .where(Clawback.status == ClawbackStatus.OPEN)
        .group_by(Clawback.supplier_id, Organisation.name)
        .order_by(Clawback.supplier_id)
    )  # fmt: skip
    return [
        Fact(
            OccasionKind.CLAWBACK_OPEN, f"organisation:{supplier_id}",
            f"{name}: {euro(amount)} over {count} {'prestatie' if count == 1 else 'prestaties'} komt nog terug, de "
            f"oudste sinds {day(since)}.",
            "/betalingen/terugvorderingen/", due_on=since.date(),
        )
        for supplier_id, name, count, amount, since in rows
    ]  # fmt: skip


def bank_changes() -> list[Fact]:
    """Bank accounts that somebody proposed and nobody confirmed yet."""
    rows = db.session.execute(
        select(BankAccount.id, BankAccount.proposed_at, Organisation.name)
        .join(Organisation, Organisation.id == BankAccount.organisation_id)
        .where(BankAccount.status.in_((BankAccountStatus.PROPOSED, BankAccountStatus.CALLED_BACK)))
        .order_by(BankAccount.id)
    )
    return [
        Fact(
            OccasionKind.BANK_CHANGE_WAITS, f"bank_account:{account_id}",
            f"{name} gaf op {day(proposed_at)} een andere bankrekening op.", f"/bankrekeningen/{account_id}",
            due_on=proposed_at.date(),
        )
        for account_id, proposed_at, name in rows
    ]  # fmt: skip


def returned_payments() -> list[Fact]:
    """Payments that failed or came back, as long as nothing else pays the same invoice or claim for being late."""
    live = aliased(Payment)
    same = or_(live.invoice_id == Payment.invoice_id, live.late_charge_id == Payment.late_charge_id)
    of = (Invoice.number, Organisation.name, Payment.amount)
    rows = db.session.execute(
        select(Invoice.id, LateCharge.number, *of, func.max(Payment.booked_on))
        .outerjoin(LateCharge, LateCharge.id == Payment.late_charge_id)
        .join(Invoice, Invoice.id == func.coalesce(Payment.invoice_id, LateCharge.invoice_id))
        .join(Organisation, Organisation.id == Invoice.supplier_id)
        .where(Payment.status == PaymentStatus.FAILED, ~exists().where(same, live.status != PaymentStatus.FAILED))
        .group_by(Invoice.id, LateCharge.number, *of)
    )
    return [
        Fact(
            OccasionKind.PAYMENT_RETURNED, f"late_charge:{charge}" if charge else f"invoice:{invoice_id}",
            f"{f'Vergoeding {charge}, factuur' if charge else 'Factuur'} {number} van {name}: {euro(amount)} kwam op "
            f"{day(booked_on)} terug.",
            f"/facturen/{invoice_id}", due_on=booked_on,
        )
        for invoice_id, charge, number, name, amount, booked_on in rows
    ]  # fmt: skip


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
