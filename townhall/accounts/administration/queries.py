"""Questions of who administers the accounts."""

from datetime import datetime, timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from townhall.accounts.administration.models import PASSWORD_PURPOSES, LinkPurpose, MailedLink, PasswordRequest
from townhall.accounts.models import Account, AccountRole, LoginSession
from townhall.accounts.queries import hash_of_token
from townhall.accounts.roles import Role
from townhall.database import db


def accounts(*, text: str = "", role: Role | None = None) -> Select[Account]:
    """Accounts whose name or address holds the text, with this role; a statement, by name."""
    found = select(Account).options(joinedload(Account.organisation))
    if text:
        literal = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        pattern = f"%{literal}%"
        found = found.where(or_(Account.name.ilike(pattern, escape="\\"), Account.email.ilike(pattern, escape="\\")))
    if role is not None:
        found = found.where(Account.id.in_(select(AccountRole.account_id).where(AccountRole.role == role)))
    return found.order_by(Account.name, Account.id)


def account_with_id(account_id: int) -> Account | None:
    """The account with this id, with its organisation."""
    return db.session.get(Account, account_id, options=[joinedload(Account.organisation)])


def staff_accounts() -> list[Account]:
    """Everybody of the municipality who may log in, by name."""
    return list(
        db.session.scalars(
            select(Account)
            .where(
                Account.activated_at.is_not(None),
                Account.deactivated_at.is_(None),
                Account.id.in_(select(AccountRole.account_id).where(AccountRole.role != Role.SUPPLIER)),
            )
            .order_by(Account.name)
        )
    )


def usable_administrators() -> int:
    """How many administrators may log in."""
    count = (
        select(func.count())
        .select_from(Account)
        .join(AccountRole)
        .where(
            AccountRole.role == Role.ADMINISTRATOR,
            Account.activated_at.is_not(None),
            Account.deactivated_at.is_(None),
        )
    )
    return db.session.scalar(count) or 0


def open_sessions_of(account: Account) -> list[LoginSession]:
    """The log-ins of this account that were not ended."""
    return list(
        db.session.scalars(
            select(LoginSession).where(LoginSession.account_id == account.id, LoginSession.ended_at.is_(None))
        )
    )


def live_password_link(token: str, now: datetime) -> MailedLink | None:
    """The link to choose a password that this token stands for: of an invitation or after forgetting one."""
    found = (live_link(token, purpose, now) for purpose in PASSWORD_PURPOSES)
    return next((link for link in found if link is not None), None)


def recent_password_requests(email: str, at: datetime) -> int:
    """How often a new password was asked for this address in the last quarter of an hour."""
    since = at - timedelta(minutes=15)
    count = select(func.count()).select_from(PasswordRequest)
    return db.session.scalar(count.where(PasswordRequest.email == email, PasswordRequest.asked_at > since)) or 0


def live_link(token: str, purpose: LinkPurpose, now: datetime) -> MailedLink | None:
    """The link that this token stands for, as long as it works."""
    return db.session.scalar(
        select(MailedLink).where(
            MailedLink.token_hash == hash_of_token(token),
            MailedLink.purpose == purpose,
            MailedLink.used_at.is_(None),
            MailedLink.expires_at > now,
        )
    )
