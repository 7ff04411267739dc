"""The remittance advice of a payment, for its supplier and for staff."""

from flask import Blueprint, abort, redirect, url_for
from flask.typing import ResponseReturnValue

from invoices.operations.remittances import request_remittance
from invoices.permissions import InvoicesPermission
from invoices.queries.payments import payment_visible_to
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.forms import ConfirmForm

pages = Blueprint("remittances", __name__, url_prefix="/betaalspecificaties")


@pages.route("/<number>", methods=["POST"])
@allowed(InvoicesPermission.INVOICE_SUBMIT, InvoicesPermission.INVOICE_READ)
def pdf(number: str) -> ResponseReturnValue:
    """Ask for the advice as PDF."""
    payment = payment_visible_to(current_actor(), number) or abort(404)
    if not ConfirmForm().validate_on_submit():
        abort(400)
    with transaction():
        job_id = request_remittance(payment, actor=current_actor(), now=clock.now()).id
    return redirect(url_for("jobs.show", job_id=job_id))
