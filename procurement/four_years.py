"""May this framework run longer than four years?

Art. 2.140 lid 3 Aanbestedingswet: four years at most with every extension, except in cases that are motivated.
That binds the full regime only (art. 2.39 lid 2 leaves it out for social and other specific services): there it is
a choice, and whoever departs says why, because a longer term keeps others out of the market for longer (art. 1.10).
"""

from enum import StrEnum

from procurement.procedures import FULL_REGIME_PROCEDURES, Procedure
from townhall.refusal import Obstacle

FOUR_YEARS_IN_MONTHS = 48
#: Nobody is kept out while it runs: an own organisation, or a contract with everybody who meets the terms.
WITHOUT_FRAMEWORK = frozenset({Procedure.IN_HOUSE, Procedure.OPEN_HOUSE, Procedure.MINICOMPETITION})


class FourYears(StrEnum):
    """What the buyer does with the maximum where it is a choice."""

    FOLLOW = "follow"
    DEVIATE = "deviate"


def obstacles_to_term(
    total_months: int | None, procedure: Procedure, choice: FourYears | None, reason: str
) -> list[Obstacle]:
    """Why a framework cannot run this long; ``total_months`` counts every extension."""
    if total_months is None or total_months <= FOUR_YEARS_IN_MONTHS or procedure in WITHOUT_FRAMEWORK:
        return []
    if procedure in FULL_REGIME_PROCEDURES:
        return _without_reason(
            reason,
            "Een raamovereenkomst duurt met alle verlengingen ten hoogste vier jaar, "
            "tenzij u dat motiveert (art. 2.140 lid 3 AW).",
        )
    if choice is None:
        text = (
            "De looptijd is met alle verlengingen langer dan vier jaar. Dat maximum is hier geen wet. "
            "Kies bij Planning en looptijd of u het volgt of ervan afwijkt."
        )
        return [Obstacle("four-years-not-chosen", text, "four_years")]
    if choice == FourYears.FOLLOW:
        text = "U volgt het maximum van vier jaar, maar de looptijd met verlengingen is langer. Kort haar in."
        return [Obstacle("longer-than-four-years", text, "duration_months")]
    return _without_reason(reason, "U wijkt af van het maximum van vier jaar. Leg uit waarom dat nodig is.")


def _without_reason(reason: str, text: str) -> list[Obstacle]:
    return [] if reason.strip() else [Obstacle("longer-than-four-years", text, "long_term_reason")]
