"""The verbs of the question round: ask, answer, publish a nota van inlichtingen."""

from datetime import datetime

from procurement.models.questions import Bulletin, Question
from procurement.models.tenders import Tender
from procurement.procedures import QuestionStatus
from procurement.queries.questions import (
    addresses_of_followers,
    answered_questions,
    bulletins_of,
)
from procurement.queries.tenders import is_visible_to
from procurement.questions import (
    QuestionRound,
    obstacles_to_answering,
    obstacles_to_asking,
    obstacles_to_bulletin,
)
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db, number_lock
from townhall.jobs.operations import request_job
from townhall.mail import outbox
from townhall.refusal import Obstacle, refuse_if

#: The kind of job that prints a nota.
BULLETIN_JOB = "procurement.bulletin"


def round_of(tender: Tender) -> QuestionRound:
    """The values that decide about asking and answering."""
    return QuestionRound(tender.status, tender.procedure, tender.questions_until, tender.closes_at)


def ask_question(tender: Tender, text: str, *, about: str = "", actor: Actor, now: datetime) -> Question:
    """Put a question on behalf of the supplier who acts; others will never see who it was."""
    obstacles = obstacles_to_asking(round_of(tender), text, now)
    if actor.organisation_id is None or not is_visible_to(tender.id, actor.organisation_id):
        obstacles.append(Obstacle("not-a-supplier", "Alleen een aanbieder kan een vraag stellen."))
    refuse_if(obstacles)
    assert actor.organisation_id is not None, "refused above"
    question = Question(
        tender_id=tender.id,
        supplier_id=actor.organisation_id,
        asked_by_id=actor.account_id,
        asked_at=now,
        about=about.strip(),
        text=text.strip(),
        status=QuestionStatus.ASKED,
    )
    db.session.add(question)
    trail.record("question.asked", question, actor=actor, now=now, after={"tender": tender.reference})
    return question


def answer_question(question: Question, answer: str, *, actor: Actor, now: datetime) -> None:
    """Write the answer down; suppliers see it only when the nota is published."""
    refuse_if(obstacles_to_answering(round_of(question.tender), question.status, answer))
    before = question.answer
    question.answer = answer.strip()
    question.answered_by_id = actor.account_id
    question.answered_at = now
    question.status = QuestionStatus.ANSWERED
    trail.record(
        "question.answered",
        question,
        actor=actor,
        now=now,
        before={"answer": before},
        after={"answer": question.answer},
    )


def publish_bulletin(tender: Tender, *, introduction: str = "", actor: Actor, now: datetime) -> Bulletin:
    """Publish every answer that is ready, numbered, to everybody at once; the PDF follows as a job."""
    number_lock(f"bulletin:{tender.id}")
    questions = answered_questions(tender)
    refuse_if(obstacles_to_bulletin(round_of(tender), [each.id for each in questions], now))
    bulletin = Bulletin(
        tender_id=tender.id,
        number=max((each.number for each in bulletins_of(tender)), default=0) + 1,
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
    for address in addresses_of_followers(tender):
        outbox.add_mail(
            to=address,
            subject=f"Nota van inlichtingen {bulletin.number}: {tender.title} ({tender.reference})",
            template="mail/bulletin_published.txt",
            now=now,
            tender=tender,
            bulletin=bulletin,
        )
    trail.record(
        "bulletin.published",
        bulletin,
        actor=actor,
        now=now,
        after={"tender": tender.reference, "number": bulletin.number, "questions": len(questions)},
    )
    return bulletin
