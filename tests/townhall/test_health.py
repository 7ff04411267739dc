"""The outage file: what was measured every minute, and the stretches without an answer."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from townhall.clock import AMSTERDAM
from townhall.health import operations
from townhall.health.operations import look, note_minute
from townhall.health.queries import measured_between
from townhall.health.rules import MINUTE, Measured, Outage, minutes_out, outages_between

NOON = datetime(2026, 11, 30, 12, 0, tzinfo=AMSTERDAM)


def minutes(pattern: str, start: datetime = NOON) -> list[Measured]:
    """``+`` answered, ``-`` did not, a space was not measured."""
    return [Measured(start + place * MINUTE, sign == "+") for place, sign in enumerate(pattern) if sign != " "]


def found(pattern: str) -> list[tuple[int, int, bool]]:
    return [
        ((each.starts_at - NOON) // MINUTE, (each.ends_at - NOON) // MINUTE, each.measured)
        for each in outages_between(minutes(pattern), starts_at=NOON, ends_at=NOON + 60 * MINUTE)
    ]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("", []),
        ("+++", []),
        ("+-+", [(1, 2, True)]),
        ("+---+", [(1, 4, True)]),
        ("-", [(0, 1, True)]),
        ("+  +", [(1, 3, False)]),
        ("+- -+", [(1, 2, True), (2, 3, False), (3, 4, True)]),
        ("  +  ", []),
    ],
)
def test_stretches_without_an_answer(pattern: str, expected: list[tuple[int, int, bool]]) -> None:
    assert found(pattern) == expected


@given(pattern=st.text(alphabet="+- ", max_size=60))
def test_every_minute_between_the_first_and_the_last_measurement_is_counted_once(pattern: str) -> None:
    known = pattern.strip(" ")
    offset = len(pattern) - len(pattern.lstrip(" "))

    outages = outages_between(minutes(pattern), starts_at=NOON, ends_at=NOON + 60 * MINUTE)

    assert minutes_out(outages) == sum(sign != "+" for sign in known)
    assert all(first.ends_at <= second.starts_at for first, second in zip(outages, outages[1:], strict=False))
    assert not outages or outages[0].starts_at >= NOON + offset * MINUTE


def test_only_what_lies_in_the_period_counts() -> None:
    outages = outages_between(minutes("----"), starts_at=NOON + MINUTE, ends_at=NOON + 3 * MINUTE)

    assert outages == [Outage(NOON + MINUTE, NOON + 3 * MINUTE, measured=True)]


def test_the_first_measurement_of_a_minute_stays(session: Any) -> None:
    note_minute(NOON + timedelta(seconds=15), answered=False, milliseconds=10_000)
    note_minute(NOON + timedelta(seconds=40), answered=True, milliseconds=12)
    session.flush()

    assert measured_between(NOON, NOON + MINUTE) == [Measured(NOON, False)]


@pytest.mark.parametrize("answers", [True, False])
def test_looking_notes_what_came_of_it(
    app: Flask, session: Any, monkeypatch: pytest.MonkeyPatch, answers: bool
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(operations, "_answers", lambda address: asked.append(address) or answers)
    app.extensions["fixed_now"] = NOON

    look()

    assert asked == ["http://localhost/gezondheid"]
    assert [each.answered for each in measured_between(NOON - MINUTE, NOON + MINUTE)] == [answers]


def test_an_address_where_nothing_listens_gives_no_answer() -> None:
    assert operations._answers("http://127.0.0.1:9/gezondheid") is False
