"""Taking a part of the trail along: allowed for who reads it, and itself an act."""

from datetime import datetime

from townhall.accounts.actor import Actor
from townhall.accounts.models import Account
from townhall.audit import trail
from townhall.audit.queries import TrailFilter, number_of_entries
from townhall.filters import number
from townhall.refusal import Obstacle, refuse_if

#: More than this does not fit in a file that is made while somebody waits.
MOST_ENTRIES = 10_000


def obstacles_to_exporting(entries: int) -> list[Obstacle]:
    """Why a part of the trail of this size cannot be taken along at once."""
    if entries <= MOST_ENTRIES:
        return []
    text = (
        f"Dit zijn {number(entries)} handelingen; in een bestand passen er {number(MOST_ENTRIES)}. "
        "Kies een kortere periode en neem het spoor in delen mee."
    )
    return [Obstacle("trail-too-long", text)]


def export_trail(reader: Account, wanted: TrailFilter, *, actor: Actor, now: datetime) -> int:
    """Record that somebody takes this part of the trail along; gives how many acts it holds."""
    entries = number_of_entries(wanted)
    refuse_if(obstacles_to_exporting(entries))
    asked = {"act": wanted.act, "text": wanted.text, "since": wanted.since, "until": wanted.until}
    filters = {name: value for name, value in asked.items() if value}
    trail.record("trail.exported", reader, actor=actor, now=now, after={"rows": entries, "filters": filters})
    return entries
