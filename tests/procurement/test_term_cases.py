"""Published terms come out of the calculator, and what it does not understand is said so."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from procurement import calculators
from procurement.cli import commands
from procurement.strict_json import CaseError
from procurement.term_cases import KNOWN, calculate

CASES = json.loads(Path(__file__).with_name("cases").joinpath("terms.json").read_text(encoding="utf-8"))
COUNTED = [case for case in CASES if "event_date" in case["inputs"]]
USUAL = {"event_date": "2026-11-23", "days": 20, "regime": "statutory_awt"}


def term(text, *options):
    return CliRunner().invoke(commands, ["term", "-", *options], input=text)


@pytest.mark.parametrize("case", COUNTED, ids=[case["id"] for case in COUNTED])
def test_a_published_term_comes_out(case):
    answer = json.loads(calculators.to_json(calculate(case["inputs"])))

    assert {key: answer[key] for key in case["expected"]} == case["expected"]


def test_fourteen_published_terms_are_counted():
    assert len(COUNTED) == 14


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"days": 0}, ["days is geen heel aantal dagen"]),
        ({"days": -3}, ["days is geen"]),
        ({"days": True}, ["days is geen"]),
        ({"days": "20"}, ["days is geen"]),
        ({"days": Decimal("20.5")}, ["days is geen"]),
        ({"days": None}, ["Dit ontbreekt: days."]),
        ({"event_date": "20261123"}, ["event_date is geen dag"]),
        ({"event_date": "2026-W48-1"}, ["event_date is geen dag"]),
        ({"event_date": "2026-02-30"}, ["event_date is geen dag"]),
        ({"event_date": "1850-01-01"}, ["Voor 1990"]),
        ({"event_date": 20261123}, ["event_date is geen dag"]),
        ({"event_date": "9999-12-30"}, ["buiten de kalender"]),
        ({"regime": "statutory"}, ["regime is geen van"]),
        ({"regime": ["statutory_awt"]}, ["regime is geen van"]),
        ({"direction": "sideways"}, ["direction kent"]),
        ({"regime": "backward", "direction": "forward"}, ["kies er een"]),
        ({"equalled_days_override": "2026-12-14"}, ["geen lijst"]),
        ({"equalled_days_override": ["14 december"]}, ["bevat geen dag"]),
        ({"months": 3, "time": "12:00"}, ["Onbekend gegeven: months.", "Onbekend gegeven: time."]),
        ({"kind": 7}, ["kind is geen tekst"]),
        ({"days": 0, "regime": "x"}, ["days is geen", "regime is geen"]),
    ],
)
def test_what_is_not_understood_is_named(change, words):
    with pytest.raises(CaseError) as refused:
        calculate({**USUAL, **change})

    assert len(refused.value.errors) == len(words)
    assert all(word in problem for word, problem in zip(words, refused.value.errors, strict=True))


def test_the_equalled_days_of_the_case_take_the_place_of_the_table():
    moved = calculate({**USUAL, "equalled_days_override": ["2026-12-14"]})
    unmoved = calculate({**USUAL, "event_date": "2027-04-17", "equalled_days_override": []})

    assert str(moved["term_end"]) == "2026-12-15"
    assert str(unmoved["term_end"]) == "2027-05-07"


@pytest.mark.parametrize("regime", ["statutory_awt", "eu_1182_71", "contractual", "backward"])
def test_what_is_counted_back_is_not_extended_whatever_governs_it(regime):
    answer = calculate({"event_date": "2025-06-18", "days": 10, "regime": regime, "direction": "backward"})

    assert str(answer["term_end"]) == "2025-06-08"
    assert str(answer["latest_working_day_on_or_before"]) == "2025-06-06"
    assert answer["earliest_contract_date"] is None


def test_a_list_gets_a_list_in_which_a_malformed_case_stands_in_its_place():
    result = term(json.dumps([USUAL, {"days": 20}, 7, USUAL]), "--json")

    answers = json.loads(result.stdout)
    assert result.exit_code == 0
    assert [answer.get("term_end") for answer in answers] == ["2026-12-14", None, None, "2026-12-14"]
    assert "event_date" in answers[1]["error"] and "JSON-object" in answers[2]["error"]


def test_one_case_gets_one_answer_as_json_or_in_words():
    as_json, in_words = term(json.dumps(USUAL), "--json"), term(json.dumps(USUAL))

    assert json.loads(as_json.stdout)["earliest_contract_date"] == "2026-12-15"
    assert "Laatste dag: 14 december 2026" in in_words.stdout
    assert "Zonder verlenging: 13 december 2026" in in_words.stdout


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "7",
        "null",
        '{"days": NaN}',
        '{"days": 1, "days": 2}',
        "[" * 100_000,
        '{"days": 1' + "0" * 5000 + "}",
        '{"\\ud800": 1}',
    ],
    ids=["nothing", "half", "number", "null", "nan", "twice", "deep", "huge", "surrogate"],
)
def test_a_single_malformed_case_ends_with_code_two_and_a_line_per_error(text):
    result = term(text, "--json")

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.strip()
    assert "Traceback" not in result.stderr and result.exception.__class__ is SystemExit


def test_a_single_case_with_two_errors_gets_two_lines():
    result = term('{"days": 0, "regime": "x", "event_date": "2026-11-23"}')

    assert len(result.stderr.splitlines()) == 2


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    result = CliRunner().invoke(commands, ["term", str(tmp_path / "none.json")])

    assert result.exit_code == 2
    assert "kan niet worden gelezen" in result.stderr


def test_a_file_can_start_with_a_byte_order_mark(tmp_path):
    file = tmp_path / "case.json"
    file.write_text(json.dumps(USUAL), encoding="utf-8-sig")

    assert CliRunner().invoke(commands, ["term", str(file)]).exit_code == 0


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=12)
    | st.sampled_from(["2026-11-23", "backward"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(change=st.dictionaries(st.sampled_from(KNOWN), json_values, max_size=4))
def test_nonsense_is_answered_or_refused_but_never_breaks(change):
    answer = calculators.answers(calculate, [{**USUAL, **change}])

    assert json.loads(calculators.to_json(answer))


@given(value=json_values)
def test_what_is_written_can_be_read_back(value):
    assert calculators.parse(calculators.to_json(value)) == value


def test_a_decimal_is_written_as_an_exact_number():
    assert (
        calculators.to_json({"a": Decimal("1E+3"), "b": Decimal("0.10")}) == '{\n  "a": 1000,\n  "b": 0.10\n}'
    )
