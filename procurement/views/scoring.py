"""The assessor's desk: which tenders wait, the statement, a sheet per bid, handing in; then consensus.

No page here asks for a score of somebody else before all are in, and none knows a price.
"""

from decimal import Decimal

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from procurement.assessment import are_all_in, average_score, has_wide_gap, obstacles_to_seeing_scores
from procurement.forms.assessment import ConflictForm, ConsensusForm, scores_of
from procurement.lifecycle import TenderStatus
from procurement.models.assessment import CommitteeMember, Score
from procurement.models.tenders import Tender
from procurement.operations.assessment import (
    agree_consensus,
    declare_conflict,
    declare_no_conflict,
    submit_scores,
)
from procurement.permissions import ProcurementPermission
from procurement.procedures import QualityMethod
from procurement.queries.assessment import (
    Cell,
    admitted_bids,
    assessments_of,
    consensus_of,
    member_facts,
    member_of,
    missing_scores,
    own_scores,
    quality_criteria_of,
    scores_for,
)
from procurement.queries.bids import answers_of, opened_bids
from procurement.queries.conflicts import undeclared_bidders
from procurement.views.assessment import admitted_or_404
from procurement.views.tender_loading import tabs_of, tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor, may
from townhall.database import transaction
from townhall.forms import NOTHING_YET, ConfirmForm

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
        "procurement/assessment/declare.html", tender=tender, form=form, suppliers=suppliers, undeclared=undeclared
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


@pages.route("/<reference>/consensus")
@allowed(ProcurementPermission.ASSESSMENT_READ)
def consensus(reference: str) -> ResponseReturnValue:
    """All individual scores side by side once everybody is in, and the agreed score."""
    tender = tender_or_404(reference)
    bids = admitted_bids(tender)
    individual = _visible_scores(tender)
    return render_template(
        "procurement/assessment/consensus.html",
        tender=tender,
        tabs=tabs_of(tender),
        bids=bids,
        criteria=quality_criteria_of(tender),
        individual=individual,
        wide={cell for cell, scores in individual.items() if has_wide_gap([each.score for each in scores])},
        agreed=consensus_of([bid.id for bid in bids]),
        hidden=obstacles_to_seeing_scores(member_facts(tender)),
        is_open=tender.status == TenderStatus.ASSESSMENT,
        may_agree=_may_agree(tender),
    )


@pages.route("/<reference>/consensus/<int:bid_id>/<int:criterion_id>", methods=["GET", "POST"])
@allowed(ProcurementPermission.ASSESSMENT_MANAGE, ProcurementPermission.ASSESSMENT_SCORE)
def agree(reference: str, bid_id: int, criterion_id: int) -> ResponseReturnValue:
    """Fix one score of the committee with its reasons."""
    tender = tender_or_404(reference)
    bid = admitted_or_404(tender, bid_id)
    criterion = next((each for each in quality_criteria_of(tender) if each.id == criterion_id), None) or abort(404)
    if not _may_agree(tender):
        abort(404)
    individual = _visible_scores(tender).get((bid_id, criterion_id), [])
    agreed = consensus_of([bid_id]).get((bid_id, criterion_id))
    is_average = tender.quality_method == QualityMethod.AVERAGE
    shown = {"score": str(agreed.score), "motivation": agreed.motivation} if agreed else None
    form = ConsensusForm(data=shown, record=agreed or NOTHING_YET)
    form.score.offer(scores_of(criterion))
    if form.validate_on_submit():
        chosen = None if is_average or not form.score.data else Decimal(form.score.data)
        with form.showing_refusals(), transaction():
            agree_consensus(bid, criterion, chosen, form.motivation.data, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash(f"De eindscore van {bid.supplier.name} op {criterion.code} is opgeslagen.", "positive")
            return redirect(url_for("procurement.scoring.consensus", reference=reference))
    return render_template(
        "procurement/assessment/agree.html",
        tender=tender,
        bid=bid,
        criterion=criterion,
        form=form,
        individual=individual,
        average=average_score([each.score for each in individual]) if is_average and individual else None,
        answer=next((each for each in answers_of([bid_id]) if each.criterion_id == criterion_id), None),
    )


def member_or_404(reference: str) -> tuple[Tender, CommitteeMember]:
    """The tender, when this person assesses it; for other assessors its desk does not exist."""
    tender = tender_or_404(reference)
    return tender, member_of(tender, current_actor().account_id) or abort(404)


def _may_agree(tender: Tender) -> bool:
    """Whether this is the buyer who chairs, or an assessor of this tender; and only once all scores are in."""
    is_member = member_of(tender, current_actor().account_id) is not None
    return (is_member or may(ProcurementPermission.ASSESSMENT_MANAGE)) and are_all_in(member_facts(tender))


def _visible_scores(tender: Tender) -> dict[Cell, list[Score]]:
    if not are_all_in(member_facts(tender)):
        return {}
    return scores_for(tender, current_actor().account_id)
