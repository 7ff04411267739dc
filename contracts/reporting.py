"""Progress reports of the supplier: which are due, on which day, and whether they came in time.

How often is agreed in the contract (Kaderstellende nota reïntegratie 2006-2007, gemeente Haarlem: nature and frequency
of the progress report are agreed with every contractor).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from townhall.periods import Period, add_months
from townhall.refusal import Obstacle

#: A supplier has this many days after a period to report on it, where nothing else was agreed.
USUAL_DAYS = 14


class ReportState(StrEnum):
    """How a report stands."""

    RUNNING = "running"
    DUE = "due"
    LATE = "late"
    IN_TIME = "in_time"
    SENT_LATE = "sent_late"


@dataclass(frozen=True)
class Rhythm:
    """How often a supplier reports, from a certain day on, and within how many days after each period."""

    from_on: date
    every_months: int
    within_days: int = USUAL_DAYS


@dataclass(frozen=True)
class DueReport:
    """A period to report on, and the last day to send the report."""

    period: Period
    due_on: date


def due_reports(rhythms: Sequence[Rhythm], *, ends_on: date) -> list[DueReport]:
    """Every period to report on, oldest first. A later rhythm takes over from its first day; the last period may be
    shorter, because the contract ends."""
    ordered = sorted(rhythms, key=lambda rhythm: rhythm.from_on)
    found = []
    for number, rhythm in enumerate(ordered):
        last = ordered[number + 1].from_on - timedelta(days=1) if number + 1 < len(ordered) else ends_on
        found += _periods(rhythm, min(last, ends_on))
    return found


def _periods(rhythm: Rhythm, last: date) -> list[DueReport]:
    found, count = [], 0
    while (starts_on := add_months(rhythm.from_on, count * rhythm.every_months)) <= last:
        ends_on = min(add_months(rhythm.from_on, (count + 1) * rhythm.every_months) - timedelta(days=1), last)
        found.append(DueReport(Period(starts_on, ends_on), ends_on + timedelta(days=rhythm.within_days)))
        count += 1
    return found


def state_of(report: DueReport, submitted_at: datetime | None, *, today: date) -> ReportState:
    """How this report stands today; sent on its last day is in time."""
    if submitted_at is not None:
        return ReportState.IN_TIME if submitted_at.date() <= report.due_on else ReportState.SENT_LATE
    if today <= report.period.ends_on:
        return ReportState.RUNNING
    return ReportState.DUE if today <= report.due_on else ReportState.LATE


def in_time(reports: Collection[tuple[DueReport, datetime | None]], period: Period, *, today: date) -> tuple[int, int]:
    """How many reports came in time, of those whose last day lies in this period and is over or that were sent."""
    states = [state_of(report, sent_at, today=today) for report, sent_at in reports if report.due_on in period]
    counted = [state for state in states if state not in (ReportState.RUNNING, ReportState.DUE)]
    return counted.count(ReportState.IN_TIME), len(counted)


def obstacles_to_reporting(report: DueReport | None, submitted_at: datetime | None, *, today: date) -> list[Obstacle]:
    """Why the supplier cannot send a report over this period now."""
    if report is None:
        return [
            Obstacle(
                "period-unknown", "Over deze periode is geen rapportage afgesproken. Kies een periode uit de lijst."
            )
        ]
    if submitted_at is not None:
        return [Obstacle("sent-already", "De rapportage over deze periode is al ingediend.")]
    if today <= report.period.ends_on:
        text = f"Deze periode loopt tot en met {report.period.ends_on:%d-%m-%Y}. Dien de rapportage daarna in."
        return [Obstacle("period-runs", text)]
    return []


def obstacles_to_agreeing_rhythm(
    rhythm: Rhythm, earlier: Sequence[Rhythm], *, term: Period, last_reported: date | None
) -> list[Obstacle]:
    """Why this rhythm cannot be agreed: outside the term, or over a period that was reported on already."""
    obstacles = []
    if rhythm.from_on not in term:
        text = (
            f"Het contract loopt van {term.starts_on:%d-%m-%Y} tot en met {term.ends_on:%d-%m-%Y}. Kies een dag daarin."
        )
        obstacles.append(Obstacle("outside-the-term", text, "from_on"))
    if last_reported is not None and rhythm.from_on <= last_reported:
        text = f"Tot en met {last_reported:%d-%m-%Y} is al gerapporteerd. Laat het nieuwe ritme daarna ingaan."
        obstacles.append(Obstacle("reported-already", text, "from_on"))
    if any(each.from_on >= rhythm.from_on for each in earlier):
        text = "Er is al een ritme afgesproken vanaf deze dag of later. Kies een latere dag."
        obstacles.append(Obstacle("rhythm-already", text, "from_on"))
    return obstacles
