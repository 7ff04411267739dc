"""What a journey carries along: everybody's browser, the clock, and every page that was seen."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from tests.journeys.browsing import Person
from tests.journeys.pages import Page
from townhall.clock import AMSTERDAM

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass
class World:
    """The people, the clock and what was learned on the way."""

    app: Flask
    log_in: Callable[[str], FlaskClient]
    run: Callable[..., Any]
    #: Making a PDF takes a second; a journey about something else goes without.
    prints_papers: bool = True
    persons: dict[str, Person] = field(default_factory=dict)
    #: Every page that somebody saw, with who saw it.
    seen: list[tuple[str, Page]] = field(default_factory=list)
    #: Addresses and numbers that later chapters need, by name.
    notes: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Person:
        if name.startswith("_"):
            raise AttributeError(name)
        return self.person(name)

    def person(self, name: str) -> Person:
        """The browser of this member of the cast, logged in."""
        if name not in self.persons:
            self.persons[name] = Person(name, self.log_in(name), self._look)
        return self.persons[name]

    def stranger(self, name: str) -> Person:
        """A browser in which nobody is logged in."""
        self.persons[name] = Person(name, self.app.test_client(), self._look)
        return self.persons[name]

    def it_is(self, day: str, time: str = "10:00") -> None:
        """Move the clock: ``it_is("11-01-2027", "12:00")``."""
        moment = datetime.strptime(f"{day} {time}", "%d-%m-%Y %H:%M").replace(tzinfo=AMSTERDAM)
        self.app.extensions["fixed_now"] = moment

    def make_papers(self) -> None:
        """Let the job process make the PDFs that wait."""
        if not self.prints_papers:
            return
        made = self.run("jobs", "run")
        assert made.exit_code == 0, made.output

    def _look(self, who: str, page: Page) -> None:
        if page.is_html:
            self.seen.append((who, page))
