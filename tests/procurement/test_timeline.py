"""How much time bidders get."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from procurement.procedures import Procedure
from procurement.timeline import (
    Circumstances,
    Haste,
    Planning,
    closing_after_answers,
    earliest_closing_day,
    latest_answer_day,
    minimum_bid_term,
    obstacles_to_planning,
)
from townhall.clock import AMSTERDAM

ON_PAPER = Circumstances(bids_are_electronic=False)


@pytest.mark.parametrize(
    ("procedure", "given", "days"),
    [
        (Procedure.EU_OPEN, Circumstances(), 40),
        (Procedure.EU_OPEN, ON_PAPER, 45),
        (Procedure.EU_OPEN, Circumstances(documents_are_online=False), 45),
        (Procedure.EU_OPEN, Circumstances(haste=Haste.URGENT), 15),
        (Procedure.EU_RESTRICTED, Circumstances(), 35),
        (Procedure.EU_RESTRICTED, ON_PAPER, 40),
        (Procedure.EU_RESTRICTED, Circumstances(haste=Haste.URGENT), 10),
    ],
)
def test_the_act_gives_bidders_these_days(procedure, given, days):
    assert minimum_bid_term(procedure, given).days == days
    assert minimum_bid_term(procedure, given).is_law


def test_the_term_of_a_sas_procedure_is_of_the_house_and_says_so():
    assert not minimum_bid_term(Procedure.SAS).is_law


def test_a_restricted_procedure_adds_the_phase_of_requests():
    # 30 days from 2 March 2026 end on 1 April; 35 more on 6 May.
    assert earliest_closing_day(date(2026, 3, 2), Procedure.EU_RESTRICTED) == date(2026, 5, 6)


def test_a_term_of_the_directive_never_ends_on_a_holiday():
    # 40 days after 25 February 2026 is Easter Monday, 6 April.
    assert earliest_closing_day(date(2026, 2, 25), Procedure.EU_OPEN) == date(2026, 4, 7)


def at(year, month, day, hour=12):
    return datetime(year, month, day, hour, tzinfo=AMSTERDAM)


def plan(**what_matters):
    usual = Planning(
        procedure=Procedure.SAS,
        notice_on=date(2026, 3, 2),
        questions_until=at(2026, 3, 16),
        answers_by=date(2026, 3, 27),
        closes_at=at(2026, 4, 8),
        decision_on=date(2026, 5, 11),
        standstill_days=20,
        starts_on=date(2026, 7, 1),
    )
    return replace(usual, **what_matters)


def codes(planning):
    return [obstacle.code for obstacle in obstacles_to_planning(planning)]


def test_a_good_planning_has_no_obstacles():
    assert codes(plan()) == []


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"closes_at": at(2026, 3, 21), "answers_by": None}, "closing-too-soon", "closes_at"),
        ({"answers_by": date(2026, 3, 30)}, "answers-too-late", "answers_by"),
        ({"questions_until": at(2026, 3, 28)}, "dates-out-of-order", "answers_by"),
        ({"decision_on": date(2026, 4, 7)}, "dates-out-of-order", "decision_on"),
        ({"starts_on": date(2026, 5, 31)}, "start-in-standstill", "starts_on"),
    ],
)
def test_each_fault_is_said_once_with_its_field(changes, code, field):
    found = obstacles_to_planning(plan(**changes))

    assert [(obstacle.code, obstacle.field) for obstacle in found] == [(code, field)]


def test_answers_ten_days_before_closing_are_in_time():
    assert latest_answer_day(at(2026, 4, 8), Procedure.SAS) == date(2026, 3, 29)
    assert latest_answer_day(at(2026, 4, 8), Procedure.EU_OPEN, Haste.URGENT) == date(2026, 4, 4)


def test_a_late_answer_moves_the_closing_to_the_same_hour_ten_days_on():
    assert closing_after_answers(date(2026, 4, 1), at(2026, 4, 8, 10), Procedure.SAS) == at(2026, 4, 11, 10)
    assert closing_after_answers(date(2026, 3, 29), at(2026, 4, 8, 10), Procedure.SAS) == at(2026, 4, 8, 10)


def test_an_empty_planning_is_not_wrong_yet():
    assert codes(Planning(Procedure.EU_OPEN, None, None, None, None, None, 20, None)) == []
