"""Many invoices on one page for who approves: what is out of the ordinary, and what stands in the way.

Source: domain fact 9.5.6 (the budget holder approves) and 9.3.1 (30 days from receipt).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from invoices.comparing import Change
from invoices.signals import Signal
from townhall.refusal import Obstacle

#: Finance still needs a run and the bank a day: from so many days before the last day an invoice stands out.
NEAR_DAYS = 7


@dataclass(frozen=True)
class Point:
    """Something out of the ordinary, in Dutch; ``stops`` says that it cannot be approved like this."""

    code: str
    text: str
    stops: bool = False


def near_until(today: date) -> date:
    """The latest last day to pay that stands out today."""
    return today + timedelta(days=NEAR_DAYS)


def points_of(
    obstacles: Sequence[Obstacle],
    signals: Sequence[Signal],
    changes: Sequence[Change],
    *,
    due_on: date | None,
    today: date,
) -> list[Point]:
    """All that is out of the ordinary about one invoice, what stops it first."""
    return [
        *(Point(each.code, each.text, stops=True) for each in obstacles),
        *_of_term(due_on, today),
        *(Point(each.code, each.text) for each in signals),
        *(Point(each.code, each.text) for each in changes if each.asks_a_look),
    ]


def _of_term(due_on: date | None, today: date) -> list[Point]:
    if due_on is None or due_on > near_until(today):
        return []
    days = (due_on - today).days
    if days < 0:
        return [Point("term-passed", f"De laatste dag om te betalen was {due_on:%d-%m-%Y}. Geef dit voorrang.")]
    left = "vandaag" if days == 0 else "nog 1 dag" if days == 1 else f"nog {days} dagen"
    return [Point("term-near", f"De laatste dag om te betalen is {due_on:%d-%m-%Y}: {left}.")]
