"""The life of a tender, from draft to award: which step may follow which.

Closed for bids is no status of its own: a published tender is closed when its closing moment has passed.
"""

from collections.abc import Mapping
from enum import StrEnum

from townhall.refusal import Obstacle


class TenderStatus(StrEnum):
    """Where a tender stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    OPENED = "opened"
    ASSESSMENT = "assessment"
    QUALITY_LOCKED = "quality_locked"
    RANKED = "ranked"
    DECIDED = "decided"
    STANDSTILL = "standstill"
    AWARDED = "awarded"
    NOT_AWARDED = "not_awarded"
    WITHDRAWN = "withdrawn"


STATUS_LABELS: dict[TenderStatus, str] = {
    TenderStatus.DRAFT: "Concept",
    TenderStatus.PUBLISHED: "Gepubliceerd",
    TenderStatus.OPENED: "Inschrijvingen geopend",
    TenderStatus.ASSESSMENT: "In beoordeling",
    TenderStatus.QUALITY_LOCKED: "Kwaliteit vastgesteld",
    TenderStatus.RANKED: "Rangorde bepaald",
    TenderStatus.DECIDED: "Gunningsbeslissing genomen",
    TenderStatus.STANDSTILL: "Opschortende termijn",
    TenderStatus.AWARDED: "Gegund",
    TenderStatus.NOT_AWARDED: "Niet gegund",
    TenderStatus.WITHDRAWN: "Ingetrokken",
}

_ENDS = frozenset({TenderStatus.NOT_AWARDED, TenderStatus.WITHDRAWN})

MOVES: Mapping[TenderStatus, frozenset[TenderStatus]] = {
    # An in-house award (inbesteding) has no bids: it goes from draft to awarded in one step.
    TenderStatus.DRAFT: frozenset({TenderStatus.PUBLISHED, TenderStatus.AWARDED, TenderStatus.WITHDRAWN}),
    # Straight to a decision only when it is to award nothing: without a bid, or with none that may be awarded.
    TenderStatus.PUBLISHED: frozenset({TenderStatus.OPENED, TenderStatus.DECIDED}) | _ENDS,
    # One offer that was asked of one supplier is chosen with a reason, without assessment and ranking.
    TenderStatus.OPENED: frozenset({TenderStatus.ASSESSMENT, TenderStatus.DECIDED, TenderStatus.AWARDED}) | _ENDS,
    TenderStatus.ASSESSMENT: frozenset({TenderStatus.QUALITY_LOCKED, TenderStatus.DECIDED}) | _ENDS,
    # There is no way back to quality once it is locked, because prices may have been seen.
    TenderStatus.QUALITY_LOCKED: frozenset({TenderStatus.RANKED, TenderStatus.DECIDED}) | _ENDS,
    # A bid set aside after the ranking makes a new ranking, as a new version.
    TenderStatus.RANKED: frozenset({TenderStatus.DECIDED, TenderStatus.QUALITY_LOCKED}) | _ENDS,
    # A private award below the threshold without an agreed standstill is final at once.
    TenderStatus.DECIDED: frozenset({TenderStatus.STANDSTILL, TenderStatus.AWARDED, TenderStatus.RANKED})
    | _ENDS,
    # An objection upheld in the standstill sends the bids back to the assessors or to a new ranking.
    TenderStatus.STANDSTILL: frozenset({TenderStatus.AWARDED, TenderStatus.ASSESSMENT, TenderStatus.RANKED})
    | _ENDS,
    # A judge who takes a final award away opens its lot again.
    TenderStatus.AWARDED: frozenset({TenderStatus.STANDSTILL}),
    TenderStatus.NOT_AWARDED: frozenset(),
    TenderStatus.WITHDRAWN: frozenset(),
}

#: What to do instead, for the odd steps people try.
_ADVICE: Mapping[TenderStatus, str] = {
    TenderStatus.DRAFT: "Een gepubliceerde aanbesteding wordt nooit weer een concept. "
    "Trek haar in en begin een nieuwe aanbesteding.",
    TenderStatus.PUBLISHED: "Alleen een concept kan worden gepubliceerd.",
    TenderStatus.OPENED: "Openen kan alleen na publicatie, en pas als de sluiting voorbij is.",
    TenderStatus.ASSESSMENT: "Beoordelen begint nadat de inschrijvingen zijn geopend.",
    TenderStatus.QUALITY_LOCKED: "Stel de kwaliteit vast nadat alle beoordelaars klaar zijn.",
    TenderStatus.RANKED: "De rangorde volgt nadat de kwaliteit is vastgesteld en de prijzen zijn geopend.",
    TenderStatus.DECIDED: "Neem de gunningsbeslissing nadat de rangorde is bepaald.",
    TenderStatus.STANDSTILL: "De opschortende termijn begint met het versturen van de gunningsbrieven.",
    TenderStatus.AWARDED: "Definitief gunnen kan pas na de opschortende termijn.",
    TenderStatus.NOT_AWARDED: "Deze aanbesteding is al afgesloten.",
    TenderStatus.WITHDRAWN: "Deze aanbesteding is al afgesloten.",
}


def obstacles_to_moving(status: TenderStatus, to: TenderStatus) -> list[Obstacle]:
    """Why a tender cannot go from this status to that one; empty when it can."""
    if to in MOVES[status]:
        return []
    return [
        Obstacle(
            "status-does-not-allow",
            f"De aanbesteding heeft nu de status ‘{STATUS_LABELS[status]}’. {_ADVICE[to]}",
        )
    ]


def obstacles_to_deciding_on(status: TenderStatus, *, undecided_lots: int) -> list[Obstacle]:
    """Why no decision can be prepared now.

    A lot that is not declined needs a ranking. When all are declined there is nothing to rank, and the report
    says why nothing is awarded (Aanbestedingswet art. 2.132 lid 1 onder n).
    """
    if not undecided_lots or status == TenderStatus.RANKED or TenderStatus.DECIDED not in MOVES[status]:
        return obstacles_to_moving(status, TenderStatus.DECIDED)
    text = f"De aanbesteding heeft nu de status ‘{STATUS_LABELS[status]}’. {_ADVICE[TenderStatus.DECIDED]}"
    return [Obstacle("status-does-not-allow", text)]


def obstacles_to_changing(status: TenderStatus) -> list[Obstacle]:
    """Why the content of a tender cannot be changed: once published, bidders must be able to trust it."""
    if status == TenderStatus.DRAFT:
        return []
    return [
        Obstacle(
            "frozen-after-publication",
            f"De aanbesteding heeft de status ‘{STATUS_LABELS[status]}’ en ligt daarom vast. "
            "Beantwoord een vraag met een nota van inlichtingen, verplaats de sluiting, "
            "of trek de aanbesteding in.",
        )
    ]
