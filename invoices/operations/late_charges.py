"""What a supplier asks because it was paid too late: ask it, approve or refuse it, and let it lapse."""

from datetime import datetime

from invoices.late_charges import (
    LateChargeStatus,
    approves_on_behalf_of,
    obstacles_to_approving,
    obstacles_to_asking,
    obstacles_to_refusing,
)
from invoices.models import Invoice, LateCharge
from invoices.payment_terms import InterestPart
from invoices.queries.invoices import lock_invoices
from invoices.queries.late_charges import budget_for, live_late_charge_of, lock_late_charge
from invoices.queries.paying import counted_again, lateness_of
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.budgets import queries as budgets
from townhall.budgets.costs import Cost
from townhall.budgets.operations import commit_amount, release_commitment, spend
from townhall.database import db, next_in_year
from townhall.mail.outbox import add_mail
from townhall.refusal import refuse_if


def ask_late_charge(invoice: Invoice, *, actor: Actor, now: datetime) -> LateCharge:
    """Ask the interest and the costs of recovery over an invoice that was paid too late, as supplier.

    The amount stands from then on, with how it was counted. The budget holder decides.
    """
    lock_invoices([invoice.id])
    late = lateness_of(invoice, today=now.date())
    has_live_charge = live_late_charge_of(invoice.id) is not None
    refuse_if(obstacles_to_asking(invoice.status, late, has_live_charge=has_live_charge))
    assert late is not None and invoice.due_on is not None and invoice.paid_on is not None, "refused above"
    charge = LateCharge(
        number=f"VR-{now.year}-{next_in_year('late-charge', now.year):04d}",
        invoice=invoice,
        principal=invoice.payable_gross,
        invoice_due_on=invoice.due_on,
        invoice_paid_on=invoice.paid_on,
        interest=late.interest.amount,
        costs=late.costs,
        parts=[_kept(part) for part in late.interest.parts],
        status=LateChargeStatus.ASKED,
        asked_at=now,
        asked_by_id=actor.account_id,
    )
    db.session.add(charge)
    db.session.flush()
    after = {"invoice": invoice.number, "days": late.days, "interest": charge.interest, "costs": charge.costs}
    trail.record("late_charge.requested", charge, actor=actor, now=now, after=after)
    return charge


def approve_late_charge(charge: LateCharge, *, actor: Actor, now: datetime) -> None:
    """Let it be paid, as budget holder: the money is promised and spent on the budget of the contract's programme."""
    lock_late_charge(charge)
    budget, mandates = budget_for(charge, year=now.year), budgets.mandates_of(actor.account_id)
    refuse_if(
        obstacles_to_approving(
            charge.as_signed(),
            account_id=actor.account_id,
            mandates=mandates,
            room=budgets.room_of(budget) if budget else None,
            counted_now=counted_again(charge).amount,
            on=now.date(),
        )
    )
    assert budget is not None, "refused above"
    purpose = f"Vergoeding voor te late betaling van factuur {charge.invoice.number}"[:200]
    charge.commitment = commit_amount(
        budget, charge.amount, purpose=purpose, reference=charge.number, supplier_id=charge.invoice.supplier_id,
        actor=actor, now=now,
    )  # fmt: skip
    spend(charge.commitment, Cost(charge.amount), reference=charge.number, spent_on=now.date(), actor=actor, now=now)
    lender = approves_on_behalf_of(charge.as_signed(), mandates, on=now.date())
    charge.status = LateChargeStatus.APPROVED
    charge.approved_by_id, charge.approved_at = actor.account_id, now
    _tell(charge, "mail/late_charge_approved.txt", f"Uw vergoeding {charge.number} is akkoord", now=now)
    after: dict[str, object] = {"amount": charge.amount, "commitment": charge.commitment.number}
    if lender:
        after["on_behalf_of"] = lender
    trail.record("late_charge.approved", charge, actor=actor, now=now, after=after)


def refuse_late_charge(charge: LateCharge, *, reason: str, actor: Actor, now: datetime) -> None:
    """Do not pay it, as budget holder, and tell the supplier why; it may ask again."""
    lock_late_charge(charge)
    refuse_if(obstacles_to_refusing(charge.status, reason=reason))
    charge.status, charge.refusal_reason = LateChargeStatus.REFUSED, reason.strip()
    charge.refused_by_id, charge.refused_at = actor.account_id, now
    _tell(charge, "mail/late_charge_refused.txt", f"Uw vergoeding {charge.number} is afgewezen", now=now)
    trail.record("late_charge.refused", charge, actor=actor, now=now, after={"amount": charge.amount}, reason=reason)


def lapse_late_charge(invoice: Invoice, *, actor: Actor, now: datetime) -> None:
    """The payment of the invoice came back: what was asked over it lapses, as long as no money is on its way.

    An approved one gives its money back to the budget. Runs inside the booking, with the invoice locked.
    """
    charge = live_late_charge_of(invoice.id)
    if charge is None or charge.status not in (LateChargeStatus.ASKED, LateChargeStatus.APPROVED):
        return
    before = {"status": charge.status}
    if charge.commitment is not None:
        back = Cost(charge.amount).reversed()
        spend(charge.commitment, back, reference=charge.number, spent_on=now.date(), actor=actor, now=now)
        reason = f"Vergoeding {charge.number} is vervallen"
        release_commitment(charge.commitment, reason=reason, actor=actor, now=now)
    charge.status = LateChargeStatus.LAPSED
    _tell(charge, "mail/late_charge_lapsed.txt", f"Uw vergoeding {charge.number} is vervallen", now=now)
    after = {"status": charge.status, "invoice": invoice.number}
    trail.record("late_charge.lapsed", charge, actor=actor, now=now, before=before, after=after)


def _kept(part: InterestPart) -> dict[str, object]:
    return {
        "starts_on": part.starts_on.isoformat(),
        "ends_on": part.ends_on.isoformat(),
        "principal": str(part.principal),
        "percent": str(part.percent),
        "verified": part.verified,
        "source": part.source,
    }


def _tell(charge: LateCharge, template: str, subject: str, *, now: datetime) -> None:
    supplier = charge.invoice.supplier
    if supplier.email:
        add_mail(to=supplier.email, subject=subject, template=template, now=now, charge=charge, invoice=charge.invoice)
