"""What stands in the way of checking, scoring, agreeing and locking."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.admissibility import (
    CheckFacts,
    RejectionGround,
    obstacles_to_admitting,
    obstacles_to_rejecting,
)
from procurement.assessment import (
    MemberFacts,
    average_score,
    has_wide_gap,
    in_reading_order,
    obstacles_to_agreeing,
    obstacles_to_committee,
    obstacles_to_locking,
    obstacles_to_replacing,
    obstacles_to_score,
    obstacles_to_seeing_scores,
    obstacles_to_starting,
    obstacles_to_submitting,
)
from procurement.procedures import QualityMethod

IN = MemberFacts(1, "Anouk", has_declared=True, has_submitted=True)
BUSY = MemberFacts(2, "Bram", has_declared=True, has_submitted=False)
REASON = "Het plan noemt per deelnemer een vaste begeleider."


def codes(obstacles):
    """The codes of the obstacles."""
    return [each.code for each in obstacles]


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        (CheckFacts(True, {"1": True}), []),
        (CheckFacts(True, {"1": None}), ["knock-out-unchecked"]),
        (CheckFacts(True, {"1": False}), ["knock-out-failed"]),
        (CheckFacts(False, {}), ["bid-incomplete"]),
        (
            CheckFacts(False, {"1": None, "2": False}),
            ["knock-out-unchecked", "knock-out-failed", "bid-incomplete"],
        ),
    ],
)
def test_a_bid_is_admitted_only_when_complete_and_every_knock_out_is_met(check, expected):
    assert codes(obstacles_to_admitting(check)) == expected


def test_a_rejection_needs_a_reason_the_bidder_can_read():
    assert codes(obstacles_to_rejecting(RejectionGround.INCOMPLETE, "nee", is_ranked=False)) == [
        "rejection-unmotivated"
    ]
    assert obstacles_to_rejecting(RejectionGround.INCOMPLETE, REASON, is_ranked=False) == []


def test_after_the_ranking_only_some_grounds_remain():
    assert codes(obstacles_to_rejecting(RejectionGround.KNOCK_OUT, REASON, is_ranked=True)) == ["rejection-too-late"]
    assert obstacles_to_rejecting(RejectionGround.EXCLUDED, REASON, is_ranked=True) == []


def test_one_assessor_is_no_committee_and_nobody_who_saw_prices_is_in_it():
    assert codes(obstacles_to_committee([1, 1], ["Bram"])) == [
        "committee-too-small",
        "committee-has-conflict",
    ]
    assert obstacles_to_committee([1, 2], []) == []


def test_the_assessment_starts_with_declarations_and_something_to_assess():
    undeclared = MemberFacts(3, "Cor", has_declared=False, has_submitted=False)

    assert codes(obstacles_to_starting([IN, undeclared], admitted=0, unchecked=[])) == [
        "conflict-undeclared",
        "nothing-to-assess",
    ]
    assert codes(obstacles_to_starting([], admitted=2, unchecked=[])) == ["no-committee"]


@pytest.mark.parametrize(
    ("score", "motivation", "expected"),
    [
        (Decimal(8), REASON, []),
        (Decimal(7), REASON, ["score-off-scale"]),
        (None, "goed", ["score-off-scale", "score-unmotivated"]),
        (Decimal(0), " " * 30, ["score-unmotivated"]),
    ],
)
def test_a_score_is_on_the_scale_and_has_reasons(score, motivation, expected):
    assert codes(obstacles_to_score(score, motivation)) == expected


def test_handing_in_needs_every_score_and_happens_once():
    assert codes(obstacles_to_submitting(IN, missing=2)) == ["scores-submitted", "scores-missing"]
    assert obstacles_to_submitting(BUSY, missing=0) == []


def test_scores_stay_hidden_until_the_last_assessor_is_in():
    assert codes(obstacles_to_seeing_scores([IN, BUSY])) == ["scores-hidden"]
    assert codes(obstacles_to_seeing_scores([])) == ["scores-hidden"]
    assert codes(obstacles_to_seeing_scores([IN])) == ["scores-hidden"], "one assessor is no committee"
    assert obstacles_to_seeing_scores([IN, IN]) == []


def test_the_average_is_rounded_once_and_half_up():
    assert average_score([Decimal(6), Decimal(8), Decimal(8)]) == Decimal("7.33")
    assert average_score([Decimal(6), Decimal(8), Decimal(10)]) == Decimal("8.00")


def test_under_consensus_an_average_off_the_scale_is_refused():
    individual = [Decimal(6), Decimal(8)]

    assert codes(obstacles_to_agreeing(QualityMethod.CONSENSUS, Decimal(7), REASON, individual)) == ["score-off-scale"]
    assert obstacles_to_agreeing(QualityMethod.AVERAGE, None, REASON, individual) == []
    assert codes(obstacles_to_agreeing(QualityMethod.AVERAGE, Decimal(8), REASON, individual)) == ["score-is-average"]


def test_a_wide_gap_asks_for_a_conversation():
    assert has_wide_gap([Decimal(4), Decimal(8)])
    assert not has_wide_gap([Decimal(6), Decimal(8)])


def test_quality_is_locked_when_all_are_in_and_every_score_is_agreed():
    assert codes(obstacles_to_locking([IN, BUSY], missing=["Noord, K1"])) == [
        "scores-hidden",
        "consensus-missing",
    ]
    assert obstacles_to_locking([IN, IN], missing=[]) == []


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"may_change": False}, "committee-is-fixed"),
        ({"scores_are_seen": True}, "scores-are-seen"),
        ({"is_known": True}, "already-in-committee"),
        ({"reason": "Ziek."}, "replacement-unmotivated"),
    ],
)
def test_an_assessor_is_replaced_with_a_reason_by_somebody_new_while_scores_are_hidden(wrong, code):
    right = {"reason": REASON, "is_known": False, "scores_are_seen": False, "may_change": True}

    assert obstacles_to_replacing(**right) == []
    assert codes(obstacles_to_replacing(**{**right, **wrong})) == [code]


def test_a_wide_gap_is_two_fifths_of_the_scale_of_the_criterion():
    assert has_wide_gap([Decimal(40), Decimal(80)], top=Decimal(100))
    assert not has_wide_gap([Decimal(40), Decimal(79)], top=Decimal(100))


@given(st.lists(st.integers(), unique=True, min_size=1, max_size=9), st.integers(0, 100))
def test_every_assessor_reads_the_same_bids_and_neighbours_begin_with_another_one(bids, start):
    read = in_reading_order(bids, start)

    assert sorted(read) == sorted(bids)
    assert len(bids) == 1 or read[0] != in_reading_order(bids, start + 1)[0]
    assert in_reading_order([], start) == []
