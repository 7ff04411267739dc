"""What courts and published documents said about rankings, held against the rules that follow from it.

The facts come from ``cases/scoring.json``; where a source published an order and no figures, the figures here are made
so that the formula gives that order.
"""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from procurement.award_terms import AwardTerms
from procurement.procedures import CriterionKind
from procurement.ranking import BidFacts, CriterionFacts, FeeFacts, closed_up, places_of, rank_bids
from procurement.tender_formulas import PriceFormula
from townhall.money import euros

CASES = {
    case["id"]: case
    for case in json.loads((Path(__file__).parent / "cases" / "scoring.json").read_text())["cases"]
}
QUALITY = CriterionFacts(1, "K1", "Plan", CriterionKind.QUALITY, Decimal(60))
PRICE = CriterionFacts(2, "P", "Prijs", CriterionKind.PRICE, Decimal(40))


def bid(number, name, price, score=0):
    """A bid with one fee; the scale goes to ten."""
    return BidFacts(number, name, (FeeFacts("Traject", euros(price), Decimal(100)),), {1: Decimal(score)})


def names(ranked):
    """Who stands where, best first."""
    return [each.standing.name for each in ranked]


def test_the_next_in_line_gets_the_award_or_the_one_of_a_new_computation_as_the_documents_said():
    case = CASES["SC-S-08"]
    winner, second, third = case["inputs"]["original_ranking"]
    bids = [bid(1, winner, 600, 8), bid(2, second, 1250, 8), bid(3, third, 1000, 7)]
    formula = (PriceFormula.RELATIVE_TO_LOWEST, {})
    before = places_of([QUALITY, PRICE], *formula, bids, terms=AwardTerms())
    assert names(rank_bids([QUALITY, PRICE], *formula, bids)) == [winner, second, third]

    kept = closed_up(before, {2, 3})
    computed = rank_bids([QUALITY, PRICE], *formula, bids[1:])

    expected = case["expected"]["winner_by_policy"]
    assert names(kept)[0] == expected["keep_original_ranking"]
    assert names(computed)[0] == expected["recalculate_valid_bids"]
    assert names(computed) == case["inputs"]["ranking_after_recalculation"]


@given(prices=st.lists(st.integers(1, 5000), min_size=2, max_size=6, unique=True))
def test_with_the_lowest_price_the_next_bid_moves_up_and_computing_again_changes_no_order(prices):
    assert CASES["SC-S-14"]["expected"]["recalculation_changes_order"] is False
    bids = [bid(number, f"Aanbieder {number}", price) for number, price in enumerate(sorted(prices), start=1)]

    without_first = rank_bids([PRICE], PriceFormula.LOWEST_PRICE, {}, bids[1:])

    assert names(without_first) == names(rank_bids([PRICE], PriceFormula.LOWEST_PRICE, {}, bids))[1:]
    assert without_first[0].standing.rank == 1


def test_a_part_of_a_main_criterion_weighs_its_share_of_a_share_and_all_parts_make_the_whole():
    case = CASES["SC-S-13"]
    weights = {
        code: Decimal(group["share"]) * Decimal(weight) / 100
        for group in case["inputs"]["nested_weights"].values()
        for code, weight in group["criteria"].items()
    }
    criteria = [
        CriterionFacts(number, code, code, CriterionKind.QUALITY, weight)
        for number, (code, weight) in enumerate(weights.items(), start=1)
    ]
    best = replace(bid(1, "Beste", 1000), scores={each.id: Decimal(10) for each in criteria})

    (ranked,) = rank_bids(criteria, PriceFormula.LINEAR_FIXED_BOUNDS, {"full_at": "1", "zero_at": "2"}, [best])

    points = {part.code: part.points for part in ranked.standing.parts}
    assert points == {code: Decimal(str(weight)) for code, weight in case["expected"]["effective_weights"].items()}
    assert ranked.standing.total == case["expected"]["sum"]
