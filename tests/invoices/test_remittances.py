"""The remittance advice adds up to what the bank paid, and is for its supplier and for staff."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from invoices.models import Clawback, ClawbackSetOff
from invoices.operations.payments import book_run_paid
from tests.factories.invoices import NOW, approved_invoice, earned, invoiceable_contract, made_run, money_in_place
from townhall.documents.models import Document
from townhall.jobs.operations import run_due_jobs
from townhall.money import euros
from townhall.pdf_reading import texts_of


def test_a_supplier_reads_what_a_payment_is_made_up_of(session: Any, people: SimpleNamespace, as_person: Any) -> None:
    money_in_place()
    contract = invoiceable_contract()
    invoice = approved_invoice(contract, achievements=[earned(contract), earned(contract)], number="F-2026-9")
    run = made_run(invoice)
    later = NOW + timedelta(days=2)
    book_run_paid(run, paid_on=run.execution_on, actor=people.actor("fatima"), now=later)
    line = invoice.lines[0]
    back = Clawback(
        number="TV-2026-0007", achievement=line.achievement, line=line, supplier=invoice.supplier, net=euros("100"),
        vat=euros("21"), reason="Het werk eindigde binnen de garantie.", raised_at=NOW,
    )  # fmt: skip
    payment = run.payments[0]
    payment.amount -= back.gross
    session.add(ClawbackSetOff(clawback=back, payment=payment, amount=back.gross))
    session.flush()
    sanne = as_person("sanne")

    page = sanne.get(f"/portaal/facturen/{invoice.id}").text
    assert f'action="/betaalspecificaties/{payment.number}"' in page
    asked = sanne.post(f"/betaalspecificaties/{payment.number}")
    assert run_due_jobs() == 1

    document = session.query(Document).filter_by(kind="invoices.remittance").one()
    assert str(document.id) in sanne.get(asked.location).text
    told = "".join("".join(texts_of(sanne.get(f"/documenten/{document.id}").data)).split()).replace("\xa0", "")
    amounts = ("€2.700,00", "€567,00", "€3.267,00", "€-121,00", "€3.146,00")
    for part in (payment.number, "F-2026-9", "TV-2026-0007", *amounts):
        assert part in told, part
    assert as_person("fatima").get(f"/documenten/{document.id}").status_code == 404, "who asked reads it"


def test_the_advice_of_another_firm_does_not_exist(session: Any, people: SimpleNamespace, as_person: Any) -> None:
    money_in_place()
    invoice = approved_invoice()
    payment = made_run(invoice).payments[0]
    session.flush()

    assert as_person("rik").post(f"/betaalspecificaties/{payment.number}").status_code == 404
    assert as_person("fatima").post(f"/betaalspecificaties/{payment.number}").status_code == 302
    assert as_person("kim").post(f"/betaalspecificaties/{payment.number}").status_code == 403
