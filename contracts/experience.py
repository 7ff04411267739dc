"""What participants think of a supplier: grades of surveys, and complaints with their term.

A complaint is dealt with within six weeks (Algemene wet bestuursrecht art. 9:11); the contractor has a rule for
complaints and disputes of its own (Besluit SUWI art. 4.1).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from townhall.refusal import Obstacle

COMPLAINT_DAYS = 42
LOWEST_GRADE, HIGHEST_GRADE = Decimal(1), Decimal(10)


class SurveyGroup(StrEnum):
    """Who was asked."""

    PARTICIPANTS = "participants"
    CASE_MANAGERS = "case_managers"
    EMPLOYERS = "employers"


class ComplaintSubject(StrEnum):
    """What a complaint is about; never a person's health or past."""

    TREATMENT = "treatment"
    WAITING = "waiting"
    GUIDANCE = "guidance"
    INFORMATION = "information"
    PRIVACY = "privacy"
    COSTS = "costs"
    OTHER = "other"


class ComplaintOutcome(StrEnum):
    """How a complaint ended."""

    FOUNDED = "founded"
    PARTLY_FOUNDED = "partly_founded"
    UNFOUNDED = "unfounded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Grades:
    """Answers of one survey: how many, and their sum."""

    answers: int
    total: Decimal

    @property
    def mean(self) -> Fraction:
        """The exact mean grade."""
        return Fraction(self.total) / self.answers


def grades_of(grades: Sequence[Decimal]) -> Grades:
    """The answers of a survey from the separate grades."""
    return Grades(len(grades), sum(grades, Decimal(0)))


def grades_from_mean(answers: int, mean: Decimal) -> Grades:
    """The answers of a survey of which only the mean was handed in."""
    return Grades(answers, mean * answers)


def mean_grade(surveys: Sequence[Grades]) -> tuple[Fraction | None, int]:
    """The mean over all answers together, every answer weighing the same; None without answers."""
    answers = sum(survey.answers for survey in surveys)
    total = sum((Fraction(survey.total) for survey in surveys), Fraction(0))
    return (total / answers if answers else None), answers


def read_grades(lines: Sequence[str]) -> tuple[list[Decimal], list[Obstacle]]:
    """The grades of a list with one per line, as ``7`` or ``7,5``; every line that is none is named with its number."""
    grades: list[Decimal] = []
    obstacles = []
    for number, line in enumerate(lines, start=1):
        text = line.strip().strip(";").replace(",", ".")
        if not text:
            continue
        try:
            grade = Decimal(text)
        except ArithmeticError:
            grade = Decimal(0)
        if not grade.is_finite() or not LOWEST_GRADE <= grade <= HIGHEST_GRADE or len(text) > 8:
            problem = f"Regel {number}: ‘{line.strip()[:20]}’ is geen cijfer van 1 tot en met 10."
            obstacles.append(Obstacle("no-grade", problem, "grades"))
        else:
            grades.append(grade)
    return grades, obstacles


def obstacles_to_survey(grades: Grades | None, *, invited: int | None, held_on: date, today: date) -> list[Obstacle]:
    """Why these answers cannot be kept as a survey."""
    obstacles = []
    if grades is None or grades.answers == 0:
        obstacles.append(
            Obstacle("no-answers", "Vul de cijfers in, of het aantal antwoorden met het gemiddelde.", "grades")
        )
    elif not LOWEST_GRADE <= grades.mean <= HIGHEST_GRADE:
        obstacles.append(Obstacle("no-grade", "Een cijfer ligt tussen 1 en 10.", "mean"))
    elif invited is not None and invited < grades.answers:
        text = "Er zijn meer antwoorden dan mensen die zijn gevraagd. Controleer beide aantallen."
        obstacles.append(Obstacle("more-answers-than-asked", text, "invited"))
    if held_on > today:
        obstacles.append(
            Obstacle("in-future", "Deze dag ligt in de toekomst. Vul een dag in tot en met vandaag.", "held_on")
        )
    return obstacles


def answer_by(received_on: date) -> date:
    """The last day to deal with a complaint (Awb art. 9:11 lid 1)."""
    return received_on + timedelta(days=COMPLAINT_DAYS)


def obstacles_to_settling(received_on: date, settled_on: date, *, is_settled: bool, today: date) -> list[Obstacle]:
    """Why a complaint cannot be settled on this day."""
    if is_settled:
        return [Obstacle("settled-already", "Deze klacht is al afgehandeld.")]
    if not received_on <= settled_on <= today:
        text = f"Kies een dag van {received_on:%d-%m-%Y} tot en met vandaag."
        return [Obstacle("wrong-day", text, "settled_on")]
    return []
