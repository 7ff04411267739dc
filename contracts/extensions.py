"""Whether an option to extend may be taken, what speaks for and against, and when what must be started.

Extending never happens by itself: somebody decides, in time, with a reason. What is not an option in the
contract is not an extension but a modification, and is tested in ``modifications.py``.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from datetime import date, timedelta

from contracts import terms
from contracts.ceilings import CeilingFacts, CeilingStage, stage_of
from contracts.lifecycle import ContractStatus
from contracts.terms import Option, OptionDecision, Term, day_in_words
from townhall.periods import add_months
from townhall.refusal import Obstacle
from townhall.working_days import DECREED_DAYS, gap_in_decrees, last_working_day_until

#: How long before the last day to decide the preparation starts: house practice.
PREPARATION_MONTHS = 6


@dataclass(frozen=True)
class Phase:
    """A part of buying anew and how long it takes."""

    label: str
    months: int


#: Buying anew takes nine to twelve months; these lead times are house practice and can be replaced.
RETENDER_PHASES: tuple[Phase, ...] = (
    Phase("Marktconsultatie", 2),
    Phase("Stukken maken en vaststellen", 3),
    Phase("Aanbestedingsprocedure", 4),
    Phase("Overdracht en start", 2),
)


@dataclass(frozen=True)
class PlannedStep:
    """Something that must be done by a certain day, and why then."""

    code: str
    label: str
    on: date
    why: str


def back_plan(
    term: Term, phases: Sequence[Phase] = RETENDER_PHASES, *, equated: Set[date] = DECREED_DAYS
) -> list[PlannedStep]:
    """The days by which things must be started, counted back from the end and the last day to decide.

    ``equated`` are the days that a decree equates with a holiday.
    """
    end = terms.ends_on(term)
    steps = _steps_of_buying_anew(end, phases)
    option = terms.next_option(term)
    if option is not None:
        steps += _steps_of_deciding(option, equated)
    steps.append(PlannedStep("ends", "Het contract loopt af", end, "Zonder besluit eindigt het hier."))
    return sorted(steps, key=lambda step: step.on)


def last_day_to_start_buying_anew(end: date, phases: Sequence[Phase] = RETENDER_PHASES) -> date:
    """The last day to start a new purchase so that the new contract begins the day after this one ends."""
    return add_months(end + timedelta(days=1), -sum(phase.months for phase in phases))


def _steps_of_buying_anew(end: date, phases: Sequence[Phase]) -> list[PlannedStep]:
    new_start = end + timedelta(days=1)
    steps = []
    left = sum(phase.months for phase in phases)
    for number, phase in enumerate(phases):
        steps.append(
            PlannedStep(
                "start-new-tender" if number == 0 else f"phase-{number + 1}",
                f"Uiterlijk starten: {phase.label.lower()}",
                add_months(new_start, -left),
                f"Duurt {phase.months} {'maand' if phase.months == 1 else 'maanden'}; samen nog {left} "
                "maanden tot een nieuw contract kan ingaan.",
            )
        )
        left -= phase.months
    return steps


def _steps_of_deciding(option: Option, equated: Set[date]) -> list[PlannedStep]:
    working_day = last_working_day_until(option.decide_by, equated)
    gap = gap_in_decrees([working_day], equated)
    return [
        PlannedStep(
            "prepare-decision",
            "Besluit over de optie voorbereiden",
            add_months(option.decide_by, -PREPARATION_MONTHS),
            f"{PREPARATION_MONTHS} maanden vóór de uiterste beslisdag.",
        ),
        PlannedStep(
            "send-letter",
            "Brief aan de opdrachtnemer versturen",
            working_day,
            f"Laatste werkdag waarop de mededeling op tijd kan aankomen. {gap}".strip(),
        ),
        PlannedStep(
            "last-day-to-decide",
            f"Laatste dag om te beslissen over optie {option.sequence}",
            option.decide_by,
            "Daarna kan deze optie niet meer worden gebruikt.",
        ),
    ]


@dataclass(frozen=True)
class ExtensionFacts:
    """What one must know to decide on an option."""

    status: ContractStatus
    term: Term
    sequence: int
    ceiling: CeilingFacts = field(default_factory=lambda: CeilingFacts(maximum=None))

    @property
    def option(self) -> Option | None:
        """The option that is asked about, when the contract has it."""
        return next((option for option in self.term.options if option.sequence == self.sequence), None)


def obstacles_to_extending(
    facts: ExtensionFacts, *, decided_on: date, motivation: str, decided_by: str
) -> list[Obstacle]:
    """Why this option cannot be taken on this day."""
    found = _obstacles_to_deciding(facts, motivation=motivation, decided_by=decided_by)
    option = facts.option
    if option is None or option.decision is not OptionDecision.OPEN:
        return found
    if decided_on > option.decide_by:
        found.append(
            Obstacle(
                "decided-too-late",
                f"Deze optie kon tot en met {day_in_words(option.decide_by)} worden gebruikt. Langer "
                "doorgaan is nu een wijziging van het contract: leg die vast en laat hem toetsen.",
                "decided_on",
            )
        )
    if decided_on < facts.term.starts_on:
        found.append(
            Obstacle("decided-before-start", "Het contract is nog niet begonnen op deze dag.", "decided_on")
        )
    found += _obstacles_to_order(facts.term, option)
    if stage_of(facts.ceiling) is CeilingStage.REACHED:
        found.append(
            Obstacle(
                "ceiling-reached",
                "Het maximum van dit contract is bereikt. Verlengen geeft geen nieuwe ruimte: kies een "
                "nieuwe aanbesteding, of leg eerst een wijziging van het maximum vast.",
            )
        )
    return found


def obstacles_to_declining(facts: ExtensionFacts, *, motivation: str, decided_by: str) -> list[Obstacle]:
    """Why it cannot be recorded that this option is not taken; being late is no obstacle to that."""
    return _obstacles_to_deciding(facts, motivation=motivation, decided_by=decided_by)


def _obstacles_to_deciding(facts: ExtensionFacts, *, motivation: str, decided_by: str) -> list[Obstacle]:
    found = []
    if facts.status is ContractStatus.DRAFT:
        found.append(Obstacle("not-signed", "Dit contract is nog niet getekend. Teken het eerst."))
    elif facts.status is not ContractStatus.SIGNED:
        found.append(Obstacle("ended", "Dit contract is al geëindigd. Verlengen kan niet meer."))
    option = facts.option
    if option is None:
        found.append(
            Obstacle(
                "no-such-option",
                "Deze verlenging staat niet als optie in het contract. Leg haar vast als wijziging.",
            )
        )
    elif option.decision is not OptionDecision.OPEN:
        found.append(Obstacle("already-decided", "Over deze optie is al besloten."))
    if not motivation.strip():
        found.append(Obstacle("motivation-missing", "Schrijf op waarom u dit besluit neemt.", "motivation"))
    if not decided_by.strip():
        found.append(
            Obstacle("decision-maker-missing", "Vul in wie het besluit heeft genomen.", "decided_by")
        )
    return found


def _obstacles_to_order(term: Term, option: Option) -> list[Obstacle]:
    earlier = [other for other in term.options if other.sequence < option.sequence]
    if any(other.decision in (OptionDecision.NOT_TAKEN, OptionDecision.LAPSED) for other in earlier):
        return [
            Obstacle(
                "earlier-not-taken",
                "Een eerdere optie is niet gebruikt. Daarmee eindigt het contract; deze optie telt niet "
                "meer.",
            )
        ]
    if any(other.decision is OptionDecision.OPEN for other in earlier):
        return [Obstacle("earlier-open", "Beslis eerst over de optie die hieraan voorafgaat.")]
    return []
