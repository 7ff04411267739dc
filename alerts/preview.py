"""Which alerts of this year come or go when an occasion is set otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from alerts.due import Fact
from alerts.occasion import Occasion
from alerts.tuning import Tuning, days_of_year, levels_reached


@dataclass(frozen=True)
class Change:
    """One record: when it would be told about now, and when with the new setting. Meters give levels in percent."""

    about: str
    url: str
    days_before: tuple[date, ...] = ()
    days_after: tuple[date, ...] = ()
    levels_before: tuple[int, ...] = ()
    levels_after: tuple[int, ...] = ()
    over_since: date | None = None
    """The day on which it was over; None as long as it is not."""

    @property
    def differs(self) -> bool:
        """Whether anything comes or goes."""
        return (self.days_before, self.levels_before) != (self.days_after, self.levels_after)


def changes_of(
    facts: Sequence[Fact], tuning: Tuning, after: Occasion, year: int, over: Mapping[Fact, date] | None = None
) -> list[Change]:
    """Per record what this year brings before and after, those that differ first.

    ``over`` holds what was told before and is gone, with the day on which it went: nothing is told after that day.
    """
    gone = over or {}
    found = []
    for fact in [*facts, *gone]:
        before, over_since = tuning.of(fact.kind, fact.contract_id), gone.get(fact)
        if fact.due_on is not None:
            was, becomes = (
                tuple(day for day in days_of_year(each, fact.due_on, year) if day <= (over_since or date.max))
                for each in (before, after)
            )
            change = Change(fact.about, fact.url, days_before=was, days_after=becomes, over_since=over_since)
        else:
            level = fact.level or Fraction(0)
            change = Change(
                fact.about, fact.url, levels_before=tuple(levels_reached(before, level)),
                levels_after=tuple(levels_reached(after, level)), over_since=over_since,
            )  # fmt: skip
        if change.days_before or change.days_after or change.levels_before or change.levels_after:
            found.append(change)
    return sorted(found, key=lambda each: (not each.differs, each.about))
