"""Questions about how far lines may be off."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from invoices.models import MatchTolerance
from invoices.tolerances import DecidedTolerance
from townhall.database import db


def decided_tolerances() -> list[DecidedTolerance]:
    """Every decision, in the order of deciding."""
    return [each.facts() for each in db.session.scalars(select(MatchTolerance).order_by(MatchTolerance.id))]


def tolerances() -> Select[MatchTolerance]:
    """Every decision, the newest first, for a page."""
    return select(MatchTolerance).options(joinedload(MatchTolerance.decided_by)).order_by(MatchTolerance.id.desc())
