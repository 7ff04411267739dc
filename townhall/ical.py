"""Calendars to take along or to subscribe to (iCalendar, RFC 5545), written by the ``icalendar`` library.

A day is a DATE without a time zone; a moment goes out in UTC, so no time zone table is needed. The UID of an
event stays the same as long as its key does: an agenda that reads the calendar again moves the event.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from flask import Response


@dataclass(frozen=True)
class CalendarEvent:
    """One event: ``on`` is a day, or an aware moment for what happens at a time."""

    key: str
    title: str
    on: date | datetime
    text: str = ""
    url: str = ""


def calendar_file(name: str, events: Sequence[CalendarEvent], *, host: str, stamped_at: datetime) -> bytes:
    """The events as a calendar; ``host`` makes the UIDs unique in the world, ``stamped_at`` says how fresh they are."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Raamwerk//Planning//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=12), parameters={"value": "DURATION"})
    for each in events:
        event = Event()
        event.add("uid", f"{sha256(each.key.encode()).hexdigest()[:32]}@{host}")
        event.add("dtstamp", stamped_at.astimezone(UTC))
        event.add("summary", each.title)
        if isinstance(each.on, datetime):
            event.add("dtstart", each.on.astimezone(UTC))
        else:
            event.add("dtstart", each.on)
            event.add("dtend", each.on + timedelta(days=1))
            event.add("transp", "TRANSPARENT")
        if each.text:
            event.add("description", each.text)
        if each.url:
            event.add("url", each.url)
        calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made


def as_calendar(data: bytes, *, filename: str) -> Response:
    """The calendar as an answer: a browser saves it, an agenda reads it from the same address."""
    return Response(
        data,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )
