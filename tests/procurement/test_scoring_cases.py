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
