"""The calculator of terms: from an event, a length and a regime to the last day."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from procurement.calculators import Answer, Case, day_of, missing_keys, unknown_keys
from procurement.strict_json import CaseError
from townhall.deadlines import TermEnd, TermRegime, end_of_term, latest_working_day
from townhall.working_days import DECREED_DAYS, DECREES

NEEDED = ("event_date", "days", "regime")
#: These describe the case and change nothing in the answer.
DESCRIPTIVE = ("kind", "event", "procedure", "clause", "not_starting_events", "note")
KNOWN = (*NEEDED, "direction", "equalled_days_override", *DESCRIPTIVE)

LONGEST = 36_525
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOVABLE = (TermRegime.STATUTORY_AWT, TermRegime.EU_1182_71)
#: Before this year there is no table of decreed days.
FIRST_YEAR = min(row.day.year for row in DECREES)


@dataclass(frozen=True)
class TermCase:
    """A case that was read and understood."""

    event_on: date
    days: int
    regime: TermRegime
    equated: Set[date]


def calculate(case: Case) -> Answer:
    """The last day of the term, where it would have been unextended, and the day after."""
    read = read_case(case)
    try:
        term = end_of_term(read.event_on, days=read.days, regime=read.regime, equated=read.equated)
        return _answer(term, read)
    except OverflowError as error:
        raise CaseError(["De termijn loopt buiten de kalender: kies een andere dag of lengte."]) from error


def _answer(term: TermEnd, read: TermCase) -> Answer:
    answer: dict[str, Any] = {
        "term_end": term.ends_on,
        "unextended_end": term.unextended_ends_on,
        "weekday": WEEKDAYS[term.ends_on.weekday()],
        "earliest_contract_date": None,
        "reason": term.why,
    }
    if read.regime is TermRegime.BACKWARD:
        answer["latest_working_day_on_or_before"] = latest_working_day(term, read.equated)
    else:
        answer["earliest_contract_date"] = term.first_day_after
    return answer


def read_case(case: Case) -> TermCase:
    """The case in the words of the house. Raises ``CaseError`` with everything that is not understood."""
    problems = [*unknown_keys(case, KNOWN), *missing_keys(case, NEEDED)]
    event_on, days = day_of(case.get("event_date")), case.get("days")
    if case.get("event_date") is not None and event_on is None:
        problems.append(f"event_date is geen dag als jjjj-mm-dd: {case['event_date']}.")
    if days is not None and not _is_length(days):
        problems.append(f"days is geen heel aantal dagen van 1 tot en met {LONGEST}: {days}.")
    problems += _problems_of_words(case)
    regime, regime_problems = _regime_of(case)
    equated, override_problems = _equated_of(case)
    problems += [*regime_problems, *override_problems]
    if event_on and regime in MOVABLE and event_on.year < FIRST_YEAR:
        problems.append(f"Voor {FIRST_YEAR} kennen we de gelijkgestelde dagen niet: kies een latere dag.")
    if problems:
        raise CaseError(problems)
    assert event_on is not None and regime is not None and isinstance(days, int)
    return TermCase(event_on, days, regime, equated)


def _is_length(days: Any) -> bool:
    return isinstance(days, int) and not isinstance(days, bool) and 1 <= days <= LONGEST


def _problems_of_words(case: Case) -> list[str]:
    return [
        f"{key} is geen tekst: {case[key]}."
        for key in ("kind", "event", "procedure")
        if case.get(key) is not None and not isinstance(case[key], str)
    ]


def _regime_of(case: Case) -> tuple[TermRegime | None, list[str]]:
    word, direction = case.get("regime"), case.get("direction")
    problems = []
    if direction not in (None, "forward", "backward"):
        problems.append(f"direction kent alleen backward (en forward): {direction}.")
    if word is None:
        return None, problems
    if not isinstance(word, str) or word not in {regime.value for regime in TermRegime}:
        return None, [*problems, f"regime is geen van {', '.join(TermRegime)}: {word}."]
    regime = TermRegime(word)
    if regime is TermRegime.BACKWARD and direction == "forward":
        problems.append("regime backward telt terug en direction forward telt vooruit: kies er een.")
    # Whatever governs it, a term that is counted back is not extended.
    return (TermRegime.BACKWARD if direction == "backward" else regime), problems


def _equated_of(case: Case) -> tuple[Set[date], list[str]]:
    """The days that count as decreed: those of the case instead of the house's own table, when it has any."""
    override = case.get("equalled_days_override")
    if override is None:
        return DECREED_DAYS, []
    if not isinstance(override, list):
        return DECREED_DAYS, ["equalled_days_override is geen lijst van dagen als jjjj-mm-dd."]
    wrong = [entry for entry in override if day_of(entry) is None]
    problems = [f"equalled_days_override bevat geen dag als jjjj-mm-dd: {entry}." for entry in wrong]
    return frozenset(day for entry in override if (day := day_of(entry))), problems
