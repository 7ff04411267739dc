"""Months are counted from agreed days, a last day belongs to the term, and nothing extends by itself."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import terms
from contracts.terms import Option, OptionDecision, Term

days = st.dates(min_value=date(2000, 1, 1), max_value=date(2060, 12, 31))


def term(*options: Option, **what_matters) -> Term:
    given = {"starts_on": date(2018, 1, 1), "ends_on": date(2019, 12, 31), "options": options}
    return Term(**(given | what_matters))


def option(sequence: int = 1, *, months: int = 12, decision: OptionDecision = OptionDecision.OPEN) -> Option:
    return Option(sequence, months, date(2019, 9, 30), decision)


@pytest.mark.parametrize(
    ("ends_on", "months", "last_day"),
    [
        (date(2019, 12, 31), 12, date(2020, 12, 31)),
        (date(2027, 2, 28), 12, date(2028, 2, 29)),  # to the end of February, in a leap year as well
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 1, 30), 1, date(2026, 2, 27)),  # the day after is the 31st, which February does not have
        (date(2026, 6, 14), 6, date(2026, 12, 14)),
    ],
)
def test_a_term_goes_on_to_the_matching_day(ends_on, months, last_day):
    assert terms.last_day_after(ends_on, months=months) == last_day


@pytest.mark.parametrize(
    ("ends_on", "months_before", "last_day"),
    [
        (date(2026, 12, 31), 3, date(2026, 9, 30)),
        (date(2027, 2, 28), 3, date(2026, 11, 30)),
        (date(2028, 5, 30), 3, date(2028, 2, 28)),
        (date(2027, 3, 31), 1, date(2027, 2, 28)),
    ],
)
def test_a_notice_leaves_whole_months_before_the_end(ends_on, months_before, last_day):
    assert terms.notice_day(ends_on, months_before=months_before) == last_day


@given(ends_on=days, months=st.integers(1, 24))
def test_a_notice_on_its_last_day_is_never_too_late(ends_on, months):
    notice = terms.notice_day(ends_on, months_before=months)

    assert terms.last_day_after(notice, months=months) <= ends_on


@given(ends_on=days, months=st.integers(1, 60))
def test_the_end_agrees_with_a_slow_calendar(ends_on, months):
    first_day_after = ends_on + timedelta(days=1)
    year, month = first_day_after.year, first_day_after.month
    for _ in range(months):
        month += 1
        if month == 13:
            year, month = year + 1, 1
    day = first_day_after.day
    while True:
        try:
            expected = date(year, month, day)
            break
        except ValueError:
            day -= 1

    assert terms.last_day_after(ends_on, months=months) == expected - timedelta(days=1)


@given(ends_on=days, first=st.integers(1, 24), second=st.integers(1, 24))
def test_two_options_end_on_the_same_day_as_one_of_their_sum(ends_on, first, second):
    taken = OptionDecision.TAKEN
    apart = Term(
        date(1999, 1, 1), ends_on, (Option(1, first, ends_on, taken), Option(2, second, ends_on, taken))
    )
    together = Term(date(1999, 1, 1), ends_on, (Option(1, first + second, ends_on, taken),))

    assert terms.ends_on(apart) == terms.ends_on(together)


def test_an_open_option_moves_nothing():
    assert terms.ends_on(term(option())) == date(2019, 12, 31)
    assert terms.latest_possible_end(term(option())) == date(2020, 12, 31)


def test_an_option_taken_moves_the_end():
    assert terms.ends_on(term(option(decision=OptionDecision.TAKEN))) == date(2020, 12, 31)


def test_after_a_refused_option_the_later_ones_are_gone():
    refused = term(option(1, decision=OptionDecision.NOT_TAKEN), option(2))

    assert terms.next_option(refused) is None
    assert terms.last_day_to_decide(refused) is None
    assert terms.latest_possible_end(refused) == date(2019, 12, 31)


def test_termination_ends_the_term_and_its_options():
    ended = term(option(), terminated_on=date(2019, 3, 31))

    assert terms.ends_on(ended) == date(2019, 3, 31)
    assert terms.next_option(ended) is None
    assert not terms.is_running(ended, date(2019, 4, 1))


def test_termination_after_the_end_does_not_lengthen():
    assert terms.ends_on(term(terminated_on=date(2021, 1, 1))) == date(2019, 12, 31)


@pytest.mark.parametrize(("today", "late"), [(date(2019, 9, 30), False), (date(2019, 10, 1), True)])
def test_the_last_day_to_decide_still_counts(today, late):
    assert terms.is_decision_late(term(option()), today) is late


def test_planned_options_each_have_their_own_day():
    planned = terms.planned_options(date(2027, 12, 31), count=2, months=12, months_before=3)

    assert [(o.sequence, o.decide_by) for o in planned] == [(1, date(2027, 9, 30)), (2, date(2028, 9, 30))]


def test_the_end_with_a_later_option_counts_the_earlier_ones():
    two = term(option(1), option(2, months=6))

    assert terms.end_with(two, two.options[0]) == date(2020, 12, 31)
    assert terms.end_with(two, two.options[1]) == date(2021, 6, 30)


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        (term(), []),
        (term(ends_on=date(2017, 12, 31)), ["ends-before-start"]),
        (term(option(2)), ["option-numbering"]),
        (term(option(months=0)), ["option-without-months"]),
        (term(Option(1, 12, date(2020, 1, 1))), ["decide-by-outside-term"]),
        (term(Option(1, 12, date(2019, 12, 31))), []),
        (term(Option(1, 12, date(2019, 9, 30)), Option(2, 12, date(2020, 12, 31))), []),
        (term(Option(1, 12, date(2019, 9, 30)), Option(2, 12, date(2021, 1, 1))), ["decide-by-outside-term"]),
        (term(option(months=24)), []),
        (term(option(months=25)), ["longer-than-four-years"]),
    ],
)
def test_what_can_be_agreed(given, codes):
    assert [o.code for o in terms.obstacles_to_agreeing(given, four_years_apply=True)] == codes


def test_longer_than_four_years_is_possible_with_a_reason_or_under_the_light_regime():
    long = term(option(months=36))

    assert not terms.obstacles_to_agreeing(long, four_years_apply=False)
    assert not terms.obstacles_to_agreeing(long, four_years_apply=True, reason_for_longer="Investering")


def test_a_silent_extension_is_refused():
    found = terms.obstacles_to_agreeing(term(), four_years_apply=True, extends_silently=True)

    assert [o.code for o in found] == ["silent-extension"]


@given(ends_on=days, months=st.integers(0, 24))
def test_the_months_of_notice_can_be_read_back(ends_on, months):
    assert terms.notice_months_of(ends_on, terms.notice_day(ends_on, months_before=months)) == months
