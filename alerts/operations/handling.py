"""What somebody does with an alert: see, take up, put off, hand over. None of it ends the alert."""

from collections.abc import Sequence
from datetime import date, datetime

from alerts.models import Alert
from alerts.permissions import GRANTS, AlertsPermission
from alerts.states import (
    obstacles_to_acting,
    obstacles_to_delegating,
    obstacles_to_snoozing,
    obstacles_to_taking_up,
)
from townhall.accounts.actor import SYSTEM, Actor
from townhall.accounts.models import Account
from townhall.audit import trail
from townhall.refusal import refuse_if


def see(alert: Alert, *, actor: Actor, now: datetime) -> None:
    """Say that one has read it; nothing else changes."""
    refuse_if(obstacles_to_acting(is_closed=alert.closed_at is not None))
    if alert.seen_at is None:
        alert.seen_by_id, alert.seen_at = actor.account_id, now
        trail.record("alert.seen", alert, actor=actor, now=now)


def take_up(alert: Alert, *, actor: Actor, now: datetime) -> None:
    """Say that one works on it, so that colleagues know and are not mailed again."""
    refuse_if(
        obstacles_to_taking_up(is_closed=alert.closed_at is not None, is_taken_up=alert.taken_up_at is not None)
    )
    alert.taken_up_by_id, alert.taken_up_at, alert.snoozed_until = actor.account_id, now, None
    trail.record("alert.taken_up", alert, actor=actor, now=now)


def let_go(alert: Alert, *, actor: Actor, now: datetime) -> None:
    """Give back what one had taken up or was handed: the role hears of it again."""
    refuse_if(obstacles_to_acting(is_closed=alert.closed_at is not None))
    alert.taken_up_by_id = alert.taken_up_at = None
    alert.delegated_to_id = alert.delegated_by_id = alert.delegated_until = None
    trail.record("alert.let_go", alert, actor=actor, now=now)


def snooze(alert: Alert, until: date | None, reason: str, *, actor: Actor, now: datetime) -> None:
    """Put it out of sight until this day, never past the day it is about."""
    refuse_if(
        obstacles_to_snoozing(
            until, reason, now.date(), is_closed=alert.closed_at is not None, due_on=alert.due_on
        )
    )
    alert.snoozed_until = until
    trail.record("alert.snoozed", alert, actor=actor, now=now, after={"until": until}, reason=reason.strip())


def delegate(alert: Alert, to: Account, until: date | None = None, *, actor: Actor, now: datetime) -> None:
    """Hand it to a colleague, who finds it in his work list and gets the mail about it.

    After ``until``, if given, it comes back to who hands it over now.
    """
    may_open = bool(to.roles & GRANTS[AlertsPermission.ALERT_TAKE_UP])
    refuse_if(
        obstacles_to_delegating(
            until, now.date(), is_closed=alert.closed_at is not None, to_is_usable=to.is_usable, to_can_open=may_open,
            to_self=to.id == actor.account_id,
        )
    )  # fmt: skip
    alert.taken_up_by_id = alert.taken_up_at = None
    alert.delegated_to_id, alert.delegated_by_id, alert.delegated_until = to.id, actor.account_id, until
    after = {"to": to.name} if until is None else {"to": to.name, "until": until}
    trail.record("alert.delegated", alert, actor=actor, now=now, after=after)


def hand_back(alert: Alert, *, now: datetime) -> None:
    """Give it back to who handed it over, the day after the last one; who got it works on it no more."""
    assert alert.delegated_until is not None and alert.delegated_until < now.date(), "its last day has not passed"
    if alert.taken_up_by_id == alert.delegated_to_id:
        alert.taken_up_by_id = alert.taken_up_at = None
    alert.delegated_to_id, alert.delegated_until = alert.delegated_by_id, None
    after = {"to": alert.delegated_by.name if alert.delegated_by else None}
    trail.record("alert.handed_back", alert, actor=SYSTEM, now=now, after=after)


def handle_all(alerts: Sequence[Alert], act: str, *, actor: Actor, now: datetime) -> int:
    """Do one thing with many; what cannot be done any more is left as it is. Gives how many it was done with."""
    done = 0
    for alert in alerts:
        if act == "see" and alert.closed_at is None and alert.seen_at is None:
            see(alert, actor=actor, now=now)
            done += 1
        elif act == "take_up" and alert.closed_at is None and alert.taken_up_at is None:
            take_up(alert, actor=actor, now=now)
            done += 1
    return done
