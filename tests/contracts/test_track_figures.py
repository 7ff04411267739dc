"""Figures about tracks, counted by the database."""

from datetime import date

import pytest

from contracts.kpis import TrackCounts
from contracts.operations.placements import end_placement
from contracts.operations.tracks import end_track
from contracts.placement_kinds import PlacementEnd
from contracts.queries.achievements import achievement_by_track, how_many_to_verify
from contracts.queries.referrals import candidates_for
from contracts.queries.track_figures import FlowRow, Used, flow_per_quarter, track_counts, used_of
from contracts.queries.tracks import late_answers, referrals_to_answer
from contracts.tracks import EndReason
from procurement.lots import MilestoneKind, TargetGroup
from tests.conftest import MONDAY
from tests.factories.contracts import RIVAL, running_contract, supplier_named
from tests.factories.tracks import (
    at_nine,
    milestone_of,
    placed_track,
    referred_track,
    reported_achievement,
    running_track,
    verified_achievement,
)
from townhall.money import ZERO, euros
from townhall.periods import Period

PLAN, PLACEMENT, SIX = MilestoneKind.PLAN, MilestoneKind.PLACEMENT, MilestoneKind.SUSTAINED_6M
THIS_YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
TODAY = MONDAY.date()


def ended(track, reason, on, people):
    end_track(track, reason, on, actor=people.actor("kim"), now=at_nine(on))
    return track


@pytest.fixture
def a_year_of_tracks(session, people):
    """One contract with a placed, a lasting, a short-lived, two dropped-out and a waiting track."""
    contract = running_contract()
    running_track(contract)
    placed_track(contract)
    short = placed_track(contract)
    end_placement(
        short.placements[0], date(2026, 6, 1), PlacementEnd.BY_EMPLOYER,
        actor=people.actor("kim"), now=MONDAY,
    )  # fmt: skip
    ended(running_track(contract), EndReason.NO_SHOW, date(2026, 5, 4), people)
    ended(running_track(contract), EndReason.MOVED, date(2026, 7, 1), people)
    referred_track(contract, referred_on=date(2026, 11, 20))
    session.flush()
    return contract


def test_key_figures_are_counted_per_contract(a_year_of_tracks, at_most_queries):
    empty = running_contract(supplier_id=supplier_named(RIVAL).id)

    with at_most_queries(1):
        counts = track_counts([a_year_of_tracks.id, empty.id], THIS_YEAR, today=TODAY)

    assert counts[a_year_of_tracks.id] == TrackCounts(
        started=5,
        dropped_out_with_reason=1,
        dropped_out_without_reason=1,
        placed=2,
        due_for_six_months=2,
        at_work_after_six_months=1,
    )
    assert counts[empty.id] == TrackCounts()


def test_what_lies_ahead_of_today_is_not_counted(a_year_of_tracks):
    counts = track_counts([a_year_of_tracks.id], THIS_YEAR, today=date(2026, 9, 30))[a_year_of_tracks.id]

    assert (counts.placed, counts.due_for_six_months, counts.at_work_after_six_months) == (2, 0, 0)


def test_tracks_count_in_the_period_in_which_they_started(a_year_of_tracks):
    second_quarter = Period(date(2026, 4, 1), date(2026, 6, 30))

    assert track_counts([a_year_of_tracks.id], second_quarter, today=TODAY)[a_year_of_tracks.id].started == 0


def test_in_and_outflow_per_quarter(a_year_of_tracks):
    contract = a_year_of_tracks
    about = {
        "contract_id": contract.id,
        "contract_number": contract.number,
        "supplier_id": contract.supplier_id,
        "target_group": TargetGroup.STATUS_HOLDERS,
        "year": 2026,
    }

    assert flow_per_quarter(THIS_YEAR) == [
        FlowRow(**about, quarter=1, referred=5, started=5),
        FlowRow(**about, quarter=2, placed=2, dropped_out=1),
        FlowRow(**about, quarter=3, ended_otherwise=1),
        FlowRow(**about, quarter=4, referred=1),
    ]
    assert flow_per_quarter(Period(date(2027, 1, 1), date(2027, 3, 31))) == []


def test_earned_and_still_possible_add_up_to_what_tracks_can_cost(session, people, at_most_queries):
    contract = running_contract()
    verified_achievement(contract=contract)  # 1.350 earned, 3.150 open
    reported_achievement(running_track(contract), PLAN)  # 1.350 waiting, 3.150 open
    dropped = verified_achievement(contract=contract).track  # 1.350 earned, nothing open
    ended(dropped, EndReason.NO_SHOW, date(2026, 5, 4), people)
    in_work = verified_achievement(kind=PLACEMENT, contract=contract).track  # 2.700 earned, 1.800 open
    ended(in_work, EndReason.WORK, date(2026, 5, 4), people)
    session.flush()

    with at_most_queries(3):
        used = used_of([contract.id])

    assert used[contract.id] == Used(earned=euros("5400"), open_at_most=euros("9450"))


def test_a_contract_without_tracks_has_used_nothing(session):
    contract = running_contract()

    assert used_of([contract.id]) == {contract.id: Used(ZERO, ZERO)}


def test_the_last_step_after_a_track_that_ended_in_work_is_counted_once(session, people):
    contract = running_contract()
    track = verified_achievement(kind=PLACEMENT, contract=contract).track
    ended(track, EndReason.WORK, date(2026, 5, 4), people)
    verified_achievement(track, SIX)
    session.flush()

    assert used_of([contract.id])[contract.id] == Used(earned=euros("4500"), open_at_most=ZERO)


def test_candidates_know_their_load_their_turn_and_their_room(session, people, at_most_queries):
    first = running_contract(maximum_value=euros("9000"))
    running_contract(supplier_id=supplier_named(RIVAL).id, maximum_value=None)
    running_contract(target_group=TargetGroup.OVER_FIFTY)
    referred_track(first)
    kim = people.actor("kim")
    session.flush()

    with at_most_queries(9):
        one, two = candidates_for(kim, TargetGroup.STATUS_HOLDERS, on=TODAY)

    assert (one.live_tracks, one.last_referred_on, one.room, one.rank) == (
        1, date(2026, 3, 2), euros("4500"), None
    )  # fmt: skip
    assert (two.live_tracks, two.last_referred_on, two.room) == (0, None, None)
    assert one.highest_fee == euros("4500")


def test_waiting_work_is_counted_for_who_must_do_it(session, people):
    late = referred_track(referred_on=date(2026, 11, 2))
    report = reported_achievement(running_track(late.contract), PLAN)

    assert referrals_to_answer(people.actor("sanne")) == 1
    assert referrals_to_answer(people.actor("rik")) == 0
    assert how_many_to_verify(people.actor("kim")) == 1
    assert late_answers(TODAY) == [late]
    assert achievement_by_track(report.track.number, milestone_of(late.contract, PLAN).id) is report
    assert achievement_by_track("T-0000-0000", milestone_of(late.contract, PLAN).id) is None
