"""The ranking of a lot explains itself, and the explanation adds up."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.draws import Draw, after_draw
from procurement.price_formulas import FormulaError
from procurement.procedures import CriterionKind
from procurement.ranking import (
    BidFacts,
    CriterionFacts,
    FeeFacts,
    evaluation_price,
    explained,
    obstacles_to_ranking,
    rank_bids,
)
from procurement.tender_formulas import FORMULAS, PriceFormula, obstacles_to_formula
from townhall.money import euros

K1 = CriterionFacts(1, "K1", "Begeleiding", CriterionKind.QUALITY, Decimal(40))
K2 = CriterionFacts(2, "K2", "Werkgevers", CriterionKind.QUALITY, Decimal(20))
PRICE = CriterionFacts(3, "P", "Prijs", CriterionKind.PRICE, Decimal(40))
CRITERIA = [K1, K2, PRICE]
BOUNDS = {"full_at": "1000", "zero_at": "2000"}
PARAMETERS = {
    **BOUNDS,
    "max_value": "600",
    "span_percent": "50",
    "factor": "1.5",
    "reference": "900",
    "a": "2",
    "steps": "1000: 100; 1500: 60; 2000: 25",
    "cost_lines": "Licentie: 1-4",
    "own_method": "Elke 100 euro boven de laagste prijs kost één punt, tot nul.",
}


def bid(number, price, k1=8, k2=8, name=None):
    """A bid with one fee that everybody reaches."""
    return BidFacts(
        number,
        name or f"Aanbieder {number}",
        (FeeFacts("Traject", euros(price), Decimal(100)),),
        {1: Decimal(k1), 2: Decimal(k2)},
        imported=max(Decimal(0), (Decimal(2000) - Decimal(price)) / 40),
    )


def test_the_evaluation_price_weighs_each_fee_by_its_published_attainment():
    fees = [
        FeeFacts("Intake", euros(300), Decimal(100)),
        FeeFacts("Plaatsing", euros(1500), Decimal(50)),
        FeeFacts("Duurzaam, 6 maanden", euros(1200), Decimal(35)),
    ]

    assert evaluation_price(fees) == euros(1470)


def test_the_paragraph_says_why_one_bid_stands_above_the_next():
    ranked = rank_bids(
        CRITERIA,
        PriceFormula.LINEAR_FIXED_BOUNDS,
        BOUNDS,
        [bid(1, 1500, k1=8, name="Noord"), bid(2, 1400, k1=6, name="Zuid")],
    )

    assert ranked[0].why_above_next == (
        "Noord staat op plaats 1 met 68,00 punten, 4,00 punten meer dan Zuid (64,00 punten, plaats 2). "
        "Noord scoorde hoger op K1 Begeleiding (32,00 tegen 24,00 punten). "
        "Gelijk scoorden zij op K2 Werkgevers. "
        "De prijs van Zuid is lager (€\N{NO-BREAK SPACE}1.400,00 tegen €\N{NO-BREAK SPACE}1.500,00); "
        "dat geeft 24,00 tegen 20,00 punten. "
        "Het verschil telt zo op: K1 +8,00, P −4,00; samen +4,00 punten."
    )


def test_award_on_value_explains_itself_in_euros():
    ranked = rank_bids(
        [K1, K2, PRICE],
        PriceFormula.AWARD_ON_VALUE,
        {"max_value": "600"},
        [bid(1, 1500, k1=10, name="Noord"), bid(2, 1400, k1=6, name="Zuid")],
    )

    assert [each.standing.total for each in ranked] == [euros(940), euros(1000)]
    assert "60,00 lager dan Zuid" in ranked[0].why_above_next
    assert ranked[0].why_above_next.endswith("samen €\N{NO-BREAK SPACE}60,00.")


def test_a_tie_is_settled_by_quality_and_then_by_the_heaviest_criterion():
    on_quality = rank_bids(
        CRITERIA, PriceFormula.LINEAR_FIXED_BOUNDS, BOUNDS, [bid(1, 1500, k1=6), bid(2, 1700, k1=8)]
    )
    on_heaviest = rank_bids(
        CRITERIA,
        PriceFormula.LINEAR_FIXED_BOUNDS,
        BOUNDS,
        [bid(1, 1500, k1=6, k2=8), bid(2, 1500, k1=8, k2=4)],
    )

    assert [(each.bid_id, each.standing.rank) for each in on_quality] == [(2, 1), (1, 2)]
    assert "hoogste kwaliteit" in on_quality[0].why_above_next
    assert [(each.bid_id, each.standing.rank) for each in on_heaviest] == [(2, 1), (1, 2)]
    assert "zwaarste kwaliteitscriterium" in on_heaviest[0].why_above_next


def test_criteria_that_are_heaviest_together_settle_a_tie_together_and_not_by_who_stands_first():
    equally_heavy = [replace(K1, weight=Decimal(30)), replace(K2, weight=Decimal(30)), PRICE]
    bids = [bid(1, 1500, k1=8, k2=6), bid(2, 1500, k1=6, k2=8)]

    for criteria in (equally_heavy, equally_heavy[::-1]):
        ranked = rank_bids(criteria, PriceFormula.LINEAR_FIXED_BOUNDS, BOUNDS, bids)
        assert [each.standing.rank for each in ranked] == [1, 1]


def test_what_stays_equal_shares_the_place_until_a_draw_decides():
    bids = [bid(1, 1500, name="Zuid"), bid(2, 1500, name="Noord"), bid(3, 1900)]
    equal = rank_bids(CRITERIA, PriceFormula.LINEAR_FIXED_BOUNDS, BOUNDS, bids)
    drawn = explained(after_draw([(each.bid_id, each.standing) for each in equal], Draw(1, frozenset({1, 2}))))

    assert [each.standing.rank for each in equal] == [1, 1, 3]
    assert [(each.bid_id, each.standing.rank) for each in drawn] == [(1, 1), (2, 2), (3, 3)]
    assert "loting" in drawn[0].why_above_next


scores = st.sampled_from([0, 2, 4, 6, 8, 10])
some_bids = st.lists(st.tuples(st.integers(800, 2500), scores, scores), min_size=1, max_size=7).map(
    lambda rows: [bid(number, *row) for number, row in enumerate(rows, start=1)]
)


@given(bids=some_bids, formula=st.sampled_from(PriceFormula), seed=st.randoms())
def test_the_order_of_bids_and_criteria_does_not_matter(bids, formula, seed):
    bids = [each for each in bids if any(each.scores.values())]
    shuffled = list(bids)
    seed.shuffle(shuffled)

    one = rank_bids(CRITERIA, formula, PARAMETERS, bids)
    other = rank_bids(CRITERIA[::-1], formula, PARAMETERS, shuffled)

    assert [(each.bid_id, each.standing.rank, each.standing.total) for each in one] == [
        (each.bid_id, each.standing.rank, each.standing.total) for each in other
    ]


@given(
    bids=some_bids,
    formula=st.sampled_from([PriceFormula.LINEAR_FIXED_BOUNDS, PriceFormula.RELATIVE_TO_LOWEST]),
)
def test_the_explained_parts_recompute_the_total(bids, formula):
    for each in rank_bids(CRITERIA, formula, PARAMETERS, bids):
        assert sum(part.points for part in each.standing.parts) == each.standing.total


@given(bids=some_bids)
def test_the_explained_parts_recompute_the_fictitious_price(bids):
    for each in rank_bids(CRITERIA, PriceFormula.AWARD_ON_VALUE, PARAMETERS, bids):
        assert each.standing.price - each.standing.quality == each.standing.total


@given(bids=some_bids)
def test_every_bid_but_the_last_says_why_it_stands_above_the_next(bids):
    ranked = rank_bids(CRITERIA, PriceFormula.LINEAR_FIXED_BOUNDS, BOUNDS, bids)

    assert all(each.why_above_next for each in ranked[:-1])
    assert ranked[-1].why_above_next == ""


def test_a_lot_cannot_be_ranked_while_prices_are_closed_or_scores_missing():
    closed = BidFacts(1, "Noord", (), {1: Decimal(8)})

    codes = [each.code for each in obstacles_to_ranking(CRITERIA, None, [closed], steps=1)]

    assert codes == ["no-formula", "prices-closed", "scores-missing"]


@pytest.mark.parametrize("formula", PriceFormula)
def test_every_formula_asks_for_its_own_parameters(formula):
    needed = FORMULAS[formula].parameters

    assert obstacles_to_formula(formula, PARAMETERS) == []
    assert [each.field for each in obstacles_to_formula(formula, {})] == list(needed)


def test_a_staircase_gives_each_price_the_share_of_its_own_step():
    # Domain reference 5.3, F6: up to 90 thousand 40 points, 100: 30, 110: 20, 120: 10, else nothing.
    steps = {"steps": "90.000: 100; 100.000: 75 %\n€ 110000: 50; 120000: 25"}
    prices = [90_000, 100_000, 120_000, 120_001]

    ranked = rank_bids(CRITERIA, PriceFormula.STAIRCASE, steps, [bid(at, price) for at, price in enumerate(prices)])

    points = {each.bid_id: part.points for each in ranked for part in each.standing.parts if part.is_price}
    assert points == {0: 40, 1: 30, 2: 10, 3: 0}


@pytest.mark.parametrize(
    "steps",
    ["", "duur: 100", "1500", "1500: 101", "0: 100", "1500.50: 100", "1500: 50; 1000: 100", "1000: 50; 1500: 100"],
)
def test_a_staircase_that_cannot_be_read_or_rewards_a_higher_price_is_refused(steps):
    found = obstacles_to_formula(PriceFormula.STAIRCASE, {"steps": steps})

    assert [each.field for each in found] == ["steps"]


NEVER_LESS = [
    PriceFormula.RELATIVE_TO_LOWEST,
    PriceFormula.DEVIATION_FROM_LOWEST,
    PriceFormula.BETWEEN_LOW_AND_HIGH,
    PriceFormula.RELATIVE_TO_AVERAGE,
    PriceFormula.LINEAR_FIXED_BOUNDS,
    PriceFormula.STAIRCASE,
    PriceFormula.REFERENCE_PRICE,
    PriceFormula.AWARD_ON_VALUE,
    PriceFormula.LOWEST_PRICE,
]


@given(bids=some_bids, formula=st.sampled_from(NEVER_LESS), less=st.integers(1, 700))
def test_a_lower_price_never_makes_the_place_or_the_points_worse(bids, formula, less):
    own = bids[0]
    cheaper = bid(1, own.fees[0].amount - less, own.scores[1], own.scores[2])

    before = {each.bid_id: each.standing for each in rank_bids(CRITERIA, formula, PARAMETERS, bids)}[1]
    after = {each.bid_id: each.standing for each in rank_bids(CRITERIA, formula, PARAMETERS, [cheaper, *bids[1:]])}[1]

    assert after.rank <= before.rank
    points = [[part.points for part in each.parts if part.is_price] for each in (after, before)]
    assert points[0] >= points[1]


def test_bounds_the_wrong_way_round_are_refused():
    assert obstacles_to_formula(PriceFormula.LINEAR_FIXED_BOUNDS, {"full_at": "2", "zero_at": "1"})


@pytest.mark.parametrize(
    ("formula", "bids", "told"),
    [
        (
            PriceFormula.VALUE_FOR_MONEY,
            [bid(71, 1500, name="Noord"), bid(72, 1400, k1=0, k2=0, name="Zuid")],
            "inschrijver Zuid: de kwaliteitsscore is nul of lager; een prijs per punt bestaat dan niet",
        ),
        (
            PriceFormula.RELATIVE_TO_LOWEST,
            [bid(71, 0, name="Noord")],
            "inschrijver Noord, criterium P: de formule deelt door een prijs of marge van nul of lager",
        ),
    ],
)
def test_a_formula_that_breaks_names_the_bidder_and_the_criterion_as_people_know_them(formula, bids, told):
    with pytest.raises(FormulaError) as broken:
        rank_bids(CRITERIA, formula, PARAMETERS, bids)

    assert str(broken.value) == told
