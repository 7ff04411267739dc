"""Deciding how far lines of invoices may be off."""

from datetime import date, datetime

from invoices.models import MatchTolerance
from invoices.tolerances import Tolerance, obstacles_to_tolerating
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.refusal import refuse_if


def decide_tolerance(
    tolerance: Tolerance, *, from_on: date, reason: str, actor: Actor, now: datetime
) -> MatchTolerance:
    """Let lines about performances of this day and later be off by so much; what was judged stays judged."""
    refuse_if(obstacles_to_tolerating(tolerance, reason=reason))
    off = {
        "less_amount": tolerance.less_amount,
        "less_percent": tolerance.less_percent,
        "cents_off": tolerance.cents_off,
        "days_late": tolerance.days_late,
    }
    row = MatchTolerance(from_on=from_on, reason=reason, decided_by_id=actor.account_id, decided_at=now, **off)
    db.session.add(row)
    trail.record("match_tolerance.decided", row, actor=actor, now=now, after={"from_on": from_on, **off}, reason=reason)
    return row
