"""A contract ends early on a ground, a supplier is heard before he is in default, and leaving is planned."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.defaults import DefaultFacts, DefaultOutcome, DefaultStage, stage_of
from contracts.exit_plans import STANDARD_STEPS, planned_exit
from contracts.lifecycle import ContractStatus
from contracts.operations.defaults import announce_default, close_default, record_reply, send_default_notice
from contracts.operations.endings import add_exit_step, draw_up_exit_plan, finish_exit_step, terminate_contract
from contracts.queries.endings import exit_plan_of
from contracts.queries.frameworks import running_contracts
from contracts.terminations import (
    Termination,
    TerminationFacts,
    TerminationGround,
    TracksAfterwards,
    first_possible_end,
    obstacles_to_terminating,
)
from contracts.terms import OptionDecision, notice_day
from tests.conftest import MONDAY
from tests.factories.contracts import draft_contract, running_contract
from townhall.audit.queries import history_of
from townhall.mail.models import OutboxMail
from townhall.refusal import Refusal

TODAY = MONDAY.date()
END = Termination(TerminationGround.AGREEMENT, TODAY, date(2026, 12, 31), "Norm drie kwartalen niet gehaald")
FACTS = TerminationFacts(ContractStatus.SIGNED, date(2026, 1, 1), date(2027, 12, 31))
days = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31))


def codes(refusal: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [obstacle.code for obstacle in refusal.value.obstacles]


@pytest.mark.parametrize(
    ("ends", "facts", "expected"),
    [
        (END, FACTS, []),
        (replace(END, reason=" "), FACTS, ["reason-missing"]),
        (replace(END, last_day=date(2025, 12, 31)), FACTS, ["terminated-outside-term"]),
        (replace(END, last_day=date(2027, 12, 31)), FACTS, ["terminated-outside-term"]),
        (replace(END, last_day=date(2026, 11, 22)), FACTS, ["ends-before-told"]),
        (replace(END, told_on=date(2026, 11, 24)), FACTS, ["told-in-future"]),
        (replace(END, ground=TerminationGround.NOTICE), FACTS, ["no-notice-agreed"]),
        (replace(END, ground=TerminationGround.NOTICE), replace(FACTS, notice_months=0), []),
        (replace(END, ground=TerminationGround.NOTICE), replace(FACTS, notice_months=1), []),
        (replace(END, ground=TerminationGround.NOTICE), replace(FACTS, notice_months=2), ["notice-too-short"]),
        (replace(END, ground=TerminationGround.DEFAULT), FACTS, ["not-in-default"]),
        (replace(END, ground=TerminationGround.DEFAULT), replace(FACTS, in_default=True), []),
        (replace(END, ground=TerminationGround.DEFAULT_AT_ONCE), FACTS, []),
        (END, replace(FACTS, status=ContractStatus.ENDED), ["wrong-state"]),
    ],
)
def test_when_a_contract_may_end_early(ends, facts, expected):
    assert [obstacle.code for obstacle in obstacles_to_terminating(ends, facts, TODAY)] == expected


@given(told_on=days, months=st.integers(0, 24))
def test_a_notice_on_its_last_day_ends_the_contract_on_that_day_at_the_latest(told_on, months):
    end = first_possible_end(told_on, notice_months=months)

    # The slow model: walk back from the end to the last day on which a notice still leaves these months.
    assert notice_day(end, months_before=months) >= told_on - timedelta(days=3)
    assert first_possible_end(told_on + timedelta(days=1), notice_months=months) >= end


def test_termination_ends_the_term_tells_the_supplier_and_lets_options_lapse(session, people):
    contract = running_contract()

    terminate_contract(
        contract, replace(END, tracks=TracksAfterwards.HAND_OVER), actor=people.actor("coen"), now=MONDAY
    )
    session.flush()

    assert (contract.status, contract.ends_on) == (ContractStatus.TERMINATED, date(2026, 12, 31))
    assert [option.decision for option in contract.options] == [OptionDecision.LAPSED]
    assert "dragen we samen over" in session.query(OutboxMail).one().body
    assert running_contracts(TODAY) == []


HEARING = DefaultFacts(date(2026, 11, 1), date(2026, 11, 23))


@pytest.mark.parametrize(
    ("facts", "stage"),
    [
        (HEARING, DefaultStage.HEARING),
        (replace(HEARING, hearing_on=date(2026, 11, 22)), DefaultStage.TO_SEND),
        (replace(HEARING, replied_on=TODAY), DefaultStage.TO_SEND),
        (replace(HEARING, sent_on=date(2026, 11, 2), cure_by=TODAY), DefaultStage.TERM_RUNS),
        (replace(HEARING, sent_on=date(2026, 11, 2), cure_by=date(2026, 11, 22)), DefaultStage.TERM_OVER),
        (replace(HEARING, outcome=DefaultOutcome.WITHDRAWN), DefaultStage.CLOSED),
    ],
)
def test_the_day_of_the_hearing_and_the_last_day_of_the_term_belong_to_the_supplier(facts, stage):
    assert stage_of(facts, TODAY) == stage


def test_from_hearing_to_default_to_the_end_of_the_contract(session, people):
    contract, coen = running_contract(), people.actor("coen")
    by_default = replace(END, ground=TerminationGround.DEFAULT)
    notice = announce_default(
        contract, failing="Geen rapportage over Q2 en Q3", demanded="Lever beide rapportages",
        hearing_on=date(2026, 11, 27), actor=coen, now=MONDAY,
    )  # fmt: skip
    session.flush()
    with pytest.raises(Refusal) as too_soon:
        send_default_notice(notice, cure_by=TODAY, actor=coen, now=MONDAY)
    record_reply(notice, reply="De medewerker was ziek", actor=coen, now=MONDAY)
    send_default_notice(notice, cure_by=date(2026, 12, 7), actor=coen, now=MONDAY)
    last_day, after = MONDAY + timedelta(days=14), MONDAY + timedelta(days=15)
    with pytest.raises(Refusal) as still_runs:
        close_default(notice, DefaultOutcome.NOT_CURED, note="Niets ontvangen", actor=coen, now=last_day)
    with pytest.raises(Refusal) as not_yet:
        terminate_contract(contract, by_default, actor=coen, now=after)
    close_default(notice, DefaultOutcome.NOT_CURED, note="Niets ontvangen", actor=coen, now=after)
    session.flush()
    terminate_contract(contract, by_default, actor=coen, now=after)

    assert codes(too_soon) == ["not-heard", "term-too-short"]
    assert (codes(still_runs), codes(not_yet)) == (["term-runs"], ["not-in-default"])
    assert [entry.act for entry in history_of(contract)][:2] == ["contract.terminated", "contract.default-closed"]
    with pytest.raises(Refusal) as closed:
        close_default(notice, DefaultOutcome.CURED, note="Toch", actor=coen, now=after)
    assert codes(closed) == ["closed"]


@given(ends_on=days, today=days)
def test_an_exit_plan_never_asks_for_a_day_gone_by(ends_on, today):
    steps = planned_exit(ends_on, today=today)

    assert len(steps) == len(STANDARD_STEPS)
    assert all(step.due_on >= today for step in steps)
    on_the_end = next(step for step in steps if step.label.startswith("Dossiers"))
    assert on_the_end.due_on == max(ends_on, today)


def test_an_exit_plan_is_drawn_up_once_and_ticked_off(session, people):
    contract, coen = running_contract(), people.actor("coen")

    draw_up_exit_plan(contract, actor=coen, now=MONDAY)
    add_exit_step(contract, label="Sleutels terug", owner="Facilitair", due_on=TODAY, actor=coen, now=MONDAY)
    session.flush()
    first = exit_plan_of(contract)[0]
    finish_exit_step(first, note="Drie sleutels", actor=coen, now=MONDAY)
    with pytest.raises(Refusal) as again:
        draw_up_exit_plan(contract, actor=coen, now=MONDAY)
    with pytest.raises(Refusal) as done:
        finish_exit_step(first, note="", actor=coen, now=MONDAY)
    with pytest.raises(Refusal) as draft:
        draw_up_exit_plan(draft_contract(), actor=coen, now=MONDAY)

    assert (first.label, first.done_on) == ("Sleutels terug", TODAY)
    assert len(exit_plan_of(contract)) == len(STANDARD_STEPS) + 1
    assert (codes(again), codes(done), codes(draft)) == (["plan-exists"], ["already-done"], ["never-ran"])
