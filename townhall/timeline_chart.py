"""Where the bars of a planning stand, true to scale: days in, places on the drawing out.

The template in ``templates/_parts/timeline.html`` only writes these places down, on screen and on paper.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

WIDTH = 680
LABEL = 210
RIGHT = 14
TOP = 34
ROW = 30
BAR = 16
#: Months closer together than this get no name of their own.
ROOM_FOR_MONTH = 34
MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")

#: A name with its first and last day; the last day belongs to it.
Stretch = tuple[str, date, date]


@dataclass(frozen=True)
class Block:
    """A bar or a shaded band: where it begins, how wide it is, its row, and what it is."""

    x: Decimal
    y: int
    width: Decimal
    label: str


@dataclass(frozen=True)
class MonthLine:
    """The first day of a month; ``text`` is empty where there is no room for its name."""

    x: Decimal
    text: str


@dataclass(frozen=True)
class TimelineDrawing:
    """Everything a template needs to draw one planning."""

    height: int
    bars: tuple[Block, ...]
    bands: tuple[Block, ...]
    months: tuple[MonthLine, ...]
    today: Decimal | None
    width: int = WIDTH


def timeline_chart(
    rows: Sequence[Stretch], *, bands: Sequence[Stretch] = (), today: date | None = None
) -> TimelineDrawing:
    """One row per stretch, on one scale of days; bands are shaded behind all rows, such as a recess."""
    assert rows, "a planning has at least one stretch"
    first = min(starts_on for _, starts_on, _ in rows)
    last = max(ends_on for _, _, ends_on in rows)
    days = (last - first).days + 1

    def place(day: date) -> Decimal:
        share = Decimal((day - first).days) / days
        return (LABEL + share * (WIDTH - LABEL - RIGHT)).quantize(Decimal("0.1"), ROUND_HALF_UP)

    def block(label: str, starts_on: date, ends_on: date, y: int) -> Block:
        begin, end = place(starts_on), place(ends_on + timedelta(days=1))
        return Block(begin, y, end - begin, label)

    shown = [
        (label, max(starts_on, first), min(ends_on, last))
        for label, starts_on, ends_on in bands
        if starts_on <= last and ends_on >= first
    ]
    return TimelineDrawing(
        height=TOP + ROW * len(rows) + 8,
        bars=tuple(block(*row, TOP + ROW * index + (ROW - BAR) // 2) for index, row in enumerate(rows)),
        bands=tuple(block(*band, TOP) for band in shown),
        months=_months(first, last, place),
        today=place(today) if today is not None and first <= today <= last else None,
    )


def _months(first: date, last: date, place: Callable[[date], Decimal]) -> tuple[MonthLine, ...]:
    lines: list[MonthLine] = []
    written_at = Decimal(-ROOM_FOR_MONTH)
    day = first if first.day == 1 else _next_month(first)
    while day <= last:
        x = place(day)
        fits = x - written_at >= ROOM_FOR_MONTH and x <= WIDTH - RIGHT - ROOM_FOR_MONTH // 2
        text = MONTHS[day.month - 1] + (f" {day.year}" if day.month == 1 else "")
        lines.append(MonthLine(x, text if fits else ""))
        written_at = x if fits else written_at
        day = _next_month(day)
    return tuple(lines)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
