"""Questions about questions: what was asked, what is answered, what was published."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from procurement.models.questions import Bulletin, ExtraRound, Question
from procurement.models.rectifications import RectifiedRequirement
from procurement.models.tenders import Tender
from procurement.permissions import GRANTS, ProcurementPermission
from procurement.procedures import WAITING_QUESTIONS, QuestionStatus
from procurement.queries.planning import extra_rounds_of, haste_of
from procurement.questions import QuestionTerms, Round
from townhall.accounts.models import Account, AccountRole
from townhall.database import db
from townhall.organisations.models import Organisation


def question_terms_of(tender: Tender) -> QuestionTerms:
    """The values that decide about asking and answering; the first round is the planning of the tender."""
    rounds = [Round(1, tender.questions_until, tender.answers_by)]
    rounds += [Round(each.number, each.questions_until, each.answers_by) for each in extra_rounds_of(tender)]
    return QuestionTerms(tender.status, tender.procedure, tender.closes_at, tuple(rounds), haste_of(tender))


def last_promised_answers(tender: Tender) -> date | None:
    """The day of the answers of the last extra round; None when there is none."""
    return db.session.scalar(select(func.max(ExtraRound.answers_by)).where(ExtraRound.tender_id == tender.id))


def questions_of(tender: Tender) -> Sequence[Question]:
    """Every question about this tender, oldest first, with what it was merged into."""
    return db.session.scalars(
        select(Question)
        .where(Question.tender_id == tender.id)
        .options(joinedload(Question.merged_into), joinedload(Question.bulletin))
        .order_by(Question.asked_at, Question.id)
    ).all()


def questions_of_supplier(tender: Tender, supplier_id: int | None) -> Sequence[Question]:
    """What this supplier asked about this tender, oldest first, with the nota that answers it."""
    return db.session.scalars(
        select(Question)
        .where(Question.tender_id == tender.id, Question.supplier_id == supplier_id)
        .options(joinedload(Question.bulletin), joinedload(Question.merged_into).joinedload(Question.bulletin))
        .order_by(Question.id)
    ).all()


def question_by_id(tender: Tender, question_id: int) -> Question | None:
    """A question of this tender."""
    return db.session.scalar(select(Question).where(Question.tender_id == tender.id, Question.id == question_id))


def questions_for_expert(account_id: int | None) -> Sequence[Question]:
    """The questions that were given to this person and wait for a nota, with their tender."""
    return db.session.scalars(
        select(Question)
        .where(Question.expert_id == account_id, Question.status.in_(WAITING_QUESTIONS))
        .options(joinedload(Question.tender))
        .order_by(Question.asked_at, Question.id)
    ).all()


def experts() -> Sequence[Account]:
    """The people of the municipality who may be asked to write an answer, by name."""
    return db.session.scalars(
        select(Account)
        .where(
            Account.id.in_(
                select(AccountRole.account_id).where(AccountRole.role.in_(GRANTS[ProcurementPermission.QUESTION_DRAFT]))
            ),
            Account.activated_at.is_not(None),
            Account.deactivated_at.is_(None),
        )
        .order_by(Account.name)
    ).all()


def answered_questions(tender: Tender) -> Sequence[Question]:
    """Answered and not yet published, oldest first."""
    return db.session.scalars(
        select(Question)
        .where(Question.tender_id == tender.id, Question.status == QuestionStatus.ANSWERED)
        .order_by(Question.asked_at, Question.id)
    ).all()


def merged_into(question_ids: Sequence[int]) -> dict[int, list[Question]]:
    """Per question those that were merged into it."""
    found: dict[int, list[Question]] = {each: [] for each in question_ids}
    rows = db.session.scalars(select(Question).where(Question.merged_into_id.in_(question_ids)).order_by(Question.id))
    for each in rows:
        found[each.merged_into_id or 0].append(each)
    return found


def asker_names(questions: Sequence[Question]) -> dict[int, tuple[str, ...]]:
    """Per question the names that would show who asked: of the firm and of the person."""
    rows = db.session.execute(
        select(Question.id, Organisation.name, Account.name)
        .join(Organisation, Organisation.id == Question.supplier_id)
        .outerjoin(Account, Account.id == Question.asked_by_id)
        .where(Question.id.in_([each.id for each in questions]))
    )
    return {row[0]: tuple(filter(None, row[1:])) for row in rows}


def changes_linked_to(question_ids: Sequence[int]) -> dict[int, list[RectifiedRequirement]]:
    """Per question the changed requirements that its answer led to, with their rectification."""
    found: dict[int, list[RectifiedRequirement]] = {each: [] for each in question_ids}
    rows = db.session.scalars(
        select(RectifiedRequirement)
        .where(RectifiedRequirement.question_id.in_(question_ids))
        .options(joinedload(RectifiedRequirement.rectification), joinedload(RectifiedRequirement.requirement))
        .order_by(RectifiedRequirement.id)
    )
    for each in rows:
        found[each.question_id or 0].append(each)
    return found


def open_question_count(tender: Tender) -> int:
    """How many questions still wait for an answer or for publication."""
    waiting = select(func.count(Question.id)).where(
        Question.tender_id == tender.id, Question.status.in_(WAITING_QUESTIONS)
    )
    return db.session.scalar(waiting) or 0


def withheld_parts_of(tender: Tender) -> list[tuple[int, int, str]]:
    """Published answers from which something was left out on request: nota, number, and the reason."""
    rows = db.session.execute(
        select(Bulletin.number, Question.number, Question.withhold_reason)
        .join(Bulletin, Bulletin.id == Question.bulletin_id)
        .where(Question.tender_id == tender.id, Question.withhold_granted.is_(True))
        .order_by(Bulletin.number, Question.number)
    )
    return [(row[0], row[1] or 0, row[2]) for row in rows]


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
