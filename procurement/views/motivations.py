"""What the check of the letters holds back, and putting it in better words."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from procurement.forms.award import MotivationForm
from procurement.motivation_check import findings_in
from procurement.operations.motivations import obstacles_to_rewording, reword_motivation
from procurement.permissions import ProcurementPermission
from procurement.queries.assessment import consensus_of
from procurement.queries.bids import answers_of
from procurement.queries.motivations import motivations_to_tell
from procurement.views.award import pages
from procurement.views.tender_loading import tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction


@pages.route("/<reference>/gunning/motiveringen")
@allowed(ProcurementPermission.AWARD_PREPARE)
def motivations(reference: str) -> ResponseReturnValue:
    """Every motivation that goes into the letters, with what is wrong with it first."""
    tender = tender_or_404(reference)
    texts = motivations_to_tell(tender)
    return render_template(
        "procurement/award/motivations.html", tender=tender, texts=texts, findings=findings_in(texts)
    )


@pages.route("/<reference>/gunning/motiveringen/<int:bid_id>/<int:criterion_id>", methods=["GET", "POST"])
@allowed(ProcurementPermission.AWARD_PREPARE)
def reword(reference: str, bid_id: int, criterion_id: int) -> ResponseReturnValue:
    """Put the reasons of one final score in better words; the score stays."""
    tender = tender_or_404(reference)
    agreed = consensus_of([bid_id]).get((bid_id, criterion_id))
    if agreed is None or agreed.bid.tender_id != tender.id:
        abort(404)
    form = MotivationForm(data={"motivation": agreed.motivation}, record=agreed)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            reword_motivation(agreed, form.motivation.data, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("De motivering is aangescherpt. De score is dezelfde.", "positive")
            return redirect(url_for("procurement.award.motivations", reference=reference))
    elif not form.is_submitted():
        form.refuse(obstacles_to_rewording(agreed))
    findings = findings_in(motivations_to_tell(tender))
    return render_template(
        "procurement/award/reword.html",
        tender=tender,
        agreed=agreed,
        form=form,
        answer=next((each.text for each in answers_of([bid_id]) if each.criterion_id == criterion_id), ""),
        wrong=[each.words for each in findings if (each.text.bid_id, each.text.criterion_id) == (bid_id, criterion_id)],
    )
