"""Earned and still possible against the maximum; none agreed is not nothing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.ceilings import (
    CeilingFacts,
    CeilingStage,
    obstacles_to_calling_off,
    room_left,
    stage_of,
    used_share,
)
from townhall.money import ZERO, euros

amounts = st.decimals(min_value=0, max_value=10**7, places=2)


def facts(maximum: str | None, earned: str = "0", open_at_most: str = "0") -> CeilingFacts:
    return CeilingFacts(None if maximum is None else euros(maximum), euros(earned), euros(open_at_most))


@pytest.mark.parametrize(
    ("given", "stage"),
    [
        (facts(None, "999999"), CeilingStage.NONE_AGREED),
        (facts("0"), CeilingStage.REACHED),
        (facts("1000"), CeilingStage.CALM),
        (facts("1000", "699.99"), CeilingStage.CALM),
        (facts("1000", "500", "200"), CeilingStage.FROM_70),
        (facts("1000", "849.99"), CeilingStage.FROM_70),
        (facts("1000", "850"), CeilingStage.FROM_85),
        (facts("1000", "949.99"), CeilingStage.FROM_85),
        (facts("1000", "950"), CeilingStage.FROM_95),
        (facts("1000", "999.99"), CeilingStage.FROM_95),
        (facts("1000", "0", "1000"), CeilingStage.REACHED),
        (facts("1000", "1200"), CeilingStage.REACHED),
    ],
)
def test_a_stage_holds_from_its_own_percentage(given, stage):
    assert stage_of(given) == stage


def test_none_agreed_and_nothing_are_different():
    assert used_share(facts(None)) is None
    assert room_left(facts(None)) is None
    assert used_share(facts("0")) == 1
    assert room_left(facts("0")) == ZERO


@pytest.mark.parametrize(
    ("given", "amount", "codes"),
    [
        (facts(None, "999999"), "5000", []),
        (facts("1000", "500"), "500", []),
        (facts("1000", "500"), "500.01", ["ceiling-too-near"]),
        (facts("1000", "1000"), "0.01", ["ceiling-reached"]),
        (facts("0"), "1", ["ceiling-reached"]),
    ],
)
def test_what_may_still_be_ordered(given, amount, codes):
    assert [o.code for o in obstacles_to_calling_off(given, amount=euros(amount))] == codes


@given(maximum=amounts, earned=amounts, open_at_most=amounts, amount=amounts.filter(lambda a: a > 0))
def test_what_may_be_ordered_never_goes_over_the_maximum(maximum, earned, open_at_most, amount):
    given = CeilingFacts(maximum, earned, open_at_most)

    if not obstacles_to_calling_off(given, amount=amount):
        assert earned + open_at_most + amount <= maximum


def test_the_text_says_what_to_do_next():
    (obstacle,) = obstacles_to_calling_off(facts("0"), amount=Decimal(1))

    assert "ander contract" in obstacle.text
