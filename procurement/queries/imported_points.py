"""The points for the price that were typed in, where the published method is the buyer's own."""

from collections.abc import Collection

from sqlalchemy import select

from procurement.models.imported_points import ImportedPoints
from townhall.database import db


def imported_points_of(bid_ids: Collection[int]) -> dict[int, ImportedPoints]:
    """What was typed in, per bid."""
    found = db.session.scalars(select(ImportedPoints).where(ImportedPoints.bid_id.in_(list(bid_ids))))
    return {each.bid_id: each for each in found}
