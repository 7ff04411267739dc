"""Adding a decreed day when a new royal decree is published, and withdrawing one that was a mistake."""

from datetime import date, datetime

from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db, number_lock
from townhall.decrees.models import AddedDecreedDay
from townhall.decrees.queries import equated_days, forget_equated_days
from townhall.decrees.rules import obstacles_to_adding, obstacles_to_withdrawing
from townhall.refusal import refuse_if


def add_decreed_day(day: date, *, name: str, source: str, actor: Actor, now: datetime) -> AddedDecreedDay:
    """Let a day count as a holiday in every term that is computed from now on."""
    number_lock("decreed-days")
    forget_equated_days()
    refuse_if(obstacles_to_adding(day, today=now.date(), known=equated_days()))
    added = AddedDecreedDay(day=day, name=name, source=source, added_at=now, added_by_id=actor.account_id)
    db.session.add(added)
    after = {"day": day, "name": name, "source": source}
    trail.record("decreed_day.added", added, actor=actor, now=now, after=after)
    forget_equated_days()
    return added


def withdraw_decreed_day(added: AddedDecreedDay, *, reason: str, actor: Actor, now: datetime) -> None:
    """Let an added day no longer count; terms that were computed with it stay as they were told."""
    refuse_if(
        obstacles_to_withdrawing(added.day, today=now.date(), is_withdrawn=added.withdrawn_at is not None)
    )
    added.withdrawn_at, added.withdrawal_reason = now, reason
    trail.record("decreed_day.withdrawn", added, actor=actor, now=now, before={"day": added.day}, reason=reason)
    forget_equated_days()
