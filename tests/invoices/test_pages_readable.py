"""The readable e-invoice, for its supplier and for staff, its PDF and its files."""

from types import SimpleNamespace
from typing import Any

import pytest

from invoices.einvoice.verdict import judge
from invoices.einvoice.writing import write_ubl
from invoices.models import Invoice
from invoices.operations.examples import example_invoice
from tests.factories.invoices import (
    NOW,
    drafted_invoice,
    earned,
    invoiceable_contract,
    line_for,
    submitted_invoice,
    ubl_of,
)
from tests.factories.organisations import saved_supplier
from tests.invoices.einvoice.test_readable import EXTRA
from tests.invoices.test_pages_portal import uploaded
from townhall.documents.models import Document
from townhall.jobs.operations import run_due_jobs
from townhall.pdf_reading import texts_of


def sent_with_a_file(sanne: Any, *replacements: tuple[str, str]) -> str:
    """An invoice with a file in it, sent by Sanne; gives the address of its readable page."""
    contract = invoiceable_contract()
    data = ubl_of(contract, [line_for(earned(contract))], EXTRA, *replacements)
    sent = sanne.post("/portaal/facturen/insturen", data=uploaded(data))
    assert sent.status_code == 302, sent.text
    return f"/e-facturen/{sent.location.rpartition('/')[2]}/"


def test_supplier_and_staff_read_the_same_page_and_a_rival_does_not(
    session: Any, people: SimpleNamespace, as_person: Any
) -> None:
    sanne = as_person("sanne")
    address = sent_with_a_file(sanne)

    own = sanne.get(address).text
    assert "Btw per tarief" in own and "BT-27" in own and "urenstaat.pdf (application/pdf, 1 kB)" in own
    assert address in sanne.get(address.replace("/e-facturen/", "/portaal/facturen/").rstrip("/")).text
    for staff in ("coen", "ria"):
        assert "Btw per tarief" in as_person(staff).get(address).text
    assert as_person("rik").get(address).status_code == 404
    assert as_person("rik").get(f"{address}bijlagen/1").status_code == 404
    assert as_person("kim").get(address).status_code == 403


def test_a_file_is_always_saved_and_never_opened_in_the_browser(
    session: Any, people: SimpleNamespace, as_person: Any
) -> None:
    sanne = as_person("sanne")
    address = sent_with_a_file(
        sanne, ("filename=\"urenstaat.pdf\"", 'filename="../../x/urenstaat.html"')
    )  # fmt: skip

    answer = sanne.get(f"{address}bijlagen/1")

    assert answer.data == b"%PDF-1.7 een bijlage"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == "attachment; filename=urenstaat.pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert sanne.get(f"{address}bijlagen/2").status_code == sanne.get(f"{address}bijlagen/0").status_code == 404


def test_the_same_on_paper_is_for_who_asked(session: Any, people: SimpleNamespace, as_person: Any) -> None:
    coen, address = as_person("coen"), f"/e-facturen/{submitted_invoice(number='F-77').id}/"

    asked = coen.post(f"{address}pdf")
    assert run_due_jobs() == 1

    document = session.query(Document).filter_by(kind="invoices.readable").one()
    assert f"/documenten/{document.id}" in coen.get(asked.location).text
    told = "".join("".join(texts_of(coen.get(f"/documenten/{document.id}").data)).split())
    assert "FactuurF-77" in told and "Tebetalen" in told and "BT-115" in told
    assert as_person("wim").get(f"/documenten/{document.id}").status_code == 404


@pytest.mark.parametrize("path", ["", "bijlagen/1"])
def test_a_draft_has_no_document_yet(session: Any, people: SimpleNamespace, as_person: Any, path: str) -> None:
    invoice: Invoice = drafted_invoice()

    assert as_person("sanne").get(f"/e-facturen/{invoice.id}/{path}").status_code == 404


def test_the_guide_gives_an_example_of_the_firm_itself_that_validates(
    session: Any, people: SimpleNamespace, as_person: Any
) -> None:
    contract = invoiceable_contract()
    sanne = as_person("sanne")
    session.flush()

    page = sanne.get("/portaal/facturen/e-factuur-maken").text
    file = sanne.get("/portaal/facturen/voorbeeld.xml")

    assert contract.number in page and "BT-128" in page
    assert "/portaal/facturen/e-factuur-maken" in sanne.get("/portaal/facturen/insturen").text
    verdict = judge(file.data, on=NOW.date())
    assert verdict.valid and verdict.findings == ()
    assert verdict.invoice.seller.legal_id == contract.supplier.kvk_number


def test_a_firm_of_which_we_know_little_gets_a_valid_example_as_well(session: Any, people: SimpleNamespace) -> None:
    supplier = saved_supplier()
    supplier.vat_number, supplier.street, supplier.postcode, supplier.city = None, "", "", ""

    assert judge(write_ubl(example_invoice(supplier, today=NOW.date())), on=NOW.date()).findings == ()
