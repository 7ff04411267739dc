"""Where bars, lines and marks stand: the places must tell the truth about the figures."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townhall import charts

FIGURES = st.decimals(min_value=0, max_value=10**10, places=2)


@pytest.mark.parametrize(
    ("largest", "steps"),
    [
        (0, ["0", "1"]),
        (3, ["0", "1", "2", "3"]),
        (15, ["0", "5", "10", "15"]),
        (59, ["0", "20", "40", "60"]),
        (Decimal("812500"), ["0", "200000", "400000", "600000", "800000", "1000000"]),
        (Decimal("0.9"), ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
    ],
)
def test_an_axis_has_round_steps_up_to_its_largest_figure(largest, steps):
    assert charts.round_steps(largest) == tuple(map(Decimal, steps))


@given(largest=FIGURES)
def test_an_axis_always_reaches_the_largest_figure_with_few_steps(largest):
    steps = charts.round_steps(largest)

    assert steps[0] == 0 and steps[-1] >= largest
    assert 2 <= len(steps) <= 6


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (None, "euro", "–"),
        (0, "number", "0"),
        (Decimal("1250000"), "euro", "€ 1,25 mln"),
        (250000, "number", "250.000"),
        (Decimal("62.5"), "percent", "62,5 %"),
        (100, "percent", "100 %"),
        (Decimal("1234.56"), "euro", "€ 1.235"),
        (Decimal("811.76"), "euro", "€ 812"),
        (Decimal("12.50"), "euro", "€ 12,50"),
    ],
)
def test_a_figure_is_short_on_an_axis(value, unit, text):
    assert charts.short_text(value, unit) == text


@given(values=st.lists(st.lists(st.none() | FIGURES, min_size=3, max_size=3), min_size=1, max_size=6))
def test_every_bar_stays_inside_the_drawing(values):
    series = [(f"reeks {index}", row) for index, row in enumerate(values)]

    drawing = charts.grouped_bars(["a", "b", "c"], series)

    assert len(drawing.bars) == sum(value is not None for row in values for value in row)
    for bar in drawing.bars:
        assert bar.x >= charts.LEFT and bar.x + bar.width <= drawing.width - charts.RIGHT
        assert bar.y >= charts.TOP and bar.y + bar.height == drawing.height - charts.BOTTOM


def test_a_bar_twice_as_high_stands_for_twice_as_much():
    one, two = charts.grouped_bars(["a", "b"], [("reeks", [5, 10])]).bars

    assert two.height == 2 * one.height


def test_a_figure_nobody_knows_breaks_the_line():
    (line,) = charts.line_chart(list("abcde"), [("reeks", [1, 2, None, 4, 0])]).lines

    assert [len(stretch) for stretch in line.stretches] == [2, 2]
    assert line.stretches[1][1][1] == charts.HEIGHT - charts.BOTTOM, "nought lies on the axis"


def test_the_parts_of_a_stacked_bar_lie_one_behind_the_other():
    first, second = charts.stacked_bars(["rij"], [("werk", [30]), ("school", [10])]).bars

    assert first.x == charts.ROW_LABEL
    assert second.x == first.x + first.width
    assert first.width == 3 * second.width


def test_a_part_too_short_to_read_carries_no_figure():
    long, short = charts.stacked_bars(["rij"], [("werk", [990]), ("school", [1])]).bars

    assert (long.text, short.text) == ("990", "")


def test_more_than_six_series_cannot_be_told_apart():
    with pytest.raises(AssertionError, match="six series"):
        charts.grouped_bars(["a"], [(str(index), [1]) for index in range(7)])


def test_a_chart_without_figures_is_an_empty_axis():
    drawing = charts.grouped_bars(["a"], [("reeks", [None])])

    assert drawing.bars == ()
    assert [tick.lines for tick in drawing.grid] == [("0",), ("1",)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("2026 K1", ("2026 K1",)),
        ("Direct bemiddelbaren", ("Direct", "bemiddelbaren")),
        ("Jongeren uit Pro/VSO en praktijkonderwijs", ("Jongeren uit", "Pro/VSO en …")),
        ("Arbeidsmarktregiogemeente", ("Arbeidsmarktr…",)),
        ("", ("",)),
    ],
)
def test_a_label_takes_at_most_two_lines(text, lines):
    assert charts.label_lines(text) == lines


@pytest.mark.parametrize(
    ("value", "maximum", "expected"),
    [(1, 3, "33.3"), (12, 10, "120.0"), (0, 10, "0.0"), (5, 0, None), (5, None, None)],
)
def test_a_share_is_per_hundred_of_the_maximum(value, maximum, expected):
    assert charts.share(value, maximum) == (None if expected is None else Decimal(expected))


def test_a_term_ends_after_its_last_day_and_its_options_follow():
    bar = charts.term_bar(
        starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31), today=date(2025, 7, 2),
        options=[("Optie 1", date(2026, 12, 31))],
    )  # fmt: skip

    assert bar.term.length == Decimal("50.0")
    assert bar.options == (charts.Stretch(Decimal("50.0"), Decimal("50.0")),)
    assert bar.past.length == bar.today == Decimal("24.9")


@pytest.mark.parametrize("today", [date(2024, 12, 31), date(2026, 1, 1)])
def test_today_outside_a_term_is_not_drawn(today):
    bar = charts.term_bar(starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31), today=today)

    assert bar.today is None
    assert bar.past.length == (0 if today.year == 2024 else 100)


def test_a_title_becomes_an_id():
    assert charts.slug("Uitgaven per maand (2026)") == "uitgaven-per-maand-2026"
