"""A contract says what it asks for today, the most urgent first."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from contracts.ceilings import CeilingStage
from contracts.defaults import DefaultStage
from contracts.lifecycle import ContractStatus
from contracts.next_actions import ActionFacts, next_actions
from contracts.terms import Option, Term

TERM = Term(date(2026, 1, 1), date(2027, 12, 31), (Option(1, 12, date(2027, 9, 30)),))
WITHOUT = replace(TERM, options=())


def codes(
    term: Term = TERM,
    *,
    today: date,
    status: ContractStatus = ContractStatus.SIGNED,
    stage: CeilingStage = CeilingStage.CALM,
    **waiting: Any,
) -> list[str]:
    facts = ActionFacts(status, term, stage, last_start=date(2027, 2, 1), **waiting)
    return [action.code for action in next_actions(facts, today)]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2027, 3, 29), []),
        (date(2027, 3, 30), ["prepare"]),
        (date(2027, 8, 30), ["prepare"]),
        (date(2027, 8, 31), ["decide"]),
        (date(2027, 9, 30), ["decide"]),
        (date(2027, 10, 1), ["option-late"]),
        (date(2027, 12, 31), ["option-late"]),
        (date(2028, 1, 1), ["close"]),
    ],
)
def test_the_option_asks_more_as_its_day_comes_nearer(today, expected):
    assert codes(today=today) == expected


@pytest.mark.parametrize(
    ("today", "expected"),
    [(date(2026, 12, 31), []), (date(2027, 1, 1), ["buy-anew"]), (date(2027, 6, 1), ["buy-anew"])],
)
def test_without_an_option_buying_anew_must_start_in_time(today, expected):
    assert codes(WITHOUT, today=today) == expected


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        (CeilingStage.NONE_AGREED, []),
        (CeilingStage.FROM_70, []),
        (CeilingStage.FROM_85, ["ceiling-near"]),
        (CeilingStage.FROM_95, ["ceiling-near"]),
        (CeilingStage.REACHED, ["ceiling-reached"]),
    ],
)
def test_the_ceiling_asks_from_85_percent_on(stage, expected):
    assert codes(today=date(2026, 6, 1), stage=stage) == expected


def test_a_draft_asks_to_be_signed_and_an_ended_contract_asks_nothing():
    assert codes(today=date(2026, 6, 1), status=ContractStatus.DRAFT) == ["sign"]
    assert codes(today=date(2030, 6, 1), status=ContractStatus.ENDED) == []


def test_a_change_to_be_announced_is_asked_for_until_it_was():
    assert codes(today=date(2026, 6, 1), to_publish=1) == ["publish"]
    assert codes(today=date(2030, 6, 1), status=ContractStatus.TERMINATED, to_publish=2) == ["publish"]


@pytest.mark.parametrize(
    ("stages", "expected"),
    [
        ((DefaultStage.HEARING, DefaultStage.TERM_RUNS, DefaultStage.CLOSED), []),
        ((DefaultStage.TO_SEND, DefaultStage.TERM_OVER), ["default-over", "default-to-send"]),
    ],
)
def test_a_notice_of_default_asks_when_it_is_the_municipalitys_turn(stages, expected):
    assert codes(today=date(2026, 6, 1), defaults=stages) == expected


def test_steps_of_the_exit_plan_that_are_late_are_counted():
    assert codes(today=date(2026, 6, 1), late_exit_steps=2) == ["exit-late"]
    assert codes(today=date(2030, 6, 1), status=ContractStatus.ENDED, late_exit_steps=1) == ["exit-late"]
