"""Each line against what was agreed and earned."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.milestones import AchievementStatus
from invoices.claims import AchievementFacts
from invoices.match_facts import Check, ContractFacts, LineFacts, LineResult, MatchWorld, Reason
from invoices.matching import match_lines
from tests.invoices.test_claims import achievement
from townhall.money import euros, sum_of


def line(**changes: Any) -> LineFacts:
    facts: dict[str, Any] = {
        "line_number": "1",
        "track_number": "T-2026-0001",
        "milestone_code": "M2",
        "quantity": Decimal(1),
        "unit_price": Decimal("1500.00"),
        "net": euros(1500),
        "vat_rate": Decimal(21),
    }
    return LineFacts(**(facts | changes))


def contract(**changes: Any) -> ContractFacts:
    facts: dict[str, Any] = {
        "contract_id": 10,
        "number": "RO-2026-001",
        "signed": True,
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2027, 12, 31),
        "maximum_value": None,
        "claimed_so_far": euros(0),
    }
    return ContractFacts(**(facts | changes))


def world(*achievements: AchievementFacts, **contract_changes: Any) -> MatchWorld:
    known = achievements or (achievement(),)
    return MatchWorld(
        received_on=date(2026, 11, 23),
        contract=contract(**contract_changes),
        achievements={(each.track_number, each.milestone_code): each for each in known},
        vat_rates={each.reached_on: frozenset({Decimal(21)}) for each in known},
    )


def reasons(results: Sequence[LineResult]) -> list[Reason | None]:
    return [result.failure.reason if result.failure else None for result in results]


def test_a_line_that_is_right_is_accepted_and_says_on_which_facts() -> None:
    (result,) = match_lines([line()], world())

    assert result.accepted
    assert [check.check for check in result.checks] == list(Check)
    assert all(check.facts for check in result.checks)


@pytest.mark.parametrize(
    ("wrong_line", "wrong_world", "reason"),
    [
        (line(track_number="T-2026-0002"), world(), Reason.UNKNOWN_ACHIEVEMENT),
        (line(milestone_code="M3"), world(), Reason.UNKNOWN_ACHIEVEMENT),
        (line(), world(contract_id=11), Reason.WRONG_CONTRACT),
        (line(), world(starts_on=date(2026, 10, 2)), Reason.CONTRACT_NOT_IN_FORCE),
        (line(), world(ends_on=date(2026, 9, 30)), Reason.CONTRACT_NOT_IN_FORCE),
        (line(), world(signed=False), Reason.CONTRACT_NOT_IN_FORCE),
        (line(), world(achievement(verification=AchievementStatus.REPORTED)), Reason.NOT_VERIFIED),
        (line(), world(achievement(verification=AchievementStatus.REJECTED)), Reason.REJECTED_ACHIEVEMENT),
        (line(), world(achievement(claimed_on_invoice="F-1")), Reason.ALREADY_CLAIMED),
        (line(), world(achievement(claim_by=date(2026, 11, 22))), Reason.CLAIM_TOO_LATE),
        (line(net=euros("1500.01")), world(), Reason.WRONG_ARITHMETIC),
        (line(unit_price=Decimal("1499.994")), world(), Reason.WRONG_ARITHMETIC),
        (line(net=euros(1600), unit_price=Decimal(1600)), world(), Reason.WRONG_RATE),
        (line(net=euros(1500), unit_price=Decimal(750), quantity=Decimal(2)), world(), Reason.WRONG_RATE),
        (line(vat_rate=Decimal(9)), world(), Reason.WRONG_VAT_RATE),
        (line(vat_rate=Decimal(0)), world(), Reason.WRONG_VAT_RATE),
        (line(), world(maximum_value=euros("1499.99")), Reason.CEILING_REACHED),
        (
            line(),
            world(maximum_value=euros(2000), claimed_so_far=euros("500.01")),
            Reason.CEILING_REACHED,
        ),
    ],
)
def test_a_line_comes_back_with_its_reason_and_a_hint(
    wrong_line: LineFacts, wrong_world: MatchWorld, reason: Reason
) -> None:
    (result,) = match_lines([wrong_line], wrong_world)

    assert reasons([result]) == [reason]
    assert result.failure is not None and result.failure.hint.endswith(".")


@pytest.mark.parametrize(
    "right_world",
    [
        world(starts_on=date(2026, 10, 1), ends_on=date(2026, 10, 1)),
        world(maximum_value=euros(1500)),
        world(achievement(claim_by=date(2026, 11, 23))),
        world(maximum_value=euros(2000), claimed_so_far=euros(500)),
    ],
)
def test_the_edges_belong_to_what_is_allowed(right_world: MatchWorld) -> None:
    assert reasons(match_lines([line()], right_world)) == [None]


def test_the_same_achievement_twice_on_one_invoice_is_paid_once() -> None:
    results = match_lines([line(), line(line_number="2")], world())

    assert reasons(results) == [None, Reason.TWICE_ON_INVOICE]
    assert results[1].failure is not None and "Regel 1" in results[1].failure.facts


def test_a_returned_line_takes_no_room() -> None:
    first = achievement()
    second = achievement(achievement_id=2, track_number="T-2026-0002")
    lines = [line(vat_rate=Decimal(9)), line(line_number="2", track_number="T-2026-0002")]

    results = match_lines(lines, world(first, second, maximum_value=euros(1500)))

    assert reasons(results) == [Reason.WRONG_VAT_RATE, None]


@given(
    amounts=st.lists(st.integers(1, 10_000), min_size=1, max_size=12),
    maximum=st.integers(0, 60_000),
    repeats=st.lists(st.integers(0, 11), max_size=12),
)
def test_the_ceiling_is_never_passed_and_nothing_is_accepted_twice(
    amounts: list[int], maximum: int, repeats: list[int]
) -> None:
    known = [
        achievement(achievement_id=number, track_number=f"T-{number}", amount=euros(amount))
        for number, amount in enumerate(amounts)
    ]
    asked = [*range(len(known)), *(number for number in repeats if number < len(known))]
    lines = [
        line(
            line_number=str(place),
            track_number=f"T-{number}",
            unit_price=known[number].amount,
            net=known[number].amount,
        )
        for place, number in enumerate(asked)
    ]

    accepted = [
        result
        for result in match_lines(lines, world(*known, maximum_value=euros(maximum)))
        if result.accepted
    ]

    assert sum_of(result.line.net for result in accepted) <= euros(maximum)
    paid = [result.achievement.achievement_id for result in accepted if result.achievement]
    assert len(paid) == len(set(paid)) == len(accepted)
