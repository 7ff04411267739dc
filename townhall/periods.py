"""Stretches of days, months and quarters; a period's last day belongs to it."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self


@dataclass(frozen=True, order=True)
class Period:
    """From the first day up to and including the last."""

    starts_on: date
    ends_on: date

    def __post_init__(self) -> None:
        assert self.starts_on <= self.ends_on, "a period does not end before it starts"

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1

    @property
    def day_after(self) -> date:
        """The first day that no longer belongs to it; the open end in a half-open query."""
        return self.ends_on + timedelta(days=1)

    def overlaps(self, other: Self) -> bool:
        return self.starts_on <= other.ends_on and other.starts_on <= self.ends_on

    def overlap(self, other: Self) -> "Period | None":
        """The days both have, or nothing."""
        if not self.overlaps(other):
            return None
        return Period(max(self.starts_on, other.starts_on), min(self.ends_on, other.ends_on))


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months on; the last day where that month is shorter."""
    years, month_index = divmod(day.year * 12 + day.month - 1 + months, 12)
    month = month_index + 1
    return date(years, month, min(day.day, monthrange(years, month)[1]))


def months_between(start: date, end: date) -> int:
    """The number of whole months that have passed on ``end``; negative when it lies before ``start``."""
    if end < start:
        return -months_between(end, start)
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(start, months) <= end else months - 1


def period_of_months(starts_on: date, months: int) -> Period:
    """The period of so many months from this day: from 1 January, twelve months end on 31 December."""
    assert months > 0, "a period has at least one month"
    return Period(starts_on, add_months(starts_on, months) - timedelta(days=1))


def month_of(day: date) -> Period:
    """The calendar month this day lies in."""
    return period_of_months(day.replace(day=1), 1)


def quarter_of(day: date) -> Period:
    """The calendar quarter this day lies in."""
    return period_of_months(date(day.year, 3 * ((day.month - 1) // 3) + 1, 1), 3)


def year_of(day: date) -> Period:
    """The calendar year this day lies in."""
    return Period(date(day.year, 1, 1), date(day.year, 12, 31))
