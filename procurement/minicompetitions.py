"""A minicompetition: the contractors of a framework bid against each other for one order under it.

Art. 2.143 Aanbestedingswet 2012: everybody who can carry out the order is asked in writing, with a sufficient term;
offers stay sealed until it ends; the award is on the criteria of the framework. The framework itself was tendered, so
the order needs no regime of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from townhall.refusal import Obstacle

#: With one contractor there is nothing to compare; an order then needs no competition (art. 2.142).
LEAST_CONTRACTORS = 2


@dataclass(frozen=True)
class Contractor:
    """Who may take an order under the framework, and how much of it; no ``room`` agreed is None, not nothing."""

    supplier_id: int
    supplier_name: str
    contract_number: str
    room: Decimal | None

    def can_take(self, amount: Decimal) -> bool:
        """Whether an order of this amount fits under its maximum."""
        return self.room is None or amount <= self.room


@dataclass(frozen=True)
class FrameworkLot:
    """A lot for which several contractors have a running framework, as the storey above knows it.

    ``lot_id`` is the lot of the tender from which the first of them got it: its fees and criteria hold for the order.
    """

    lot_id: int
    title: str
    ends_on: date
    contractors: tuple[Contractor, ...]

    @property
    def key(self) -> str:
        """How a form names it."""
        return str(self.lot_id)


def obstacles_to_starting(framework: FrameworkLot, *, maximum: Decimal, starts_on: date) -> list[Obstacle]:
    """Every reason why there can be no minicompetition for an order of this amount."""
    found = []
    able = [each for each in framework.contractors if each.can_take(maximum)]
    if len(able) < LEAST_CONTRACTORS:
        text = (
            f"Van de {len(framework.contractors)} opdrachtnemers hebben er {len(able)} nog ruimte voor dit bedrag. "
            "Voor een minicompetitie zijn er ten minste twee nodig. Verlaag het bedrag, of geef de opdracht direct."
        )
        found.append(Obstacle("too-few-contractors", text, "maximum_value"))
    if starts_on > framework.ends_on:
        text = f"Begin de opdracht uiterlijk {framework.ends_on:%d-%m-%Y}, zolang de raamovereenkomst loopt."
        found.append(Obstacle("starts-after-framework", text, "starts_on"))
    return found


@dataclass(frozen=True)
class MinicompetitionFacts:
    """What the framework says, against what the draft says: names of contractors, codes of criteria."""

    contractors: tuple[str, ...]
    invited: tuple[str, ...]
    framework_criteria: tuple[str, ...]
    criteria: tuple[str, ...]


def obstacles_of_framework(facts: MinicompetitionFacts) -> list[Obstacle]:
    """Where the draft departs from its framework: somebody is not asked, or the criteria are others."""
    found = []
    if missing := sorted(set(facts.contractors) - set(facts.invited)):
        text = (
            f"Nodig ook {_listed(missing)} uit: alle opdrachtnemers die de opdracht kunnen uitvoeren (art. 2.143 AW)."
        )
        found.append(Obstacle("contractor-not-invited", text))
    if strangers := sorted(set(facts.invited) - set(facts.contractors)):
        text = f"{_listed(strangers)} is geen opdrachtnemer van deze raamovereenkomst. Trek de uitnodiging in."
        found.append(Obstacle("invited-outside-framework", text))
    if others := sorted(set(facts.criteria) - set(facts.framework_criteria)):
        text = (
            f"{_listed(others)} is geen gunningscriterium van de raamovereenkomst. Gebruik de criteria die daar staan; "
            "u mag ze wel anders wegen."
        )
        found.append(Obstacle("criterion-outside-framework", text))
    return found


def _listed(names: Sequence[str]) -> str:
    return " en ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
