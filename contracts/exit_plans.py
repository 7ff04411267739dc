"""Leaving a contract in order: what must be done before and after its last day, by whom, and by when.

House practice. Giving back or destroying personal data follows from the data-processing agreement (AVG art. 28(3)(g)).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from townhall.periods import add_months


@dataclass(frozen=True)
class StandardStep:
    """One thing to do; ``months`` before (negative) or after the last day of the contract."""

    label: str
    owner: str
    months: int


@dataclass(frozen=True)
class PlannedExitStep:
    """One thing to do by a day."""

    label: str
    owner: str
    due_on: date


STANDARD_STEPS: tuple[StandardStep, ...] = (
    StandardStep("Exitplan met de opdrachtnemer bespreken", "Contractmanager", -6),
    StandardStep("Lijst van lopende trajecten vaststellen", "Casemanagers", -4),
    StandardStep("Per traject kiezen: afmaken of overdragen", "Casemanagers", -3),
    StandardStep("Deelnemers informeren", "Casemanagers", -2),
    StandardStep("Laatste aanmeldingen plaatsen", "Casemanagers", -1),
    StandardStep("Dossiers van overgedragen trajecten overdragen", "Opdrachtnemer", 0),
    StandardStep("Persoonsgegevens teruggeven of vernietigen, met een verklaring", "Opdrachtnemer", 1),
    StandardStep("Laatste prestaties melden en controleren", "Opdrachtnemer en contractmanager", 2),
    StandardStep("Laatste facturen en social return afrekenen", "Financiën en contractmanager", 3),
    StandardStep("Eindevaluatie vastleggen", "Contractmanager", 3),
)


def planned_exit(
    ends_on: date, *, today: date, steps: Sequence[StandardStep] = STANDARD_STEPS
) -> list[PlannedExitStep]:
    """The steps with their days, counted from the last day of the contract; what is late already, is due today."""
    after = ends_on + timedelta(days=1)
    return [
        PlannedExitStep(step.label, step.owner, max(add_months(after, step.months) - timedelta(days=1), today))
        for step in steps
    ]
