"""The page on which a buyer chooses the exclusion grounds of a tender."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from procurement.forms.exclusion import ExclusionGroundsForm
from procurement.lifecycle import obstacles_to_changing
from procurement.operations.exclusion import choose_exclusion_grounds
from procurement.permissions import ProcurementPermission
from procurement.procedures import FULL_REGIME_PROCEDURES
from procurement.queries.exclusion import exclusion_grounds_of
from procurement.views.tender_loading import tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction

pages = Blueprint("exclusion", __name__, url_prefix="/aanbestedingen/<reference>/uitsluitingsgronden")


@pages.route("", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def choose(reference: str) -> ResponseReturnValue:
    """Choose on which grounds bidders declare."""
    tender = tender_or_404(reference)
    chosen = exclusion_grounds_of(tender)
    form = ExclusionGroundsForm(data={"codes": [ground.code for ground in chosen]}, record=tender)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            choose_exclusion_grounds(tender, form.codes.members, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("De uitsluitingsgronden zijn opgeslagen.", "positive")
            return redirect(url_for("procurement.tenders.show", reference=reference))
    if not form.obstacles:
        form.refuse(obstacles_to_changing(tender.status))
    return render_template(
        "procurement/exclusion/choose.html",
        tender=tender,
        form=form,
        is_law=tender.procedure in FULL_REGIME_PROCEDURES,
    )
