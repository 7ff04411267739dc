"""When a term ends, under the regime that governs it.

Law: Algemene termijnenwet art. 1, 2 and 4; Regulation (EEG, Euratom) 1182/71 art. 3. A term of a
contract or of tender documents follows what was agreed and is not moved; neither is a term that is
counted back from a date (art. 1, second paragraph, and art. 3(4), second subparagraph).
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from townhall.working_days import (
    DECREED_DAYS,
    ONE_DAY,
    is_working_day,
    last_working_day_until,
    why_not_a_working_day,
)


class TermRegime(StrEnum):
    """The set of rules that decides where a term ends."""

    STATUTORY_AWT = "statutory_awt"
    CONTRACTUAL = "contractual"
    EU_1182_71 = "eu_1182_71"
    BACKWARD = "backward"


#: Art. 4, opening words and a: the act leaves terms of more than ninety days alone.
LONGEST_TERM_OF_THE_AWT = 90
#: Art. 2 Algemene termijnenwet: from this length a term holds at least two working days.
SHORTEST_WITH_TWO_WORKING_DAYS_AWT = 3
#: Art. 3(5) of the Regulation: from this length a term holds at least two working days.
SHORTEST_WITH_TWO_WORKING_DAYS_EU = 2


@dataclass(frozen=True)
class TermEnd:
    """The last day of a term, where it would have been without moving, and why (in Dutch)."""

    ends_on: date
    unextended_ends_on: date
    why: str

    @property
    def is_extended(self) -> bool:
        return self.ends_on != self.unextended_ends_on

    @property
    def first_day_after(self) -> date:
        """The first day on which the term no longer stands in the way."""
        return self.ends_on + ONE_DAY


def end_of_term(
    event_on: date, *, days: int, regime: TermRegime, equated: Set[date] = DECREED_DAYS
) -> TermEnd:
    """The end of a term of this many days; day one is the day after the event.

    For ``BACKWARD`` it is the last day on which something can be done that must happen at least
    this many days before the event.
    """
    assert days > 0, "a term has at least one day"
    if regime is TermRegime.BACKWARD:
        latest = event_on - timedelta(days=days)
        return TermEnd(latest, latest, "Een termijn die wordt teruggerekend, wordt niet verlengd.")
    unextended = event_on + timedelta(days=days)
    if reason := _why_never_extended(days, regime):
        return TermEnd(unextended, unextended, reason)
    needed = _working_days_needed(days, regime)
    ends_on = _first_lawful_end(event_on, unextended, needed, equated)
    return TermEnd(ends_on, unextended, _why(unextended, ends_on, regime, equated))


def latest_working_day(term: TermEnd, equated: Set[date] = DECREED_DAYS) -> date:
    """The end of the term, or the working day before it: for what must go out from an office."""
    return last_working_day_until(term.ends_on, equated)


def _why_never_extended(days: int, regime: TermRegime) -> str:
    if regime is TermRegime.CONTRACTUAL:
        return "Een afgesproken termijn wordt niet verlengd: de Algemene termijnenwet geldt er niet voor."
    if regime is TermRegime.STATUTORY_AWT and days > LONGEST_TERM_OF_THE_AWT:
        return "Een termijn van meer dan 90 dagen wordt niet verlengd (art. 4 Algemene termijnenwet)."
    return ""


def _working_days_needed(days: int, regime: TermRegime) -> int:
    shortest = (
        SHORTEST_WITH_TWO_WORKING_DAYS_EU
        if regime is TermRegime.EU_1182_71
        else SHORTEST_WITH_TWO_WORKING_DAYS_AWT
    )
    return 2 if days >= shortest else 0


def _first_lawful_end(event_on: date, unextended: date, needed: int, equated: Set[date]) -> date:
    """The first working day on or after the counted end by which the term holds enough of them."""
    day, working_days = event_on, 0
    while True:
        day += ONE_DAY
        if is_working_day(day, equated):
            working_days += 1
            if day >= unextended and working_days >= needed:
                return day


def _why(unextended: date, ends_on: date, regime: TermRegime, equated: Set[date]) -> str:
    is_eu = regime is TermRegime.EU_1182_71
    if ends_on == unextended:
        return "De laatste dag is een werkdag: de termijn wordt niet verlengd."
    if free_day := why_not_a_working_day(unextended, equated):
        article = "art. 3 lid 4 Verordening 1182/71" if is_eu else "art. 1 Algemene termijnenwet"
        return f"De laatste dag is {free_day}: de termijn loopt door tot en met een werkdag ({article})."
    article = "art. 3 lid 5 Verordening 1182/71" if is_eu else "art. 2 Algemene termijnenwet"
    return f"De termijn heeft ten minste twee werkdagen: hij loopt door tot en met de tweede ({article})."
