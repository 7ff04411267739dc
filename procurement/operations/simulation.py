"""Running the price–quality simulator and keeping what came out with the file."""

from datetime import datetime

from procurement.lifecycle import obstacles_to_changing
from procurement.models.award_terms import PriceSimulation
from procurement.models.tenders import Tender
from procurement.price_formulas import FormulaError
from procurement.queries.award_terms import award_of, simulations_of
from procurement.simulation import simulate
from procurement.simulation_plan import SimulationPlan, obstacles_to_plan, obstacles_to_simulating
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.jobs.operations import request_job
from townhall.refusal import Obstacle, Refusal, refuse_if

SIMULATION_JOB = "procurement.price-simulation"


def store_simulation(
    tender: Tender, plan: SimulationPlan, *, actor: Actor, now: datetime
) -> PriceSimulation:
    """Try the formula of a draft on dummy bids; result and plan stay with the file, the job makes the PDF."""
    award = award_of(tender)
    refuse_if(
        [*obstacles_to_changing(tender.status), *obstacles_to_simulating(award), *obstacles_to_plan(plan)]
    )
    try:
        result = simulate(award, plan)
    except FormulaError as error:
        text = f"De formule is met deze proefinschrijvingen niet uit te rekenen: {error}."
        raise Refusal([Obstacle("formula-breaks", text)]) from error
    simulation = PriceSimulation(
        tender_id=tender.id,
        number=len(simulations_of(tender)) + 1,
        made_at=now,
        made_by_id=actor.account_id,
        award=award.as_data(),
        plan=plan.as_data(),
        result=result,
    )
    db.session.add(simulation)
    db.session.flush()
    job = request_job(
        SIMULATION_JOB,
        {"simulation_id": simulation.id},
        actor=actor,
        now=now,
        title=f"Simulatie {simulation.number} van {tender.reference}",
    )
    simulation.job_id = job.id
    trail.record(
        "simulation.stored",
        simulation,
        actor=actor,
        now=now,
        after={"tender": tender.reference, "bids": len(plan.bids), "remarks": len(result["remarks"])},
    )
    return simulation
