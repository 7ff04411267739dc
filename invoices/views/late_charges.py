"""What suppliers ask because they were paid too late: the list, one claim with how it was counted, and the decision."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from invoices.forms.invoices import ApproveForm
from invoices.forms.late_charges import RefuseLateChargeForm
from invoices.labels import TONES
from invoices.late_charges import SENTENCES, LateChargeStatus, approves_on_behalf_of, obstacles_to_approving
from invoices.models import LateCharge
from invoices.operations.late_charges import approve_late_charge, refuse_late_charge
from invoices.permissions import InvoicesPermission
from invoices.queries.late_charges import budget_for, late_charge_visible_to, late_charges
from invoices.queries.paying import counted_again
from invoices.queries.payments import payments_of_charge
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.budgets.queries import mandates_of, room_of
from townhall.database import db, transaction
from townhall.filters import words
from townhall.paging import page_of
from townhall.spreadsheets import Column, as_download

pages = Blueprint("late_charges", __name__, url_prefix="/betalingen/vertragingsvergoedingen")

MAY = InvoicesPermission

COLUMNS = [
    Column("Vergoeding", lambda each: each.number),
    Column("Aanbieder", lambda each: each.invoice.supplier.name),
    Column("Contract", lambda each: each.invoice.contract.number),
    Column("Factuur", lambda each: each.invoice.number),
    Column("Te laat betaald incl. btw", lambda each: each.principal),
    Column("Uiterste dag", lambda each: each.invoice_due_on),
    Column("Betaald op", lambda each: each.invoice_paid_on),
    Column("Dagen te laat", lambda each: each.as_lateness().days),
    Column("Rente", lambda each: each.interest),
    Column("Kosten", lambda each: each.costs),
    Column("Samen", lambda each: each.amount),
    Column("Gevraagd op", lambda each: each.asked_at),
    Column("Stand", lambda each: each.status),
    Column("Reden van afwijzing", lambda each: each.refusal_reason),
    Column("Vergoeding betaald op", lambda each: each.paid_on),
]


def late_charge_or_404(number: str) -> LateCharge:
    """The claim with its invoice and signatures."""
    return late_charge_visible_to(current_actor(), number) or abort(404)


@pages.route("/")
@allowed(MAY.INVOICE_READ)
def index() -> ResponseReturnValue:
    """What suppliers asked, newest first; of one state when asked, also to take along."""
    asked = request.args.get("stand", "")
    status = LateChargeStatus(asked) if asked in set(LateChargeStatus) else None
    if (kind := request.args.get("bestand")) in ("xlsx", "csv"):
        rows = db.session.scalars(late_charges(status))
        return as_download(rows, COLUMNS, title="Vergoedingen voor te late betaling", kind=kind)
    return render_template(
        "invoices/late_charges/index.html",
        page=page_of(late_charges(status)),
        status=status,
        statuses=[(each.value, words(each)) for each in LateChargeStatus],
        tones=TONES,
    )


@pages.route("/<number>")
@allowed(MAY.INVOICE_READ)
def show(number: str) -> ResponseReturnValue:
    """One claim: how it was counted, who signed what, and its payments."""
    charge = late_charge_or_404(number)
    return render_template(
        "invoices/late_charges/show.html",
        charge=charge,
        sentence=SENTENCES[charge.status],
        payments=payments_of_charge(charge.id),
        waits=charge.status is LateChargeStatus.ASKED,
        tones=TONES,
    )


@pages.route("/<number>/akkoord", methods=["GET", "POST"])
@allowed(MAY.INVOICE_APPROVE)
def approve(number: str) -> ResponseReturnValue:
    """Approve it, with the calculation and the budget beside it."""
    charge, actor = late_charge_or_404(number), current_actor()
    form = ApproveForm(record=charge)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            approve_late_charge(charge, actor=actor, now=clock.now())
            flash("De vergoeding is akkoord. Financiën neemt haar op in een betaalrun.", "positive")
            return redirect(url_for("invoices.late_charges.show", number=number))
        charge = late_charge_or_404(number)
    budget, mandates, today = budget_for(charge, year=clock.today().year), mandates_of(actor.account_id), clock.today()
    room = room_of(budget) if budget else None
    if not form.is_submitted():
        form.refuse(
            obstacles_to_approving(
                charge.as_signed(),
                account_id=actor.account_id,
                mandates=mandates,
                room=room,
                counted_now=counted_again(charge).amount,
                on=today,
            )
        )
    return render_template(
        "invoices/late_charges/approve.html",
        form=form,
        charge=charge,
        budget=budget,
        room=room,
        lender=approves_on_behalf_of(charge.as_signed(), mandates, on=today),
    )


@pages.route("/<number>/afwijzen", methods=["GET", "POST"])
@allowed(MAY.INVOICE_APPROVE)
def refuse(number: str) -> ResponseReturnValue:
    """Do not pay it, and say why."""
    charge = late_charge_or_404(number)
    form = RefuseLateChargeForm(record=charge)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            refuse_late_charge(charge, reason=form.reason.data, actor=current_actor(), now=clock.now())
            flash("De vergoeding is afgewezen. De aanbieder krijgt een mail met uw reden.", "positive")
            return redirect(url_for("invoices.late_charges.show", number=number))
        charge = late_charge_or_404(number)
    return render_template("invoices/late_charges/refuse.html", form=form, charge=charge)
