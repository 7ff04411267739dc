"""A budget is never promised twice, and a mandate goes as far as it says."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import MONDAY
from tests.factories.budgets import saved_budget, saved_mandate
from townhall.accounts.actor import SYSTEM
from townhall.budgets.authority import MandateFacts, obstacles_to_deciding, obstacles_to_granting
from townhall.budgets.kinds import CommitmentStatus, MandateKind
from townhall.budgets.operations import (
    change_budget,
    commit_amount,
    release_commitment,
    spend,
    withdraw_mandate,
)
from townhall.budgets.queries import budgets_of, mandates_of, open_commitments_for, room_of, rooms_of
from townhall.budgets.room import Room, obstacles_to_committing, obstacles_to_spending
from townhall.money import ZERO, euros
from townhall.refusal import Refusal

pytestmark = pytest.mark.both_databases

TODAY = MONDAY.date()
ACT = {"actor": SYSTEM, "now": MONDAY}
amounts = st.decimals(min_value=0, max_value=10**7, places=2)


def codes(obstacles):
    return [obstacle.code for obstacle in obstacles]


@pytest.mark.parametrize(
    ("room", "amount", "expected"),
    [
        (Room(euros(100)), "100.00", []),
        (Room(euros(100)), "100.01", ["budget-exceeded"]),
        (Room(euros(100), committed=euros(60), spent=euros(30)), "10.00", []),
        (Room(euros(100), committed=euros(60), spent=euros(30)), "10.01", ["budget-exceeded"]),
        (Room(euros(100), committed=euros(150)), "1.00", ["budget-exceeded"]),
        (Room(euros(100)), "0.00", ["amount-not-positive"]),
        (Room(euros(100)), "-1.00", ["amount-not-positive"]),
        # Not set is not zero: nobody knows what fits.
        (Room(None), "1.00", ["budget-not-set"]),
        (Room(euros(0)), "1.00", ["budget-exceeded"]),
    ],
)
def test_what_fits_in_a_budget(room, amount, expected):
    assert codes(obstacles_to_committing(room, euros(amount))) == expected


@given(budget=amounts, committed=amounts, spent=amounts, amount=amounts.filter(bool))
def test_an_amount_fits_exactly_when_the_sum_stays_within(budget, committed, spent, amount):
    fits = not obstacles_to_committing(Room(budget, committed, spent), amount)

    assert fits == (committed + spent + amount <= budget)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"amount": euros("60.01")}, ["commitment-exceeded"]),
        ({"amount": ZERO}, ["amount-is-zero"]),
        ({"is_open": False}, ["commitment-released"]),
        ({"amount": euros(-40), "is_open": False}, []),
        ({"amount": euros("-40.01")}, ["correction-too-large"]),
    ],
)
def test_what_can_be_spent_on_a_commitment(change, expected):
    usual = {"committed": euros(100), "spent": euros(40), "amount": euros(60), "is_open": True}

    assert codes(obstacles_to_spending(**{**usual, **change})) == expected


def test_promising_spending_and_releasing_move_the_room(session):
    budget = saved_budget(amount=euros(1000))

    first = commit_amount(budget, euros(400), purpose="Traject", reference="T-2026-0001", **ACT)
    second = commit_amount(budget, euros(300), purpose="Traject", reference="T-2026-0002", **ACT)
    assert room_of(budget) == Room(euros(1000), euros(700), ZERO)

    spend(first, euros(150), reference="F-1", spent_on=TODAY, **ACT)
    assert room_of(budget) == Room(euros(1000), euros(550), euros(150))

    release_commitment(first, reason="Traject beëindigd", **ACT)
    assert room_of(budget) == Room(euros(1000), euros(300), euros(150))

    spend(first, euros(-50), reference="C-1", spent_on=TODAY, **ACT)
    assert room_of(budget).left == euros(600)
    assert open_commitments_for("T-2026-0002") == [second]
    assert [first.number, second.number] == ["V-2026-0001", "V-2026-0002"]


def test_a_promise_that_does_not_fit_changes_nothing(session):
    budget = saved_budget(amount=euros(100))

    with pytest.raises(Refusal):
        commit_amount(budget, euros("100.01"), purpose="Te veel", **ACT)

    assert room_of(budget) == Room(euros(100))


def test_a_released_commitment_is_not_released_again(session):
    commitment = commit_amount(saved_budget(), euros(1), purpose="Iets", **ACT)
    release_commitment(commitment, reason="klaar", **ACT)

    with pytest.raises(Refusal):
        release_commitment(commitment, reason="nog eens", **ACT)

    assert commitment.status is CommitmentStatus.RELEASED


def test_a_budget_without_amount_stays_without(session):
    budget = saved_budget(amount=None)
    session.expire_all()

    assert budget.amount is None
    assert room_of(budget).left is None


def test_a_budget_of_zero_is_zero(session):
    budget = saved_budget(amount=ZERO)
    session.expire_all()

    assert budget.amount == ZERO
    assert room_of(budget).left == ZERO


def test_a_budget_never_goes_below_what_was_used(session):
    budget = saved_budget(amount=euros(100))
    commit_amount(budget, euros(80), purpose="Traject", **ACT)
    changed = {"decision_reference": "2026/9", "reason": "bezuiniging", **ACT}

    for too_little in (euros("79.99"), None):
        with pytest.raises(Refusal):
            change_budget(budget, too_little, **changed)
    change_budget(budget, euros(80), **changed)

    assert room_of(budget).left == ZERO


def test_the_same_budget_is_not_made_twice(session):
    saved_budget()

    with pytest.raises(Refusal) as refusal:
        saved_budget(programme=" Re-integratie ")

    assert codes(refusal.value.obstacles) == ["budget-exists"]


def test_the_rooms_of_a_year_take_two_queries_however_many_budgets(session, at_most_queries):
    for number in range(6):
        commit_amount(saved_budget(programme=f"Programma {number}"), euros(10), purpose="x", **ACT)
    budgets = budgets_of(2026)

    with at_most_queries(2):
        rooms = rooms_of(budgets)

    assert {room.committed for room in rooms.values()} == {euros(10)}


SIGN = MandateKind.SIGN_CONTRACT


def mandate(**what_matters):
    return MandateFacts(**{"kind": SIGN, "up_to": euros(1000), "starts_on": TODAY, **what_matters})


@pytest.mark.parametrize(
    ("mandates", "amount", "expected"),
    [
        ([], "1", ["no-mandate"]),
        ([mandate()], "1000", []),
        ([mandate()], "1000.01", ["mandate-too-low"]),
        # What is not known may be anything, so it asks for a mandate without ceiling.
        ([mandate()], None, ["mandate-too-low"]),
        ([mandate(up_to=None)], None, []),
        ([mandate(), mandate(up_to=euros(5000))], "2000", []),
        ([mandate(kind=MandateKind.COMMIT)], "1", ["no-mandate"]),
        ([mandate(starts_on=TODAY + timedelta(days=1))], "1", ["no-mandate"]),
        ([mandate(ends_on=TODAY)], "1", []),
        ([mandate(starts_on=date(2026, 1, 1), ends_on=TODAY - timedelta(days=1))], "1", ["no-mandate"]),
        ([mandate(starts_on=date(2026, 1, 1), withdrawn_on=TODAY)], "1", ["no-mandate"]),
    ],
)
def test_who_may_decide(mandates, amount, expected):
    asked = None if amount is None else euros(amount)

    assert codes(obstacles_to_deciding(mandates, kind=SIGN, amount=asked, on=TODAY)) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"up_to": None}, []),
        ({"up_to": ZERO}, ["mandate-without-amount"]),
        ({"ends_on": date(2025, 12, 31)}, ["mandate-ends-early"]),
        ({"is_usable": False}, ["mandate-account-off"]),
        ({"is_staff": False}, ["mandate-not-staff"]),
    ],
)
def test_which_mandates_can_be_registered(change, expected):
    usual = {
        "up_to": Decimal(1), "starts_on": date(2026, 1, 1), "ends_on": None,
        "is_usable": True, "is_staff": True,
    }  # fmt: skip

    assert codes(obstacles_to_granting(**{**usual, **change})) == expected


def test_a_withdrawn_mandate_no_longer_counts(people):
    granted = saved_mandate(people.coen, SIGN)
    assert obstacles_to_deciding(mandates_of(people.coen.id), kind=SIGN, amount=None, on=TODAY) == []

    withdraw_mandate(granted, reason="andere functie", **ACT)

    assert codes(obstacles_to_deciding(mandates_of(people.coen.id), kind=SIGN, amount=None, on=TODAY)) == [
        "no-mandate"
    ]


def test_a_supplier_gets_no_mandate(people):
    with pytest.raises(Refusal):
        saved_mandate(people.sanne, SIGN)
