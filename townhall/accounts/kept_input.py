"""What somebody typed in a form that came in after his log-in had ended: kept while he logs in again.

It travels in the page, not in the database: nothing is stored for who is not logged in. After the log-in the
form is shown with what was typed (``RESTORED``), and is sent only when its own button is pressed again.
"""

import json
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import current_app, g, render_template, request
from flask.typing import ResponseReturnValue

from townhall.accounts.forms import LogInForm
from townhall.demo_people import demo_logins

#: The field that says: show this form again, send nothing yet.
RESTORED = "_hersteld"
#: Secrets are typed anew, and a token is given anew. A test sees to it that every secret field is named here.
NEVER_KEPT = frozenset({"csrf_token", RESTORED, "password", "current", "again", "passphrase", "old"})


@dataclass(frozen=True)
class KeptInput:
    """The address a form was sent to, and its fields in order."""

    address: str
    fields: tuple[tuple[str, str], ...]

    def as_text(self) -> str:
        """As it travels in the log-in page."""
        return json.dumps({"address": self.address, "fields": self.fields})


def read_kept(text: str) -> KeptInput | None:
    """What the log-in page carried along; None when it is nothing of ours."""
    try:
        read = json.loads(text)
        fields = tuple((str(name), str(value)) for name, value in read["fields"] if name not in NEVER_KEPT)
        return KeptInput(read["address"], fields) if is_inside(read["address"]) else None
    except (ValueError, TypeError, KeyError):
        return None


def is_inside(address: object) -> bool:
    """Whether this is an address within this application."""
    if not isinstance(address, str) or not address.startswith("/") or address.startswith(("//", "/\\")):
        return False
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc


def log_in_and_go_on() -> ResponseReturnValue | None:
    """The log-in page, which keeps the form that came in. None when it holds nothing, or nothing that can be kept."""
    kept = _typed_now()
    if kept is None:
        return None
    form = LogInForm(formdata=None)
    return render_template("accounts/login.html", form=form, kept=kept, wanted=None, demo_logins=demo_logins()), 401


def go_on() -> ResponseReturnValue | None:
    """A page that leads back to the form that came in with an old token. None as above."""
    kept = _typed_now()
    return None if kept is None else render_template("accounts/go_on.html", kept=kept, restored=RESTORED)


def note_restored() -> None:
    """Before each request: a form that is put back after the log-in is only shown, whatever its view would do."""
    g.shows_only = request.method == "POST" and RESTORED in request.form


def _typed_now() -> KeptInput | None:
    rule = request.url_rule
    if request.method != "POST" or rule is None or "GET" not in (rule.methods or ()) or not _is_from_our_own_page():
        return None
    fields = tuple((name, value) for name, value in request.form.items(multi=True) if name not in NEVER_KEPT)
    return KeptInput(request.full_path.rstrip("?"), fields) if fields else None


def _is_from_our_own_page() -> bool:
    """Nobody else may fill in a form for our user: the browser says where a form was sent from."""
    origin = urlsplit(request.headers.get("Origin", "")).netloc
    return origin != "" and origin in (request.host, urlsplit(current_app.extensions["settings"].base_url).netloc)
