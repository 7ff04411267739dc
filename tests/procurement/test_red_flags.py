"""Signals that competition may have failed, each at its edge."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.red_flags import Flag, FlagBid, FlagLot, red_flags


def bids(*prices):
    """Bids of A, B, C … at these prices."""
    return tuple(FlagBid("ABCDEFG"[at], price=Decimal(price)) for at, price in enumerate(prices))


def flags(*lots):
    """The kinds of signal on these lots, numbered from one."""
    return [each.flag for each in red_flags([FlagLot(at, lot) for at, lot in enumerate(lots, start=1)])]


def test_one_bid_is_a_signal_also_before_prices_are_open():
    assert flags((FlagBid("A"),)) == [Flag.SINGLE_BID]
    assert flags((FlagBid("A"), FlagBid("B"))) == []
    assert flags(()) == []


def test_all_but_one_set_aside_is_a_signal_and_all_set_aside_is_not():
    assert flags((FlagBid("A"), FlagBid("B", is_set_aside=True), FlagBid("C", is_set_aside=True))) == [Flag.ONE_LEFT]
    assert flags((FlagBid("A", is_set_aside=True), FlagBid("B", is_set_aside=True))) == []


def test_equal_prices_name_who_bid_them():
    found = red_flags([FlagLot(1, bids(100, 120, 100))])

    assert [each.flag for each in found] == [Flag.EQUAL_PRICES]
    assert "A en C bieden dezelfde evaluatieprijs: € 100,00" in found[0].words


@pytest.mark.parametrize(
    ("prices", "is_signal"),
    [
        ((100, 115, 118), True),
        ((100, "114.99", 118), False),
        ((100, 120, "123.60"), True),
        ((100, 120, "123.61"), False),
        ((100, 120), False),
    ],
)
def test_a_lonely_winner_among_close_losers_looks_like_cover_bids(prices, is_signal):
    assert (Flag.COVER_BIDS in flags(bids(*prices))) is is_signal


@pytest.mark.parametrize(
    ("one", "other", "is_signal"),
    [
        ((1000, 2000), (1100, 2200), True),
        ((1000, 2000), (1100, 2201), False),
        ((1000, 2000), (1000, 2000), False),
        ((1000, 1000), (1100, 1100), False),
        ((1000,), (1100,), False),
        ((0, 2000), (0, 2200), False),
    ],
)
def test_a_price_list_that_is_anothers_times_one_factor_is_a_signal(one, other, is_signal):
    lot = tuple(
        FlagBid(name, price=Decimal(sum(fees)) + at, fees=tuple(Decimal(fee) for fee in fees))
        for at, (name, fees) in enumerate((("A", one), ("B", other)))
    )

    assert (Flag.SAME_FACTOR in flags(lot)) is is_signal


def test_taking_turns_shows_from_three_lots_with_the_same_bidders():
    first, second, third = bids(100, 140, 190), bids(140, 100, 190), bids(140, 190, 100)

    assert Flag.TURNS in flags(first, second, third)
    assert Flag.TURNS not in flags(first, second)
    assert Flag.TURNS not in flags(first, second, first)
    assert Flag.TURNS not in flags(first, second, third[:2])


@given(prices=st.lists(st.integers(90, 130), max_size=6), seed=st.randoms())
def test_the_order_of_bids_does_not_matter(prices, seed):
    lot = bids(*prices)
    shuffled = list(lot)
    seed.shuffle(shuffled)

    assert red_flags([FlagLot(1, lot)]) == red_flags([FlagLot(1, tuple(shuffled))])
