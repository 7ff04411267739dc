"""Award tables that others published come out to the last printed digit."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

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
