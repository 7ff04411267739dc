"""Call-offs under a framework with several contractors: whose turn it is, and what an order may be.

Art. 2.143 Aanbestedingswet 2012: directly on the objective conditions of the framework (by rank, in rotation, or on
another condition it names), or after a minicompetition. No substantial change of the terms (art. 2.140 lid 2), and not
above the maximum (HvJ EU C-23/20). An order given in time may outlive the framework (recital 62 of 2014/24/EU).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from contracts.ceilings import CeilingLevel, obstacles_under_all
from contracts.lifecycle import ContractStatus
from townhall.budgets.headings import Heading
from townhall.money import ZERO
from townhall.refusal import Obstacle


class CallOffWay(StrEnum):
    """How the contractor of a call-off is chosen."""

    RANK = "rank"
    ROTATION = "rotation"
    CONDITIONS = "conditions"
    MINICOMPETITION = "minicompetition"


#: Without a minicompetition; the order of these follows from facts.
DIRECT_WAYS = (CallOffWay.RANK, CallOffWay.ROTATION, CallOffWay.CONDITIONS)

#: Behind everybody who has a place in the award.
_LAST = 10**6


@dataclass(frozen=True)
class Contractor:
    """A framework contract that could take the order. ``rank``: the place in the award, none without a ranking."""

    contract_id: int
    contract_number: str
    supplier_name: str
    rank: int | None
    orders: int
    """How many call-offs it has had."""
    last_on: date | None
    """The day of the last of them."""
    levels: tuple[CeilingLevel, ...] = ()


@dataclass(frozen=True)
class Turn:
    """A contractor in the order of the way, with the reason in words and what stands in the way of this order."""

    contractor: Contractor
    reason: str
    obstacles: tuple[Obstacle, ...] = ()


def turns(contractors: Sequence[Contractor], way: CallOffWay, *, amount: Decimal) -> list[Turn]:
    """Who comes first for an order of this amount; who has no room for it stands last, with the reason."""
    found = [
        Turn(each, _reason(each, way), tuple(obstacles_under_all(each.levels, amount=amount))) for each in contractors
    ]
    return sorted(found, key=lambda turn: (bool(turn.obstacles), *_place(turn.contractor, way)))


def _place(contractor: Contractor, way: CallOffWay) -> tuple[int | date, ...]:
    rank = _LAST if contractor.rank is None else contractor.rank
    if way is CallOffWay.ROTATION:
        return (contractor.last_on or date.min, contractor.orders, rank, contractor.contract_id)
    return (rank, contractor.contract_id)


def _reason(contractor: Contractor, way: CallOffWay) -> str:
    if way is CallOffWay.RANK:
        if contractor.rank is None:
            return "Zonder rangorde gegund."
        return f"Nummer {contractor.rank} in de rangorde van de gunning."
    if way is CallOffWay.ROTATION:
        if contractor.last_on is None:
            return "Kreeg nog geen opdracht; is aan de beurt."
        return f"Kreeg de laatste opdracht op {contractor.last_on:%d-%m-%Y}."
    return "Te kiezen als hij het best aan de voorwaarden voldoet."


def obstacles_to_choosing(found: Sequence[Turn], contract_id: int, way: CallOffWay, *, reason: str) -> list[Obstacle]:
    """Why this contractor cannot get the order, or not without a reason on record."""
    chosen = next((turn for turn in found if turn.contractor.contract_id == contract_id), None)
    if chosen is None:
        return [Obstacle("no-such-contractor", "Kies een opdrachtnemer uit de lijst.", "contract")]
    if chosen.obstacles:
        return list(chosen.obstacles)
    if reason.strip():
        return []
    if way is CallOffWay.CONDITIONS:
        text = "Schrijf op welke voorwaarde van de raamovereenkomst geldt, en waarom deze opdrachtnemer eraan voldoet."
        return [Obstacle("reason-missing", text, "reason")]
    if chosen is not found[0]:
        text = (
            f"{found[0].contractor.supplier_name} is aan de beurt. Schrijf op waarom u anders kiest, "
            "bijvoorbeeld omdat hij de opdracht weigerde."
        )
        return [Obstacle("choice-without-reason", text, "reason")]
    return []


@dataclass(frozen=True)
class Order:
    """What is ordered. An order has a maximum: without it nobody knows what it takes of the framework."""

    title: str
    starts_on: date
    ends_on: date
    maximum_value: Decimal
    budget_heading: Heading = Heading()


def obstacles_to_ordering(
    order: Order, *, status: ContractStatus, framework_starts_on: date, framework_ends_on: date, decided_on: date
) -> list[Obstacle]:
    """Every reason why this cannot be ordered under a framework in this state, whoever gets it."""
    found = []
    if status is not ContractStatus.SIGNED or not framework_starts_on <= decided_on <= framework_ends_on:
        found.append(
            Obstacle(
                "framework-not-running", "Onder deze raamovereenkomst kan vandaag niets worden besteld: zij loopt niet."
            )
        )
    elif not framework_starts_on <= order.starts_on <= framework_ends_on:
        text = f"Begin de opdracht uiterlijk {framework_ends_on:%d-%m-%Y}, zolang de raamovereenkomst loopt."
        found.append(Obstacle("starts-outside-framework", text, "starts_on"))
    if order.ends_on < order.starts_on:
        found.append(Obstacle("ends-before-start", "De laatste dag ligt vóór de eerste.", "ends_on"))
    if order.maximum_value <= ZERO:
        found.append(Obstacle("no-value", "Vul een maximum in van meer dan € 0,00.", "maximum_value"))
    return found
