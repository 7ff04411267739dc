"""The life of a track."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from contracts.tracks import (
    COMPLETED_REASONS,
    DROP_OUT_REASONS,
    MOVES,
    VALID_REASONS,
    EndReason,
    TrackLife,
    TrackStatus,
    counts_as_drop_out,
    digits_of_number,
    is_answer_late,
    last_day_to_resume,
    obstacles_to_ending,
    obstacles_to_moving,
    obstacles_to_pausing,
    obstacles_to_planning,
    obstacles_to_resuming,
    obstacles_to_starting,
)
from townhall.identifiers import holds_bsn

TODAY = date(2026, 11, 23)
LIFE = TrackLife(
    status=TrackStatus.RUNNING,
    referred_on=date(2026, 9, 1),
    respond_by=date(2026, 9, 8),
    accepted_on=date(2026, 9, 3),
    started_on=date(2026, 9, 10),
)


def codes(obstacles):
    return [obstacle.code for obstacle in obstacles]


@pytest.mark.parametrize("here", list(TrackStatus))
@pytest.mark.parametrize("there", list(TrackStatus))
def test_every_move_is_in_the_table_or_refused_in_words(here, there):
    obstacles = obstacles_to_moving(replace(LIFE, status=here), there)

    assert bool(obstacles) is (there not in MOVES[here])


def test_every_reason_to_end_is_a_result_a_valid_reason_or_a_drop_out():
    assert frozenset(EndReason) == COMPLETED_REASONS | VALID_REASONS | DROP_OUT_REASONS
    assert not VALID_REASONS & COMPLETED_REASONS
    assert counts_as_drop_out(EndReason.NO_SHOW)
    assert not counts_as_drop_out(EndReason.UNABLE)
    assert not counts_as_drop_out(None)


@pytest.mark.parametrize(
    ("resumed_on", "expected"),
    [
        (date(2026, 8, 20), []),
        (date(2026, 11, 20), []),
        (date(2026, 11, 21), ["pause-too-long"]),
        (date(2026, 8, 19), ["before-referral", "before-pause"]),
    ],
)
def test_a_pause_of_at_most_three_months_does_not_restart_the_track(resumed_on, expected):
    paused = replace(
        LIFE, status=TrackStatus.PAUSED, referred_on=date(2026, 8, 20), paused_on=date(2026, 8, 20)
    )

    assert codes(obstacles_to_resuming(paused, resumed_on, today=TODAY)) == expected


def test_the_last_day_to_resume_falls_on_a_day_that_exists():
    assert last_day_to_resume(date(2026, 11, 30)) == date(2027, 2, 28)


def test_only_a_paused_track_is_resumed():
    assert codes(obstacles_to_resuming(LIFE, TODAY, today=TODAY)) == ["wrong-status"]


@pytest.mark.parametrize(
    ("starts_on", "expected"),
    [
        (date(2026, 9, 1), []),
        (date(2026, 8, 31), ["before-referral"]),
        (TODAY + timedelta(days=1), ["in-future"]),
    ],
)
def test_a_start_lies_between_referral_and_today(starts_on, expected):
    accepted = replace(LIFE, status=TrackStatus.ACCEPTED, started_on=None)

    assert codes(obstacles_to_starting(accepted, starts_on, today=TODAY)) == expected


def test_a_running_or_paused_track_is_not_started_again():
    for status in (TrackStatus.RUNNING, TrackStatus.PAUSED):
        assert codes(obstacles_to_starting(replace(LIFE, status=status), TODAY, today=TODAY)) == [
            "wrong-status"
        ]


def test_a_plan_is_recorded_once_and_only_in_an_accepted_track():
    assert obstacles_to_planning(LIFE, TODAY, today=TODAY) == []
    assert codes(obstacles_to_planning(replace(LIFE, plan_on=TODAY), TODAY, today=TODAY)) == ["plan-already"]
    referred = replace(LIFE, status=TrackStatus.REFERRED)
    assert codes(obstacles_to_planning(referred, TODAY, today=TODAY)) == ["wrong-status"]


def test_only_a_running_track_is_paused():
    assert obstacles_to_pausing(LIFE, TODAY, today=TODAY) == []
    assert codes(obstacles_to_pausing(replace(LIFE, status=TrackStatus.ACCEPTED), TODAY, today=TODAY)) == [
        "wrong-status"
    ]


def test_a_track_that_never_started_cannot_have_been_completed():
    accepted = replace(LIFE, status=TrackStatus.ACCEPTED, started_on=None)

    assert codes(obstacles_to_ending(accepted, EndReason.WORK, TODAY, today=TODAY)) == ["not-started"]
    assert obstacles_to_ending(accepted, EndReason.NO_SHOW, TODAY, today=TODAY) == []


def test_a_track_does_not_end_before_it_started():
    assert codes(obstacles_to_ending(LIFE, EndReason.MOVED, date(2026, 9, 9), today=TODAY)) == [
        "before-start"
    ]


def test_an_answer_is_late_from_the_day_after_the_last_day():
    referred = replace(LIFE, status=TrackStatus.REFERRED)

    assert not is_answer_late(referred, date(2026, 9, 8))
    assert is_answer_late(referred, date(2026, 9, 9))
    assert not is_answer_late(LIFE, date(2026, 9, 9))


def test_a_participant_number_is_never_a_citizen_service_number():
    number = digits_of_number([1, 1, 1, 2, 2, 2, 3])

    assert number == "D-1112223"
    assert not holds_bsn(number)
