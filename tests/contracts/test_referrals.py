"""To whom the next client goes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.referrals import Candidate, ReferralRule, advise, obstacles_to_choosing, rule_of
from townhall.money import euros


def candidate(number, **what_matters):
    facts = {"rank": number, "live_tracks": 0, "last_referred_on": None, **what_matters}
    return Candidate(contract_id=number, supplier_name=f"Aanbieder {number} (fictief)", **facts)


def order(candidates, rule):
    return [advice.candidate.contract_id for advice in advise(candidates, rule)]


def test_in_rotation_the_one_who_waited_longest_is_next():
    candidates = [
        candidate(1, last_referred_on=date(2026, 11, 2)),
        candidate(2, last_referred_on=date(2026, 10, 1)),
        candidate(3),
    ]

    assert order(candidates, ReferralRule.ROTATION) == [3, 2, 1]


def test_on_a_busy_day_the_last_turn_still_counts():
    today = date(2026, 11, 2)
    candidates = [
        candidate(1, last_referred_on=today, last_turn=12, live_tracks=1),
        candidate(2, last_referred_on=today, last_turn=11, live_tracks=9),
    ]

    assert order(candidates, ReferralRule.ROTATION) == [2, 1]


def test_where_the_participant_chooses_nobody_is_next_and_no_reason_is_asked():
    advices = advise([candidate(1), candidate(2)], ReferralRule.CLIENT_CHOICE)

    assert obstacles_to_choosing(advices, 2, reason="", rule=ReferralRule.CLIENT_CHOICE) == []
    assert {each.reason for each in advices} == {"Keuze van de deelnemer."}


@pytest.mark.parametrize(
    ("agreed", "rule"),
    [
        ([None, None], ReferralRule.ROTATION),
        ([ReferralRule.RANK, ReferralRule.RANK], ReferralRule.RANK),
        ([ReferralRule.RANK, None], ReferralRule.ROTATION),
        ([ReferralRule.RANK, ReferralRule.CAPACITY], ReferralRule.ROTATION),
        ([ReferralRule.CLIENT_CHOICE], ReferralRule.CLIENT_CHOICE),
    ],
)
def test_the_rule_is_what_all_contracts_of_the_lot_agree_on(agreed, rule):
    assert rule_of([candidate(n, agreed_rule=each) for n, each in enumerate(agreed)]) == rule


def test_in_rank_order_the_first_of_the_award_goes_first_until_it_is_full():
    candidates = [candidate(1, capacity=5, live_tracks=5), candidate(2, capacity=5, live_tracks=4)]

    advices = advise(candidates, ReferralRule.RANK)

    assert [advice.candidate.contract_id for advice in advices] == [2, 1]
    assert [o.code for o in advices[1].obstacles] == ["no-capacity"]


def test_by_capacity_the_most_free_places_go_first():
    candidates = [candidate(1, capacity=5, live_tracks=4), candidate(2, capacity=9, live_tracks=5)]

    assert order(candidates, ReferralRule.CAPACITY) == [2, 1]


def test_who_has_no_room_under_the_ceiling_stands_last_with_the_reason():
    full = candidate(1, room=euros(2999), highest_fee=euros(3000))
    open_ = candidate(2, room=None, highest_fee=euros(3000))

    advices = advise([full, open_], ReferralRule.RANK)

    assert [o.code for o in advices[1].obstacles] == ["ceiling-reached"]
    assert advices[1].candidate == full


def test_choosing_against_the_order_needs_a_reason():
    advices = advise([candidate(1), candidate(2, capacity=1, live_tracks=1), candidate(3)], ReferralRule.RANK)

    def codes(contract_id, reason=""):
        return [o.code for o in obstacles_to_choosing(advices, contract_id, reason=reason)]

    assert codes(1) == []
    assert codes(3) == ["choice-without-reason"]
    assert codes(3, "Keuze van de deelnemer") == []
    assert codes(2, "Keuze van de deelnemer") == ["no-capacity"]
    assert codes(4) == ["no-such-contract"]


def test_a_contract_without_a_rank_stands_behind_those_with_one():
    assert order([candidate(1, rank=None), candidate(2)], ReferralRule.RANK) == [2, 1]


@given(order_in=st.permutations(range(1, 6)), rule=st.sampled_from(ReferralRule))
def test_the_advice_does_not_depend_on_the_order_of_asking(order_in, rule):
    candidates = {n: candidate(n, capacity=n, live_tracks=n % 2) for n in range(1, 6)}

    assert order([candidates[n] for n in order_in], rule) == order(list(candidates.values()), rule)
