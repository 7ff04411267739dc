"""Writing the outage file: every minute, does the application answer where people reach it?"""

from datetime import datetime
from urllib.error import URLError
from urllib.request import urlopen

from flask import current_app

from townhall import clock
from townhall.database import db, transaction
from townhall.health.models import HealthMinute
from townhall.health.rules import minute_of

#: Who waits longer than this gets no answer.
PATIENCE_SECONDS = 10


def look() -> None:
    """Ask the application how it is, at the address where people reach it, and note what came of it."""
    started = clock.machine_time()
    answered = _answers(f"{current_app.extensions['settings'].base_url}/gezondheid")
    took = clock.machine_time() - started
    clock.forget_now()
    with transaction():
        note_minute(clock.now() - took, answered=answered, milliseconds=round(took.total_seconds() * 1000))


def note_minute(moment: datetime, *, answered: bool, milliseconds: int) -> None:
    """Note what was measured in this minute. The first measurement of a minute stays; the file is no act of anybody."""
    minute = minute_of(moment)
    if db.session.get(HealthMinute, minute) is None:
        db.session.add(HealthMinute(minute=minute, answered=answered, milliseconds=milliseconds))


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310 - the address is a setting
            return bool(answer.status == 200)
    except (URLError, TimeoutError, OSError, ValueError):
        return False
