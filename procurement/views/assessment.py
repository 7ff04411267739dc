"""The buyer's side of the assessment: overview, committee, checks, start and lock."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from procurement.assessment import are_all_in
from procurement.bidder_requests import REPAIRABLE
from procurement.bids import BidStatus
from procurement.forms.assessment import CommitteeForm, RejectForm, ReplaceForm, check_form
from procurement.lifecycle import TenderStatus
from procurement.models.bids import Bid
from procurement.models.tenders import Tender
from procurement.operations.assessment import (
    appoint_committee,
    lock_quality,
    obstacles_to_locking_quality,
    obstacles_to_starting_assessment,
    start_assessment,
)
from procurement.operations.bid_checks import check_bid, reject_bid
from procurement.operations.bids import record_reading
from procurement.operations.committee import replace_member
from procurement.permissions import ProcurementPermission
from procurement.procedures import OPENED_BY_ONE
from procurement.queries.assessment import (
    admitted_bids,
    assessor_accounts,
    check_of,
    checks_of,
    committee_of,
    declarations_of,
    everyone_ever_in,
    knock_outs_for,
    member_of,
    missing_scores,
    quality_criteria_of,
)
from procurement.queries.bidder_requests import requests_about
from procurement.queries.bids import answers_of, bid_of_tender, opened_bids
from procurement.queries.conflicts import unreplaced
from procurement.views.bid_reading import may_read_outcome, may_read_scores
from procurement.views.tender_loading import tabs_of, tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.forms import NOTHING_YET, ConfirmForm
from townhall.organisations.queries import shortcomings_of

pages = Blueprint("assessment", __name__, url_prefix="/aanbestedingen")

#: The road of the assessment: label and the statuses in which it is the step to take.
STEPS = (
    ("Toetsen en commissie", (TenderStatus.OPENED,)),
    ("Individueel scoren", (TenderStatus.ASSESSMENT,)),
    ("Consensus", (TenderStatus.ASSESSMENT,)),
    ("Kwaliteit vastgesteld", (TenderStatus.QUALITY_LOCKED,)),
    ("Rangorde", (TenderStatus.RANKED,)),
)


@pages.route("/<reference>/beoordeling")
@allowed(ProcurementPermission.ASSESSMENT_READ)
def show(reference: str) -> ResponseReturnValue:
    """Where the assessment stands, who is waited for, and what can be done now."""
    tender = tender_or_404(reference)
    members = committee_of(tender)
    all_in = are_all_in([member.facts() for member in members])
    is_opened = tender.status == TenderStatus.OPENED
    is_scoring = tender.status == TenderStatus.ASSESSMENT
    member = member_of(tender, current_actor().account_id)
    bids = opened_bids(tender)
    return render_template(
        "procurement/assessment/show.html",
        tender=tender,
        tabs=tabs_of(tender),
        steps=_steps(tender, all_in=all_in),
        members=members,
        gone=unreplaced(everyone_ever_in(tender)),
        may_replace=(is_opened or is_scoring) and not all_in,
        member=member,
        may_read_scores=may_read_scores(tender),
        may_read_ranking=may_read_outcome(tender),
        to_score=missing_scores(member) if member and is_scoring else 0,
        bids=bids,
        checks=checks_of([bid.id for bid in bids]),
        criteria=quality_criteria_of(tender),
        all_in=all_in,
        is_opened=is_opened,
        is_scoring=is_scoring,
        before_opening=tender.status in (TenderStatus.DRAFT, TenderStatus.PUBLISHED),
        to_start=obstacles_to_starting_assessment(tender) if is_opened else [],
        to_lock=obstacles_to_locking_quality(tender) if is_scoring else [],
        form=ConfirmForm(),
    )


@pages.route("/<reference>/commissie", methods=["GET", "POST"])
@allowed(ProcurementPermission.ASSESSMENT_MANAGE)
def committee(reference: str) -> ResponseReturnValue:
    """Name the assessors."""
    tender = tender_or_404(reference)
    accounts = assessor_accounts()
    form = CommitteeForm(data={"members": [str(member.account_id) for member in committee_of(tender)]})
    form.members.offer([(str(account.id), account.name) for account in accounts])
    if form.validate_on_submit():
        chosen = [account for account in accounts if str(account.id) in (form.members.data or [])]
        with form.showing_refusals(), transaction():
            appoint_committee(tender, chosen, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("De commissie is benoemd. Elke beoordelaar verklaart nu of er een belang is.", "positive")
            return redirect(url_for("procurement.assessment.show", reference=reference))
    return render_template("procurement/assessment/committee.html", tender=tender, form=form)


@pages.route("/<reference>/commissie/<int:member_id>/vervangen", methods=["GET", "POST"])
@allowed(ProcurementPermission.ASSESSMENT_MANAGE)
def replace(reference: str, member_id: int) -> ResponseReturnValue:
    """Let somebody new take the place of an assessor."""
    tender = tender_or_404(reference)
    ever = everyone_ever_in(tender)
    member = next((each for each in ever if each.id == member_id), None) or abort(404)
    known = {each.account_id for each in ever}
    accounts = {str(each.id): each for each in assessor_accounts() if each.id not in known}
    form = ReplaceForm()
    form.successor.offer([(key, each.name) for key, each in accounts.items()])
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            replace_member(
                member, accounts[form.successor.data], form.reason.data, actor=current_actor(), now=clock.now()
            )
        if not form.obstacles:
            flash("De beoordelaar is vervangen. De opvolger verklaart nu of er een belang is.", "positive")
            return redirect(url_for("procurement.assessment.show", reference=reference))
    return render_template("procurement/assessment/replace.html", tender=tender, member=member, form=form)


@pages.route("/<reference>/toetsing")
@allowed(ProcurementPermission.ASSESSMENT_MANAGE)
def checks(reference: str) -> ResponseReturnValue:
    """Every opened bid, checked or still to do."""
    tender = tender_or_404(reference)
    bids = opened_bids(tender)
    return render_template(
        "procurement/assessment/checks.html",
        tender=tender,
        tabs=tabs_of(tender),
        bids=bids,
        checks=checks_of([bid.id for bid in bids]),
    )


def _after_check(tender: Tender) -> str:
    page = "offers.show" if tender.procedure in OPENED_BY_ONE else "assessment.checks"
    return url_for(f"procurement.{page}", reference=tender.reference)


@pages.route("/<reference>/toetsing/<int:bid_id>", methods=["GET", "POST"])
@allowed(ProcurementPermission.ASSESSMENT_MANAGE, records_reading=True)
def check(reference: str, bid_id: int) -> ResponseReturnValue:
    """Check one bid on completeness and knock-outs, beside what the bidder answered."""
    tender, bid = opened_or_404(reference, bid_id)
    requirements = knock_outs_for(bid)
    earlier = check_of(bid)
    filled = {f"met_{key}": "yes" if met else "no" for key, met in (earlier.knock_outs if earlier else {}).items()}
    form = check_form(
        requirements,
        bid.lot.turnover_required,
        record=earlier or NOTHING_YET,
        data={
            **filled,
            "is_complete": bool(earlier and earlier.is_complete),
            "remarks": earlier.remarks if earlier else "",
        },
    )
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            check_bid(
                bid,
                is_complete=bool(form["is_complete"].data),
                knock_outs=form.answers(requirements),
                meets_turnover=form.meets_turnover(),
                remarks=form["remarks"].data or "",
                proofs=form.proofs(),
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash(f"{bid.supplier.name} is toegelaten op perceel {bid.lot.number}.", "positive")
            return redirect(_after_check(tender))
    with transaction():
        record_reading(bid, what="toetsing", actor=current_actor(), now=clock.now())
    return render_template(
        "procurement/assessment/check.html",
        tender=tender,
        bid=bid,
        form=form,
        check=earlier,
        requirements=requirements,
        answers={answer.requirement_id: answer for answer in answers_of([bid.id])},
        shortcomings=shortcomings_of([bid.supplier_id], on=bid.received_at.date()),
        declaration=declarations_of([bid.id]).get(bid.id),
        repairs=requests_about(bid, REPAIRABLE),
        now=clock.now(),
    )


@pages.route("/<reference>/toetsing/<int:bid_id>/afwijzen", methods=["GET", "POST"])
@allowed(ProcurementPermission.ASSESSMENT_MANAGE)
def reject(reference: str, bid_id: int) -> ResponseReturnValue:
    """Set a bid aside with its reason."""
    tender, bid = opened_or_404(reference, bid_id)
    form = RejectForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            reject_bid(bid, form.reason.data, ground=form.ground.data, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash(f"De inschrijving van {bid.supplier.name} is terzijde gelegd.", "warning")
            return redirect(_after_check(tender))
    return render_template("procurement/assessment/reject.html", tender=tender, bid=bid, form=form)


@pages.route("/<reference>/beoordeling/starten", methods=["POST"])
@allowed(ProcurementPermission.ASSESSMENT_MANAGE)
def start(reference: str) -> ResponseReturnValue:
    """Let the assessors begin."""
    tender = tender_or_404(reference)
    form = ConfirmForm()
    if form.validate_on_submit():
        with transaction():
            start_assessment(tender, actor=current_actor(), now=clock.now())
        flash("De beoordeling is begonnen. De beoordelaars kunnen nu scoren.", "positive")
    return redirect(url_for("procurement.assessment.show", reference=reference))


@pages.route("/<reference>/beoordeling/vaststellen", methods=["POST"])
@allowed(ProcurementPermission.ASSESSMENT_MANAGE)
def lock(reference: str) -> ResponseReturnValue:
    """Fix the quality scores for good."""
    tender = tender_or_404(reference)
    form = ConfirmForm()
    if form.validate_on_submit():
        with transaction():
            lock_quality(tender, actor=current_actor(), now=clock.now())
        flash("De kwaliteit is vastgesteld. Twee openers kunnen nu de prijzen openen.", "positive")
    return redirect(url_for("procurement.assessment.show", reference=reference))


def _steps(tender: Tender, *, all_in: bool) -> list[tuple[str, str]]:
    order = list(TenderStatus)
    at = order.index(tender.status)
    made = []
    for label, statuses in STEPS:
        if at > order.index(statuses[0]):
            state = "done"
        elif tender.status in statuses:
            state = "current"
        else:
            state = "todo"
        made.append((label, state))
    if tender.status == TenderStatus.ASSESSMENT:
        made[1] = (made[1][0], "done" if all_in else "current")
        made[2] = (made[2][0], "current" if all_in else "todo")
    return made


def opened_or_404(reference: str, bid_id: int) -> tuple[Tender, Bid]:
    """A bid of this tender that was opened."""
    tender = tender_or_404(reference)
    bid = bid_of_tender(tender, bid_id)
    if bid is None or bid.status != BidStatus.OPENED:
        abort(404)
    return tender, bid


def admitted_or_404(tender: Tender, bid_id: int) -> Bid:
    """A bid that takes part in the comparison."""
    return next((bid for bid in admitted_bids(tender) if bid.id == bid_id), None) or abort(404)
