"""The statutory interest of a half-year: typed in by one, confirmed by another, and never over what is known."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from invoices.models import StatutoryRate
from invoices.operations.late_charges import approve_late_charge
from invoices.operations.statutory_rates import confirm_rate, record_rate, reject_rate
from invoices.payment_terms import INTEREST_RATES, InterestRate, half_year_of, late_interest
from invoices.queries.statutory_rates import interest_rates
from invoices.statutory_rates import (
    RateStatus,
    half_years_to_record,
    known_rates,
    obstacles_to_confirming,
    obstacles_to_recording,
)
from tests.factories.invoices import NOW, money_in_place
from tests.factories.late_charges import asked_charge
from townhall.money import euros
from townhall.refusal import Refusal

TODAY = NOW.date()
H1, H2, NEXT = date(2026, 1, 1), date(2026, 7, 1), date(2027, 1, 1)


def rate(starts_on: date, percent: str = "10", *, verified: bool = True) -> InterestRate:
    return InterestRate(*half_year_of(starts_on), Decimal(percent), "bron", verified)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_a_day_lies_in_its_half_year_and_half_years_meet(day: date) -> None:
    first, last = half_year_of(day)
    assert first <= day <= last
    assert half_year_of(date.fromordinal(last.toordinal() + 1))[0].toordinal() == last.toordinal() + 1


def test_what_two_people_confirmed_takes_the_place_of_what_nobody_checked_only() -> None:
    house = [rate(H1, "10.15"), rate(H2, "10.40", verified=False)]

    known = known_rates(house, [rate(NEXT, "10.65"), rate(H2, "10.5"), rate(H1, "99")])

    assert [(each.starts_on, str(each.percent)) for each in known] == [(H1, "10.15"), (H2, "10.5"), (NEXT, "10.65")]


def test_half_years_that_begun_or_come_next_and_are_not_checked_may_be_typed_in() -> None:
    known = [rate(date(2025, 7, 1)), rate(H1, verified=False)]

    assert half_years_to_record(known, today=TODAY) == [NEXT, H2, H1]
    assert half_years_to_record([], today=TODAY) == [NEXT]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"percent": Decimal("7.99")}, ["rate-too-low"]),
        ({"percent": Decimal(8)}, []),
        ({"source": " "}, ["source-missing"]),
        ({"waiting": [NEXT]}, ["rate-waits"]),
        ({"starts_on": date(2027, 7, 1)}, ["rate-stands"]),
        ({"starts_on": date(2026, 8, 1)}, ["rate-stands"]),
        ({"starts_on": H1, "percent": Decimal(1), "source": ""}, ["rate-stands", "rate-too-low", "source-missing"]),
    ],
)
def test_every_reason_against_a_rate_is_told_at_once(changes: dict[str, Any], codes: list[str]) -> None:
    typed = {"starts_on": NEXT, "percent": Decimal("10.65"), "source": "bron", "waiting": [], "known": [rate(H1)]}
    assert [each.code for each in obstacles_to_recording(today=TODAY, **(typed | changes))] == codes


@pytest.mark.parametrize(
    ("status", "by", "codes"),
    [
        (RateStatus.PROPOSED, 2, []),
        (RateStatus.PROPOSED, 1, ["same-person"]),
        (RateStatus.PROPOSED, None, ["nobody-signs"]),
        (RateStatus.CONFIRMED, 2, ["rate-decided"]),
    ],
)
def test_somebody_else_confirms_it(status: RateStatus, by: int | None, codes: list[str]) -> None:
    assert [each.code for each in obstacles_to_confirming(status, recorded_by=1, by=by)] == codes


@pytest.mark.both_databases
def test_a_rate_counts_once_it_is_confirmed_and_one_that_was_turned_down_never(
    session: Any, people: SimpleNamespace
) -> None:
    fatima, wim = people.actor("fatima"), people.actor("wim")
    wrong = record_rate(NEXT, Decimal("11.65"), source="bron", actor=fatima, now=NOW)
    session.flush()
    assert interest_rates() == INTEREST_RATES
    with pytest.raises(Refusal):
        record_rate(NEXT, Decimal("10.65"), source="bron", actor=fatima, now=NOW)
    with pytest.raises(Refusal):
        confirm_rate(wrong, actor=fatima, now=NOW)

    reject_rate(wrong, reason="Er staat 10,65.", actor=wim, now=NOW)
    session.flush()
    right = record_rate(NEXT, Decimal("10.65"), source="bron", actor=fatima, now=NOW)
    confirm_rate(right, actor=wim, now=NOW)
    session.flush()

    counted = late_interest(euros(1000), due=date(2026, 12, 31), paid_on=NEXT, rates=interest_rates())
    assert [(part.percent, part.verified) for part in counted.parts] == [(Decimal("10.65"), True)]
    session.add(StatutoryRate(starts_on=NEXT, percent=Decimal(9), source="x", recorded_at=NOW))
    with pytest.raises(IntegrityError):
        session.flush()


def test_what_was_asked_by_a_rate_that_was_mended_since_is_not_paid(session: Any, people: SimpleNamespace) -> None:
    money_in_place()
    charge, wim, fatima = asked_charge(), people.actor("wim"), people.actor("fatima")
    mended = record_rate(H2, Decimal("10.50"), source="bron", actor=fatima, now=NOW)
    confirm_rate(mended, actor=wim, now=NOW)
    session.flush()

    with pytest.raises(Refusal) as refusal:
        approve_late_charge(charge, actor=wim, now=NOW)

    assert [each.code for each in refusal.value.obstacles] == ["rate-changed"]
    assert charge.as_lateness().interest.parts[0].percent == Decimal("10.40")
