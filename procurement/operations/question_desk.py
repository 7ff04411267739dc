"""How the buyer gets to an answer: ask an expert, take equal questions together, plan another round."""

from collections.abc import Sequence
from datetime import date, datetime

from procurement.lifecycle import TenderStatus
from procurement.models.questions import ExtraRound, Question
from procurement.models.tenders import Tender
from procurement.operations.followers import tell_followers
from procurement.procedures import QuestionStatus
from procurement.queries.planning import extra_rounds_of
from procurement.queries.questions import asker_names, merged_into, question_terms_of
from procurement.question_texts import names_found
from procurement.questions import (
    obstacles_to_answering,
    obstacles_to_assigning,
    obstacles_to_merging,
    obstacles_to_round,
)
from townhall.accounts.actor import Actor
from townhall.accounts.models import Account
from townhall.audit import trail
from townhall.database import db
from townhall.mail import add_mail
from townhall.refusal import Obstacle, refuse_if


def assign_expert(question: Question, expert: Account | None, *, actor: Actor, now: datetime) -> None:
    """Ask somebody of the municipality to write an answer, or nobody any more; he does not learn who asked."""
    refuse_if(obstacles_to_assigning(question_terms_of(question.tender), question.status))
    before = question.expert_id
    question.expert_id = expert.id if expert else None
    if expert is not None and expert.id != before:
        add_mail(
            to=expert.email,
            subject=f"Een vraag voor u bij {question.tender.reference}",
            template="mail/question_assigned.txt",
            now=now,
            question=question,
            tender=question.tender,
            expert=expert,
        )
    after = {"expert": expert.name if expert else None}
    trail.record("question.assigned", question, actor=actor, now=now, before={"expert_id": before}, after=after)


def draft_answer(question: Question, answer: str, *, actor: Actor, now: datetime) -> None:
    """Propose an answer as the expert; the buyer decides what goes into the nota."""
    obstacles = obstacles_to_answering(question_terms_of(question.tender), question.status, answer)
    if question.expert_id is None or question.expert_id != actor.account_id:
        obstacles.append(Obstacle("not-the-expert", "Deze vraag is niet (meer) aan u gegeven."))
    if question.status == QuestionStatus.ANSWERED:
        text = "De inkoper heeft het antwoord al overgenomen. Vraag de inkoper om het te wijzigen."
        obstacles.append(Obstacle("already-answered", text))
    if names_found(answer, asker_names([question])[question.id]):
        text = "Uw antwoord noemt een aanbieder. Schrijf het zonder die naam."
        obstacles.append(Obstacle("names-asker", text, "answer"))
    refuse_if(obstacles)
    before = question.answer
    question.answer, question.status = answer.strip(), QuestionStatus.DRAFTED
    after = {"answer": question.answer}
    trail.record("question.drafted", question, actor=actor, now=now, before={"answer": before}, after=after)


def merge_questions(question: Question, others: Sequence[Question], *, actor: Actor, now: datetime) -> None:
    """Let the answer to this question answer these too; every asker is served, nobody is named."""
    terms = question_terms_of(question.tender)
    chosen = [each for each in others if each.id != question.id and each.tender_id == question.tender_id]
    refuse_if(obstacles_to_merging(terms, question.status, [(each.status, each.waits_for_decision) for each in chosen]))
    earlier = merged_into([each.id for each in chosen])
    for each in [*chosen, *(row for rows in earlier.values() for row in rows)]:
        each.status, each.merged_into_id = QuestionStatus.MERGED, question.id
    after = {"merged": [each.id for each in chosen]}
    trail.record("question.merged", question, actor=actor, now=now, after=after)


def split_question(question: Question, *, actor: Actor, now: datetime) -> None:
    """Make a merged question one of its own again."""
    into = question.merged_into
    if question.status != QuestionStatus.MERGED or into is None or into.status == QuestionStatus.PUBLISHED:
        text = "Deze vraag is niet samengevoegd, of het antwoord staat al in een nota."
        refuse_if([Obstacle("not-merged", text)])
    question.status, question.merged_into_id = QuestionStatus.ASKED, None
    before = {"merged_into": into.id if into else None}
    trail.record("question.split", question, actor=actor, now=now, before=before)


def plan_round(
    tender: Tender, number: int, *, questions_until: datetime, answers_by: date, actor: Actor, now: datetime
) -> ExtraRound:
    """Plan an extra round of questions, or give one other days; followers of a published tender are told."""
    assert number >= 2, "the first round is in the planning"
    terms = question_terms_of(tender)
    obstacles = obstacles_to_round(terms, number, questions_until, answers_by, now)
    if number > len(terms.rounds) + 1:
        obstacles.append(Obstacle("round-unknown", "Deze vragenronde bestaat niet. Voeg de volgende toe."))
    refuse_if(obstacles)
    extra = next((each for each in extra_rounds_of(tender) if each.number == number), None)
    before = {"questions_until": extra.questions_until, "answers_by": extra.answers_by} if extra else {}
    if extra is None:
        extra = ExtraRound(tender_id=tender.id, number=number)
        db.session.add(extra)
    extra.questions_until, extra.answers_by = questions_until, answers_by
    if tender.status == TenderStatus.PUBLISHED:
        tell_followers(tender, "Vragenronde", "mail/round_planned.txt", now=now, extra=extra)
    after = {"round": number, "questions_until": questions_until, "answers_by": answers_by}
    trail.record("tender.round_planned", tender, actor=actor, now=now, before=before, after=after)
    return extra


def cancel_round(tender: Tender, number: int, *, actor: Actor, now: datetime) -> None:
    """Take the last extra round out of a draft; what was published stays."""
    extra = next((each for each in extra_rounds_of(tender) if each.number == number), None)
    obstacles = []
    if tender.status != TenderStatus.DRAFT:
        text = "Deze ronde is al bekendgemaakt. Aanbieders rekenen erop: laat haar staan."
        obstacles.append(Obstacle("round-published", text))
    if extra is None or number != extra_rounds_of(tender)[-1].number:
        obstacles.append(Obstacle("not-the-last", "Alleen de laatste ronde kan vervallen."))
    refuse_if(obstacles)
    db.session.delete(extra)
    trail.record("tender.round_cancelled", tender, actor=actor, now=now, before={"round": number})
