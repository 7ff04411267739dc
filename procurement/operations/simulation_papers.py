"""The PDF of a simulation, made by the job process, with its figures attached."""

from typing import Any

from procurement.models.award_terms import PriceSimulation
from procurement.models.tenders import Tender
from procurement.operations.simulation import SIMULATION_JOB
from procurement.operations.tender_papers import may_read_tenders
from procurement.queries.simulation_page import simulation_page
from townhall import clock
from townhall.accounts.actor import SYSTEM
from townhall.column_types import canonical_json
from townhall.database import db
from townhall.documents import access
from townhall.documents.operations import store_document
from townhall.jobs import kind
from townhall.jobs.registry import Progress
from townhall.pdf import render_pdf

DATA_FILE = "simulatie.json"


@kind(SIMULATION_JOB)
def make_simulation_paper(arguments: dict[str, Any], _progress: Progress) -> int | None:
    """The simulation as PDF/A-3a, made once."""
    simulation = db.session.get_one(PriceSimulation, arguments["simulation_id"])
    if simulation.document_id is None:
        tender = db.session.get_one(Tender, simulation.tender_id)
        data = {"award": simulation.award, "plan": simulation.plan, "result": simulation.result}
        pdf = render_pdf(
            "letters/simulation.html",
            archive=True,
            attachments={DATA_FILE: canonical_json(data).encode()},
            tender=tender,
            page=simulation_page(simulation),
        )
        document = store_document(
            pdf,
            filename=f"simulatie-{tender.reference}-{simulation.number}.pdf",
            kind=SIMULATION_JOB,
            actor=SYSTEM,
            now=clock.now(),
            title=f"Simulatie van de prijsformule, {tender.reference}",
        )
        simulation.document_id = document.id
    return simulation.document_id


def register_access() -> None:
    """Staff who reads tenders; bidders never: it shows what the buyer expects."""
    access.register(SIMULATION_JOB, may_read_tenders)
