"""How much may still be ordered under a contract: what is used, against the agreed maximum.

Used is what was earned (verified milestones at their agreed fee), the most that the open tracks can still cost, and
what was ordered in call-off contracts under it. A contract stands under more maxima at once: its own, that of its lot
and that of all lots together. No maximum agreed is something else than a maximum of nothing. Source: CJEU C-23/20 (a
framework must state its maximum and has no effect beyond it); stages at 70, 85 and 95 % are house practice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from townhall.money import ZERO
from townhall.refusal import Obstacle


class CeilingStage(StrEnum):
    """How near the maximum is."""

    NONE_AGREED = "none_agreed"
    CALM = "calm"
    FROM_70 = "from_70"
    FROM_85 = "from_85"
    FROM_95 = "from_95"
    REACHED = "reached"


#: From which share of the maximum a stage holds, highest first.
STAGES: tuple[tuple[Fraction, CeilingStage], ...] = (
    (Fraction(1), CeilingStage.REACHED),
    (Fraction(95, 100), CeilingStage.FROM_95),
    (Fraction(85, 100), CeilingStage.FROM_85),
    (Fraction(70, 100), CeilingStage.FROM_70),
)


@dataclass(frozen=True)
class CeilingFacts:
    """The agreed maximum, what was earned under it, and the most that open tracks can still cost."""

    maximum: Decimal | None
    earned: Decimal = ZERO
    open_at_most: Decimal = ZERO
    called_off: Decimal = ZERO
    """The maxima of running call-off contracts under it, and what ended ones used."""

    @property
    def used(self) -> Decimal:
        """Earned, plus what the open tracks may still bring, plus what was ordered in call-off contracts."""
        return self.earned + self.open_at_most + self.called_off


@dataclass(frozen=True)
class CeilingLevel:
    """One of the maxima that a contract stands under: its own, its lot's, its framework's."""

    name: str
    facts: CeilingFacts


def used_share(facts: CeilingFacts) -> Fraction | None:
    """The used part of the maximum; none when none was agreed. A maximum of nothing is used up at once."""
    if facts.maximum is None:
        return None
    if facts.maximum <= 0:
        return Fraction(1)
    return Fraction(facts.used) / Fraction(facts.maximum)


def stage_of(facts: CeilingFacts) -> CeilingStage:
    """How near the maximum is; a stage holds from its own percentage on."""
    share = used_share(facts)
    if share is None:
        return CeilingStage.NONE_AGREED
    return next((stage for bound, stage in STAGES if share >= bound), CeilingStage.CALM)


def room_left(facts: CeilingFacts) -> Decimal | None:
    """What may still be ordered, never less than nothing; none when no maximum was agreed."""
    return None if facts.maximum is None else max(facts.maximum - facts.used, ZERO)


def tightest_room(levels: Sequence[CeilingLevel]) -> Decimal | None:
    """What may still be ordered under all of these maxima at once; none when none was agreed anywhere."""
    return min((room for level in levels if (room := room_left(level.facts)) is not None), default=None)


def obstacles_under_all(levels: Sequence[CeilingLevel], *, amount: Decimal) -> list[Obstacle]:
    """Why nothing of this amount can be ordered any more, for each maximum that stands in the way."""
    return [
        obstacle
        for level in levels
        for obstacle in obstacles_to_calling_off(level.facts, amount=amount, what=level.name)
    ]


def obstacles_to_calling_off(
    facts: CeilingFacts, *, amount: Decimal, what: str = "dit contract"
) -> list[Obstacle]:
    """Why nothing of this amount (a track at its highest fee) can be ordered under this maximum any more."""
    room = room_left(facts)
    if room is None:
        return []
    if stage_of(facts) is CeilingStage.REACHED:
        return [
            Obstacle(
                "ceiling-reached",
                f"Het maximum van {what} is bereikt. Meld de deelnemer aan bij een ander contract, of "
                "vraag de contractmanager om een wijziging van het contract of een nieuwe aanbesteding.",
            )
        ]
    if amount > room:
        return [
            Obstacle(
                "ceiling-too-near",
                f"Dit past niet meer onder het maximum van {what}. Meld de deelnemer aan bij een ander contract, of "
                "vraag de contractmanager om een wijziging.",
            )
        ]
    return []
