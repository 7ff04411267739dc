"""Questions about tenders: which there are, who may see them, what goes with them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import selectinload

from procurement.lifecycle import TenderStatus
from procurement.models.questions import Bulletin
from procurement.models.tenders import (
    ClosingMove,
    Lot,
    Tender,
    TenderDocument,
    TenderInvitation,
)
from procurement.procedures import PUBLIC_PROCEDURES
from townhall.database import db
from townhall.documents.models import Document
from townhall.organisations.kinds import OrganisationKind, OrganisationStatus
from townhall.organisations.models import Organisation

_EVERYTHING = (
    selectinload(Tender.lots).selectinload(Lot.milestones),
    selectinload(Tender.lots).joinedload(Lot.options),
    selectinload(Tender.cpv_parts),
    selectinload(Tender.requirements),
    selectinload(Tender.criteria),
    selectinload(Tender.criterion_groups),
)


def tender_by_reference(reference: str) -> Tender | None:
    """The tender with all that was prepared for it; None when there is no such reference."""
    return db.session.scalar(select(Tender).where(Tender.reference == reference).options(*_EVERYTHING))


def tenders_matching(text: str, status: TenderStatus | None) -> Select[Tender]:
    """Tenders whose reference or title holds this text, newest first; for a list by pages."""
    statement = select(Tender).options(selectinload(Tender.lots)).order_by(Tender.id.desc())
    if text:
        pattern = f"%{_escaped(text)}%"
        statement = statement.where(
            or_(Tender.title.ilike(pattern, escape="\\"), Tender.reference.ilike(pattern, escape="\\"))
        )
    return statement if status is None else statement.where(Tender.status == status)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


#: Outsiders see a tender from its publication on, to the end; a withdrawn draft was never theirs to see.
_OUTSIDE = frozenset(TenderStatus) - {TenderStatus.DRAFT}


def tenders_open_to(supplier_id: int | None) -> Select[Tender]:
    """Published tenders this supplier may see: the public ones, and those to which it was invited."""
    return (
        select(Tender)
        .where(Tender.status.in_(_OUTSIDE), Tender.published_at.is_not(None))
        .where(or_(Tender.procedure.in_(PUBLIC_PROCEDURES), _invited(supplier_id)))
        .options(selectinload(Tender.lots))
        .order_by(Tender.closes_at.desc(), Tender.id.desc())
    )


def _invited(supplier_id: int | None) -> ColumnElement[bool]:
    return (
        select(TenderInvitation.id)
        .where(TenderInvitation.tender_id == Tender.id, TenderInvitation.supplier_id == supplier_id)
        .exists()
    )


def published_tender_by_reference(reference: str, supplier_id: int | None) -> Tender | None:
    """A tender as this supplier may see it; None when there is none, or it is not for this supplier."""
    return db.session.scalar(
        tenders_open_to(supplier_id).where(Tender.reference == reference).options(*_EVERYTHING)
    )


def is_visible_to(tender_id: int, supplier_id: int | None) -> bool:
    """Whether this supplier may see the tender."""
    found = tenders_open_to(supplier_id).where(Tender.id == tender_id).with_only_columns(Tender.id)
    return db.session.scalar(found.order_by(None)) is not None


def documents_of(tender: Tender) -> list[tuple[TenderDocument, Document]]:
    """The documents that go with the tender, oldest first."""
    rows = db.session.execute(
        select(TenderDocument, Document)
        .join(Document, Document.id == TenderDocument.document_id)
        .where(TenderDocument.tender_id == tender.id)
        .order_by(TenderDocument.id)
    )
    return [(row[0], row[1]) for row in rows]


def tender_id_of_document(document_id: int) -> int | None:
    """The tender a document goes with."""
    return db.session.scalar(
        select(TenderDocument.tender_id).where(TenderDocument.document_id == document_id)
    )


def closing_moves_of(tender: Tender) -> Sequence[ClosingMove]:
    """Every time the closing was moved, oldest first."""
    return db.session.scalars(
        select(ClosingMove).where(ClosingMove.tender_id == tender.id).order_by(ClosingMove.id)
    ).all()


def invited_to(tender: Tender) -> list[tuple[TenderInvitation, Organisation]]:
    """The suppliers the buyer asked, by name."""
    rows = db.session.execute(
        select(TenderInvitation, Organisation)
        .join(Organisation, Organisation.id == TenderInvitation.supplier_id)
        .where(TenderInvitation.tender_id == tender.id)
        .order_by(Organisation.name)
    )
    return [(row[0], row[1]) for row in rows]


def lot_of(tender: Tender, number: int) -> Lot | None:
    """The lot with this number."""
    return next((lot for lot in tender.lots if lot.number == number), None)


def suppliers_by_name() -> Sequence[Organisation]:
    """Every active supplier, for a list to choose from."""
    return db.session.scalars(
        select(Organisation)
        .where(
            Organisation.kind == OrganisationKind.SUPPLIER,
            Organisation.status == OrganisationStatus.ACTIVE,
        )
        .order_by(Organisation.name)
    ).all()


def latest_bulletin_day(tender: Tender) -> date | None:
    """The day of the last nota van inlichtingen; None when there is none."""
    at = db.session.scalar(select(func.max(Bulletin.published_at)).where(Bulletin.tender_id == tender.id))
    return at.date() if at else None
