"""Paid too late: what a supplier may ask, who decides, and what it does to the budget."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from invoices.late_charges import (
    LIVE,
    MOVES,
    SENTENCES,
    LateChargeStatus,
    SignedCharge,
    obstacles_to_approving,
    obstacles_to_asking,
    obstacles_to_moving,
    obstacles_to_refusing,
)
from invoices.lifecycle import InvoiceStatus
from invoices.models import LateCharge
from invoices.operations.late_charges import (
    approve_late_charge,
    ask_late_charge,
    lapse_late_charge,
    refuse_late_charge,
)
from invoices.payment_terms import InterestRate, lateness
from invoices.queries.late_charges import late_charge_visible_to, late_charges_to_pay
from tests.factories.invoices import NOW, approved_invoice, money_in_place
from tests.factories.late_charges import LATE_BY, asked_charge, invoice_paid_late
from townhall.audit.models import AuditEntry
from townhall.budgets.authority import MandateFacts
from townhall.budgets.kinds import CommitmentStatus, MandateKind
from townhall.budgets.models import Budget
from townhall.budgets.queries import room_of, spent_on
from townhall.budgets.room import Room
from townhall.filters import euro
from townhall.mail.models import OutboxMail
from townhall.money import ZERO, euros, sum_of
from townhall.refusal import Obstacle, Refusal

S = LateChargeStatus
TEN = (InterestRate(date(2020, 1, 1), date(2026, 6, 30), Decimal(10), "test", verified=True),)
MANDATE = MandateFacts(MandateKind.APPROVE_INVOICE, None, date(2026, 1, 1))


def late(*, due: date = date(2026, 5, 1), paid_on: date = date(2026, 6, 1)) -> Any:
    return lateness(euros(1000), due=due, paid_on=paid_on, rates=TEN)


def codes(obstacles: list[Obstacle]) -> list[str]:
    return [each.code for each in obstacles]


def charge(status: S = S.ASKED, *, approved_by: int | None = None) -> SignedCharge:
    return SignedCharge(status, asked_by_id=1, approved_by_id=approved_by, released_by_id=None, amount=euros(60))


@pytest.mark.parametrize(
    ("invoice", "lateness", "has_live", "reasons"),
    [
        (InvoiceStatus.PAID, late(), False, []),
        (InvoiceStatus.PAID, late(), True, ["late-charge-asked"]),
        (InvoiceStatus.PAID, None, False, ["not-late"]),
        (InvoiceStatus.APPROVED, late(), False, ["not-paid-yet"]),
        (InvoiceStatus.PAID, late(paid_on=date(2026, 7, 1)), False, ["rate-unknown"]),
        (InvoiceStatus.RELEASED, late(paid_on=date(2026, 7, 1)), False, ["not-paid-yet", "rate-unknown"]),
    ],
)
def test_only_what_was_paid_too_late_is_asked_once_and_to_the_cent(
    invoice: InvoiceStatus, lateness: Any, has_live: bool, reasons: list[str]
) -> None:
    assert codes(obstacles_to_asking(invoice, lateness, has_live_charge=has_live)) == reasons


@pytest.mark.parametrize(
    ("facts", "changes", "reasons"),
    [
        (charge(), {}, []),
        (charge(), {"account_id": 1}, ["same-person"]),
        (charge(), {"mandates": []}, ["no-mandate"]),
        (charge(), {"room": None}, ["budget-missing"]),
        (charge(), {"room": Room(euros("59.99"))}, ["budget-exceeded"]),
        (charge(), {"room": Room(euros(60))}, []),
        (charge(), {"counted_now": euros("60.01")}, ["rate-changed"]),
        (charge(), {"account_id": 1, "mandates": [], "room": None}, ["same-person", "no-mandate", "budget-missing"]),
        (charge(S.APPROVED, approved_by=2), {"account_id": 3}, ["late-charge-not-here"]),
    ],
)
def test_the_budget_holder_approves_within_mandate_and_budget(
    facts: SignedCharge, changes: dict[str, Any], reasons: list[str]
) -> None:
    given_: dict[str, Any] = {
        "account_id": 2, "mandates": [MANDATE], "room": Room(euros(100)), "counted_now": euros(60),
        "on": date(2026, 11, 23),
    }  # fmt: skip
    assert codes(obstacles_to_approving(facts, **(given_ | changes))) == reasons


def test_a_refusal_needs_a_reason_and_comes_before_the_approval() -> None:
    assert codes(obstacles_to_refusing(S.ASKED, reason=" ")) == ["reason-missing"]
    assert codes(obstacles_to_refusing(S.APPROVED, reason="x")) == ["late-charge-not-here"]
    assert obstacles_to_refusing(S.ASKED, reason="De uiterste dag klopt niet") == []


@given(st.sampled_from(S), st.sampled_from(S))
def test_what_is_over_never_comes_to_life_again(now_is: S, to: S) -> None:
    assert SENTENCES[now_is]
    if now_is not in LIVE:
        assert not MOVES[now_is] and obstacles_to_moving(now_is, to)


@given(account_id=st.integers(1, 3), status=st.sampled_from(S))
def test_who_asked_never_approves(account_id: int, status: S) -> None:
    obstacles = obstacles_to_approving(
        charge(status), account_id=account_id, mandates=[MANDATE], room=Room(None), counted_now=euros(60),
        on=date(2026, 11, 23),
    )  # fmt: skip
    assert account_id != 1 or {"same-person", "late-charge-not-here"} & set(codes(obstacles))


@given(
    cents=st.integers(1, 10**9), due=st.dates(date(2019, 12, 31), date(2024, 1, 1)), days=st.integers(1, 900),
)  # fmt: skip
def test_interest_is_never_below_zero_grows_by_the_day_and_its_parts_add_up(cents: int, due: date, days: int) -> None:
    principal = Decimal(cents) / 100
    counted = lateness(principal, due=due, paid_on=due + timedelta(days=days), rates=TEN)
    longer = lateness(principal, due=due, paid_on=due + timedelta(days=days + 1), rates=TEN)

    assert counted is not None and longer is not None
    assert ZERO <= counted.interest.amount <= longer.interest.amount
    assert counted.amount == counted.interest.amount + euros(40)
    assert sum_of(amount for _part, amount in counted.interest.per_part) == counted.interest.amount


@pytest.mark.both_databases
def test_what_is_asked_keeps_how_it_was_counted(session: Any, people: SimpleNamespace) -> None:
    money_in_place()
    asked = asked_charge()
    session.commit()
    session.expire_all()

    counted = asked.as_lateness()
    # 1633,50 × 10,40 % × 21 / 365
    assert (asked.number, asked.status, asked.principal) == ("VR-2026-0001", S.ASKED, euros("1633.50"))
    assert (counted.days, asked.interest, asked.amount) == (LATE_BY, euros("9.77"), euros("49.77"))
    assert counted.interest.parts[0].percent == Decimal("10.40") and not counted.interest.verified
    with pytest.raises(Refusal) as again:
        ask_late_charge(asked.invoice, actor=people.actor("sanne"), now=NOW)
    assert codes(again.value.obstacles) == ["late-charge-asked"]
    second = {name: getattr(asked, name) for name in ("invoice_id", "principal", "invoice_due_on", "invoice_paid_on")}
    session.add(LateCharge(number="x", interest=ZERO, costs=euros(40), asked_at=NOW, **second))
    with pytest.raises(IntegrityError):
        session.flush()


def test_it_is_another_supplier_s_secret(session: Any, people: SimpleNamespace) -> None:
    money_in_place()
    asked = asked_charge()
    session.flush()

    seen = {name: late_charge_visible_to(people.actor(name), asked.number) for name in ("sanne", "rik", "wim", "kim")}

    assert [name for name, found in seen.items() if found] == ["sanne", "wim"]


def test_an_invoice_that_is_not_paid_cannot_be_asked_about(session: Any, people: SimpleNamespace) -> None:
    money_in_place()
    with pytest.raises(Refusal) as refusal:
        ask_late_charge(approved_invoice(), actor=people.actor("sanne"), now=NOW + timedelta(days=40))
    assert codes(refusal.value.obstacles) == ["not-paid-yet", "rate-unknown"]


@pytest.mark.both_databases
def test_an_approved_one_costs_the_budget_that_and_no_vat(session: Any, people: SimpleNamespace) -> None:
    budget = money_in_place()
    asked = asked_charge()
    before = room_of(budget).spent

    approve_late_charge(asked, actor=people.actor("wim"), now=NOW)
    session.flush()

    assert room_of(budget).spent - before == asked.amount == spent_on(asked.commitment)
    assert late_charges_to_pay() == [asked]
    mail = session.query(OutboxMail).order_by(OutboxMail.id.desc()).first()
    assert euro(asked.amount) in mail.body and "zonder btw" in mail.body
    acts = [each.act for each in session.query(AuditEntry).order_by(AuditEntry.id)]
    assert acts[-1] == "late_charge.approved" and acts.count("late_charge.requested") == 1


def test_without_budget_mandate_or_second_pair_of_eyes_nothing_happens(session: Any, people: SimpleNamespace) -> None:
    budget = money_in_place()
    asked = asked_charge()
    session.query(Budget).filter_by(id=budget.id).update({"year": 2025})
    with pytest.raises(Refusal) as refusal:
        approve_late_charge(asked, actor=people.actor("sanne"), now=NOW)
    session.flush()

    assert codes(refusal.value.obstacles) == ["same-person", "no-mandate", "budget-missing"]
    assert asked.status is S.ASKED and asked.commitment is None


def test_a_refused_one_is_told_with_its_reason_and_may_be_asked_anew(session: Any, people: SimpleNamespace) -> None:
    money_in_place()
    asked = asked_charge()

    refuse_late_charge(asked, reason="De uiterste dag klopt niet.", actor=people.actor("wim"), now=NOW)
    session.flush()

    assert "De uiterste dag klopt niet." in session.query(OutboxMail).order_by(OutboxMail.id.desc()).first().body
    with pytest.raises(Refusal):
        approve_late_charge(asked, actor=people.actor("wim"), now=NOW)
    assert asked_charge(asked.invoice).number == "VR-2026-0002"


@pytest.mark.parametrize("is_approved", [False, True])
def test_when_the_payment_comes_back_it_lapses_and_the_budget_gets_its_money(
    is_approved: bool, session: Any, people: SimpleNamespace
) -> None:
    budget = money_in_place()
    asked, fatima = asked_charge(), people.actor("fatima")
    before = room_of(budget)
    if is_approved:
        approve_late_charge(asked, actor=people.actor("wim"), now=NOW)

    lapse_late_charge(asked.invoice, actor=fatima, now=NOW)
    lapse_late_charge(asked.invoice, actor=fatima, now=NOW)
    session.flush()

    assert asked.status is S.LAPSED and room_of(budget) == before
    assert not is_approved or asked.commitment.status is CommitmentStatus.RELEASED
    assert "opnieuw hebben betaald" in session.query(OutboxMail).order_by(OutboxMail.id.desc()).first().body


def test_nobody_both_asks_and_approves_in_the_database_either(session: Any, people: SimpleNamespace) -> None:
    money_in_place()
    asked = asked_charge()
    asked.approved_by_id = asked.asked_by_id
    with pytest.raises(IntegrityError):
        session.flush()


def test_an_invoice_paid_on_its_last_day_gives_nothing(session: Any, people: SimpleNamespace) -> None:
    money_in_place()
    invoice = invoice_paid_late(days=0)
    with pytest.raises(Refusal) as refusal:
        ask_late_charge(invoice, actor=people.actor("sanne"), now=NOW)
    assert codes(refusal.value.obstacles) == ["not-late"]
