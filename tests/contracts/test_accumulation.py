"""Similar purchases count together: for how long, against which limit, and when it will be reached."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.accumulation import (
    LEVELS,
    Limit,
    Measure,
    Outlook,
    Purchase,
    Source,
    counting,
    course,
    days_of,
    limits_on,
    pace,
    standing,
)
from procurement.bands import DEFAULT_BANDS, Market
from procurement.procedures import Procedure
from procurement.thresholds import THRESHOLDS
from townhall.money import euros, sum_of
from townhall.periods import add_months

TODAY = date(2026, 11, 23)
SAS = Limit(euros(750000), Procedure.SAS, "D24 art. 4(d)")
FULL = Limit(euros(216000), Procedure.EU_OPEN, "D24 art. 4(c)")
BAND = Limit(euros(50000), Procedure.MULTIPLE_PRIVATE, "beleid")
YEAR, TERMS = Measure.TWELVE_MONTHS, Measure.OVER_TERMS


def bought(on=date(2026, 6, 1), amount="100000", **what_matters):
    given = {"key": "loose-1", "what": f"inkoop van {on}", "source": Source.LOOSE, "url": "/inkopen/1"}
    return Purchase(on=on, amount=euros(amount), **{**given, **what_matters})


def of(purchases, limit=SAS, measure=YEAR, today=TODAY):
    return standing(purchases, limit, measure, today)


def every_month(amount, months, *, last=date(2026, 11, 2)):
    return [bought(add_months(last, -back), amount, key=f"loose-{back}") for back in range(months)]


# --- what counts --------------------------------------------------------------------------------------


def test_a_purchase_counts_for_twelve_months_and_not_a_day_longer():
    assert of([bought(date(2025, 11, 23))]).total == 0
    assert of([bought(date(2025, 11, 24))]).total == euros(100000)
    assert of([bought(TODAY)]).total == euros(100000)
    assert of([bought(TODAY + timedelta(days=1))]).total == 0


def test_what_is_being_prepared_counts_with_what_was_bought_when_it_comes_within_a_year():
    soon = bought(date(2027, 11, 23), "600000", is_planned=True, key="lot-1")
    later = bought(date(2027, 11, 24), "600000", is_planned=True, key="lot-2")

    found = of([bought(), soon, later])

    assert (found.total, found.planned) == (euros(700000), euros(600000))


def test_a_plan_whose_day_has_passed_counts_from_today():
    assert days_of(bought(date(2026, 1, 5), is_planned=True), YEAR, TODAY)[0] == TODAY


def test_a_contract_counts_at_its_full_value_as_long_as_it_runs_over_the_terms():
    signed = bought(date(2024, 1, 1), "400000", ends_on=TODAY, source=Source.CONTRACT)

    assert of([signed]).total == 0
    assert of([signed], measure=TERMS).total == euros(400000)
    assert of([signed], measure=TERMS, today=TODAY + timedelta(days=1)).total == 0


def test_a_purchase_without_a_term_counts_over_the_terms_for_a_year():
    assert of([bought(date(2025, 11, 24))], measure=TERMS).total == euros(100000)
    assert of([bought(date(2025, 11, 23))], measure=TERMS).total == 0


@pytest.mark.parametrize("procedure", [Procedure.IN_HOUSE, Procedure.OPEN_HOUSE])
def test_what_is_no_public_contract_does_not_count(procedure):
    assert of([bought(procedure=procedure)]).total == 0


# --- against which limit ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "stage", "outlook"),
    [
        ("449999.99", 0, Outlook.TOO_LITTLE),
        ("450000", 60, Outlook.TOO_LITTLE),
        ("599999.99", 60, Outlook.TOO_LITTLE),
        ("600000", 80, Outlook.TOO_LITTLE),
        ("712500", 95, Outlook.TOO_LITTLE),
        ("749999.99", 95, Outlook.TOO_LITTLE),
        ("750000", 100, Outlook.REACHED),
    ],
)
def test_a_limit_is_reached_by_the_amount_itself_and_not_by_a_cent_less(amount, stage, outlook):
    found = of([bought(amount=amount)])

    assert (found.stage, found.forecast.outlook) == (stage, outlook)


def test_sas_meets_the_sas_threshold_and_every_band_but_not_the_full_regime():
    assert SAS.is_met_by(Procedure.SAS) and BAND.is_met_by(Procedure.SAS)
    assert not FULL.is_met_by(Procedure.SAS) and FULL.is_met_by(Procedure.EU_RESTRICTED)
    assert BAND.is_met_by(Procedure.NATIONAL_OPEN) and not BAND.is_met_by(Procedure.SINGLE_PRIVATE)
    assert not SAS.is_met_by(Procedure.NATIONAL_OPEN) and not BAND.is_met_by(None)


def test_what_was_tendered_as_the_limit_asks_is_no_reason_to_warn():
    found = of([bought(amount="1200000", procedure=Procedure.SAS)])

    assert (found.total, found.outside, found.level, found.stage) == (euros(1200000), 0, 0, 0)


def test_a_draft_is_a_reason_to_warn_until_it_is_published():
    draft = bought(date(2027, 2, 1), "700000", is_planned=True, procedure=Procedure.SAS)

    assert of([draft]).stage == 80


def test_against_a_band_counts_only_what_was_not_bought_as_it_asks():
    tendered = bought(amount="900000", procedure=Procedure.SAS, key="contract-1")
    planned = bought(date(2027, 2, 1), "700000", is_planned=True, procedure=Procedure.SAS, key="lot-1")

    found = of([tendered, planned, bought(amount="39999.99")], BAND)

    assert (found.total, found.measured, found.stage) == (euros("1639999.99"), euros("39999.99"), 60)
    assert of([tendered, bought(amount="40000")], BAND).stage == 80


def test_small_lots_beside_a_tender_are_exempt_up_to_eighty_thousand_each_and_a_fifth_together():
    tendered = bought(amount="900000", procedure=Procedure.SAS, key="contract-1")

    def beside(*amounts):
        return of([tendered, *(bought(amount=each, key=f"loose-{at}") for at, each in enumerate(amounts))])

    assert beside("80000").is_exempt
    assert not beside("80000.01").is_exempt
    assert beside("80000", "80000", "65000").is_exempt  # 225.000 of 1.125.000 is a fifth exactly
    assert not beside("80000", "80000", "65001").is_exempt
    assert beside("80000", "80000", "65000").stage == 100
    assert beside("80000").level == Fraction(80000) / (Fraction(980000) / 5)


def test_without_a_tender_beside_it_nothing_is_exempt():
    assert not of([bought(amount="80000", key=f"loose-{at}") for at in range(10)]).is_exempt


def test_the_limits_are_the_bands_of_the_policy_and_the_threshold_of_the_day():
    def amounts(market, day):
        found = limits_on(day, market=market, thresholds=THRESHOLDS, bands=DEFAULT_BANDS)
        return [(limit.amount, limit.procedure) for limit in found]

    assert amounts(Market.SAS, TODAY) == [
        (euros(50000), Procedure.MULTIPLE_PRIVATE),
        (euros(750000), Procedure.SAS),
    ]
    assert amounts(Market.SERVICES, date(2025, 12, 31))[-1] == (euros(221000), Procedure.EU_OPEN)
    assert amounts(Market.SERVICES, date(2026, 1, 1))[-1] == (euros(216000), Procedure.EU_OPEN)
    assert amounts(Market.WORKS, TODAY)[-1] == (euros(5404000), Procedure.EU_OPEN)
    assert amounts(Market.SAS, date(2028, 1, 1)) == [(euros(50000), Procedure.MULTIPLE_PRIVATE)]


# --- when it will be reached --------------------------------------------------------------------------


def test_two_purchases_are_too_few_to_speak_of_a_pace():
    assert of(every_month("50000", 2)).forecast.outlook == Outlook.TOO_LITTLE
    assert of(every_month("50000", 3)).forecast.outlook != Outlook.TOO_LITTLE


def test_an_even_pace_reaches_nothing_because_what_is_a_year_old_falls_out():
    assert of(every_month("50000", 24)).forecast.outlook == Outlook.NOT_SEEN


def test_a_pace_that_rises_reaches_the_limit_on_a_day_that_can_be_worked_out_by_hand():
    purchases = [bought(date(2026, 11, 1), "61200", key=f"loose-{at}") for at in range(3)]
    limit = Limit(euros(200000), Procedure.SAS, "")
    assert pace(purchases, TODAY).days == 184  # 183.600 in 184 days; 16.400 is still to go

    expected = of(purchases, limit).forecast

    # 183.600 / 184 = 997,83 a day; 16.400 / 997,83 = 16,4 days, so on the seventeenth.
    assert expected.on == TODAY + timedelta(days=17)


def test_a_plan_reaches_the_limit_on_its_own_day_without_any_pace():
    plan = bought(date(2027, 2, 1), "700000", is_planned=True)

    assert of([bought(), plan]).forecast.on == date(2027, 2, 1)


def test_what_a_tender_brought_is_no_pace():
    tendered = [bought(amount="1", procedure=Procedure.SAS, key=f"lot-{at}") for at in range(5)]

    assert pace(tendered, TODAY).purchases == 0


def test_the_course_is_the_sum_of_its_day_and_both_lines_meet_today():
    points = course(every_month("10000", 30), YEAR, TODAY)

    assert [point.on for point in points][:2] == [date(2025, 11, 23), date(2026, 1, 23)]
    assert [point.was for point in points[:7]] == [euros(120000)] * 7
    assert points[6].expected == points[6].was and points[7].was is None


# --- whatever is bought -------------------------------------------------------------------------------

DAYS = st.dates(date(2024, 11, 1), date(2027, 12, 31))
PURCHASES = st.lists(
    st.builds(
        Purchase,
        key=st.uuids().map(str),
        what=st.sampled_from(["a", "b"]),
        source=st.sampled_from(Source),
        on=DAYS,
        amount=st.integers(1, 40_000_000).map(lambda cents: euros(Decimal(cents).scaleb(-2))),
        url=st.just("/"),
        procedure=st.sampled_from([None, *Procedure]),
        ends_on=st.none() | DAYS,
        is_planned=st.booleans(),
    ),
    max_size=12,
)
MEASURES = st.sampled_from(Measure)
LIMITS = st.sampled_from([SAS, FULL, BAND])


@given(PURCHASES, LIMITS, MEASURES)
def test_the_sum_is_that_of_the_list(purchases, limit, measure):
    found = of(purchases, limit, measure)

    listed = counting(purchases, measure, TODAY)
    assert found.total == sum_of(each.amount for each in listed)
    assert 0 <= found.outside <= found.total and 0 <= found.planned <= found.total
    assert found.stage in (0, *LEVELS)


@given(PURCHASES, LIMITS, MEASURES, st.randoms())
def test_the_order_in_which_was_bought_does_not_matter(purchases, limit, measure, chance):
    shuffled = list(purchases)
    chance.shuffle(shuffled)

    assert of(shuffled, limit, measure) == of(purchases, limit, measure)
    assert course(shuffled, measure, TODAY) == course(purchases, measure, TODAY)


def _day(found):
    """The day of a crossing, for comparison: reached is earliest, not seen latest."""
    return {Outlook.REACHED: date.min, Outlook.EXPECTED: found.on}.get(found.outlook, date.max)


@given(PURCHASES, PURCHASES, LIMITS, MEASURES)
def test_buying_more_never_puts_the_crossing_off(purchases, more, limit, measure):
    assert _day(of([*purchases, *more], limit, measure).forecast) <= _day(of(purchases, limit, measure).forecast)


@given(PURCHASES, MEASURES, st.integers(1, 500_000), st.integers(0, 500_000))
def test_a_higher_limit_is_never_reached_earlier(purchases, measure, low, more):
    def day(amount):
        return _day(of(purchases, Limit(euros(amount), Procedure.SAS, ""), measure).forecast)

    assert day(low) <= day(low + more)


@given(PURCHASES, LIMITS, MEASURES)
def test_a_crossing_that_is_expected_lies_ahead_and_within_two_years(purchases, limit, measure):
    found = of(purchases, limit, measure).forecast

    if found.on is not None:
        assert TODAY <= found.on <= add_months(TODAY, 24)
