"""What a supplier may claim."""

from datetime import date
from typing import Any

import pytest

from contracts.milestones import AchievementStatus
from invoices.claims import (
    AchievementFacts,
    claim_deadline,
    is_claimable,
    milestone_code,
    obstacles_to_claiming,
)
from townhall.money import euros

TODAY = date(2026, 11, 23)


def achievement(**changes: Any) -> AchievementFacts:
    facts: dict[str, Any] = {
        "achievement_id": 1,
        "contract_id": 10,
        "contract_number": "RO-2026-001",
        "supplier_id": 100,
        "track_number": "T-2026-0001",
        "milestone_code": "M2",
        "milestone_label": "Plaatsing",
        "reached_on": date(2026, 10, 1),
        "verification": AchievementStatus.VERIFIED,
        "amount": euros(1500),
    }
    return AchievementFacts(**(facts | changes))


def test_a_verified_unclaimed_achievement_is_claimable() -> None:
    assert is_claimable(achievement(claim_by=TODAY), supplier_id=100, on=TODAY)


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"verification": AchievementStatus.REPORTED}, ["achievement-not-verified"]),
        ({"verification": AchievementStatus.REJECTED}, ["achievement-rejected"]),
        ({"claimed_on_invoice": "F-7"}, ["achievement-already-claimed"]),
        (
            {"verification": AchievementStatus.REPORTED, "claimed_on_invoice": "F-7"},
            ["achievement-not-verified", "achievement-already-claimed"],
        ),
        ({"claim_by": date(2026, 11, 22)}, ["claim-too-late"]),
        # What is not yours does not exist: no word about its state.
        ({"supplier_id": 101, "verification": AchievementStatus.REPORTED}, ["achievement-unknown"]),
    ],
)
def test_what_stands_in_the_way_is_said_at_once(changes: dict[str, Any], codes: list[str]) -> None:
    found = obstacles_to_claiming(achievement(**changes), supplier_id=100, on=TODAY)

    assert [obstacle.code for obstacle in found] == codes


def test_a_slow_check_does_not_cost_the_supplier_the_claim() -> None:
    reached_on, verified_on = date(2026, 1, 1), date(2026, 3, 1)

    assert claim_deadline(reached_on, None, within_days=None) is None
    assert claim_deadline(reached_on, None, within_days=30) == date(2026, 1, 31)
    assert claim_deadline(reached_on, verified_on, within_days=30) == date(2026, 3, 31)


def test_a_repeated_milestone_has_its_own_code() -> None:
    assert milestone_code(2, 1) == "M2"
    assert milestone_code(2, 3) == "M2-3"
