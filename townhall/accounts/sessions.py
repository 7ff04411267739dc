"""Log-ins as rows, behind Flask-Login."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask, current_app
from flask_login import AnonymousUserMixin, LoginManager, UserMixin

from townhall import clock
from townhall.accounts.models import Account, LoginSession
from townhall.accounts.queries import live_session


class LoggedIn(UserMixin):  # type: ignore[misc]
    """Who is logged in: an account, through one session row. The cookie holds the row's token."""

    def __init__(self, session: LoginSession, token: str) -> None:
        self.session = session
        self.account: Account = session.account
        self.name = session.account.name
        self._token = token

    def get_id(self) -> str:
        return self._token


class NotLoggedIn(AnonymousUserMixin):  # type: ignore[misc]
    """A visitor."""

    name = ""


@dataclass(frozen=True)
class SessionEnd:
    """When a log-in ends if nothing is done from now on, and when at the latest; ``warn`` is seconds before the end."""

    at: datetime
    latest: datetime
    seconds: int
    warn: int


def session_end(session: LoginSession, at: datetime) -> SessionEnd:
    """When this log-in ends, seen from this moment."""
    settings = current_app.extensions["settings"]
    rest = timedelta(minutes=settings.session_idle_minutes)
    ends = min(session.expires_at, at + rest)
    warn = min(timedelta(minutes=settings.session_warning_minutes), rest / 2)
    return SessionEnd(ends, session.expires_at, int((ends - at).total_seconds()), int(warn.total_seconds()))


def register(app: Flask) -> None:
    """Let Flask-Login find log-ins in the table."""
    manager = LoginManager(app)
    manager.anonymous_user = NotLoggedIn
    manager.session_protection = None  # the row is the session; it can be ended from our side

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(token: str) -> LoggedIn | None:
        session = live_session(token, clock.machine_time())
        return LoggedIn(session, token) if session else None
