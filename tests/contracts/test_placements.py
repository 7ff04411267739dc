"""What counts as a placement, and how long it has lasted."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.placement_kinds import WorkKind
from contracts.placement_obstacles import obstacles_to_being_placed, obstacles_to_being_sustained
from contracts.placements import (
    PlacementFacts,
    PlacementTerms,
    obstacles_to_counting,
    placed_on,
    sustained_on,
)

REFERRED = date(2026, 1, 5)
TERMS = PlacementTerms(min_hours_per_week=Decimal(24), min_months=6, max_gap_days=14, guarantee_months=1)


def job(start=date(2026, 3, 2), until=None, hours=32, kind=WorkKind.REGULAR, ended=None, own=False):
    return PlacementFacts(
        starts_on=start,
        agreed_until=until,
        work_kind=kind,
        hours_per_week=Decimal(hours),
        ended_on=ended,
        employer_is_supplier=own,
    )


def codes(obstacles):
    return [obstacle.code for obstacle in obstacles]


@pytest.mark.parametrize(
    ("placement", "expected"),
    [
        (job(), []),
        (job(kind=WorkKind.TRIAL), ["kind-does-not-count"]),
        (job(kind=WorkKind.VOLUNTARY), ["kind-does-not-count"]),
        (job(start=REFERRED), []),
        (job(start=REFERRED - timedelta(days=1)), ["began-before-referral"]),
        (job(own=True), ["own-firm"]),
        (job(hours=24), []),
        (job(hours=23), ["too-few-hours"]),
        (job(until=date(2026, 9, 1)), []),
        (job(until=date(2026, 8, 31)), ["too-short"]),
        (job(until=date(2026, 12, 31), ended=date(2026, 4, 1)), []),
        (job(until=date(2026, 12, 31), ended=date(2026, 3, 31)), ["ended-in-guarantee"]),
    ],
)
def test_a_placement_is_judged_on_its_edges(placement, expected):
    assert codes(obstacles_to_being_placed([placement], TERMS, referred_on=REFERRED)) == expected


def test_a_trial_placement_is_refused_with_the_law():
    (obstacle,) = obstacles_to_counting(job(kind=WorkKind.TRIAL), TERMS, referred_on=REFERRED)

    assert "proefplaats" in obstacle.text
    assert "Participatiewet" in obstacle.text


def test_two_small_jobs_at_once_make_enough_hours():
    jobs = [job(hours=12), job(hours=12, start=date(2026, 3, 16))]

    assert placed_on(jobs, TERMS, referred_on=REFERRED) == date(2026, 3, 16)


def test_consecutive_contracts_count_together():
    jobs = [
        job(until=date(2026, 5, 31)),
        job(start=date(2026, 6, 15), until=date(2026, 9, 30)),
    ]

    assert placed_on(jobs, TERMS, referred_on=REFERRED) == date(2026, 3, 2)
    assert sustained_on(jobs, TERMS, referred_on=REFERRED, months=6) == date(2026, 9, 2)


@pytest.mark.parametrize(("gap_days", "joined"), [(14, True), (15, False)])
def test_the_permitted_gap_is_permitted_to_the_day(gap_days, joined):
    first = job(until=date(2026, 9, 30))
    second = job(start=date(2026, 10, 1) + timedelta(days=gap_days), until=date(2027, 9, 30))

    twelve = sustained_on([first, second], TERMS, referred_on=REFERRED, months=12)

    assert (twelve == date(2027, 3, 2)) is joined


@pytest.mark.parametrize(
    ("ended", "months", "expected"),
    [
        (date(2026, 6, 1), 3, date(2026, 6, 2)),
        (date(2026, 5, 31), 3, None),
        (date(2026, 9, 1), 6, date(2026, 9, 2)),
        (None, 12, date(2027, 3, 2)),
    ],
)
def test_sustained_needs_work_up_to_the_day_before(ended, months, expected):
    assert sustained_on([job(ended=ended)], TERMS, referred_on=REFERRED, months=months) == expected


def test_a_sustained_milestone_that_lies_ahead_says_when():
    obstacles = obstacles_to_being_sustained(
        [job()], TERMS, referred_on=REFERRED, months=3, today=date(2026, 6, 1)
    )

    assert codes(obstacles) == ["too-early"]
    assert "02-06-2026" in obstacles[0].text


def test_after_an_early_end_a_new_job_starts_the_count_anew():
    jobs = [job(ended=date(2026, 4, 30)), job(start=date(2026, 7, 1))]

    assert placed_on(jobs, TERMS, referred_on=REFERRED) == date(2026, 3, 2)
    assert sustained_on(jobs, TERMS, referred_on=REFERRED, months=3) == date(2026, 10, 1)


def test_a_placement_starting_at_the_end_of_a_month_is_sustained_at_the_end_of_a_shorter_one():
    assert sustained_on([job(start=date(2026, 8, 31))], TERMS, referred_on=REFERRED, months=6) == date(
        2027, 2, 28
    )


jobs = st.lists(
    st.builds(
        lambda start, length, hours: job(
            start=REFERRED + timedelta(days=start),
            until=REFERRED + timedelta(days=start + length),
            hours=hours,
        ),
        st.integers(0, 300),
        st.integers(0, 400),
        st.integers(8, 40),
    ),
    max_size=4,
)


@given(jobs=jobs, at=st.integers(0, 399))
def test_one_employment_written_as_two_touching_contracts_changes_nothing(jobs, at):
    whole = job(start=date(2026, 2, 1), until=date(2027, 6, 1))
    cut = whole.starts_on + timedelta(days=at)
    parts = [
        job(start=whole.starts_on, until=cut),
        job(start=cut + timedelta(days=1), until=whole.agreed_until),
    ]

    for months in (3, 6, 12):
        assert sustained_on([whole, *jobs], TERMS, referred_on=REFERRED, months=months) == sustained_on(
            [*parts, *jobs], TERMS, referred_on=REFERRED, months=months
        )


@given(jobs=jobs)
def test_the_order_in_which_jobs_were_recorded_does_not_matter(jobs):
    assert placed_on(jobs, TERMS, referred_on=REFERRED) == placed_on(jobs[::-1], TERMS, referred_on=REFERRED)


@given(jobs=jobs)
def test_longer_lasting_is_never_reached_earlier(jobs):
    days = [sustained_on(jobs, TERMS, referred_on=REFERRED, months=m) or date.max for m in (3, 6, 12)]

    assert days == sorted(days)


@given(jobs=jobs)
def test_there_is_a_placement_or_a_reason(jobs):
    placed = placed_on(jobs, TERMS, referred_on=REFERRED) is not None
    reasons = obstacles_to_being_placed(jobs, TERMS, referred_on=REFERRED)

    assert placed is not bool(reasons)
