"""May a bid take part in the comparison? Complete, no exclusion ground, every knock-out met.

Law: Aanbestedingswet art. 2.28 (irregular and unacceptable bids), 2.55 (clarification), 2.86–2.88
(exclusion), 2.116 (abnormally low). A bid is set aside by a person with a reason, never by a program.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from townhall.refusal import Obstacle


class CheckOutcome(StrEnum):
    """What came of the check of a bid."""

    ADMITTED = "admitted"
    REJECTED = "rejected"


class RejectionGround(StrEnum):
    """Why a bid was set aside; decides under which item of art. 2.132 it is reported."""

    EXCLUDED = "excluded"
    INCOMPLETE = "incomplete"
    KNOCK_OUT = "knock_out"
    NOT_CONFORM = "not_conform"
    BELOW_MINIMUM = "below_minimum"
    ABNORMALLY_LOW = "abnormally_low"
    UNLAWFULLY_LOW = "unlawfully_low"
    WITHDRAWN = "withdrawn"


GROUND_LABELS: Mapping[RejectionGround, str] = {
    RejectionGround.EXCLUDED: "Uitgesloten (uitsluitingsgrond)",
    RejectionGround.INCOMPLETE: "Onvolledig",
    RejectionGround.KNOCK_OUT: "Voldoet niet aan een eis",
    RejectionGround.NOT_CONFORM: "Voldoet niet aan de aanbestedingsstukken",
    RejectionGround.BELOW_MINIMUM: "Onder de minimumscore",
    RejectionGround.ABNORMALLY_LOW: "Abnormaal laag",
    RejectionGround.UNLAWFULLY_LOW: "Abnormaal laag door overtreding van milieu-, sociaal of arbeidsrecht",
    RejectionGround.WITHDRAWN: "Teruggetrokken door de inschrijver",
}
OUTCOME_LABELS: Mapping[CheckOutcome, str] = {
    CheckOutcome.ADMITTED: "Toegelaten",
    CheckOutcome.REJECTED: "Terzijde gelegd",
}

#: A price that was not explained may be rejected; one that is low by breaking the law must be (art. 2.116).
ABNORMALLY_LOW = frozenset({RejectionGround.ABNORMALLY_LOW, RejectionGround.UNLAWFULLY_LOW})

#: Reasons that can still turn up after the ranking, for instance when the winner's proofs are checked.
AFTER_RANKING = frozenset(
    {RejectionGround.EXCLUDED, RejectionGround.NOT_CONFORM, RejectionGround.ABNORMALLY_LOW,
     RejectionGround.UNLAWFULLY_LOW, RejectionGround.WITHDRAWN}
)  # fmt: skip
SHORTEST_REASON = 20


@dataclass(frozen=True)
class CheckFacts:
    """What the buyer found when checking a bid."""

    is_complete: bool
    knock_outs: Mapping[str, bool | None]
    """Per knock-out requirement (its number): is it met? None while nobody looked."""
    remarks: str = ""


def obstacles_to_admitting(check: CheckFacts) -> list[Obstacle]:
    """Why a bid cannot be admitted to the comparison."""
    obstacles = []
    open_ones = [number for number, met in check.knock_outs.items() if met is None]
    if open_ones:
        obstacles.append(
            Obstacle(
                "knock-out-unchecked", f"Zeg bij elke eis of de inschrijving voldoet: {', '.join(open_ones)}."
            )
        )
    failed = [number for number, met in check.knock_outs.items() if met is False]
    if failed:
        obstacles.append(
            Obstacle(
                "knock-out-failed",
                f"De inschrijving voldoet niet aan {', '.join(failed)}. Leg haar terzijde met een reden.",
            )
        )
    if not check.is_complete:
        obstacles.append(
            Obstacle(
                "bid-incomplete",
                "De inschrijving is niet volledig. Vraag om aanvulling waar dat mag, of leg haar terzijde.",
            )
        )
    return obstacles


def obstacles_to_rejecting(ground: RejectionGround, reason: str, *, is_ranked: bool) -> list[Obstacle]:
    """Why a bid cannot be set aside like this: the bidder must be able to understand and contest it."""
    obstacles = []
    if len(reason.strip()) < SHORTEST_REASON:
        obstacles.append(
            Obstacle(
                "rejection-unmotivated",
                "Leg in ten minste een volledige zin uit waarom u deze inschrijving terzijde legt. "
                "De inschrijver krijgt deze tekst in de brief.",
                "reason",
            )
        )
    if is_ranked and ground not in AFTER_RANKING:
        obstacles.append(
            Obstacle(
                "rejection-too-late",
                f"‘{GROUND_LABELS[ground]}’ moet vóór de rangorde zijn vastgesteld. "
                "Kies een grond die nu nog kan.",
                "ground",
            )
        )
    return obstacles


def obstacles_to_finishing_checks(unchecked: Sequence[str]) -> list[Obstacle]:
    """Why the assessors cannot begin: bids nobody checked."""
    if not unchecked:
        return []
    return [
        Obstacle(
            "bids-unchecked",
            f"Toets eerst elke inschrijving op volledigheid en eisen. Nog te doen: {', '.join(unchecked)}.",
        )
    ]
