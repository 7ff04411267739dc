"""The portal: what the municipality asks about an own bid after the opening, and the answer."""

from flask import Blueprint, abort, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from procurement.bidder_requests import RequestKind
from procurement.forms.bidder_requests import AnswerForm
from procurement.models.bidder_requests import BidderRequest
from procurement.operations.bidder_requests import answer_request
from procurement.permissions import ProcurementPermission
from procurement.queries.bidder_requests import count_open_requests_to, own_request, requests_to
from procurement.views.portal_loading import own_firm_or_404
from townhall import clock
from townhall.accounts.actor import Actor
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.documents import storage

pages = Blueprint("own_requests", __name__, url_prefix="/portaal/verzoeken")


@pages.route("")
@allowed(ProcurementPermission.BID_WRITE)
def index() -> ResponseReturnValue:
    """What this supplier was asked, latest first."""
    return render_template(
        "procurement/requests/own_index.html", requests=requests_to(own_firm_or_404().id), now=clock.now()
    )


@pages.route("/<int:request_id>", methods=["GET", "POST"])
@allowed(ProcurementPermission.BID_WRITE)
def show(request_id: int) -> ResponseReturnValue:
    """One request, until when to answer it, and the answer."""
    request = _own_or_404(request_id)
    form = AnswerForm(record=request)
    if form.validate_on_submit():
        upload = form.file.data
        file = (upload.filename, upload.read()) if upload else None
        with form.showing_refusals(), transaction():
            answer_request(request, form.answer.data, file, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("Uw antwoord is ontvangen.", "positive")
            return redirect(url_for("procurement.own_requests.show", request_id=request_id))
    facts = request.facts()
    return render_template(
        "procurement/requests/own_show.html",
        request_made=request,
        bid=request.bid,
        form=form,
        is_price=request.kind == RequestKind.LOW_PRICE,
        is_open=not facts.is_answered and facts.is_satisfied is None and not facts.is_over(clock.now()),
    )


@pages.route("/<int:request_id>/bijlage")
@allowed(ProcurementPermission.BID_WRITE)
def document(request_id: int) -> ResponseReturnValue:
    """What one sent along oneself."""
    found = _own_or_404(request_id).document or abort(404)
    return send_file(
        storage.open_checked(found), mimetype=found.media_type, download_name=found.filename, as_attachment=True
    )


def waiting(actor: Actor) -> int:
    """How many requests wait for an answer, for the menu."""
    return count_open_requests_to(actor.organisation_id, clock.now())


def _own_or_404(request_id: int) -> BidderRequest:
    return own_request(request_id, own_firm_or_404().id) or abort(404)
