"""Publishing a nota van inlichtingen: numbered answers, to everybody at once."""

from collections.abc import Sequence
from datetime import datetime

from procurement.models.questions import Bulletin, Question
from procurement.models.tenders import ClosingMove, Tender
from procurement.operations.followers import tell_followers
from procurement.operations.tenders import obstacles_to_moving_closing, shift_closing
from procurement.procedures import QuestionStatus
from procurement.queries.questions import (
    answered_questions,
    asker_names,
    bulletins_of,
    changes_linked_to,
    merged_into,
    question_terms_of,
)
from procurement.questions import ReadyAnswer, obstacles_to_bulletin
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db, number_lock
from townhall.jobs.operations import request_job
from townhall.refusal import Obstacle, refuse_if

#: The kind of job that prints a nota.
BULLETIN_JOB = "procurement.bulletin"


def ready_answers(questions: Sequence[Question]) -> list[ReadyAnswer]:
    """What decides whether these answers can go out, in the order in which they will be numbered."""
    ids = [each.id for each in questions]
    merged, changes = merged_into(ids), changes_linked_to(ids)
    names = asker_names([*questions, *(each for rows in merged.values() for each in rows)])
    return [
        ReadyAnswer(
            order=order,
            shown=f"{each.about} {each.shown_text} {each.answer}",
            askers=tuple(name for row in [each, *merged[each.id]] for name in names[row.id]),
            waits_for_decision=each.waits_for_decision,
            is_rewritten=bool(each.public_text),
            withholds=bool(each.withhold_granted),
            open_rectification=next(
                (row.rectification.number for row in changes[each.id] if not row.rectification.published_at), None
            ),
        )
        for order, each in enumerate(questions, start=1)
    ]


def publish_bulletin(
    tender: Tender,
    *,
    introduction: str = "",
    closes_at: datetime | None = None,
    actor: Actor,
    now: datetime,
) -> Bulletin:
    """Publish every answer that is ready, numbered, to everybody at once; the PDF follows as a job.

    ``closes_at`` moves the closing with it, when the answers come too late for the present one (art. 2.54 AW).
    """
    number_lock(f"bulletin:{tender.id}")
    questions = answered_questions(tender)
    refuse_if(obstacles_to_publishing_bulletin(tender, questions, closes_at, now))
    move = _move(tender, closes_at, now)
    bulletin = Bulletin(
        tender_id=tender.id,
        number=max((each.number for each in bulletins_of(tender)), default=0) + 1,
        round_number=max(each.round_number for each in questions),
        introduction=introduction.strip(),
        published_at=now,
        published_by_id=actor.account_id,
    )
    db.session.add(bulletin)
    for number, question in enumerate(questions, start=1):
        question.status = QuestionStatus.PUBLISHED
        question.number = number
        bulletin.questions.append(question)
    db.session.flush()
    request_job(
        BULLETIN_JOB,
        {"bulletin_id": bulletin.id},
        actor=actor,
        now=now,
        title=f"Nota van inlichtingen {bulletin.number} bij {tender.reference}",
    )
    tell_followers(
        tender,
        f"Nota van inlichtingen {bulletin.number}",
        "mail/bulletin_published.txt",
        now=now,
        bulletin=bulletin,
        move=move,
    )
    after = {"tender": tender.reference, "number": bulletin.number, "questions": len(questions)}
    if move is not None:
        after["closes_at"] = move.moved_to
    trail.record("bulletin.published", bulletin, actor=actor, now=now, after=after)
    return bulletin


def obstacles_to_publishing_bulletin(
    tender: Tender, questions: Sequence[Question], closes_at: datetime | None, now: datetime
) -> list[Obstacle]:
    """Why the nota cannot go out now, also when it moves the closing to this moment."""
    terms = question_terms_of(tender)
    obstacles = obstacles_to_bulletin(terms, ready_answers(questions), now, closes_at=closes_at)
    if closes_at is not None and closes_at != tender.closes_at:
        obstacles += obstacles_to_moving_closing(tender, closes_at, reason="nota", answers_by=None, now=now)
    return obstacles


def _move(tender: Tender, closes_at: datetime | None, now: datetime) -> ClosingMove | None:
    if closes_at is None or closes_at == tender.closes_at:
        return None
    reason = "De nota van inlichtingen kwam zo laat dat inschrijvers meer tijd krijgen (art. 2.54 AW)."
    return shift_closing(tender, closes_at, reason=reason, now=now)
