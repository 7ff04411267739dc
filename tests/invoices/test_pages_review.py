"""The municipality's pages: list, invoice, chain, statement, approval, and paying."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from lxml import etree

from invoices.lifecycle import InvoiceStatus, LineStatus
from invoices.models import Invoice, PaymentRun
from tests.factories.invoices import (
    NOW,
    approved_invoice,
    drafted_invoice,
    earned,
    invoiceable_contract,
    made_run,
    money_in_place,
    stated_invoice,
    submitted_invoice,
)
from townhall.accounts.models import Account
from townhall.money import euros


def test_the_whole_way_through_the_pages_by_three_people(
    session: Any, people: SimpleNamespace, as_person: Any, set_now: Any
) -> None:
    money_in_place()
    invoice = submitted_invoice()
    coen, wim, fatima = as_person("coen"), as_person("wim"), as_person("fatima")
    here = f"/facturen/{invoice.id}"

    assert "Prestatie verklaren" in coen.get(here).text
    assert coen.get(f"{here}/prestatieverklaring").status_code == 200
    assert coen.post(f"{here}/prestatieverklaring", data={"declared": "y"}).status_code == 302
    assert "Waar het geld vandaan komt" in wim.get(f"{here}/akkoord").text
    assert wim.post(f"{here}/akkoord", data={"agreed": "y"}).status_code == 302
    assert invoice.number in fatima.get("/betalingen/").text
    assert fatima.get("/betalingen/maken").status_code == 200
    made = fatima.post(
        "/betalingen/maken",
        data={"invoices": [invoice.id], "execution_on": "24-11-2026", "version": "pain.001.001.03"},
    )
    assert made.status_code == 302, made.text
    run = session.query(PaymentRun).one()
    file = fatima.get(f"/documenten/{run.document_id}")
    assert etree.fromstring(file.data).tag.startswith("{urn:iso:std:iso:20022:tech:xsd:pain.001.001.03}")
    set_now(NOW + timedelta(days=1))
    assert fatima.get(f"{made.location}/betaald").status_code == 200
    assert fatima.post(f"{made.location}/betaald", data={"paid_on": "24-11-2026"}).status_code == 302

    assert session.get(Invoice, invoice.id).status is InvoiceStatus.PAID
    shown = as_person("ria").get(here).text
    for name in ("Coen Contract", "Wim Budgethouder", "Fatima Financiën"):
        assert name in shown
    assert "24 november 2026" in as_person("sanne").get(f"/portaal/facturen/{invoice.id}").text


def test_the_invoice_page_shows_every_check_with_its_facts(
    session: Any, people: SimpleNamespace, as_person: Any
) -> None:
    invoice = submitted_invoice()

    page = as_person("coen").get(f"/facturen/{invoice.id}").text

    assert "Afgesproken tarief" in page and "Afgesproken is € 1.350,00" in page
    assert "Past onder het maximum van het contract" in page


def test_why_is_this_paid(session: Any, people: SimpleNamespace, as_person: Any) -> None:
    money_in_place()
    contract = invoiceable_contract()
    achievement = earned(contract)
    invoice = approved_invoice(contract, achievements=[achievement])
    made_run(invoice)

    page = as_person("ria").get(f"/facturen/{invoice.id}/regels/1").text

    for words in (
        contract.number,
        achievement.track.number,
        "Kim Casemanager",
        "Meervoudig onderhands",
        "BR-2026-0001-1",
        "Verplichting",
    ):
        assert words in page
    assert as_person("ria").get(f"/facturen/{invoice.id}/regels/9").status_code == 404


def test_a_line_goes_back_through_its_page(session: Any, people: SimpleNamespace, as_person: Any) -> None:
    invoice = submitted_invoice()
    coen = as_person("coen")
    page = f"/facturen/{invoice.id}/regels/1/terugsturen"

    assert coen.get(page).status_code == 200
    assert "Geef antwoord op de vraag: wat is er mis" in coen.post(page, data={"hint": ""}).text
    assert coen.post(page, data={"hint": "Het plan is niet getekend."}).status_code == 302

    changed = session.get(Invoice, invoice.id)
    assert changed.status is InvoiceStatus.RETURNED
    assert changed.lines[0].status is LineStatus.RETURNED
    assert "Het plan is niet getekend." in as_person("sanne").get(f"/portaal/facturen/{invoice.id}").text


def test_the_approval_page_says_beforehand_what_stands_in_the_way(
    session: Any, people: SimpleNamespace, as_person: Any
) -> None:
    invoice = stated_invoice()
    wim = as_person("wim")

    page = wim.get(f"/facturen/{invoice.id}/akkoord").text
    assert "geen mandaat" in page and "geen verplichting vastgelegd" in page
    refused = wim.post(f"/facturen/{invoice.id}/akkoord", data={"agreed": "y"})

    assert refused.status_code == 200 and "geen mandaat" in refused.text
    assert session.get(Invoice, invoice.id).status is InvoiceStatus.STATED


def test_the_budget_holder_can_send_it_back(session: Any, people: SimpleNamespace, as_person: Any) -> None:
    invoice = stated_invoice()
    wim = as_person("wim")

    assert wim.get(f"/facturen/{invoice.id}/terugsturen").status_code == 200
    assert wim.post(f"/facturen/{invoice.id}/terugsturen", data={"reason": "Verslag?"}).status_code == 302

    assert session.get(Invoice, invoice.id).status is InvoiceStatus.IN_REVIEW


def test_a_failed_payment_comes_back_on_the_list(
    session: Any, people: SimpleNamespace, as_person: Any
) -> None:
    money_in_place()
    invoice = approved_invoice()
    made_run(invoice)
    fatima = as_person("fatima")
    assert "Er is niets te betalen" in fatima.get("/betalingen/").text
    page = "/betalingen/betaling/BR-2026-0001-1/niet-gelukt"

    assert fatima.get(page).status_code == 200
    booked = fatima.post(page, data={"failed_on": "23-11-2026", "reason": "Rekening gesloten"})

    assert booked.status_code == 302, booked.text
    assert invoice.number in fatima.get("/betalingen/").text
    shown = fatima.get("/betalingen/BR-2026-0001").text
    assert "Rekening gesloten" in shown and "Niet gelukt" in shown


def test_one_payment_is_booked_by_itself(
    session: Any, people: SimpleNamespace, as_person: Any, set_now: Any
) -> None:
    money_in_place()
    invoice = approved_invoice()
    made_run(invoice)
    fatima = as_person("fatima")
    page = "/betalingen/betaling/BR-2026-0001-1/betaald"

    assert fatima.get(page).status_code == 200
    assert "ligt in de toekomst" in fatima.post(page, data={"paid_on": "24-11-2026"}).text
    too_early = fatima.post(page, data={"paid_on": "23-11-2026"}).text
    assert "De betaaldag in het bestand is 24-11-2026" in too_early
    set_now(NOW + timedelta(days=1))
    assert fatima.post(page, data={"paid_on": "24-11-2026"}).status_code == 302

    assert session.get(Invoice, invoice.id).status is InvoiceStatus.PAID


@pytest.mark.parametrize(
    ("name", "path", "status"),
    [
        ("coen", "/akkoord", 403),
        ("fatima", "/akkoord", 403),
        ("wim", "/prestatieverklaring", 403),
        ("ria", "/prestatieverklaring", 403),
        ("ria", "", 200),
        ("kim", "", 403),
        ("ali", "", 403),
        ("sanne", "", 403),
    ],
)
def test_everybody_stays_at_the_own_desk(
    session: Any, people: SimpleNamespace, as_person: Any, name: str, path: str, status: int
) -> None:
    invoice = stated_invoice()

    assert as_person(name).get(f"/facturen/{invoice.id}{path}").status_code == status


@pytest.mark.parametrize(("name", "status"), [("fatima", 200), ("wim", 403), ("ria", 403), ("coen", 403)])
def test_only_finance_releases_money(session: Any, as_person: Any, name: str, status: int) -> None:
    assert as_person(name).get("/betalingen/maken").status_code == status


def test_a_draft_does_not_exist_for_staff(session: Any, people: SimpleNamespace, as_person: Any) -> None:
    invoice = drafted_invoice()

    assert as_person("coen").get(f"/facturen/{invoice.id}").status_code == 404
    assert invoice.number not in as_person("coen").get("/facturen/").text


def test_the_list_is_filtered_and_searched(session: Any, people: SimpleNamespace, as_person: Any) -> None:
    contract = invoiceable_contract()
    waiting, stated = submitted_invoice(contract), stated_invoice(contract)
    coen = as_person("coen")

    by_status = coen.get("/facturen/?status=stated").text
    by_text = coen.get(f"/facturen/?zoek={waiting.number}").text

    assert stated.number in by_status and f">{waiting.number}<" not in by_status
    assert f">{waiting.number}<" in by_text and f">{stated.number}<" not in by_text
    assert "Geen facturen gevonden" in coen.get("/facturen/?zoek=%25").text


def test_late_invoices_show_what_being_late_costs(
    session: Any, people: SimpleNamespace, as_person: Any, set_now: Any
) -> None:
    invoice = submitted_invoice()
    set_now(NOW + timedelta(days=40))

    page = as_person("coen").get(f"/facturen/{invoice.id}").text
    for_supplier = as_person("sanne").get(f"/portaal/facturen/{invoice.id}").text

    assert "Te laat: 10 dagen" in page and "€\xa040,00" in page
    assert "Te laat: 10 dagen" in for_supplier and "U kunt vragen om €\xa040,00" in for_supplier


@pytest.mark.parametrize("path", ["/facturen/", "/betalingen/"])
def test_lists_take_the_same_queries_however_long_they_are(
    session: Any,
    people: SimpleNamespace,
    as_person: Any,
    at_most_queries: Callable[[int], Any],
    path: str,
) -> None:
    money_in_place()
    contract = invoiceable_contract()
    invoices = [approved_invoice(contract) for _ in range(4)]
    made_run(invoices[0])
    fatima = as_person("fatima")
    session.commit()

    with at_most_queries(15):
        page = fatima.get(path)

    assert all(invoice.number in page.text for invoice in invoices[1:])


def test_the_invoice_page_takes_the_same_queries_however_many_lines(
    session: Any, people: SimpleNamespace, as_person: Any, at_most_queries: Callable[[int], Any]
) -> None:
    contract = invoiceable_contract()
    invoice = submitted_invoice(contract, achievements=[earned(contract) for _ in range(5)])
    coen = as_person("coen")
    session.commit()

    with at_most_queries(19):
        page = coen.get(f"/facturen/{invoice.id}")

    assert page.text.count("Waarom wordt dit betaald?") == 5
    assert session.query(Account).count() > 0 and invoice.net == euros(6750)
