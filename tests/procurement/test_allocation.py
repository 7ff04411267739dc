"""Lots over bidders under a published limit: the order, the room, the draw, and nobody above the limit."""

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.allocation import LotPlaces, Place, allot, obstacles_to_allotting
from procurement.award_terms import AllocationRule, AwardTerms

IN_ORDER = AwardTerms(most_lots=1)
BY_WISH = AwardTerms(most_lots=1, allocation_rule=AllocationRule.BIDDER_PREFERENCE)
BY_GAP = AwardTerms(most_lots=1, allocation_rule=AllocationRule.LARGEST_GAP)


def lot(number, *totals, ranks=None):
    """A lot on which bidder A, B, C … have these totals, best first."""
    places = [
        Place(number * 100 + bidder, bidder, "ABCDEFG"[bidder - 1], rank, Decimal(total))
        for bidder, (total, rank) in enumerate(zip(totals, ranks or range(1, len(totals) + 1), strict=True), start=1)
    ]
    return LotPlaces(number, tuple(places))


def winners(allotments):
    """Per lot the name of the winner."""
    return {each.number: each.winner.name if each.winner else None for each in allotments}


def codes(allotments, lots):
    """What stands in the way, by code."""
    return [each.code for each in obstacles_to_allotting(allotments, lots)]


def test_without_a_limit_each_lot_goes_to_its_first_place_and_nothing_needs_telling():
    made = allot([lot(1, 80, 70), lot(2, 80, 70)], AwardTerms(), taken={})

    assert winners(made) == {1: "A", 2: "A"}
    assert [each.words for each in made] == ["", ""]


def test_in_the_order_of_the_lots_a_full_bidder_gives_way_to_the_next_place():
    made = allot([lot(2, 80, 70), lot(1, 80, 79)], IN_ORDER, taken={})

    assert [each.number for each in made] == [1, 2]
    assert winners(made) == {1: "A", 2: "B"}
    assert made[1].words == (
        "Stap 2: perceel 2. A (plaats 1) heeft met perceel 1 het maximum al. Het perceel gaat naar B (plaats 2)."
    )


def test_by_the_largest_gap_the_bidder_keeps_the_lot_where_the_next_is_furthest_behind():
    made = allot([lot(1, 80, 79), lot(2, 80, 70)], BY_GAP, taken={})

    assert [each.number for each in made] == [2, 1]
    assert winners(made) == {1: "B", 2: "A"}
    assert "verschil tussen plaats 1 en 2: 10" in made[0].words


def test_a_lot_with_one_bidder_goes_first_by_gap_because_nobody_else_can_have_it():
    made = allot([lot(1, 80, 10), lot(2, 80)], BY_GAP, taken={})

    assert winners(made) == {1: "B", 2: "A"}


def test_equal_gaps_go_in_the_order_of_the_lots():
    made = allot([lot(2, 80, 70), lot(1, 90, 80)], BY_GAP, taken={})

    assert [each.number for each in made] == [1, 2]


def test_lots_won_in_an_earlier_decision_count():
    made = allot([lot(2, 80, 70)], IN_ORDER, taken={1: [1]})

    assert winners(made) == {2: "B"}


def test_when_everybody_is_full_the_lot_has_no_winner_and_says_so():
    lots = [lot(1, 80), lot(2, 80)]
    made = allot(lots, IN_ORDER, taken={})

    assert winners(made) == {1: "A", 2: None}
    assert codes(made, lots) == ["nobody-has-room"]


def test_a_lot_without_places_asks_not_to_be_awarded():
    lots = [lot(1)]

    assert codes(allot(lots, AwardTerms(), taken={}), lots) == ["no-valid-bid"]
    assert codes(allot(lots, IN_ORDER, taken={}), lots) == ["no-valid-bid"]


def test_a_shared_place_that_wins_waits_for_a_draw_and_so_do_the_lots_after_it():
    lots = [lot(1, 80, 80, ranks=[1, 1]), lot(2, 80, 70)]
    made = allot(lots, IN_ORDER, taken={})

    assert winners(made) == {1: None, 2: None}
    assert [place.name for place in made[0].tied] == ["A", "B"]
    assert made[1].waits_for == 1
    assert codes(made, lots) == ["tie-for-first"]


def test_without_a_limit_a_draw_on_one_lot_leaves_the_others_alone():
    lots = [lot(1, 80, 80, ranks=[1, 1]), lot(2, 80, 70)]

    assert winners(allot(lots, AwardTerms(), taken={})) == {1: None, 2: "A"}


def test_a_shared_place_needs_no_draw_when_one_of_the_two_is_full():
    lots = [lot(1, 80, 70), lot(2, 80, 80, ranks=[1, 1])]
    made = allot(lots, IN_ORDER, taken={})

    assert winners(made) == {1: "A", 2: "B"}
    assert codes(made, lots) == []


def test_a_shared_second_place_needs_a_draw_when_the_first_is_full():
    lots = [lot(1, 80, 70), lot(2, 80, 70, 70, ranks=[1, 2, 2])]

    made = allot(lots, IN_ORDER, taken={})

    assert [place.name for place in made[1].tied] == ["B", "C"]
    assert "plaats 2" in obstacles_to_allotting(made, lots)[0].text


def test_by_preference_a_bidder_keeps_the_lot_he_would_rather_have_and_the_other_goes_on():
    lots = [lot(1, 80, 70), lot(2, 80, 70)]  # A is first on both; the bid of A on lot 2 is 201
    wishes = {101: 2, 201: 1, 102: 1, 202: 2}

    made = allot(lots, BY_WISH, taken={}, wishes=wishes)

    assert winners(made) == {1: "B", 2: "A"}
    assert made[0].words == (
        "Stap 1: perceel 1. A (plaats 1) heeft met perceel 2 het maximum al en gaf daaraan de voorkeur. "
        "Het perceel gaat naar B (plaats 2)."
    )
    assert made[1].words == "Stap 2: perceel 2. Het perceel gaat naar A (plaats 1)."


def test_without_or_with_equal_wishes_the_lowest_lot_number_counts():
    lots = [lot(2, 80, 70), lot(1, 80, 70)]

    assert winners(allot(lots, BY_WISH, taken={})) == {1: "A", 2: "B"}
    assert winners(allot(lots, BY_WISH, taken={}, wishes={101: 3, 201: 3})) == {1: "A", 2: "B"}


def test_by_preference_a_lot_of_an_earlier_decision_takes_room_and_a_shared_place_waits_for_its_draw():
    assert winners(allot([lot(2, 80, 70)], BY_WISH, taken={1: [1]})) == {2: "B"}

    lots = [lot(1, 80, 80, ranks=[1, 1]), lot(2, 80, 70), lot(3)]
    made = allot(lots, BY_WISH, taken={})

    assert [place.name for place in made[0].tied] == ["A", "B"] and made[1].waits_for == 1
    assert codes(made, lots) == ["tie-for-first", "no-valid-bid"]


def test_by_preference_no_draw_is_held_for_a_lot_that_one_of_the_two_does_not_want():
    lots = [lot(1, 80, 80, ranks=[1, 1]), lot(2, 80, 70)]

    assert winners(allot(lots, BY_WISH, taken={}, wishes={101: 2, 201: 1})) == {1: "B", 2: "A"}


some_lots = st.lists(st.lists(st.integers(0, 100), max_size=5), min_size=1, max_size=6).map(
    lambda rows: [
        LotPlaces(
            number,
            tuple(
                Place(number * 10 + at, at, f"Bidder {at}", 1 + sum(other > total for other in row), Decimal(total))
                for at, total in enumerate(row)
            ),
        )
        for number, row in enumerate(rows, start=1)
    ]
)


@given(lots=some_lots, most=st.integers(1, 3), rule=st.sampled_from(AllocationRule), seed=st.randoms())
def test_nobody_wins_more_than_the_limit_and_the_order_of_arrival_does_not_matter(lots, most, rule, seed):
    terms = AwardTerms(most_lots=most, allocation_rule=rule)
    made = allot(lots, terms, taken={})
    shuffled = list(lots)
    seed.shuffle(shuffled)

    won = Counter(each.winner.bidder_id for each in made if each.winner)
    assert all(count <= most for count in won.values())
    assert allot(shuffled, terms, taken={}) == made


@given(lots=some_lots, most=st.integers(1, 3), seed=st.randoms(use_true_random=False))
def test_by_preference_nobody_who_stood_higher_misses_a_lot_he_would_rather_have(lots, most, seed):
    wishes = {place.bid_id: seed.randint(1, 6) for each in lots for place in each.places}
    terms = AwardTerms(most_lots=most, allocation_rule=AllocationRule.BIDDER_PREFERENCE)
    made = allot(lots, terms, taken={}, wishes=wishes)
    if any(each.tied for each in made):
        return

    won = {}
    for each in made:
        if each.winner:
            won.setdefault(each.winner.bidder_id, []).append((wishes[each.winner.bid_id], each.number))
    for given_lot, each in zip(sorted(lots, key=lambda one: one.number), made, strict=True):
        for place in given_lot.places:
            if each.winner is None or place.rank < each.winner.rank:
                mine = won.get(place.bidder_id, [])
                assert len(mine) == most and all(wish < (wishes[place.bid_id], each.number) for wish in mine)


@given(lots=some_lots, most=st.integers(1, 3))
def test_who_stands_above_a_winner_had_the_maximum(lots, most):
    made = allot(lots, AwardTerms(most_lots=most), taken={})

    held = Counter()
    for each in made:
        above = next(one for one in lots if one.number == each.number).places
        if each.winner:
            assert all(held[place.bidder_id] == most for place in above if place.rank < each.winner.rank)
            held[each.winner.bidder_id] += 1


@pytest.mark.parametrize("most", [None, 1])
def test_the_words_name_every_step_only_where_there_is_a_limit(most):
    made = allot([lot(1, 80, 70), lot(2, 80, 70)], AwardTerms(most_lots=most), taken={})

    assert all(each.words.startswith("Stap ") for each in made) == (most is not None)
