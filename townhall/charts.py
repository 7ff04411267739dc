"""Where the bars, lines and marks of a chart stand: figures in, places on the drawing out.

The templates in ``templates/_parts/charts.html`` only write these places down. Places are ``Decimal`` with
one place, so that the same figures always give the same drawing, on screen and on paper.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Literal

Figure = int | Decimal
Unit = Literal["number", "euro", "percent"]
Series = tuple[str, Sequence[Figure | None]]
Point = tuple[Decimal, Decimal]

ZERO = Decimal(0)
HUNDRED = Decimal(100)
WIDTH, HEIGHT = 680, 300
LEFT, RIGHT, TOP, BOTTOM = 84, 10, 22, 48
ROW, ROW_LABEL = 46, 180
MOST_SERIES = 6

#: The same as --raamwerk-chart-1 to -6 in tokens.css, for paper, where the theme is not read.
COLOURS = ("#14508f", "#b05a00", "#0f766e", "#7a4a9c", "#bb2231", "#5a6677")


@dataclass(frozen=True)
class Tick:
    """A line of the grid, or a word along an axis, with the lines it is written in."""

    at: Decimal
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Bar:
    """A rectangle; ``text`` is its figure in short, empty where there is no room to write it."""

    x: Decimal
    y: Decimal
    width: Decimal
    height: Decimal
    series: int
    text: str = ""
    text_x: Decimal = ZERO


@dataclass(frozen=True)
class Line:
    """A series as stretches of points; a figure nobody knows breaks the line."""

    series: int
    stretches: tuple[tuple[Point, ...], ...]


@dataclass(frozen=True)
class Drawing:
    """Everything a template needs to draw one chart."""

    height: int
    grid: tuple[Tick, ...]
    labels: tuple[Tick, ...]
    bars: tuple[Bar, ...] = ()
    lines: tuple[Line, ...] = ()
    width: int = WIDTH


def _place(value: Decimal | int) -> Decimal:
    return Decimal(value).quantize(Decimal("0.1"), ROUND_HALF_UP)


def round_steps(largest: Figure) -> tuple[Decimal, ...]:
    """Round figures from nought to at least the largest, by at most five steps of 1, 2, 2½ or 5 × 10ⁿ."""
    assert largest >= 0, "charts begin at nought"
    if largest == 0:
        return (ZERO, Decimal(1))
    power = Decimal(1).scaleb(Decimal(largest).adjusted() - 1)
    steps = (Decimal(factor) * power for factor in ("1", "2", "2.5", "5", "10", "20", "25"))
    step = next(step for step in steps if step * 5 >= largest)
    count = int((Decimal(largest) / step).to_integral_value(ROUND_CEILING))
    return tuple(step * number for number in range(count + 1))


def short_text(value: Figure | None, unit: Unit = "number") -> str:
    """A figure short enough for an axis: ``€ 1,25 mln``, ``€ 812``, ``250.000``, ``62,5 %``; a dash when unknown."""
    if value is None:
        return "–"
    amount, tail = Decimal(value), ""
    if abs(amount) >= 1_000_000:
        amount, tail = amount / 1_000_000, " mln"
    is_money = unit == "euro" and not tail
    places = Decimal("0.01") if tail or is_money else Decimal("0.1")
    if is_money and (abs(amount) >= 100 or amount == int(amount)):
        places = Decimal(1)
    rounded = amount.quantize(places, ROUND_HALF_UP)
    rounded = rounded if is_money else rounded.normalize()
    text = f"{rounded:,f}".replace(",", "\0").replace(".", ",").replace("\0", ".") + tail
    return {"number": text, "euro": f"€ {text}", "percent": f"{text} %"}[unit]


def label_lines(text: str, width: int = 14) -> tuple[str, ...]:
    """The words over at most two lines of about this many letters; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) > 2:
        lines = [lines[0], f"{lines[1]} …"]
    return tuple(line if len(line) <= width + 2 else f"{line[: width - 1]}…" for line in lines) or ("",)


def slug(text: str) -> str:
    """Letters and digits of a title with dashes between, fit for an id."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def share(value: Figure, maximum: Figure | None) -> Decimal | None:
    """How many per cent of the maximum this is; None when there is no maximum."""
    return None if not maximum else _place(HUNDRED * value / maximum)


def at_most_full(percentage: Decimal) -> Decimal:
    """The length of a bar: what goes over the maximum does not leave the drawing."""
    return min(max(percentage, ZERO), HUNDRED)


def _known(series: Sequence[Series]) -> list[Figure]:
    return [value for _, values in series for value in values if value is not None]


def _check(names: Sequence[str], series: Sequence[Series]) -> None:
    assert 1 <= len(series) <= MOST_SERIES, "a chart tells up to six series apart"
    assert all(len(values) == len(names) for _, values in series), "every series has a figure for every label"
    assert all(value >= 0 for value in _known(series)), "charts begin at nought"


def _grid(steps: Sequence[Decimal], unit: Unit) -> tuple[Tick, ...]:
    room = HEIGHT - TOP - BOTTOM
    base = HEIGHT - BOTTOM
    return tuple(Tick(_place(base - room * step / steps[-1]), (short_text(step, unit),)) for step in steps)


def _height(value: Figure, top: Decimal) -> Decimal:
    return _place((HEIGHT - TOP - BOTTOM) * value / top)


def _labels(categories: Sequence[str]) -> tuple[Tick, ...]:
    band = Decimal(WIDTH - LEFT - RIGHT) / max(1, len(categories))
    letters = max(6, int(band / 7))
    return tuple(
        Tick(_place(LEFT + band * index + band / 2), label_lines(text, letters))
        for index, text in enumerate(categories)
    )


def grouped_bars(categories: Sequence[str], series: Sequence[Series], unit: Unit = "number") -> Drawing:
    """For every category its bars side by side, with the figure on top when there are few enough to read."""
    _check(categories, series)
    steps = round_steps(max(_known(series), default=0))
    band = Decimal(WIDTH - LEFT - RIGHT) / max(1, len(categories))
    width = min(Decimal(56), band * Decimal("0.78") / len(series))
    written = width >= (Decimal(46) if unit == "euro" else Decimal(24))
    bars = []
    for at, (_, values) in enumerate(series):
        for index, value in enumerate(values):
            if value is None:
                continue
            x = LEFT + band * index + (band - width * len(series)) / 2 + width * at
            height = _height(value, steps[-1])
            shown = short_text(value, unit) if written else ""
            y, middle = HEIGHT - BOTTOM - height, _place(x + width / 2 - 1)
            bars.append(Bar(_place(x), y, _place(width - 2), height, at + 1, shown, middle))
    return Drawing(HEIGHT, _grid(steps, unit), _labels(categories), bars=tuple(bars))


def line_chart(categories: Sequence[str], series: Sequence[Series], unit: Unit = "number") -> Drawing:
    """For every series a line through its figures."""
    _check(categories, series)
    steps = round_steps(max(_known(series), default=0))
    labels = _labels(categories)
    lines = tuple(
        Line(at, _stretches(labels, values, steps[-1])) for at, (_, values) in enumerate(series, start=1)
    )
    return Drawing(HEIGHT, _grid(steps, unit), labels, lines=lines)


def _stretches(
    labels: Sequence[Tick], values: Sequence[Figure | None], top: Decimal
) -> tuple[tuple[Point, ...], ...]:
    stretches: list[list[Point]] = [[]]
    for label, value in zip(labels, values, strict=True):
        if value is None:
            stretches.append([])
        else:
            stretches[-1].append((label.at, HEIGHT - BOTTOM - _height(value, top)))
    return tuple(tuple(stretch) for stretch in stretches if stretch)


def stacked_bars(rows: Sequence[str], series: Sequence[Series], unit: Unit = "number") -> Drawing:
    """For every row one bar, its parts one behind the other; parts too short to read carry no figure."""
    _check(rows, series)
    totals = [sum((values[index] or 0 for _, values in series), ZERO) for index in range(len(rows))]
    steps = round_steps(max(totals, default=ZERO))
    room = Decimal(WIDTH - ROW_LABEL - 2 * RIGHT - 20)
    bars = []
    for index in range(len(rows)):
        before = ZERO
        for at, (_, values) in enumerate(series, start=1):
            value = values[index]
            if not value:
                continue
            x, width = ROW_LABEL + room * before / steps[-1], room * value / steps[-1]
            y, height = Decimal(TOP + ROW * index), Decimal(ROW - 16)
            text = short_text(value, unit)
            shown = text if width >= 9 * len(text) + 6 else ""
            bars.append(Bar(_place(x), y, _place(width), height, at, shown, _place(x + width / 2)))
            before += value
    grid = tuple(
        Tick(_place(ROW_LABEL + room * step / steps[-1]), (short_text(step, unit),)) for step in steps
    )
    labels = tuple(
        Tick(Decimal(TOP + ROW * index + (ROW - 16) // 2), label_lines(text, 24))
        for index, text in enumerate(rows)
    )
    return Drawing(TOP + ROW * len(rows) + 24, grid, labels, bars=tuple(bars))


@dataclass(frozen=True)
class Stretch:
    """A piece of a bar, in per cent of its whole length."""

    start: Decimal
    length: Decimal


@dataclass(frozen=True)
class TermBar:
    """A term, how much of it has passed, the options behind it, and where today is (None when outside)."""

    term: Stretch
    past: Stretch
    options: tuple[Stretch, ...]
    today: Decimal | None


def term_bar(
    *, starts_on: date, ends_on: date, today: date, options: Sequence[tuple[str, date]] = ()
) -> TermBar:
    """The places of a term and its options; the last day of each belongs to it."""
    last = max([ends_on, *(option_ends_on for _, option_ends_on in options)])
    whole = Decimal((last - starts_on).days + 1)
    assert whole > 0, "a term does not end before it starts"

    def until(day: date) -> Decimal:
        days = Decimal((day - starts_on).days)
        return (HUNDRED * days / whole).quantize(Decimal("0.1"), ROUND_FLOOR)

    ends = [ends_on, *(option_ends_on for _, option_ends_on in options)]
    borders = [until(date.fromordinal(end.toordinal() + 1)) for end in ends]
    stretches = tuple(Stretch(start, max(ZERO, end - start)) for start, end in pairwise(borders))
    passed = min(max(until(today), ZERO), borders[0])
    return TermBar(
        term=Stretch(ZERO, borders[0]),
        past=Stretch(ZERO, passed),
        options=stretches,
        today=until(today) if starts_on <= today <= last else None,
    )
