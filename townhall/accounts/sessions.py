"""Log-ins as rows, behind Flask-Login."""

from flask import Flask
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


def register(app: Flask) -> None:
    """Let Flask-Login find log-ins in the table."""
    manager = LoginManager(app)
    manager.anonymous_user = NotLoggedIn
    manager.session_protection = None  # the row is the session; it can be ended from our side

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(token: str) -> LoggedIn | None:
        session = live_session(token, clock.machine_time())
        return LoggedIn(session, token) if session else None
