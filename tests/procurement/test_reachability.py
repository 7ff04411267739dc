"""Whether the weight of the price can be earned and lost, before anybody bids."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.lots import MilestoneFacts, MilestoneKind
from procurement.operations.simulation import store_simulation
from procurement.operations.tenders import change_tender
from procurement.price_formulas import PriceField
from procurement.publication import obstacles_to_publishing
from procurement.queries.tender_facts import facts_of
from procurement.reachability import Reach, dearest_price, obstacles_to_reach
from procurement.simulation_plan import SimulationPlan, spread
from procurement.tender_formulas import PriceFormula, price_rule
from tests.conftest import MONDAY
from tests.factories.tenders import saved_tender
from townhall.money import euros


def step(highest_fee, attainment="100"):
    fee = None if highest_fee is None else euros(highest_fee)
    return MilestoneFacts(MilestoneKind.PLACEMENT, "Plaatsing", Decimal(100), Decimal(attainment), fee)


def codes(formula, parameters, reach=None):
    return [each.code for each in obstacles_to_reach(formula, parameters, reach or Reach())]


def test_the_dearest_price_weighs_every_highest_fee_by_its_attainment():
    assert dearest_price([step("1000"), step("2500", "60")]) == Fraction(2500)


def test_one_step_without_a_highest_fee_leaves_the_price_open():
    assert dearest_price([step("1000"), step(None)]) is None
    assert dearest_price([]) is None


@pytest.mark.parametrize(("factor", "expected"), [("0.9", ["weight-unreachable"]), ("1", ["weight-unreachable"])])
def test_a_factor_up_to_one_is_refused_whatever_the_reason(factor, expected):
    assert codes(PriceFormula.RELATIVE_TO_AVERAGE, {"factor": factor}, Reach(reason="Toch.")) == expected


@given(factor=st.decimals("1.01", "3", places=2), others=st.lists(st.integers(1, 100_000), min_size=1, max_size=6))
def test_above_one_a_low_enough_price_earns_every_point_and_up_to_one_none_does(factor, others):
    def best(given_factor):
        rule = price_rule(PriceFormula.RELATIVE_TO_AVERAGE, {"factor": str(given_factor)})
        least = Fraction(1, 10**9)
        return rule.share(least, PriceField.of([least, *map(Fraction, others)]))

    assert codes(PriceFormula.RELATIVE_TO_AVERAGE, {"factor": str(factor)}) == []
    assert best(factor) == 1
    assert best(Decimal(1)) < 1


@pytest.mark.parametrize(
    ("formula", "name"),
    [(PriceFormula.LINEAR_FIXED_BOUNDS, "full_at"), (PriceFormula.REFERENCE_PRICE, "reference")],
)
@pytest.mark.parametrize(("bound", "expected"), [("2499.99", []), ("2500", ["weight-not-reached"])])
def test_a_bound_at_or_above_the_dearest_price_gives_everybody_every_point(formula, name, bound, expected):
    reach = Reach(dearest=((1, Fraction(2500)), (2, Fraction(9000))))
    parameters = {name: bound, "zero_at": "10000"}

    assert codes(formula, parameters, reach) == expected
    assert codes(formula, parameters, Reach(reach.dearest, reason="Perceel 1 is een proef.")) == []


def test_points_that_the_simulation_found_out_of_reach_ask_a_reason():
    parameters = {"full_at": "500", "zero_at": "4000"}
    found = Reach(unreachable="Ook de laagste verwachte prijs krijgt maar 30 van de 40 punten.")

    assert codes(PriceFormula.LINEAR_FIXED_BOUNDS, parameters, found) == ["weight-not-reached"]
    assert codes(PriceFormula.LINEAR_FIXED_BOUNDS, parameters, Reach(unreachable="x", reason="Bewust.")) == []


def test_without_a_formula_or_with_a_missing_parameter_nothing_is_said_twice():
    assert codes(None, {}) == []
    assert codes(PriceFormula.LINEAR_FIXED_BOUNDS, {}, Reach(dearest=((1, Fraction(1)),))) == []
    assert codes(PriceFormula.RELATIVE_TO_AVERAGE, {}) == []


def test_publishing_asks_why_when_the_simulation_finds_points_that_nobody_earns(session, people):
    tender, inge = saved_tender(), people.actor("inge")  # every point at 2000 or less, none at 4000
    expected = (euros("2500"), euros("4500"), Decimal(40), Decimal(90))
    store_simulation(tender, SimulationPlan(*expected, spread(*expected), True), actor=inge, now=MONDAY)

    def found():
        return [each.code for each in obstacles_to_publishing(facts_of(tender), MONDAY)]

    assert "weight-not-reached" in found()
    change_tender(tender, {"reach_reason": "De markt is krap; de grens is een streven."}, actor=inge, now=MONDAY)
    assert "weight-not-reached" not in found()
