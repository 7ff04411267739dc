"""What the bank did, booked from a file: every line that says something, or nothing at all."""

from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest

from invoices.lifecycle import InvoiceStatus, PaymentStatus
from invoices.models import PaymentRun
from invoices.operations.bank_answers import book_bank_answers
from tests.factories.invoices import NOW, approved_invoice, invoiceable_contract, made_run, money_in_place
from townhall.refusal import Refusal

LATER = NOW + timedelta(days=2)
HEADINGS = "Kenmerk;Uitkomst;Datum;Reden;Bedrag\n"


def run_of(count: int) -> PaymentRun:
    money_in_place()
    contract = invoiceable_contract()
    return made_run(*(approved_invoice(contract) for _ in range(count)))


def book(run: PaymentRun, people: SimpleNamespace, text: str) -> int:
    return book_bank_answers(run, text.encode(), filename="bank.csv", actor=people.actor("fatima"), now=LATER)


def test_each_line_is_booked_and_one_without_an_outcome_waits(session: Any, people: SimpleNamespace) -> None:
    run = run_of(3)
    number = run.number

    booked = book(
        run,
        people,
        f"{HEADINGS}{number}-1;betaald;24-11-2026;;1633,50\n{number}-2;Teruggekomen;24-11-2026;Rekening dicht;\n"
        f"{number}-3;;24-11-2026;;1633,50\n",
    )

    assert booked == 2
    assert [payment.status for payment in run.payments] == [
        PaymentStatus.PAID,
        PaymentStatus.FAILED,
        PaymentStatus.ORDERED,
    ]
    assert run.payments[1].invoice.status is InvoiceStatus.APPROVED
    assert run.payments[1].events[-1].reason == "Rekening dicht"


def test_one_wrong_line_books_nothing_and_every_mistake_is_told(session: Any, people: SimpleNamespace) -> None:
    run = run_of(2)
    number = run.number

    with pytest.raises(Refusal) as refusal:
        book(
            run,
            people,
            f"{HEADINGS}{number}-1;betaald;24-11-2026;;1633,50\n{number}-1;betaald;24-11-2026;;\n"
            f"BR-9;gelukt;morgen;;veel\n{number}-2;niet gelukt;24-11-2026;;\n{number}-2;betaald;23-11-2026;;1,00\n",
        )

    told = "\n".join(each.text for each in refusal.value.obstacles)
    for words in (
        "Regel 3: kenmerk",
        "Regel 4: kenmerk BR-9",
        "gelukt” kennen wij niet",
        "Regel 4: de datum",
        "Regel 4: het bedrag",
        "Regel 5: schrijf bij Reden",
        "Regel 6: De betaaldag",
        "Regel 6: Het bedrag is niet",
    ):
        assert words in told
    assert {payment.status for payment in run.payments} == {PaymentStatus.ORDERED}


@pytest.mark.parametrize("text", ["", "Kenmerk;Datum\nx;24-11-2026\n", HEADINGS + "BR-1-1;;;;\n"])
def test_a_file_that_says_nothing_is_refused(session: Any, people: SimpleNamespace, text: str) -> None:
    with pytest.raises(Refusal):
        book(run_of(1), people, text)


@pytest.mark.one_database("sqlite")
def test_the_list_of_the_run_comes_back_filled_in(
    session: Any, people: SimpleNamespace, as_person: Any, set_now: Any
) -> None:
    run = run_of(1)
    number = run.number
    session.flush()
    set_now(LATER)
    fatima = as_person("fatima")

    listed = fatima.get(f"/betalingen/{number}/open.csv").data.decode("utf-8-sig")
    filled = listed.replace(";1633,50;;", ";1633,50;betaald;")
    page = fatima.get(f"/betalingen/{number}").text
    sent = fatima.post(f"/betalingen/{number}/bestand", data={"file": (BytesIO(filled.encode()), "bank.csv")})

    assert "Boeken met een bestand" in page and filled != listed
    assert sent.status_code == 302, sent.text
    assert "Geboekt" in fatima.get(f"/betalingen/{number}").text
