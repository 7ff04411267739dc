"""Taking a decision back, and scoring again on a lot that is open again."""

from collections.abc import Sequence
from decimal import Decimal

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from procurement.forms.assessment import scores_of
from procurement.forms.award import ReassessForm, WithdrawForm
from procurement.models.assessment import CommitteeMember, ConsensusScore, Reassessment
from procurement.operations.reassessment import obstacles_to_reassessing, reassess_score
from procurement.operations.withdrawals import obstacles_to_withdrawing, withdraw_award, withdraw_decision
from procurement.permissions import ProcurementPermission
from procurement.queries.assessment import admitted_bids, consensus_of, member_of, quality_criteria_of
from procurement.queries.awards import lots_reopened
from procurement.queries.bids import answers_of
from procurement.queries.reassessment import reassessment_of, reassessors_of
from procurement.views.award import _award_or_404, pages
from procurement.views.tender_loading import tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction


@pages.route("/<reference>/gunning/intrekken", methods=["GET", "POST"])
@allowed(ProcurementPermission.AWARD_PREPARE)
def withdraw_all(reference: str) -> ResponseReturnValue:
    """Take the decision back before its letters left."""
    tender = tender_or_404(reference)
    form = WithdrawForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            withdraw_decision(tender, form.reason.data, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("De beslissing is ingetrokken. Maak een nieuw gunningsverslag als de reden is weggenomen.", "warning")
            return redirect(url_for("procurement.award.show", reference=reference))
    elif not form.is_submitted():
        form.refuse(obstacles_to_withdrawing(tender))
    return render_template("procurement/award/withdraw.html", tender=tender, award=None, form=form)


@pages.route("/<reference>/gunning/<int:award_id>/intrekken", methods=["GET", "POST"])
@allowed(ProcurementPermission.AWARD_PREPARE)
def withdraw(reference: str, award_id: int) -> ResponseReturnValue:
    """Take the award of one lot back; the bidders get a message."""
    tender, award = _award_or_404(reference, award_id)
    form = WithdrawForm(record=award)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            withdraw_award(award, form.reason.data, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash(
                f"De beslissing over perceel {award.lot.number} is ingetrokken. De inschrijvers weten het.", "warning"
            )
            return redirect(url_for("procurement.award.show", reference=reference))
    return render_template("procurement/award/withdraw.html", tender=tender, award=award, form=form)


@pages.route("/<reference>/herbeoordeling")
@allowed(ProcurementPermission.AWARD_READ)
def reassessment(reference: str) -> ResponseReturnValue:
    """The final scores on the lots that are open again, for the committee to give anew."""
    tender = tender_or_404(reference)
    open_again = {lot.id for lot in lots_reopened(tender)}
    bids = [bid for bid in admitted_bids(tender) if bid.lot_id in open_again]
    agreed = consensus_of([bid.id for bid in bids])
    cells = [
        agreed[bid.id, each.id] for bid in bids for each in quality_criteria_of(tender) if (bid.id, each.id) in agreed
    ]
    reassessors, chosen = reassessors_of(tender), reassessment_of(tender)
    member = next((each for each in reassessors if each.account_id == current_actor().account_id), None)
    return render_template(
        "procurement/award/reassessment.html",
        tender=tender,
        cells=cells,
        chosen=chosen,
        reassessors=reassessors,
        unseen=_unseen(cells, member, chosen),
        may_score=member is not None and member.declared_at is not None,
        must_declare=member is not None and member.declared_at is None,
    )


@pages.route("/<reference>/herbeoordeling/<int:bid_id>/<int:criterion_id>", methods=["GET", "POST"])
@allowed(ProcurementPermission.ASSESSMENT_SCORE)
def reassess(reference: str, bid_id: int, criterion_id: int) -> ResponseReturnValue:
    """Give one final score anew, with its reasons."""
    tender = tender_or_404(reference)
    agreed = consensus_of([bid_id]).get((bid_id, criterion_id))
    if agreed is None or agreed.bid.tender_id != tender.id:
        abort(404)
    member = member_of(tender, current_actor().account_id)
    is_unseen = bool(_unseen([agreed], member, reassessment_of(tender)))
    known = {} if is_unseen else {"score": str(agreed.score), "motivation": agreed.motivation}
    form = ReassessForm(data=known, record=agreed)
    form.score.offer(scores_of(agreed.criterion))
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            reassess_score(
                agreed,
                Decimal(form.score.data),
                form.motivation.data,
                is_unbiased=form.is_unbiased.data,
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash("De nieuwe eindscore is opgeslagen. De inkoper bepaalt de rangorde opnieuw.", "positive")
            return redirect(url_for("procurement.award.reassessment", reference=reference))
    elif not form.is_submitted():
        form.refuse(obstacles_to_reassessing(agreed, actor=current_actor()))
    return render_template(
        "procurement/award/reassess.html",
        tender=tender,
        agreed=agreed,
        form=form,
        answer=next((each.text for each in answers_of([bid_id]) if each.criterion_id == criterion_id), ""),
    )


def _unseen(
    cells: Sequence[ConsensusScore], member: CommitteeMember | None, chosen: Reassessment | None
) -> set[ConsensusScore]:
    """The scores of the first committee: who comes new begins without them."""
    if member is None or not member.is_second or chosen is None:
        return set()
    return {each for each in cells if each.agreed_at < chosen.chosen_at}
