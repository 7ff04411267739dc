"""The one clock of the house.

Business time is Dutch time. In a demo database an administrator can move the day forward; the
machine's own time still rules log-ins and retries, so that nobody is logged out by a demo.
"""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import current_app, g, has_app_context

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

#: Finds the demo's day, or None in a real database. ``townhall.installation`` fills it in.
DayFinder = Callable[[], date | None]
_finders: list[DayFinder] = []


def follow(finder: DayFinder) -> None:
    """Let this function say what day it is in a demo database."""
    _finders[:] = [finder]


def machine_time() -> datetime:
    """The real moment, whatever the demo's date."""
    return datetime.now(AMSTERDAM)


def now() -> datetime:
    """The moment that counts, as an aware Europe/Amsterdam time; one moment per request."""
    if not has_app_context():
        return machine_time()
    if fixed := current_app.extensions.get("fixed_now"):
        return fixed  # type: ignore[no-any-return]
    if "now" not in g:
        g.now = _business_time()
    return g.now  # type: ignore[no-any-return]


def today() -> date:
    """The legal day of ``now()``."""
    return now().date()


def note_arrival() -> None:
    """At the start of a request, before its body is read, which may take minutes: remember when it came in."""
    g.arrived_at = current_app.extensions.get("fixed_now") or machine_time()


def note_received() -> None:
    """When the body of a request has been read: that is its moment, also when it then waits for the database."""
    g.received_at = machine_time()


def arrived_at() -> datetime:
    """When the request of now began to come in, which may be well before ``now()``."""
    arrived: datetime | None = g.get("arrived_at")
    if arrived is None:
        return now()
    return arrived if current_app.extensions.get("fixed_now") else min(_in_business_time(arrived), now())


def forget_now() -> None:
    """Read the clock anew in this context: for long commands and jobs, and after the date moved."""
    g.pop("now", None)
    g.pop("received_at", None)


def _business_time() -> datetime:
    return _in_business_time(g.get("received_at") or machine_time())


def _in_business_time(real: datetime) -> datetime:
    demo_day = _finders[0]() if _finders else None
    if demo_day is None:
        return real
    return datetime.combine(demo_day, real.time(), AMSTERDAM)
