"""Typing in the statutory interest of a half-year, and the second person who looks at it."""

from datetime import date, datetime
from decimal import Decimal

from invoices.models import StatutoryRate
from invoices.queries.statutory_rates import interest_rates, rates_in
from invoices.statutory_rates import (
    RateStatus,
    obstacles_to_confirming,
    obstacles_to_recording,
    obstacles_to_rejecting,
)
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db, number_lock
from townhall.refusal import refuse_if


def record_rate(starts_on: date, percent: Decimal, *, source: str, actor: Actor, now: datetime) -> StatutoryRate:
    """Type in the rate of the half-year that begins on this day; it counts once somebody else has confirmed it."""
    number_lock("statutory-rates")
    waiting = [each.starts_on for each in rates_in(RateStatus.PROPOSED)]
    refuse_if(
        obstacles_to_recording(
            starts_on, percent, source=source, known=interest_rates(), waiting=waiting, today=now.date()
        )
    )
    rate = StatutoryRate(
        starts_on=starts_on, percent=percent, source=source.strip(), recorded_by_id=actor.account_id, recorded_at=now
    )
    db.session.add(rate)
    trail.record("statutory_rate.recorded", rate, actor=actor, now=now, after=_about(rate) | {"source": rate.source})
    return rate


def confirm_rate(rate: StatutoryRate, *, actor: Actor, now: datetime) -> None:
    """Let it count, as second person; what was asked before keeps the rate it was asked with."""
    refuse_if(obstacles_to_confirming(rate.status, recorded_by=rate.recorded_by_id, by=actor.account_id))
    _decide(rate, RateStatus.CONFIRMED, actor, now)
    trail.record("statutory_rate.confirmed", rate, actor=actor, now=now, after=_about(rate))


def reject_rate(rate: StatutoryRate, *, reason: str, actor: Actor, now: datetime) -> None:
    """Turn it down: it never counts, and another may be typed in."""
    refuse_if(obstacles_to_rejecting(rate.status, reason=reason))
    _decide(rate, RateStatus.REJECTED, actor, now)
    trail.record("statutory_rate.rejected", rate, actor=actor, now=now, after=_about(rate), reason=reason)


def _decide(rate: StatutoryRate, status: RateStatus, actor: Actor, now: datetime) -> None:
    rate.status, rate.decided_by_id, rate.decided_at = status, actor.account_id, now


def _about(rate: StatutoryRate) -> dict[str, object]:
    return {"starts_on": rate.starts_on, "percent": rate.percent}
