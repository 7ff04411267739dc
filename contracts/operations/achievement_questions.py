"""Asking the supplier about a reported milestone before judging it, and the answer."""

from datetime import datetime

from contracts.models.track_records import AchievementQuestion
from contracts.models.tracks import Achievement
from contracts.privacy import obstacles_to_free_text
from contracts.verification import obstacles_to_answering, obstacles_to_asking
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.documents.models import Document
from townhall.mail import add_mail
from townhall.organisations.models import Organisation
from townhall.refusal import refuse_if


def ask_about_achievement(
    achievement: Achievement, question: str, *, actor: Actor, now: datetime
) -> AchievementQuestion:
    """Ask for what is missing; the report waits and keeps its day."""
    waits = any(each.answered_at is None for each in achievement.questions)
    refuse_if(
        [
            *obstacles_to_asking(achievement.status, waits_for_answer=waits),
            *obstacles_to_free_text(question, field="question"),
        ]
    )
    asked = AchievementQuestion(question=question, asked_by_id=actor.account_id, asked_at=now)
    achievement.questions.append(asked)
    _tell_supplier(achievement, now)
    after = {"track": achievement.track.number, "milestone": achievement.milestone.label}
    trail.record("achievement.questioned", achievement, actor=actor, now=now, after=after, reason=question)
    return asked


def answer_about_achievement(
    asked: AchievementQuestion, answer: str, *, proof: Document | None = None, actor: Actor, now: datetime
) -> None:
    """Answer, with a further file when that was asked; what was sent before stays."""
    refuse_if(
        [
            *obstacles_to_answering(asked.achievement.status, is_answered=asked.answered_at is not None),
            *obstacles_to_free_text(answer, field="answer"),
        ]
    )
    asked.answer, asked.proof = answer, proof
    asked.answered_by_id, asked.answered_at = actor.account_id, now
    after = {"track": asked.achievement.track.number, "milestone": asked.achievement.milestone.label}
    trail.record("achievement.answered", asked.achievement, actor=actor, now=now, after=after, reason=answer)


def _tell_supplier(achievement: Achievement, now: datetime) -> None:
    supplier = db.session.get_one(Organisation, achievement.track.contract.supplier_id)
    if supplier.email:
        add_mail(
            to=supplier.email,
            subject=f"Vraag over een melding in traject {achievement.track.number}",
            template="mail/achievement_questioned.txt",
            now=now,
            number=achievement.track.number,
            firm=supplier.name,
        )
