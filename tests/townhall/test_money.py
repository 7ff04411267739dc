"""Money is exact, and what is split adds up again."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townhall.money import euros, round_half_up, round_to_cents, split_by_shares, split_evenly, sum_of

amounts = st.decimals(min_value=-10**9, max_value=10**9, places=2, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("given", "rounded"),
    [("0.005", "0.01"), ("0.0049999", "0.00"), ("-0.005", "-0.01"), ("2.675", "2.68"), ("1", "1.00")],
)
def test_half_a_cent_goes_away_from_zero(given, rounded):
    assert str(round_to_cents(Decimal(given))) == rounded


def test_a_third_rounds_to_the_nearest_cent():
    assert round_to_cents(Fraction(1, 3)) == Decimal("0.33")
    assert round_half_up(Fraction(2, 3), places=4) == Decimal("0.6667")


@pytest.mark.parametrize("wrong", ["1.005", "abc", "NaN", "Infinity"])
def test_what_is_no_whole_number_of_cents_is_refused(wrong):
    with pytest.raises(ValueError):
        euros(wrong)


@pytest.mark.parametrize("wrong", [1.5, True])
def test_a_float_is_never_money(wrong):
    with pytest.raises(TypeError):
        euros(wrong)


@given(amount=amounts, parts=st.integers(1, 60))
def test_even_pieces_add_up_and_differ_at_most_a_cent(amount, parts):
    pieces = split_evenly(amount, parts=parts)

    assert sum_of(pieces) == amount
    assert max(pieces) - min(pieces) <= Decimal("0.01")


@given(amount=amounts, shares=st.lists(st.integers(0, 100), min_size=1).filter(any))
def test_pieces_by_share_add_up(amount, shares):
    assert sum_of(split_by_shares(amount, shares)) == amount
