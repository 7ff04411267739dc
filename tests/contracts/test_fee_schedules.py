"""A fee schedule adds up, can be reached, fits its financing, and explains itself."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.fee_presets import PRESETS, preset
from contracts.fee_schedules import (
    FeeLine,
    explain,
    line_of,
    most_per_person,
    obstacles_to_schedule,
    with_amounts,
)
from procurement.lots import Financing, MilestoneKind
from townhall.money import euros, sum_of

Kind = MilestoneKind
LESS_PAY = Financing.NO_CURE_LESS_PAY


def codes(lines: list[FeeLine], financing: Financing = LESS_PAY) -> list[str]:
    return [obstacle.code for obstacle in obstacles_to_schedule(lines, financing)]


@pytest.mark.parametrize("usual", PRESETS, ids=lambda usual: usual.code)
def test_every_usual_schedule_is_sound(usual):
    assert codes(list(usual.lines), usual.financing) == []


@given(tariff=st.decimals(min_value=1, max_value=10**6, places=2), usual=st.sampled_from(PRESETS))
def test_the_amounts_of_a_usual_schedule_add_up_to_the_tariff(tariff, usual):
    lines = with_amounts(usual.lines, tariff)

    assert most_per_person(lines) <= tariff
    if all(line.most_times == 1 for line in lines):
        assert sum_of(line.amount for line in lines) == tariff


def test_the_rounding_difference_lands_in_the_last_milestone():
    lines = with_amounts(
        [line_of(Kind.PLAN, 30), line_of(Kind.PLACEMENT, 30), line_of(Kind.SUSTAINED_6M, 40)], euros("0.05")
    )

    assert [line.amount for line in lines] == [euros("0.02"), euros("0.01"), euros("0.02")]


def test_a_monthly_fee_never_brings_more_than_the_tariff():
    (line,) = with_amounts([line_of(Kind.MONTHLY_FEE, 100, most_times=3)], euros("200"))

    assert line.amount == euros("66.66")


def test_a_bonus_comes_on_top_with_its_own_amount():
    lines = [*preset("NCLP-30/30/40").lines, line_of(Kind.BONUS, amount=euros("500"))]

    assert codes(lines) == []
    assert most_per_person(with_amounts(lines, euros("4500"))) == euros("5000")


@pytest.mark.parametrize(
    ("lines", "financing", "expected"),
    [
        ([], LESS_PAY, ["no-lines"]),
        ([line_of(Kind.PLAN, 30), line_of(Kind.PLACEMENT, 60)], LESS_PAY, ["shares-not-hundred"]),
        ([line_of(Kind.PLAN, 60), line_of(Kind.PLACEMENT, 60)], LESS_PAY, ["shares-not-hundred"]),
        (
            [line_of(Kind.PLAN, 0), line_of(Kind.PLACEMENT, 100)],
            LESS_PAY,
            ["share-impossible"],
        ),
        (
            [line_of(Kind.PLAN, 50), line_of(Kind.SUSTAINED_6M, 50)],
            LESS_PAY,
            ["never-reached"],
        ),
        (
            [line_of(Kind.PLACEMENT, 50), line_of(Kind.PLAN, 50)],
            LESS_PAY,
            ["order-contradicts"],
        ),
        (
            [line_of(Kind.PLAN, 50), line_of(Kind.PLACEMENT, 25), line_of(Kind.PLACEMENT, 25)],
            LESS_PAY,
            ["milestone-twice"],
        ),
        ([line_of(Kind.PLAN), line_of(Kind.PLACEMENT, 100)], LESS_PAY, ["fee-missing"]),
        (
            [line_of(Kind.PLAN, 50), line_of(Kind.PLACEMENT, 50)],
            Financing.NO_CURE_NO_PAY,
            ["pay-without-cure"],
        ),
        ([line_of(Kind.PLACEMENT, 100)], LESS_PAY, ["no-less-pay"]),
        ([line_of(Kind.PLAN, 100)], LESS_PAY, ["no-less-pay"]),
        ([line_of(Kind.PLACEMENT, 100)], Financing.EFFORT, ["no-effort"]),
        (
            [line_of(Kind.PLAN, 50), line_of(Kind.PLACEMENT, 50), line_of(Kind.BONUS, 10)],
            LESS_PAY,
            ["bonus-with-share"],
        ),
        (
            [line_of(Kind.START, 100), line_of(Kind.BONUS, amount=euros("1"))],
            Financing.EFFORT,
            ["bonus-without-result"],
        ),
        ([line_of(Kind.START, amount=euros("-1"))], Financing.EFFORT, ["amount-negative"]),
        ([line_of(Kind.START, 100, most_times=2)], Financing.EFFORT, ["times-impossible"]),
        (
            [FeeLine(Kind.START, "Start", Decimal(100), claim_within_days=0)],
            Financing.EFFORT,
            ["claim-window-closed"],
        ),
        ([line_of(Kind.START, amount=euros("400"))], Financing.EFFORT, []),
    ],
)
def test_an_impossible_schedule_is_refused_with_all_reasons(lines, financing, expected):
    assert codes(lines, financing) == expected


def test_several_reasons_come_at_once():
    found = codes([line_of(Kind.SUSTAINED_6M, 80), line_of(Kind.PLAN, 30)])

    assert found == ["shares-not-hundred", "never-reached", "order-contradicts"]


def test_the_schedule_explains_itself():
    lines = with_amounts(preset("NCLP-30/30/40").lines, euros("4500"))

    assert explain(lines, lambda amount: f"€ {amount}") == (
        "Deze regeling: 30 % bij het plan (€ 1350.00), 30 % bij plaatsing (€ 1350.00) en 40 % na 6 maanden "
        "werk (€ 1800.00). Samen hoogstens € 4500.00 per deelnemer."
    )
