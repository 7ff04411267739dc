"""Reading the outage file: from minutes that somebody measured to the stretches in which nothing answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Measured:
    """One minute in which was looked; ``answered`` says what came of it."""

    minute: datetime
    answered: bool


@dataclass(frozen=True)
class Outage:
    """A stretch in which the application did not answer, or (``measured`` false) in which nobody could look."""

    starts_at: datetime
    ends_at: datetime
    measured: bool

    @property
    def minutes(self) -> int:
        """How many whole minutes it lasted."""
        return (self.ends_at - self.starts_at) // MINUTE


def minute_of(moment: datetime) -> datetime:
    """The minute this moment lies in."""
    return moment.replace(second=0, microsecond=0)


def outages_between(measured: Sequence[Measured], *, starts_at: datetime, ends_at: datetime) -> list[Outage]:
    """The stretches without an answer within this period, oldest first.

    A minute without a measurement counts as one without an answer: who measures runs beside the application, so its
    silence is a sign as well. It is kept apart, because it is no proof. Before the very first measurement and after
    the very last one nothing is known, and nothing is said.
    """
    inside = sorted((each for each in measured if starts_at <= each.minute < ends_at), key=lambda each: each.minute)
    outages: list[Outage] = []
    for place, each in enumerate(inside):
        before = inside[place - 1].minute + MINUTE if place else each.minute
        if before < each.minute:
            outages.append(Outage(before, each.minute, measured=False))
        if not each.answered:
            _extend(outages, each.minute)
    return outages


def minutes_out(outages: Sequence[Outage]) -> int:
    """How many minutes nothing answered, all together."""
    return sum(outage.minutes for outage in outages)


def _extend(outages: list[Outage], minute: datetime) -> None:
    if outages and outages[-1].measured and outages[-1].ends_at == minute:
        outages[-1] = Outage(outages[-1].starts_at, minute + MINUTE, measured=True)
    else:
        outages.append(Outage(minute, minute + MINUTE, measured=True))
