"""The values of a lot in the file: what follows the worksheet, what was typed with a reason, what is refused."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from procurement.estimates import EstimateMethod, RecurringPurchase
from procurement.lots import Financing, TargetGroup
from procurement.operations.lots import add_lot, change_lot, take_computed_maximum
from procurement.operations.tenders import change_tender
from procurement.tender_content import LotContent
from procurement.worksheets import LotOptionFacts, Valuation
from tests.conftest import MONDAY
from tests.factories.tenders import MILESTONES, saved_tender
from townhall.audit.models import AuditEntry
from townhall.money import euros
from townhall.refusal import Refusal


@pytest.fixture
def inge(people):
    return people.actor("inge")


def lot_content(**what_matters):
    values = {
        "title": "50-plussers",
        "target_group": TargetGroup.OVER_FIFTY,
        "clients_per_year": 50,
        "financing": Financing.NO_CURE_LESS_PAY,
        "milestones": MILESTONES,
    }
    return LotContent(**{**values, **what_matters})


def test_the_maximum_follows_the_worksheet_until_somebody_types_another_with_a_reason(session, inge):
    tender = saved_tender(lots=0)
    lot = add_lot(tender, lot_content(most_clients_per_year=60), actor=inge, now=MONDAY)
    # 60 people × 4 years × 5.000
    assert lot.maximum_value == euros(1200000)

    change_tender(tender, {"extension_count": 1}, actor=inge, now=MONDAY)
    assert lot.maximum_value == euros(900000)

    own = {"maximum_value": euros(800000), "maximum_reason": "Het budget is niet hoger."}
    change_lot(lot, lot_content(most_clients_per_year=60, **own), actor=inge, now=MONDAY)
    change_tender(tender, {"extension_count": 2}, actor=inge, now=MONDAY)
    assert (lot.maximum_value, lot.maximum_reason) == (euros(800000), "Het budget is niet hoger.")

    take_computed_maximum(lot, actor=inge, now=MONDAY)
    assert (lot.maximum_value, lot.maximum_reason) == (euros(1200000), "")
    session.flush()
    assert session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()[-1] == "lot.maximum_computed"


def test_a_maximum_that_cannot_be_computed_is_not_taken(session, inge):
    tender = saved_tender(duration_months=None)

    with pytest.raises(Refusal) as refusal:
        take_computed_maximum(tender.lots[0], actor=inge, now=MONDAY)

    assert [obstacle.code for obstacle in refusal.value.obstacles] == ["maximum-unknown"]


def test_options_count_in_both_values_and_are_kept_in_order(session, inge):
    tender = saved_tender(lots=0)
    options = (LotOptionFacts("Training", euros(10000)), LotOptionFacts("Nazorg", euros(5000)))

    lot = add_lot(tender, lot_content(options=options), actor=inge, now=MONDAY)
    assert (lot.expected_value, lot.maximum_value) == (euros(635000), euros(1015000))
    change_lot(lot, lot_content(options=options[1:]), actor=inge, now=MONDAY)

    assert [(each.label, each.sequence) for each in lot.options] == [("Nazorg", 1)]
    assert lot.expected_value == euros(625000)


def test_what_comes_back_is_estimated_over_twelve_months(session, inge):
    recurring = RecurringPurchase(euros(200000), Decimal(10))
    valuation = Valuation(EstimateMethod.TWELVE_MONTHS, "Elk jaar dezelfde training.", recurring)

    lot = add_lot(saved_tender(lots=0), lot_content(valuation=valuation), actor=inge, now=MONDAY)

    assert lot.expected_value == euros(220000)
    assert lot.valuation() == valuation
    # Its contract runs four years all the same.
    assert lot.expected_over_term() == euros(620000)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"maximum_value": euros(900000)}, "maximum-unexplained"),
        ({"most_clients_per_year": 49}, "most-below-expected"),
        ({"options": (LotOptionFacts("", euros(5)),)}, "option-without-name"),
        ({"options": (LotOptionFacts("Training", euros(0)),)}, "option-without-amount"),
        ({"valuation": Valuation(EstimateMethod.MONTHS_48)}, "method-unexplained"),
        ({"valuation": Valuation(recurring=RecurringPurchase(euros(1)))}, "recurring-unused"),
        (
            {"valuation": Valuation(EstimateMethod.TWELVE_MONTHS, "x", RecurringPurchase(euros(1), Decimal(-101)))},
            "change-out-of-range",
        ),
    ],
)
def test_a_value_that_cannot_be_explained_is_refused(session, inge, content, code):
    tender = saved_tender(lots=0)

    with pytest.raises(Refusal) as refusal:
        add_lot(tender, lot_content(**content), actor=inge, now=MONDAY)

    assert [obstacle.code for obstacle in refusal.value.obstacles] == [code]
    assert tender.lots == []
