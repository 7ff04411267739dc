"""Partner municipalities of a contract: what each orders and costs, taking part, and leaving."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from contracts.forms.partners import LeaveForm, PartnerForm
from contracts.operations.partners import add_partner, let_partner_leave
from contracts.permissions import ContractsPermission
from contracts.queries import frameworks as queries
from contracts.queries.partners import MunicipalityCosts, costs_per_municipality, partner_for
from contracts.views.frameworks import contract_or_404
from contracts.views.frameworks import pages as pages
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.filters import percent
from townhall.organisations.queries import organisation_with_id
from townhall.spreadsheets import Column, as_download

NOT_AGREED = "geen afgesproken"


@pages.route("/<number>/gemeenten")
@allowed(ContractsPermission.CONTRACT_READ)
def municipalities(number: str) -> ResponseReturnValue:
    """What each municipality agreed, ordered and pays."""
    contract = contract_or_404(number)
    today = clock.today()
    return render_template(
        "contracts/partners/index.html",
        contract=contract,
        costs=costs_per_municipality(contract, today=today),
        today=today,
    )


@pages.route("/<number>/gemeenten.<any(csv, xlsx):kind>")
@allowed(ContractsPermission.CONTRACT_READ)
def export_municipalities(number: str, kind: str) -> ResponseReturnValue:
    """The same as a file."""
    contract = contract_or_404(number)
    costs = costs_per_municipality(contract, today=clock.today())
    return as_download(costs, _columns(), title=f"Gemeenten in {number}", kind=kind)


def _columns() -> list[Column]:
    def volume(costs: MunicipalityCosts) -> object:
        if costs.partner is None:
            return None  # for the municipality itself a number per year is not agreed but budgeted
        agreed = costs.partner.participants_per_year
        return NOT_AGREED if agreed is None else agreed

    return [
        Column("Gemeente", lambda costs: costs.organisation.name),
        Column("Aandeel", lambda costs: NOT_AGREED if costs.share is None else percent(costs.share)),
        Column("Deelnemers per jaar", volume),
        Column("Aangemeld", lambda costs: costs.tracks),
        Column("Lopende trajecten", lambda costs: costs.live),
        Column("Verdiend excl. btw", lambda costs: costs.earned),
        Column("Nog mogelijk excl. btw", lambda costs: costs.open_at_most),
        Column(
            "Vrij in het budget van dit jaar",
            lambda costs: costs.room.left if costs.room and costs.room.left is not None else "geen budget",
        ),
        Column("Doet mee tot en met", lambda costs: costs.partner and costs.partner.left_on),
    ]


@pages.route("/<number>/partners", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def add_contract_partner(number: str) -> ResponseReturnValue:
    """Let another municipality share in the contract."""
    contract = contract_or_404(number)
    form = PartnerForm()
    form.organisation.offer(
        [(str(organisation.id), organisation.name) for organisation in queries.partners_to_choose(contract)]
    )
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            organisation = organisation_with_id(int(form.organisation.data)) or abort(404)
            add_partner(
                contract,
                organisation,
                share=form.share.data,
                participants_per_year=form.participants_per_year.data,
                named_in=form.named_in.data or "",
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash(f"{organisation.name} doet mee in dit contract.", "positive")
            return redirect(url_for(".municipalities", number=number))
    return render_template("contracts/partners/add.html", contract=contract, form=form)


@pages.route("/<number>/partners/<int:organisation_id>/stoppen", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def partner_leaves(number: str, organisation_id: int) -> ResponseReturnValue:
    """A partner leaves half-way."""
    contract = contract_or_404(number)
    partner = partner_for(contract, organisation_id) or abort(404)
    form = LeaveForm(record=contract)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            let_partner_leave(
                partner,
                left_on=form.left_on.data,
                tracks=form.tracks.data,
                volume=form.volume.data,
                reason=form.reason.data,
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash(f"{partner.organisation.name} stopt op de gekozen dag.", "positive")
            return redirect(url_for(".municipalities", number=number))
    today = clock.today()
    mine = next(each for each in costs_per_municipality(contract, today=today) if each.partner is partner)
    return render_template("contracts/partners/leave.html", contract=contract, costs=mine, form=form)
