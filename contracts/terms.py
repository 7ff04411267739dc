"""How long a contract runs: its first and last day, its options as data, and the last day to decide on each.

There is no silent extension: only an option that was taken, or a recorded modification, moves the last day.
A last day belongs to the term. Months are always counted from the agreed last day, never from a day that was
itself counted, so two options of one month end on the same day as one option of two.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from townhall.periods import Period, add_months, period_of_months
from townhall.refusal import Obstacle

_DAY = timedelta(days=1)

#: Longest term of a framework without a special reason: art. 2.140(3) Aanbestedingswet. Not for the SAS
#: regime (art. 2.39(2)).
LONGEST_TERM_MONTHS = 48

#: What contracts usually ask: notice three months before the end.
USUAL_NOTICE_MONTHS = 3


class OptionDecision(StrEnum):
    """What became of an option."""

    OPEN = "open"
    TAKEN = "taken"
    NOT_TAKEN = "not_taken"
    LAPSED = "lapsed"


class DecisionBody(StrEnum):
    """Who decides on an option in the name of the municipality."""

    MANDATE = "mandate"
    COLLEGE = "college"


@dataclass(frozen=True)
class Option:
    """The right to let the contract run some months longer, if told before a certain day."""

    sequence: int
    months: int
    decide_by: date
    decision: OptionDecision = OptionDecision.OPEN
    decided_on: date | None = None
    decides: DecisionBody = DecisionBody.MANDATE


@dataclass(frozen=True)
class Term:
    """The agreed term: first day, last day without any option, options in order, months added otherwise."""

    starts_on: date
    ends_on: date
    options: tuple[Option, ...] = field(default=())
    months_by_modification: int = 0
    terminated_on: date | None = None

    @property
    def months_taken(self) -> int:
        """The months that options already taken, and modifications, have added."""
        return self.months_by_modification + sum(
            option.months for option in self.options if option.decision is OptionDecision.TAKEN
        )


def last_day_after(ends_on: date, *, months: int) -> date:
    """The last day of a term that ended on ``ends_on`` and runs this many months longer.

    Counted from the first day that no longer belongs to the term, so that a term to the end of February
    goes on to the end of a month, also in a leap year.
    """
    return add_months(ends_on + _DAY, months) - _DAY


def last_day_of_term(starts_on: date, *, months: int) -> date:
    """The last day of a term of this many months: 24 months from 1 January 2018 end on 31 December 2019."""
    return period_of_months(starts_on, months).ends_on


def ends_on(term: Term) -> date:
    """The last day as things stand now: the agreed day, the options taken, the end by termination."""
    by_agreement = last_day_after(term.ends_on, months=term.months_taken)
    return by_agreement if term.terminated_on is None else min(by_agreement, term.terminated_on)


def latest_possible_end(term: Term) -> date:
    """The last day when every option still open would be taken as well."""
    if term.terminated_on is not None:
        return ends_on(term)
    still_possible = sum(option.months for option in options_still_possible(term))
    return last_day_after(term.ends_on, months=term.months_taken + still_possible)


def options_still_possible(term: Term) -> list[Option]:
    """The open options in order, up to the first that was refused or lapsed: after that none can be taken."""
    return possible_of(term.options)


def possible_of(options: Sequence[Option]) -> list[Option]:
    """Of these options of one contract those that are still possible, in order."""
    possible = []
    for option in in_order(options):
        if option.decision in (OptionDecision.NOT_TAKEN, OptionDecision.LAPSED):
            break
        if option.decision is OptionDecision.OPEN:
            possible.append(option)
    return possible


def can_be_extended(options: Sequence[Option], today: date) -> bool:
    """Whether the next option of a contract can still be used: one is possible, and its last day did not pass."""
    possible = possible_of(options)
    return bool(possible) and possible[0].decide_by >= today


def next_option(term: Term) -> Option | None:
    """The option that must be decided on first; none when there is nothing left to decide."""
    if term.terminated_on is not None:
        return None
    possible = options_still_possible(term)
    return possible[0] if possible else None


def last_day_to_decide(term: Term) -> date | None:
    """The last day on which the supplier must have the notice for the next option; none without an option."""
    option = next_option(term)
    return None if option is None else option.decide_by


def is_decision_late(term: Term, today: date) -> bool:
    """Whether the day to decide on the next option has passed."""
    last_day = last_day_to_decide(term)
    return last_day is not None and today > last_day


def end_with(term: Term, option: Option) -> date:
    """The last day of the contract when this option, and every possible one before it, is taken."""
    earlier = sum(other.months for other in options_still_possible(term) if other.sequence < option.sequence)
    return last_day_after(term.ends_on, months=term.months_taken + earlier + option.months)


def notice_day(ends_on: date, *, months_before: int = USUAL_NOTICE_MONTHS) -> date:
    """The last day on which a notice leaves this many whole months before the end.

    For an end on 31 December and three months: 30 September, so that October, November and December remain.
    """
    return add_months(ends_on + _DAY, -months_before) - _DAY


def notice_months_of(ends_on: date, decide_by: date) -> int:
    """How many whole months before the end this day to decide lies; the inverse of ``notice_day``."""
    return next(months for months in range(241) if notice_day(ends_on, months_before=months + 1) < decide_by)


def planned_options(
    ends_on: date, *, count: int, months: int, months_before: int = USUAL_NOTICE_MONTHS,
    decides: DecisionBody = DecisionBody.MANDATE,
) -> tuple[Option, ...]:
    """Options of equal length, each to be decided some months before the end that it would move."""
    return tuple(
        Option(
            sequence=sequence,
            months=months,
            decide_by=notice_day(
                last_day_after(ends_on, months=months * (sequence - 1)), months_before=months_before
            ),
            decides=decides,
        )
        for sequence in range(1, count + 1)
    )


def in_order(options: Sequence[Option]) -> list[Option]:
    """The options in the order in which they can be taken."""
    return sorted(options, key=lambda option: option.sequence)


def period_of(term: Term) -> Period:
    """The days on which the contract runs, as things stand now; empty terms do not exist."""
    return Period(starts_on=term.starts_on, ends_on=ends_on(term))


def is_running(term: Term, day: date) -> bool:
    """Whether this day lies in the term as it stands now."""
    return term.starts_on <= day <= ends_on(term)


_MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)


def day_in_words(day: date) -> str:
    """A day as people write it: 23 november 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def obstacles_to_agreeing(
    term: Term, *, four_years_apply: bool, reason_for_longer: str = "", extends_silently: bool = False
) -> list[Obstacle]:
    """Why this term cannot be agreed."""
    found = _obstacles_to_dates(term) + _obstacles_to_options(term)
    if extends_silently:
        found.append(
            Obstacle(
                "silent-extension",
                "Een contract mag niet vanzelf langer doorlopen. Maak er een optie van, met een uiterste "
                "dag om te beslissen.",
                "extends_silently",
            )
        )
    longest = add_months(term.starts_on, LONGEST_TERM_MONTHS) - _DAY
    sound = not found
    if sound and four_years_apply and latest_possible_end(term) > longest and not reason_for_longer.strip():
        found.append(
            Obstacle(
                "longer-than-four-years",
                "Met alle opties samen duurt het contract langer dan vier jaar. Dat mag alleen met een "
                "bijzondere reden (artikel 2.140 lid 3 Aanbestedingswet). Schrijf die reden op of kies "
                "korter.",
                "reason_for_longer",
            )
        )
    return found


def _obstacles_to_dates(term: Term) -> list[Obstacle]:
    if term.ends_on >= term.starts_on:
        return []
    return [
        Obstacle(
            "ends-before-start",
            "De laatste dag ligt vóór de eerste dag. Pas een van beide aan.",
            "ends_on",
        )
    ]


def _obstacles_to_options(term: Term) -> list[Obstacle]:
    found = []
    options = in_order(term.options)
    if [option.sequence for option in options] != list(range(1, len(options) + 1)):
        found.append(
            Obstacle(
                "option-numbering", "Nummer de opties 1, 2, 3 … zonder sprong en zonder dubbele.", "options"
            )
        )
    moved_by = 0
    for option in options:
        end_before = last_day_after(term.ends_on, months=term.months_by_modification + max(moved_by, 0))
        if option.months < 1:
            found.append(
                Obstacle(
                    "option-without-months",
                    f"Optie {option.sequence} heeft geen lengte. Vul ten minste één maand in.",
                    "options",
                )
            )
        if not term.starts_on <= option.decide_by <= end_before:
            found.append(
                Obstacle(
                    "decide-by-outside-term",
                    f"De uiterste beslisdag van optie {option.sequence} moet tussen de eerste dag van het "
                    "contract liggen en het einde dat de optie verschuift.",
                    "options",
                )
            )
        moved_by += option.months
    return found
