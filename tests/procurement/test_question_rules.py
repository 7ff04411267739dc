"""Rounds, merging, leaving out: the rules of questions on their edges."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.lifecycle import TenderStatus
from procurement.procedures import Procedure, QuestionStatus
from procurement.questions import (
    QuestionTerms,
    ReadyAnswer,
    Round,
    obstacles_to_bulletin,
    obstacles_to_merging,
    obstacles_to_round,
    obstacles_to_taking_back,
    round_at,
)
from procurement.timeline import Haste
from townhall.clock import AMSTERDAM

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=AMSTERDAM)
FIRST = datetime(2026, 12, 7, 12, 0, tzinfo=AMSTERDAM)
SECOND = datetime(2026, 12, 21, 12, 0, tzinfo=AMSTERDAM)
CLOSES_AT = datetime(2027, 1, 11, 12, 0, tzinfo=AMSTERDAM)


def terms(*rounds: Round, haste: Haste = Haste.NORMAL, status: TenderStatus = TenderStatus.PUBLISHED) -> QuestionTerms:
    """A tender that closes on 11 January, by default with two rounds."""
    both = rounds or (Round(1, FIRST, date(2026, 12, 11)), Round(2, SECOND, date(2026, 12, 24)))
    return QuestionTerms(status, Procedure.EU_OPEN, CLOSES_AT, both, haste)


def codes(obstacles):
    return [each.code for each in obstacles]


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        (FIRST, 1),
        (FIRST + timedelta(seconds=1), 2),
        (SECOND, 2),
        (SECOND + timedelta(seconds=1), None),
    ],
)
def test_a_question_belongs_to_the_first_round_that_is_still_open(moment, number):
    found = round_at(terms(), moment)

    assert (found.number if found else None) == number


def test_without_a_last_moment_questions_may_come_until_the_closing():
    open_end = terms(Round(1, None, None))

    assert round_at(open_end, CLOSES_AT) is not None
    assert round_at(open_end, CLOSES_AT + timedelta(seconds=1)) is None


@pytest.mark.parametrize(
    ("haste", "day", "expected"),
    [
        (Haste.NORMAL, date(2027, 1, 1), []),
        (Haste.NORMAL, date(2027, 1, 2), ["answers-too-late"]),
        (Haste.URGENT, date(2027, 1, 7), []),
        (Haste.URGENT, date(2027, 1, 8), ["answers-too-late"]),
    ],
)
def test_the_answers_of_a_round_come_ten_days_before_the_closing_or_four_when_urgent(haste, day, expected):
    given_terms = terms(haste=haste)

    assert codes(obstacles_to_round(given_terms, 3, SECOND + timedelta(days=1), day, NOW)) == expected


def test_rounds_follow_each_other_and_every_reason_is_named_at_once():
    found = obstacles_to_round(terms(), 3, NOW - timedelta(days=1), date(2026, 11, 1), NOW)

    assert codes(found) == ["in-the-past", "rounds-out-of-order", "answers-before-questions"]
    assert codes(obstacles_to_round(terms(status=TenderStatus.OPENED), 3, SECOND, SECOND.date(), NOW)) == ["not-open"]
    no_first = terms(Round(1, None, None))
    assert "first-round-missing" in codes(obstacles_to_round(no_first, 2, SECOND, date(2026, 12, 24), NOW))


def test_only_waiting_questions_without_an_open_wish_can_be_merged():
    asked, published = QuestionStatus.ASKED, QuestionStatus.PUBLISHED

    assert obstacles_to_merging(terms(), asked, [(asked, False)]) == []
    assert codes(obstacles_to_merging(terms(), asked, [])) == ["nothing-to-merge"]
    assert codes(obstacles_to_merging(terms(), asked, [(published, False), (asked, True)])) == [
        "not-waiting",
        "undecided-request",
    ]
    assert codes(obstacles_to_merging(terms(), QuestionStatus.MERGED, [(asked, False)])) == ["merged"]


@pytest.mark.parametrize("status", list(QuestionStatus))
def test_a_question_can_be_taken_back_until_it_is_published_merged_or_gone(status):
    is_waiting = status in {QuestionStatus.ASKED, QuestionStatus.DRAFTED, QuestionStatus.ANSWERED}

    assert (obstacles_to_taking_back(status) == []) is is_waiting


def test_a_nota_names_everything_that_is_wrong_with_its_answers():
    answers = [
        ReadyAnswer(1, "Mag Baanbrug dit?", askers=("Baanbrug BV",)),
        ReadyAnswer(2, "Mag het?", waits_for_decision=True),
        ReadyAnswer(3, "Mag het?", withholds=True, is_rewritten=False),
        ReadyAnswer(4, "Mag het?", open_rectification=2),
    ]

    assert codes(obstacles_to_bulletin(terms(), answers, NOW)) == [
        "names-asker",
        "undecided-request",
        "withheld-text-missing",
        "rectification-open",
    ]


@given(days=st.integers(min_value=0, max_value=60), haste=st.sampled_from(Haste))
def test_a_nota_that_moves_the_closing_far_enough_is_never_too_late(days, haste):
    now = CLOSES_AT - timedelta(days=days)
    needed = max(CLOSES_AT, now + timedelta(days=10 if haste == Haste.NORMAL else 4))
    given_terms = terms(haste=haste)

    assert obstacles_to_bulletin(given_terms, [ReadyAnswer(1, "Mag het?")], now, closes_at=needed) == []
    if needed > CLOSES_AT:
        too_soon = needed - timedelta(days=1)
        found = obstacles_to_bulletin(given_terms, [ReadyAnswer(1, "Mag het?")], now, closes_at=too_soon)
        assert codes(found) == ["move-the-deadline"]
