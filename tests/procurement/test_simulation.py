"""The simulator says beforehand what the engine will do afterwards: exact, searched, and with its warnings."""

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from procurement.award_terms import AwardTerms
from procurement.price_formulas import FormulaError, PriceField
from procurement.price_inverse import price_earning
from procurement.procedures import CriterionKind, QualityMethod
from procurement.published_award import PublishedAward
from procurement.ranking import CriterionFacts
from procurement.simulation import (
    lower_price_that_hurts,
    reversal_by_addition,
    reversals_by_removal,
    simulate,
    winners_of,
    within,
)
from procurement.simulation_chart import plane_of, price_steps
from procurement.simulation_plan import (
    DummyBid,
    SimulationPlan,
    obstacles_to_plan,
    obstacles_to_simulating,
    spread,
)
from procurement.simulation_weighing import Weighing
from procurement.tender_formulas import FORMULAS, WITH_PRICE_POINTS, WITHOUT_QUALITY, PriceFormula, price_rule
from townhall.money import euros

PARAMETERS = {
    "full_at": "60", "zero_at": "140", "max_value": "90", "span_percent": "60", "factor": "1.5",
    "reference": "70", "a": "2", "steps": "70: 100; 100: 50; 140: 10",
}  # fmt: skip
SIMULATED = sorted(frozenset(PriceFormula) - WITHOUT_QUALITY - {PriceFormula.OWN_METHOD})
RELATIVE = [formula for formula in SIMULATED if FORMULAS[formula].is_relative]
ABSOLUTE = [formula for formula in SIMULATED if not FORMULAS[formula].is_relative]


def award(formula=PriceFormula.RELATIVE_TO_LOWEST, quality="60", price="40", parameters=PARAMETERS, **terms):
    criteria = [CriterionFacts(1, "K1", "Aanpak", CriterionKind.QUALITY, Decimal(quality))]
    if formula in WITH_PRICE_POINTS:
        criteria.append(CriterionFacts(2, "P", "Prijs", CriterionKind.PRICE, Decimal(price)))
    return PublishedAward(tuple(criteria), formula, parameters, QualityMethod.CONSENSUS, AwardTerms(**terms))


def bid(name, price, points, of=60):
    """A dummy bid by its quality points."""
    return DummyBid(name, euros(price), Decimal(points) * 100 / of)


def plan(*bids, low="60", high="140"):
    return SimulationPlan(euros(low), euros(high), Decimal(0), Decimal(100), tuple(bids))


X, Y, Z = bid("X", 100, 42), bid("Y", 125, 48), bid("Z", 60, 12)
dummy_bids = st.lists(
    st.tuples(st.integers(6001, 13999), st.integers(1, 100)), min_size=2, max_size=6
).map(
    lambda rows: [
        DummyBid(f"B{number}", euros(Decimal(cents) / 100), Decimal(quality))
        for number, (cents, quality) in enumerate(rows)
    ]
)


def test_a_losing_bid_that_turns_the_ranking_is_found():
    # W_P 40: with Z both are measured against 60 (X 66,00, Y 67,20); without it against 100 (X 82, Y 80).
    assert winners_of(award(), [X, Y, Z]) == ("Y",)

    found = reversals_by_removal(award(), [X, Y, Z])

    assert [(each.bid.name, each.winner_with, each.winner_without) for each in found] == [("Z", "Y", "X")]


def test_without_such_a_bid_one_is_sought_that_would_turn_the_ranking():
    added = reversal_by_addition(award(), plan(X, Y))

    assert added is not None
    assert (added.winner_with, added.winner_without) == ("Y", "X")
    # The one found does what is said of it.
    assert winners_of(award(), [X, Y, added.bid]) == ("Y",)


@given(st.sampled_from(ABSOLUTE), dummy_bids)
def test_an_absolute_formula_never_turns(formula, bids):
    assert reversals_by_removal(award(formula), bids) == []
    assert reversal_by_addition(award(formula), plan(*bids)) is None


@given(st.sampled_from(RELATIVE), dummy_bids)
def test_every_reversal_that_is_told_is_true(formula, bids):
    for each in reversals_by_removal(award(formula), bids):
        rest = [one for one in bids if one is not each.bid]

        assert each.bid.name not in winners_of(award(formula), bids)
        assert winners_of(award(formula), rest) != winners_of(award(formula), bids)


@given(
    st.sampled_from(sorted(WITH_PRICE_POINTS - {PriceFormula.OWN_METHOD})),
    st.fractions(min_value=Fraction(1, 50), max_value=1, max_denominator=1000),
    st.lists(st.integers(60, 140), min_size=2, max_size=5, unique=True),
)
def test_the_price_that_earns_a_share_earns_that_share(formula, share, prices):
    field = PriceField.of(Fraction(each) for each in prices)
    rule = price_rule(formula, PARAMETERS)

    price = price_earning(share, rule, field)

    assume(price is not None)
    assert abs(rule.share(price, field) - share) < Fraction(1, 10**40)


def test_one_quality_point_costs_what_a_point_of_price_costs_between_fixed_bounds():
    # Domain practice: 80 euro between the bounds over 40 points is 2 euro a point; award on value is the same.
    fixed = Weighing.of(award(PriceFormula.LINEAR_FIXED_BOUNDS), [euros(100)])
    on_value = Weighing.of(award(PriceFormula.AWARD_ON_VALUE), [euros(100)])

    assert fixed.worth_of_a_point(Fraction(100), Fraction(30)) == 2
    assert on_value.worth_of_a_point(Fraction(100), Fraction(30)) == Fraction(90, 60)


@given(st.sampled_from(SIMULATED), st.integers(61, 139), st.integers(2, 58))
def test_who_pays_exactly_the_worth_of_a_point_for_a_point_keeps_its_total(formula, price, quality):
    weighing = Weighing.of(award(formula), [euros(60), euros(140)])
    worth = weighing.worth_of_a_point(Fraction(price), Fraction(quality))

    assume(worth is not None)
    before = weighing.total(Fraction(price), Fraction(quality))
    after = weighing.total(Fraction(price) + worth, Fraction(quality + 1))
    assert abs(before - after) < Fraction(1, 10**40)


@given(st.sampled_from(SIMULATED), dummy_bids)
def test_every_place_on_a_line_has_the_total_of_the_line(formula, bids):
    weighing = Weighing.of(award(formula), [each.price for each in bids])
    total = weighing.total(Fraction(bids[0].price), weighing.points_of(bids[0].quality))

    for price in (Fraction(65), Fraction(100), Fraction(135)):
        quality = weighing.quality_for(total, price)
        assume(quality is not None and quality > 0)
        assert weighing.total(price, quality) == total


def codes(formula, *bids, **changes):
    found = simulate(changes.pop("given", award(formula, **changes.pop("of", {}))), plan(*bids, **changes))
    return {each["code"] for each in found["remarks"]}


def test_a_relative_formula_and_its_rule_for_drop_outs_are_named():
    assert "relative" in codes(PriceFormula.RELATIVE_TO_LOWEST, X, Y)
    assert "relative" not in codes(PriceFormula.LINEAR_FIXED_BOUNDS, X, Y)


def test_points_that_nobody_can_earn_are_named():
    bounds = {"full_at": "40", "zero_at": "140"}

    assert "unreachable" in codes(PriceFormula.LINEAR_FIXED_BOUNDS, X, Y, of={"parameters": bounds})
    assert "unreachable" not in codes(PriceFormula.LINEAR_FIXED_BOUNDS, X, Y)


def test_prices_between_which_the_formula_sees_no_difference_are_named():
    bounds = {"full_at": "80", "zero_at": "120"}

    found = codes(PriceFormula.LINEAR_FIXED_BOUNDS, X, Y, of={"parameters": bounds})

    assert {"no-more-below", "no-less-above"} <= found


def test_a_price_that_decides_nothing_is_named():
    light = {"quality": "96", "price": "4"}

    assert "price-decides-nothing" in codes(PriceFormula.LINEAR_FIXED_BOUNDS, X, Y, of=light)
    assert "price-decides-nothing" not in codes(PriceFormula.LINEAR_FIXED_BOUNDS, X, Y)


def test_quality_that_decides_nothing_is_named():
    heavy = {"quality": "4", "price": "96"}

    assert "quality-decides-nothing" in codes(PriceFormula.LINEAR_FIXED_BOUNDS, X, Y, of=heavy)
    assert "quality-decides-nothing" not in codes(PriceFormula.LINEAR_FIXED_BOUNDS, X, Y)


def test_a_high_minimum_and_a_ratio_without_one_are_named():
    strict = award(PriceFormula.LINEAR_FIXED_BOUNDS)
    strict = replace(strict, criteria=(replace(strict.criteria[0], minimum=Decimal(6)), strict.criteria[1]))

    assert "high-minimum" in codes(None, X, Y, given=strict)
    assert "ratio-without-minimum" in codes(PriceFormula.VALUE_FOR_MONEY, X, Y)


@settings(max_examples=20)
@given(st.sampled_from(SIMULATED), dummy_bids)
def test_no_formula_of_the_house_punishes_a_lower_price(formula, bids):
    assert lower_price_that_hurts(award(formula), plan(*bids)) == ""


@settings(max_examples=20)
@given(st.sampled_from(SIMULATED), dummy_bids)
def test_a_simulation_is_plain_data_with_the_winner_of_the_engine_first(formula, bids):
    found = simulate(award(formula), plan(*bids))

    assert json.loads(json.dumps(found)) == found
    assert {each["name"] for each in found["bids"] if each["rank"] == 1} == set(winners_of(award(formula), bids))


def test_the_plane_is_true_to_scale():
    found = simulate(award(PriceFormula.LINEAR_FIXED_BOUNDS), plan(X, Y, Z))

    drawing = plane_of(found, plan(X, Y, Z).window)

    by_number = {dot.number: dot for dot in drawing.dots}
    x, y, z = (by_number[number] for number in (1, 2, 3))
    # Y is 25 dearer than X, X 40 dearer than Z; Y has 6 points more than X, X 30 more than Z.
    assert (y.x - x.x) / (x.x - z.x) == pytest.approx(Decimal(25) / 40, abs=Decimal("0.01"))
    assert (x.y - y.y) / (z.y - x.y) == pytest.approx(Decimal(6) / 30, abs=Decimal("0.01"))
    # The winner stands on its line, which is straight between the bounds.
    last = drawing.lines[-1]
    assert last.is_of_winner
    assert all(drawing.top <= at <= drawing.bottom for _, at in last.points)


@given(st.decimals(1, 9000, places=2), st.decimals("0.01", 9000, places=2))
def test_the_price_axis_holds_every_price_in_few_steps(lowest, width):
    steps = price_steps(lowest, lowest + width)

    assert steps[0] <= lowest
    assert steps[-1] >= lowest + width
    assert 2 <= len(steps) <= 7


def test_a_line_is_cut_off_exactly_at_the_edges():
    places = [(Fraction(0), Fraction(-10)), (Fraction(10), Fraction(10)), (Fraction(20), Fraction(70))]

    assert within(places, Fraction(60)) == [(5, 0), (10, 10), (Fraction(110, 6), 60)]


@given(st.integers(2, 12))
def test_the_bids_that_are_made_up_cover_the_range(count):
    made = spread(euros(80), euros(120), Decimal(40), Decimal(90), count=count)
    whole = SimulationPlan(euros(80), euros(120), Decimal(40), Decimal(90), made, is_generated=True)

    assert obstacles_to_plan(whole) == []
    assert (made[0].price, made[-1].price) == (euros(80), euros(120))
    assert {min(each.quality for each in made), max(each.quality for each in made)} == {Decimal(40), Decimal(90)}
    assert SimulationPlan.read_back(json.loads(json.dumps(whole.as_data()))) == whole


def test_a_plan_that_cannot_be_says_everything_at_once():
    wrong = SimulationPlan(
        euros(9), euros(9), Decimal(50), Decimal(101), (DummyBid("A", euros(0), Decimal(120)),) * 2
    )

    found = [each.code for each in obstacles_to_plan(wrong)]

    assert found == ["price-range", "quality-range", "bid-twice", "bid-price", "bid-quality"]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"formula": None}, ["no-formula"]),
        ({"formula": PriceFormula.LOWEST_PRICE}, ["lowest-price"]),
        ({"formula": PriceFormula.LIFE_CYCLE_COST}, ["lowest-price"]),
        ({"criteria": ()}, ["no-quality-criteria", "no-price-criterion"]),
        ({"parameters": {}, "formula": PriceFormula.LINEAR_FIXED_BOUNDS}, ["formula-parameter"] * 2),
        ({"formula": PriceFormula.AWARD_ON_VALUE}, ["no-price-criterion"]),
    ],
)
def test_without_criteria_or_formula_there_is_nothing_to_simulate(changed, expected):
    assert [each.code for each in obstacles_to_simulating(replace(award(), **changed))] == expected


def test_a_price_per_point_without_quality_cannot_be_worked_out():
    with pytest.raises(FormulaError):
        simulate(award(PriceFormula.VALUE_FOR_MONEY), plan(X, bid("Niets", 90, 0)))
