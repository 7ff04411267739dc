"""How the story is told: who acts, on which day, what was written."""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from flask import current_app

from townhall import clock
from townhall.accounts.actor import Actor
from townhall.accounts.models import Account
from townhall.clock import AMSTERDAM
from townhall.config import Settings
from townhall.database import transaction
from townhall.demo_people import DEMO_PASSWORD
from townhall.jobs.operations import run_due_jobs
from townhall.organisations.models import Organisation

#: The day on which the demo is shown.
TODAY = date(2026, 11, 23)


#: A story line: it says when its next step comes, and does it when it is resumed.
Line = Iterator[datetime]


def together(*lines: Line) -> None:
    """Tell these story lines in the order of their days, so that the trail runs with the calendar."""
    for _moment in merged(*lines):
        pass


def merged(*lines: Line) -> Line:
    """These story lines as one, in the order of their days."""
    waiting: list[tuple[datetime, int, Line]] = []
    for number, line in enumerate(lines):
        _wait(waiting, number, line)
    while waiting:
        moment, number, line = heapq.heappop(waiting)
        yield moment
        _wait(waiting, number, line)


def _wait(waiting: list[tuple[datetime, int, Line]], number: int, line: Line) -> None:
    moment = next(line, None)
    if moment is not None:
        heapq.heappush(waiting, (moment, number, line))


def at(day: str | date, hour: int = 10, minute: int = 0, second: int = 0) -> datetime:
    """A moment in Haarlem: ``at("2017-08-21", 14)``."""
    on = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime.combine(on, time(hour, minute, second), AMSTERDAM)


@dataclass
class Story:
    """What the chapters hand on to each other."""

    accounts: dict[str, Account] = field(default_factory=dict)
    firms: dict[str, Organisation] = field(default_factory=dict)
    places: dict[str, Any] = field(default_factory=dict)
    now: datetime = datetime(2017, 1, 1, tzinfo=AMSTERDAM)
    files: list[tuple[str, Path]] = field(default_factory=list)
    shown: list[tuple[str, str, str]] = field(default_factory=list)

    def actor(self, name: str) -> Actor:
        """This member of the cast, as the one who acts."""
        return self.accounts[name].actor()


    def do(self, operation: Callable[..., Any], *arguments: Any, by: str, on: datetime, **named: Any) -> Any:
        """Carry out one operation in a transaction of its own; gives what it gives. Time only goes on."""
        assert on.date() >= self.now.date(), f"{operation.__name__} on {on} comes after {self.now}"
        on = self.now = max(on, self.now)
        current_app.extensions["fixed_now"] = on
        clock.forget_now()
        with transaction():
            return operation(*arguments, actor=self.actor(by), now=on, **named)

    def work(self) -> None:
        """Let the job process do what was asked for so far: papers, receipts, letters."""
        run_due_jobs()

    def write(self, name: str, data: bytes | str, what: str = "") -> Path:
        """Put a file among what the demo made; the summary names it when it is told what it is."""
        settings: Settings = current_app.extensions["settings"]
        path = settings.instance_folder / "demo" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        if what:
            self.files.append((what, path))
        return path

    def summary(self) -> str:
        """The table of log-ins, files and pages."""
        lines = [f"Inloggen (wachtwoord voor iedereen: {DEMO_PASSWORD})", ""]
        rows = [("wie", "e-mailadres", "begin hier"), *self.shown]
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        for row in rows:
            lines.append("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
        lines += ["", "Gemaakte bestanden", ""]
        lines += [f"  {what}: {path}" for what, path in self.files]
        return "\n".join(lines)
