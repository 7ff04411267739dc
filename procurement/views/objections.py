"""Objections against an award: on record, and settled."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from procurement.forms.award import (
    ObjectionForm,
    SettleForm,
)
from procurement.operations.objections import record_objection, settle_objection
from procurement.permissions import ProcurementPermission
from procurement.queries.awards import (
    objection_of_tender,
)
from procurement.queries.bids import opened_bids
from procurement.views.award import _award_or_404, pages
from procurement.views.tender_loading import tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction


@pages.route("/<reference>/gunning/<int:award_id>/bezwaar", methods=["GET", "POST"])
@allowed(ProcurementPermission.AWARD_PREPARE)
def object_(reference: str, award_id: int) -> ResponseReturnValue:
    """Record that a bidder opposes the award of a lot."""
    tender, award = _award_or_404(reference, award_id)
    form = ObjectionForm(data={"received_on": clock.today()})
    bidders = {bid.supplier_id: bid.supplier.name for bid in opened_bids(tender)}
    form.supplier.offer([(str(key), name) for key, name in bidders.items()])
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            record_objection(
                award,
                kind=form.kind.data,
                supplier_id=int(form.supplier.data),
                received_on=form.received_on.data,
                grounds=form.grounds.data,
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash(f"Het bezwaar op perceel {award.lot.number} is vastgelegd.", "warning")
            return redirect(url_for("procurement.award.show", reference=reference))
    return render_template("procurement/award/objection.html", tender=tender, award=award, form=form)


@pages.route("/<reference>/gunning/bezwaren/<int:objection_id>", methods=["GET", "POST"])
@allowed(ProcurementPermission.AWARD_PREPARE)
def settle(reference: str, objection_id: int) -> ResponseReturnValue:
    """Close an objection or summons with its outcome."""
    tender = tender_or_404(reference)
    objection = objection_of_tender(tender, objection_id) or abort(404)
    form = SettleForm(data={"settled_on": clock.today()})
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            settle_objection(
                objection,
                form.outcome.data,
                form.settlement.data,
                settled_on=form.settled_on.data,
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash("De uitkomst is vastgelegd.", "positive")
            return redirect(url_for("procurement.award.show", reference=reference))
    return render_template("procurement/award/settle.html", tender=tender, objection=objection, form=form)
