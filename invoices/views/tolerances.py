"""The pages on which the budget holder decides how far lines of invoices may be off."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from invoices.forms.tolerances import ToleranceForm
from invoices.operations.tolerances import decide_tolerance
from invoices.permissions import InvoicesPermission
from invoices.queries.tolerances import tolerances
from invoices.tolerances import Tolerance
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.paging import page_of

pages = Blueprint("tolerances", __name__, url_prefix="/facturen/afwijking")

MAY = InvoicesPermission


@pages.route("/")
@allowed(MAY.INVOICE_READ)
def index() -> ResponseReturnValue:
    """What was decided so far."""
    return render_template("invoices/tolerances/index.html", page=page_of(tolerances()))


@pages.route("/nieuw", methods=["GET", "POST"])
@allowed(MAY.INVOICE_APPROVE)
def decide() -> ResponseReturnValue:
    """Decide it."""
    form = ToleranceForm()
    if form.validate_on_submit():
        tolerance = Tolerance(form.less_amount.data, form.less_percent.data, form.cents_off.data, form.days_late.data)
        with form.showing_refusals(), transaction():
            decide_tolerance(
                tolerance, from_on=form.from_on.data, reason=form.reason.data, actor=current_actor(), now=clock.now()
            )
            flash("Het besluit is vastgelegd.", "positive")
            return redirect(url_for("invoices.tolerances.index"))
    return render_template("invoices/tolerances/decide.html", form=form)
