"""The assessor's desk: which tenders wait, the statement, a sheet per bid, handing in; then consensus.

No page here asks for a score of somebody else before all are in, and none knows a price.
"""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from procurement.forms.assessment import ConflictForm
from procurement.lifecycle import TenderStatus
from procurement.models.assessment import CommitteeMember
from procurement.models.tenders import Tender
from procurement.operations.assessment import (
    declare_conflict,
    declare_no_conflict,
    submit_scores,
)
from procurement.permissions import ProcurementPermission
from procurement.queries.assessment import (
    admitted_bids,
    assessments_of,
    member_of,
    missing_scores,
    own_scores,
    quality_criteria_of,
)
from procurement.queries.bids import opened_bids
from procurement.queries.conflicts import firms_bidding_along, undeclared_bidders
from procurement.views.tender_loading import tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.forms import ConfirmForm

pages = Blueprint("scoring", __name__, url_prefix="/aanbestedingen")


@pages.route("/mijn-beoordelingen")
@allowed(ProcurementPermission.ASSESSMENT_SCORE)
def mine() -> ResponseReturnValue:
    """The tenders this assessor has to assess, and those that are done."""
    members = assessments_of(current_actor().account_id)
    return render_template("procurement/assessment/mine.html", members=members, TenderStatus=TenderStatus)


@pages.route("/<reference>/belangen", methods=["GET", "POST"])
@allowed(ProcurementPermission.ASSESSMENT_SCORE)
def declare(reference: str) -> ResponseReturnValue:
    """Say whether there is an interest in one of the bidders, before reading a bid."""
    tender, member = member_or_404(reference)
    suppliers = {bid.supplier_id: bid.supplier.name for bid in opened_bids(tender)}
    undeclared = undeclared_bidders(tender, member)
    form = ConflictForm()
    form.supplier.offer([(str(key), name) for key, name in sorted(suppliers.items(), key=lambda each: each[1])])
    if form.validate_on_submit():
        stays = form.statement.data == "none"
        with form.showing_refusals(), transaction():
            if stays:
                declare_no_conflict(member, actor=current_actor(), now=clock.now())
            else:
                declare_conflict(
                    member,
                    int(form.supplier.data or abort(400)),
                    form.explanation.data or "",
                    actor=current_actor(),
                    now=clock.now(),
                )
        if not form.obstacles:
            flash("Dank u. Uw verklaring is vastgelegd.", "positive")
            if stays:
                return redirect(url_for("procurement.assessment.show", reference=reference))
            return redirect(url_for("procurement.scoring.mine"))
    return render_template(
        "procurement/assessment/declare.html",
        tender=tender,
        form=form,
        suppliers=suppliers,
        undeclared=undeclared,
        listed={each.id: each.name for each in undeclared} or suppliers,
        along=firms_bidding_along(tender),
    )


@pages.route("/<reference>/beoordeling/inleveren", methods=["GET", "POST"])
@allowed(ProcurementPermission.ASSESSMENT_SCORE)
def hand_in(reference: str) -> ResponseReturnValue:
    """Hand in all own scores; after this they are fixed."""
    tender, member = member_or_404(reference)
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            submit_scores(member, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("Uw scores zijn ingeleverd. Als iedereen klaar is, volgt de consensus.", "positive")
            return redirect(url_for("procurement.assessment.show", reference=reference))
    bids = admitted_bids(tender)
    return render_template(
        "procurement/assessment/hand_in.html",
        tender=tender,
        form=form,
        bids=bids,
        lots=list(dict.fromkeys(bid.lot for bid in bids)),
        criteria=quality_criteria_of(tender),
        given=own_scores(member),
        missing=missing_scores(member),
    )


def member_or_404(reference: str) -> tuple[Tender, CommitteeMember]:
    """The tender, when this person assesses it; for other assessors its desk does not exist."""
    tender = tender_or_404(reference)
    return tender, member_of(tender, current_actor().account_id) or abort(404)
