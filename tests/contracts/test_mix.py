"""Comparing fairly: exact, the same whoever counts, and silent where there is too little."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as some

from contracts.kpis import FEWEST
from contracts.mix import (
    Compared,
    Distance,
    GroupCounts,
    SignalKind,
    compare,
    distance_of,
    signals_of,
)

parts = some.tuples(some.integers(0, 30), some.integers(0, 30)).map(lambda pair: (min(pair), max(pair)))
lots = some.dictionaries(
    some.integers(1, 5), some.dictionaries(some.sampled_from(Distance), parts, min_size=1), min_size=1
)


@given(lots)
def test_expected_numbers_add_up_to_what_was_reached(lot):
    found = compare(lot)

    assert sum(each.expected for each in found.values()) == sum(each.count for each in found.values())


@given(lots, some.integers(1, 5))
def test_who_got_the_mix_of_the_lot_is_not_corrected(lot, times):
    """Two suppliers with the very same people: the corrected part is the part itself."""
    everybody = {d: (sum(p[d][0] for p in lot.values() if d in p), sum(p[d][1] for p in lot.values() if d in p))
                 for d in Distance}  # fmt: skip
    found = compare({1: everybody, 2: everybody})

    assert all(each.corrected in (None, each.rate) for each in found.values())


@given(lots)
def test_below_five_people_there_is_no_verdict(lot):
    for key, each in compare(lot).items():
        if sum(of for _, of in lot[key].values()) < FEWEST:
            assert (each.verdict, each.rate, each.corrected) == (Compared.TOO_LITTLE, None, None)


def test_one_supplier_alone_is_compared_with_nobody():
    assert compare({1: {Distance.NEAR: (9, 10)}})[1].verdict is Compared.TOO_LITTLE


def test_a_difference_beyond_chance_is_named():
    found = compare({1: {Distance.NEAR: (90, 100)}, 2: {Distance.NEAR: (10, 100)}})

    assert (found[1].verdict, found[2].verdict) == (Compared.BETTER, Compared.WORSE)
    assert found[1].published() == (90, 50, 90)


def test_ladder_steps_fall_in_three_groups():
    steps = [distance_of(step) for step in (1, 2, 3, 4, 5, 6, None)]

    assert steps == [Distance.FAR] * 2 + [Distance.MIDDLE] * 2 + [Distance.NEAR] * 2 + [Distance.UNKNOWN]


def signals(**groups):
    return [signal.kind for signal in signals_of({Distance(name): counts for name, counts in groups.items()})]


def test_returning_the_hard_ones_is_a_signal_from_three_on_and_20_points():
    rest = GroupCounts(referred=20, returned=2)

    assert signals(far=GroupCounts(referred=10, returned=3), near=rest) == [SignalKind.CREAMING_RETURNS]
    assert signals(far=GroupCounts(referred=11, returned=3), near=rest) == []
    assert signals(far=GroupCounts(referred=4, returned=3), near=rest) == []


def test_placements_from_the_near_only_are_a_signal():
    far, near = GroupCounts(started=10, placed=0), GroupCounts(started=10, placed=6)

    assert signals(far=far, near=near) == [SignalKind.CREAMING_PLACEMENTS]


def test_standing_still_is_a_signal_from_a_third_on_and_five_tracks():
    assert signals(unknown=GroupCounts(running=15, silent=5)) == [SignalKind.PARKING]
    assert signals(unknown=GroupCounts(running=16, silent=5)) == []
    assert signals(unknown=GroupCounts(running=4, silent=4)) == []
    assert signals(far=GroupCounts(running=10, silent=3), near=GroupCounts(running=10, silent=1)) == [
        SignalKind.PARKING_FAR
    ]


def test_parts_are_exact():
    found = compare({1: {Distance.FAR: (1, 6)}, 2: {Distance.FAR: (3, 7)}})

    assert found[1].expected == Fraction(4, 13) * 6
