"""A forecast is right about itself: its interval holds what comes in four of five cases, and no more than it must."""

import random
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as some

from contracts.forecasts import (
    Chance,
    Evidence,
    Exhaustion,
    Group,
    Inflow,
    Outlook,
    chance_of,
    exhaustion,
    in_step,
    is_enough,
    outlook,
    side_by_side,
    square_root,
)
from townhall.money import euros

FEES = (euros("1350"), euros("1350"), euros("1800"))
NOTHING = Evidence()


def sure(*chances: str) -> list[Chance]:
    """Chances that are known exactly."""
    return [Chance(Fraction(each), Fraction(each) ** 2) for each in chances]


def test_certain_steps_bring_their_fees_without_any_spread():
    sum_ = outlook(sure("1", "1", "1"), [Group(3, 0, FEES), Group(2, 2, FEES)])

    assert (sum_.expected, sum_.low, sum_.high, sum_.most) == (
        euros("17100"), euros("17100"), euros("17100"), euros("17100"),
    )  # fmt: skip


def test_a_known_chance_gives_the_binomial_mean_and_variance():
    sum_ = outlook(sure("1/4"), [Group(16, 0, (euros("100"),))])

    assert (sum_.mean, sum_.variance) == (400, 16 * Fraction(3, 16) * 100**2)


@given(
    chances=some.lists(some.fractions(0, 1, max_denominator=4), min_size=1, max_size=3),
    places=some.lists(some.integers(0, 2), min_size=1, max_size=3),
    spread=some.booleans(),
)
def test_the_moments_are_those_of_every_road_written_out(chances, places, spread):
    """The slow, obvious way: every value of each chance, every outcome of each track, with its weight."""
    steps = len(chances)
    fees = tuple(euros(amount) for amount in ("2", "3", "5"))[:steps]
    groups = [Group(1, min(place, steps - 1), fees) for place in places]
    # A chance is its mean, or with equal weight one of two values around it.
    around = [(c - min(c, 1 - c) / 2, c + min(c, 1 - c) / 2) if spread else (c, c) for c in chances]
    estimated = [Chance((low + high) / 2, (low**2 + high**2) / 2) for low, high in around]

    mean, square = Fraction(0), Fraction(0)
    for values in product(*around):
        sums = {Fraction(0): Fraction(1)}
        for group in groups:
            sums = _with_one_more(sums, group.stands, fees, values)
        weight = Fraction(1, 2**steps)
        mean += weight * sum(total * part for total, part in sums.items())
        square += weight * sum(total**2 * part for total, part in sums.items())
    found = outlook(estimated, groups)

    assert (found.mean, found.variance) == (mean, square - mean**2)


def _with_one_more(sums, stands, fees, values):
    roads, part, earned = [], Fraction(1), Fraction(0)
    for step in range(stands, len(values)):
        roads.append((earned, part * (1 - values[step])))
        part, earned = part * values[step], earned + Fraction(fees[step])
    roads.append((earned, part))
    together: dict[Fraction, Fraction] = {}
    for total, weight in sums.items():
        for brings, chance in roads:
            together[total + brings] = together.get(total + brings, Fraction(0)) + weight * chance
    return together


def test_the_lot_is_a_prior_that_own_history_outweighs():
    lot = Evidence(900, 1000)

    assert chance_of(NOTHING, NOTHING).mean == Fraction(1, 2)
    assert Fraction(89, 100) < chance_of(NOTHING, lot).mean < Fraction(90, 100)
    assert chance_of(Evidence(10, 100), lot).mean < Fraction(2, 10)


@pytest.mark.parametrize(("own", "lot", "enough"), [(10, 0, True), (4, 6, True), (9, 0, False), (0, 0, False)])
def test_below_ten_known_outcomes_nothing_is_said(own, lot, enough):
    assert is_enough(Evidence(0, own), Evidence(0, lot)) is enough


def test_chains_of_one_contract_spread_more_than_contracts_side_by_side():
    one = Outlook(Fraction(100), Fraction(9), euros("200"))

    assert (in_step([one, one]).variance, side_by_side([one, one]).variance) == (36, 18)


@given(some.fractions(0, 10**12))
def test_a_square_root_is_right_to_many_digits(value):
    assert abs(square_root(value) ** 2 - value) <= max(value, 1) / 10**18


def _history(dice: random.Random, chances: list[float], tracks: int) -> list[Evidence]:
    """What became of so many earlier tracks."""
    reached, of = [0] * len(chances), [0] * len(chances)
    for _ in range(tracks):
        for step, chance in enumerate(chances):
            of[step] += 1
            if dice.random() >= chance:
                break
            reached[step] += 1
    return [Evidence(*each) for each in zip(reached, of, strict=True)]


def _brings(dice: random.Random, chances: list[float], stands: int) -> Decimal:
    earned = euros(0)
    for step in range(stands, len(chances)):
        if dice.random() >= chances[step]:
            break
        earned += FEES[step]
    return earned


def covered_of(histories: int, seed: int) -> tuple[Fraction, Fraction]:
    """How often the interval held what came, and how wide it was beside the range from nothing to everything."""
    dice, held, widths = random.Random(seed), 0, Fraction(0)
    for _ in range(histories):
        chances = [dice.uniform(0.3, 0.9) for _ in FEES]
        lot = _history(dice, [min(max(chance + dice.gauss(0, 0.07), 0.02), 0.98) for chance in chances], 60)
        own = _history(dice, chances, dice.randint(15, 80))
        places = [dice.randint(0, len(FEES) - 1) for _ in range(dice.randint(15, 60))]
        groups = [Group(places.count(place), place, FEES) for place in set(places)]
        forecast = outlook([chance_of(*each) for each in zip(own, lot, strict=True)], groups)
        came = sum((_brings(dice, chances, place) for place in places), euros(0))
        held += forecast.low <= came <= forecast.high
        assert forecast.high - forecast.low < forecast.most, "narrower than from nothing to everything"
        widths += Fraction(forecast.high - forecast.low) / Fraction(forecast.most)
    return Fraction(held, histories), widths / histories


def test_the_interval_holds_four_of_five_simulated_histories():
    held, width = covered_of(250, seed=2026)

    assert Fraction(75, 100) <= held <= Fraction(85, 100), float(held)
    assert width < Fraction(1, 3)


@pytest.mark.soak
def test_the_interval_holds_75_to_85_of_100_in_a_thousand_histories():
    for seed in (1, 2, 3):
        held, width = covered_of(1000, seed=seed)
        assert Fraction(75, 100) <= held <= Fraction(85, 100), float(held)
        assert width < Fraction(1, 3)


def costing(each: str):
    """Running tracks that cost € 20.000, and new ones that surely cost so much each."""
    return lambda new: Outlook(20_000 + new * Fraction(each), Fraction(0), euros("1000000"))


def test_the_maximum_is_used_up_when_pace_times_cost_fills_the_room():
    found = exhaustion(euros("56500"), Inflow(referred=36, days=365), costing("1000"))

    # 36½ referrals in 365 days is one in ten days: 36½ of them cost what is left.
    assert (found.kind, found.expected) == (Exhaustion.EXPECTED, 365)
    assert found.early < 365 < found.late


@pytest.mark.parametrize(
    ("room", "referred", "kind"),
    [
        (None, 36, Exhaustion.NONE_AGREED),
        (euros("20000"), 36, Exhaustion.REACHED),
        (euros("20001"), 4, Exhaustion.TOO_LITTLE),
        (euros("90000000"), 36, Exhaustion.NOT_SEEN),
    ],
)
def test_what_can_be_said_of_the_day_the_maximum_is_used_up(room, referred, kind):
    assert exhaustion(room, Inflow(referred, 365), costing("1000")).kind is kind


def days_covered(histories: int, seed: int) -> Fraction:
    """How often the interval held the day on which the referred people came to cost the room."""
    dice, held = random.Random(seed), 0
    for _ in range(histories):
        pace, chances = dice.uniform(0.05, 0.3), [dice.uniform(0.3, 0.9) for _ in FEES]
        estimated = [chance_of(each, NOTHING) for each in _history(dice, chances, dice.randint(30, 80))]
        referred = sum(1 for _ in range(365) if dice.random() < pace)
        running = [dice.randint(0, len(FEES) - 1) for _ in range(20)]

        def with_new(new, running=running, estimated=estimated):
            groups = [Group(running.count(place), place, FEES) for place in set(running)]
            return outlook(estimated, [*groups, Group(new, 0, FEES)])

        room = with_new(Fraction(0)).expected + euros(dice.randint(60_000, 200_000))
        found = exhaustion(room, Inflow(referred, 365), with_new)
        used, day = sum((_brings(dice, chances, place) for place in running), euros(0)), 0
        while used < room:
            day += 1
            if dice.random() < pace:
                used += _brings(dice, chances, 0)
        held += found.early <= day and (found.late is None or day <= found.late)
    return Fraction(held, histories)


@pytest.mark.soak
def test_the_interval_of_the_day_holds_four_of_five_simulated_histories():
    assert Fraction(74, 100) <= days_covered(200, seed=7) <= Fraction(87, 100)
