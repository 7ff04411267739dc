"""Writing an absence down, and taking it back."""

from datetime import date, datetime

from townhall.absences import queries
from townhall.absences.models import Absence
from townhall.absences.rules import StandIn, obstacles_to_absence
from townhall.accounts.actor import Actor
from townhall.accounts.models import Account
from townhall.audit import trail
from townhall.database import db
from townhall.refusal import Obstacle, refuse_if


def write_absence(
    account: Account, first: date, last: date, *, stand_in: Account | None, note: str, actor: Actor, now: datetime
) -> Absence:
    """Say that this person is away on these days, and who looks after his work."""
    others = [(each.first_day, each.last_day) for each in queries.absences_of(account.id, now.date())]
    refuse_if(
        obstacles_to_absence(
            first, last, today=now.date(), others=others,
            stand_in=None if stand_in is None else StandIn(
                is_self=stand_in.id == account.id, is_usable=stand_in.is_usable,
                shared_roles=stand_in.roles & account.roles,
                is_away=queries.is_away_between(stand_in.id, first, last),
            ),
        )
    )  # fmt: skip
    absence = Absence(
        account_id=account.id, stand_in_id=stand_in.id if stand_in else None, first_day=first, last_day=last,
        note=note.strip(), written_at=now,
    )  # fmt: skip
    db.session.add(absence)
    after = {"first_day": first, "last_day": last, "stand_in": stand_in.name if stand_in else ""}
    trail.record("absence.written", absence, actor=actor, now=now, after=after)
    return absence


def withdraw_absence(absence: Absence, *, actor: Actor, now: datetime) -> None:
    """Take the absence back: from now on everything comes to the person himself again."""
    if absence.withdrawn_at is not None:
        refuse_if([Obstacle("absence-withdrawn", "Deze afwezigheid is al ingetrokken.")])
    absence.withdrawn_at = now
    before = {"first_day": absence.first_day, "last_day": absence.last_day}
    trail.record("absence.withdrawn", absence, actor=actor, now=now, before=before)
