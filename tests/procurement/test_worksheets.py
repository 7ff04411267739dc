"""The worksheet of a lot: every line shown, and the lines add up to the values."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.estimates import EstimateMethod, LotVolume, RecurringPurchase, value_of_lot
from procurement.lots import MilestoneFacts, MilestoneKind
from procurement.worksheets import LotOptionFacts, LotTerm, Valuation, WorksheetFacts, worksheet_of
from townhall.money import ZERO, euros

INTAKE = MilestoneFacts(MilestoneKind.INTAKE, "Intake", Decimal(40), Decimal(100), euros(1000))
PLACEMENT = MilestoneFacts(MilestoneKind.PLACEMENT, "Plaatsing", Decimal(60), Decimal(50), euros(3000))
BONUS = MilestoneFacts(MilestoneKind.BONUS, "Bonus", Decimal(0), Decimal(10), euros(500))
MONTHLY = MilestoneFacts(MilestoneKind.MONTHLY_FEE, "Maandbedrag", Decimal(0), Decimal(450), euros(100))


def facts(**what_matters):
    values = {
        "milestones": (INTAKE, PLACEMENT),
        "clients_per_year": 10,
        "term": LotTerm(months=24, extension_count=2, extension_months=12),
    }
    return WorksheetFacts(**{**values, **what_matters})


def test_each_milestone_shows_fee_times_attainment_and_what_it_costs_at_most():
    sheet = worksheet_of(facts(milestones=(INTAKE, PLACEMENT, BONUS, MONTHLY)))

    # A bonus counts in full though one in ten earns it; 4,5 months on average is 5 at most.
    assert [line.expected for line in sheet.fees] == [euros(1000), euros(1500), euros(500), euros(450)]
    assert [line.highest for line in sheet.fees] == [euros(1000), euros(3000), euros(500), euros(500)]
    assert (sheet.expected_fee, sheet.highest_fee) == (euros(3450), euros(5000))


def test_first_term_extensions_and_options_are_lines_of_their_own():
    sheet = worksheet_of(facts(options=(LotOptionFacts("Training", euros(30000)),), most_clients_per_year=12))

    # 10 a year × 2 years × 2.500, twice; at most 12 a year × 2 years × 4.000, twice.
    assert [step.amount for step in sheet.expected] == [euros(50000), euros(50000), euros(30000)]
    assert [step.amount for step in sheet.highest] == [euros(96000), euros(96000), euros(30000)]
    assert sheet.expected[1].label == "Verlengingen: 2 × 12 maanden"
    assert sheet.expected[0].formula == "10 deelnemers per jaar × 24 maanden ÷ 12 × € 2.500,00"


def test_without_a_term_there_is_no_value_and_without_fees_no_maximum():
    no_term = worksheet_of(facts(term=LotTerm(None), options=(LotOptionFacts("Training", euros(1)),)))
    no_fees = worksheet_of(facts(milestones=()))

    assert (no_term.expected_value, no_term.maximum_value) == (ZERO, None)
    assert (no_fees.expected_value, no_fees.maximum_value) == (ZERO, None)


@pytest.mark.parametrize(
    ("valuation", "value"),
    [
        (Valuation(EstimateMethod.WHOLE_TERM), "150000"),
        (Valuation(EstimateMethod.MONTHS_48), "100000"),
        (Valuation(EstimateMethod.TWELVE_MONTHS), "25000"),
        (
            Valuation(EstimateMethod.TWELVE_MONTHS, recurring=RecurringPurchase(euros(40000), Decimal("-2.5"))),
            "39000",
        ),
    ],
)
def test_the_method_decides_the_estimate_but_never_the_maximum(valuation, value):
    sheet = worksheet_of(facts(term=LotTerm(48, 1, 24), valuation=valuation))

    assert sheet.expected_value == euros(value)
    assert sheet.maximum_value == euros(240000)


def test_48_months_do_not_stretch_a_shorter_term():
    short = facts(term=LotTerm(24), valuation=Valuation(EstimateMethod.MONTHS_48))

    assert worksheet_of(short).expected_value == euros(50000)


milestones = st.builds(
    MilestoneFacts,
    kind=st.sampled_from(MilestoneKind),
    label=st.just("Stap"),
    share_percent=st.just(Decimal(0)),
    expected_attainment=st.integers(0, 100).map(Decimal),
    highest_fee=st.none() | st.integers(1, 10**7).map(lambda cents: euros(Decimal(cents).scaleb(-2))),
)


@given(
    steps=st.lists(milestones, max_size=5).map(tuple),
    clients=st.integers(1, 500),
    term=st.builds(LotTerm, st.integers(1, 60), st.integers(0, 4), st.integers(0, 24)),
)
def test_the_lines_add_up_and_the_estimate_is_never_above_the_maximum(steps, clients, term):
    sheet = worksheet_of(WorksheetFacts(steps, clients, term))

    whole = LotVolume(clients, term.months + term.of_extensions, sheet.expected_fee)
    assert sheet.expected_value == value_of_lot(whole)
    assert sheet.expected_value <= (sheet.maximum_value or ZERO)
