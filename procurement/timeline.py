"""How much time bidders must get, and whether a planning leaves it to them.

Terms of the full regime: art. 2.54 and 2.71–2.74b Aanbestedingswet (AW), in calendar days, counted from
the day after the notice and ending under Regulation 1182/71. For social and other specific services,
national and private procedures the act sets no number of days, only that the term is proportionate
(art. 1.10, 1.13); what the house then asks is a setting, not law.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from procurement.procedures import PUBLIC_PROCEDURES, Procedure
from townhall.deadlines import TermRegime, end_of_term
from townhall.refusal import Obstacle
from townhall.working_days import DECREED_DAYS


class Haste(StrEnum):
    """Whether the short terms of art. 2.74 apply, which must be motivated."""

    NORMAL = "normal"
    URGENT = "urgent"


@dataclass(frozen=True)
class Circumstances:
    """What makes a minimum term longer or shorter."""

    haste: Haste = Haste.NORMAL
    bids_are_electronic: bool = True
    documents_are_online: bool = True
    prior_notice_was_full: bool = False


#: Electronic bids, all documents online, no haste: how the house buys.
USUAL = Circumstances()


@dataclass(frozen=True)
class MinimumTerm:
    """The shortest term for something, and where it comes from."""

    what: str
    days: int
    article: str
    is_law: bool


#: What the house asks where the act sets no number of days.
HOUSE_TERMS: dict[Procedure, int] = {
    Procedure.SAS: 20,
    Procedure.NATIONAL_OPEN: 20,
    Procedure.MULTIPLE_PRIVATE: 10,
    Procedure.SINGLE_PRIVATE: 5,
    Procedure.MINICOMPETITION: 10,
}

ANSWERS_BEFORE_CLOSING = {Haste.NORMAL: 10, Haste.URGENT: 4}


def minimum_bid_term(procedure: Procedure, given: Circumstances = USUAL) -> MinimumTerm | None:
    """The shortest time between the notice (for restricted: the invitation) and the closing of bids."""
    if procedure in HOUSE_TERMS:
        return MinimumTerm("Inschrijven", HOUSE_TERMS[procedure], "art. 1.10 en 1.13 AW (evenredig)", False)
    if procedure == Procedure.EU_OPEN:
        return _open_term(given)
    if procedure == Procedure.EU_RESTRICTED:
        return _restricted_term(given)
    return None


def _open_term(given: Circumstances) -> MinimumTerm:
    if given.haste == Haste.URGENT:
        return MinimumTerm("Inschrijven", 15, "art. 2.74 AW", True)
    if given.prior_notice_was_full:
        return _adjusted(29, "art. 2.71 AW (na vooraankondiging)", given)
    return _adjusted(45, "art. 2.71 AW", given)


def _restricted_term(given: Circumstances) -> MinimumTerm:
    if given.haste == Haste.URGENT:
        return MinimumTerm("Inschrijven", 10, "art. 2.74 AW", True)
    return _adjusted(40, "art. 2.71 AW", given)


def _adjusted(days: int, article: str, given: Circumstances) -> MinimumTerm:
    if given.bids_are_electronic:
        days, article = days - 5, f"{article} en art. 2.74b AW"
    if not given.documents_are_online:
        days, article = days + 5, f"{article}, art. 2.72 AW"
    return MinimumTerm("Inschrijven", days, article, True)


def minimum_request_term(procedure: Procedure, haste: Haste = Haste.NORMAL) -> MinimumTerm | None:
    """The shortest time for requests to take part; only a restricted procedure has that phase."""
    if procedure != Procedure.EU_RESTRICTED:
        return None
    if haste == Haste.URGENT:
        return MinimumTerm("Aanmelden", 15, "art. 2.74 AW", True)
    return MinimumTerm("Aanmelden", 30, "art. 2.71 AW", True)


def minimum_terms(procedure: Procedure, given: Circumstances = USUAL) -> list[MinimumTerm]:
    """All terms a planning of this procedure must respect."""
    terms = [minimum_request_term(procedure, given.haste), minimum_bid_term(procedure, given)]
    answers = answers_term(procedure, given.haste)
    return [term for term in [*terms, answers] if term is not None]


def answers_term(procedure: Procedure, haste: Haste = Haste.NORMAL) -> MinimumTerm | None:
    """How long before the closing the last answer must be out; asked in every public procedure."""
    if procedure not in PUBLIC_PROCEDURES or procedure == Procedure.OPEN_HOUSE:
        return None
    is_law = procedure in (Procedure.EU_OPEN, Procedure.EU_RESTRICTED)
    article = "art. 2.54 AW" if is_law else "art. 2.54 AW, vrijwillig toegepast"
    return MinimumTerm("Antwoorden vóór sluiting", ANSWERS_BEFORE_CLOSING[haste], article, is_law)


def earliest_closing_day(
    notice_on: date,
    procedure: Procedure,
    given: Circumstances = USUAL,
    *,
    equated: Set[date] = DECREED_DAYS,
) -> date:
    """The first day on which bids may close; in a restricted procedure requests come before bids."""
    day = notice_on
    for term in (minimum_request_term(procedure, given.haste), minimum_bid_term(procedure, given)):
        if term is not None:
            regime = TermRegime.EU_1182_71 if term.is_law else TermRegime.CONTRACTUAL
            day = end_of_term(day, days=term.days, regime=regime, equated=equated).ends_on
    return day


def latest_answer_day(closes_at: datetime, procedure: Procedure, haste: Haste = Haste.NORMAL) -> date:
    """The last day on which answers may be published; counted back, so never extended."""
    term = answers_term(procedure, haste)
    if term is None:
        return closes_at.date()
    return end_of_term(closes_at.date(), days=term.days, regime=TermRegime.BACKWARD).ends_on


def closing_after_answers(
    answered_on: date, closes_at: datetime, procedure: Procedure, haste: Haste = Haste.NORMAL
) -> datetime:
    """The closing that leaves enough time after these answers: the same, or later at the same hour."""
    term = answers_term(procedure, haste)
    days = term.days if term else 0
    needed = answered_on + timedelta(days=days)
    if needed <= closes_at.date():
        return closes_at
    return datetime.combine(needed, closes_at.timetz())


@dataclass(frozen=True)
class Planning:
    """The dates of a tender; None where none was chosen yet."""

    procedure: Procedure
    notice_on: date | None
    questions_until: datetime | None
    answers_by: date | None
    closes_at: datetime | None
    decision_on: date | None
    standstill_days: int
    starts_on: date | None
    haste: Haste = Haste.NORMAL
    #: The days that a decree equates with a holiday.
    equated: Set[date] = DECREED_DAYS
    requests_until: datetime | None = None
    """The last moment to ask to take part, in a procedure that begins with that."""
    invited_on: date | None = None
    """When was decided who may bid."""


#: A step of the planning: its name on screen, the form field, and its day.
Step = tuple[str, str, date | None]


def obstacles_to_planning(plan: Planning) -> list[Obstacle]:
    """What is wrong with the order and the room between the dates that have been chosen.

    An open house lets in during the whole term: its closing lies at the end, and nothing follows on it.
    """
    if plan.procedure == Procedure.OPEN_HOUSE:
        return []
    return [
        *_out_of_order(plan),
        *_bidders_too_hurried(plan),
        *_answers_too_late(plan),
        *_start_too_soon(plan),
    ]


def _steps(plan: Planning) -> list[Step]:
    return [
        ("de aankondiging", "notice_on", plan.notice_on),
        ("de laatste dag voor vragen", "questions_until", _day(plan.questions_until)),
        ("de dag van de antwoorden", "answers_by", plan.answers_by),
        ("de sluiting", "closes_at", _day(plan.closes_at)),
        ("de gunningsbeslissing", "decision_on", plan.decision_on),
        ("de start van de opdracht", "starts_on", plan.starts_on),
    ]


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _out_of_order(plan: Planning) -> list[Obstacle]:
    chosen = [(name, field, day) for name, field, day in _steps(plan) if day is not None]
    return [
        Obstacle(
            "dates-out-of-order",
            f"{_capital(name)} ({day:%d-%m-%Y}) ligt vóór {before_name} ({before:%d-%m-%Y}). Kies een latere dag.",
            field,
        )
        for (before_name, _, before), (name, field, day) in zip(chosen, chosen[1:], strict=False)
        if day < before
    ]


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _bidders_too_hurried(plan: Planning) -> list[Obstacle]:
    if plan.notice_on is None or plan.closes_at is None:
        return []
    given = Circumstances(haste=plan.haste)
    earliest = earliest_closing_day(plan.notice_on, plan.procedure, given, equated=plan.equated)
    if plan.closes_at.date() >= earliest:
        return []
    terms = [minimum_request_term(plan.procedure, plan.haste), minimum_bid_term(plan.procedure, given)]
    days = sum(term.days for term in terms if term)
    source = next(term.article for term in terms if term)
    return [
        Obstacle(
            "closing-too-soon",
            f"Geef inschrijvers ten minste {days} dagen na de aankondiging ({source}). "
            f"Kies {earliest:%d-%m-%Y} of later.",
            "closes_at",
        )
    ]


def _answers_too_late(plan: Planning) -> list[Obstacle]:
    if plan.answers_by is None or plan.closes_at is None:
        return []
    latest = latest_answer_day(plan.closes_at, plan.procedure, plan.haste)
    if plan.answers_by <= latest:
        return []
    term = answers_term(plan.procedure, plan.haste)
    days, article = (term.days, f" ({term.article})") if term else (0, "")
    return [
        Obstacle(
            "answers-too-late",
            f"Antwoorden moeten uiterlijk {days} dagen vóór de sluiting openbaar zijn{article}. "
            f"Kies {latest:%d-%m-%Y} of eerder, of verplaats de sluiting.",
            "answers_by",
        )
    ]


def _start_too_soon(plan: Planning) -> list[Obstacle]:
    if plan.decision_on is None or plan.starts_on is None or plan.starts_on < plan.decision_on:
        return []
    if plan.standstill_days == 0:
        return []
    earliest = end_of_term(
        plan.decision_on, days=plan.standstill_days, regime=TermRegime.STATUTORY_AWT, equated=plan.equated
    ).first_day_after
    if plan.starts_on >= earliest:
        return []
    return [
        Obstacle(
            "start-in-standstill",
            f"Na de gunningsbeslissing loopt een opschortende termijn van {plan.standstill_days} dagen. "
            f"Laat de opdracht op {earliest:%d-%m-%Y} of later beginnen.",
            "starts_on",
        )
    ]


def at_noon(day: date, like: datetime) -> datetime:
    """Twelve o'clock on this day, in the same time zone as the other moment."""
    return datetime.combine(day, time(12), like.tzinfo)
