"""Where dummy bids and break-even lines stand on the price–quality plane, true to scale.

The template only writes these places down. The price axis begins just below the lowest price, and says so;
the quality axis begins at nought.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

from townhall.charts import Tick, round_steps, short_text

WIDTH, HEIGHT = 680, 420
LEFT, RIGHT, TOP, BOTTOM = 64, 24, 20, 62
MOST_TICKS = 6

Point = tuple[Decimal, Decimal]


@dataclass(frozen=True)
class Dot:
    """A bid on the plane, by its number in the table."""

    x: Decimal
    y: Decimal
    number: int
    is_winner: bool


@dataclass(frozen=True)
class BreakEvenLine:
    """The places with one total; ``label`` stands at its end."""

    points: tuple[Point, ...]
    label: str
    label_at: Point
    is_of_winner: bool


@dataclass(frozen=True)
class Plane:
    """Everything a template needs to draw the plane."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    prices: tuple[Tick, ...]
    qualities: tuple[Tick, ...]
    lines: tuple[BreakEvenLine, ...]
    dots: tuple[Dot, ...]


@dataclass(frozen=True)
class _Scale:
    price_low: Decimal
    price_high: Decimal
    quality_high: Decimal

    def x(self, price: Decimal) -> Decimal:
        room = Decimal(WIDTH - LEFT - RIGHT)
        return _place(LEFT + room * (price - self.price_low) / (self.price_high - self.price_low))

    def y(self, quality: Decimal) -> Decimal:
        return _place(HEIGHT - BOTTOM - Decimal(HEIGHT - TOP - BOTTOM) * quality / self.quality_high)


def plane_of(result: Mapping[str, Any], window: tuple[Decimal, Decimal]) -> Plane:
    """The drawing of a simulation whose prices lie in this window."""
    price_ticks = price_steps(*window)
    quality_ticks = round_steps(Decimal(result["quality_points"]))
    scale = _Scale(price_ticks[0], price_ticks[-1], quality_ticks[-1])
    return Plane(
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        right=WIDTH - RIGHT,
        top=TOP,
        bottom=HEIGHT - BOTTOM,
        prices=tuple(Tick(scale.x(each), (short_text(each, "euro"),)) for each in price_ticks),
        qualities=tuple(Tick(scale.y(each), (short_text(each),)) for each in quality_ticks),
        lines=tuple(
            _line(each, scale, is_of_winner=at == len(result["lines"]) - 1)
            for at, each in enumerate(result["lines"])
            if len(each["points"]) > 1
        ),
        dots=tuple(
            Dot(scale.x(Decimal(each["price"])), scale.y(Decimal(each["at"])), each["number"], each["rank"] == 1)
            for each in result["bids"]
        ),
    )


def _line(line: Mapping[str, Any], scale: _Scale, *, is_of_winner: bool) -> BreakEvenLine:
    points = tuple((scale.x(Decimal(price)), scale.y(Decimal(quality))) for price, quality in line["points"])
    total = short_text(Decimal(line["total"]))
    return BreakEvenLine(points, total, points[-1], is_of_winner)


def price_steps(lowest: Decimal, highest: Decimal) -> tuple[Decimal, ...]:
    """Round prices from at most the lowest to at least the highest, in at most six steps."""
    assert lowest < highest, "a window has a width"
    power = Decimal(1).scaleb((highest - lowest).adjusted() - 1)
    for factor in ("1", "2", "2.5", "5", "10", "20", "25", "50"):
        step = Decimal(factor) * power
        first = (lowest / step).to_integral_value(ROUND_FLOOR)
        last = (highest / step).to_integral_value(ROUND_CEILING)
        if last - first <= MOST_TICKS:
            break
    return tuple(step * number for number in range(int(first), int(last) + 1))


def _place(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)
