"""The states of a framework contract and the moves between them."""

from collections.abc import Mapping
from enum import StrEnum

from townhall.refusal import Obstacle


class ContractStatus(StrEnum):
    """Where a contract stands in its life."""

    DRAFT = "draft"
    SIGNED = "signed"
    ENDED = "ended"
    TERMINATED = "terminated"
    WITHDRAWN = "withdrawn"


class ContractBasis(StrEnum):
    """On what ground the municipality may give this work to this supplier."""

    TENDER = "tender"
    IN_HOUSE = "in_house"
    PILOT = "pilot"
    PURCHASE = "purchase"
    #: The agreement about one person, for whom a service is bought that no framework has (IRO).
    INDIVIDUAL = "individual"
    #: An order under a framework, directly or after a minicompetition.
    CALL_OFF = "call_off"
    #: Let in with everybody else who met the published terms; no public contract.
    OPEN_HOUSE = "open_house"


#: What was published stays as it is: parties, target group and fees.
PUBLISHED_BEFORE = frozenset({ContractBasis.TENDER, ContractBasis.OPEN_HOUSE, ContractBasis.CALL_OFF})


MOVES: Mapping[ContractStatus, frozenset[ContractStatus]] = {
    # A draft that is not wanted keeps its number and is withdrawn: numbers have no gaps.
    ContractStatus.DRAFT: frozenset({ContractStatus.SIGNED, ContractStatus.WITHDRAWN}),
    ContractStatus.SIGNED: frozenset({ContractStatus.ENDED, ContractStatus.TERMINATED}),
    ContractStatus.ENDED: frozenset(),
    ContractStatus.TERMINATED: frozenset(),
    ContractStatus.WITHDRAWN: frozenset(),
}

_WHAT_IT_IS = {
    ContractStatus.DRAFT: "nog een concept",
    ContractStatus.SIGNED: "al getekend",
    ContractStatus.ENDED: "al afgelopen",
    ContractStatus.TERMINATED: "al beëindigd",
    ContractStatus.WITHDRAWN: "ingetrokken",
}

_WHAT_IS_WANTED = {
    ContractStatus.DRAFT: "terug naar concept",
    ContractStatus.SIGNED: "tekenen",
    ContractStatus.ENDED: "afsluiten",
    ContractStatus.TERMINATED: "tussentijds beëindigen",
    ContractStatus.WITHDRAWN: "intrekken",
}


def obstacles_to_moving(status: ContractStatus, to: ContractStatus) -> list[Obstacle]:
    """Why a contract in this state cannot go to that one."""
    if to in MOVES[status]:
        return []
    return [
        Obstacle(
            "wrong-state",
            f"U kunt dit contract niet {_WHAT_IS_WANTED[to]}: het is {_WHAT_IT_IS[status]}.",
        )
    ]


def obstacles_to_changing(status: ContractStatus) -> list[Obstacle]:
    """Why the text of the contract cannot be edited any more."""
    if status is ContractStatus.DRAFT:
        return []
    return [
        Obstacle(
            "not-a-draft",
            f"Dit contract is {_WHAT_IT_IS[status]}. Leg een wijziging vast; de tekst zelf blijft zoals "
            "getekend.",
        )
    ]
