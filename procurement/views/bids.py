"""The portal: following a tender, writing a bid per lot in parts, and handing it in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from procurement.bid_content import BidContent
from procurement.bids import BidStatus, DocumentPart, obstacles_to_bidding
from procurement.completeness import obstacles_to_submitting, parts_of
from procurement.forms.bids import (
    DocumentForm,
    PreferenceForm,
    SubmitBidForm,
    answers_form,
    declaration_form,
    prices_form,
    quality_form,
)
from procurement.models.bids import Bid
from procurement.models.rectifications import Rectification
from procurement.operations.bids import hold_what_ran_over, submit_bid
from procurement.operations.drafts import add_draft_file, register_interest, remove_draft_file, save_draft
from procurement.parties import obstacles_of_parties
from procurement.permissions import ProcurementPermission
from procurement.queries.award_terms import award_of
from procurement.queries.bids import (
    asked_of,
    bidding_facts,
    bids_by,
    drafts_by,
    milestones_for,
    quality_criteria,
    registration_of,
    registrations_by,
    requirements_for,
)
from procurement.queries.exclusion import exclusion_grounds_of
from procurement.queries.rectifications import rectified_since
from procurement.views.portal_loading import Desk, desk_or_404, own_firm_or_404, tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.forms import ConfirmForm, Form

pages = Blueprint("bids", __name__, url_prefix="/portaal/inschrijvingen")
LOT = "/<reference>/perceel/<int:number>"


@pages.route("")
@allowed(ProcurementPermission.BID_WRITE)
def index() -> ResponseReturnValue:
    """The tenders this supplier follows, with his drafts and bids."""
    firm = own_firm_or_404()
    drafts, bids = drafts_by(firm.id), bids_by(firm.id)
    current = [bid for bid in bids if bid.status == BidStatus.SUBMITTED]
    return render_template(
        "procurement/bids/index.html",
        registrations=registrations_by(firm.id),
        drafts=drafts,
        bids=bids,
        rectified=rectified_since((bid.lot, bid.received_at) for bid in current),
    )


@pages.route("/<reference>", methods=["GET", "POST"])
@allowed(ProcurementPermission.BID_WRITE)
def follow(reference: str) -> ResponseReturnValue:
    """Follow a tender, and choose a lot to bid for."""
    tender, firm = tender_or_404(reference), own_firm_or_404()
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            with transaction():
                register_interest(tender, firm, actor=current_actor(), now=clock.now())
            flash("U volgt deze aanbesteding. Nieuws komt per e-mail.", "positive")
            return redirect(url_for("procurement.bids.follow", reference=reference))
    return render_template(
        "procurement/bids/follow.html",
        tender=tender,
        form=form,
        registration=registration_of(tender, firm.id),
        drafts=drafts_by(firm.id),
        bids={bid.lot_id: bid for bid in bids_by(firm.id) if bid.ended_at is None},
        rectified=rectified_since(
            (bid.lot, bid.received_at) for bid in bids_by(firm.id) if bid.status == BidStatus.SUBMITTED
        ),
        closed=obstacles_to_bidding(bidding_facts(tender, firm.id), clock.now()),
    )


@pages.route(LOT)
@allowed(ProcurementPermission.BID_WRITE)
def show(reference: str, number: int) -> ResponseReturnValue:
    """How far the bid for this lot is, part by part."""
    desk = desk_or_404(reference, number)
    parts = parts_of(desk.content, asked_of(desk.lot))
    return render_template(
        "procurement/bids/show.html",
        desk=desk,
        content=desk.content,
        parts=parts,
        parties_missing=obstacles_of_parties(desk.content.parties),
        done=sum(part.done for part in parts),
        asked=sum(part.asked for part in parts),
        draft_changes=_changes_since(desk, desk.draft.saved_at) if desk.draft else [],
        bid_changes=_changes_since(desk, desk.bid.received_at) if desk.bid else [],
        history=[bid for bid in bids_by(desk.supplier.id) if bid.lot_id == desk.lot.id],
        closed=obstacles_to_bidding(bidding_facts(desk.tender, desk.supplier.id), clock.now()),
    )


def _changes_since(desk: Desk, moment: datetime) -> list[Rectification]:
    return rectified_since([(desk.lot, moment)])[desk.lot.id]


@pages.route(f"{LOT}/verklaring", methods=["GET", "POST"])
@allowed(ProcurementPermission.BID_WRITE)
def declaration(reference: str, number: int) -> ResponseReturnValue:
    """The supplier's own declaration (UEA)."""
    desk = desk_or_404(reference, number)
    form = declaration_form(desk.content, exclusion_grounds_of(desk.lot.tender))
    return _part(
        desk, form, "Eigen verklaring", lambda content: replace(content, declaration=form.declaration())
    )


@pages.route(f"{LOT}/eisen", methods=["GET", "POST"])
@allowed(ProcurementPermission.BID_WRITE)
def answers(reference: str, number: int) -> ResponseReturnValue:
    """Does the supplier meet the requirements?"""
    desk = desk_or_404(reference, number)
    form = answers_form(desk.content, requirements_for(desk.lot))
    return _part(desk, form, "Eisen en wensen", lambda content: replace(content, answers=form.answers()))


@pages.route(f"{LOT}/kwaliteit", methods=["GET", "POST"])
@allowed(ProcurementPermission.BID_WRITE)
def quality(reference: str, number: int) -> ResponseReturnValue:
    """A text per quality criterion."""
    desk = desk_or_404(reference, number)
    form = quality_form(desk.content, quality_criteria(desk.tender.id))
    return _part(desk, form, "Kwaliteit", lambda content: replace(content, qualities=form.qualities()))


@pages.route(f"{LOT}/prijzen", methods=["GET", "POST"])
@allowed(ProcurementPermission.BID_WRITE)
def prices(reference: str, number: int) -> ResponseReturnValue:
    """A fee per milestone, and an amount per published cost line."""
    desk = desk_or_404(reference, number)
    form = prices_form(desk.content, milestones_for(desk.lot), award_of(desk.tender).cost_lines)
    return _part(
        desk, form, "Prijzen", lambda content: replace(content, prices=form.prices(), costs=form.costs())
    )


@pages.route(f"{LOT}/voorkeur", methods=["GET", "POST"])
@allowed(ProcurementPermission.BID_WRITE)
def preference(reference: str, number: int) -> ResponseReturnValue:
    """How much the supplier wants this lot; only when the published rule of dividing lots asks it."""
    desk = desk_or_404(reference, number)
    lots = asked_of(desk.lot).lots_to_prefer or abort(404)
    form = PreferenceForm.among(lots, desk.content)
    return _part(desk, form, "Voorkeur", lambda content: replace(content, preference=form.wish()))


def _part(
    desk: Desk, form: Any, title: str, change: Callable[[BidContent], BidContent]
) -> ResponseReturnValue:
    """One part of a bid: saved at once, complete or not."""
    if form.validate_on_submit():
        with form.showing_refusals():
            with desk.noting_late_attempts("concept opslaan"), transaction():
                save_draft(
                    desk.tender,
                    desk.lot,
                    desk.supplier,
                    change(desk.content),
                    actor=current_actor(),
                    now=clock.now(),
                )
            flash(f"{title}: opgeslagen.", "positive")
            return redirect(_url("show", desk))
    return render_template("procurement/bids/part.html", desk=desk, form=form, title=title)


@pages.route(f"{LOT}/documenten", methods=["GET", "POST"])
@allowed(ProcurementPermission.BID_WRITE)
def documents(reference: str, number: int) -> ResponseReturnValue:
    """Add documents to the bid, one at a time."""
    desk = desk_or_404(reference, number)
    form = DocumentForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            with desk.noting_late_attempts("document toevoegen"), transaction():
                _add_file(desk, form)
                held = hold_what_ran_over(
                    desk.tender,
                    desk.lot,
                    desk.supplier,
                    actor=current_actor(),
                    now=clock.now(),
                    begun_at=clock.arrived_at(),
                )
            if held is not None:
                return _receipt(held)
            flash("Het document is toegevoegd.", "positive")
            return redirect(_url("documents", desk))
    return render_template("procurement/bids/documents.html", desk=desk, content=desk.content, form=form)


def _add_file(desk: Desk, form: Any) -> None:
    """What was begun before the closing comes in, also when its last byte came after it."""
    add_draft_file(
        desk.tender,
        desk.lot,
        desk.supplier,
        part=form.part.data or DocumentPart.OTHER,
        filename=form.file.data.filename,
        data=form.file.data.stream,
        actor=current_actor(),
        now=clock.arrived_at(),
    )


def _receipt(bid: Bid) -> ResponseReturnValue:
    if bid.status == BidStatus.HELD:
        flash(
            "Uw inschrijving begon vóór de sluiting en kwam daarna pas helemaal binnen. Zij is verzegeld. "
            "De gemeente beslist of zij meedoet.",
            "warning",
        )
    else:
        flash("Uw inschrijving is ontvangen en verzegeld. Het ontvangstbewijs is gemaild.", "positive")
    return redirect(url_for("procurement.own_bids.receipt", bid_id=bid.id))


@pages.route(f"{LOT}/documenten/<int:position>/verwijderen", methods=["POST"])
@allowed(ProcurementPermission.BID_WRITE)
def remove_document(reference: str, number: int, position: int) -> ResponseReturnValue:
    """Take a document out of the draft."""
    desk = desk_or_404(reference, number)
    with desk.noting_late_attempts("document verwijderen"), transaction():
        remove_draft_file(
            desk.tender,
            desk.lot,
            desk.supplier,
            position=position,
            actor=current_actor(),
            now=clock.now(),
        )
    flash("Het document is verwijderd.", "positive")
    return redirect(_url("documents", desk))


@pages.route(f"{LOT}/indienen", methods=["GET", "POST"])
@allowed(ProcurementPermission.BID_WRITE)
def submit(reference: str, number: int) -> ResponseReturnValue:
    """The last look at a bid, and handing it in."""
    desk = desk_or_404(reference, number)
    form = SubmitBidForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            with desk.noting_late_attempts("indienen"), transaction():
                if form.file.data:
                    _add_file(desk, form)
                bid = submit_bid(
                    desk.tender,
                    desk.lot,
                    desk.supplier,
                    actor=current_actor(),
                    now=clock.now(),
                    begun_at=clock.arrived_at(),
                )
            return _receipt(bid)
    return render_template(
        "procurement/bids/submit.html",
        desk=desk,
        form=form,
        content=desk.content,
        parts=parts_of(desk.content, asked_of(desk.lot)),
        requirements=requirements_for(desk.lot),
        criteria=quality_criteria(desk.tender.id),
        milestones=milestones_for(desk.lot),
        cost_lines=award_of(desk.tender).cost_lines,
        draft_changes=_changes_since(desk, desk.draft.saved_at) if desk.draft else [],
        in_the_way=_in_the_way(desk, form),
    )


def _in_the_way(desk: Desk, form: Form) -> list[Any]:
    """The same rules as the operation, shown before anybody pressed the button."""
    if form.obstacles:
        return []
    closed = obstacles_to_bidding(bidding_facts(desk.tender, desk.supplier.id), clock.now())
    # What is missing does not matter to who is too late.
    return closed or obstacles_to_submitting(desk.content, asked_of(desk.lot))


def _url(page: str, desk: Desk) -> str:
    return url_for(f"procurement.bids.{page}", reference=desk.tender.reference, number=desk.lot.number)
