"""The application, empty or with the demo in it, on a port of its own, and a walk through its pages."""

import fcntl
import shutil
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask import Flask, url_for
from flask.testing import FlaskClient
from lxml import html
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect, Rule
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.browser.shapes import leftovers_in, shape_of, shapes_of
from tests.conftest import MONDAY
from tests.people import save_cast
from townhall import clock
from townhall.accounts.models import Account
from townhall.accounts.operations import begin_session
from townhall.config import Settings
from townhall.database import db
from wsgi import create_app

#: One of everybody; together they hold every role.
CAST = ("Inge", "Anouk", "Bram", "Gert", "Coen", "Kim", "Fatima", "Wim", "Ria", "Ali", "Sanne")
VISITOR = "bezoeker"

#: So many pages of one endpoint are read for links: a draft leads elsewhere than an award does.
PAGES_PER_ENDPOINT = 6
#: A form to send with a required control that one types in; a form with others only may be right as it stands.
FORM = """//main//form[contains(concat(" ", @class, " "), " form ")][@method="post"][
    .//textarea[@required] or .//input[@required][not(@type="checkbox" or @type="radio" or @type="file")]]"""
#: So many numbers are tried for a page that no link leads to.
GUESSES_PER_ENDPOINT = 4


def settings_of(folder: Path) -> Settings:
    """The settings of an installation in this folder; as in real life, but with cheap passwords."""
    return Settings(
        _env_file=None, instance_folder=folder, database_url="", secret_key="test", smtp_host="",
        password_time_cost=1, password_memory_kib=8, passphrase_operations=1, passphrase_memory_kib=8,
        cookies_over_https_only=False,
    )  # fmt: skip


def load_demo(folder: Path) -> None:
    """Tell the demo's story in a database in this folder."""
    told = create_app(settings_of(folder)).test_cli_runner().invoke(args=["demo", "load"])
    assert told.exit_code == 0, f"{told.output}\n{told.exception!r}"


def load_people(folder: Path) -> None:
    """A real installation on its first day: its people, and nothing else."""
    with create_app(settings_of(folder)).app_context():
        db.create_all()
        save_cast(MONDAY)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


def copy_of_demo(shared: Path, own: Path) -> Path:
    """A folder with a demo of one's own. The story is told once, also when tests run side by side."""
    shared.mkdir(parents=True, exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "told").exists():
            load_demo(shared / "demo")
            (shared / "told").touch()
    shutil.copytree(shared / "demo", own)
    return own


#: What was judged and looked at on any site: a page of an empty installation may be one of the demo too.
JUDGED: set[tuple[int, int]] = set()
LOOKED_AT: set[int] = set()


@dataclass(frozen=True)
class Site:
    """A running installation: where it is, and the cookie with which somebody is logged in."""

    app: Flask
    base_url: str
    #: Per person where a walk begins beside the start page: what waits there, or was mailed.
    waiting: dict[str, list[str]] = field(default_factory=dict)
    walks: dict[str, "Walk"] = field(default_factory=dict)
    #: What axe has judged: the width, and the shape of a part of a page.
    shapes: set[tuple[int, int]] = field(default_factory=lambda: JUDGED)
    #: The shapes of parts of pages, as they were sent, that were looked at in a browser.
    looked_at: set[int] = field(default_factory=lambda: LOOKED_AT)
    #: The shapes of forms that were sent empty.
    forms_sent: set[int] = field(default_factory=set)

    def walked(self, name: str) -> "Walk":
        """What this person finds by following links; each person walks once."""
        if name not in self.walks:
            self.walks[name] = walk(self, name)
        return self.walks[name]

    def client(self, name: str) -> FlaskClient:
        """A quick browser without a screen, in which this person is logged in."""
        client = self.app.test_client()
        if name == VISITOR:
            return client
        with self.app.app_context():
            account = db.session.query(Account).filter(Account.name.startswith(name)).first()
            assert account is not None, f"{name} is not there"
            token = begin_session(account, clock.machine_time())
            db.session.commit()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
        return client

    def cookies(self, name: str) -> list[dict[str, str]]:
        """The same log-in for a real browser."""
        cookie = self.client(name).get_cookie(self.app.config["SESSION_COOKIE_NAME"])
        return [{"name": cookie.key, "value": cookie.value, "url": self.base_url}] if cookie else []

    def rule_of(self, path: str) -> tuple[Rule, dict[str, Any]] | None:
        """The rule that answers this address, with what it reads from it."""
        urls = self.app.url_map.bind("localhost")
        try:
            rule, values = urls.match(urlsplit(path).path, method="GET", return_rule=True)
        except RequestRedirect as elsewhere:
            return self.rule_of(elsewhere.new_url)
        except HTTPException:
            return None
        return rule, dict(values)

    def endpoint_of(self, path: str) -> str | None:
        """The endpoint that answers this address."""
        matched = self.rule_of(path)
        return matched[0].endpoint if matched else None


class Silent(WSGIRequestHandler):
    """Answers without a line in the log for every file."""

    def log(self, type: str, message: str, *args: object) -> None:
        pass


@contextmanager
def served(app: Flask) -> Iterator[Site]:
    """The application on a free port, in a thread."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Site(app, f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()


@dataclass
class Walk:
    """What one finds by following links: an address per endpoint, and what did not answer well."""

    pages: dict[str, str]
    others: dict[str, str]
    broken: list[str]
    #: Per endpoint of ``pages`` the shapes of its parts.
    shapes: dict[str, frozenset[int]] = field(default_factory=dict)
    #: Per endpoint of ``pages`` the shape of the form in which something has to be typed.
    forms: dict[str, int] = field(default_factory=dict)

    def keep(self, endpoint: str, address: str, text: str) -> None:
        """Keep the first page of an endpoint, its shape, and that of the form on it in which one has to type."""
        if endpoint in self.pages:
            return
        tree = html.fromstring(text)
        self.pages[endpoint] = address
        self.shapes[endpoint] = shapes_of(tree)
        self.forms.update((endpoint, shape_of(form)) for form in tree.xpath(FORM)[:1])
        self.broken.extend(f"{address}: {left}" for left in leftovers_in(tree))


def walk(site: Site, name: str) -> Walk:
    """Follow every link from the start page and from what waits, breadth first, as this person.

    ``pages`` are HTML; ``others`` are files to download and the like. Of every endpoint a few addresses
    are read for links, and the first is kept.
    """
    client = site.client(name)
    start = "/" if name != VISITOR else "/inloggen"
    starts = [start, *site.waiting.get(name, [])]
    found, seen, read = Walk({}, {}, []), set(starts), dict[str, int]()
    queue = deque((address, "het begin") for address in starts)
    while queue:
        address, origin = queue.popleft()
        endpoint = site.endpoint_of(address)
        if endpoint in (None, "static"):
            if endpoint is None:
                found.broken.append(f"{address} (op {origin}): dit adres bestaat niet")
            continue
        if read.get(endpoint, 0) >= PAGES_PER_ENDPOINT:
            continue
        read[endpoint] = read.get(endpoint, 0) + 1
        answer = client.get(address, follow_redirects=True)
        if answer.status_code >= 400:
            found.broken.append(f"{address} (op {origin}): {answer.status_code}")
            continue
        if answer.mimetype != "text/html":
            found.others.setdefault(endpoint, address)
            continue
        arrived = site.endpoint_of(answer.request.path) or endpoint
        found.keep(arrived, answer.request.path if arrived != endpoint else address, answer.text)
        for link in links_of(answer.text, answer.request.path):
            if link not in seen:
                seen.add(link)
                queue.append((link, address))
    look_behind(site, client, found, sorted(seen))
    return found


def look_behind(site: Site, client: FlaskClient, found: Walk, seen: Iterable[str]) -> None:
    """Open the pages that no link leads to now, with the numbers and names that were met under the same address.

    A page to sign is linked only from what waits for a signature; it opens, or says why not, for the others too.
    """
    met: dict[str, list[dict[str, Any]]] = {}
    for address in seen:
        if (matched := site.rule_of(address)) and matched[1]:
            met.setdefault(stem_of(matched[0].rule), []).append(matched[1])
    for rule in site.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint in (*found.pages, *found.others, "static"):
            continue
        fitting = [values for values in met.get(stem_of(rule.rule), []) if rule.arguments <= set(values)]
        fitting = fitting if rule.arguments else [{}]
        # One record is met under many addresses; each is tried once.
        guesses = dict.fromkeys(tuple((name, values[name]) for name in sorted(rule.arguments)) for values in fitting)
        for guess in list(guesses)[:GUESSES_PER_ENDPOINT]:
            with site.app.test_request_context():
                address = url_for(rule.endpoint, **dict(guess))
            answer = client.get(address)
            if answer.status_code == 403:
                break
            if answer.status_code == 200:
                if answer.mimetype == "text/html":
                    found.keep(rule.endpoint, address, answer.text)
                else:
                    found.others[rule.endpoint] = address
                break
            if answer.status_code >= 500:
                found.broken.append(f"{address} (zonder link): {answer.status_code}")
                break


def stem_of(rule: str) -> str:
    """The part of an address before its first variable part."""
    return rule.partition("<")[0]


def links_of(text: str, address: str) -> list[str]:
    """The addresses within this site that a page links to."""
    links = []
    for link in dict.fromkeys(html.fromstring(text).xpath("//a/@href")):
        parts = urlsplit(urljoin(f"http://localhost{address}", link))
        if parts.scheme == "http" and parts.netloc == "localhost":
            links.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return links
