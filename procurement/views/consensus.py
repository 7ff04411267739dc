"""The consensus meeting: all scores side by side once everybody is in, what strikes, and the agreed score.

Nothing here exists before all assessors have handed in, nor for an assessor of another tender, and none of it
knows a price.
"""

from decimal import Decimal

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from procurement.assessment import are_all_in, average_score, has_wide_gap, obstacles_to_seeing_scores
from procurement.forms.assessment import ConsensusForm, scores_of
from procurement.lifecycle import TenderStatus
from procurement.models.assessment import ConsensusScore, Score
from procurement.models.tenders import Tender
from procurement.operations.assessment import agree_consensus
from procurement.permissions import ProcurementPermission
from procurement.procedures import QualityMethod
from procurement.queries.assessment import (
    Cell,
    admitted_bids,
    consensus_of,
    member_facts,
    member_of,
    quality_criteria_of,
    scores_for,
)
from procurement.queries.bids import answers_of
from procurement.queries.given_scores import given_scores, open_cells
from procurement.score_signals import assessor_signals, marks_on, order_effect
from procurement.views.assessment import admitted_or_404
from procurement.views.bid_reading import may_read_scores
from procurement.views.scoring import pages
from procurement.views.tender_loading import tabs_of, tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor, may
from townhall.database import transaction
from townhall.forms import NOTHING_YET

#: What the meeting looks at.
EVERYTHING, WIDE, OPEN = "alles", "verschillen", "open"


@pages.route("/<reference>/consensus")
@allowed(ProcurementPermission.ASSESSMENT_READ)
def consensus(reference: str) -> ResponseReturnValue:
    """All individual scores side by side once everybody is in, and the agreed score."""
    tender = _committee_or_404(reference)
    bids, criteria = admitted_bids(tender), quality_criteria_of(tender)
    individual = _visible_scores(tender)
    agreed = consensus_of([bid.id for bid in bids])
    tops = {each.id: max(each.scores()) for each in criteria}
    wide = {cell for cell, scores in individual.items() if has_wide_gap([each.score for each in scores], tops[cell[1]])}
    every = {(bid.id, criterion.id) for bid in bids for criterion in criteria}
    shown = {EVERYTHING: every, WIDE: wide, OPEN: every - agreed.keys()}
    chosen = request.args.get("toon", EVERYTHING)
    return render_template(
        "procurement/assessment/consensus.html",
        tender=tender,
        tabs=tabs_of(tender),
        bids=bids,
        criteria=criteria,
        individual=individual,
        marks={cell: marks_on([each.score for each in scores], tops[cell[1]]) for cell, scores in individual.items()},
        tops=tops,
        wide=wide,
        shown=shown.get(chosen, every),
        chosen=chosen if chosen in shown else EVERYTHING,
        counts={key: len(cells) for key, cells in shown.items()},
        agreed=agreed,
        hidden=obstacles_to_seeing_scores(member_facts(tender)),
        is_open=tender.status == TenderStatus.ASSESSMENT,
        may_agree=_may_agree(tender),
    )


@pages.route("/<reference>/consensus/signalen")
@allowed(ProcurementPermission.ASSESSMENT_READ)
def signals(reference: str) -> ResponseReturnValue:
    """Whether assessors lean, drift, or were led by the order in which they read."""
    tender = _committee_or_404(reference)
    scores = given_scores(tender)
    return render_template(
        "procurement/assessment/signals.html",
        tender=tender,
        tabs=tabs_of(tender),
        assessors=assessor_signals(scores),
        order=order_effect(scores),
        hidden=obstacles_to_seeing_scores(member_facts(tender)),
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
    shown = _shown(agreed, individual)
    form = ConsensusForm(data=shown, record=agreed or NOTHING_YET)
    form.score.offer(scores_of(criterion))
    if form.validate_on_submit():
        chosen = None if is_average or not form.score.data else Decimal(form.score.data)
        with form.showing_refusals(), transaction():
            agree_consensus(bid, criterion, chosen, form.motivation.data, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash(f"De eindscore van {bid.supplier.name} op {criterion.code} is opgeslagen.", "positive")
            return redirect(_next_cell(tender))
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


def _committee_or_404(reference: str) -> Tender:
    """The tender, when the reader may read the scores of its committee."""
    tender = tender_or_404(reference)
    return tender if may_read_scores(tender) else abort(404)


def _shown(agreed: ConsensusScore | None, individual: list[Score]) -> dict[str, str] | None:
    """What stands in the form: the agreed score, or the one that everybody gave."""
    if agreed is not None:
        return {"score": str(agreed.score), "motivation": agreed.motivation}
    given = {each.score for each in individual}
    return {"score": str(given.pop())} if len(given) == 1 else None


def _next_cell(tender: Tender) -> str:
    """The next score to agree on, or the overview when there is none left."""
    agreed = consensus_of([bid.id for bid in admitted_bids(tender)])
    left = open_cells(tender, set(agreed))
    if not left:
        return url_for("procurement.scoring.consensus", reference=tender.reference)
    bid_id, criterion_id = left[0]
    return url_for("procurement.scoring.agree", reference=tender.reference, bid_id=bid_id, criterion_id=criterion_id)


def _may_agree(tender: Tender) -> bool:
    """Whether this is the buyer who chairs, or an assessor of this tender; and only once all scores are in."""
    is_member = member_of(tender, current_actor().account_id) is not None
    return (is_member or may(ProcurementPermission.ASSESSMENT_MANAGE)) and are_all_in(member_facts(tender))


def _visible_scores(tender: Tender) -> dict[Cell, list[Score]]:
    if not are_all_in(member_facts(tender)):
        return {}
    return scores_for(tender, current_actor().account_id)
