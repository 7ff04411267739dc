"""Questions of suppliers: when they may be asked, answered, merged and published.

Law: art. 2.53–2.54 Aanbestedingswet: the same answers for everybody, at the latest ten days before the
closing, four when the short terms apply; a bidder may ask to leave out what would harm him. Who asked is
never said: it would show who is going to bid.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from procurement.lifecycle import TenderStatus
from procurement.procedures import WAITING_QUESTIONS, Procedure, QuestionStatus
from procurement.question_texts import names_found
from procurement.timeline import Haste, answers_term, closing_after_answers, latest_answer_day
from townhall.refusal import Obstacle


@dataclass(frozen=True)
class Round:
    """One round of questions: until when one may ask, and when the answers are promised."""

    number: int
    questions_until: datetime | None
    answers_by: date | None


@dataclass(frozen=True)
class QuestionTerms:
    """What decides about asking and answering: the tender, and its rounds in order."""

    status: TenderStatus
    procedure: Procedure
    closes_at: datetime | None
    rounds: tuple[Round, ...]
    haste: Haste = Haste.NORMAL

    @property
    def last_moment(self) -> datetime | None:
        """The last moment of the last round; without one, the closing of the bids."""
        return self.rounds[-1].questions_until or self.closes_at

    @property
    def latest_answer_day(self) -> date | None:
        """The last day on which the law still lets answers out without moving the closing."""
        return latest_answer_day(self.closes_at, self.procedure, self.haste) if self.closes_at else None


@dataclass(frozen=True)
class ReadyAnswer:
    """What decides whether one answer can go out; ``askers`` are the names nobody may read."""

    order: int
    shown: str
    askers: tuple[str, ...] = ()
    waits_for_decision: bool = False
    is_rewritten: bool = True
    withholds: bool = False
    open_rectification: int | None = None


def round_at(given: QuestionTerms, now: datetime) -> Round | None:
    """The round to which a question of this moment belongs; None when the last one is over."""
    for each in given.rounds:
        last = each.questions_until or given.closes_at
        if last is None or now <= last:
            return each
    return None


def obstacles_to_asking(given: QuestionTerms, text: str, now: datetime) -> list[Obstacle]:
    """Why this question cannot be asked now."""
    if given.status != TenderStatus.PUBLISHED:
        sentence = "Vragen stellen kan alleen bij een aanbesteding die openstaat."
        return [Obstacle("not-open", sentence)]
    obstacles = []
    last = given.last_moment
    if round_at(given, now) is None and last is not None:
        sentence = (
            f"De termijn voor vragen is voorbij sinds {last:%d-%m-%Y %H:%M} uur. Wij kunnen uw vraag niet meer "
            "aannemen: alle aanbieders moeten het antwoord op tijd kunnen gebruiken."
        )
        obstacles.append(Obstacle("questions-closed", sentence))
    if not text.strip():
        obstacles.append(Obstacle("text-missing", "Vul uw vraag in.", "text"))
    return obstacles


def obstacles_to_answering(given: QuestionTerms, status: QuestionStatus, answer: str) -> list[Obstacle]:
    """Why this answer cannot be written down."""
    obstacles = _obstacles_to_handling(given, status)
    if not answer.strip():
        obstacles.append(Obstacle("answer-missing", "Vul het antwoord in.", "answer"))
    return obstacles


def _obstacles_to_handling(given: QuestionTerms, status: QuestionStatus) -> list[Obstacle]:
    obstacles = []
    if given.status != TenderStatus.PUBLISHED:
        sentence = "Antwoorden kan alleen zolang de aanbesteding openstaat."
        obstacles.append(Obstacle("not-open", sentence))
    if status == QuestionStatus.PUBLISHED:
        sentence = (
            "Dit antwoord staat al in een nota van inlichtingen en blijft zo. Zet een verbetering in een volgende nota."
        )
        obstacles.append(Obstacle("already-published", sentence))
    elif status == QuestionStatus.MERGED:
        sentence = "Deze vraag is samengevoegd met een andere. Beantwoord die, of maak deze vraag weer los."
        obstacles.append(Obstacle("merged", sentence))
    elif status == QuestionStatus.TAKEN_BACK:
        obstacles.append(Obstacle("taken-back", "De vrager heeft deze vraag teruggetrokken."))
    return obstacles


def obstacles_to_assigning(given: QuestionTerms, status: QuestionStatus) -> list[Obstacle]:
    """Why this question cannot be given to an expert."""
    return _obstacles_to_handling(given, status)


def obstacles_to_merging(
    given: QuestionTerms, status: QuestionStatus, others: Sequence[tuple[QuestionStatus, bool]]
) -> list[Obstacle]:
    """Why these questions cannot be answered by the answer to the first.

    ``others``: of each its status, and whether its wish to leave something out still waits for a decision.
    """
    obstacles = _obstacles_to_handling(given, status)
    if not others:
        obstacles.append(Obstacle("nothing-to-merge", "Kies ten minste één vraag om samen te voegen.", "others"))
    if any(each not in WAITING_QUESTIONS for each, _ in others):
        sentence = "Alleen vragen die nog openstaan kunt u samenvoegen."
        obstacles.append(Obstacle("not-waiting", sentence, "others"))
    if any(waits for _, waits in others):
        sentence = (
            "Bij een van de vragen wil de vrager iets buiten de nota houden. Beslis daar eerst over, "
            "of beantwoord die vraag apart."
        )
        obstacles.append(Obstacle("undecided-request", sentence, "others"))
    return obstacles


def obstacles_to_round(
    given: QuestionTerms, number: int, questions_until: datetime, answers_by: date, now: datetime
) -> list[Obstacle]:
    """Why this extra round of questions cannot be planned or moved so."""
    if given.status not in (TenderStatus.DRAFT, TenderStatus.PUBLISHED):
        return [Obstacle("not-open", "Een vragenronde hoort bij een aanbesteding die nog openstaat.")]
    obstacles = []
    if given.status == TenderStatus.PUBLISHED and questions_until <= now:
        obstacles.append(Obstacle("in-the-past", "Kies een moment dat nog moet komen.", "questions_until"))
    before = [each for each in given.rounds if each.number < number]
    after = [each for each in given.rounds if each.number > number]
    if any(each.questions_until is None for each in before):
        sentence = "Vul eerst in de planning in tot wanneer vragen stellen kan: dat is de eerste ronde."
        obstacles.append(Obstacle("first-round-missing", sentence))
    if any(each.questions_until and each.questions_until >= questions_until for each in before) or any(
        each.questions_until and each.questions_until <= questions_until for each in after
    ):
        sentence = "De rondes volgen op elkaar. Kies een moment na de vorige ronde en voor de volgende."
        obstacles.append(Obstacle("rounds-out-of-order", sentence, "questions_until"))
    if answers_by < questions_until.date():
        sentence = "De antwoorden komen na de vragen. Kies een latere dag voor de antwoorden."
        obstacles.append(Obstacle("answers-before-questions", sentence, "answers_by"))
    latest = given.latest_answer_day
    if latest is not None and answers_by > latest:
        sentence = (
            f"Antwoorden moeten uiterlijk {_days(given)} dagen vóór de sluiting openbaar zijn (art. 2.54 AW). "
            f"Kies {latest:%d-%m-%Y} of eerder, of verplaats eerst de sluiting."
        )
        obstacles.append(Obstacle("answers-too-late", sentence, "answers_by"))
    return obstacles


def _days(given: QuestionTerms) -> int:
    term = answers_term(given.procedure, given.haste)
    return term.days if term else 0


def obstacles_to_bulletin(
    given: QuestionTerms, answers: Sequence[ReadyAnswer], now: datetime, *, closes_at: datetime | None = None
) -> list[Obstacle]:
    """Why a nota van inlichtingen cannot go out now.

    ``closes_at``: the closing to which the nota moves the tender; without it the present one must leave enough time.
    """
    if given.status != TenderStatus.PUBLISHED or given.closes_at is None:
        return [Obstacle("not-open", "Een nota hoort bij een aanbesteding die openstaat.")]
    if now > given.closes_at:
        return [Obstacle("already-closed", "De sluiting is voorbij. Antwoorden helpen bieders niet meer.")]
    obstacles = []
    if not answers:
        sentence = "Er is nog geen beantwoorde vraag. Beantwoord eerst een vraag."
        obstacles.append(Obstacle("nothing-answered", sentence))
    obstacles += [obstacle for each in answers for obstacle in _obstacles_of_answer(each)]
    closing = closes_at or given.closes_at
    if now.date() > latest_answer_day(closing, given.procedure, given.haste):
        needed = closing_after_answers(now.date(), given.closes_at, given.procedure, given.haste)
        sentence = (
            f"Antwoorden moeten uiterlijk {_days(given)} dagen vóór de sluiting openbaar zijn (art. 2.54 AW). "
            f"Verplaats de sluiting naar {needed:%d-%m-%Y %H:%M} of later."
        )
        obstacles.append(Obstacle("move-the-deadline", sentence, "closes_at"))
    return obstacles


def _obstacles_of_answer(given: ReadyAnswer) -> list[Obstacle]:
    obstacles = []
    which = f"Vraag {given.order}"
    if given.waits_for_decision:
        sentence = f"{which}: de vrager wil iets buiten de nota houden. Beslis daar eerst over."
        obstacles.append(Obstacle("undecided-request", sentence))
    if given.withholds and not given.is_rewritten:
        sentence = f"{which}: u besloot iets weg te laten. Schrijf de vraag zoals de nota haar mag noemen."
        obstacles.append(Obstacle("withheld-text-missing", sentence))
    if names_found(given.shown, given.askers):
        sentence = f"{which} noemt wie haar stelde. Schrijf de vraag of het antwoord zonder die naam."
        obstacles.append(Obstacle("names-asker", sentence))
    if given.open_rectification is not None:
        sentence = (
            f"{which}: het antwoord hoort bij rectificatie {given.open_rectification}, die nog niet is "
            "gepubliceerd. Publiceer die eerst."
        )
        obstacles.append(Obstacle("rectification-open", sentence))
    return obstacles


def obstacles_to_deciding_on_request(
    given: QuestionTerms, status: QuestionStatus, request: str, reason: str
) -> list[Obstacle]:
    """Why there is nothing to decide about leaving something out of the nota, or not yet."""
    obstacles = _obstacles_to_handling(given, status)
    if not request:
        obstacles.append(Obstacle("no-request", "De vrager vroeg niet om iets buiten de nota te houden."))
    if not reason.strip():
        sentence = "Leg uit waarom. De vrager leest de reden, en zij komt in het dossier."
        obstacles.append(Obstacle("reason-missing", sentence, "reason"))
    return obstacles


def obstacles_to_taking_back(status: QuestionStatus) -> list[Obstacle]:
    """Why who asked cannot take the question back."""
    if status in WAITING_QUESTIONS:
        return []
    return [Obstacle("not-waiting", "Deze vraag is al gepubliceerd, samengevoegd of teruggetrokken.")]
