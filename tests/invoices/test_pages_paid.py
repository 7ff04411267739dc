"""Why something was paid: the chain on paper, and all money under a contract."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from invoices.operations.payments import book_run_paid
from tests.factories.contracts import final_award
from tests.factories.invoices import NOW, approved_invoice, invoiceable_contract, made_run, money_in_place
from townhall.documents.models import Document
from townhall.jobs.operations import run_due_jobs
from townhall.pdf_reading import texts_of

TOMORROW = NOW.date() + timedelta(days=1)


def test_from_a_contract_to_all_money_paid_and_back_to_the_ground(
    session: Any, people: SimpleNamespace, as_person: Any
) -> None:
    money_in_place()
    contract, other = invoiceable_contract(), invoiceable_contract()
    paid, open_one, elsewhere = approved_invoice(contract), approved_invoice(contract), approved_invoice(other)
    for run in (made_run(paid), made_run(elsewhere)):
        book_run_paid(run, paid_on=TOMORROW, actor=people.actor("fatima"), now=NOW + timedelta(days=2))
    session.flush()
    auditor = as_person("ria")

    page = auditor.get(f"/facturen/betaald?contract={contract.number}").text
    rows = auditor.get(f"/facturen/betaald?contract={contract.number}&bestand=csv").text

    assert paid.number in page and open_one.number not in page and elsewhere.number not in page
    assert "1350,00" in rows and rows.count(contract.number) == 1
    assert f"/facturen/{paid.id}/regels/1" in page
    assert elsewhere.number in auditor.get("/facturen/betaald").text
    assert f"/facturen/betaald?contract={contract.number}" in auditor.get(f"/contracten/{contract.number}").text
    reference = final_award().tender.reference
    session.flush()
    assert f"/facturen/betaald?aanbesteding={reference}" in auditor.get(f"/aanbestedingen/{reference}/gunning").text


def test_the_chain_on_paper_says_every_link_and_is_for_who_asked(
    session: Any, people: SimpleNamespace, as_person: Any
) -> None:
    money_in_place()
    invoice = approved_invoice(number="F-88")
    made_run(invoice)
    session.flush()
    fatima = as_person("fatima")

    chain = fatima.get(f"/facturen/{invoice.id}/regels/1").text
    asked = fatima.post(f"/facturen/{invoice.id}/regels/1/pdf")
    assert run_due_jobs() == 1

    document = session.query(Document).filter_by(kind="invoices.chain").one()
    told = "".join("".join(texts_of(fatima.get(f"/documenten/{document.id}").data)).split())
    assert str(document.id) in fatima.get(asked.location).text
    for link in (invoice.contract.number, invoice.lines[0].track_number, "F-88", "BR-2026-0001", "verdientdeaanbieder"):
        assert link in told
    assert "verdient de aanbieder" in chain
    assert as_person("coen").get(f"/documenten/{document.id}").status_code == 404
    assert fatima.post(f"/facturen/{invoice.id}/regels/9/pdf").status_code == 404
