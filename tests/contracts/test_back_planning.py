"""What must start when is counted back with the law, the lead times and the recess, never a day too late."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.back_planning import back_plan, buying_anew, steps_of_deciding
from contracts.terms import DecisionBody, Option, Term
from procurement.back_planning import House
from procurement.planning_norms import DEFAULT_RECESSES, norms_on
from procurement.procedures import Procedure
from townhall.working_days import is_working_day

HOUSE = House(norms_on(date(2026, 1, 1)), DEFAULT_RECESSES)
TERM = Term(date(2025, 1, 1), date(2026, 12, 31), (Option(1, 12, date(2026, 9, 30)),))
days = st.dates(min_value=date(2026, 6, 1), max_value=date(2040, 12, 31))


def on(term: Term = TERM, house: House = HOUSE) -> dict[str, date]:
    return {step.code: step.on for step in back_plan(term, house)}


def test_the_plan_counts_back_from_the_end_and_the_last_day_to_decide():
    planned = on()

    assert planned["prepare-decision"] == date(2026, 3, 30)
    assert planned["send-letter"] == planned["last-day-to-decide"] == date(2026, 9, 30)
    assert planned["ends"] == date(2026, 12, 31)
    assert planned["tender-signing"] == date(2026, 12, 2)  # thirty days to get ready
    assert planned["tender-documents"] == date(2026, 8, 24)
    assert planned["write-documents"] == date(2026, 5, 24)
    assert planned["start-new-tender"] == date(2026, 3, 24)
    assert "tender-start" not in planned


def test_the_letter_goes_out_on_a_working_day():
    assert on(replace(TERM, options=(Option(1, 12, date(2026, 12, 27)),)))["send-letter"] == date(2026, 12, 24)


def test_the_letter_goes_out_before_a_day_that_was_decreed_later():
    option = Option(1, 12, date(2029, 5, 11))  # the day after Ascension Day

    before = {step.code: step for step in steps_of_deciding(option, HOUSE)}["send-letter"]
    known = replace(HOUSE, equated={date(2029, 5, 11)})
    after = {step.code: step for step in steps_of_deciding(option, known)}["send-letter"]

    assert before.on == date(2029, 5, 11) and "2029" in before.why
    assert after.on == date(2029, 5, 9) and "kent Raamwerk niet" not in after.why


def test_the_college_decides_before_its_recess_and_gets_a_proposal_in_time():
    option = Option(1, 12, date(2026, 8, 14), decides=DecisionBody.COLLEGE)

    planned = {step.code: step.on for step in steps_of_deciding(option, HOUSE)}

    assert planned["college-decides"] == date(2026, 7, 3)  # the last Friday before the summer recess
    assert planned["college-proposal"] == date(2026, 6, 12)
    assert planned["send-letter"] == date(2026, 8, 14)


@pytest.mark.parametrize("procedure", list(Procedure))
def test_every_road_to_buy_anew_can_be_planned(procedure):
    steps = buying_anew(date(2028, 2, 29), HOUSE, procedure)

    assert [step.code for step in steps[:2]] == ["start-new-tender", "write-documents"]
    assert steps[-1].on < date(2028, 3, 1)


@given(end=days, procedure=st.sampled_from([Procedure.SAS, Procedure.EU_OPEN, Procedure.NATIONAL_OPEN]))
def test_the_plan_is_in_order_and_what_an_office_does_falls_on_a_working_day(end, procedure):
    steps = buying_anew(end, HOUSE, procedure)

    assert [step.on for step in steps] == sorted(step.on for step in steps)
    in_office = [step for step in steps if step.code.startswith("tender-") and step.code != "tender-standstill"]
    assert all(is_working_day(step.on) for step in in_office)


@given(end=days, later=st.integers(1, 60))
def test_a_later_end_never_asks_an_earlier_start(end, later):
    assert buying_anew(end, HOUSE)[0].on <= buying_anew(end + timedelta(days=later), HOUSE)[0].on
