"""Which days are equated with a holiday, those of the house and those added."""

from datetime import date

from flask import g
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from townhall.database import db
from townhall.decrees.models import AddedDecreedDay
from townhall.working_days import DECREED_DAYS


def equated_days() -> frozenset[date]:
    """All days equated by decree, for the rules about terms; read once per request."""
    if "equated_days" not in g:
        live = select(AddedDecreedDay.day).where(AddedDecreedDay.withdrawn_at.is_(None))
        g.equated_days = DECREED_DAYS | frozenset(db.session.scalars(live))
    return g.equated_days  # type: ignore[no-any-return]


def forget_equated_days() -> None:
    """Read them anew: after one was added or withdrawn."""
    g.pop("equated_days", None)


def added_days() -> list[AddedDecreedDay]:
    """Every day that was added, the latest day first."""
    statement = select(AddedDecreedDay).options(joinedload(AddedDecreedDay.added_by))
    return list(db.session.scalars(statement.order_by(AddedDecreedDay.day.desc(), AddedDecreedDay.id.desc())))


def added_day_with_id(day_id: int) -> AddedDecreedDay | None:
    """The added day with this id."""
    return db.session.get(AddedDecreedDay, day_id)
