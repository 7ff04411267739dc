"""Eight schedules as different as they come, written from the page about the format, without any code for them."""

import copy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.fee_rules.payable import payable
from contracts.fee_rules.payable_case import as_json, calculate, known_schedules, stored_schedule
from contracts.fee_rules.schedule_reading import read_schedule
from procurement.calculators import parse, to_json
from procurement.strict_json import CaseError

CASES = Path(__file__).parent / "cases"
OTHERS = [parse(file.read_text("utf-8")) for file in sorted((CASES / "other_schedules").glob("*.json"))]
OPEN = parse((CASES / "fees.json").read_text("utf-8"))["schedules"]
#: Every schedule of the house with what its histories know.
READ = [
    *((read_schedule(case["schedule"]), case["histories"]) for case in OTHERS),
    *((stored_schedule(case["id"]), case["histories"]) for case in OPEN),
]
ALL: list[tuple[Any, Any]] = [(schedule, history["facts"]) for schedule, histories in READ for history in histories]


def answer(schedule, facts):
    (found,) = calculate({"schedule": schedule, "histories": [{"id": "1", "facts": facts}]})["histories"]
    return found


@pytest.mark.parametrize(
    ("schedule", "history"),
    [
        pytest.param(case["schedule"], history, id=f"{case['schedule']['id']}: {history['id']}")
        for case in OTHERS
        for history in case["histories"]
    ],
)
def test_a_schedule_that_nobody_wrote_code_for_brings_what_was_worked_out_by_hand(schedule, history):
    found = answer(schedule, history["facts"])

    expected = history["expected"]
    assert [[line["milestone"], line["amount"]] for line in found["lines"]] == expected["lines"]
    assert found["payable"] == sum((amount for _, amount in expected["lines"]), Decimal(0))
    assert found["flags"] == expected["flags"]
    assert all(line["why"] for line in found["lines"])


def outcome(schedule, facts):
    """The same, of a schedule that was read already."""
    try:
        return as_json(payable(schedule, facts))
    except CaseError as wrong:
        return {"error": " ".join(wrong.errors)}


def shuffled(facts, order):
    """The same facts with every list of things that happened in another order."""
    found = copy.deepcopy(dict(facts))
    for value in found.values():
        if isinstance(value, list) and all(isinstance(part, dict) for part in value):
            order.shuffle(value)
    return found


@given(case=st.sampled_from(ALL), order=st.randoms())
def test_the_order_of_what_happened_never_matters(case, order):
    schedule, facts = case

    assert outcome(schedule, shuffled(facts, order)) == outcome(schedule, facts)


ODD = st.sampled_from(
    [None, "", "x", True, -1, Decimal("1e30"), 10**45, "2026-02-30", "9999-12-31", "0001-01-01", [], {}, [[]], [1, "a"],
     {"a": None}, [{"start": "2026-01-01"}], [{"start": "2026-01-01", "end": "2025-01-01", "hours": -3}]]
)  # fmt: skip


@st.composite
def odd_facts(draw):
    """Facts as they should not be: something left out, of another kind, twice, or far away in time."""
    schedule, facts = draw(st.sampled_from(ALL))
    found = copy.deepcopy(dict(facts))
    for name in draw(st.lists(st.sampled_from(sorted(found)), max_size=3, unique=True)) if found else []:
        value = found[name]
        if isinstance(value, list) and value and isinstance(value[0], dict) and draw(st.booleans()):
            item = draw(st.sampled_from(value))
            item[draw(st.sampled_from(sorted(item)))] = draw(ODD)
            value.append(dict(item))
        elif draw(st.booleans()):
            found[name] = draw(ODD)
        else:
            del found[name]
    return schedule, found


@given(case=odd_facts())
def test_odd_facts_give_an_outcome_or_a_clear_error_and_never_a_crash(case):
    schedule, facts = case

    found = outcome(schedule, facts)

    assert found.get("error") or found["payable"] == sum((line["amount"] for line in found["lines"]), Decimal(0))
    assert to_json(found)


def test_an_odd_history_does_not_stop_the_others():
    good = OPEN[0]["histories"][0]
    histories = [{"id": "odd", "facts": {"price": "veel"}}, {"id": "none"}, "geen object", good]

    found = calculate({"schedule": "FE-S-01", "histories": histories})["histories"]

    assert [bool(each.get("error")) for each in found] == [True, True, True, False]
    assert "price" in found[0]["error"]


def test_a_key_that_is_no_name_and_a_name_of_a_function_are_facts_like_any_other():
    schedule = {
        "id": "X", "title": "Namen", "unit": "counts", "decimals": 0,
        "facts": {
            "from": {"type": "date"}, "12": {"type": "number"}, "year": {"type": "number"}, "last": {"type": "date"},
        },
        "lines": [
            {"milestone": "days", "amount": "days_between(facts['from'], last) + facts['12']", "why": "{year}"},
            {"milestone": "years", "amount": "year(last) - year", "why": "x"},
        ],
    }  # fmt: skip

    found = answer(schedule, {"from": "2026-01-01", "12": 5, "year": 2020, "last": "2026-01-11"})

    assert [line["amount"] for line in found["lines"]] == [15, 6]


def test_a_word_of_the_notation_is_refused_with_what_to_write_instead():
    schedule = {
        "id": "X", "title": "Namen", "unit": "EUR", "facts": {"from": {"type": "number"}},
        "lines": [{"milestone": "a", "amount": "from + 1", "why": "x"}],
    }  # fmt: skip

    with pytest.raises(ValueError, match=r"facts\['from'\]"):
        answer(schedule, {})


def test_ceilings_per_client_and_per_year_hold_together_whatever_the_order():
    (case,) = [case for case in OTHERS if case["schedule"]["id"] == "BE-TENDER"]
    assert len(OTHERS) == 8 and len(known_schedules()) >= 6
    rows = [
        {
            "client": f"K{n % 3}",
            "module": "training",
            "day": "2026-05-01",
            "hours": 30,
            "received": "2026-06-01",
            "id": n,
        }
        for n in range(9)
    ]

    found = answer(case["schedule"], {"hours": rows})

    assert found["payable"] == 4000
