"""An option is taken in time, in order, by somebody, with a reason; what must start when is counted back."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from contracts.ceilings import CeilingFacts
from contracts.extension_advice import AdviceFacts, Verdict, advise
from contracts.extensions import (
    ExtensionFacts,
    back_plan,
    last_day_to_start_buying_anew,
    obstacles_to_declining,
    obstacles_to_extending,
)
from contracts.lifecycle import ContractStatus
from contracts.terms import Option, OptionDecision, Term

TERM = Term(
    date(2025, 1, 1),
    date(2026, 12, 31),
    (Option(1, 12, date(2026, 9, 30)), Option(2, 12, date(2027, 9, 30))),
)
FACTS = ExtensionFacts(ContractStatus.SIGNED, TERM, sequence=1)


def codes(facts: ExtensionFacts, **what_matters) -> list[str]:
    given = {"decided_on": date(2026, 9, 1), "motivation": "Goede resultaten", "decided_by": "College"}
    return [obstacle.code for obstacle in obstacles_to_extending(facts, **(given | what_matters))]


def with_first(decision: OptionDecision, sequence: int = 1) -> ExtensionFacts:
    first, second = TERM.options
    term = replace(TERM, options=(replace(first, decision=decision), second))
    return replace(FACTS, term=term, sequence=sequence)


@pytest.mark.parametrize(
    ("facts", "what_matters", "expected"),
    [
        (FACTS, {}, []),
        (FACTS, {"decided_on": date(2026, 9, 30)}, []),
        (FACTS, {"decided_on": date(2026, 10, 1)}, ["decided-too-late"]),
        (FACTS, {"decided_on": date(2024, 12, 31)}, ["decided-before-start"]),
        (FACTS, {"motivation": "  "}, ["motivation-missing"]),
        (FACTS, {"decided_by": ""}, ["decision-maker-missing"]),
        (replace(FACTS, sequence=2), {}, ["earlier-open"]),
        (replace(FACTS, sequence=3), {}, ["no-such-option"]),
        (replace(FACTS, status=ContractStatus.DRAFT), {}, ["not-signed"]),
        (replace(FACTS, status=ContractStatus.ENDED), {}, ["ended"]),
        (replace(FACTS, status=ContractStatus.TERMINATED), {}, ["ended"]),
        (with_first(OptionDecision.TAKEN), {}, ["already-decided"]),
        (with_first(OptionDecision.TAKEN, 2), {"decided_on": date(2027, 9, 30)}, []),
        (with_first(OptionDecision.NOT_TAKEN, 2), {}, ["earlier-not-taken"]),
        (replace(FACTS, ceiling=CeilingFacts(Decimal(100), earned=Decimal(100))), {}, ["ceiling-reached"]),
        (replace(FACTS, ceiling=CeilingFacts(Decimal(100), earned=Decimal(99))), {}, []),
    ],
)
def test_when_an_option_may_be_taken(facts, what_matters, expected):
    assert codes(facts, **what_matters) == expected


def test_all_reasons_come_at_once():
    found = codes(FACTS, decided_on=date(2026, 10, 1), motivation="", decided_by="")

    assert found == ["motivation-missing", "decision-maker-missing", "decided-too-late"]


def test_not_taking_an_option_may_be_recorded_after_the_last_day():
    assert not obstacles_to_declining(FACTS, motivation="Norm niet gehaald", decided_by="College")


def test_the_plan_counts_back_from_the_end_and_the_last_day_to_decide():
    days = {step.code: step.on for step in back_plan(TERM)}

    assert days["start-new-tender"] == date(2026, 2, 1)  # eleven months before 1 January 2027
    assert days["prepare-decision"] == date(2026, 3, 30)
    assert days["last-day-to-decide"] == date(2026, 9, 30)
    assert days["ends"] == date(2026, 12, 31)


def test_the_letter_goes_out_on_a_working_day():
    term = replace(TERM, options=(Option(1, 12, date(2026, 12, 27)),))

    days = {step.code: step.on for step in back_plan(term)}

    assert days["send-letter"] == date(2026, 12, 24)  # before Christmas and the weekend


def test_the_letter_goes_out_before_a_day_that_was_decreed_later():
    term = replace(TERM, options=(Option(1, 12, date(2029, 5, 11)),))  # the day after Ascension Day

    before = {step.code: step for step in back_plan(term)}["send-letter"]
    after = {step.code: step for step in back_plan(term, equated={date(2029, 5, 11)})}["send-letter"]

    assert before.on == date(2029, 5, 11) and "2029" in before.why
    assert after.on == date(2029, 5, 9) and "kent Raamwerk niet" not in after.why


def test_the_plan_is_in_order_of_days():
    days = [step.on for step in back_plan(TERM)]

    assert days == sorted(days)


def test_a_new_purchase_must_start_in_time_for_the_day_after():
    assert last_day_to_start_buying_anew(date(2027, 2, 28)) == date(2026, 4, 1)


ADVICE = AdviceFacts(
    norms_met=3,
    norms_missed=0,
    ceiling=CeilingFacts(Decimal(100)),
    end=date(2026, 12, 31),
    today=date(2026, 1, 1),
)


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        (ADVICE, Verdict.EXTEND),
        (replace(ADVICE, norms_missed=1), Verdict.WEIGH),
        (replace(ADVICE, norms_missed=1, ceiling=CeilingFacts(Decimal(0))), Verdict.DO_NOT_EXTEND),
        (replace(ADVICE, norms_met=0, ceiling=CeilingFacts(None)), Verdict.WEIGH),
        (replace(ADVICE, norms_met=0, ceiling=CeilingFacts(None), today=date(2026, 2, 2)), Verdict.WEIGH),
    ],
)
def test_what_the_facts_point_to(facts, verdict):
    assert advise(facts).verdict == verdict
