"""Strict, mild, drifting or led by the order: what the scores say about how they came about."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from procurement.score_signals import GivenScore, Mark, assessor_signals, differences, marks_on, order_effect

BIDS = (1, 2, 3, 4, 5, 6)


def scored(name, scores, *, order=BIDS, top=10, criterion=1):
    """What one assessor gave these bids, in the order in which he scored them."""
    return [
        GivenScore(name, bid, criterion, 1, Decimal(scores[bid]), Decimal(top), turn) for turn, bid in enumerate(order)
    ]


def all_alike(score, bids=BIDS):
    """The same score for every bid."""
    return dict.fromkeys(bids, score)


def test_equal_scores_give_no_signal_and_a_good_bid_is_no_mild_assessor():
    high_and_low = {1: 10, 2: 10, 3: 2, 4: 2, 5: 2, 6: 10}

    signals = assessor_signals(scored("Anouk", high_and_low) + scored("Bram", high_and_low))

    assert [(each.leaning, each.drift, each.is_leaning, each.is_drifting) for each in signals] == [
        (Decimal("0.00"), Decimal("0.00"), False, False)
    ] * 2


def test_who_gives_a_step_more_on_everything_leans_and_does_not_drift():
    mild, strict = assessor_signals(scored("Anouk", all_alike(8)) + scored("Bram", all_alike(6)))

    assert (mild.leaning, mild.is_leaning, mild.is_drifting) == (Decimal("2.00"), True, False)
    assert (strict.leaning, strict.is_leaning) == (Decimal("-2.00"), True)


def test_who_gets_milder_on_the_way_drifts_without_leaning():
    drifting = {1: 4, 2: 4, 3: 4, 4: 8, 5: 8, 6: 8}

    anouk, _ = assessor_signals(scored("Anouk", drifting) + scored("Bram", all_alike(6)))

    assert (anouk.leaning, anouk.early, anouk.late) == (Decimal("0.00"), Decimal("-2.00"), Decimal("2.00"))
    assert (anouk.is_leaning, anouk.is_drifting, anouk.drift) == (False, True, Decimal("4.00"))


def test_few_scores_give_no_signal_and_the_edge_is_one_of_ten():
    five = BIDS[:5]
    few = scored("Anouk", all_alike(8), order=five) + scored("Bram", all_alike(6), order=five)
    assert not any(each.is_leaning for each in assessor_signals(few))
    on_the_edge = scored("Anouk", all_alike(70), top=100) + scored("Bram", all_alike(60), top=100)
    assert all(each.is_leaning for each in assessor_signals(on_the_edge))
    below = scored("Anouk", all_alike(69), top=100) + scored("Bram", all_alike(60), top=100)
    assert not any(each.is_leaning for each in assessor_signals(below))


def test_what_is_read_first_is_compared_only_when_assessors_began_elsewhere():
    same = scored("Anouk", all_alike(6)) + scored("Bram", all_alike(6))
    assert order_effect(same).first is None

    turned = (2, 3, 4, 5, 6, 1)
    per_criterion = [
        scored("Anouk", all_alike(6) | {1: 10}, criterion=each)
        + scored("Bram", all_alike(6) | {2: 10}, order=turned, criterion=each)
        for each in (1, 2, 3)
    ]
    found = order_effect([one for each in per_criterion for one in each])

    assert (found.first, found.is_notable) == (Decimal("4.00"), True)


@given(
    st.lists(
        st.builds(
            GivenScore,
            st.sampled_from(["Anouk", "Bram", "Carla"]),
            st.sampled_from(BIDS),
            st.sampled_from([1, 2]),
            st.just(1),
            st.sampled_from([Decimal(0), Decimal(6), Decimal(10)]),
            st.just(Decimal(10)),
            st.integers(0, 99),
        ),
        unique_by=(lambda each: (each.assessor, each.bid_id, each.criterion_id), lambda each: each.turn),
        max_size=20,
    )
)
def test_differences_cancel_out_and_the_order_of_the_list_changes_nothing(scores):
    assert sum((difference for _, difference in differences(scores)), 0) == 0
    assert assessor_signals(scores) == assessor_signals(scores[::-1])
    assert order_effect(scores) == order_effect(scores[::-1])


def test_marks_stand_on_the_scale_true_to_its_length_with_how_many_there_are():
    assert marks_on([Decimal(10), Decimal(6), Decimal(6)], Decimal(10)) == [
        Mark(Decimal("60.0"), 2),
        Mark(Decimal("100.0"), 1),
    ]
    assert marks_on([Decimal(1)], Decimal(3)) == [Mark(Decimal("33.3"), 1)]
