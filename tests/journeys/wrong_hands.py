"""Fill in every form wrongly, and see what happens, without letting anything change.

A guard stands before the database: what is not merely a note in a log is not committed. So a form may
be sent in any state, and the journey goes on as if nothing had happened.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import event
from werkzeug.exceptions import HTTPException

from tests.journeys.language import english_on
from tests.journeys.pages import Form, Page
from townhall.database import db

#: Reading, failing to log in and coming too late are written down; nothing else may be.
LOGS = frozenset({"audit_entry", "login_attempt", "login_session"})
#: What may rightly be anything: a search finds nothing, a passphrase has no form.
MARK = "<script>alert(1)</script>"
FAR_TOO_LONG = "Lange tekst. " * 8_000
NUMBERS_AND_DAYS = re.compile(r"dd-mm-jjjj|\buu:mm\b|bijvoorbeeld 12[:,]")
_WRITES = re.compile(r'\A\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


class WouldChange(HTTPException):
    """The application was about to keep this. An answer of its own, so that it is no fault in the log."""

    code = 418


@dataclass
class Guard:
    """What the application wrote in this request, and whether it wanted to keep it."""

    tables: set[str] = field(default_factory=set)
    is_on: bool = False
    wanted_to_keep: bool = False

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Let nothing be kept inside, but notes in a log."""
        self.tables, self.wanted_to_keep, self.is_on = set(), False, True
        try:
            yield
        finally:
            self.is_on = False

    def note(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        """See what is written."""
        if self.is_on and (found := _WRITES.match(statement)):
            self.tables.add(found[1].lower())

    def before_commit(self, session: Any) -> None:
        """Refuse to keep anything that matters."""
        if not self.is_on:
            return
        session.flush()
        if self.tables - LOGS:
            self.wanted_to_keep = True
            raise WouldChange


@contextmanager
def guarded(app: Flask) -> Iterator[Guard]:
    """Stand before the database of this application."""
    guard = Guard()
    with app.app_context():
        engine, session = db.engine, db.session
        event.listen(engine, "before_cursor_execute", guard.note)
        event.listen(session, "before_commit", guard.before_commit)
    try:
        yield guard
    finally:
        event.remove(engine, "before_cursor_execute", guard.note)
        event.remove(session, "before_commit", guard.before_commit)


def kind_of(control: html.HtmlElement) -> str:
    """What is asked here: text, number, day, moment, choice, tick, file, secret or nothing visible."""
    if control.tag == "select":
        return "choice"
    if control.tag == "textarea":
        return "text"
    by_type = {"radio": "choice", "checkbox": "tick", "file": "file", "password": "secret", "hidden": "hidden"}
    if (known := by_type.get(control.get("type", "text"))) is not None:
        return known
    if control.get("inputmode") == "decimal":
        return "number"
    if "input--short" in control.get("class", "") and control.get("autocomplete") == "off":
        return "day"
    if "input--medium" in control.get("class", "") and control.get("autocomplete") == "off":
        return "moment"
    return "text"


#: Each way of being wrong: what to type per kind of field; a kind that is not named keeps what is there.
WAYS: dict[str, dict[str, str]] = {
    "leeg": dict.fromkeys(("text", "number", "day", "moment", "choice", "tick", "file", "secret"), ""),
    "onzin": {"text": MARK, "number": "abc", "day": "31-02-2026", "moment": "31-02-2026 25:00", "file": "onzin"},
    "te lang": {"text": FAR_TOO_LONG, "number": "9" * 400, "day": "9" * 400, "moment": "9" * 400},
    "te groot": {"number": "99999999999999", "day": "31-12-2100", "moment": "31-12-2100 23:59"},
    "onder nul": {"number": "-99999999999999", "day": "01-01-1990", "moment": "01-01-1990 00:00"},
    "nulteken": {"text": "een\x00twee"},
    "verzonnen keuze": {"choice": "bestaat-niet", "tick": "bestaat-niet", "hidden": "bestaat-niet"},
}
#: In these ways somebody may by chance fill in something right: a large amount, a day long ago.
MAY_BE_RIGHT = frozenset({"te groot", "onder nul"})
FITTING = {"text": "Een gewone tekst.", "number": "1", "day": "01-07-2027", "moment": "01-07-2027 12:00"}


@dataclass
class WrongHands:
    """Somebody who fills in every form wrongly, once; collects what the application did badly."""

    app: Flask
    guard: Guard
    faults: list[str] = field(default_factory=list)
    tried: dict[tuple[str, ...], str] = field(default_factory=dict)

    def try_all_on(self, who: str, page: Page, client: FlaskClient) -> None:
        """Send each form of this page, unless such a form was sent before."""
        for form in page.forms:
            key = self._key_of(page, form)
            if key in self.tried or not any(kind_of(each) != "hidden" for each in form.controls()):
                continue
            self.tried[key] = page.url
            if (form.element.get("method") or "get").lower() == "get":
                self._search(who, page, form, client)
            else:
                for way in WAYS:
                    self._send(who, page, form, client, way)

    def endpoint_of(self, url: str, method: str = "GET") -> str:
        """Which view answers this address."""
        try:
            return str(self.app.url_map.bind("localhost").match(urlsplit(url).path, method=method)[0])
        except HTTPException:
            return "?"

    def _key_of(self, page: Page, form: Form) -> tuple[str, ...]:
        method = (form.element.get("method") or "get").upper()
        names = {re.sub(r"\d+", "#", each.get("name") or "") for each in form.controls()}
        target = urljoin(page.url, form.element.get("action") or page.url)
        return (self.endpoint_of(page.url), self.endpoint_of(target, method), *sorted(names))

    def _search(self, who: str, page: Page, form: Form, client: FlaskClient) -> None:
        names = {each.get("name") for each in form.controls() if each.get("name")} | {"pagina"}
        for junk in ("bestaat-niet", "99999999999999999999", "-1", MARK, "\x00"):
            answer = client.get(page.url, query_string=dict.fromkeys(names, junk))
            where = f"{who} zoekt op {page.url} naar {junk!r}"
            if answer.status_code >= 500:
                self.faults.append(f"{where}: {answer.status_code}")
            if MARK in answer.text:
                self.faults.append(f"{where}: het staat als html in de pagina")

    def _send(self, who: str, page: Page, form: Form, client: FlaskClient, way: str) -> None:
        typed = _typed(form, WAYS[way])
        if typed is None:
            return
        url = urljoin(page.url, form.element.get("action") or page.url)
        with self.guard.watching():
            answer = client.post(url, data=_as_sent(typed), follow_redirects=True)
        where = f"{who} vult {url} in ({way})"
        if self.guard.wanted_to_keep:
            if not _may_be_kept(form, way):
                self.faults.append(f"{where}: aangenomen ({', '.join(sorted(self.guard.tables))})")
            return
        self._judge(where, way, Page(answer), form, typed)

    def _judge(self, where: str, way: str, answer: Page, form: Form, typed: dict[str, list[Any]]) -> None:
        if way == "nulteken" and answer.status == 400:  # nobody types it, so nothing has to be kept
            return
        if answer.status != 200:
            self.faults.append(f"{where}: {answer.status} {answer.heading!r} {answer.complaints}")
            return
        if not answer.errors and not answer.complaints:
            if way == "leeg" and _may_be_kept(form, way):
                return
            self.faults.append(f"{where}: geen fout gemeld op {answer.url} ({answer.said!r})")
            return
        self.faults += [f"{where}: Engels: {words}" for words in english_on(answer)]
        if MARK.encode() in answer.data:
            self.faults.append(f"{where}: het staat als html in de pagina")
        for control in form.controls():
            name = control.get("name")
            if kind_of(control) in ("text", "number", "day", "moment") and name in typed:
                kept = [_told(each.values[name]) for each in answer.forms if name in each.values]
                if _told(typed[name]) not in kept:
                    self.faults.append(f"{where}: {name} is niet bewaard: {str(kept)[:60]}")


def _told(values: list[Any]) -> list[str]:
    """What was typed, apart from spaces around it and, as in an e-mail address, capitals."""
    return [each.strip().lower() for each in values]


def _typed(form: Form, way: dict[str, str]) -> dict[str, list[Any]] | None:
    """What is sent in this way; None when this form has no field that can be wrong so."""
    typed = {name: list(values) for name, values in form.values.items()}
    wrong = False
    for control in form.controls():
        name, kind = control.get("name"), kind_of(control)
        if not name or name == "csrf_token":
            continue
        if kind in way and (kind != "hidden" or name != "csrf_token"):
            wrong = wrong or kind != "hidden"
            typed[name] = [way[kind]] if way[kind] else ([""] if kind in FITTING else [])
        elif way is not WAYS["leeg"] and not any(typed.get(name, [])):
            typed[name] = _fitting(control, kind)
    return typed if wrong else None


def _fitting(control: html.HtmlElement, kind: str) -> list[Any]:
    if kind == "choice":
        values = [each.get("value") for each in control.xpath(".//option") if each.get("value")]
        return values[:1] or ([control.get("value")] if control.get("value") else [])
    if kind == "tick":
        return [control.get("value", "on")]
    return [FITTING[kind]] if kind in FITTING else []


def _as_sent(typed: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """With files as files: "onzin" stands for a PDF that is none."""
    return {
        name: [(BytesIO(b"geen pdf"), "onzin.pdf") if each == "onzin" else each for each in values]
        for name, values in typed.items()
    }


def _may_be_kept(form: Form, way: str) -> bool:
    """Whether a form rightly accepts this: nothing in it is required, or nothing in it can be too long."""
    kinds = {kind_of(each) for each in form.controls()}
    if way in MAY_BE_RIGHT:
        return True
    if way == "leeg":
        return not any(each.get("required") is not None for each in form.controls())
    if way == "onzin":
        return not kinds & {"number", "day", "moment", "file"}
    if way == "nulteken":
        return False
    if way == "te lang":
        return not kinds & {"text", "number", "day", "moment"}
    return not kinds & {"choice"}


def walk(start: str, visit: Callable[[str, str], Page | None], *, is_new: Callable[[str], bool]) -> None:
    """Visit every address that can be reached by links, breadth first; says where each link stood."""
    waiting, seen = [(start, "")], {start}
    while waiting:
        address, origin = waiting.pop(0)
        page = visit(address, origin) if is_new(address) else None
        if page is None:
            continue
        for link in page.tree.xpath("//a[@href]/@href"):
            parts = urlsplit(urljoin(f"http://localhost{address}", link))
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            if parts.netloc == "localhost" and target not in seen:
                seen.add(target)
                waiting.append((target, address))
