"""Money that came back after it was booked as paid: on the list again, told, and paid once in the end."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from alerts.collectors.money import returned_payments
from invoices.clawbacks import ClawbackStatus
from invoices.lifecycle import InvoiceStatus, PaymentRunStatus, PaymentStatus
from invoices.models import Payment
from invoices.operations.bank_answers import book_bank_answers
from invoices.operations.clawbacks import raise_clawbacks
from invoices.operations.journals import export_journal
from invoices.operations.payments import book_paid, book_returned, book_run_paid
from invoices.queries.invoices import invoices_to_pay
from tests.factories.invoices import NOW, approved_invoice, earned, invoiceable_contract, made_run, money_in_place
from tests.invoices.test_clawbacks import paid_placement_that_ended
from townhall.budgets.queries import spent_on
from townhall.documents import storage
from townhall.money import ZERO
from townhall.refusal import Refusal

TOMORROW = NOW.date() + timedelta(days=1)
LATER = NOW + timedelta(days=2)


def paid(people: SimpleNamespace) -> Payment:
    money_in_place()
    payment = made_run(approved_invoice(invoiceable_contract())).payments[0]
    book_paid(payment, paid_on=TOMORROW, actor=people.actor("fatima"), now=LATER)
    return payment


@pytest.mark.both_databases
def test_it_stands_on_the_list_again_is_told_and_is_paid_once(session: Any, people: SimpleNamespace) -> None:
    first, fatima = paid(people), people.actor("fatima")
    invoice = first.invoice
    session.flush()
    assert returned_payments() == [] and invoices_to_pay() == []

    book_returned(first, returned_on=LATER.date(), reason="Rekening dicht", actor=fatima, now=LATER)
    session.flush()

    assert (invoice.status, invoice.paid_on, invoice.released_by_id) == (InvoiceStatus.APPROVED, None, None)
    assert (first.status, first.run.status) == (PaymentStatus.FAILED, PaymentRunStatus.BOOKED)
    assert [each.kind.value for each in first.events] == ["ordered", "paid", "failed"]
    assert invoices_to_pay() == [invoice]
    assert [fact.subject for fact in returned_payments()] == [f"invoice:{invoice.id}"]

    again = made_run(invoice, now=LATER).payments[0]
    session.flush()
    assert returned_payments() == [] and again.amount == first.amount
    with pytest.raises(Refusal):
        book_returned(first, returned_on=LATER.date(), reason="Nog eens", actor=fatima, now=LATER)
    first.status = PaymentStatus.PAID
    with pytest.raises(IntegrityError):
        session.flush()


def test_every_reason_is_told_and_nothing_changes(session: Any, people: SimpleNamespace) -> None:
    payment = paid(people)
    with pytest.raises(Refusal) as early:
        book_returned(payment, returned_on=NOW.date(), reason=" ", actor=people.actor("fatima"), now=LATER)
    with pytest.raises(Refusal) as future:
        book_returned(
            payment, returned_on=LATER.date() + timedelta(days=1), reason="x", actor=people.actor("fatima"), now=LATER
        )

    assert [each.code for each in early.value.obstacles] == ["returned-too-early", "reason-missing"]
    assert [each.code for each in future.value.obstacles] == ["booked-in-future"]
    assert payment.status is PaymentStatus.PAID


def test_the_file_of_the_bank_says_it_too_and_the_ledger_gets_the_reverse(
    session: Any, people: SimpleNamespace
) -> None:
    payment, fatima = paid(people), people.actor("fatima")
    export_journal(columns={}, accounts={}, actor=fatima, now=LATER)
    text = f"Kenmerk;Uitkomst;Datum;Reden\n{payment.number};teruggekomen;25-11-2026;Rekening dicht\n"

    assert book_bank_answers(payment.run, text.encode(), filename="b.csv", actor=fatima, now=LATER) == 1
    session.flush()
    back = export_journal(columns={"R": "account", "B": "amount"}, accounts={}, actor=fatima, now=LATER)

    assert payment.invoice.status is InvoiceStatus.APPROVED
    lines = storage.read(back.document).decode("utf-8-sig").split()
    assert lines == ["R;B", "Kosten;-1350,00", "Btw;-283,50", "Bank;1633,50"]


def test_what_it_had_set_off_stands_open_and_is_set_off_again(session: Any, people: SimpleNamespace) -> None:
    money_in_place()
    contract, fatima = invoiceable_contract(), people.actor("fatima")
    ended = paid_placement_that_ended(people, contract)
    clawback = raise_clawbacks(now=LATER)[0]
    large = approved_invoice(contract, achievements=[earned(contract), earned(contract)])
    run = made_run(large, now=LATER)
    after = NOW + timedelta(days=7)
    book_run_paid(run, paid_on=run.execution_on, actor=fatima, now=after)
    session.expire_all()
    assert clawback.status is ClawbackStatus.SETTLED

    book_returned(run.payments[0], returned_on=after.date(), reason="Rekening dicht", actor=fatima, now=after)
    session.expire_all()

    assert (clawback.status, clawback.outstanding) == (ClawbackStatus.OPEN, clawback.gross)
    assert spent_on(ended.lines[0].commitment) == clawback.net
    again = made_run(large, now=after)
    book_run_paid(again, paid_on=again.execution_on, actor=fatima, now=after + timedelta(days=3))
    session.expire_all()
    assert clawback.status is ClawbackStatus.SETTLED and spent_on(ended.lines[0].commitment) == ZERO
    assert again.total == large.payable_gross - clawback.gross


@pytest.mark.one_database("sqlite")
def test_finance_books_it_on_the_page(session: Any, people: SimpleNamespace, as_person: Any, set_now: Any) -> None:
    payment = paid(people)
    run, number = payment.run.number, payment.number
    session.flush()
    set_now(LATER)
    fatima, address = as_person("fatima"), f"/betalingen/betaling/{payment.number}/niet-gelukt"

    assert "Teruggekomen" in fatima.get(f"/betalingen/{run}").text
    assert "Betaling teruggekomen" in fatima.get(address).text
    sent = fatima.post(address, data={"failed_on": "25-11-2026", "reason": "Rekening dicht"})

    assert sent.status_code == 302
    assert payment.invoice.number in fatima.get("/betalingen/maken").text
    listed = fatima.get(f"/betalingen/{run}").text
    assert "Rekening dicht" in listed and "Boeken met een bestand" not in listed
    assert number not in fatima.get(f"/betalingen/{run}/open.csv").text
