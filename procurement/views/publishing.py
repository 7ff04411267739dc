"""Pages of the large steps of a tender: publish, move the closing, withdraw, award in house."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from procurement.forms.tenders import MoveClosingForm, WithdrawTenderForm
from procurement.lifecycle import TenderStatus, obstacles_to_moving
from procurement.operations.tenders import (
    award_in_house,
    move_closing,
    publish_tender,
    withdraw_tender,
)
from procurement.permissions import ProcurementPermission
from procurement.publication import (
    obstacles_to_in_house_award,
    obstacles_to_publishing,
    points_of_attention,
)
from procurement.queries.followers import follower_count
from procurement.queries.tender_facts import facts_of
from procurement.views.tender_loading import tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.forms import ConfirmForm

pages = Blueprint("publishing", __name__, url_prefix="/aanbestedingen")


@pages.route("/<reference>/publiceren", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_PUBLISH)
def publish(reference: str) -> ResponseReturnValue:
    """Open a tender for bids, after a last look at what is missing."""
    tender = tender_or_404(reference)
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            publish_tender(tender, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash(f"Aanbesteding {reference} is gepubliceerd.", "positive")
            return redirect(url_for("procurement.tenders.show", reference=reference))
    facts = facts_of(tender)
    return render_template(
        "procurement/tenders/publish.html",
        tender=tender,
        form=form,
        facts=facts,
        obstacles=obstacles_to_publishing(facts, clock.now()),
        attention=points_of_attention(facts),
    )


@pages.route("/<reference>/sluiting", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_PUBLISH)
def closing(reference: str) -> ResponseReturnValue:
    """Move the closing of a published tender to a later moment."""
    tender = tender_or_404(reference)
    form = MoveClosingForm(obj=tender, record=tender)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            move_closing(
                tender,
                form.closes_at.data,
                reason=form.reason.data,
                answers_by=form.answers_by.data,
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash("De sluiting is verplaatst. Alle aanbieders die meedoen krijgen bericht.", "positive")
            return redirect(url_for("procurement.tenders.show", reference=reference))
    return render_template(
        "procurement/tenders/closing.html",
        tender=tender,
        form=form,
        followers=follower_count(tender),
    )


@pages.route("/<reference>/intrekken", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_PUBLISH)
def withdraw(reference: str) -> ResponseReturnValue:
    """End a tender without an award."""
    tender = tender_or_404(reference)
    form = WithdrawTenderForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            withdraw_tender(tender, reason=form.reason.data, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash(f"Aanbesteding {reference} is ingetrokken.", "warning")
            return redirect(url_for("procurement.tenders.show", reference=reference))
    if not form.obstacles:
        form.refuse(obstacles_to_moving(tender.status, TenderStatus.WITHDRAWN))
    return render_template("procurement/tenders/withdraw.html", tender=tender, form=form)


@pages.route("/<reference>/inbesteding", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_PUBLISH)
def in_house(reference: str) -> ResponseReturnValue:
    """Record an award to an organisation of our own."""
    tender = tender_or_404(reference)
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            award_in_house(tender, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("De inbesteding is vastgelegd. Maak nu de overeenkomst.", "positive")
            return redirect(url_for("procurement.tenders.show", reference=reference))
    return render_template(
        "procurement/tenders/in_house.html",
        tender=tender,
        form=form,
        obstacles=obstacles_to_in_house_award(facts_of(tender)),
    )
