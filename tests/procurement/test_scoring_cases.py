"""Award tables that others published come out to the last printed digit."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from procurement.calculators import to_json
from procurement.cli import commands
from procurement.scoring_case import score_case
from procurement.strict_json import CaseError

CASES = json.loads((Path(__file__).parent / "cases" / "scoring.json").read_text(), parse_float=Decimal)[
    "cases"
]
CALCULATED = [case for case in CASES if case["inputs"]["method"]["name"] != "policy"]
IN_WORDS = [case for case in CASES if case["inputs"]["method"]["name"] == "policy"]


@pytest.mark.parametrize("case", CALCULATED, ids=lambda case: f"{case['id']} {case['source']['url']}")
def test_a_published_award_table_comes_out(case):
    answer = score_case(case["inputs"])

    expected = case["expected"]
    assert list(answer["bids"]) == list(expected["bids"])
    for bidder, row in expected["bids"].items():
        mine = answer["bids"][bidder]
        assert mine["rank"] == row["rank"]
        assert set(mine["points"]) == set(row["points"])
        for criterion, points in row["points"].items():
            assert same(mine["points"][criterion], points)
        assert (mine["total"] is None) == (row["total"] is None)
        assert mine["total"] is None or same(mine["total"], row["total"])
    assert answer["first_ranked"] == expected["first_ranked"]
    assert answer["tie_for_first"] == expected["tie_for_first"]


@pytest.mark.parametrize("case", IN_WORDS, ids=lambda case: case["id"])
def test_a_rule_in_words_is_not_calculated(case):
    with pytest.raises(CaseError) as refused:
        score_case(case["inputs"])

    assert refused.value.errors == [
        "method.name ‘policy’ is een regel in woorden: daar valt niets te rekenen."
    ]


def same(mine: str, published: Decimal | int) -> bool:
    """Equal, as far as six printed decimals reach (the published tables print no more)."""
    return abs(Decimal(mine) - published) <= Decimal("0.0000005")


def test_the_command_answers_a_list_and_names_what_is_wrong(tmp_path):
    file = tmp_path / "cases.json"
    inputs = [case["inputs"] for case in CASES[:1]] + [{"method": {"name": "utility_index"}}]
    file.write_text(to_json(inputs), encoding="utf-8")

    done = CliRunner().invoke(commands, ["score", str(file), "--json"])

    first, second = json.loads(done.output)
    assert first["first_ranked"] == ["A"]
    assert first["bids"]["A"]["total"] == "146"
    assert "utility_index" in second["error"]


def test_the_command_ends_with_two_on_a_single_malformed_case():
    done = CliRunner().invoke(commands, ["score", "-"], input='{"method": {"name": "x"}, "bids": []}')

    assert done.exit_code == 2
    assert "‘x’ is onbekend" in done.stderr


def test_the_command_tells_the_ranking_in_words():
    done = CliRunner().invoke(commands, ["score", "-"], input=to_json(CASES[0]["inputs"]))

    assert done.output.splitlines()[0] == (
        "A: plaats 1, totaal 146 (experience 40, qa 30, time 20, price 56)"
    )


PRICE = {"id": "price", "type": "price", "weight": 40, "points_rule": {"rule": "lowest_over_price"}}
PLAN = {"id": "plan", "type": "quality", "weight": 60, "points_rule": {"rule": "score_over_best"}}
BIDS = [{"bidder": "A", "price": 100, "scores": {"plan": 6}}, {"bidder": "B", "price": 120, "scores": {"plan": 8}}]

SCORED_TWICE = {"6": 60, "8": 80, "8.0": 90}


def errors_of(**what_matters):
    """What is wrong with a case that is right but for this."""
    case = {"criteria": [PRICE, PLAN], "method": {"name": "points_sum"}, "bids": BIDS, **what_matters}
    with pytest.raises(CaseError) as refused:
        score_case(case)
    return refused.value.errors


@pytest.mark.parametrize(
    ("what_matters", "error"),
    [
        ({"criteria": [{**PRICE, "weight": -5}, PLAN]}, "criterium price: weight mag niet lager dan nul zijn."),
        (
            {"bids": [{"bidder": "A", "price": 100, "scores": {"plan": 6, "price": 40}}]},
            "inschrijver A: scores.price hoort er niet; dit criterium rekent met price.",
        ),
        ({"bids": [{**BIDS[0], "price": "1_000"}]}, "inschrijver A: price is geen getal: '1_000'."),
        ({"bids": [{**BIDS[0], "price": " 100"}]}, "inschrijver A: price is geen getal: ' 100'."),
        ({"bids": []}, "bids is leeg: zonder inschrijving valt er niets te rangschikken."),
        (
            {"method": {"name": "ratio_with_band", "band_percent": 5}},
            "method.name ‘ratio_with_band’ heeft hier geen formule: deze methode leest een mens, niet de rekenmachine.",
        ),
        (
            {"criteria": [{**PRICE, "points_rule": {"rule": "log_relative", "A": 1}}, PLAN]},
            "criterium price: points_rule: A moet groter zijn dan 1.",
        ),
        (
            {"criteria": [{**PRICE, "points_rule": {"rule": "lowest_over_price_power", "exponent": 10**30}}, PLAN]},
            "criterium price: points_rule.exponent mag niet hoger zijn dan 100.",
        ),
        (
            {"criteria": [PRICE, {**PLAN, "points_rule": {"rule": "table_to_percent", "table": SCORED_TWICE}}]},
            "criterium plan: table.8.0 is een score die er al staat.",
        ),
        (
            {
                "method": {"name": "points_sum", "reference_set": "all_bids"},
                "bids": [*BIDS, {"bidder": "C", "price": -1, "status": "excluded"}],
            },
            "inschrijver C: de prijs is lager dan nul.",
        ),
    ],
)
def test_what_is_not_understood_gets_one_line_of_its_own(what_matters, error):
    assert errors_of(**what_matters) == [error]


def test_a_letter_under_a_minimum_names_bidder_and_criterion():
    plan = {**PLAN, "points_rule": {"rule": "table_to_percent", "table": {"goed": 100}}}
    bids = [{"bidder": "A", "price": 100, "scores": {"plan": "goed"}}]
    method = {"name": "points_sum", "minimums": {"plan": 6}}

    assert errors_of(criteria=[PRICE, plan], bids=bids, method=method) == [
        "inschrijver A, minimum op criterium plan: score goed is geen getal."
    ]


def test_a_bid_that_is_not_valid_may_be_without_scores_also_when_all_bids_are_compared():
    bids = [*BIDS, {"bidder": "C", "price": 80, "status": "excluded"}]
    method = {"name": "points_sum", "reference_set": "all_bids", "rounding": None}

    answer = score_case({"criteria": [PRICE, PLAN], "method": method, "bids": bids})

    assert answer["bids"]["A"]["points"] == {"price": "32", "plan": "45"}
    assert list(answer["bids"]) == ["A", "B"]


def test_only_of_a_bid_that_gets_points_must_be_said_what_counts_outside_the_bounds():
    bounds = {"rule": "linear_fixed_range", "price_full_points": 80, "price_zero_points": 160}
    price = {**PRICE, "points_rule": bounds}

    answer = score_case(
        {
            "criteria": [price, PLAN],
            "method": {"name": "points_sum", "reference_set": "valid_bids"},
            "bids": [*BIDS, {"bidder": "C", "price": 500, "status": "excluded"}],
        }
    )

    assert answer["bids"]["A"]["points"]["price"] == "30"
    assert errors_of(criteria=[price, PLAN], bids=[*BIDS, {**BIDS[0], "bidder": "C", "price": 500}]) == [
        "criterium price: de prijs van C ligt buiten de grenzen; zeg met clamp (true of false) wat dan geldt."
    ]


def test_a_minimum_on_the_one_quality_score_also_counts_where_only_the_price_decides():
    bids = [{"bidder": "A", "price": 10, "quality": 4}, {"bidder": "B", "price": 11, "quality": 5}]

    answer = score_case({"method": {"name": "lowest_price", "minimums": {"quality": 5}}, "bids": bids})

    assert {name: (row["total"], row["rank"]) for name, row in answer["bids"].items()} == {
        "A": (None, None),
        "B": ("11", 1),
    }
