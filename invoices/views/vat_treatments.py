"""The page on which finance decides how much of the VAT on a contract comes back."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from invoices.forms.vat_treatments import TreatVatForm
from invoices.operations.vat_treatments import treat_vat
from invoices.permissions import InvoicesPermission
from invoices.queries.unlawful import contract_numbered
from invoices.queries.vat_treatments import vat_treatments
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.paging import page_of
from townhall.refusal import Obstacle

pages = Blueprint("vat_treatments", __name__, url_prefix="/betalingen/btw-compensatie")

MAY = InvoicesPermission


@pages.route("/")
@allowed(MAY.PAYMENT_READ)
def index() -> ResponseReturnValue:
    """What was decided so far."""
    return render_template("invoices/vat_treatments/index.html", page=page_of(vat_treatments()))


@pages.route("/nieuw", methods=["GET", "POST"])
@allowed(MAY.VAT_DECIDE)
def decide() -> ResponseReturnValue:
    """Decide it for a contract."""
    form = TreatVatForm()
    if form.validate_on_submit():
        contract = contract_numbered(form.contract.data)
        if contract is None:
            text = "Er is geen contract met dit nummer. Kijk bij Contracten."
            form.refuse([Obstacle("contract-unknown", text, "contract")])
        else:
            with form.showing_refusals(), transaction():
                treat_vat(
                    contract, form.percent.data, from_on=form.from_on.data, reason=form.reason.data,
                    actor=current_actor(), now=clock.now(),
                )  # fmt: skip
                flash(f"De btw op {contract.number} is vastgelegd.", "positive")
                return redirect(url_for("invoices.vat_treatments.index"))
    return render_template("invoices/vat_treatments/decide.html", form=form)
