"""Which frameworks an order can be bid for. The storey above knows the contracts; it lends its question here."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from procurement.minicompetitions import FrameworkLot, MinicompetitionFacts
from procurement.models.tenders import Lot, Tender, TenderInvitation
from townhall.database import db
from townhall.organisations.models import Organisation

#: Gives the lots with several contractors whose framework runs on this day.
Source = Callable[[date], list[FrameworkLot]]

_sources: list[Source] = []


def register_frameworks(source: Source) -> None:
    """Say who knows the running frameworks; the last one said counts."""
    _sources[:] = [source]


def frameworks_on(day: date) -> list[FrameworkLot]:
    """The lots with several contractors whose framework runs on this day, by title."""
    return [framework for source in _sources for framework in source(day)]


def framework_lot(lot_id: int) -> Lot:
    """The lot a framework comes from, with its tender, fees and criteria."""
    return db.session.execute(
        select(Lot)
        .where(Lot.id == lot_id)
        .options(
            selectinload(Lot.milestones),
            joinedload(Lot.tender).options(selectinload(Tender.criteria), selectinload(Tender.cpv_parts)),
        )
    ).scalar_one()


def minicompetition_facts(tender: Tender) -> MinicompetitionFacts | None:
    """What the framework says against what the draft says; none for a tender of its own."""
    if tender.calls_off is None:
        return None
    invited = db.session.scalars(
        select(Organisation.name)
        .join(TenderInvitation, TenderInvitation.supplier_id == Organisation.id)
        .where(TenderInvitation.tender_id == tender.id)
    )
    return MinicompetitionFacts(
        contractors=tuple(each["supplier"] for each in tender.calls_off["contractors"]),
        invited=tuple(invited),
        framework_criteria=tuple(tender.calls_off["criteria"]),
        criteria=tuple(criterion.code for criterion in tender.criteria),
    )
