"""Fee schedules as data: every published case comes out."""

import json
import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from contracts.cli import commands
from contracts.fee_rules.expressions import LAZY
from contracts.fee_rules.functions import FUNCTIONS
from contracts.fee_rules.payable_case import calculate, known_schedules, stored_schedule
from contracts.fee_rules.schedule import FactKind
from contracts.fee_rules.schedule_reading import LINE_KEYS, OF_THE_LINES, SCHEDULE_KEYS
from procurement.calculators import parse
from procurement.strict_json import CaseError

DOCS = Path(__file__).resolve().parents[2] / "docs"

CASES = parse((Path(__file__).parent / "cases" / "fees.json").read_text("utf-8"))["schedules"]
HISTORIES = [
    pytest.param(case["id"], history, id=f"{case['id']}-{history['id']}")
    for case in CASES
    for history in case["histories"]
]


@pytest.mark.parametrize(("schedule", "history"), HISTORIES)
def test_a_published_history_brings_its_lines(schedule, history):
    (answer,) = calculate({"schedule": schedule, "histories": [history]})["histories"]

    expected = history["expected"]
    assert [(line["milestone"], line["amount"]) for line in answer["lines"]] == [
        (line["milestone"], Decimal(line["amount"])) for line in expected["lines"]
    ]
    assert answer["payable"] == Decimal(expected["payable"])
    assert answer["flags"] == expected["flags"]
    assert all(line["why"] for line in answer["lines"])


def one_line(**what_matters):
    line = {"milestone": "fee", "amount": "price", "why": "afgesproken", **what_matters}
    return {
        "id": "X",
        "title": "Een regel",
        "unit": "EUR",
        "facts": {"price": {"type": "number"}, "start": {"type": "date"}, "jobs": {"type": "list"}},
        "lines": [line],
    }


def lines_of(schedule, **facts):
    (answer,) = calculate({"schedule": schedule, "histories": [{"id": "1", "facts": facts}]})["histories"]
    assert "error" not in answer, answer
    return [(line["milestone"], line["amount"]) for line in answer["lines"]]


def wrong_with(schedule):
    with pytest.raises(CaseError) as wrong:
        calculate({"schedule": schedule, "histories": []})
    return wrong.value.errors


@pytest.mark.parametrize(
    ("expression", "worth"),
    [
        ("0.1 + 0.2", "0.30"),
        ("7.5 * 2", "15.00"),
        ("1 / 3", "0.33"),
        ("round(2.675, 2)", "2.68"),
        ("percent(12.5, price)", "12.50"),
        ("min(price, 40) if price > 50 else 0", "40.00"),
        ("tiers(25, [[0, 100], [10, 80], [20, 50]])", "2050.00"),
        ("band(12, [[0, 0], [12, 500], [24, 1000]])", "500.00"),
        ("band(11, [[0, 0], [12, 500], [24, 1000]])", "0.00"),
        ("sum(job.hours for job in jobs if job.hours >= 10)", "20.00"),
        ("count(jobs)", "2.00"),
        ("days_between(start, period_end(start, 3))", "88.00"),
        ("months_between(start, months_after(start, 3))", "3.00"),
        ("1 if start + 45 == period_end(start, 1) + 18 else 2", "1.00"),
        ("otherwise(nothing, 5) if known(jobs) else 6", "5.00"),
        ("max(job.hours for job in jobs)", "20.00"),
        ("1 if not (price < 100 or price > 100) and price in [50, 100] else 0", "1.00"),
        ("1_000", "1000.00"),
    ],
)
def test_an_expression_is_worth(expression, worth):
    schedule = one_line(amount=expression)
    schedule["facts"]["nothing"] = {"type": "number"}

    found = lines_of(
        schedule,
        price=100,
        start="2026-02-01",
        jobs=[{"hours": 20, "start": "2026-01-01"}, {"hours": 8, "start": "2026-01-01"}],
    )

    assert found == [("fee", Decimal(worth))]


@pytest.mark.parametrize(
    "expression",
    [
        "__import__('os')", "price.__class__", "(lambda: 1)()", "[x for x in jobs for y in jobs]", "price := 1",
        "open('x')", "f'{price}'", "{'a': 1}", "price ** 9", "1e9", "0x10", "jobs[0:2]", "a b", "", "unknown_name",
        "min(price, key=1)", "'a' * 3 if", "9" * 70,
    ],
)  # fmt: skip
def test_what_is_no_expression_is_refused_in_words(expression):
    assert wrong_with(one_line(amount=expression))


def test_a_number_as_amount_is_exact_and_what_is_no_number_is_refused_in_words():
    assert lines_of(one_line(amount=10**20 + 1)) == [("fee", Decimal(10**20 + 1))]
    for odd in ([1], {}, Decimal("1e999999999")):
        with pytest.raises(CaseError, match="geen uitdrukking en geen getal"):
            lines_of(one_line(amount=odd))


def test_a_list_of_lists_is_named_and_not_written_out():
    doubled = {f"v{number + 1}": f"[v{number}, v{number}]" for number in range(40)}
    schedule = one_line(milestone="{v40}") | {"values": {"v0": "[1]", **doubled}}

    assert lines_of(schedule, price=1) == [("een lijst, een lijst", 1)]


@pytest.mark.parametrize(
    ("first", "grown", "why"), [("'ha'", "v{0} + v{0}", "te lang"), ("1 / 3", "v{0} * v{0}", "te fijn")]
)
def test_what_doubles_itself_ends_as_an_error(first, grown, why):
    doubled = {f"v{number + 1}": grown.format(number) for number in range(40)}
    schedule = one_line(milestone="{v40}") | {"values": {"v0": first, **doubled}}

    (answer,) = calculate({"schedule": schedule, "histories": [{"id": "1", "facts": {"price": 1}}]})["histories"]

    assert why in answer["error"]


@pytest.mark.parametrize("expression", ["price / 0", "price + start", "price < 'a'", "jobs[0].hours", "sum(price)"])
def test_a_rule_that_does_not_fit_the_facts_is_an_error_of_that_history_only(expression):
    histories = [
        {"id": "bad", "facts": {"price": 1, "start": "2026-01-01", "jobs": [1]}},
        {"id": "worse", "facts": {"price": "veel"}},
    ]

    answers = calculate({"schedule": one_line(amount=expression), "histories": histories})["histories"]

    assert [set(answer) for answer in answers] == [{"id", "error"}] * 2


def test_every_mistake_in_a_schedule_is_named_at_once():
    errors = wrong_with(
        {
            "id": "X",
            "unit": "EUR",
            "colour": "red",
            "facts": {"price": {"type": "money"}, "true": {"type": "number"}},
            "lines": [
                {"milestone": "a", "percent": 60, "of": "100", "why": "x"},
                {"milestone": "b", "percent": 50, "of": "100", "amount": 3},
                {"milestone": "c {huh}"},
            ],
        }
    )

    joined = " ".join(errors)
    for part in ("colour", "title", "facts.price.type", "‘true’ is al in gebruik", "lines[1]", "huh",
                 "lines[2].amount ontbreekt", "meer dan 100"):  # fmt: skip
        assert part in joined, part


def test_a_missing_fact_earns_nothing_and_says_which():
    schedule = one_line(conditions=[{"if": "start >= start", "else": "kan niet"}])
    (answer,) = calculate({"schedule": schedule, "histories": [{"id": "1", "facts": {"price": 5}}]})["histories"]

    assert answer["lines"] == [{"milestone": "fee", "amount": Decimal("0.00"), "why": "Dit gegeven ontbreekt: start."}]


#: 30 % plan, 30 % placement of 6 months and 24 hours, 40 % after 6 months, full clawback within 3 months.
PLAN_PLACEMENT_LASTING = {
    "id": "NCLP-30-30-40",
    "title": "No cure less pay met terugvordering",
    "unit": "EUR",
    "facts": {
        "tariff": {"type": "number"},
        "plan": {"type": "date"},
        "jobs": {"type": "list", "default": []},
        "today": {"type": "date"},
    },
    "tables": {"gap_days": 14},
    "values": {
        "events": "current(jobs)",
        "enough": "[job for job in events if job.hours >= 24]",
        "worked": "spells(enough, gap_days)",
        "lasting": "[spell for spell in worked if spell.end >= period_end(spell.start, 6)]",
        "needed_until": "period_end(worked[0].start, 6)",
        "placed": "count(worked) > 0 and any(job.agreed_until >= needed_until for job in enough)",
    },
    "lines": [
        {"milestone": "plan", "percent": 30, "of": "tariff", "when": "known(plan)", "why": "plan getekend"},
        {"milestone": "placement", "percent": 30, "of": "tariff", "when": "placed", "why": "geplaatst"},
        {
            "milestone": "after 6 months",
            "percent": 40,
            "of": "tariff",
            "when": "placed and count(lasting) > 0 and period_end(lasting[0].start, 6) < today",
            "why": "zes maanden aan het werk",
        },
        {
            "milestone": "clawback",
            "when": "placed and worked[0].end < period_end(worked[0].start, 3)",
            "amount": "-paid('placement')",
            "why": "geëindigd op {worked[0].end}, binnen drie maanden",
        },
    ],
    "most": {"amount": "tariff"},
}


def job(start, end, hours=32, agreed="2026-12-31", **more):
    return {"id": start, "start": start, "end": end, "hours": hours, "agreed_until": agreed, **more}


@pytest.mark.parametrize(
    ("jobs", "expected"),
    [
        ([], ["plan"]),
        ([job("2026-01-01", "2026-06-30")], ["plan", "placement", "after 6 months"]),
        ([job("2026-01-01", "2026-06-29")], ["plan", "placement"]),
        ([job("2026-01-01", "2026-03-30")], ["plan", "placement", "clawback"]),
        ([job("2026-01-01", "2026-03-31")], ["plan", "placement"]),
        ([job("2026-01-01", "2026-06-30", hours=23)], ["plan"]),
        ([job("2026-01-01", "2026-06-30", agreed="2026-06-29")], ["plan"]),
        (
            [job("2026-01-01", "2026-02-28"), job("2026-03-15", "2026-07-31")],
            ["plan", "placement", "after 6 months"],
        ),
    ],
)
def test_a_schedule_that_nobody_wrote_code_for(jobs, expected):
    found = lines_of(PLAN_PLACEMENT_LASTING, tariff=4500, plan="2025-12-01", jobs=jobs, today="2026-11-23")

    assert [milestone for milestone, _ in found] == expected
    assert sum(amount for _, amount in found) <= 4500


days = st.dates(date(2026, 1, 1), date(2026, 10, 1))
jobs_of_a_client = st.lists(
    st.builds(
        lambda start, length, hours: job(start.isoformat(), (start + timedelta(days=length)).isoformat(), hours),
        days,
        st.integers(0, 300),
        st.integers(10, 40),
    ),
    max_size=5,
    unique_by=lambda each: each["id"],
)
FACTS = {"tariff": 4500, "plan": "2025-12-01", "today": "2027-11-23"}


@given(jobs=jobs_of_a_client, tariff=st.integers(0, 10**6))
def test_never_more_than_the_most_of_the_schedule(jobs, tariff):
    found = lines_of(PLAN_PLACEMENT_LASTING, **(FACTS | {"tariff": tariff}), jobs=jobs)

    assert 0 <= sum(amount for _, amount in found) <= tariff


@given(jobs=jobs_of_a_client, seed=st.randoms())
def test_the_order_of_events_does_not_matter(jobs, seed):
    shuffled = list(jobs)
    seed.shuffle(shuffled)

    assert lines_of(PLAN_PLACEMENT_LASTING, **FACTS, jobs=jobs) == lines_of(
        PLAN_PLACEMENT_LASTING, **FACTS, jobs=shuffled
    )


@given(jobs=jobs_of_a_client.filter(bool), wrong_end=days)
def test_a_correction_gives_the_same_as_having_known_it_at_once(jobs, wrong_end):
    mistaken = {**jobs[0], "id": "fout", "end": wrong_end.isoformat()}
    corrected = [mistaken, *jobs[1:], {**jobs[0], "replaces": "fout"}]

    assert lines_of(PLAN_PLACEMENT_LASTING, **FACTS, jobs=corrected) == lines_of(
        PLAN_PLACEMENT_LASTING, **FACTS, jobs=jobs
    )


@given(jobs=jobs_of_a_client.filter(bool), at=st.integers(0, 299))
def test_splitting_an_employment_in_two_touching_contracts_changes_nothing(jobs, at):
    whole = jobs[0]
    start, end = date.fromisoformat(whole["start"]), date.fromisoformat(whole["end"])
    cut = min(start + timedelta(days=at), end - timedelta(days=1))
    if cut < start:
        return
    parts = [
        {**whole, "id": "een", "end": cut.isoformat()},
        {**whole, "id": "twee", "start": (cut + timedelta(days=1)).isoformat()},
    ]

    assert lines_of(PLAN_PLACEMENT_LASTING, **FACTS, jobs=[*parts, *jobs[1:]]) == lines_of(
        PLAN_PLACEMENT_LASTING, **FACTS, jobs=jobs
    )


def test_a_ceiling_goes_to_the_first_received_whatever_the_order_in_the_file():
    schedule = {
        "id": "X", "title": "Plafond", "unit": "EUR",
        "facts": {"claims": {"type": "list"}},
        "lines": [
            {
                "milestone": "claim {claim.id}",
                "repeat": {"over": "claims", "as": "claim", "sorted_by": "claim.received"},
                "conditions": [{"if": "not seen(claim.client)", "else": "één keer per klant"}],
                "key": "claim.client",
                "amount": 1000,
                "why": "plaatsing",
            }
        ],
        "most": {"amount": 1500, "flag": "ceiling_reached", "why": "plafond bereikt"},
    }  # fmt: skip
    claims = [
        {"id": "c", "client": "K3", "received": "2026-03-03"},
        {"id": "a", "client": "K1", "received": "2026-03-01"},
        {"id": "b", "client": "K1", "received": "2026-03-02"},
    ]

    assert lines_of(schedule, claims=claims) == lines_of(schedule, claims=claims[::-1]) == [
        ("claim a", 1000), ("claim b", 0), ("claim c", 500)
    ]  # fmt: skip


def test_advances_bonus_malus_and_pro_rata_are_lines_like_any_other():
    schedule = {
        "id": "X", "title": "Allerlei", "unit": "EUR",
        "facts": {
            "hours": {"type": "number"}, "full_hours": {"type": "number", "default": 36},
            "advance": {"type": "number", "default": 0}, "placed_percent": {"type": "number"},
            "ended_after_days": {"type": "number"},
        },
        "tables": {"norm": 50, "guarantee_days": 90},
        "lines": [
            {"milestone": "placement", "amount": "3000 * min(hours, full_hours) / full_hours", "why": "naar rato"},
            {"milestone": "bonus", "when": "placed_percent > norm + 10", "percent": 5, "of": "paid_so_far",
             "why": "ruim boven de norm"},
            {"milestone": "malus", "when": "placed_percent < norm", "amount": "-percent(10, paid_so_far)",
             "why": "onder de norm"},
            {"milestone": "guarantee", "when": "ended_after_days < guarantee_days",
             "amount": "-paid('placement') * (guarantee_days - ended_after_days) / guarantee_days",
             "why": "naar rato van de garantie"},
            {"milestone": "advance", "when": "advance > 0", "amount": "-min(advance, paid_so_far)",
             "why": "voorschot verrekend"},
        ],
    }  # fmt: skip

    assert lines_of(schedule, hours=24, placed_percent=61, advance=500) == [
        ("placement", 2000), ("bonus", 100), ("advance", -500)
    ]  # fmt: skip
    assert lines_of(schedule, hours=36, placed_percent=40, ended_after_days=30) == [
        ("placement", 3000), ("malus", -300), ("guarantee", -2000)
    ]  # fmt: skip


def test_the_stored_schedules_are_all_good():
    assert len(known_schedules()) >= 6
    for schedule_id in known_schedules():
        assert stored_schedule(schedule_id).id == schedule_id


def test_an_unknown_schedule_is_refused_with_the_known_ones():
    assert "FE-S-01" in wrong_with("FE-S-99")[0]


def test_the_json_schema_knows_the_same_keys_as_the_reader():
    schema = json.loads((DOCS / "fee-schedule.schema.json").read_text("utf-8"))

    assert set(schema["properties"]) == SCHEDULE_KEYS
    assert set(schema["$defs"]["line"]["properties"]) == LINE_KEYS
    assert set(schema["$defs"]["fact"]["properties"]["type"]["enum"]) == {kind.value for kind in FactKind}


def test_the_page_about_the_format_names_every_function():
    page = (DOCS / "fee-rules.md").read_text("utf-8")

    missing = [name for name in (*FUNCTIONS, *LAZY, *OF_THE_LINES) if f"`{name}(" not in page]
    assert missing == []


def test_the_examples_on_the_page_work():
    page = (DOCS / "fee-rules.md").read_text("utf-8")
    examples = [parse(text) for text in re.findall(r"```json\n(\{.*?\n\})\n```", page, re.DOTALL)]

    assert examples
    for example in examples:
        answers = calculate(example)["histories"]
        assert answers and not any("error" in answer for answer in answers)


def test_the_command_answers_in_json_and_in_dutch(tmp_path):
    file = tmp_path / "vraag.json"
    facts = {"placed": 55, "place": "Haarlem"}
    file.write_text(json.dumps({"schedule": "FE-S-06", "histories": [{"id": "3", "facts": facts}]}))
    runner = CliRunner()

    as_json = runner.invoke(commands, ["payable", str(file), "--json"])
    in_words = runner.invoke(commands, ["payable", str(file)])

    (history,) = json.loads(as_json.output)["histories"]
    assert history["payable"] == 150000
    assert history["flags"] == ["budget_exceeded"]
    assert "50 placements: 150000,00 (50 x 3000)" in in_words.output
    assert runner.invoke(commands, ["payable", str(tmp_path / "weg.json")]).exit_code == 2
