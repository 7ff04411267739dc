"""The life of an award until it is final, and of the objections against it."""

from collections.abc import Mapping
from enum import StrEnum

from townhall.refusal import Obstacle


class LotAwardStatus(StrEnum):
    """Where the award of one lot stands."""

    PROVISIONAL = "provisional"
    DISPUTED = "disputed"
    FINAL = "final"
    WITHDRAWN = "withdrawn"
    NOT_AWARDED = "not_awarded"


#: An award that still stands in the way of another award on the same lot.
LIVE = frozenset(
    {LotAwardStatus.PROVISIONAL, LotAwardStatus.DISPUTED, LotAwardStatus.FINAL, LotAwardStatus.NOT_AWARDED}
)

MOVES: Mapping[LotAwardStatus, frozenset[LotAwardStatus]] = {
    LotAwardStatus.PROVISIONAL: frozenset(
        {LotAwardStatus.DISPUTED, LotAwardStatus.FINAL, LotAwardStatus.WITHDRAWN, LotAwardStatus.NOT_AWARDED}
    ),
    # An objection that fails brings the award back to where it was; one that succeeds takes it away.
    LotAwardStatus.DISPUTED: frozenset(
        {LotAwardStatus.PROVISIONAL, LotAwardStatus.WITHDRAWN, LotAwardStatus.NOT_AWARDED}
    ),
    # Only a summons or complaint that is upheld takes a final award away; the buyer cannot.
    LotAwardStatus.FINAL: frozenset({LotAwardStatus.WITHDRAWN}),
    LotAwardStatus.WITHDRAWN: frozenset(),
    LotAwardStatus.NOT_AWARDED: frozenset(),
}
AWARD_LABELS: Mapping[LotAwardStatus, str] = {
    LotAwardStatus.PROVISIONAL: "Voorlopig gegund",
    LotAwardStatus.DISPUTED: "Betwist",
    LotAwardStatus.FINAL: "Definitief gegund",
    LotAwardStatus.WITHDRAWN: "Beslissing ingetrokken",
    LotAwardStatus.NOT_AWARDED: "Niet gegund",
}


class ReportStatus(StrEnum):
    """Where a version of the award report stands."""

    DRAFT = "draft"
    ADOPTED = "adopted"
    SUPERSEDED = "superseded"


REPORT_LABELS: Mapping[ReportStatus, str] = {
    ReportStatus.DRAFT: "Concept",
    ReportStatus.ADOPTED: "Vastgesteld",
    ReportStatus.SUPERSEDED: "Vervangen",
}


class ObjectionKind(StrEnum):
    """How a bidder opposes an award."""

    OBJECTION = "objection"
    SUMMONS = "summons"


class ObjectionOutcome(StrEnum):
    """What came of it."""

    PENDING = "pending"
    REJECTED = "rejected"
    UPHELD = "upheld"
    WITHDRAWN = "withdrawn"


OBJECTION_LABELS: Mapping[ObjectionKind, str] = {
    ObjectionKind.OBJECTION: "Bezwaar of klacht",
    ObjectionKind.SUMMONS: "Dagvaarding (kort geding)",
}
OUTCOME_LABELS: Mapping[ObjectionOutcome, str] = {
    ObjectionOutcome.PENDING: "Loopt",
    ObjectionOutcome.REJECTED: "Afgewezen",
    ObjectionOutcome.UPHELD: "Gegrond",
    ObjectionOutcome.WITHDRAWN: "Ingetrokken",
}


def obstacles_to_moving_award(status: LotAwardStatus, to: LotAwardStatus) -> list[Obstacle]:
    """Why the award of a lot cannot go from this status to that one."""
    if to in MOVES[status]:
        return []
    return [
        Obstacle(
            "award-status",
            f"De gunning van dit perceel heeft nu de status ‘{AWARD_LABELS[status]}’; "
            f"‘{AWARD_LABELS[to]}’ kan dan niet.",
        )
    ]
