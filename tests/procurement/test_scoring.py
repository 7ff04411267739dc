"""Points, totals and places: what the calculator refuses, and what holds for every set of bids."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.price_formulas import (
    BetweenLowAndHigh,
    DeviationFromLowest,
    FixedRange,
    FormulaError,
    LogRelative,
    LowestOverPrice,
    PriceField,
    ReferenceOverPrice,
    RelativeToAverage,
    SpanFromLowest,
    Staircase,
    Step,
)
from procurement.procedures import CriterionKind
from procurement.quality_rules import Given, ScaleToWeight, TableToPercent
from procurement.scoring import BidInput, Criterion, Method, MethodName, ReferenceSet, score
from procurement.scoring_case import number_text, score_case
from procurement.strict_json import CaseError
from townhall.money import round_half_up

F = Fraction
PRICES = {"A": F(90000), "B": F(100000), "C": F(120000)}
QUALITY = {"A": F(42), "B": F(51), "C": F(54)}


# --- the test set of the literature: price 40, quality 60 ------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "points", "order"),
    [
        (LowestOverPrice(), ("40.00", "36.00", "30.00"), "BCA"),
        (DeviationFromLowest(), ("40.00", "35.56", "26.67"), "BAC"),
        (BetweenLowAndHigh(), ("40.00", "26.67", "0.00"), "ABC"),
        (RelativeToAverage(F(3, 2)), ("25.16", "21.29", "13.55"), "BCA"),
        (FixedRange(F(80000), F(130000)), ("32.00", "24.00", "8.00"), "BAC"),
        (
            Staircase(
                (
                    Step(F(90000), F(1)),
                    Step(F(100000), F(3, 4)),
                    Step(F(110000), F(1, 2)),
                    Step(F(120000), F(1, 4)),
                )
            ),
            ("40.00", "30.00", "10.00"),
            "ABC",
        ),
        (ReferenceOverPrice(F(80000)), ("35.56", "32.00", "26.67"), "BCA"),
    ],
    ids=["F1", "F2", "F3", "F4", "F5", "F6", "F7"],
)
def test_the_textbook_prices_give_the_textbook_points(rule, points, order):
    outcome = score(with_price(rule), Method(MethodName.POINTS_SUM, criterion_decimals=2), textbook_bids())

    assert tuple(str(round_half_up(bid.points["price"], places=2)) for bid in outcome.bids) == points
    assert "".join(bid.bidder for bid in sorted(outcome.bids, key=lambda bid: bid.rank)) == order


def test_award_on_value_takes_the_worth_of_quality_off_the_price():
    worth = Criterion("quality", CriterionKind.QUALITY, F(60000), ScaleToWeight(F(60)))
    outcome = score([worth], Method(MethodName.AWARD_ON_VALUE), textbook_bids())

    assert [bid.total for bid in outcome.bids] == [48000, 49000, 66000]
    assert [bid.rank for bid in outcome.bids] == [1, 2, 3]


def test_award_on_value_and_fixed_bounds_agree_when_a_point_costs_the_same():
    worth = Criterion("quality", CriterionKind.QUALITY, F(75000), ScaleToWeight(F(60)))
    on_value = score([worth], Method(MethodName.AWARD_ON_VALUE), textbook_bids())
    by_points = score(
        with_price(FixedRange(F(80000), F(130000))), Method(MethodName.POINTS_SUM), textbook_bids()
    )

    assert [(130000 - bid.total) / 1250 for bid in on_value.bids] == [bid.total for bid in by_points.bids]


def test_a_relative_formula_turns_the_ranking_when_an_also_ran_falls_away():
    criteria = with_price(LowestOverPrice())
    bids = [
        BidInput("X", F(100), {"quality": F(40)}),
        BidInput("Y", F(125), {"quality": F(47)}),
        BidInput("Z", F(60), {"quality": F(10)}),
    ]
    before = score(criteria, Method(MethodName.POINTS_SUM), bids)
    after = score(criteria, Method(MethodName.POINTS_SUM), bids[:2])

    assert [bid.total for bid in before.bids] == [64, F("66.2"), 50]
    assert [bid.total for bid in after.bids] == [80, 79]
    assert (before.first_ranked, after.first_ranked) == (("Y",), ("X",))


def test_fixed_bounds_do_not_turn_the_ranking():
    criteria = with_price(FixedRange(F(60), F(140)))
    bids = [BidInput("X", F(100), {"quality": F(40)}), BidInput("Y", F(125), {"quality": F(47)})]

    assert [bid.total for bid in score(criteria, Method(MethodName.POINTS_SUM), bids).bids] == [60, F("54.5")]


def test_the_log_formula_gives_everything_to_the_lowest_and_nothing_at_a_times():
    rule, among = LogRelative(F(2)), PriceField.of([F(100), F(200), F(400)])

    assert rule.points(F(100), F(40), among) == 40
    assert round_half_up(rule.points(F(200), F(40), among), places=20) == 0
    assert round_half_up(rule.points(F(400), F(40), among), places=20) == -40


def test_a_power_is_exact_when_whole_and_precise_when_not():
    among = PriceField.of([F(100), F(400)])

    assert LowestOverPrice(F(2)).points(F(400), F(32), among) == 2
    assert round_half_up(LowestOverPrice(F(1, 2)).points(F(400), F(32), among), places=20) == 16


# --- what holds for every set ---------------------------------------------------------------------------

prices = st.fractions(min_value=1, max_value=10**7, max_denominator=100)
RULES = st.sampled_from(
    [
        LowestOverPrice(),
        LowestOverPrice(F(2)),
        DeviationFromLowest(),
        DeviationFromLowest(floor_zero=False),
        SpanFromLowest(F(50)),
        BetweenLowAndHigh(),
        RelativeToAverage(F(3, 2)),
        FixedRange(F(1000), F(900000)),
        ReferenceOverPrice(F(5000)),
        LogRelative(F(2)),
    ]
)
some_bids = st.lists(st.tuples(prices, st.integers(0, 60), st.booleans()), min_size=1, max_size=8).map(
    lambda rows: [
        BidInput(f"B{place}", price, {"quality": F(points)}, is_valid=is_valid or place == 0)
        for place, (price, points, is_valid) in enumerate(rows)
    ]
)


@given(bids=some_bids, rule=RULES, seed=st.randoms())
def test_the_order_of_bids_and_criteria_never_matters(bids, rule, seed):
    method = Method(MethodName.POINTS_SUM, criterion_decimals=2)
    shuffled = list(bids)
    seed.shuffle(shuffled)

    one = score(with_price(rule), method, bids)
    other = score(with_price(rule)[::-1], method, shuffled)

    assert {bid.bidder: (bid.total, bid.rank) for bid in one.bids} == {
        bid.bidder: (bid.total, bid.rank) for bid in other.bids
    }


@given(bids=some_bids, rule=RULES, lower=st.fractions(min_value=F(1, 100), max_value=1))
def test_a_lower_price_never_scores_less(bids, rule, lower):
    method = Method(MethodName.POINTS_SUM, criterion_decimals=2)
    cheaper = [BidInput("B0", bids[0].price * lower, bids[0].scores), *bids[1:]]

    before = score(with_price(rule), method, bids).of("B0")
    after = score(with_price(rule), method, cheaper).of("B0")

    assert after.points["price"] >= before.points["price"]


@pytest.mark.parametrize("name", [MethodName.AWARD_ON_VALUE, MethodName.LOWEST_PRICE])
@given(bids=some_bids, lower=st.fractions(min_value=F(1, 100), max_value=1))
def test_a_lower_price_never_ranks_lower_when_the_lowest_total_wins(name, bids, lower):
    criteria = [Criterion("quality", CriterionKind.QUALITY, F(60000), ScaleToWeight(F(60)))]
    cheaper = [BidInput("B0", bids[0].price * lower, bids[0].scores), *bids[1:]]

    assert (
        score(criteria, Method(name), cheaper).of("B0").rank
        <= score(criteria, Method(name), bids).of("B0").rank
    )


@given(bids=some_bids, rule=RULES)
def test_the_parts_add_up_to_the_total(bids, rule):
    for bid in score(with_price(rule), Method(MethodName.POINTS_SUM, criterion_decimals=2), bids).bids:
        assert sum(bid.points.values()) == bid.total


@given(bids=some_bids, rule=RULES)
def test_a_place_counts_who_did_better(bids, rule):
    outcome = score(with_price(rule), Method(MethodName.POINTS_SUM, total_decimals=0), bids)

    for bid in outcome.bids:
        assert bid.rank == 1 + sum(other.total > bid.total for other in outcome.bids)


# --- edges ----------------------------------------------------------------------------------------------


def test_a_bid_below_the_minimum_has_points_but_no_total_and_no_place():
    outcome = score(
        with_price(FixedRange(F(80000), F(130000))),
        Method(MethodName.POINTS_SUM, minimums={"quality": F(50)}),
        textbook_bids(),
    )

    assert (outcome.of("A").total, outcome.of("A").rank) == (None, None)
    assert outcome.of("A").points["price"] == 32
    assert outcome.of("B").rank == 1


def test_all_bids_as_reference_counts_the_invalid_one_too():
    bids = [BidInput("A", F(40), is_valid=False), BidInput("B", F(80)), BidInput("C", F(100))]
    criteria = [Criterion("price", CriterionKind.PRICE, F(50), LowestOverPrice())]

    outcome = score(criteria, Method(MethodName.POINTS_SUM, ReferenceSet.ALL_BIDS), bids)

    assert [(bid.bidder, bid.total, bid.rank) for bid in outcome.bids] == [("B", 25, 1), ("C", 20, 2)]


def test_equal_totals_share_a_place_and_the_next_place_stays_empty():
    bids = [BidInput(name, F(10), {"quality": F(points)}) for name, points in [("A", 5), ("B", 5), ("C", 4)]]
    outcome = score(
        [Criterion("quality", CriterionKind.QUALITY, None, Given())], Method(MethodName.POINTS_SUM), bids
    )

    assert [bid.rank for bid in outcome.bids] == [1, 1, 3]
    assert outcome.first_ranked == ("A", "B")


def test_a_score_that_is_not_in_the_table_is_named():
    criteria = [Criterion("K1", CriterionKind.QUALITY, F(10), TableToPercent({"A": F(100), "B": F(0)}))]

    with pytest.raises(FormulaError, match="inschrijver X, criterium K1: score C staat niet in de tabel"):
        score(criteria, Method(MethodName.POINTS_SUM), [BidInput("X", None, {"K1": "C"})])


def test_a_staircase_must_go_up_in_price_and_down_in_points():
    with pytest.raises(FormulaError):
        Staircase((Step(F(2), F(1)), Step(F(1), F(0))))
    with pytest.raises(FormulaError):
        Staircase((Step(F(1), F(0)), Step(F(2), F(1))))


# --- what the calculator refuses ------------------------------------------------------------------------


def case(**changes):
    """A small case that works, with these parts changed."""
    return {
        "criteria": [
            {"id": "price", "type": "price", "weight": 40, "points_rule": {"rule": "lowest_over_price"}},
            {"id": "q", "type": "quality", "weight": 60, "points_rule": {"rule": "given"}},
        ],
        "method": {"name": "points_sum", "reference_set": "valid_bids"},
        "bids": [
            {"bidder": "A", "price": 10, "scores": {"q": 50}},
            {"bidder": "B", "price": 20, "scores": {"q": 60}},
        ],
        **changes,
    }


def price_case(rule, *bid_prices):
    """Only a price criterion, with this rule."""
    return case(
        criteria=[{"id": "price", "type": "price", "weight": 40, "points_rule": rule}],
        bids=[{"bidder": f"B{place}", "price": price} for place, price in enumerate(bid_prices)],
    )


@pytest.mark.parametrize(
    ("inputs", "named"),
    [
        (case(surprise=1), "‘surprise’"),
        (case(method={"name": "superformule"}), "‘superformule’ is onbekend"),
        (case(method={"name": "utility_index"}), "leest een mens"),
        (case(method={"name": "ratio_with_band", "band": 5}), "leest een mens"),
        (case(method={"name": "points_sum", "tie_break": "draw"}), "‘tie_break’"),
        (case(method={"name": "points_sum", "reference_set": "some"}), "reference_set ‘some’"),
        (case(method={"name": "points_sum", "rounding": {"decimals": 2}}), "‘decimals’"),
        (case(method={"name": "points_sum", "rounding": {"criterion_decimals": "2"}}), "criterion_decimals"),
        (case(method={"name": "points_sum", "minimums": {"zzz": 2}}), "minimums.zzz"),
        (case(bids=[]), "bids"),
        (
            case(bids=[{"bidder": "A", "price": "tien", "scores": {"q": 1}}]),
            "inschrijver A: price is geen getal",
        ),
        (case(bids=[{"bidder": "A", "price": 10, "scores": {}}]), "score op criterium q ontbreekt"),
        (case(bids=[{"bidder": "A", "price": 10, "scores": {"q": 1, "z": 1}}]), "scores.z"),
        (case(bids=[{"bidder": "A", "price": 10, "scores": {"q": 1}, "status": "perhaps"}]), "‘perhaps’"),
        (case(bids=[{"bidder": "A", "price": 10, "scores": {"q": 1}, "colour": "red"}]), "‘colour’"),
        (case(bids=[{"bidder": "A", "scores": {"q": 1}}]), "de prijs ontbreekt"),
        (case(bids=[{"bidder": "A", "price": 0, "scores": {"q": 1}}]), "deelt door"),
        (case(bids=[{"bidder": "A", "price": True, "scores": {"q": 1}}]), "geen getal"),
        (price_case({"rule": "cheapest"}, 1), "‘cheapest’ is onbekend"),
        (price_case({"rule": "lowest_over_price", "exponent": 2}, 1), "‘exponent’"),
        (price_case({"rule": "lowest_over_price_power"}, 1), "points_rule.exponent ontbreekt"),
        (price_case({"rule": "log_relative", "A": 1}, 1), "A moet groter zijn dan 1"),
        (
            price_case({"rule": "linear_fixed_range", "price_full_points": 5, "price_zero_points": 4}, 1),
            "lager",
        ),
        (
            price_case({"rule": "linear_fixed_range", "price_full_points": 5, "price_zero_points": 9}, 10),
            "clamp",
        ),
        ("geen object", "JSON-object"),
        (None, "de invoer ontbreekt"),
    ],
)
def test_what_is_not_understood_is_named_and_not_guessed(inputs, named):
    with pytest.raises(CaseError) as refused:
        score_case(inputs)

    assert named in " ".join(refused.value.errors)


def test_all_mistakes_are_named_at_once():
    wrong = case(bids=[{"bidder": "A", "price": "x", "scores": {"q": 1}}, {"bidder": "A", "price": "y"}])

    with pytest.raises(CaseError) as refused:
        score_case(wrong)

    assert len(refused.value.errors) == 3


def test_a_relative_formula_with_an_invalid_bid_needs_to_know_against_whom():
    bids = [{"bidder": "A", "price": 1, "status": "invalid"}, {"bidder": "B", "price": 2}]
    inputs = {**price_case({"rule": "lowest_over_price"}), "bids": bids, "method": {"name": "points_sum"}}

    with pytest.raises(CaseError, match="reference_set"):
        score_case(inputs)


@pytest.mark.parametrize(
    ("rule", "points"),
    [
        ({"rule": "linear_deviation_from_lowest"}, "-40"),
        ({"rule": "linear_deviation_from_lowest", "floor_zero": True}, "0"),
        (
            {"rule": "linear_fixed_range", "price_full_points": 10, "price_zero_points": 20, "clamp": False},
            "-40",
        ),
        ({"rule": "linear_between_low_high"}, "0"),
        ({"rule": "linear_span_from_lowest", "span_percent": 400}, "20"),
        ({"rule": "lowest_over_price_power", "exponent": 2}, "4.4444444444"),
        ({"rule": "reference_over_price", "reference_price": 15}, "20"),
    ],
)
def test_each_price_rule_reads_its_parameters(rule, points):
    assert score_case(price_case(rule, 10, 30))["bids"]["B1"]["points"]["price"] == points


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (F(1, 3), "0.3333333333"),
        (F(-1, 3), "-0.3333333333"),
        (F(5, 2), "2.5"),
        (F(100), "100"),
        (F(-5, 2), "-2.5"),
    ],
)
def test_a_number_is_printed_exactly_or_with_ten_decimals(value, text):
    assert number_text(value) == text


def test_given_totals_are_ranked_as_they_are():
    inputs = {
        "criteria": [],
        "method": {"name": "given_totals"},
        "bids": [{"bidder": "A", "total": Decimal("81.5")}, {"bidder": "B", "total": "83"}],
    }

    assert score_case(inputs)["first_ranked"] == ["B"]


def with_price(rule):
    """A price criterion of 40 with this rule, and quality as given."""
    return [
        Criterion("price", CriterionKind.PRICE, F(40), rule),
        Criterion("quality", CriterionKind.QUALITY, F(60), Given()),
    ]


def textbook_bids():
    """Three bids, 90.000 to 120.000, quality 42 to 54."""
    return [BidInput(name, PRICES[name], {"quality": QUALITY[name]}) for name in "ABC"]
