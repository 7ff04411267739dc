"""Putting a supplier in default: first hear the other side, then a last term in writing, then the outcome.

Source: Burgerlijk Wetboek art. 6:81 and 6:82 (a written demand with a reasonable term; default begins when it ends
without the work being done). Hearing first is what a careful authority does.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contracts.lifecycle import ContractStatus
from contracts.terms import day_in_words
from townhall.refusal import Obstacle


class DefaultOutcome(StrEnum):
    """How a notice of default ended."""

    CURED = "cured"
    NOT_CURED = "not_cured"
    WITHDRAWN = "withdrawn"


class DefaultStage(StrEnum):
    """How far it is."""

    HEARING = "hearing"
    TO_SEND = "to_send"
    TERM_RUNS = "term_runs"
    TERM_OVER = "term_over"
    CLOSED = "closed"


@dataclass(frozen=True)
class DefaultFacts:
    """The days of one notice of default."""

    announced_on: date
    hearing_on: date
    replied_on: date | None = None
    sent_on: date | None = None
    cure_by: date | None = None
    outcome: DefaultOutcome | None = None


def stage_of(facts: DefaultFacts, today: date) -> DefaultStage:
    """How far it is on this day. The day of the hearing and the last day of the term still belong to the supplier."""
    if facts.outcome is not None:
        return DefaultStage.CLOSED
    if facts.cure_by is not None:
        return DefaultStage.TERM_OVER if today > facts.cure_by else DefaultStage.TERM_RUNS
    was_heard = facts.replied_on is not None or today > facts.hearing_on
    return DefaultStage.TO_SEND if was_heard else DefaultStage.HEARING


def obstacles_to_announcing(
    status: ContractStatus, *, hearing_on: date, failing: str, demanded: str, today: date
) -> list[Obstacle]:
    """Why this cannot be announced to the supplier."""
    found = []
    if status is not ContractStatus.SIGNED:
        found.append(Obstacle("not-running", "Alleen bij een getekend contract kunt u iemand in gebreke stellen."))
    if not failing.strip():
        found.append(Obstacle("failing-missing", "Schrijf op wat de opdrachtnemer niet nakomt.", "failing"))
    if not demanded.strip():
        found.append(Obstacle("demand-missing", "Schrijf op wat de opdrachtnemer moet doen.", "demanded"))
    if hearing_on <= today:
        text = "Geef de opdrachtnemer tijd om te reageren: kies een dag na vandaag."
        found.append(Obstacle("hearing-too-soon", text, "hearing_on"))
    return found


def obstacles_to_replying(facts: DefaultFacts, *, reply: str) -> list[Obstacle]:
    """Why this reply of the supplier cannot be recorded."""
    found = _obstacles_when_closed(facts)
    if not reply.strip():
        found.append(Obstacle("reply-missing", "Schrijf op wat de opdrachtnemer zegt.", "reply"))
    return found


def obstacles_to_sending(facts: DefaultFacts, *, cure_by: date, today: date) -> list[Obstacle]:
    """Why the notice itself cannot go out."""
    found = _obstacles_when_closed(facts)
    if facts.sent_on is not None:
        found.append(Obstacle("already-sent", "Deze ingebrekestelling is al verstuurd."))
    if stage_of(facts, today) is DefaultStage.HEARING:
        text = (
            f"De opdrachtnemer kan tot en met {day_in_words(facts.hearing_on)} reageren. Leg zijn reactie vast, of "
            "wacht tot die dag voorbij is."
        )
        found.append(Obstacle("not-heard", text))
    if cure_by <= today:
        text = "Geef een redelijke termijn om het goed te maken (artikel 6:82 BW): kies een dag na vandaag."
        found.append(Obstacle("term-too-short", text, "cure_by"))
    return found


def obstacles_to_closing(facts: DefaultFacts, outcome: DefaultOutcome, *, note: str, today: date) -> list[Obstacle]:
    """Why it cannot end like this."""
    found = _obstacles_when_closed(facts)
    if not note.strip():
        found.append(Obstacle("note-missing", "Schrijf op waaruit dit blijkt.", "note"))
    if outcome is DefaultOutcome.WITHDRAWN or found:
        return found
    if facts.cure_by is None:
        text = "De ingebrekestelling is nog niet verstuurd. U kunt haar nu alleen intrekken."
        found.append(Obstacle("not-sent", text, "outcome"))
    elif outcome is DefaultOutcome.NOT_CURED and today <= facts.cure_by:
        text = f"De opdrachtnemer heeft nog tot en met {day_in_words(facts.cure_by)} de tijd."
        found.append(Obstacle("term-runs", text, "outcome"))
    return found


def _obstacles_when_closed(facts: DefaultFacts) -> list[Obstacle]:
    if facts.outcome is None:
        return []
    return [Obstacle("closed", "Deze ingebrekestelling is al afgerond.")]
