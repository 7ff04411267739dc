"""Questions about the regime advices that were kept with a tender."""

from sqlalchemy import func, select

from procurement.models.estimates import RegimeAdviceRow
from procurement.models.tenders import Tender
from townhall.database import db


def advices_of(tender: Tender) -> list[RegimeAdviceRow]:
    """Every advice in the file, the newest first."""
    rows = select(RegimeAdviceRow).where(RegimeAdviceRow.tender_id == tender.id)
    return list(db.session.scalars(rows.order_by(RegimeAdviceRow.number.desc())))


def advice_by_number(tender: Tender, number: int) -> RegimeAdviceRow | None:
    """One advice in the file; None when there is no such number."""
    return db.session.scalar(
        select(RegimeAdviceRow).where(RegimeAdviceRow.tender_id == tender.id, RegimeAdviceRow.number == number)
    )


def count_of_advices(tender: Tender) -> int:
    """How many advices are in the file."""
    return db.session.scalar(select(func.count(RegimeAdviceRow.id)).where(RegimeAdviceRow.tender_id == tender.id)) or 0
