"""The portal: with whom a supplier bids, as a combination or with subcontractors."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from procurement.forms.bid_parties import JointLiabilityForm, PartyForm
from procurement.operations.bid_parties import add_party, remove_party
from procurement.operations.drafts import save_draft
from procurement.parties import obstacles_of_parties
from procurement.permissions import ProcurementPermission
from procurement.views.portal_loading import Desk, desk_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction

pages = Blueprint(
    "bid_parties", __name__, url_prefix="/portaal/inschrijvingen/<reference>/perceel/<int:number>/samenwerking"
)


@pages.route("", methods=["GET", "POST"])
@allowed(ProcurementPermission.BID_WRITE)
def index(reference: str, number: int) -> ResponseReturnValue:
    """Who bids along, with their shares; what the members promise together."""
    desk = desk_or_404(reference, number)
    content = desk.content
    form = JointLiabilityForm(data={"is_jointly_liable": content.parties.is_jointly_liable})
    if form.validate_on_submit():
        parties = replace(content.parties, is_jointly_liable=form.is_jointly_liable.data)
        with form.showing_refusals():
            with desk.noting_late_attempts("concept opslaan"), transaction():
                save_draft(
                    desk.tender,
                    desk.lot,
                    desk.supplier,
                    replace(content, parties=parties),
                    actor=current_actor(),
                    now=clock.now(),
                )
            flash("Samenwerking: opgeslagen.", "positive")
            return redirect(_url(desk))
    return render_template(
        "procurement/bids/parties.html",
        desk=desk,
        parties=content.parties,
        form=form,
        missing=obstacles_of_parties(content.parties),
    )


@pages.route("/toevoegen", methods=["GET", "POST"])
@allowed(ProcurementPermission.BID_WRITE)
def add(reference: str, number: int) -> ResponseReturnValue:
    """Add a member of the combination or a subcontractor."""
    desk = desk_or_404(reference, number)
    form = PartyForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            with desk.noting_late_attempts("concept opslaan"), transaction():
                add_party(desk.tender, desk.lot, desk.supplier, form.party(), actor=current_actor(), now=clock.now())
            flash(f"{form.name.data} is toegevoegd.", "positive")
            return redirect(_url(desk))
    return render_template("procurement/bids/party.html", desk=desk, form=form)


@pages.route("/<int:party>/verwijderen", methods=["POST"])
@allowed(ProcurementPermission.BID_WRITE)
def remove(reference: str, number: int, party: int) -> ResponseReturnValue:
    """Take a firm out of the bid."""
    desk = desk_or_404(reference, number)
    with desk.noting_late_attempts("concept opslaan"), transaction():
        remove_party(desk.tender, desk.lot, desk.supplier, number=party, actor=current_actor(), now=clock.now())
    flash("Het bedrijf is weggehaald.", "positive")
    return redirect(_url(desk))


def _url(desk: Desk) -> str:
    return url_for("procurement.bid_parties.index", reference=desk.tender.reference, number=desk.lot.number)
