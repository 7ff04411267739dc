"""When a published tender may be changed, and when that costs time."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.lifecycle import TenderStatus
from procurement.procedures import Procedure
from procurement.rectifications import (
    ChangeKind,
    RectificationFacts,
    obstacles_to_publishing_rectification,
    touches_lot,
)
from procurement.timeline import Haste
from townhall.clock import AMSTERDAM

NOW = datetime(2026, 12, 7, 9, 0, tzinfo=AMSTERDAM)
CLOSES_AT = datetime(2027, 1, 11, 12, 0, tzinfo=AMSTERDAM)
#: A rectification of one requirement that needs no more time.
SMALL = RectificationFacts(
    status=TenderStatus.PUBLISHED,
    procedure=Procedure.EU_OPEN,
    closed_at=CLOSES_AT,
    is_published=False,
    what="Eis 1.2 noemt het goede keurmerk.",
    why="Antwoord op een vraag.",
    is_substantial=False,
    substance_reason="De eis bedoelde dit al.",
    requirement_changes=[ChangeKind.CHANGED],
    document_changes=0,
)


def codes(facts: RectificationFacts, now: datetime = NOW) -> list[str]:
    return [each.code for each in obstacles_to_publishing_rectification(facts, now)]


def test_a_small_change_in_time_can_go_out_as_it_is():
    assert codes(SMALL) == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"is_published": True}, ["already-published"]),
        ({"status": TenderStatus.DRAFT}, ["not-open"]),
        ({"closed_at": NOW - timedelta(seconds=1)}, ["already-closed"]),
        ({"what": " ", "why": "", "substance_reason": ""}, ["what-missing", "why-missing", "substance-unexplained"]),
        ({"requirement_changes": []}, ["nothing-changed"]),
        ({"is_substantial": True}, ["substantial-without-time"]),
        ({"is_substantial": True, "closes_at": CLOSES_AT + timedelta(days=7)}, []),
        ({"closes_at": CLOSES_AT}, ["closing-not-later"]),
        ({"questions_until": NOW}, ["in-the-past"]),
        ({"answers_by": date(2027, 1, 2)}, ["answers-too-late"]),
        ({"answers_by": date(2027, 1, 1)}, []),
        (
            {"planned": [("de sluiting", date(2027, 1, 11)), ("de gunningsbeslissing", date(2027, 1, 10))]},
            ["dates-out-of-order"],
        ),
    ],
)
def test_what_stands_in_the_way_is_named(changed, expected):
    assert codes(replace(SMALL, **changed)) == expected


@pytest.mark.parametrize(
    ("haste", "day", "expected"),
    [
        (Haste.NORMAL, date(2027, 1, 1), []),
        (Haste.NORMAL, date(2027, 1, 2), ["move-the-deadline"]),
        (Haste.URGENT, date(2027, 1, 7), []),
        (Haste.URGENT, date(2027, 1, 8), ["move-the-deadline"]),
    ],
)
def test_a_late_change_of_content_moves_the_closing(haste, day, expected):
    now = datetime(day.year, day.month, day.day, 9, 0, tzinfo=AMSTERDAM)

    assert codes(replace(SMALL, haste=haste), now) == expected
    dates_only = replace(SMALL, haste=haste, requirement_changes=[], decision_on=date(2027, 3, 1))
    assert codes(dates_only, now) == []


@given(days=st.integers(min_value=0, max_value=40), more=st.integers(min_value=1, max_value=60))
def test_a_substantial_change_always_gives_bidders_more_time(days, more):
    now = CLOSES_AT - timedelta(days=days)
    facts = replace(SMALL, is_substantial=True, closes_at=CLOSES_AT + timedelta(days=more))

    found = codes(facts, now)

    left = (CLOSES_AT + timedelta(days=more) - now).days
    assert found == ([] if left >= 10 else ["move-the-deadline"])
    assert codes(replace(facts, closes_at=None), now) != []


def test_a_change_touches_the_lots_it_is_about():
    assert touches_lot([None], 0, 3) and touches_lot([3], 0, 3) and touches_lot([], 1, 3)
    assert not touches_lot([2], 0, 3)
    assert not touches_lot([], 0, 3)
