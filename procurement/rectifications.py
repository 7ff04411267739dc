"""Changing a published tender: what may be changed, and when bidders must get more time for it.

Law: art. 2.53–2.54 Aanbestedingswet (further information at the latest ten days before the closing, four when
the short terms apply) and art. 2.73 (a significant change of the documents moves the closing, in proportion;
directive 2014/24/EU art. 47(3)). A change that would have brought other bidders is not a rectification:
then the tender starts again (HvJ EU C-298/15, Borta).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from procurement.lifecycle import TenderStatus
from procurement.procedures import Procedure
from procurement.timeline import Haste, answers_term, closing_after_answers, latest_answer_day
from townhall.refusal import Obstacle


class ChangeKind(StrEnum):
    """What a rectification does with a requirement."""

    CHANGED = "changed"
    ADDED = "added"
    DROPPED = "dropped"


@dataclass(frozen=True)
class RectificationFacts:
    """What decides whether a rectification may go out; dates are None where they stay as they are."""

    status: TenderStatus
    procedure: Procedure
    closed_at: datetime | None
    """The closing as it is now."""
    is_published: bool
    what: str
    why: str
    is_substantial: bool
    substance_reason: str
    requirement_changes: Sequence[ChangeKind]
    document_changes: int
    closes_at: datetime | None = None
    questions_until: datetime | None = None
    answers_by: date | None = None
    decision_on: date | None = None
    starts_on: date | None = None
    planned: Sequence[tuple[str, date]] = ()
    """The other dates as they will be, in the order in which they must come: name and day."""
    haste: Haste = Haste.NORMAL

    @property
    def changes_dates(self) -> bool:
        """Whether one of the dates becomes another."""
        dates = (self.closes_at, self.questions_until, self.answers_by, self.decision_on, self.starts_on)
        return any(each is not None for each in dates)

    @property
    def changes_content(self) -> bool:
        """Whether a requirement or a document becomes another."""
        return bool(self.requirement_changes or self.document_changes)


def obstacles_to_rectifying(given: RectificationFacts, now: datetime) -> list[Obstacle]:
    """Why a rectification cannot be written now."""
    if given.is_published:
        text = "Deze rectificatie is al gepubliceerd en blijft zo. Begin een nieuwe."
        return [Obstacle("already-published", text)]
    if given.status != TenderStatus.PUBLISHED or given.closed_at is None:
        text = "Rectificeren kan alleen bij een aanbesteding die openstaat. Een concept past u gewoon aan."
        return [Obstacle("not-open", text)]
    if now > given.closed_at:
        text = "De sluiting is voorbij: een wijziging helpt bieders niet meer. Trek de aanbesteding zo nodig in."
        return [Obstacle("already-closed", text)]
    return []


def obstacles_to_words(given: RectificationFacts) -> list[Obstacle]:
    """What the text of a rectification still misses."""
    obstacles = []
    if not given.what.strip():
        obstacles.append(Obstacle("what-missing", "Schrijf op wat er wijzigt.", "what"))
    if not given.why.strip():
        obstacles.append(Obstacle("why-missing", "Leg uit waarom. Aanbieders lezen deze reden.", "why"))
    if not given.substance_reason.strip():
        text = "Leg uit waarom deze wijziging wel of niet meer tijd vraagt (art. 2.73 AW). Aanbieders lezen dit ook."
        obstacles.append(Obstacle("substance-unexplained", text, "substance_reason"))
    return obstacles


def obstacles_to_publishing_rectification(given: RectificationFacts, now: datetime) -> list[Obstacle]:
    """Everything that stands in the way of publishing this rectification now."""
    if unwritable := obstacles_to_rectifying(given, now):
        return unwritable
    assert given.closed_at is not None, "checked above"
    obstacles = obstacles_to_words(given)
    if not given.changes_content and not given.changes_dates:
        text = "Er is nog niets gewijzigd. Voeg een eis, een stuk of een datum toe."
        obstacles.append(Obstacle("nothing-changed", text))
    obstacles += _obstacles_of_closing(given, now)
    obstacles += _obstacles_of_order(given, now)
    return obstacles


def _obstacles_of_closing(given: RectificationFacts, now: datetime) -> list[Obstacle]:
    assert given.closed_at is not None, "checked by the caller"
    obstacles = []
    if given.closes_at is not None and given.closes_at <= given.closed_at:
        text = f"Kies een later moment dan {given.closed_at:%d-%m-%Y %H:%M}: er mag geen tijd af."
        obstacles.append(Obstacle("closing-not-later", text, "closes_at"))
    closing = given.closes_at or given.closed_at
    term = answers_term(given.procedure, given.haste)
    days = term.days if term else 0
    is_too_late = now.date() > latest_answer_day(closing, given.procedure, given.haste)
    needed = closing_after_answers(now.date(), given.closed_at, given.procedure, given.haste)
    if given.changes_content and is_too_late:
        text = (
            f"Een wijziging moet uiterlijk {days} dagen vóór de sluiting bekend zijn (art. 2.54 AW). "
            f"Verplaats de sluiting naar {needed:%d-%m-%Y %H:%M} of later."
        )
        obstacles.append(Obstacle("move-the-deadline", text, "closes_at"))
    elif given.is_substantial and given.closes_at is None:
        text = (
            "Een wezenlijke wijziging vraagt meer tijd voor inschrijvers: verplaats de sluiting, in verhouding tot "
            "de wijziging (art. 2.73 AW)."
        )
        obstacles.append(Obstacle("substantial-without-time", text, "closes_at"))
    return obstacles


def _obstacles_of_order(given: RectificationFacts, now: datetime) -> list[Obstacle]:
    obstacles = []
    if given.questions_until is not None and given.questions_until <= now:
        text = "Kies een moment dat nog moet komen."
        obstacles.append(Obstacle("in-the-past", text, "questions_until"))
    for (before_name, before), (name, day) in zip(given.planned, given.planned[1:], strict=False):
        if day < before:
            text = f"{name[0].upper()}{name[1:]} ({day:%d-%m-%Y}) ligt vóór {before_name} ({before:%d-%m-%Y})."
            obstacles.append(Obstacle("dates-out-of-order", f"{text} Kies een latere dag."))
    closing = given.closes_at or given.closed_at
    if given.answers_by is not None and closing is not None:
        latest = latest_answer_day(closing, given.procedure, given.haste)
        if given.answers_by > latest:
            text = f"De antwoorden komen te laat vóór de sluiting (art. 2.54 AW). Kies {latest:%d-%m-%Y} of eerder."
            obstacles.append(Obstacle("answers-too-late", text, "answers_by"))
    return obstacles


def touches_lot(lots: Sequence[int | None], document_changes: int, lot_number: int) -> bool:
    """Whether bids for this lot must look again; ``lots``: of each changed requirement, None for all lots."""
    return document_changes > 0 or any(each is None or each == lot_number for each in lots)
