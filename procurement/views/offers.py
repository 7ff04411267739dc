"""For staff: what one person opens. The one offer that was asked, and the applications to an open house."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from procurement.bids import BidStatus
from procurement.forms.offers import ChooseOfferForm
from procurement.lifecycle import TenderStatus
from procurement.models.tenders import Tender
from procurement.offers import obstacles_to_opening_received
from procurement.operations.offers import choose_offer, obstacles_to_choosing_offer, open_received
from procurement.permissions import ProcurementPermission
from procurement.procedures import OPENED_BY_ONE, Procedure
from procurement.queries.assessment import checks_of
from procurement.queries.awards import lot_awards_of, lots_to_decide
from procurement.queries.bids import prices_of
from procurement.queries.offers import admitted_by_lot, current_bids, received_facts
from procurement.views.bid_reading import may_read_bids
from procurement.views.tender_loading import tabs_of, tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor, may
from townhall.database import transaction
from townhall.forms import ConfirmForm

pages = Blueprint("offers", __name__, url_prefix="/aanbestedingen/<reference>/offertes")


def _tender_or_404(reference: str) -> Tender:
    tender = tender_or_404(reference)
    return tender if tender.procedure in OPENED_BY_ONE and tender.status != TenderStatus.DRAFT else abort(404)


@pages.route("")
@allowed(ProcurementPermission.AWARD_READ)
def show(reference: str) -> ResponseReturnValue:
    """What came in, how far it is, and what can be done with it now."""
    tender = _tender_or_404(reference)
    bids = current_bids(tender)
    return render_template(
        "procurement/offers/show.html",
        tender=tender,
        tabs=tabs_of(tender),
        bids=bids,
        checks=checks_of([bid.id for bid in bids]),
        awards=lot_awards_of(tender),
        is_open_house=tender.procedure == Procedure.OPEN_HOUSE,
        is_opened=tender.status == TenderStatus.OPENED,
        is_published=tender.status == TenderStatus.PUBLISHED,
        has_sealed=any(bid.status == BidStatus.SUBMITTED for bid in bids),
        undecided=lots_to_decide(tender),
        to_open=obstacles_to_opening_received(received_facts(tender), clock.now()),
        form=ConfirmForm(),
        may_read=may_read_bids(tender),
        may_manage=may(ProcurementPermission.ASSESSMENT_MANAGE),
    )


@pages.route("/openen", methods=["POST"], endpoint="open")
@allowed(ProcurementPermission.ASSESSMENT_MANAGE)
def open_(reference: str) -> ResponseReturnValue:
    """Open what came in."""
    tender = _tender_or_404(reference)
    with transaction():
        opened = open_received(tender, actor=current_actor(), now=clock.now())
    flash(f"Geopend: {len(opened)}. Toets nu of alles volledig is en aan de eisen voldoet.", "positive")
    return redirect(url_for("procurement.offers.show", reference=reference))


@pages.route("/kiezen", methods=["GET", "POST"])
@allowed(ProcurementPermission.AWARD_DECIDE)
def choose(reference: str) -> ResponseReturnValue:
    """Choose the one offer, with the reason and the mandate."""
    tender = _tender_or_404(reference)
    form = ChooseOfferForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            choose_offer(
                tender,
                form.reason.data,
                form.mandate_reference.data,
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash("De keuze is vastgelegd. De contractmanager kan nu het contract maken.", "positive")
            return redirect(url_for("procurement.offers.show", reference=reference))
    offers = admitted_by_lot(tender)
    prices = prices_of([bid.id for bid in offers.values()])
    return render_template(
        "procurement/offers/choose.html",
        tender=tender,
        form=form,
        offers=[(lot, offers[lot.id]) for lot in lots_to_decide(tender) if lot.id in offers],
        prices=prices,
        checks=checks_of([bid.id for bid in offers.values()]),
        in_the_way=[]
        if form.obstacles
        else obstacles_to_choosing_offer(tender, actor=current_actor(), now=clock.now()),
    )
