"""Changing without buying anew: under ten percent on balance, half at most at once, or another ground."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.modifications import (
    Change,
    Indexation,
    ModificationFacts,
    ModificationKind,
    Substance,
    headroom,
    indexed_value,
    must_be_published,
    obstacles_to_modifying,
)
from townhall.money import euros

Kind = ModificationKind
FACTS = ModificationFacts(original_value=euros("1000000"), threshold=euros("750000"))


def change(kind: Kind, value: str = "0", **what_matters) -> Change:
    usual = {"reason": "Meer deelnemers", "conditions_met": True}
    return Change(kind, euros(value), **(usual | what_matters))


def codes(proposed: Change, facts: ModificationFacts = FACTS) -> list[str]:
    return [obstacle.code for obstacle in obstacles_to_modifying(proposed, facts)]


@pytest.mark.parametrize(
    ("proposed", "expected"),
    [
        (change(Kind.DE_MINIMIS, "99999.99"), []),
        (change(Kind.DE_MINIMIS, "100000"), ["ten-percent"]),
        (change(Kind.DE_MINIMIS, "-99999.99"), []),
        (change(Kind.DE_MINIMIS, "-100000"), ["ten-percent"]),
        (change(Kind.DE_MINIMIS, "1", changes_nature=True), ["nature-changes"]),
        (change(Kind.DE_MINIMIS, "1", reason=" "), ["reason-missing"]),
        (change(Kind.REVIEW_CLAUSE, "900000", clause="artikel 7"), []),
        (change(Kind.REVIEW_CLAUSE), ["clause-missing"]),
        (change(Kind.ADDITIONAL_SERVICES, "500000"), []),
        (change(Kind.ADDITIONAL_SERVICES, "500000.01"), ["half"]),
        (change(Kind.UNFORESEEN, "500000"), []),
        (change(Kind.UNFORESEEN, "500000.01"), ["half"]),
        (change(Kind.UNFORESEEN, "1", changes_nature=True), ["nature-changes"]),
        (change(Kind.UNFORESEEN, "1", conditions_met=False), ["conditions-not-met"]),
        (change(Kind.ADDITIONAL_SERVICES, "1", conditions_met=False), ["conditions-not-met"]),
        (change(Kind.DE_MINIMIS, "99999.99", months=6), []),
        (change(Kind.DE_MINIMIS, "100000", months=6), ["ten-percent"]),
        (change(Kind.NOT_SUBSTANTIAL, "0", months=1), ["months-without-value"]),
        (change(Kind.NEW_CONTRACTOR, clause="fusie"), []),
        (change(Kind.NEW_CONTRACTOR), ["succession-ground-missing"]),
        (change(Kind.NOT_SUBSTANTIAL, "1000"), []),
    ],
)
def test_the_limits_of_each_ground(proposed, expected):
    assert codes(proposed) == expected


def test_every_sign_of_substance_is_named():
    proposed = change(Kind.NOT_SUBSTANTIAL, substance=frozenset(Substance))

    assert len(codes(proposed)) == len(Substance)


def test_small_changes_count_together_on_balance():
    earlier = (
        change(Kind.DE_MINIMIS, "80000"),
        change(Kind.DE_MINIMIS, "-30000"),
        change(Kind.UNFORESEEN, "400000"),
    )
    facts = replace(FACTS, earlier=earlier)

    assert headroom(facts).net == euros("50000")
    assert headroom(facts).left == euros("50000")
    assert codes(change(Kind.DE_MINIMIS, "49999.99"), facts) == []
    assert codes(change(Kind.DE_MINIMIS, "50000"), facts) == ["ten-percent"]


def test_large_changes_are_measured_one_by_one():
    facts = replace(FACTS, earlier=(change(Kind.UNFORESEEN, "500000"),))

    assert codes(change(Kind.UNFORESEEN, "500000"), facts) == []


def test_small_changes_stay_below_the_threshold_as_well():
    large = ModificationFacts(original_value=euros("10000000"), threshold=euros("750000"))

    assert codes(change(Kind.DE_MINIMIS, "749999.99"), large) == []
    assert codes(change(Kind.DE_MINIMIS, "750000"), large) == ["threshold"]
    assert headroom(large).below == euros("750000")


def test_without_an_original_value_nothing_can_be_measured():
    unknown = replace(FACTS, original_value=None)

    assert codes(change(Kind.DE_MINIMIS, "1"), unknown) == ["original-value-unknown"]
    assert codes(change(Kind.UNFORESEEN, "1"), unknown) == ["original-value-unknown"]
    assert headroom(unknown).left is None


def test_only_large_changes_are_published():
    assert {kind for kind in Kind if must_be_published(kind)} == {Kind.ADDITIONAL_SERVICES, Kind.UNFORESEEN}


def test_a_refusal_quotes_the_article():
    (obstacle,) = obstacles_to_modifying(change(Kind.UNFORESEEN, "600000"), FACTS)

    assert "2.163e" in obstacle.text


def test_an_index_counts_from_its_first_day_and_is_rounded_once():
    twice = [Indexation(date(2027, 1, 1), Fraction(1011, 1000)), Indexation(date(2028, 1, 1), Fraction(995, 1000))]

    assert indexed_value(euros("100.01"), twice, date(2026, 12, 31)) == euros("100.01")
    assert indexed_value(euros("100.01"), twice, date(2027, 1, 1)) == euros("101.11")
    assert indexed_value(euros("100.01"), twice, date(2028, 1, 1)) == euros("100.60")  # 100.6045…, not 101.11 × 0.995


cents = st.integers(-20_000_000, 20_000_000).map(lambda amount: Decimal(amount).scaleb(-2))


@given(values=st.lists(cents, max_size=6), proposed=cents, original=st.integers(1, 10**8))
def test_small_changes_are_allowed_just_as_long_as_a_slow_sum_stays_below_both_limits(values, proposed, original):
    facts = ModificationFacts(euros(original), euros("750000"), tuple(change(Kind.DE_MINIMIS, each) for each in values))

    running = abs(sum(values, Decimal(0)) + proposed)
    allowed = running * 10 < original and running < 750000

    assert (codes(change(Kind.DE_MINIMIS, proposed), facts) == []) is allowed
