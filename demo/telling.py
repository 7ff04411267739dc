"""How the story is told: who acts, on which day, what was written."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from flask import current_app

from townhall.accounts.actor import Actor
from townhall.accounts.models import Account
from townhall.clock import AMSTERDAM
from townhall.config import Settings
from townhall.database import transaction
from townhall.demo_people import DEMO_PASSWORD
from townhall.organisations.models import Organisation

#: The day on which the demo is shown.
TODAY = date(2026, 11, 23)


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
    files: list[tuple[str, Path]] = field(default_factory=list)
    shown: list[tuple[str, str, str]] = field(default_factory=list)

    def actor(self, name: str) -> Actor:
        """This member of the cast, as the one who acts."""
        return self.accounts[name].actor()


    def do(self, operation: Callable[..., Any], *arguments: Any, by: str, on: datetime, **named: Any) -> Any:
        """Carry out one operation in a transaction of its own; gives what it gives."""
        with transaction():
            return operation(*arguments, actor=self.actor(by), now=on, **named)

    def write(self, name: str, data: bytes | str, what: str) -> Path:
        """Put a file among what the demo made."""
        settings: Settings = current_app.extensions["settings"]
        path = settings.instance_folder / "demo" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
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
