"""Paying what was asked for being late: once, by somebody else, in the file, the books and the ledger."""

import csv
import io
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from alerts.collectors.money import returned_payments
from invoices.late_charges import LateChargeStatus
from invoices.lifecycle import InvoiceStatus, PaymentStatus
from invoices.models import Invoice, LateCharge, Payment, PaymentRun
from invoices.operations.bank_answers import book_bank_answers
from invoices.operations.journals import export_journal
from invoices.operations.payments import book_failed, book_paid, book_returned, book_run_paid, make_payment_run
from invoices.operations.remittances import REMITTANCE_JOB, request_remittance
from invoices.queries.payments import paid_per_year, payment_visible_to, payments_of, payments_of_charge
from tests.factories.invoices import NOW, approved_invoice, invoiceable_contract, made_run, money_in_place
from townhall.documents import storage
from townhall.documents.models import Document
from townhall.jobs.operations import run_due_jobs
from townhall.money import euros
from townhall.organisations.queries import the_municipality
from townhall.pdf_reading import texts_of
from townhall.refusal import Refusal

#: The invoice of NOW was to be paid on 23 December; the money came in February.
PAID_ON = NOW + timedelta(days=73)
LATER = PAID_ON + timedelta(days=10)
INTEREST, COSTS = euros("22.91"), euros(40)


def paid_late(people: SimpleNamespace) -> Invoice:
    """An invoice that was paid 43 days too late."""
    money_in_place()
    invoice = approved_invoice(invoiceable_contract())
    run = made_run(invoice, now=PAID_ON)
    book_run_paid(run, paid_on=run.execution_on, actor=people.actor("fatima"), now=PAID_ON + timedelta(days=1))
    return invoice


def approved_charge(session: Any, people: SimpleNamespace) -> LateCharge:
    invoice = paid_late(people)
    assert invoice.due_on and invoice.paid_on
    charge = LateCharge(
        number="VR-2027-0001", invoice=invoice, principal=invoice.payable_gross, invoice_due_on=invoice.due_on,
        invoice_paid_on=invoice.paid_on, interest=INTEREST, costs=COSTS, status=LateChargeStatus.APPROVED,
        asked_at=LATER, asked_by_id=people.sanne.id, approved_at=LATER, approved_by_id=people.wim.id,
    )  # fmt: skip
    session.add(charge)
    session.flush()
    return charge


def run_with(*charges: LateCharge, by: Any) -> PaymentRun:
    on = (LATER + timedelta(days=1)).date()
    return make_payment_run([], charges=charges, execution_on=on, actor=by, now=LATER)


@pytest.mark.both_databases
def test_it_is_paid_once_in_a_file_by_somebody_else(session: Any, people: SimpleNamespace) -> None:
    charge = approved_charge(session, people)
    before = paid_per_year(charge.invoice.contract_id)
    with pytest.raises(Refusal) as twice:
        run_with(charge, charge, by=people.actor("fatima"))
    with pytest.raises(Refusal) as own:
        run_with(charge, by=people.actor("wim"))

    run = run_with(charge, by=people.actor("fatima"))

    assert [each.code for each in twice.value.obstacles] == ["chosen-twice"]
    assert [each.code for each in own.value.obstacles] == ["same-person"]
    (payment,) = run.payments
    title = f"Vergoeding VR-2027-0001, factuur {charge.invoice.number}"
    assert (payment.amount, payment.title) == (euros("62.91"), title)
    text = storage.read(run.document).decode()
    assert "62.91" in text and title in text
    with pytest.raises(Refusal) as again:
        run_with(charge, by=people.actor("fatima"))
    assert [each.code for each in again.value.obstacles] == ["late-charge-not-here"]

    book_paid(payment, paid_on=run.execution_on, actor=people.actor("fatima"), now=LATER + timedelta(days=1))

    assert (charge.status, charge.paid_on) == (LateChargeStatus.PAID, run.execution_on)
    assert payments_of_charge(charge.id) == [payment] and len(payments_of(charge.invoice_id)) == 1
    # It is no fee: nothing of it is spent under the contract.
    assert paid_per_year(charge.invoice.contract_id) == before
    session.add(
        Payment(
            run=run, late_charge=charge, number="X", amount=charge.amount, iban="NL1", name="A",
            status=PaymentStatus.PAID, booked_on=run.execution_on,
        )
    )  # fmt: skip
    with pytest.raises(IntegrityError):
        session.flush()


def test_what_a_colleague_released_meanwhile_is_not_released_again(session: Any, people: SimpleNamespace) -> None:
    charge = approved_charge(session, people)
    session.execute(
        update(LateCharge)
        .values(status=LateChargeStatus.RELEASED, released_by_id=people.coen.id)
        .execution_options(synchronize_session=False)
    )
    assert charge.status is LateChargeStatus.APPROVED, "as it was read before"

    with pytest.raises(Refusal) as again:
        run_with(charge, by=people.actor("fatima"))

    assert [each.code for each in again.value.obstacles] == ["late-charge-not-here"]


def test_money_that_did_not_arrive_is_to_be_paid_again(session: Any, people: SimpleNamespace) -> None:
    charge, fatima = approved_charge(session, people), people.actor("fatima")
    after = LATER + timedelta(days=2)
    first = run_with(charge, by=fatima).payments[0]
    book_failed(first, failed_on=LATER.date(), reason="Rekening dicht", actor=fatima, now=LATER)
    session.flush()
    assert (charge.status, charge.released_by_id) == (LateChargeStatus.APPROVED, None)
    assert [fact.subject for fact in returned_payments()] == ["late_charge:VR-2027-0001"]

    second = run_with(charge, by=fatima)
    session.flush()
    assert returned_payments() == []
    answers = f"Kenmerk;Uitkomst;Datum;Reden\n{second.payments[0].number};betaald;{second.execution_on:%d-%m-%Y};\n"
    book_bank_answers(second, answers.encode(), filename="bank.csv", actor=fatima, now=after)
    assert charge.status is LateChargeStatus.PAID
    book_returned(second.payments[0], returned_on=after.date(), reason="Onbekend", actor=fatima, now=after)

    assert (charge.status, charge.paid_on) == (LateChargeStatus.APPROVED, None)
    # The invoice itself stays as it was paid.
    assert charge.invoice.status is InvoiceStatus.PAID and charge.invoice.paid_on is not None


def test_the_ledger_gets_it_on_an_account_of_its_own(session: Any, people: SimpleNamespace) -> None:
    charge, fatima = approved_charge(session, people), people.actor("fatima")
    export_journal(columns={}, accounts={}, actor=fatima, now=LATER)
    run = run_with(charge, by=fatima)
    book_run_paid(run, paid_on=run.execution_on, actor=fatima, now=LATER + timedelta(days=1))

    export = export_journal(columns={}, accounts={}, actor=fatima, now=LATER + timedelta(days=1))

    text = storage.read(export.document).decode("utf-8-sig")
    rows = [(row["Rekening"], row["Debet"], row["Credit"]) for row in csv.DictReader(io.StringIO(text), delimiter=";")]
    assert rows == [("Rente en kosten van te late betaling", "62,91", "0,00"), ("Bank", "0,00", "62,91")]


def test_its_specification_is_for_its_own_supplier(session: Any, people: SimpleNamespace) -> None:
    charge = approved_charge(session, people)
    payment = run_with(charge, by=people.actor("fatima")).payments[0]

    another = replace(people.actor("sanne"), organisation_id=the_municipality().id)
    assert payment_visible_to(people.actor("sanne"), payment.number) is payment
    assert payment_visible_to(another, payment.number) is None
    request_remittance(payment, actor=people.actor("sanne"), now=LATER)
    session.flush()
    assert run_due_jobs() == 1
    document = session.query(Document).filter_by(kind=REMITTANCE_JOB).one()
    told = "".join("".join(texts_of(storage.read(document))).split()).replace("\xa0", "")
    for part in ("VR-2027-0001", "€22,91", "€40,00", "€62,91", "zonderbtw"):
        assert part in told, part
