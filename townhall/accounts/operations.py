"""Logging in and out, and choosing another password."""

import secrets
from datetime import datetime, timedelta

from flask import current_app

from townhall.accounts import queries
from townhall.accounts.actor import VISITOR, Actor
from townhall.accounts.models import Account, LoginAttempt, LoginSession
from townhall.accounts.passwords import hash_password, is_password, obstacles_to_password
from townhall.audit import trail
from townhall.database import db
from townhall.refusal import Obstacle, Refusal, refuse_if

MOST_FAILURES = 8

UNKNOWN = Obstacle(
    "login-unknown",
    "Dit e-mailadres en wachtwoord horen niet bij elkaar. Controleer ze en probeer het opnieuw.",
    "email",
)
TOO_MANY = Obstacle(
    "login-too-often",
    "Er is te vaak geprobeerd om met dit e-mailadres in te loggen. Wacht een kwartier en probeer het opnieuw.",
    "email",
)


def log_in(email: str, password: str, *, now: datetime, machine_time: datetime) -> tuple[Account, str] | None:
    """Begin a log-in; gives the account and the token for the cookie, or None when they do not fit.

    A miss is counted, so the caller must commit it. Raises ``Refusal`` when there were too many.
    """
    address = email.strip().lower()
    if queries.recent_failures(address, machine_time) >= MOST_FAILURES:
        raise Refusal([TOO_MANY])
    account = queries.account_with_email(address)
    fits = is_password(password, account.password_hash if account else None)
    if account is None or not fits or not account.is_usable:
        db.session.add(LoginAttempt(email=address[:254], at=machine_time))
        if account is not None:
            trail.record("account.login_failed", account, actor=VISITOR, now=now)
        return None
    token = begin_session(account, machine_time)
    trail.record("account.logged_in", account, actor=account.actor(), now=now)
    return account, token


def begin_session(account: Account, machine_time: datetime) -> str:
    """A new log-in of this account; gives its token, of which only the hash is kept."""
    token = secrets.token_urlsafe(32)
    hours = current_app.extensions["settings"].session_hours
    db.session.add(
        LoginSession(
            token_hash=queries.hash_of_token(token),
            account_id=account.id,
            begun_at=machine_time,
            expires_at=machine_time + timedelta(hours=hours),
        )
    )
    return token


def extend_session(session: LoginSession, *, actor: Actor, now: datetime, machine_time: datetime) -> None:
    """Keep this log-in a while longer, up to the longest that the house allows. Nothing happens when it lasts so long.

    Being at work keeps a log-in alive by itself; only moving its last moment is an act for the trail.
    """
    settings = current_app.extensions["settings"]
    longest = session.begun_at + timedelta(hours=settings.session_longest_hours)
    wanted = machine_time + timedelta(minutes=settings.session_idle_minutes)
    if (ends := min(longest, wanted)) <= session.expires_at:
        return
    session.expires_at = ends
    trail.record("account.session_extended", session.account, actor=actor, now=now, after={"ends_at": ends})


def log_out(session: LoginSession, *, actor: Actor, now: datetime, machine_time: datetime) -> None:
    """End this log-in; its token is worth nothing from now on."""
    session.ended_at = machine_time
    trail.record("account.logged_out", session.account, actor=actor, now=now)


def choose_password(account: Account, current: str, new: str, *, actor: Actor, now: datetime) -> None:
    """Replace one's own password, knowing the current one."""
    obstacles = obstacles_to_password(new)
    if not is_password(current, account.password_hash):
        text = "Dit is niet uw huidige wachtwoord. Vul het opnieuw in."
        obstacles.append(Obstacle("password-wrong", text, "current"))
    refuse_if(obstacles)
    account.password_hash = hash_password(new)
    trail.record("account.password_changed", account, actor=actor, now=now)
