"""The gate: every route asks for a permission or is public on purpose.

A view says who may enter with ``@allowed`` or ``@public``. ``check_every_route`` makes the
application refuse to start when a view says nothing.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import HTTPException

from townhall.accounts.actor import VISITOR, Actor
from townhall.accounts.kept_input import log_in_and_go_on
from townhall.accounts.roles import Role

View = TypeVar("View", bound=Callable[..., Any])

GATE = "_gate"


class Gate:
    """What a view asks of whoever enters."""

    def __init__(self, permissions: tuple[StrEnum, ...], *, public: bool, records_reading: bool) -> None:
        self.permissions = permissions
        self.public = public
        self.records_reading = records_reading


class UngatedRoute(RuntimeError):
    """A route that neither asks for a permission nor says that it is public."""


def allowed(*permissions: StrEnum, records_reading: bool = False) -> Callable[[View], View]:
    """Only who holds one of these permissions may enter; without any: everybody who is logged in.

    ``records_reading`` announces that a GET of this view writes to the trail who read what.
    """

    def mark(view: View) -> View:
        setattr(view, GATE, Gate(permissions, public=False, records_reading=records_reading))
        return view

    return mark


def public(view: View) -> View:
    """Everybody may enter, also without logging in."""
    setattr(view, GATE, Gate((), public=True, records_reading=False))
    return view


def grant(grants: Mapping[Any, frozenset[Role]], words: Mapping[Any, str]) -> None:
    """Add the permissions of a module to the table of the application: the roles that hold them, and their Dutch."""
    _grants.update(grants)
    _words.update(words)


def permission_words() -> Mapping[StrEnum, str]:
    """What each permission lets one do, in Dutch."""
    return _words


def granted() -> Mapping[StrEnum, frozenset[Role]]:
    """The whole table: each permission with the roles that hold it."""
    return _grants


_grants: dict[StrEnum, frozenset[Role]] = {}
_words: dict[StrEnum, str] = {}


def holds(actor: Actor, permission: StrEnum) -> bool:
    """Whether one of this person's roles holds the permission."""
    return bool(actor.roles & _grants[permission])


def current_actor() -> Actor:
    """Who makes this request."""
    if not current_user.is_authenticated:
        return VISITOR
    if "actor" not in g:
        g.actor = current_user.account.actor()
    return g.actor  # type: ignore[no-any-return]


def may(permission: StrEnum) -> bool:
    """Whether who makes this request holds the permission; also in templates."""
    return holds(current_actor(), permission)


def may_open(address: str) -> bool:
    """Whether the gate of this address lets in who makes this request; also in templates."""
    try:
        endpoint, _ = current_app.url_map.bind_to_environ(request.environ).match(urlsplit(address).path, method="GET")
    except HTTPException:
        return False
    gate = gate_of(current_app, endpoint)
    return gate is not None and (not gate.permissions or any(may(permission) for permission in gate.permissions))


def check_every_route(app: Flask) -> None:
    """Raise ``UngatedRoute`` naming every route without a gate."""
    ungated = sorted(
        rule.endpoint for rule in app.url_map.iter_rules() if gate_of(app, rule.endpoint) is None
    )
    if ungated:
        raise UngatedRoute(f"say @allowed or @public on: {', '.join(ungated)}")
    unknown = {
        permission
        for rule in app.url_map.iter_rules()
        for permission in getattr(gate_of(app, rule.endpoint), "permissions", ())
        if permission not in _grants
    }
    if unknown:
        raise UngatedRoute(f"no role was granted: {', '.join(sorted(unknown))}")


def gate_of(app: Flask, endpoint: str) -> Gate | None:
    """The gate of this endpoint, if its view has one."""
    if endpoint == "static" or endpoint.endswith(".static"):
        return Gate((), public=True, records_reading=False)
    return getattr(app.view_functions.get(endpoint), GATE, None)


def guard() -> ResponseReturnValue | None:
    """Before each request: let in, send to the log-in page, or refuse."""
    if request.endpoint is None:
        return None
    gate = gate_of(current_app, request.endpoint)
    assert gate is not None, "checked at the start"
    g.writes = gate.records_reading
    if gate.public:
        return None
    if not current_user.is_authenticated:
        wanted = request.full_path if request.method == "GET" else None
        return log_in_and_go_on() or redirect(url_for("accounts.log_in", verder=wanted))
    if gate.permissions and not any(may(permission) for permission in gate.permissions):
        abort(403)
    if g.shows_only:
        text = "Dit typte u voordat u werd uitgelogd. Het is nog niet verstuurd: controleer het en verstuur het."
        flash(text, "info")
    return None
