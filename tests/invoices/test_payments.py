"""Payment runs: once, to a confirmed account, by a third person; and what the bank did."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from lxml import etree
from sqlalchemy.exc import DBAPIError, IntegrityError

from invoices.lifecycle import InvoiceStatus, PaymentRunStatus, PaymentStatus
from invoices.models import Payment, PaymentEvent, PaymentRun
from invoices.operations.payments import book_failed, book_paid, book_run_paid, make_payment_run
from invoices.sepa import PainVersion, schema_errors
from tests.factories.invoices import (
    NOW,
    SUPPLIER_IBAN,
    approved_invoice,
    invoiceable_contract,
    made_run,
    money_in_place,
    stated_invoice,
)
from townhall.documents import storage
from townhall.mail.models import OutboxMail
from townhall.money import euros
from townhall.organisations.bank_signatures import COOLING_DAYS
from townhall.organisations.models import BankAccount
from townhall.refusal import Refusal

pytestmark = pytest.mark.both_databases

TOMORROW = date(2026, 11, 24)
LATER = NOW + timedelta(days=2)


def codes(refusal: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [obstacle.code for obstacle in refusal.value.obstacles]


@pytest.mark.parametrize("version", list(PainVersion))
def test_a_run_is_a_valid_file_that_adds_up(
    session: Any, people: SimpleNamespace, version: PainVersion
) -> None:
    money_in_place()
    contract = invoiceable_contract()
    invoices = [approved_invoice(contract), approved_invoice(contract)]

    run = make_payment_run(
        invoices, execution_on=TOMORROW, version=version, actor=people.actor("fatima"), now=NOW
    )

    data = storage.read(run.document)
    assert schema_errors(data, version) == []
    document = etree.fromstring(data)
    assert [node.text for node in document.iter("{*}CtrlSum")] == ["3267.00", "3267.00"]
    assert {node.text for node in document.iter("{*}IBAN")} >= {SUPPLIER_IBAN}
    assert run.number == "BR-2026-0001" and run.total == euros(3267)
    assert {invoice.status for invoice in invoices} == {InvoiceStatus.RELEASED}
    assert {invoice.released_by_id for invoice in invoices} == {people.fatima.id}


def test_nothing_is_paid_twice(session: Any, people: SimpleNamespace) -> None:
    money_in_place()
    invoice = approved_invoice()
    made_run(invoice)

    with pytest.raises(Refusal) as refusal:
        made_run(invoice)

    assert codes(refusal) == ["invoice-not-here"]
    assert session.query(Payment).count() == 1


def test_the_database_refuses_a_second_live_payment(session: Any, people: SimpleNamespace) -> None:
    money_in_place()
    run = made_run(approved_invoice())
    first = run.payments[0]
    run.payments.append(
        Payment(invoice=first.invoice, number="x", amount=first.amount, iban=first.iban, name="x",
                status=PaymentStatus.ORDERED)
    )  # fmt: skip

    with pytest.raises(IntegrityError):
        session.flush()


def test_a_run_is_refused_with_every_reason_and_changes_nothing(
    session: Any, people: SimpleNamespace
) -> None:
    money_in_place()
    contract = invoiceable_contract()
    approved, stated = approved_invoice(contract), stated_invoice(contract)
    session.query(BankAccount).filter_by(organisation_id=contract.supplier_id).delete()

    with pytest.raises(Refusal) as refusal:
        make_payment_run(
            [approved, stated], execution_on=date(2026, 11, 28), actor=people.actor("wim"), now=NOW
        )

    assert codes(refusal) == [
        "execution-not-working-day",
        "same-person",
        "no-bank-account",
        "invoice-not-here",
    ]
    assert session.query(PaymentRun).count() == 0
    assert approved.status is InvoiceStatus.APPROVED


def test_no_money_goes_to_an_account_in_its_cooling_off_period(session: Any, people: SimpleNamespace) -> None:
    money_in_place()
    invoice = approved_invoice(invoiceable_contract())
    account = session.query(BankAccount).filter_by(organisation_id=invoice.supplier_id).one()

    account.confirmed_at = NOW - timedelta(days=COOLING_DAYS - 1)
    with pytest.raises(Refusal) as refusal:
        made_run(invoice)
    account.confirmed_at = NOW - timedelta(days=COOLING_DAYS)

    assert codes(refusal) == ["account-cooling"]
    assert made_run(invoice).payments[0].iban == account.iban


def test_an_empty_run_without_an_own_account_is_refused(session: Any, people: SimpleNamespace) -> None:
    with pytest.raises(Refusal) as refusal:
        made_run()

    assert codes(refusal) == ["run-empty", "no-own-account"]


def test_booking_the_run_pays_every_invoice_and_tells_the_supplier(
    session: Any, people: SimpleNamespace
) -> None:
    money_in_place()
    contract = invoiceable_contract()
    run = made_run(approved_invoice(contract), approved_invoice(contract))

    book_run_paid(run, paid_on=TOMORROW, actor=people.actor("fatima"), now=LATER)

    assert run.status is PaymentRunStatus.BOOKED
    for payment in run.payments:
        assert payment.invoice.status is InvoiceStatus.PAID
        assert payment.invoice.paid_on == TOMORROW
        assert [event.kind for event in payment.events] == [PaymentStatus.ORDERED, PaymentStatus.PAID]
    mails = session.query(OutboxMail).filter(OutboxMail.subject.contains("is betaald")).all()
    assert len(mails) == 2 and "€" in mails[0].body
    with pytest.raises(Refusal) as refusal:
        book_run_paid(run, paid_on=TOMORROW, actor=people.actor("fatima"), now=LATER)
    assert codes(refusal) == ["nothing-open"]


def test_a_failed_payment_comes_back_and_can_be_paid_again(session: Any, people: SimpleNamespace) -> None:
    money_in_place()
    invoice = approved_invoice()
    run = made_run(invoice)

    book_failed(
        run.payments[0],
        failed_on=TOMORROW,
        reason="Rekening gesloten",
        actor=people.actor("fatima"),
        now=LATER,
    )

    assert invoice.status is InvoiceStatus.APPROVED and invoice.released_by_id is None
    assert run.status is PaymentRunStatus.BOOKED
    again = made_run(invoice, now=LATER)
    day_after = LATER + timedelta(days=1)
    book_paid(again.payments[0], paid_on=day_after.date(), actor=people.actor("fatima"), now=day_after)
    assert invoice.status is InvoiceStatus.PAID


@pytest.mark.parametrize(
    ("paid_on", "code"),
    [
        (NOW.date(), "booked-before-execution"),
        (LATER.date() + timedelta(days=1), "booked-in-future"),
    ],
)
def test_a_booking_lies_between_the_day_in_the_file_and_today(
    session: Any, people: SimpleNamespace, paid_on: date, code: str
) -> None:
    money_in_place()
    run = made_run(approved_invoice())

    with pytest.raises(Refusal) as refusal:
        book_paid(run.payments[0], paid_on=paid_on, actor=people.actor("fatima"), now=LATER)

    assert codes(refusal) == [code]
    with pytest.raises(Refusal) as refusal:
        book_run_paid(run, paid_on=paid_on, actor=people.actor("fatima"), now=LATER)
    assert codes(refusal) == [code]


def test_a_payment_can_fail_before_the_day_in_the_file(session: Any, people: SimpleNamespace) -> None:
    money_in_place()
    run = made_run(approved_invoice())

    book_failed(
        run.payments[0], failed_on=NOW.date(), reason="Saldo te laag", actor=people.actor("fatima"), now=NOW
    )

    assert run.payments[0].status is PaymentStatus.FAILED


@pytest.mark.parametrize("act", ["update", "delete"])
def test_what_happened_to_a_payment_cannot_be_rewritten(
    session: Any, people: SimpleNamespace, act: str
) -> None:
    money_in_place()
    made_run(approved_invoice())
    session.flush()

    with pytest.raises(DBAPIError):
        if act == "update":
            session.query(PaymentEvent).update({"reason": "iets anders"})
        else:
            session.query(PaymentEvent).delete()
