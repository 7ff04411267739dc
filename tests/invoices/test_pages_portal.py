"""The supplier's pages: from what was earned to what will be paid."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest

from invoices.lifecycle import InvoiceStatus
from invoices.models import Invoice
from procurement.lots import MilestoneKind
from tests.factories.einvoices import ubl
from tests.factories.invoices import (
    NOW,
    drafted_invoice,
    earned,
    invoiceable_contract,
    line_for,
    submitted_invoice,
    ubl_of,
)
from tests.factories.tracks import reported_achievement, running_track
from townhall.documents.models import Document
from townhall.money import euros

LIST = "/portaal/facturen/"


def uploaded(data: bytes, name: str = "factuur.xml") -> dict[str, Any]:
    return {"file": (BytesIO(data), name)}


def test_an_empty_portal_says_what_to_do(session: Any, as_person: Any) -> None:
    page = as_person("sanne").get(LIST)

    assert page.status_code == 200
    assert "Nog geen facturen" in page.text


def test_a_firm_without_a_vat_number_reads_the_way_out_before_it_types(
    session: Any, people: SimpleNamespace, as_person: Any
) -> None:
    contract = invoiceable_contract()
    earned(contract)
    contract.supplier.vat_number = None
    sanne = as_person("sanne")

    page = sanne.get(f"/portaal/facturen/maken/{contract.number}").text

    assert "wij kennen het niet. Mail het aan de gemeente" in page
    assert "/contact" in sanne.get("/portaal/organisatie").text


def test_from_the_list_to_a_sent_invoice_in_a_few_clicks(
    session: Any, people: SimpleNamespace, as_person: Any
) -> None:
    contract = invoiceable_contract()
    first, second = earned(contract), earned(contract, MilestoneKind.PLACEMENT)
    waiting = reported_achievement(running_track(contract), MilestoneKind.PLAN)
    session.flush()
    sanne = as_person("sanne")

    overview = sanne.get("/portaal/facturen/maken").text
    assert first.track.number in overview and "€\xa04.050,00" in overview
    assert waiting.track.number in overview.split("Wacht op controle")[1]
    form = sanne.get(f"/portaal/facturen/maken/{contract.number}").text
    assert "checked" in form

    made = sanne.post(
        f"/portaal/facturen/maken/{contract.number}",
        data={"achievements": [first.id, second.id], "number": "2026-55", "issued_on": "23-11-2026"},
    )
    assert made.status_code == 302, made.text
    shown = sanne.get(made.location).text
    assert "Concept" in shown and "Indienen" in shown
    sent = sanne.post(f"{made.location}/indienen")
    assert sent.status_code == 302, sent.text

    shown = sanne.get(made.location).text
    assert "Goedgekeurd" in shown and "23 december 2026" in shown
    assert session.query(Invoice).one().payable_gross == euros(3267)
    assert "E-factuur downloaden" in shown
    document = session.query(Document).filter_by(kind="invoices.einvoice").one()
    assert sanne.get(f"/documenten/{document.id}").status_code == 200
    assert as_person("rik").get(f"/documenten/{document.id}").status_code == 404


def test_a_wrong_form_keeps_what_was_typed(session: Any, as_person: Any) -> None:
    contract = invoiceable_contract()
    earned(contract)

    page = as_person("sanne").post(
        f"/portaal/facturen/maken/{contract.number}", data={"number": "2026-56", "issued_on": "31-02-2026"}
    )

    assert page.status_code == 200
    assert "2026-56" in page.text and "31-02-2026" in page.text
    assert "Vul een datum in" in page.text and "Maak een keuze bij: prestaties" in page.text
    assert session.query(Invoice).count() == 0


def test_a_refusal_is_shown_with_what_was_typed(
    session: Any, people: SimpleNamespace, as_person: Any
) -> None:
    contract = invoiceable_contract()
    drafted_invoice(contract, number="F-1")
    achievement = earned(contract)

    page = as_person("sanne").post(
        f"/portaal/facturen/maken/{contract.number}",
        data={"achievements": [achievement.id], "number": "F-1", "issued_on": "23-11-2026"},
    )

    assert page.status_code == 200
    assert "U hebt al een factuur of creditnota met nummer F-1" in page.text
    assert session.query(Invoice).count() == 1


def test_an_uploaded_invoice_is_matched_per_line(
    session: Any, people: SimpleNamespace, as_person: Any
) -> None:
    contract = invoiceable_contract()
    good, bad = line_for(earned(contract)), line_for(earned(contract), number="2", net=euros(1))
    sanne = as_person("sanne")

    sent = sanne.post("/portaal/facturen/insturen", data=uploaded(ubl_of(contract, [good, bad])))

    assert sent.status_code == 302, sent.text
    shown = sanne.get(sent.location).text
    assert "Goedgekeurd" in shown
    assert "Niet het afgesproken tarief" in shown and "R09" in shown
    assert "Factureer aantal 1 voor € 1.350,00" in shown


def test_a_file_that_was_sent_before_leads_to_its_invoice(session: Any, as_person: Any) -> None:
    contract = invoiceable_contract()
    data, sanne = ubl_of(contract, [line_for(earned(contract))]), as_person("sanne")
    first = sanne.post("/portaal/facturen/insturen", data=uploaded(data))

    again = sanne.post("/portaal/facturen/insturen", data=uploaded(data, "kopie.xml"))

    assert again.location == first.location
    assert "Dit bestand hadden wij al" in sanne.get(again.location).text


def test_a_refused_upload_shows_the_verdict_and_keeps_nothing(session: Any, as_person: Any) -> None:
    broken = ubl(("<cbc:IssueDate>2026-11-02</cbc:IssueDate>", ""))

    page = as_person("sanne").post("/portaal/facturen/insturen", data=uploaded(broken))

    assert page.status_code == 200
    assert "BR-03" in page.text and "De factuur heeft geen factuurdatum (BT-2). Vul de datum in." in page.text
    assert "Beoordeeld volgens de officiële regels: NLCIUS" in page.text
    assert session.query(Invoice).count() == session.query(Document).count() == 0


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", b"<a/>"])
def test_junk_gets_a_verdict_in_words(session: Any, as_person: Any, data: bytes) -> None:
    page = as_person("sanne").post("/portaal/facturen/controleren", data=uploaded(data))

    assert page.status_code == 200
    assert "Wij kunnen dit bestand niet lezen als e-factuur" in page.text


def test_trying_a_file_keeps_nothing(session: Any, as_person: Any) -> None:
    page = as_person("sanne").post("/portaal/facturen/controleren", data=uploaded(ubl()))

    assert "Deze e-factuur is geldig." in page.text
    assert session.query(Invoice).count() == session.query(Document).count() == 0


def test_withdrawing_frees_the_achievements(session: Any, people: SimpleNamespace, as_person: Any) -> None:
    invoice = submitted_invoice()
    sanne = as_person("sanne")

    assert sanne.get(f"/portaal/facturen/{invoice.id}/intrekken").status_code == 200
    assert sanne.post(f"/portaal/facturen/{invoice.id}/intrekken").status_code == 302

    assert session.get(Invoice, invoice.id).status is InvoiceStatus.WITHDRAWN
    again = sanne.post(f"/portaal/facturen/{invoice.id}/intrekken")
    assert again.status_code == 200 and "Deze stap kan nu niet" in again.text


@pytest.mark.parametrize("path", ["", "/indienen", "/intrekken"])
def test_another_supplier_sees_nothing(
    session: Any, people: SimpleNamespace, as_person: Any, path: str
) -> None:
    invoice = submitted_invoice()
    rik = as_person("rik")

    assert rik.get(f"/portaal/facturen/{invoice.id}{path}").status_code == 404
    assert rik.get(f"/portaal/facturen/maken/{invoice.contract.number}").status_code == 404
    assert invoice.number not in rik.get(LIST).text


@pytest.mark.parametrize("name", ["coen", "wim", "fatima", "ria", "ali", "kim", "inge"])
def test_staff_do_not_enter_the_portal(session: Any, as_person: Any, name: str) -> None:
    assert as_person(name).get(LIST).status_code == 403


def test_the_list_takes_the_same_queries_however_long_it_is(
    session: Any, people: SimpleNamespace, as_person: Any, at_most_queries: Callable[[int], Any]
) -> None:
    contract = invoiceable_contract()
    for _ in range(4):
        submitted_invoice(contract, now=NOW + timedelta(minutes=1))
    sanne = as_person("sanne")
    session.commit()

    with at_most_queries(12):
        page = sanne.get(LIST)

    assert page.text.count("Wacht op prestatieverklaring") == 4
