"""Pages of the price–quality simulator: try the formula, read what came out, look back at earlier runs."""

from decimal import Decimal

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from procurement.forms.simulation import SimulationForm
from procurement.lifecycle import TenderStatus
from procurement.lots import expected_fee_per_client
from procurement.models.award_terms import PriceSimulation
from procurement.models.tenders import Tender
from procurement.operations.simulation import store_simulation
from procurement.permissions import ProcurementPermission
from procurement.queries.award_terms import award_of, simulations_of, state_of
from procurement.queries.simulation_page import simulation_page
from procurement.simulation_plan import SimulationPlan, obstacles_to_simulating
from procurement.views.tender_loading import tabs_of, tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction

pages = Blueprint("simulation", __name__, url_prefix="/aanbestedingen/<reference>/simulatie")


@pages.route("")
@allowed(ProcurementPermission.TENDER_READ)
def show(reference: str) -> ResponseReturnValue:
    """The newest simulation in the file."""
    tender = tender_or_404(reference)
    return _page(tender, simulations_of(tender), at=0)


@pages.route("/<int:number>")
@allowed(ProcurementPermission.TENDER_READ)
def earlier(reference: str, number: int) -> ResponseReturnValue:
    """One earlier simulation."""
    tender = tender_or_404(reference)
    runs = simulations_of(tender)
    at = next((at for at, each in enumerate(runs) if each.number == number), None)
    return _page(tender, runs, at=at) if at is not None else abort(404)


def _page(tender: Tender, runs: list[PriceSimulation], *, at: int) -> ResponseReturnValue:
    shown, award = (runs[at] if runs else None), award_of(tender)
    return render_template(
        "procurement/simulation/show.html",
        tender=tender,
        tabs=tabs_of(tender),
        page=simulation_page(shown) if shown else None,
        shown=shown,
        runs=runs,
        state=state_of(runs, award),
        obstacles=obstacles_to_simulating(award),
        is_newest=at == 0,
        is_draft=tender.status == TenderStatus.DRAFT,
    )


@pages.route("/nieuw", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def new(reference: str) -> ResponseReturnValue:
    """Try the formula on dummy bids, and keep what comes out."""
    tender = tender_or_404(reference)
    latest = next(iter(simulations_of(tender)), None)
    plan = SimulationPlan.read_back(latest.plan) if latest else None
    form = SimulationForm.showing(plan, _expected_price(tender))
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            store_simulation(tender, form.plan(), actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("De simulatie staat in het dossier. De pdf komt zo klaar.", "positive")
            return redirect(url_for("procurement.simulation.show", reference=reference))
    return render_template(
        "procurement/simulation/form.html",
        tender=tender,
        form=form,
        to_simulate=obstacles_to_simulating(award_of(tender)),
    )


def _expected_price(tender: Tender) -> Decimal | None:
    """What a client is expected to cost at the highest fees, on the dearest lot."""
    fees = [expected_fee_per_client([each.facts() for each in lot.milestones]) for lot in tender.lots]
    return max(fees, default=None)
