"""Which absence can be written down."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from townhall.refusal import Obstacle

#: Whoever is away for longer gets his roles handed over by the administrator.
LONGEST = 365


@dataclass(frozen=True)
class StandIn:
    """Who would look after it: whether he is the same person, can log in, and shares a role."""

    is_self: bool
    is_usable: bool
    shared_roles: AbstractSet[str]
    is_away: bool


def obstacles_to_absence(
    first: date, last: date, *, today: date, others: Sequence[tuple[date, date]], stand_in: StandIn | None
) -> list[Obstacle]:
    """Why this absence cannot be written down, all reasons at once."""
    found = []
    if last < first:
        found.append(Obstacle("absence-order", "De laatste dag ligt vóór de eerste. Wissel ze om.", "last_day"))
    elif last < today:
        found.append(Obstacle("absence-past", "Deze dagen zijn al voorbij. Kies een latere laatste dag.", "last_day"))
    elif (last - first).days > LONGEST:
        text = "Dit is langer dan een jaar. Vraag de beheerder om uw rollen over te dragen."
        found.append(Obstacle("absence-long", text, "last_day"))
    if any(first <= other_last and last >= other_first for other_first, other_last in others):
        text = "U hebt voor een deel van deze dagen al een afwezigheid. Trek die eerst in."
        found.append(Obstacle("absence-overlaps", text, "first_day"))
    if stand_in is None:
        return found
    if stand_in.is_self:
        found.append(Obstacle("stand-in-self", "Kies een ander dan uzelf als vervanger.", "stand_in"))
    elif not stand_in.is_usable or not stand_in.shared_roles:
        text = "Deze collega heeft geen van uw rollen en kan uw werk dus niet doen. Kies een ander."
        found.append(Obstacle("stand-in-cannot", text, "stand_in"))
    elif stand_in.is_away:
        found.append(Obstacle("stand-in-away", "Deze collega is dan zelf afwezig. Kies een ander.", "stand_in"))
    return found
