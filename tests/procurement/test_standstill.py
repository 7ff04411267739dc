"""The standstill ends on the right day, and nothing is final before it does."""

from dataclasses import replace
from datetime import date

import pytest

from procurement.procedures import StandstillKind
from procurement.standstill import FinalAwardFacts, both_ends, obstacles_to_final_award, standstill_after
from townhall.working_days import DECREED_DAYS


@pytest.mark.parametrize(
    ("sent_on", "ends_on", "earliest"),
    [
        (date(2026, 11, 23), date(2026, 12, 14), date(2026, 12, 15)),
        (date(2026, 12, 4), date(2026, 12, 24), date(2026, 12, 25)),
        (date(2026, 12, 5), date(2026, 12, 28), date(2026, 12, 29)),
        (date(2027, 3, 8), date(2027, 3, 30), date(2027, 3, 31)),
        (date(2027, 4, 6), date(2027, 4, 26), date(2027, 4, 27)),
        (date(2027, 4, 15), date(2027, 5, 10), date(2027, 5, 11)),
        # Holla on ECLI:NL:RBDHA:2021:1251: the twentieth day was a Sunday.
        (date(2020, 10, 12), date(2020, 11, 2), date(2020, 11, 3)),
    ],
)
def test_a_statutory_standstill_follows_the_termijnenwet(sent_on, ends_on, earliest):
    standstill = standstill_after(sent_on, StandstillKind.STATUTORY)

    assert (standstill.ends_on, standstill.earliest_signing_on) == (ends_on, earliest)
    assert "art. 2.127" in standstill.label


def test_a_voluntary_standstill_ends_as_agreed_and_says_so():
    standstill = standstill_after(date(2026, 11, 23), StandstillKind.VOLUNTARY, 20)

    assert standstill.ends_on == date(2026, 12, 13)
    assert "Vrijwillige" in standstill.label


def test_both_ends_are_told_and_only_the_act_moves_its_last_day():
    # The 2027 cluster: 5 May, Ascension, the Friday that a decree equates, the weekend.
    ends = both_ends(date(2027, 4, 15), 20, equated=DECREED_DAYS)

    assert (ends.statutory, ends.contractual) == (date(2027, 5, 10), date(2027, 5, 5))


def test_without_a_standstill_there_is_nothing_to_wait_for():
    standstill = standstill_after(date(2026, 11, 23), StandstillKind.NONE)

    assert standstill.ends_on is None
    assert standstill.earliest_signing_on == date(2026, 11, 23)


READY = FinalAwardFacts(
    today=date(2026, 12, 15),
    letters_sent=True,
    earliest_signing_on=date(2026, 12, 15),
    pending_summons=0,
    pending_objections=0,
    proofs_checked=True,
    report_adopted=True,
    has_maximum_value=True,
    has_mandate=True,
)


def test_an_award_may_be_final_on_the_day_after_the_standstill():
    assert obstacles_to_final_award(READY) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"today": date(2026, 12, 14)}, "standstill-running"),
        ({"letters_sent": False}, "letters-not-sent"),
        ({"report_adopted": False}, "report-not-adopted"),
        ({"pending_summons": 1}, "summons-pending"),
        ({"pending_objections": 1}, "objection-pending"),
        ({"proofs_checked": False}, "proofs-unchecked"),
        ({"has_maximum_value": False}, "no-maximum-value"),
        ({"has_mandate": False}, "no-mandate"),
    ],
)
def test_each_thing_that_is_not_in_order_is_named(change, code):
    assert [each.code for each in obstacles_to_final_award(replace(READY, **change))] == [code]


def test_all_obstacles_are_named_at_once():
    nothing = replace(
        READY,
        today=date(2026, 12, 1),
        pending_summons=1,
        pending_objections=1,
        proofs_checked=False,
        report_adopted=False,
        has_maximum_value=False,
        has_mandate=False,
    )

    assert len(obstacles_to_final_award(nothing)) == 7
