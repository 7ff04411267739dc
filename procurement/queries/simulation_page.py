"""A stored simulation as page and paper show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from procurement.award_terms import terms_in_words
from procurement.models.award_terms import PriceSimulation
from procurement.published_award import PublishedAward, read_back
from procurement.queries.award_terms import parameters_in_words
from procurement.simulation_chart import Plane, plane_of
from procurement.simulation_plan import SimulationPlan
from procurement.tender_formulas import FORMULAS
from townhall.accounts.models import Account
from townhall.database import db


@dataclass(frozen=True)
class SimulationPage:
    """One run: what went in, what came out, and the drawing."""

    number: int
    made_at: datetime
    made_by: str
    award: PublishedAward
    plan: SimulationPlan
    result: Mapping[str, Any]
    plane: Plane

    def amount(self, text: str | None) -> Decimal | None:
        """A number in the result."""
        return None if text is None else Decimal(text)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Formula, parameters and terms in words."""
        assert self.award.formula is not None, "nothing was simulated without one"
        sheet = FORMULAS[self.award.formula]
        named = parameters_in_words(self.award.formula, self.award.parameters)
        return [("Formule", f"{sheet.name}: {sheet.words}"), *named, *terms_in_words(self.award.terms)]

    @property
    def winners(self) -> Sequence[str]:
        """Who stands first."""
        return [each["name"] for each in self.result["bids"] if each["rank"] == 1]


def simulation_page(simulation: PriceSimulation) -> SimulationPage:
    """This run, read back."""
    plan = SimulationPlan.read_back(simulation.plan)
    maker = db.session.get(Account, simulation.made_by_id) if simulation.made_by_id else None
    return SimulationPage(
        number=simulation.number,
        made_at=simulation.made_at,
        made_by=maker.name if maker else "Raamwerk",
        award=read_back(simulation.award),
        plan=plan,
        result=simulation.result,
        plane=plane_of(simulation.result, plan.window),
    )
