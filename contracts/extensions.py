"""Whether an option to extend may be taken.

Extending never happens by itself: somebody decides, in time, with a reason. What is not an option in the
contract is not an extension but a modification, and is tested in ``modifications.py``.
"""

from dataclasses import dataclass, field
from datetime import date

from contracts.ceilings import CeilingFacts, CeilingStage, stage_of
from contracts.lifecycle import ContractStatus
from contracts.terms import DecisionBody, Option, OptionDecision, Term, day_in_words
from townhall.refusal import Obstacle


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
    facts: ExtensionFacts,
    *,
    decided_on: date,
    motivation: str,
    decided_by: str,
    reference: str = "",
    told_on: date | None = None,
) -> list[Obstacle]:
    """Why this option cannot be taken on this day; ``reference`` is the number of a decision of the college,
    ``told_on`` the day on which the supplier gets the notice, when that is later."""
    found = _obstacles_to_deciding(facts, motivation=motivation, decided_by=decided_by, reference=reference)
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
    elif told_on is not None and told_on > option.decide_by:
        found.append(
            Obstacle(
                "told-too-late",
                f"De opdrachtnemer moest het uiterlijk op {day_in_words(option.decide_by)} weten, en krijgt pas "
                "bericht als u het besluit vastlegt. Langer doorgaan is nu een wijziging van het contract.",
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


def obstacles_to_declining(
    facts: ExtensionFacts, *, motivation: str, decided_by: str, reference: str = ""
) -> list[Obstacle]:
    """Why it cannot be recorded that this option is not taken; being late is no obstacle to that."""
    return _obstacles_to_deciding(facts, motivation=motivation, decided_by=decided_by, reference=reference)


def _obstacles_to_deciding(
    facts: ExtensionFacts, *, motivation: str, decided_by: str, reference: str
) -> list[Obstacle]:
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
    if option is not None and option.decides is DecisionBody.COLLEGE and not reference.strip():
        text = "Over deze optie besluit het college. Vul het kenmerk van het collegebesluit in."
        found.append(Obstacle("reference-missing", text, "decision_reference"))
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
