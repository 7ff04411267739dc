"""When a step of a track has earned its fee."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.milestones import (
    AchievementStatus,
    Reached,
    StepTerms,
    TrackFacts,
    highest_fee,
    obstacles_to_achieving,
    still_possible,
)
from contracts.placement_kinds import WorkKind
from contracts.placements import PlacementFacts, PlacementTerms
from contracts.progress import StepState, next_step_in_words, steps_of
from contracts.tracks import EndReason, TrackLife, TrackStatus
from contracts.verification import obstacles_to_judging
from procurement.lots import MilestoneKind
from townhall.money import ZERO, euros

TODAY = date(2026, 11, 23)
PLAN = StepTerms(1, 1, MilestoneKind.PLAN, "Plan", euros(900))
PLACEMENT = StepTerms(2, 2, MilestoneKind.PLACEMENT, "Plaatsing", euros(900))
SIX = StepTerms(3, 3, MilestoneKind.SUSTAINED_6M, "Zes maanden aan het werk", euros(1200))
MONTH = StepTerms(4, 4, MilestoneKind.MONTHLY_FEE, "Maandbedrag", euros(100), most_times=24)
BONUS = StepTerms(5, 5, MilestoneKind.BONUS, "Bonus", euros(250))
LIFE = TrackLife(
    status=TrackStatus.RUNNING,
    referred_on=date(2026, 1, 5),
    respond_by=date(2026, 1, 12),
    accepted_on=date(2026, 1, 7),
    plan_on=date(2026, 1, 20),
    started_on=date(2026, 1, 20),
)
WORK = PlacementFacts(
    starts_on=date(2026, 3, 2), agreed_until=None, work_kind=WorkKind.REGULAR, hours_per_week=Decimal(32)
)


def reached(step, day=date(2026, 3, 2), status=AchievementStatus.VERIFIED, occurrence=1):
    return Reached(step.milestone_id, occurrence, day, status, step.amount)


def facts(life=LIFE, steps=(PLAN, PLACEMENT, SIX), placements=(WORK,), done=()):
    return TrackFacts(
        life=life,
        steps=tuple(steps),
        terms=PlacementTerms(),
        placements=tuple(placements),
        reached=tuple(done),
    )


def codes(step, facts, reached_on=TODAY, occurrence=1):
    obstacles = obstacles_to_achieving(step, facts, reached_on=reached_on, today=TODAY, occurrence=occurrence)
    return [obstacle.code for obstacle in obstacles]


PLANNED = reached(PLAN, date(2026, 1, 20))
PLACED = reached(PLACEMENT)


@pytest.mark.parametrize(
    ("step", "known", "day", "expected"),
    [
        (PLAN, facts(), date(2026, 1, 20), []),
        (PLAN, facts(), date(2026, 1, 19), ["before-plan"]),
        (PLAN, facts(life=replace(LIFE, plan_on=None)), TODAY, ["no-plan"]),
        (PLAN, facts(done=[PLANNED]), TODAY, ["already-reported"]),
        (PLACEMENT, facts(done=[PLANNED]), date(2026, 3, 2), []),
        (PLACEMENT, facts(done=[PLANNED]), date(2026, 3, 1), ["before-placement"]),
        (PLACEMENT, facts(), date(2026, 3, 2), ["earlier-missing"]),
        (PLACEMENT, facts(placements=[], done=[PLANNED]), TODAY, ["no-placement"]),
        (SIX, facts(done=[PLANNED, PLACED]), date(2026, 9, 2), []),
        (SIX, facts(done=[PLANNED, PLACED]), date(2026, 9, 1), ["too-early"]),
        (SIX, facts(done=[PLANNED, PLACED]), date(2026, 11, 24), ["in-future"]),
        (
            PLACEMENT,
            facts(life=replace(LIFE, status=TrackStatus.ACCEPTED, started_on=None), done=[PLANNED]),
            TODAY,
            ["not-started"],
        ),
        (PLAN, facts(life=replace(LIFE, status=TrackStatus.REFERRED)), TODAY, ["not-accepted"]),
        (PLAN, facts(life=replace(LIFE, status=TrackStatus.RETURNED)), TODAY, ["returned"]),
    ],
)
def test_a_step_is_judged_on_its_edges(step, known, day, expected):
    assert codes(step, known, day) == expected


def test_a_rejected_report_does_not_stand_in_the_way_of_a_new_one():
    # The model hands out live achievements only, so a rejected one is not among the facts.
    assert codes(PLAN, facts(done=[])) == []


def test_after_a_drop_out_only_what_was_reached_before_counts():
    ended = replace(LIFE, status=TrackStatus.ENDED, ended_on=date(2026, 4, 1), end_reason=EndReason.NO_SHOW)

    assert codes(PLACEMENT, facts(life=ended, done=[PLANNED]), date(2026, 4, 1)) == []
    assert codes(SIX, facts(life=ended, done=[PLANNED, PLACED]), date(2026, 9, 2)) == ["after-end"]


def test_work_may_go_on_lasting_after_a_track_that_ended_in_work():
    ended = replace(LIFE, status=TrackStatus.ENDED, ended_on=date(2026, 4, 1), end_reason=EndReason.WORK)

    assert codes(SIX, facts(life=ended, done=[PLANNED, PLACED]), date(2026, 9, 2)) == []


@pytest.mark.parametrize(
    ("occurrence", "day", "expected"),
    [
        (1, date(2026, 2, 20), []),
        (1, date(2026, 2, 19), ["month-not-over"]),
        (10, date(2026, 11, 20), []),
        (25, TODAY, ["too-often", "month-not-over"]),
    ],
)
def test_a_monthly_fee_is_earned_when_its_month_is_over(occurrence, day, expected):
    assert codes(MONTH, facts(steps=[PLAN, MONTH]), day, occurrence) == expected


def test_a_second_month_is_another_occurrence():
    done = facts(steps=[MONTH], done=[reached(MONTH)])

    assert codes(MONTH, done, TODAY, 1) == ["already-reported"]
    assert codes(MONTH, done, TODAY, 2) == []
    assert codes(PLAN, facts(), TODAY, 2) == ["too-often"]


def test_a_bonus_is_no_condition_for_what_follows():
    bonus_first = replace(BONUS, sequence=0)

    assert codes(PLAN, facts(steps=[bonus_first, PLAN])) == []


def test_who_reports_does_not_verify():
    same = obstacles_to_judging(AchievementStatus.REPORTED, reported_by_id=7, judged_by_id=7)
    judged = obstacles_to_judging(AchievementStatus.VERIFIED, reported_by_id=7, judged_by_id=8)

    assert [o.code for o in same] == ["own-report"]
    assert [o.code for o in judged] == ["already-judged"]
    assert obstacles_to_judging(AchievementStatus.REPORTED, reported_by_id=7, judged_by_id=8) == []
    assert obstacles_to_judging(AchievementStatus.REPORTED, reported_by_id=7, judged_by_id=None)


def test_the_steps_of_a_track_say_how_they_stand():
    waiting = reached(PLACEMENT, status=AchievementStatus.REPORTED)
    views = steps_of(
        facts(done=[PLANNED, waiting], steps=[SIX, PLACEMENT, PLAN, MONTH]), today=date(2026, 4, 1)
    )

    assert [view.state for view in views] == [
        StepState.DONE, StepState.WAITING, StepState.NOT_YET, StepState.POSSIBLE
    ]  # fmt: skip
    assert "02-09-2026" in views[2].obstacles[0].text


def test_the_steps_of_a_drop_out_are_closed():
    ended = replace(LIFE, status=TrackStatus.ENDED, ended_on=date(2026, 2, 1), end_reason=EndReason.MOVED)
    views = steps_of(facts(life=ended, done=[PLANNED]), today=TODAY)

    assert [view.state for view in views] == [StepState.DONE, StepState.CLOSED, StepState.CLOSED]


@pytest.mark.parametrize("status", list(TrackStatus))
def test_every_state_says_what_comes_next(status):
    life = replace(LIFE, status=status, ended_on=TODAY if status == TrackStatus.ENDED else None)

    assert next_step_in_words(facts(life=life), today=TODAY).endswith(".")


def test_what_comes_next_speaks_to_the_supplier_that_reads_it():
    accepted = facts(life=replace(LIFE, status=TrackStatus.ACCEPTED))

    assert next_step_in_words(accepted, today=TODAY).startswith("De aanbieder nodigt")
    assert next_step_in_words(accepted, today=TODAY, to_supplier=True).startswith("U nodigt")


def test_what_is_still_possible_shrinks_with_what_was_reached_and_ends_with_the_track():
    steps = (PLAN, PLACEMENT, SIX)
    dropped = replace(LIFE, status=TrackStatus.ENDED, end_reason=EndReason.NO_SHOW)
    in_work = replace(LIFE, status=TrackStatus.ENDED, end_reason=EndReason.WORK)

    assert highest_fee(steps) == euros(3000)
    assert highest_fee([MONTH]) == euros(2400)
    assert still_possible(steps, [], LIFE) == euros(3000)
    assert still_possible(steps, [PLANNED], LIFE) == euros(2100)
    assert still_possible(steps, [PLANNED], dropped) == ZERO
    assert still_possible(steps, [PLANNED, PLACED], in_work) == euros(1200)


@given(done=st.sets(st.sampled_from([PLAN, PLACEMENT, SIX])))
def test_reported_and_still_possible_never_exceed_the_highest_fee(done):
    steps = (PLAN, PLACEMENT, SIX)
    live = [reached(step) for step in done]

    assert sum((r.amount for r in live), ZERO) + still_possible(steps, live, LIFE) == highest_fee(steps)
