"""The log-ins that a demo shows on its log-in page; a real database shows none."""

from dataclasses import dataclass

from sqlalchemy import select

from townhall.accounts.models import Account
from townhall.database import db
from townhall.filters import words
from townhall.installation import demo_day

#: Everybody in the demo logs in with this; it is worth nothing elsewhere.
DEMO_PASSWORD = "raamwerk-demo-2026"


@dataclass(frozen=True)
class DemoLogin:
    """One line of the table of log-ins."""

    name: str
    roles: str
    email: str
    password: str


def demo_logins() -> list[DemoLogin]:
    """Who can log in to the demo; nobody when this is no demo."""
    if demo_day() is None:
        return []
    accounts = db.session.scalars(
        select(Account)
        .where(Account.activated_at.is_not(None), Account.deactivated_at.is_(None))
        .order_by(Account.id)
        .limit(20)
    )
    return [
        DemoLogin(account.name, ", ".join(words(role) for role in sorted(account.roles)), account.email, DEMO_PASSWORD)
        for account in accounts
    ]
