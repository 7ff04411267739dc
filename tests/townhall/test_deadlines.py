"""Where a term ends under each regime."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townhall.deadlines import TermRegime, end_of_term, latest_working_day
from townhall.working_days import is_working_day

AWT, EU = TermRegime.STATUTORY_AWT, TermRegime.EU_1182_71

days = st.dates(date(2000, 1, 1), date(2040, 12, 31))
lengths = st.integers(1, 130)


@pytest.mark.parametrize(
    ("sent_on", "ends_on"),
    [
        ("2026-11-23", "2026-12-14"),
        ("2026-12-04", "2026-12-24"),
        ("2026-12-05", "2026-12-28"),
        ("2027-03-08", "2027-03-30"),
        ("2027-04-06", "2027-04-26"),
        # Liberation Day, Ascension Day, the decreed Friday and the weekend in a row.
        ("2027-04-15", "2027-05-10"),
    ],
)
def test_a_standstill_of_twenty_days(sent_on, ends_on):
    term = end_of_term(date.fromisoformat(sent_on), days=20, regime=AWT)

    assert term.ends_on == date.fromisoformat(ends_on)
    assert term.first_day_after == term.ends_on + timedelta(days=1)


@pytest.mark.parametrize(
    ("days", "ends_on"),
    [
        (90, "2027-02-22"),  # the ninetieth day is Sunday the 21st
        (91, "2027-02-22"),  # a Monday
        (97, "2027-02-28"),  # a Sunday, but too long a term to be moved
    ],
)
def test_the_awt_leaves_terms_of_more_than_ninety_days_alone(days, ends_on):
    assert end_of_term(date(2026, 11, 23), days=days, regime=AWT).ends_on == date.fromisoformat(ends_on)


def test_the_regulation_knows_no_ninety_days():
    assert end_of_term(date(2026, 11, 23), days=97, regime=EU).ends_on == date(2027, 3, 1)


@pytest.mark.parametrize(
    ("regime", "event_on", "days", "ends_on", "why"),
    [
        # Saturday, Sunday, Monday hold one working day; the second is Tuesday.
        (AWT, "2026-11-20", 3, "2026-11-24", "art. 2 Algemene termijnenwet"),
        # Two days hold no such promise under the act, but do under the regulation.
        (AWT, "2026-11-20", 2, "2026-11-23", "art. 1 Algemene termijnenwet"),
        (EU, "2026-11-20", 2, "2026-11-24", "Verordening 1182/71"),
        (EU, "2026-11-20", 1, "2026-11-23", "art. 3 lid 4"),
        (EU, "2026-11-21", 2, "2026-11-24", "art. 3 lid 5"),
        # Thursday 24 December, both Christmas days and the Sunday: the second working day is Monday.
        (AWT, "2026-12-23", 3, "2026-12-28", "Tweede kerstdag"),
        (AWT, "2026-12-23", 4, "2026-12-28", "een zondag"),
    ],
)
def test_short_terms_hold_two_working_days(regime, event_on, days, ends_on, why):
    term = end_of_term(date.fromisoformat(event_on), days=days, regime=regime)

    assert term.ends_on == date.fromisoformat(ends_on)
    assert why in term.why


@given(event_on=days, length=lengths)
def test_what_was_agreed_or_counted_back_is_never_moved(event_on, length):
    agreed = end_of_term(event_on, days=length, regime=TermRegime.CONTRACTUAL)
    counted_back = end_of_term(event_on, days=length, regime=TermRegime.BACKWARD)

    assert agreed.ends_on == agreed.unextended_ends_on == event_on + timedelta(days=length)
    assert counted_back.ends_on == counted_back.unextended_ends_on == event_on - timedelta(days=length)
    assert latest_working_day(counted_back) <= counted_back.ends_on


def slow_end(event_on, length, regime):
    """The law read out loud: lay the term out day by day and keep adding a day while an article asks it."""
    laid_out = [event_on + timedelta(days=n) for n in range(1, length + 1)]
    if regime is AWT and length > 90:
        return laid_out[-1]
    at_least = 2 if regime is EU else 3
    while not is_working_day(laid_out[-1]) or (
        length >= at_least and len([day for day in laid_out if is_working_day(day)]) < 2
    ):
        laid_out.append(laid_out[-1] + timedelta(days=1))
    return laid_out[-1]


@given(event_on=days, length=lengths, regime=st.sampled_from([AWT, EU]))
def test_the_end_is_the_one_the_law_spells_out(event_on, length, regime):
    assert end_of_term(event_on, days=length, regime=regime).ends_on == slow_end(event_on, length, regime)


@given(event_on=days, length=lengths, regime=st.sampled_from([AWT, EU, TermRegime.CONTRACTUAL]))
def test_an_event_a_day_later_never_ends_earlier(event_on, length, regime):
    today = end_of_term(event_on, days=length, regime=regime)
    tomorrow = end_of_term(event_on + timedelta(days=1), days=length, regime=regime)

    assert today.unextended_ends_on <= today.ends_on <= tomorrow.ends_on


def test_the_list_of_equated_days_can_be_another():
    usual = end_of_term(date(2027, 4, 17), days=20, regime=AWT)
    without_decrees = end_of_term(date(2027, 4, 17), days=20, regime=AWT, equated=frozenset())

    assert usual.ends_on == date(2027, 5, 10)
    assert without_decrees.ends_on == date(2027, 5, 7)
