"""What one can do with an alert, and in which state that leaves it."""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from townhall.refusal import Obstacle

#: Nobody puts a thing off for longer than this in one go.
LONGEST_SNOOZE = 60
SHORTEST_REASON = 10


#: The facts are looked at every hour: when this long went by, the clockwork stands still.
LONGEST_WITHOUT_SCAN = timedelta(hours=2)


def stands_still(scanned_at: datetime | None, now: datetime) -> bool:
    """Whether nobody looked at the facts for so long that new alerts may be missing."""
    return scanned_at is None or now.astimezone(UTC) - scanned_at.astimezone(UTC) > LONGEST_WITHOUT_SCAN


class AlertState(StrEnum):
    """Where an alert stands. Only its fact can end it: nobody ticks a deadline off."""

    OPEN = "open"
    SEEN = "seen"
    TAKEN_UP = "taken_up"
    SNOOZED = "snoozed"
    DELEGATED = "delegated"
    ENDED = "ended"


def state_of(
    today: date, *, is_closed: bool, is_seen: bool, is_taken_up: bool, is_delegated: bool, snoozed_until: date | None
) -> AlertState:
    """The one word for it; what weighs most comes first."""
    if is_closed:
        return AlertState.ENDED
    if snoozed_until is not None and snoozed_until > today:
        return AlertState.SNOOZED
    if is_taken_up:
        return AlertState.TAKEN_UP
    if is_delegated:
        return AlertState.DELEGATED
    return AlertState.SEEN if is_seen else AlertState.OPEN


def obstacles_to_acting(*, is_closed: bool) -> list[Obstacle]:
    """Why nothing can be done with this alert any more."""
    if is_closed:
        return [Obstacle("alert-closed", "Dit signaal is al afgehandeld. Ververs uw werkvoorraad.")]
    return []


def obstacles_to_taking_up(*, is_closed: bool, is_taken_up: bool) -> list[Obstacle]:
    """Why this alert cannot be taken up now."""
    if not is_closed and is_taken_up:
        return [Obstacle("alert-taken", "Een collega heeft dit signaal al opgepakt. Ververs uw werkvoorraad.")]
    return obstacles_to_acting(is_closed=is_closed)


def obstacles_to_snoozing(
    until: date | None, reason: str, today: date, *, is_closed: bool, due_on: date | None
) -> list[Obstacle]:
    """Why it cannot be put off: no reason, or to a day on which it would be too late."""
    found = obstacles_to_acting(is_closed=is_closed)
    if until is None or until <= today:
        found.append(Obstacle("snooze-past", "Kies een dag na vandaag.", "until"))
    elif (until - today).days > LONGEST_SNOOZE:
        found.append(Obstacle("snooze-long", f"Kies een dag binnen {LONGEST_SNOOZE} dagen.", "until"))
    elif due_on is not None and today <= due_on < until:
        text = "Dat is na de dag waar het om gaat. Kies een dag daarvóór, of die dag zelf."
        found.append(Obstacle("snooze-too-late", text, "until"))
    if len(reason.strip()) < SHORTEST_REASON:
        text = f"Schrijf op waarom dit kan wachten, in ten minste {SHORTEST_REASON} tekens."
        found.append(Obstacle("snooze-reason", text, "reason"))
    return found


def obstacles_to_delegating(
    until: date | None, today: date, *, is_closed: bool, to_is_usable: bool, to_can_open: bool, to_self: bool
) -> list[Obstacle]:
    """Why it cannot be handed to this colleague up to and including this day: he must be able to log in and see it."""
    found = obstacles_to_acting(is_closed=is_closed)
    if until is not None and until < today:
        text = "Deze dag is al voorbij. Kies een latere laatste dag, of laat die leeg."
        found.append(Obstacle("delegate-past", text, "until"))
    if to_self:
        found.append(Obstacle("delegate-self", "Kies een ander dan uzelf, of pak het signaal op.", "to"))
    elif not to_is_usable or not to_can_open:
        found.append(Obstacle("delegate-cannot", "Deze collega kan dit signaal niet openen. Kies een ander.", "to"))
    return found
