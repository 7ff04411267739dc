"""What comes back: raise it once, ask for a credit note, set it off in a payment, book or cancel it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal

from contracts.fee_histories import worked_out
from contracts.models.track_terms import prices_of, rules_of
from invoices.clawbacks import (
    AskedBefore,
    ClawbackStatus,
    ComesBack,
    comes_back,
    obstacles_to_cancelling,
    obstacles_to_settling,
    set_off,
)
from invoices.lifecycle import PaymentStatus
from invoices.models import Claim, Clawback, ClawbackSetOff, Invoice, InvoiceLine, Payment
from invoices.queries.clawbacks import (
    asked_before,
    claims_with_work,
    lock_claimed_invoices,
    open_clawbacks_of,
    paid_claims_that_ended_early,
)
from invoices.vat_recovery import cost_coming_back
from townhall.accounts.actor import SYSTEM, Actor
from townhall.audit import trail
from townhall.budgets.costs import Cost
from townhall.budgets.operations import spend
from townhall.database import db, next_in_year
from townhall.mail.outbox import add_mail
from townhall.money import sum_of
from townhall.refusal import Obstacle, refuse_if


def raise_clawbacks(*, now: datetime) -> list[Clawback]:
    """Raise what the fee schedules take back of paid fees whose work ended within the guarantee; each once.

    What the supplier gave back already by a credit note is taken off; what the budget holder let go stays so.
    """
    lock_claimed_invoices(paid_claims_that_ended_early())
    claims = claims_with_work(paid_claims_that_ended_early())
    before = asked_before([claim.achievement_id for claim in claims])
    due = [
        (claim, back)
        for claim in claims
        if (back := _due_back(claim, before.get(claim.achievement_id, []), today=now.date())) is not None
    ]
    return [_raise(claim, back, now=now) for claim, back in due]


def _due_back(claim: Claim, before: Sequence[AskedBefore], *, today: date) -> ComesBack | None:
    track, line = claim.achievement.track, claim.line
    outcome = worked_out(rules_of(track.contract), track.history(), prices_of(track.contract), today=today)
    label = claim.achievement.milestone.label
    return comes_back(outcome, label=label, paid_net=line.net, paid_vat=line.vat, before=before)


def _clawback(line: InvoiceLine, back: ComesBack, *, now: datetime) -> Clawback:
    """One clawback on this line; the database holds its achievement against a second of its kind."""
    assert line.achievement_id is not None, "an accepted line has its achievement"
    clawback = Clawback(
        number=f"TV-{now.year}-{next_in_year('clawback', now.year):04d}",
        achievement_id=line.achievement_id,
        line=line,
        supplier=line.invoice.supplier,
        net=back.net,
        vat=back.vat,
        ended_on=back.ended_on,
        reason=back.why[:1].upper() + back.why[1:],
        status=ClawbackStatus.OPEN,
        raised_at=now,
    )
    db.session.add(clawback)
    db.session.flush()
    return clawback


def _raise(claim: Claim, back: ComesBack, *, now: datetime) -> Clawback:
    invoice, clawback = claim.line.invoice, _clawback(claim.line, back, now=now)
    _tell(clawback, "mail/clawback_raised.txt", f"Terugvordering {clawback.number}: {invoice.number}", now=now)
    after = {"net": back.net, "track": claim.achievement.track.number, "ended_on": back.ended_on}
    trail.record("clawback.raised", clawback, actor=SYSTEM, now=now, after=after, reason=back.why)
    return clawback


def raise_credited(
    line: InvoiceLine, *, net: Decimal, vat: Decimal, credit_note: str, actor: Actor, now: datetime
) -> Clawback:
    """Raise what a supplier gives back itself, by a credit note on an approved line. Runs inside its booking."""
    back = ComesBack(net, vat, None, f"creditnota {credit_note} van de aanbieder")
    clawback = _clawback(line, back, now=now)
    after = {"net": net, "track": line.track_number}
    trail.record("clawback.raised", clawback, actor=actor, now=now, after=after, reason=back.why)
    return clawback


def ask_credit_note(clawback: Clawback, *, actor: Actor, now: datetime) -> None:
    """Ask the supplier for a credit note for what is open; until it comes, the next payment is set off."""
    if clawback.status is not ClawbackStatus.OPEN:
        refuse_if([Obstacle("not-open", "Deze terugvordering is al afgehandeld. Ververs de pagina.")])
    clawback.credit_note_asked_at = now
    _tell(clawback, "mail/clawback_credit_note.txt", f"Creditnota gevraagd: {clawback.number}", now=now)
    after = {"reference": clawback.number}
    trail.record("clawback.credit_note_asked", clawback, actor=actor, now=now, after=after)


def book_repaid(clawback: Clawback, *, settled_on: date, reference: str, actor: Actor, now: datetime) -> None:
    """Write down that the whole amount came back outside a payment: on the bank account, by a credit note settled."""
    open_clawbacks_of([clawback.supplier_id])
    refuse_if(
        obstacles_to_settling(
            clawback.status,
            set_off_so_far=clawback.set_off_so_far,
            on=settled_on,
            raised_on=clawback.raised_at.date(),
            today=now.date(),
            reference=reference,
        )
    )
    _settle(clawback, settled_on, reference.strip(), actor=actor, now=now)


def cancel_clawback(clawback: Clawback, *, reason: str, actor: Actor, now: datetime) -> None:
    """Let it go, as budget holder: the fee was earned after all."""
    open_clawbacks_of([clawback.supplier_id])
    refuse_if(obstacles_to_cancelling(clawback.status, set_off_so_far=clawback.set_off_so_far, reason=reason))
    clawback.status, clawback.settled_by = ClawbackStatus.CANCELLED, reason.strip()
    trail.record("clawback.cancelled", clawback, actor=actor, now=now, reason=reason)


def set_off_in(payments: Sequence[Payment]) -> None:
    """Take what suppliers must give back off what they get now for invoices, the oldest first.

    Runs inside the making of a payment run, before its file is written; the amounts of the payments go down.
    """
    by_supplier: dict[int, dict[int, Payment]] = {}
    for payment in payments:
        if payment.invoice:
            by_supplier.setdefault(payment.invoice.supplier_id, {})[payment.invoice.id] = payment
    owed: dict[int, list[tuple[int, Decimal]]] = {}
    for clawback in open_clawbacks_of(by_supplier):
        owed.setdefault(clawback.supplier_id, []).append((clawback.id, clawback.outstanding))
    for supplier_id, outstanding in owed.items():
        paid = by_supplier[supplier_id]
        for each in set_off(outstanding, [(invoice_id, payment.amount) for invoice_id, payment in paid.items()]):
            paid[each.invoice_id].amount -= each.amount
            row = ClawbackSetOff(clawback_id=each.clawback_id, amount=each.amount)
            paid[each.invoice_id].set_offs.append(row)


def settle_set_off(payments: Collection[Payment], *, paid_on: date, actor: Actor, now: datetime) -> None:
    """After the bank paid: settle the clawbacks that payments which arrived have brought back in full."""
    suppliers = {payment.about.supplier_id for payment in payments if payment.set_offs}
    for clawback in open_clawbacks_of(suppliers) if suppliers else []:
        arrived = [each for each in clawback.set_offs if each.payment.status is PaymentStatus.PAID]
        if sum_of(each.amount for each in arrived) == clawback.gross:
            numbers = ", ".join(each.payment.number for each in arrived)
            _settle(clawback, paid_on, f"verrekend in {numbers}", actor=actor, now=now)


def reopen_set_off(payment: Payment, *, reopened_on: date, actor: Actor, now: datetime) -> None:
    """After a payment came back: what it had settled must come back still, and counts as spent again until then."""
    for clawback in [each.clawback for each in payment.set_offs if each.clawback.status is ClawbackStatus.SETTLED]:
        before = {"settled_on": clawback.settled_on, "reference": clawback.settled_by}
        clawback.status, clawback.settled_on, clawback.settled_by = ClawbackStatus.OPEN, None, ""
        if (commitment := clawback.line.commitment) is not None:
            spend(
                commitment, _cost_back(clawback), reference=clawback.number, spent_on=reopened_on,
                undoes_correction=True, actor=actor, now=now,
            )  # fmt: skip
        after = {"settled_on": None, "net": clawback.net, "reference": payment.number}
        trail.record("clawback.reopened", clawback, actor=actor, now=now, before=before, after=after)


def _settle(clawback: Clawback, settled_on: date, by: str, *, actor: Actor, now: datetime) -> None:
    clawback.status, clawback.settled_on, clawback.settled_by = ClawbackStatus.SETTLED, settled_on, by
    commitment = clawback.line.commitment
    if commitment is not None:
        back = _cost_back(clawback).reversed()
        spend(commitment, back, reference=clawback.number, spent_on=settled_on, actor=actor, now=now)
    after = {"settled_on": settled_on, "net": clawback.net, "reference": by}
    trail.record("clawback.settled", clawback, actor=actor, now=now, after=after)


def _cost_back(clawback: Clawback) -> Cost:
    line = clawback.line
    return cost_coming_back(clawback.net, clawback.vat, line_vat=line.vat, line_compensable=line.vat_compensable)


def _tell(clawback: Clawback, template: str, subject: str, *, now: datetime) -> None:
    invoice: Invoice = clawback.line.invoice
    if clawback.supplier.email:
        add_mail(
            to=clawback.supplier.email, subject=subject, template=template, now=now, clawback=clawback, invoice=invoice
        )
