"""When what must be started: counted back from the end of a contract and from the last day to decide on an option.

Buying anew is planned with the statutory terms, the lead times and the recess of the municipality, by the planning of
procurement; what comes before a procedure (asking the market, writing the documents) is house practice.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from contracts import terms
from contracts.terms import DecisionBody, Option, Term
from procurement.back_planning import House, StepCode, Wishes, last_day_of_college, plan_back
from procurement.planning_norms import Norm
from procurement.procedures import FULL_REGIME_PROCEDURES, Procedure, StandstillKind
from procurement.timeline import minimum_bid_term
from townhall.periods import add_months
from townhall.working_days import gap_in_decrees, last_working_day_until

#: How long before the last day to decide the preparation starts: house practice.
PREPARATION_MONTHS = 6


@dataclass(frozen=True)
class Phase:
    """A part of buying anew that comes before the procedure, and how long it takes."""

    code: str
    label: str
    months: int


#: House practice.
BEFORE_THE_PROCEDURE: tuple[Phase, ...] = (
    Phase("start-new-tender", "Marktconsultatie", 2),
    Phase("write-documents", "Stukken maken en vaststellen", 3),
)
_PRACTICE = "Werkwijze van de gemeente"


@dataclass(frozen=True)
class PlannedStep:
    """Something that must be done by a certain day, why then, and on what ground."""

    code: str
    label: str
    on: date
    why: str
    source: str = ""
    is_law: bool = False


def back_plan(term: Term, house: House, procedure: Procedure = Procedure.SAS) -> list[PlannedStep]:
    """The days by which things must be started, counted back from the end and the last day to decide."""
    end = terms.ends_on(term)
    steps = buying_anew(end, house, procedure)
    option = terms.next_option(term)
    if option is not None:
        steps += steps_of_deciding(option, house)
    steps.append(PlannedStep("ends", "Het contract loopt af", end, "Zonder besluit eindigt het hier.", "Contract"))
    return sorted(steps, key=lambda step: step.on)


def buying_anew(end: date, house: House, procedure: Procedure = Procedure.SAS) -> list[PlannedStep]:
    """Every step of buying anew, first to last, so that the new contract begins the day after this one ends.

    A procedure without a term for bids (in-house) is planned as one for social services: that is the road when the
    ground of the old contract is gone.
    """
    road = procedure if minimum_bid_term(procedure) is not None else Procedure.SAS
    is_full = road in FULL_REGIME_PROCEDURES
    wishes = Wishes(
        procedure=road,
        starts_on=end + timedelta(days=1),
        standstill_kind=StandstillKind.STATUTORY if is_full else StandstillKind.VOLUNTARY,
    )
    planned = [step for step in plan_back(wishes, house) if step.code != StepCode.START]
    of_procedure = [
        PlannedStep(f"tender-{step.code}", step.label, step.day, step.why, step.source, step.is_law) for step in planned
    ]
    return [*_before(of_procedure[0]), *of_procedure]


def _before(first: PlannedStep) -> list[PlannedStep]:
    left, steps = sum(phase.months for phase in BEFORE_THE_PROCEDURE), []
    for phase in BEFORE_THE_PROCEDURE:
        why = f"Duurt {phase.months} maanden; {left} maanden vóór ‘{first.label.lower()}’ op {first.on:%d-%m-%Y}."
        label = f"Uiterlijk starten: {phase.label.lower()}"
        steps.append(PlannedStep(phase.code, label, add_months(first.on, -left), why, _PRACTICE))
        left -= phase.months
    return steps


def steps_of_deciding(option: Option, house: House) -> list[PlannedStep]:
    """From the preparation of the decision to the last day on which the supplier must have the notice."""
    working_day = last_working_day_until(option.decide_by, house.equated)
    gap = gap_in_decrees([working_day], house.equated)
    why = f"Laatste werkdag waarop de mededeling op tijd kan aankomen. {gap}".strip()
    return [
        PlannedStep(
            "prepare-decision",
            "Besluit over de optie voorbereiden",
            add_months(option.decide_by, -PREPARATION_MONTHS),
            f"{PREPARATION_MONTHS} maanden vóór de uiterste beslisdag.",
            _PRACTICE,
        ),
        *(_steps_of_college(working_day, house) if option.decides is DecisionBody.COLLEGE else ()),
        PlannedStep("send-letter", "Brief aan de opdrachtnemer versturen", working_day, why, "Contract"),
        PlannedStep(
            "last-day-to-decide",
            f"Laatste dag om te beslissen over optie {option.sequence}",
            option.decide_by,
            "Daarna kan deze optie niet meer worden gebruikt.",
            "Contract",
        ),
    ]


def _steps_of_college(letter_on: date, house: House) -> list[PlannedStep]:
    decides_on, moved = last_day_of_college(letter_on, house)
    norm = house.norms[Norm.COLLEGE]
    proposal_on = last_working_day_until(decides_on - timedelta(days=norm.days), house.equated)
    return [
        PlannedStep(
            "college-proposal",
            "Voorstel over de optie naar het college",
            proposal_on,
            f"Doorlooptijd van een collegevoorstel: {norm.length} vóór {decides_on:%d-%m-%Y}.",
            norm.source,
        ),
        PlannedStep(
            "college-decides",
            "College besluit over de optie",
            decides_on,
            f"De laatste dag waarna de brief nog op tijd weg kan.{moved}",
            "Planning van de gemeente",
        ),
    ]
