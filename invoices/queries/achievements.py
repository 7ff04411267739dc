"""Achievements as records, for the operations that name them."""

from collections.abc import Collection

from sqlalchemy import select

from contracts.models import Achievement
from townhall.database import db


def achievements_with_ids(ids: Collection[int]) -> list[Achievement]:
    """The achievements with these ids, in order of id; who may use them is judged by the operation."""
    return list(
        db.session.scalars(select(Achievement).where(Achievement.id.in_(ids)).order_by(Achievement.id))
    )
