"""Typing in the points for the price, where the published method is the buyer's own."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from procurement.forms.imported_points import points_form
from procurement.operations.imported_points import import_price_points, obstacles_to_importing
from procurement.permissions import ProcurementPermission
from procurement.procedures import CriterionKind
from procurement.queries.assessment import admitted_bids
from procurement.queries.award_terms import award_of
from procurement.queries.imported_points import imported_points_of
from procurement.views.award import pages
from procurement.views.tender_loading import tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction


@pages.route("/<reference>/rangorde/punten", methods=["GET", "POST"])
@allowed(ProcurementPermission.AWARD_PREPARE)
def import_points(reference: str) -> ResponseReturnValue:
    """Type in what each price earns by the published method, and where that was worked out."""
    tender = tender_or_404(reference)
    award, bids = award_of(tender), admitted_bids(tender)
    form = points_form(bids, imported_points_of([bid.id for bid in bids]))
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            import_price_points(
                tender, form.points(bids), form.basis.data or "", actor=current_actor(), now=clock.now()
            )
        if not form.obstacles:
            flash("De punten zijn ingevoerd. Bepaal nu de rangorde.", "positive")
            return redirect(url_for("procurement.award.ranking", reference=reference))
    if not form.obstacles:
        form.refuse(obstacles_to_importing(tender))
    return render_template(
        "procurement/award/import_points.html",
        tender=tender,
        form=form,
        bids=bids,
        method=award.parameters.get("own_method", ""),
        weight=award.weight_of(CriterionKind.PRICE),
    )
