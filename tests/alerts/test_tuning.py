"""What is set takes the place of the default, shows what it changes, and never silences an occasion."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.due import Fact, due_alerts
from alerts.occasions import OCCASIONS, OccasionKind
from alerts.preview import changes_of
from alerts.tuning import HOUSE, Setting, obstacles_to_setting, setting_from, tuned, with_setting
from alerts.year_ahead import Term, days_ahead, next_tenders, rows_of, span_from
from contracts.back_planning import PlannedStep, buying_anew
from procurement.back_planning import House
from procurement.planning_norms import DEFAULT_RECESSES, norms_on
from procurement.procedures import Procedure

DUE = date(2026, 12, 23)
OPTION = OccasionKind.OPTION_DECISION
HOUSE_OF_2026 = House(norms_on(date(2026, 1, 1)), DEFAULT_RECESSES)
ROADS = (Procedure.SAS, Procedure.EU_OPEN, Procedure.EU_RESTRICTED, Procedure.NATIONAL_OPEN)


def option(contract_id=1):
    return Fact(OPTION, f"framework_contract:{contract_id}", "RO", "/", due_on=DUE, contract_id=contract_id)


def test_what_is_set_for_a_contract_comes_over_what_is_set_for_all():
    tuning = tuned([Setting(OPTION, steps=(100, 0)), Setting(OPTION, contract_id=2, steps=(200,))])

    assert tuning.of(OPTION).lead_days == (100, 0)
    assert tuning.of(OPTION, 1).lead_days == (100, 0)
    assert tuning.of(OPTION, 2).lead_days == (200,)
    found = due_alerts([option(1), option(2)], DUE - timedelta(days=150), tuning)
    assert [(raised.fact.contract_id, raised.stage) for raised in found] == [(2, 200)]


@pytest.mark.parametrize(
    ("setting", "codes"),
    [
        (Setting(OPTION, steps=()), ["no-steps"]),
        (Setting(OPTION, steps=(5, 5)), ["steps-twice"]),
        (Setting(OPTION, steps=(-5,)), ["only-late"]),
        (Setting(OPTION, steps=(2000,), again_days=0), ["step-range", "again-range"]),
        (Setting(OccasionKind.CEILING, steps=(0, 50)), ["step-range"]),
        (Setting(OccasionKind.DISK_FULL, steps=(101,)), ["only-late"]),
        (Setting(OccasionKind.BUDGET, steps=(100, 110)), []),
        (Setting(OccasionKind.RESULTS_BELOW_NORM, steps=(50,)), ["no-levels"]),
        (Setting(OPTION, role="supplier"), ["role-outside"]),
        (Setting(OPTION, steps=(90, 0), again_days=3), []),
    ],
)
def test_a_setting_that_would_silence_an_occasion_is_refused(setting, codes):
    assert [obstacle.code for obstacle in obstacles_to_setting(setting)] == codes


def test_a_contract_can_go_back_to_the_times_of_the_house_when_others_are_set_for_all():
    for_all = Setting(OPTION, steps=(100, 0))
    house = OCCASIONS[OPTION]
    base = tuned([for_all]).without(OPTION, 1)

    filled = setting_from(
        base, contract_id=1, steps=house.lead_days, role=house.role, again_days=house.again_days,
        what_to_do=house.what_to_do,
    )  # fmt: skip

    assert filled == Setting(OPTION, contract_id=1, steps=house.lead_days)
    assert tuned([for_all, filled]).of(OPTION, 1).lead_days == house.lead_days


def test_what_goes_wrong_in_the_house_itself_is_not_among_the_days_of_others():
    today = date(2026, 11, 23)
    mail = Fact(OccasionKind.MAIL_UNDELIVERABLE, "outbox_mail:1", "aan iemand@h.example", "/", due_on=today)

    assert days_ahead([mail, option()], span_from(today)) == [option()]


def test_the_preview_says_which_days_of_this_year_come_and_go():
    after = with_setting(OCCASIONS[OPTION], Setting(OPTION, steps=(100, 7)))

    [change] = changes_of([option()], HOUSE, after, 2026)

    assert change.differs
    assert DUE - timedelta(days=30) in change.days_before
    assert change.days_after == (DUE - timedelta(days=100), DUE - timedelta(days=7))


def test_the_preview_counts_what_is_over_up_to_the_day_it_went():
    after = with_setting(OCCASIONS[OPTION], Setting(OPTION, steps=(200, 60, 0)))

    [change] = changes_of([], HOUSE, after, 2026, {option(): date(2026, 11, 1)})

    assert change.days_before == (date(2026, 6, 24), date(2026, 9, 23))
    assert change.days_after == (date(2026, 6, 6), date(2026, 10, 24))
    assert change.over_since == date(2026, 11, 1)


def test_the_preview_of_a_meter_says_which_levels_were_reached():
    fact = Fact(OccasionKind.CEILING, "framework_contract:1", "RO", "/", level=Fraction(8, 10), contract_id=1)
    after = with_setting(OCCASIONS[OccasionKind.CEILING], Setting(OccasionKind.CEILING, steps=(50, 90)))

    [change] = changes_of([fact], HOUSE, after, 2026)

    assert (change.levels_before, change.levels_after) == ((70,), (50,))


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.integers(1, 60))
def test_every_span_is_whole_months_and_its_scale_never_goes_back(today, months):
    span = span_from(today, months)

    assert len(span.months()) == months
    assert span.first.day == 1
    assert (span.last + timedelta(days=1)).day == 1
    shares = [span.share(span.first + timedelta(days=days)) for days in range((span.last - span.first).days + 2)]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 100)


def test_a_contract_is_drawn_up_to_its_last_option_and_shows_the_days_to_decide():
    span = span_from(date(2026, 11, 23), 24)
    term = Term(
        1, "RO-1", "Werkfit", "Werkvooruit", date(2024, 1, 1), date(2027, 1, 31),
        options=[(date(2026, 12, 1), date(2028, 1, 31)), (date(2027, 12, 1), date(2029, 1, 31))],
        anew=[PlannedStep("start-new-tender", "Marktconsultatie", date(2026, 4, 1), "")],
    )  # fmt: skip

    [row] = rows_of([term], span)

    assert row.fixed is not None
    assert row.fixed.x + row.fixed.width == row.options[0].x
    assert row.options[0].x + row.options[0].width == row.options[1].x
    assert row.options[1].x + row.options[1].width == 100
    assert len(row.marks) == 2
    assert row.start is None, "that day is before what is drawn"


@given(st.lists(st.tuples(st.dates(date(2026, 11, 1), date(2032, 12, 31)), st.sampled_from(ROADS)), max_size=6))
def test_the_next_tender_of_each_contract_has_its_own_days_up_to_the_day_after_it_ends(ends):
    span = span_from(date(2026, 11, 23), 24)
    terms = [
        Term(
            number, f"RO-{number}", "Werkfit", "Werkvooruit", date(2024, 1, 1), end,
            anew=buying_anew(end, HOUSE_OF_2026, road),
        )
        for number, (end, road) in enumerate(ends)
    ]  # fmt: skip

    found = next_tenders(terms, span)

    assert {each.term.contract_id for each in found} == {
        each.contract_id for each in terms if each.last_start is not None and each.last_start <= span.last
    }
    assert [each.term.last_start for each in found] == sorted(each.term.last_start for each in found)
    for each in found:
        assert None not in each.days
        assert list(each.days) == sorted(each.days)
        assert each.days[-1] < each.term.next_starts_on == each.term.ends_on + timedelta(days=1)
