"""The list of invoices taken along: the rows of the page, filtered alike, for who sees the page."""

import io
from datetime import datetime

import openpyxl
import pytest

from invoices.views import review
from tests.factories.invoices import drafted_invoice, money_in_place, stated_invoice, submitted_invoice


def sheet_of(answer):
    return list(openpyxl.load_workbook(io.BytesIO(answer.data)).active.values)


@pytest.fixture
def submitted(session, people):
    money_in_place()
    return submitted_invoice()


def test_the_workbook_holds_the_rows_of_the_page_with_amounts_and_days_as_such(submitted, as_person):
    heading, row = sheet_of(as_person("fatima").get("/facturen/?bestand=xlsx"))

    of = dict(zip(heading, row, strict=True))
    assert of["Factuur"] == submitted.number
    assert of["Aanbieder"] == submitted.supplier.name
    assert of["Gevraagd incl. btw"] == pytest.approx(float(submitted.gross))
    assert isinstance(of["Uiterlijk betalen"], datetime)
    assert of["Status"] == "Wacht op prestatieverklaring"


def test_the_file_is_filtered_as_the_page_and_the_page_links_to_it_so(submitted, as_person):
    coen = as_person("coen")

    assert len(sheet_of(coen.get("/facturen/?bestand=xlsx&zoek=bestaat-niet"))) == 1
    assert len(sheet_of(coen.get("/facturen/?bestand=xlsx&status=in_review"))) == 2
    assert len(sheet_of(coen.get("/facturen/?bestand=xlsx&status=paid"))) == 1
    page = coen.get(f"/facturen/?zoek={submitted.number}").text
    assert f'href="/facturen/?bestand=csv&amp;zoek={submitted.number}&amp;status="' in page


def test_drafts_of_suppliers_do_not_go_along(session, people, as_person):
    money_in_place()
    drafted_invoice()

    assert len(sheet_of(as_person("ria").get("/facturen/?bestand=xlsx"))) == 1


def test_the_csv_opens_in_dutch_excel(submitted, as_person):
    text = as_person("wim").get("/facturen/?bestand=csv").data.decode("utf-8-sig")

    heading, row, rest = text.split("\r\n")
    assert heading.startswith("Factuur;Aanbieder;Contract;")
    assert f"{submitted.gross:f}".replace(".", ",") in row.split(";")
    assert rest == ""


def test_the_file_is_no_longer_than_the_most_and_takes_as_many_queries(
    submitted, as_person, monkeypatch, at_most_queries
):
    stated_invoice()
    coen = as_person("coen")
    monkeypatch.setattr(review, "MOST_ROWS", 1)

    with at_most_queries(4):
        rows = sheet_of(coen.get("/facturen/?bestand=xlsx"))

    assert len(rows) == 2
    assert "de eerste 1; maak het filter kleiner" in coen.get("/facturen/").text


def test_a_supplier_does_not_get_the_list(submitted, as_person):
    assert as_person("sanne").get("/facturen/?bestand=xlsx").status_code == 403
