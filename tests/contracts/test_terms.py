"""Months are counted from agreed days, a last day belongs to the term, and nothing extends by itself."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import terms
from contracts.terms import Option, OptionDecision, Term
from townhall.clock import AMSTERDAM

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


def _walk(day: date, *, months: int) -> date:
    """The slow, obvious way: month by month on a calendar, keeping the day of the month where it exists."""
    step = 1 if months >= 0 else -1
    year, month = day.year, day.month
    for _ in range(abs(months)):
        month += step
        if month in (0, 13):
            year, month = year + step, 12 if month == 0 else 1
    return date(year, month, min(day.day, _length(year, month)))


def _length(year: int, month: int) -> int:
    first_of_next = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)
    return (first_of_next - date(year, month, 1)).days


some_options = st.lists(
    st.tuples(st.integers(1, 18), st.sampled_from(list(OptionDecision)), st.integers(0, 6)), max_size=4
)
terms_of_contracts = st.builds(
    lambda start, length, rows, added, ended: Term(
        start,
        terms.last_day_of_term(start, months=length),
        tuple(
            Option(
                number,
                months,
                terms.notice_day(terms.last_day_of_term(start, months=length), months_before=before),
                decision,
            )
            for number, (months, decision, before) in enumerate(rows, start=1)
        ),
        months_by_modification=added,
        terminated_on=None if ended is None else start + timedelta(days=ended),
    ),
    days,
    st.integers(1, 60),
    some_options,
    st.integers(0, 12),
    st.none() | st.integers(0, 4000),
)


@given(given=terms_of_contracts)
def test_every_last_day_agrees_with_counting_by_hand(given):
    one_day = timedelta(days=1)
    taken = sum(each.months for each in given.options if each.decision is OptionDecision.TAKEN)
    by_hand = _walk(given.ends_on + one_day, months=taken + given.months_by_modification) - one_day
    ended = by_hand if given.terminated_on is None else min(by_hand, given.terminated_on)
    possible, still = [], given.terminated_on is None
    for each in given.options:
        still = still and each.decision not in (OptionDecision.NOT_TAKEN, OptionDecision.LAPSED)
        possible += [each] if still and each.decision is OptionDecision.OPEN else []
    longest = _walk(
        given.ends_on + one_day,
        months=taken + given.months_by_modification + sum(each.months for each in possible),
    )

    assert terms.ends_on(given) == ended
    assert terms.next_option(given) == (possible[0] if possible else None)
    assert terms.last_day_to_decide(given) == (possible[0].decide_by if possible else None)
    assert terms.latest_possible_end(given) == (longest - one_day if given.terminated_on is None else ended)
    for each in possible:
        before = sum(other.months for other in possible if other.sequence < each.sequence)
        months = taken + given.months_by_modification + before + each.months
        assert terms.end_with(given, each) == _walk(given.ends_on + one_day, months=months) - one_day


@given(ends_on=days, months=st.integers(0, 36))
def test_every_notice_day_agrees_with_walking_back_over_the_calendar(ends_on, months):
    assert terms.notice_day(ends_on, months_before=months) == _walk(
        ends_on + timedelta(days=1), months=-months
    ) - timedelta(days=1)


@given(given=terms_of_contracts, today=days)
def test_a_decision_is_late_from_the_day_after_its_last_day_and_a_contract_runs_on_its_last_day(given, today):
    last_day, end = terms.last_day_to_decide(given), terms.ends_on(given)

    assert terms.is_decision_late(given, today) is (last_day is not None and (today - last_day).days >= 1)
    if end >= given.starts_on:
        assert terms.is_running(given, end) and not terms.is_running(given, end + timedelta(days=1))


@pytest.mark.parametrize(
    ("now", "today"),
    [
        # Summer time begins on 29 March 2026 and ends on 25 October 2026: the clock changes, the calendar does not.
        (datetime(2026, 3, 28, 23, 30, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 21, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), date(2026, 10, 26)),
    ],
)
def test_a_last_day_ends_at_midnight_in_haarlem_also_when_the_clock_changes(now, today):
    day = now.astimezone(AMSTERDAM).date()
    decided = term(Option(1, 12, date(2026, 3, 29)), ends_on=date(2026, 12, 31), starts_on=date(2025, 1, 1))

    assert day == today
    assert terms.is_decision_late(decided, day) is (today > date(2026, 3, 29))
