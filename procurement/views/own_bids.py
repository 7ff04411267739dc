"""The portal: what a supplier has handed in. Receipt, reading again, changing and withdrawing."""

from flask import Blueprint, abort, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from procurement.bids import BidStatus, obstacles_to_bidding
from procurement.models.bids import Bid
from procurement.operations.bids import withdraw_bid
from procurement.operations.drafts import revise_bid
from procurement.permissions import ProcurementPermission
from procurement.queries.award_terms import award_of
from procurement.queries.bids import (
    bidding_facts,
    milestones_for,
    quality_criteria,
    receipt_of,
    requirements_for,
)
from procurement.queries.outside_key import own_content, own_document
from procurement.queries.rectifications import rectified_since
from procurement.views.portal_loading import Desk, own_bid_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.documents.content import MEDIA_TYPES, extension_of
from townhall.forms import ConfirmForm

pages = Blueprint("own_bids", __name__, url_prefix="/portaal/ingediend")


@pages.route("/<int:bid_id>")
@allowed(ProcurementPermission.BID_WRITE)
def receipt(bid_id: int) -> ResponseReturnValue:
    """The receipt of a bid: what was received, when, with which hashes."""
    bid = own_bid_or_404(bid_id)
    content = own_content(bid)
    return render_template(
        "procurement/bids/receipt.html",
        bid=bid,
        receipt=receipt_of(bid),
        names={file.position: file.filename for file in content.files} if content else {},
        readable=content is not None,
        closed=obstacles_to_bidding(bidding_facts(bid.tender, bid.supplier_id), clock.now()),
        changes=rectified_since([(bid.lot, bid.received_at)])[bid.lot_id]
        if bid.status == BidStatus.SUBMITTED
        else [],
        form=ConfirmForm(),
    )


@pages.route("/<int:bid_id>/lezen")
@allowed(ProcurementPermission.BID_WRITE)
def read(bid_id: int) -> ResponseReturnValue:
    """One's own bid, to read again."""
    bid = own_bid_or_404(bid_id)
    content = own_content(bid) or abort(404)
    return render_template(
        "procurement/bids/read.html",
        bid=bid,
        content=content,
        requirements=requirements_for(bid.lot),
        criteria=quality_criteria(bid.tender_id),
        milestones=milestones_for(bid.lot),
        cost_lines=award_of(bid.tender).cost_lines,
    )


@pages.route("/<int:bid_id>/document/<int:position>")
@allowed(ProcurementPermission.BID_WRITE)
def document(bid_id: int, position: int) -> ResponseReturnValue:
    """A document of one's own bid."""
    name, file = own_document(own_bid_or_404(bid_id), position) or abort(404)
    return send_file(
        file, mimetype=MEDIA_TYPES[extension_of(name)], download_name=name, as_attachment=True
    )


@pages.route("/<int:bid_id>/wijzigen", methods=["POST"])
@allowed(ProcurementPermission.BID_WRITE)
def revise(bid_id: int) -> ResponseReturnValue:
    """Start a draft from a bid; the bid keeps counting until the draft is handed in."""
    bid = own_bid_or_404(bid_id)
    with _desk(bid).noting_late_attempts("wijzigen"), transaction():
        revise_bid(bid, actor=current_actor(), now=clock.now())
    flash("U kunt uw inschrijving wijzigen. De ingediende versie telt tot u opnieuw indient.", "positive")
    return redirect(url_for("procurement.bids.show", reference=bid.tender.reference, number=bid.lot.number))


@pages.route("/<int:bid_id>/intrekken", methods=["GET", "POST"])
@allowed(ProcurementPermission.BID_WRITE)
def withdraw(bid_id: int) -> ResponseReturnValue:
    """Take a bid back, before the deadline."""
    bid = own_bid_or_404(bid_id)
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            with _desk(bid).noting_late_attempts("intrekken"), transaction():
                withdraw_bid(bid, actor=current_actor(), now=clock.now())
            flash(
                "Uw inschrijving is ingetrokken. Wat u had ingevuld staat weer als concept klaar.", "positive"
            )
            return redirect(
                url_for("procurement.bids.show", reference=bid.tender.reference, number=bid.lot.number)
            )
    return render_template("procurement/bids/withdraw.html", bid=bid, form=form)


def _desk(bid: Bid) -> Desk:
    return Desk(bid.tender, bid.lot, bid.supplier, None, bid)
