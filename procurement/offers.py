"""One offer, or an application to an open house: opened by one person, checked, and chosen with a reason.

A single private invitation compares nothing, so that a vault of three openers protects nobody; art. 2.108
Aanbestedingswet holds for Part 2 of the act only. What is left is art. 1.4: an objective choice with its reasons. Who
checked the offer does not choose it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from procurement.lifecycle import TenderStatus, obstacles_to_moving
from procurement.procedures import OPENED_BY_ONE, Procedure
from townhall.refusal import Obstacle

SHORTEST_REASON = 20


@dataclass(frozen=True)
class ReceivedFacts:
    """What decides whether one person may open what came in."""

    procedure: Procedure
    status: TenderStatus
    closes_at: datetime | None
    has_key_of_one: bool
    """Whether one person has the key; a tender of before this road existed has openers."""
    sealed: int
    """How many bids wait unopened."""
    lots: int
    lots_with_bid: int

    def is_whole(self, now: datetime) -> bool:
        """Can nothing more come in that is opened together: every lot has its offer, or the closing has passed?"""
        return self.lots_with_bid >= self.lots or (self.closes_at is not None and now > self.closes_at)


def obstacles_to_opening_received(facts: ReceivedFacts, now: datetime) -> list[Obstacle]:
    """Why one person cannot open now what came in.

    The one offer that was asked may be opened on receipt: there is nobody to learn from it. From then on it cannot be
    changed. An application to an open house is opened whenever it comes in.
    """
    if facts.procedure not in OPENED_BY_ONE or (facts.status == TenderStatus.PUBLISHED and not facts.has_key_of_one):
        text = "Bij deze procedure openen twee openers samen de kluis, na de sluiting."
        return [Obstacle("opened-by-two", text)]
    if facts.status != TenderStatus.PUBLISHED:
        return [Obstacle("not-published", "Openen kan alleen zolang de aanbesteding is gepubliceerd.")]
    if not facts.sealed:
        return [Obstacle("nothing-to-open", "Er is nog niets ontvangen dat open kan.")]
    if facts.procedure == Procedure.SINGLE_PRIVATE and not facts.is_whole(now):
        text = "Nog niet op elk perceel is een offerte ontvangen. Wacht daarop, of op de sluiting."
        return [Obstacle("offer-not-whole", text)]
    return []


@dataclass(frozen=True)
class ChoiceFacts:
    """What the choice of the one offer looks at."""

    procedure: Procedure
    status: TenderStatus
    undecided: Collection[str]
    """The lots that are neither declined nor chosen."""
    without_admitted: Sequence[str]
    """Those of them whose offer was not admitted, or that got none."""
    checked_by: Collection[int | None]
    """Who admitted the offers."""
    has_maximum_values: bool


def obstacles_to_choosing(choice: ChoiceFacts, *, account_id: int | None) -> list[Obstacle]:
    """Why this person cannot choose the offer now; every reason at once."""
    if choice.procedure != Procedure.SINGLE_PRIVATE:
        return [Obstacle("not-one-offer", "Zonder rangorde kiezen kan alleen als u één aanbieder heeft gevraagd.")]
    if choice.status != TenderStatus.OPENED:
        return obstacles_to_moving(choice.status, TenderStatus.AWARDED) or [
            Obstacle("not-opened", "De offerte is nog niet geopend. De inkoper opent en toetst haar eerst.")
        ]
    obstacles = []
    if not choice.undecided:
        obstacles.append(Obstacle("nothing-to-choose", "Over elk perceel is al beslist."))
    if choice.without_admitted:
        lots = ", ".join(choice.without_admitted)
        text = f"Op {lots} is geen offerte toegelaten. Laat de inkoper haar toetsen, of het perceel niet gunnen."
        obstacles.append(Obstacle("offer-not-admitted", text))
    if account_id in choice.checked_by:
        text = "U heeft de offerte zelf getoetst. Vraag een collega met mandaat om te kiezen."
        obstacles.append(Obstacle("four-eyes", text))
    if not choice.has_maximum_values:
        text = "Een perceel heeft geen maximumwaarde voor de overeenkomst. Leg die eerst vast."
        obstacles.append(Obstacle("no-maximum-value", text))
    return obstacles


def obstacles_to_reason(reason: str) -> list[Obstacle]:
    """Why this reason is too thin: on request the choice is motivated (art. 1.4 lid 3)."""
    if len(reason.strip()) >= SHORTEST_REASON:
        return []
    text = "Leg in een volledige zin uit waarom u deze offerte kiest: de kwaliteit, en waarom de prijs redelijk is."
    return [Obstacle("choice-unmotivated", text, "reason")]
