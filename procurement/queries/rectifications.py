"""Questions about rectifications: which there are, what they change, which bids are older."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from procurement.models.rectifications import Rectification, RectifiedDocument, RectifiedRequirement
from procurement.models.tenders import Lot, Requirement, Tender
from procurement.queries.planning import haste_of
from procurement.rectifications import RectificationFacts
from procurement.tender_content import RequirementContent
from townhall.clock import AMSTERDAM
from townhall.database import db

_LINES = (
    selectinload(Rectification.requirements).joinedload(RectifiedRequirement.requirement),
    selectinload(Rectification.requirements).joinedload(RectifiedRequirement.question),
    selectinload(Rectification.documents).joinedload(RectifiedDocument.document),
    selectinload(Rectification.documents).joinedload(RectifiedDocument.replaces),
)


def rectifications_of(tender: Tender) -> Sequence[Rectification]:
    """Every rectification of this tender with its lines, in order; also the one that is being written."""
    return db.session.scalars(
        select(Rectification)
        .where(Rectification.tender_id == tender.id)
        .options(*_LINES)
        .order_by(Rectification.number)
    ).all()


def published_rectifications(tender: Tender) -> list[Rectification]:
    """The rectifications that everybody may read, in order."""
    return [each for each in rectifications_of(tender) if each.published_at is not None]


def rectification_by_number(tender: Tender, number: int) -> Rectification | None:
    """One rectification of this tender."""
    return db.session.scalar(
        select(Rectification)
        .where(Rectification.tender_id == tender.id, Rectification.number == number)
        .options(*_LINES)
    )


def open_rectification(tender: Tender) -> Rectification | None:
    """The rectification that is being written; there is at most one."""
    return db.session.scalar(
        select(Rectification).where(Rectification.tender_id == tender.id, Rectification.published_at.is_(None))
    )


def next_rectification_number(tender: Tender) -> int:
    """The number for the next rectification."""
    highest = select(func.max(Rectification.number)).where(Rectification.tender_id == tender.id)
    return (db.session.scalar(highest) or 0) + 1


def rectification_by_id(rectification_id: int) -> Rectification:
    """One rectification with its lines, for the job that prints it."""
    return db.session.get_one(Rectification, rectification_id, options=[*_LINES, joinedload(Rectification.tender)])


def tender_id_of_rectification_document(document_id: int) -> int | None:
    """The tender whose rectification this PDF is."""
    return db.session.scalar(select(Rectification.tender_id).where(Rectification.document_id == document_id))


def rectified_since(lot_bids: Iterable[tuple[Lot, datetime]]) -> dict[int, list[Rectification]]:
    """Per lot the rectifications that changed what is asked after this moment: when a bid came in, or was saved."""
    moments = {lot.id: (lot, at) for lot, at in lot_bids}
    rows = db.session.scalars(
        select(Rectification)
        .where(
            Rectification.tender_id.in_({lot.tender_id for lot, _ in moments.values()}),
            Rectification.published_at.is_not(None),
        )
        .options(*_LINES)
        .order_by(Rectification.number)
    ).all()
    return {
        lot_id: [
            each
            for each in rows
            if each.tender_id == lot.tender_id
            and each.published_at is not None
            and each.published_at > at
            and each.touches(lot.number)
        ]
        for lot_id, (lot, at) in moments.items()
    }


def content_now(requirement: Requirement, tender: Tender) -> RequirementContent:
    """What a requirement asks now, as a form and a rectification write it."""
    lots = {lot.id: lot.number for lot in tender.lots}
    codes = {each.id: each.code for each in tender.criteria}
    return RequirementContent(
        text=requirement.text,
        kind=requirement.kind,
        lot_number=lots[requirement.lot_id] if requirement.lot_id else None,
        criterion_code=codes[requirement.criterion_id] if requirement.criterion_id else None,
        section_number=requirement.section_number,
        holds_from=requirement.holds_from,
        verification=requirement.verification,
        verification_method=requirement.verification_method,
    )


def rectification_facts(rectification: Rectification) -> RectificationFacts:
    """The values that decide whether a rectification may be written and published."""
    tender = rectification.tender
    return RectificationFacts(
        status=tender.status,
        procedure=tender.procedure,
        closed_at=tender.closes_at,
        is_published=rectification.published_at is not None,
        what=rectification.what,
        why=rectification.why,
        is_substantial=rectification.is_substantial,
        substance_reason=rectification.substance_reason,
        requirement_changes=[each.kind for each in rectification.requirements],
        document_changes=len(rectification.documents),
        closes_at=rectification.closes_at,
        questions_until=rectification.questions_until,
        answers_by=rectification.answers_by,
        decision_on=rectification.decision_on,
        starts_on=rectification.starts_on,
        planned=_planned(rectification),
        haste=haste_of(tender),
    )


#: The dates that a rectification may change, as people know them.
DATE_WORDS = {
    "questions_until": "Vragen stellen tot en met",
    "answers_by": "Antwoorden uiterlijk",
    "closes_at": "Inschrijven tot en met",
    "decision_on": "Gunningsbeslissing (verwacht)",
    "starts_on": "Start van de opdracht",
}


def dates_changed_by(rectification: Rectification) -> list[tuple[str, date | datetime | None, date | datetime]]:
    """The dates it changes: what it is called, what it was, and what it becomes."""
    tender, rows = rectification.tender, []
    for name, words in DATE_WORDS.items():
        new = getattr(rectification, name)
        if new is None:
            continue
        was = getattr(tender, name)
        if rectification.published_at is not None:
            was = _read_back(rectification.before.get(name), is_moment=isinstance(new, datetime))
        rows.append((words, was, new))
    return rows


def _read_back(kept: str | None, *, is_moment: bool) -> date | datetime | None:
    if not isinstance(kept, str):
        return kept
    return datetime.fromisoformat(kept).astimezone(AMSTERDAM) if is_moment else date.fromisoformat(kept)


def _planned(rectification: Rectification) -> list[tuple[str, date]]:
    tender = rectification.tender
    asked = rectification.questions_until or tender.questions_until
    closes = rectification.closes_at or tender.closes_at
    rows = [
        ("de laatste dag voor vragen", asked.date() if asked else None),
        ("de dag van de antwoorden", rectification.answers_by or tender.answers_by),
        ("de sluiting", closes.date() if closes else None),
        ("de gunningsbeslissing", rectification.decision_on or tender.decision_on),
        ("de start van de opdracht", rectification.starts_on or tender.starts_on),
    ]
    return [(name, day) for name, day in rows if day is not None]
