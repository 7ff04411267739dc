"""The supplier's page about an invoice that was paid too late: what it may ask, how that is counted, and its answer."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from invoices.labels import TONES
from invoices.late_charges import LIVE, SENTENCES, obstacles_to_asking
from invoices.operations.late_charges import ask_late_charge
from invoices.permissions import InvoicesPermission
from invoices.queries.late_charges import late_charge_of
from invoices.queries.paying import lateness_of
from invoices.queries.payments import payments_of_charge
from invoices.views.portal import invoice_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.forms import ConfirmForm

pages = Blueprint("late_asking", __name__, url_prefix="/portaal/facturen")


@pages.route("/<int:invoice_id>/vertragingsvergoeding", methods=["GET", "POST"])
@allowed(InvoicesPermission.INVOICE_SUBMIT)
def ask(invoice_id: int) -> ResponseReturnValue:
    """Ask it, with the whole calculation in sight; or see how it stands."""
    invoice, form = invoice_or_404(invoice_id), ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            asked = ask_late_charge(invoice, actor=current_actor(), now=clock.now())
            flash(f"Uw vergoeding {asked.number} is gevraagd. De budgethouder beslist erover.", "positive")
            return redirect(url_for("invoices.late_asking.ask", invoice_id=invoice_id))
        invoice = invoice_or_404(invoice_id)
    charge, late = late_charge_of(invoice_id), lateness_of(invoice, today=clock.today())
    stands = charge is not None and charge.status in LIVE
    return render_template(
        "invoices/late_charges/ask.html",
        invoice=invoice,
        charge=charge,
        stands=stands,
        sentence=SENTENCES[charge.status] if charge else None,
        late=charge.as_lateness() if charge and stands else late,
        paid_on=charge.invoice_paid_on if charge and stands else invoice.paid_on,
        obstacles=obstacles_to_asking(invoice.status, late, has_live_charge=False) if not stands else [],
        payments=payments_of_charge(charge.id) if charge else [],
        form=form,
        tones=TONES,
    )
