"""What the draft of the framework agreement says that must be worked out from the file: its term, and who must do what.

The options count with their last day to decide: an extension never comes by itself. What a bidder must do follows
from the requirements that exclude; what he promises with a wish or a criterion binds him as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from procurement.procedures import EXCLUDING_KINDS
from procurement.requirement_texts import RequirementsText, RequirementText
from townhall.periods import Period, add_months, period_of_months

#: How long before the end the municipality says that it extends; contracts keep the same number.
MONTHS_OF_NOTICE = 3


@dataclass(frozen=True)
class AgreedOption:
    """One extension: its number, its days, and the last day to decide on it."""

    number: int
    period: Period
    decide_by: date


@dataclass(frozen=True)
class DraftAgreement:
    """The term and the obligations as the draft names them; no term while its first day or length is open."""

    term: Period | None
    options: tuple[AgreedOption, ...]
    obligations: tuple[RequirementText, ...]


def draft_agreement(
    starts_on: date | None,
    duration_months: int | None,
    *,
    extension_count: int,
    extension_months: int,
    requirements: RequirementsText,
) -> DraftAgreement:
    """The draft for these terms and requirements."""
    obligations = tuple(each for each in requirements.requirements() if each.kind in EXCLUDING_KINDS)
    if starts_on is None or duration_months is None:
        return DraftAgreement(None, (), obligations)
    term = period_of_months(starts_on, duration_months)
    options = _options(starts_on, duration_months, extension_count if extension_months else 0, extension_months)
    return DraftAgreement(term, tuple(options), obligations)


def _options(starts_on: date, duration_months: int, count: int, months: int) -> Sequence[AgreedOption]:
    """Counted from the first day each time, so that days do not shift over short months."""
    found = []
    for number in range(1, count + 1):
        first = add_months(starts_on, duration_months + (number - 1) * months)
        last = period_of_months(starts_on, duration_months + number * months).ends_on
        found.append(AgreedOption(number, Period(first, last), add_months(first, -MONTHS_OF_NOTICE)))
    return found
