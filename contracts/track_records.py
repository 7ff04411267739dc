"""What happens in a track between its steps: modules of the plan, checks whether work lasts, aftercare."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contracts.tracks import UNDER_WAY, EndReason, TrackLife, obstacles_to_day
from townhall.periods import add_months
from townhall.refusal import Obstacle


class ActivityKind(StrEnum):
    """What was done."""

    MODULE = "module"
    CHECK = "check"
    AFTERCARE = "aftercare"


class Outcome(StrEnum):
    """What came of it."""

    UNDER_WAY = "under_way"
    COMPLETED = "completed"
    STOPPED = "stopped"
    AT_WORK = "at_work"
    NOT_AT_WORK = "not_at_work"


OUTCOMES: dict[ActivityKind, tuple[Outcome, ...]] = {
    ActivityKind.MODULE: (Outcome.UNDER_WAY, Outcome.COMPLETED, Outcome.STOPPED),
    ActivityKind.CHECK: (Outcome.AT_WORK, Outcome.NOT_AT_WORK),
    ActivityKind.AFTERCARE: (Outcome.AT_WORK, Outcome.NOT_AT_WORK),
}

#: Somebody's own system is looked at around these days after the placement (peers measure at 13, 26 and 52 weeks).
CHECK_MONTHS = (2, 3, 6, 12)


@dataclass(frozen=True)
class Activity:
    """One activity, as values."""

    kind: ActivityKind
    title: str
    happened_on: date
    outcome: Outcome


def obstacles_to_noting(
    activity: Activity, life: TrackLife, *, placed_on: date | None, aftercare_until: date | None, today: date
) -> list[Obstacle]:
    """Why this cannot be written down in the track."""
    obstacles = obstacles_to_day(life, activity.happened_on, today=today, field="happened_on")
    if activity.outcome not in OUTCOMES[activity.kind]:
        obstacles.append(Obstacle("wrong-outcome", "Kies een uitkomst die hierbij past.", "outcome"))
    if activity.kind is ActivityKind.MODULE:
        return obstacles + _obstacles_to_module(activity, life)
    if placed_on is None or activity.happened_on < placed_on:
        text = "Dit hoort bij een plaatsing, en die is er op deze dag nog niet. Leg eerst de plaatsing vast."
        obstacles.append(Obstacle("no-placement", text, "happened_on"))
    elif activity.kind is ActivityKind.AFTERCARE and aftercare_until and activity.happened_on > aftercare_until:
        text = f"De nazorg liep tot en met {aftercare_until:%d-%m-%Y}. Kies een dag in die tijd."
        obstacles.append(Obstacle("after-aftercare", text, "happened_on"))
    return obstacles


def _obstacles_to_module(activity: Activity, life: TrackLife) -> list[Obstacle]:
    if life.status not in UNDER_WAY and (life.ended_on is None or activity.happened_on > life.ended_on):
        text = "Een onderdeel hoort bij een traject dat loopt. Leg eerst de start vast."
        return [Obstacle("not-under-way", text)]
    if not activity.title.strip():
        return [Obstacle("no-title", "Vul in welk onderdeel het is, bijvoorbeeld sollicitatietraining.", "title")]
    return []


def aftercare_until(placed_on: date | None, months: int | None) -> date | None:
    """The last day on which the supplier stays in touch; None without a placement or an agreement."""
    return None if placed_on is None or months is None else add_months(placed_on, months)


def checks_due(
    placed_on: date | None, checked_on: Sequence[date], *, end_reason: EndReason | None, today: date
) -> list[date]:
    """The days on which somebody should have looked whether the work lasts, and nobody did since.

    After a drop-out nothing is due; after an end in work the checks go on.
    """
    if placed_on is None or end_reason not in (None, EndReason.WORK):
        return []
    days = [add_months(placed_on, months) for months in CHECK_MONTHS]
    return [day for day in days if day <= today and not any(each >= day for each in checked_on)]
