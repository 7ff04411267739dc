"""The pages of needs and purchases: what was typed stays, every reason at once, and only for who may."""

import io

import openpyxl
import pytest

from contracts.models import LedgerImport, LoosePurchase, Need, NeedAssignment
from tests.factories.contracts import saved_contract
from tests.factories.needs import ledger, saved_need, saved_purchase
from townhall.money import euros

LINE = "2026-1;02-11-2026;1.250,50;Taalbureau Noord;Cursus;80580000;"
PURCHASE = {
    "supplier": "Taalbureau Noord", "description": "Cursus Nederlands", "bought_on": "02-11-2026",
    "amount": "12.500,75", "cpv_code": "80580000-3",
}  # fmt: skip


@pytest.fixture
def inge(people, as_person):
    return as_person("inge")


def offer(browser, data, name="grootboek.csv", **headings):
    return browser.post(
        "/inkopen/inlezen", data={"file": (io.BytesIO(data), name), **headings}, follow_redirects=True
    )


def test_a_purchase_is_written_down_exactly(inge, session):
    page = inge.post("/inkopen/nieuw", data=PURCHASE, follow_redirects=True).text

    assert "telt mee in de drempelbewaking" in page and "12.500,75" in page
    assert session.query(LoosePurchase).one().amount == euros("12500.75")


def test_a_wrong_purchase_gives_all_reasons_and_keeps_what_was_typed(inge, session):
    page = inge.post(
        "/inkopen/nieuw",
        data={**PURCHASE, "supplier": "", "amount": "-5", "bought_on": "morgen", "description": "Coach 111222333"},
    ).text

    for reason in ("Vul in: leverancier", "0,01 of meer", "dag-maand-jaar", "burgerservicenummer"):
        assert reason in page
    assert 'value="morgen"' in page and 'value="-5"' in page
    assert session.query(LoosePurchase).count() == 0


def test_a_purchase_with_an_unknown_code_is_refused_at_its_field(inge, session):
    page = inge.post("/inkopen/nieuw", data={**PURCHASE, "cpv_code": "12345678", "bought_on": "02-11-2027"}).text

    assert "Deze CPV-code bestaat niet" in page and "in de toekomst" in page
    assert session.query(LoosePurchase).count() == 0


def test_a_purchase_is_withdrawn_with_a_reason(inge, session):
    purchase = saved_purchase()

    assert "Vul in: reden" in inge.post(f"/inkopen/{purchase.id}/intrekken", data={}).text
    page = inge.post(f"/inkopen/{purchase.id}/intrekken", data={"reason": "Dubbel"}, follow_redirects=True).text

    assert "telt niet mee" in page and "Dubbel" in page


def test_a_ledger_is_looked_at_before_it_is_taken_in(inge, session):
    page = offer(inge, ledger(LINE)).text
    assert "Bedrag excl. btw" in page and "Crediteur" in page and "1.250,50" in page
    assert session.query(LoosePurchase).count() == 0

    file = session.query(LedgerImport).one()
    page = inge.post(f"/inkopen/inlezen/{file.id}/bevestigen", follow_redirects=True).text

    assert "1 inkoop is ingelezen" in page
    assert session.query(LoosePurchase).one().ledger_key == "2026-1"
    page = inge.post(f"/inkopen/inlezen/{file.id}/bevestigen", follow_redirects=True).text
    assert "al ingelezen" in page
    assert session.query(LoosePurchase).count() == 1


def test_a_workbook_is_read_like_a_csv(inge, session):
    book = openpyxl.Workbook()
    book.active.append(["Boekstuk", "Datum", "Bedrag", "Leverancier", "Omschrijving"])
    book.active.append(["2026-7", "02-11-2026", 1250.5, "Taalbureau", "Cursus"])
    buffer = io.BytesIO()
    book.save(buffer)

    page = offer(inge, buffer.getvalue(), "grootboek.xlsx").text

    assert "1.250,50" in page and "2026-7" in page


def test_mistakes_are_shown_and_can_be_taken_along_without_doing_harm(inge, session):
    offer(inge, ledger("=cmd();gisteren;x;;Cursus;;", "+1;02-11-2026;@SUM(A1);Bureau;Cursus;;"))
    file = session.query(LedgerImport).one()

    page = inge.get(f"/inkopen/inlezen/{file.id}").text
    assert "Er is niets ingelezen: 4 fouten" in page
    report = inge.get(f"/inkopen/inlezen/{file.id}/fouten.csv").data.decode("utf-8-sig")
    assert report.splitlines()[0] == "Regel;Kolom;Er staat;Wat er mis is"
    assert "3;Bedrag excl. btw;'@SUM(A1);" in report
    workbook = openpyxl.load_workbook(io.BytesIO(inge.get(f"/inkopen/inlezen/{file.id}/fouten.xlsx").data))
    assert [row[2].data_type for row in workbook.active.iter_rows(min_row=5, max_row=5)] == ["s"]


def test_a_column_that_is_not_found_is_said_at_its_field_with_what_the_file_has(inge, session):
    page = offer(inge, b"Nummer;Datum;Netto;Naam;Tekst\n1;2;3;4;5", key="Nummer", supplier="Bedrijf").text

    assert page.count("In het bestand staan: Nummer, Datum, Netto, Naam, Tekst") >= 2
    assert 'value="Bedrijf"' in page and "<details" not in page.partition("</form>")[0].rpartition("<form")[2]
    assert session.query(LedgerImport).count() == 0


def test_headings_may_be_pointed_out(inge, session):
    data = b"Nummer;Dag;Netto;Naam;Waarvoor\n1;2-11-2026;3,50;Bureau;Cursus"

    page = offer(
        inge, data, key="nummer", bought_on="Dag", amount="NETTO", supplier="Naam", description="Waarvoor"
    ).text

    assert "3,50" in page and session.query(LedgerImport).one().columns["amount"] == "Netto"


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"x", "grootboek.pdf", "van een van deze soorten"),
        (b"", "grootboek.csv", "is leeg"),
        (b"x" * 5_000_001, "grootboek.csv", "hooguit 5 MB"),
        (b"geen werkmap", "grootboek.xlsx", "geen Excel-werkmap"),
    ],
)
def test_a_file_of_another_kind_or_size_is_refused(inge, session, data, name, reason):
    assert reason in offer(inge, data, name).text
    assert session.query(LedgerImport).count() == 0


def test_a_need_is_named_changed_and_refused_in_words(inge, session):
    data = {"name": "Taaltraining", "cpv_code": "80500000", "description": "Zelfde bedrijven"}
    assert "is toegevoegd" in inge.post("/behoeften/nieuw", data=data, follow_redirects=True).text

    page = inge.post("/behoeften/nieuw", data={**data, "cpv_code": "12345678"}).text
    assert "Er is al een behoefte met deze naam" in page and "bestaat niet" in page
    need = session.query(Need).one()
    inge.post(f"/behoeften/{need.id}", data={**data, "name": "Taal"})
    assert session.query(Need).one().name == "Taal"


def test_purchases_are_sorted_by_hand_and_the_page_says_so(inge, session):
    need, contract = saved_need(), saved_contract()
    assert "Nergens" in inge.get("/behoeften/indelen?behoefte=geen").text

    page = inge.post(
        "/behoeften/indelen?behoefte=geen", data={"keys": [f"contract-{contract.id}"], "need": str(need.id)},
        follow_redirects=True,
    ).text  # fmt: skip

    assert "1 inkoop: hoort nu bij Taaltraining" in page
    assert session.query(NeedAssignment).one().need_id == need.id
    assert "Met de hand" in inge.get("/behoeften/indelen").text


@pytest.mark.parametrize("keys", [[], ["loose-999"], ["tender-1"]])
def test_sorting_nothing_or_something_else_is_refused(inge, session, keys):
    need = saved_need()
    saved_contract()

    page = inge.post("/behoeften/indelen", data={"keys": keys, "need": str(need.id)}).text

    assert "form-field__error" in page and session.query(NeedAssignment).count() == 0


def test_the_list_is_searched_and_taken_along_with_formulas_made_harmless(inge, session):
    saved_purchase(description="=HYPERLINK(1)")
    saved_purchase(supplier="Ander bureau")

    assert "Taalbureau Noord" not in inge.get("/inkopen/?zoek=ander").text
    export = inge.get("/inkopen/export.csv").data.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in export and "10000,00" in export


def test_finance_reads_and_only_the_buyer_writes(people, as_person, session):
    purchase, need = saved_purchase(), saved_need()
    reads = ("/inkopen/", f"/inkopen/{purchase.id}", "/behoeften/", "/inkopen/export.xlsx")
    writes = ("/inkopen/nieuw", "/inkopen/inlezen", f"/inkopen/{purchase.id}/intrekken", "/behoeften/nieuw",
              f"/behoeften/{need.id}", "/behoeften/indelen")  # fmt: skip

    fatima, sanne = as_person("fatima"), as_person("sanne")
    assert {fatima.get(url).status_code for url in reads} == {200}
    assert {fatima.get(url).status_code for url in writes} == {403}
    assert {sanne.get(url).status_code for url in reads + writes} == {403}


def test_the_list_takes_a_fixed_number_of_queries(inge, session, at_most_queries):
    for at in range(30):
        saved_purchase(ledger_key=f"2026-{at}", need_id=None)
    session.commit()

    with at_most_queries(8):
        inge.get("/inkopen/")
