"""Questions about questions: what was asked, what is answered, what was published."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from procurement.models.bids import Registration
from procurement.models.questions import Bulletin, Question
from procurement.models.tenders import Tender, TenderInvitation
from procurement.procedures import QuestionStatus
from townhall.database import db
from townhall.organisations.models import Organisation


def questions_of(tender: Tender) -> Sequence[Question]:
    """Every question about this tender, oldest first."""
    return db.session.scalars(
        select(Question).where(Question.tender_id == tender.id).order_by(Question.asked_at, Question.id)
    ).all()


def questions_of_supplier(tender: Tender, supplier_id: int | None) -> Sequence[Question]:
    """What this supplier asked about this tender, oldest first."""
    return db.session.scalars(
        select(Question)
        .where(Question.tender_id == tender.id, Question.supplier_id == supplier_id)
        .order_by(Question.id)
    ).all()


def question_by_id(tender: Tender, question_id: int) -> Question | None:
    """A question of this tender."""
    return db.session.scalar(
        select(Question).where(Question.tender_id == tender.id, Question.id == question_id)
    )


def answered_questions(tender: Tender) -> Sequence[Question]:
    """Answered and not yet published, oldest first."""
    return db.session.scalars(
        select(Question)
        .where(Question.tender_id == tender.id, Question.status == QuestionStatus.ANSWERED)
        .order_by(Question.asked_at, Question.id)
    ).all()


def open_question_count(tender: Tender) -> int:
    """How many questions still wait for an answer or for publication."""
    return (
        db.session.scalar(
            select(func.count(Question.id)).where(
                Question.tender_id == tender.id, Question.status != QuestionStatus.PUBLISHED
            )
        )
        or 0
    )


def bulletins_of(tender: Tender) -> Sequence[Bulletin]:
    """The nota's van inlichtingen with their questions, in order."""
    return db.session.scalars(
        select(Bulletin)
        .where(Bulletin.tender_id == tender.id)
        .options(selectinload(Bulletin.questions))
        .order_by(Bulletin.number)
    ).all()


def bulletin_by_number(tender: Tender, number: int) -> Bulletin | None:
    """One nota with its questions."""
    return db.session.scalar(
        select(Bulletin)
        .where(Bulletin.tender_id == tender.id, Bulletin.number == number)
        .options(selectinload(Bulletin.questions))
    )


def bulletin_by_id(bulletin_id: int) -> Bulletin:
    """One nota, for the job that prints it."""
    return db.session.get_one(Bulletin, bulletin_id, options=[selectinload(Bulletin.questions)])


def tender_id_of_bulletin_document(document_id: int) -> int | None:
    """The tender whose nota this PDF is."""
    return db.session.scalar(select(Bulletin.tender_id).where(Bulletin.document_id == document_id))


def addresses_of_followers(tender: Tender) -> list[str]:
    """E-mail addresses of the suppliers who registered their interest or were invited, each once."""
    registered = (
        select(Organisation.email)
        .join(Registration, Registration.supplier_id == Organisation.id)
        .where(Registration.tender_id == tender.id)
    )
    invited = (
        select(Organisation.email)
        .join(TenderInvitation, TenderInvitation.supplier_id == Organisation.id)
        .where(TenderInvitation.tender_id == tender.id)
    )
    found = db.session.scalars(registered.union(invited))
    return sorted({address for address in found if address})
