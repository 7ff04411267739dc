"""What a contract agrees about fees decides when a milestone is reported and verified, not only on paper."""

from datetime import date
from decimal import Decimal

import pytest

from contracts.fee_terms import FeeTerms
from contracts.operations.achievements import verify_achievement
from contracts.operations.tracks import end_track
from contracts.placement_kinds import BenefitEffect
from contracts.tracks import EndReason
from procurement.lots import MilestoneKind
from tests.factories.contracts import running_contract
from tests.factories.tracks import (
    at_nine,
    placed_track,
    reported_achievement,
    running_track,
    verified_achievement,
)
from townhall.money import euros
from townhall.refusal import Refusal

PLAN, PLACEMENT = MilestoneKind.PLAN, MilestoneKind.PLACEMENT


def contract_with(**terms):
    return running_contract(fee_terms=FeeTerms(**terms).to_keep())


def codes(refusal):
    return [obstacle.code for obstacle in refusal.value.obstacles]


def test_the_ceiling_of_a_year_goes_to_who_is_verified_first(session, people):
    contract = contract_with(most_per_year=euros("2699.99"))
    verified_achievement(running_track(contract), PLAN)
    second = reported_achievement(running_track(contract), PLAN)

    with pytest.raises(Refusal) as refusal:
        verify_achievement(second, actor=people.actor("kim"), now=at_nine(date(2026, 12, 1)))

    assert codes(refusal) == ["year-is-full"]
    next_year = running_track(contract, referred_on=date(2027, 1, 11))
    assert verified_achievement(next_year, PLAN).amount == euros("1350")


@pytest.mark.parametrize("once", [True, False])
def test_a_second_track_of_the_same_client_earns_again_only_when_nothing_else_was_agreed(session, people, once):
    contract = contract_with(once_per_client=once)
    first = running_track(contract)
    verified_achievement(first, PLAN)
    end_track(first, EndReason.NO_SHOW, date(2026, 5, 1), actor=people.actor("kim"), now=at_nine(date(2026, 5, 1)))
    second = running_track(contract, referred_on=date(2026, 6, 1), participant=first.participant)

    if not once:
        assert reported_achievement(second, PLAN).amount == euros("1350")
        return
    with pytest.raises(Refusal) as refusal:
        reported_achievement(second, PLAN)
    assert codes(refusal) == ["once-per-client"]


def test_a_lower_benefit_is_not_enough_when_it_must_have_ended(session, people):
    track = placed_track(contract_with(benefit_must_end=True))
    verified_achievement(track, PLAN)
    placement = reported_achievement(track, PLACEMENT)

    with pytest.raises(Refusal) as refusal:
        verify_achievement(
            placement, benefit=BenefitEffect.REDUCED, actor=people.actor("kim"), now=at_nine(date(2026, 5, 1))
        )

    assert codes(refusal) == ["benefit-only-reduced"]


def test_fewer_hours_than_agreed_for_the_whole_fee_bring_their_part(session, people):
    track = placed_track(contract_with(full_fee_hours=Decimal(36)), hours_per_week=Decimal(24))
    verified_achievement(track, PLAN)

    assert reported_achievement(track, PLACEMENT).amount == euros("900")  # 24/36 of 1.350
