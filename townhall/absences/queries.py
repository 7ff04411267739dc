"""Questions about absences."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload

from townhall.absences.models import Absence
from townhall.accounts.models import Account, AccountRole
from townhall.accounts.roles import Role
from townhall.database import db


def absences_of(account_id: int, since: date) -> list[Absence]:
    """The absences of this person that are not over on this day, the first one first."""
    return list(
        db.session.scalars(
            select(Absence)
            .where(Absence.account_id == account_id, Absence.withdrawn_at.is_(None), Absence.last_day >= since)
            .options(joinedload(Absence.stand_in))
            .order_by(Absence.first_day)
        )
    )


def absence_of(account_id: int, absence_id: int) -> Absence | None:
    """This absence, when it is this person's."""
    return db.session.scalar(select(Absence).where(Absence.id == absence_id, Absence.account_id == account_id))


def away_on(today: date) -> Mapping[int, int | None]:
    """Who is away on this day, each with who looks after his work, if anybody does."""
    rows = db.session.execute(select(Absence.account_id, Absence.stand_in_id).where(_is_on(today)))
    return {row.account_id: row.stand_in_id for row in rows}


def replaced_by(account_id: int, today: date) -> Select[int]:
    """For whom this person looks after the work today; a statement, to ask about their records."""
    return select(Absence.account_id).where(Absence.stand_in_id == account_id, _is_on(today))


def left_alone_on(today: date) -> Select[int]:
    """Who is away today without a stand-in who is there; a statement, to ask about their records."""
    there = select(Account.id).where(
        Account.activated_at.is_not(None), Account.deactivated_at.is_(None),
        Account.id.not_in(select(Absence.account_id).where(_is_on(today))),
    )  # fmt: skip
    alone = or_(Absence.stand_in_id.is_(None), Absence.stand_in_id.not_in(there))
    return select(Absence.account_id).where(_is_on(today), alone)


def _is_on(today: date) -> ColumnElement[bool]:
    return and_(Absence.withdrawn_at.is_(None), Absence.first_day <= today, Absence.last_day >= today)


def is_away_between(account_id: int, first: date, last: date) -> bool:
    """Whether this person is away on one of these days."""
    away = select(Absence.id).where(
        Absence.account_id == account_id, Absence.withdrawn_at.is_(None), Absence.first_day <= last,
        Absence.last_day >= first,
    )  # fmt: skip
    return db.session.scalar(away.limit(1)) is not None


def possible_stand_ins(account: Account) -> list[Account]:
    """Colleagues who share a role with this person and may log in, by name; of a supplier his own colleagues."""
    sharing = select(AccountRole.account_id).where(AccountRole.role.in_(account.roles))
    statement = select(Account).where(
        Account.id.in_(sharing), Account.id != account.id, Account.activated_at.is_not(None),
        Account.deactivated_at.is_(None),
    )  # fmt: skip
    if Role.SUPPLIER in account.roles:
        statement = statement.where(Account.organisation_id == account.organisation_id)
    return list(db.session.scalars(statement.order_by(Account.name)))
