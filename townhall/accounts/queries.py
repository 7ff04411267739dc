"""Questions about accounts and log-ins."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from townhall.accounts.models import Account, AccountRole, LoginAttempt, LoginSession
from townhall.accounts.roles import Role
from townhall.database import db


def account_with_email(email: str) -> Account | None:
    """The account that logs in with this address."""
    return db.session.scalar(select(Account).where(Account.email == email.strip().lower()))


def accounts_with(role: Role) -> list[Account]:
    """Who holds this role and may log in, by name."""
    return list(
        db.session.scalars(
            select(Account)
            .join(AccountRole)
            .where(AccountRole.role == role, Account.activated_at.is_not(None), Account.deactivated_at.is_(None))
            .order_by(Account.name)
        )
    )


def live_session(token: str, at: datetime) -> LoginSession | None:
    """The log-in that this token stands for, with its account, as long as it counts."""
    found = db.session.scalar(
        select(LoginSession)
        .where(LoginSession.token_hash == hash_of_token(token))
        .options(joinedload(LoginSession.account).joinedload(Account.role_rows))
    )
    if found is None or found.ended_at is not None or found.expires_at <= at or not found.account.is_usable:
        return None
    return found


def recent_failures(email: str, at: datetime) -> int:
    """Failed log-ins for this address in the last quarter of an hour."""
    since = at - timedelta(minutes=15)
    count = select(func.count()).select_from(LoginAttempt)
    return db.session.scalar(count.where(LoginAttempt.email == email, LoginAttempt.at > since)) or 0


def hash_of_token(token: str) -> str:
    """What is stored of a random token."""
    return hashlib.sha256(token.encode()).hexdigest()
