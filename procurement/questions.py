"""Questions of suppliers: when they may be asked, answered and published.

Law: art. 2.53–2.54 Aanbestedingswet: the same answers for everybody, at the latest ten days before the
closing. Who asked is never said: it would show who is going to bid.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from procurement.lifecycle import TenderStatus
from procurement.procedures import Procedure, QuestionStatus
from procurement.timeline import answers_term, closing_after_answers, latest_answer_day
from townhall.refusal import Obstacle


@dataclass(frozen=True)
class QuestionRound:
    """What decides about asking and answering."""

    status: TenderStatus
    procedure: Procedure
    questions_until: datetime | None
    closes_at: datetime | None


def obstacles_to_asking(given: QuestionRound, text: str, now: datetime) -> list[Obstacle]:
    """Why this question cannot be asked now."""
    if given.status != TenderStatus.PUBLISHED:
        sentence = "Vragen stellen kan alleen bij een aanbesteding die openstaat."
        return [Obstacle("not-open", sentence)]
    obstacles = []
    last = given.questions_until or given.closes_at
    if last is not None and now > last:
        sentence = f"De termijn voor vragen is voorbij sinds {last:%d-%m-%Y %H:%M} uur."
        obstacles.append(Obstacle("questions-closed", sentence))
    if not text.strip():
        obstacles.append(Obstacle("text-missing", "Vul uw vraag in.", "text"))
    return obstacles


def obstacles_to_answering(given: QuestionRound, status: QuestionStatus, answer: str) -> list[Obstacle]:
    """Why this answer cannot be written down."""
    obstacles = []
    if given.status != TenderStatus.PUBLISHED:
        sentence = "Antwoorden kan alleen zolang de aanbesteding openstaat."
        obstacles.append(Obstacle("not-open", sentence))
    if status == QuestionStatus.PUBLISHED:
        sentence = (
            "Dit antwoord staat al in een nota van inlichtingen en blijft zo. "
            "Zet een verbetering in een volgende nota."
        )
        obstacles.append(Obstacle("already-published", sentence))
    if not answer.strip():
        obstacles.append(Obstacle("answer-missing", "Vul het antwoord in.", "answer"))
    return obstacles


def obstacles_to_bulletin(given: QuestionRound, answered: Sequence[int], now: datetime) -> list[Obstacle]:
    """Why a nota van inlichtingen cannot go out now; too late means: first move the closing."""
    if given.status != TenderStatus.PUBLISHED or given.closes_at is None:
        return [Obstacle("not-open", "Een nota hoort bij een aanbesteding die openstaat.")]
    if now > given.closes_at:
        return [Obstacle("already-closed", "De sluiting is voorbij. Antwoorden helpen bieders niet meer.")]
    obstacles = []
    if not answered:
        sentence = "Er is nog geen beantwoorde vraag. Beantwoord eerst een vraag."
        obstacles.append(Obstacle("nothing-answered", sentence))
    if now.date() > latest_answer_day(given.closes_at, given.procedure):
        term = answers_term(given.procedure)
        days = term.days if term else 0
        needed = closing_after_answers(now.date(), given.closes_at, given.procedure)
        sentence = (
            f"Antwoorden moeten uiterlijk {days} dagen vóór de sluiting openbaar zijn (art. 2.54 AW). "
            f"Verplaats eerst de sluiting naar {needed:%d-%m-%Y %H:%M} of later."
        )
        obstacles.append(Obstacle("move-the-deadline", sentence))
    return obstacles
