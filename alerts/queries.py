"""Questions about alerts."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import ColumnElement, Select, func, or_, select

from alerts.models import Alert, Scan
from townhall.accounts.actor import Actor
from townhall.accounts.models import Account, AccountRole
from townhall.accounts.roles import Role
from townhall.database import db


def open_alerts() -> list[Alert]:
    """Every alert that is not closed."""
    return list(db.session.scalars(select(Alert).where(Alert.closed_at.is_(None))))


def alerts_of(actor: Actor) -> Select[Alert]:
    """The open alerts of this person's roles: late ones first, then by day."""
    return (
        select(Alert)
        .where(Alert.closed_at.is_(None), _is_for(actor))
        .order_by(Alert.is_late.desc(), Alert.due_on.is_(None), Alert.due_on, Alert.id)
    )


def number_of_alerts(actor: Actor) -> int:
    """How many open alerts this person has; for the menu."""
    count = select(func.count()).select_from(Alert).where(Alert.closed_at.is_(None), _is_for(actor))
    return db.session.scalar(count) or 0


def alert_of(actor: Actor, alert_id: int) -> Alert | None:
    """This alert, when it is for this person."""
    return db.session.scalar(select(Alert).where(Alert.id == alert_id, _is_for(actor)))


def accounts_by_role(roles: Iterable[Role]) -> dict[Account, set[Role]]:
    """Who holds these roles, with the ones each holds. One query."""
    rows = db.session.execute(
        select(Account, AccountRole.role)
        .join(AccountRole)
        .where(AccountRole.role.in_(list(roles)), Account.activated_at.is_not(None), Account.deactivated_at.is_(None))
    )
    found: dict[Account, set[Role]] = defaultdict(set)
    for account, role in rows:
        found[account].add(role)
    return found


def last_scan() -> Scan | None:
    """The newest run of the daily scan."""
    return db.session.scalar(select(Scan).order_by(Scan.id.desc()).limit(1))


def _is_for(actor: Actor) -> ColumnElement[bool]:
    roles = list(actor.roles)
    owned = or_(Alert.owner_id.is_(None), Alert.owner_id == actor.account_id)
    return (Alert.role.in_(roles) & owned) | Alert.escalated_to.in_(roles)


def all_open_alerts() -> Select[Alert]:
    """Every open alert of every role: late ones first, then by day."""
    return (
        select(Alert)
        .where(Alert.closed_at.is_(None))
        .order_by(Alert.is_late.desc(), Alert.due_on.is_(None), Alert.due_on, Alert.id)
    )


def texts_about(subject: str) -> list[str]:
    """What is open about this record, each in one sentence."""
    rows = db.session.execute(
        select(Alert.title, Alert.about).where(Alert.closed_at.is_(None), Alert.subject == subject).order_by(Alert.id)
    )
    return [f"{title}. {about}" for title, about in rows]
