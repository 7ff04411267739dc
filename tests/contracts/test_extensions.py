"""An option is taken in time, in order, by somebody, with a reason; what must start when is counted back."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from contracts.ceilings import CeilingFacts
from contracts.extension_advice import AdviceFacts, Verdict, advise
from contracts.extensions import ExtensionFacts, obstacles_to_declining, obstacles_to_extending
from contracts.lifecycle import ContractStatus
from contracts.terms import DecisionBody, Option, OptionDecision, Term

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


@pytest.mark.parametrize(("reference", "expected"), [("", ["reference-missing"]), ("BIS 2026/811", [])])
def test_the_college_decides_with_a_number(reference, expected):
    first, second = TERM.options
    options = (replace(first, decides=DecisionBody.COLLEGE), second)

    assert codes(replace(FACTS, term=replace(TERM, options=options)), reference=reference) == expected


ADVICE = AdviceFacts(
    norms_met=3,
    norms_missed=0,
    ceiling=CeilingFacts(Decimal(100)),
    last_start=date(2026, 2, 1),
    today=date(2026, 1, 1),
)


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        (ADVICE, Verdict.EXTEND),
        (replace(ADVICE, norms_missed=1), Verdict.WEIGH),
        (replace(ADVICE, norms_missed=1, ceiling=CeilingFacts(Decimal(0))), Verdict.DO_NOT_EXTEND),
        (replace(ADVICE, norms_met=0, ceiling=CeilingFacts(None)), Verdict.WEIGH),
        (replace(ADVICE, worse_than_others=2, better_than_others=1), Verdict.WEIGH),
        (replace(ADVICE, years_without_budget=(2027,)), Verdict.EXTEND),
        (replace(ADVICE, norms_met=0, ceiling=CeilingFacts(None), today=date(2026, 2, 2)), Verdict.WEIGH),
    ],
)
def test_what_the_facts_point_to(facts, verdict):
    assert advise(facts).verdict == verdict
