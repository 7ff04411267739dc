"""For staff: what happened around the closing: late bids and attempts, outages, and what is decided about them."""

from datetime import datetime
from operator import attrgetter

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from procurement.forms.late_bids import ADMIT, LateDecisionForm, OutageForm
from procurement.late_bids import LOOK_BACK, obstacles_to_moving_after_outage, obstacles_to_proposing
from procurement.models.bids import Bid
from procurement.models.late_bids import LateDecision
from procurement.models.tenders import Tender
from procurement.operations.late_bids import (
    drop_late_proposal,
    move_closing_after_outage,
    propose_late_decision,
    settle_late_decision,
)
from procurement.permissions import ProcurementPermission
from procurement.queries.bids import bid_of_tender
from procurement.queries.followers import follower_count
from procurement.queries.late_bids import (
    closing_facts,
    decision_on,
    decisions_of,
    hashes_of,
    late_attempts,
    ran_over_bids,
)
from procurement.views.tender_loading import tabs_of, tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor, may
from townhall.database import transaction
from townhall.forms import ConfirmForm
from townhall.health.queries import measured_between
from townhall.health.rules import Outage, minutes_out, outages_between
from townhall.spreadsheets import Column, as_download

pages = Blueprint("closing", __name__, url_prefix="/aanbestedingen/<reference>/rond-de-sluiting")

MINUTES = (Column("Minuut", attrgetter("minute")), Column("Antwoordde de site?", attrgetter("answered")))


@pages.route("")
@allowed(ProcurementPermission.BID_LIST)
def show(reference: str) -> ResponseReturnValue:
    """Everything around the closing: what came in late, who tried, and when the site did not answer."""
    tender = _closing_or_404(reference)
    measured, outages = _outage_file(tender)
    return render_template(
        "procurement/closing/show.html",
        tender=tender,
        tabs=tabs_of(tender),
        late=ran_over_bids(tender),
        decisions=decisions_of(tender),
        hashes=hashes_of(tender),
        attempts=late_attempts(tender),
        measured=measured,
        outages=outages,
        minutes_out=minutes_out(outages),
        may_decide=may(ProcurementPermission.TENDER_PUBLISH) or may(ProcurementPermission.BID_OPEN),
        may_move=may(ProcurementPermission.TENDER_PUBLISH),
    )


@pages.route("/storingsdossier.csv")
@allowed(ProcurementPermission.BID_LIST)
def outage_file(reference: str) -> ResponseReturnValue:
    """Every minute that was measured around the closing, to lay beside what a bidder or a provider says."""
    measured = measured_between(*_around(_closing_or_404(reference)))
    return as_download(measured, MINUTES, title=f"Storingsdossier {reference}", kind="csv")


@pages.route("/verlengen", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_PUBLISH)
def move(reference: str) -> ResponseReturnValue:
    """Move the closing after an outage, also when it has passed."""
    tender = _closing_or_404(reference)
    form = OutageForm()
    _measured, outages = _outage_file(tender)
    if form.validate_on_submit():
        with form.showing_refusals():
            with transaction():
                move_closing_after_outage(
                    tender,
                    form.closes_at.data,
                    reason=form.reason.data,
                    minutes_out=minutes_out(outages),
                    actor=current_actor(),
                    now=clock.now(),
                )
            flash("De sluiting is verplaatst. Iedereen die meedoet of volgt krijgt bericht.", "positive")
            return redirect(url_for("procurement.closing.show", reference=reference))
    return render_template(
        "procurement/closing/move.html",
        tender=tender,
        form=form,
        outages=outages,
        followers=follower_count(tender),
        in_the_way=[]
        if form.obstacles
        else obstacles_to_moving_after_outage(closing_facts(tender), None, "", clock.now()),
    )


@pages.route("/<int:bid_id>", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_PUBLISH, ProcurementPermission.BID_OPEN)
def decide(reference: str, bid_id: int) -> ResponseReturnValue:
    """Propose what is done with a bid that ran over the closing, and see what was proposed or decided."""
    tender, bid = _late_or_404(reference, bid_id)
    decision = decision_on(bid)
    form = LateDecisionForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            with transaction():
                propose_late_decision(
                    bid,
                    admits=form.choice.data == ADMIT,
                    reason=form.reason.data,
                    actor=current_actor(),
                    now=clock.now(),
                )
            flash("Uw voorstel staat klaar. Een ander stelt het vast: de inkoper of een opener.", "positive")
            return redirect(url_for("procurement.closing.decide", reference=reference, bid_id=bid_id))
    return render_template(
        "procurement/closing/decide.html",
        tender=tender,
        bid=bid,
        form=form,
        decision=decision,
        may_propose=not obstacles_to_proposing(bid.status, "x" * 99, has_proposal=decision is not None),
        is_own=decision is not None and decision.proposed_by_id == current_actor().account_id,
        settle_form=ConfirmForm(),
    )


@pages.route("/<int:bid_id>/vaststellen", methods=["POST"])
@allowed(ProcurementPermission.TENDER_PUBLISH, ProcurementPermission.BID_OPEN)
def settle(reference: str, bid_id: int) -> ResponseReturnValue:
    """Set what a colleague proposed."""
    with transaction():
        settle_late_decision(_proposal_or_404(reference, bid_id), actor=current_actor(), now=clock.now())
    flash("Het besluit is vastgesteld. De inschrijver krijgt bericht.", "positive")
    return redirect(url_for("procurement.closing.show", reference=reference))


@pages.route("/<int:bid_id>/terugnemen", methods=["POST"])
@allowed(ProcurementPermission.TENDER_PUBLISH, ProcurementPermission.BID_OPEN)
def drop(reference: str, bid_id: int) -> ResponseReturnValue:
    """Take a proposal away, so that another can be made."""
    with transaction():
        drop_late_proposal(_proposal_or_404(reference, bid_id), actor=current_actor(), now=clock.now())
    flash("Het voorstel is teruggenomen. Doe een nieuw voorstel.", "positive")
    return redirect(url_for("procurement.closing.decide", reference=reference, bid_id=bid_id))


def _closing_or_404(reference: str) -> Tender:
    tender = tender_or_404(reference)
    return tender if tender.closes_at is not None and tender.published_at is not None else abort(404)


def _late_or_404(reference: str, bid_id: int) -> tuple[Tender, Bid]:
    tender = _closing_or_404(reference)
    bid = bid_of_tender(tender, bid_id)
    if bid is None or bid not in ran_over_bids(tender):
        abort(404)
    return tender, bid


def _proposal_or_404(reference: str, bid_id: int) -> LateDecision:
    _tender, bid = _late_or_404(reference, bid_id)
    return decision_on(bid) or abort(404)


def _outage_file(tender: Tender) -> tuple[tuple[datetime, datetime, int] | None, list[Outage]]:
    """First and last measured minute around the closing and how many there are; and the stretches without an answer."""
    starts_at, ends_at = _around(tender)
    measured = measured_between(starts_at, ends_at)
    outages = outages_between(measured, starts_at=starts_at, ends_at=ends_at)
    return ((measured[0].minute, measured[-1].minute, len(measured)) if measured else None), outages


def _around(tender: Tender) -> tuple[datetime, datetime]:
    """From when until when the outage file matters to this closing."""
    assert tender.closes_at is not None
    return tender.closes_at - LOOK_BACK, min(clock.now(), tender.closes_at + LOOK_BACK)
