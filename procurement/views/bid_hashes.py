"""The portal: a hash before the closing, and the bid within one working day (art. 2.109a Aanbestedingswet)."""

from typing import IO, cast

from flask import Blueprint, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from procurement.bids import obstacles_to_bidding
from procurement.forms.late_bids import AnnouncedBidForm, HashForm
from procurement.operations.bid_hashes import deliver_hash, deliver_hash_of_draft, submit_announced_bid
from procurement.permissions import ProcurementPermission
from procurement.queries.bids import bidding_facts
from procurement.queries.late_bids import announced_facts, hashes_by
from procurement.views.portal_loading import Desk, desk_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction

pages = Blueprint("bid_hashes", __name__, url_prefix="/portaal/inschrijvingen/<reference>/perceel/<int:number>/hash")


@pages.route("", methods=["GET", "POST"])
@allowed(ProcurementPermission.BID_WRITE)
def index(reference: str, number: int) -> ResponseReturnValue:
    """The hashes that were delivered, and delivering one that was computed elsewhere."""
    desk = desk_or_404(reference, number)
    form = HashForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            with desk.noting_late_attempts("hash leveren"), transaction():
                deliver_hash(
                    desk.tender,
                    desk.lot,
                    desk.supplier,
                    form.sha256.data,
                    actor=current_actor(),
                    now=clock.now(),
                )
            flash("Uw hash is vastgelegd.", "positive")
            return redirect(_url("index", desk))
    return render_template(
        "procurement/bids/hash.html",
        desk=desk,
        form=form,
        hashes=hashes_by(desk.lot, desk.supplier.id),
        closed=obstacles_to_bidding(bidding_facts(desk.tender, desk.supplier.id), clock.now()),
        last_moment=announced_facts(desk.tender, desk.lot, desk.supplier.id).last_moment,
    )


@pages.route("/bestand", methods=["POST"])
@allowed(ProcurementPermission.BID_WRITE)
def package(reference: str, number: int) -> ResponseReturnValue:
    """Make one file of the draft, note its hash, and hand the file over."""
    desk = desk_or_404(reference, number)
    with desk.noting_late_attempts("hash leveren"), transaction():
        file = deliver_hash_of_draft(desk.tender, desk.lot, desk.supplier, actor=current_actor(), now=clock.now())
    name = f"inschrijving-{desk.tender.reference}-perceel-{desk.lot.number}.zip"
    return send_file(cast(IO[bytes], file), mimetype="application/zip", download_name=name, as_attachment=True)


@pages.route("/nasturen", methods=["GET", "POST"])
@allowed(ProcurementPermission.BID_WRITE)
def deliver(reference: str, number: int) -> ResponseReturnValue:
    """Hand in the bid of which the hash came in time."""
    desk = desk_or_404(reference, number)
    form = AnnouncedBidForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            with desk.noting_late_attempts("inschrijving nasturen"), transaction():
                bid = submit_announced_bid(
                    desk.tender,
                    desk.lot,
                    desk.supplier,
                    form.file.data.stream,
                    actor=current_actor(),
                    now=clock.now(),
                )
            flash("Uw inschrijving is ontvangen en verzegeld. Zij telt als op tijd.", "positive")
            return redirect(url_for("procurement.own_bids.receipt", bid_id=bid.id))
    return render_template(
        "procurement/bids/announced.html",
        desk=desk,
        form=form,
        hashes=[each for each in hashes_by(desk.lot, desk.supplier.id) if each.bid_id is None],
        last_moment=announced_facts(desk.tender, desk.lot, desk.supplier.id).last_moment,
    )


def _url(page: str, desk: Desk) -> str:
    return url_for(f"procurement.bid_hashes.{page}", reference=desk.tender.reference, number=desk.lot.number)
