"""Questions to the outage file."""

from datetime import datetime

from sqlalchemy import select

from townhall.database import db
from townhall.health.models import HealthMinute
from townhall.health.rules import Measured


def measured_between(starts_at: datetime, ends_at: datetime) -> list[Measured]:
    """The minutes of this period in which somebody looked, oldest first."""
    rows = db.session.execute(
        select(HealthMinute.minute, HealthMinute.answered)
        .where(HealthMinute.minute >= starts_at, HealthMinute.minute < ends_at)
        .order_by(HealthMinute.minute)
    )
    return [Measured(minute, answered) for minute, answered in rows]
