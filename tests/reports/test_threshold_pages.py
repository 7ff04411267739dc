"""The threshold monitor shows every need against every limit, exact, with the list that makes up the sum."""

import io
from datetime import date

import openpyxl
import pytest

from contracts.lifecycle import ContractBasis
from procurement.lots import TargetGroup
from procurement.procedures import Procedure
from tests.factories.contracts import saved_contract
from tests.factories.needs import saved_need, saved_purchase
from tests.factories.tenders import saved_tender
from townhall.money import euros

MONITOR = "/rapportages/drempelbewaking"


@pytest.fixture
def inge(people, as_person):
    return as_person("inge")


def months(amount, count, last=date(2026, 11, 2)):
    for at in range(count):
        month = last.month - at
        on = date(last.year if month > 0 else last.year - 1, month if month > 0 else month + 12, last.day)
        saved_purchase(amount, bought_on=on)


def text_of(browser, url):
    return browser.get(url).text.replace("\N{NO-BREAK SPACE}", " ").replace("&nbsp;", " ")


def test_an_empty_house_says_so_and_shows_the_thresholds_of_today(inge):
    page = text_of(inge, MONITOR)

    assert "Nog niets om op te tellen" in page
    assert "€ 750.000,00" in page and "€ 216.000,00" in page


def test_a_need_stands_against_the_band_and_the_threshold(inge, session):
    need = saved_need()
    months("40000", 12)

    page = text_of(inge, f"{MONITOR}/{need.id}")

    assert "Europese drempel (SAS): € 750.000,00" in page
    assert "Beleid: meervoudig onderhands: € 50.000,00" in page
    assert "€ 480.000,00" in page and "64 %" in page and "60 % of meer" in page


def test_services_outside_annex_xiv_stand_against_the_threshold_for_services(inge, session):
    saved_purchase("216000", cpv_code="79634000")

    page = text_of(inge, f"{MONITOR}/cpv-796")

    assert "Europese drempel (diensten en leveringen): € 216.000,00" in page and "Grens bereikt" in page


def test_the_list_leads_to_tender_contract_and_purchase_and_names_what_does_not_count(inge, session):
    need = saved_need(name="Bemiddeling", cpv_code="79600000")
    purchase = saved_purchase(cpv_code="79611000")
    tender = saved_tender()
    contract = saved_contract(signed_on=date(2026, 6, 1))
    in_house = saved_contract(signed_on=date(2026, 6, 1), basis=ContractBasis.IN_HOUSE, title="Pasmatch")
    for each in (contract, in_house):
        inge.post("/behoeften/indelen", data={"keys": [f"contract-{each.id}"], "need": str(need.id)})
    # What is in-house is not offered for sorting; a need for its group takes it.
    saved_need(name="Statushouders", cpv_code="85000000", target_group=TargetGroup.STATUS_HOLDERS)

    page = text_of(inge, f"{MONITOR}/{need.id}")
    assert f"/inkopen/{purchase.id}" in page and f"/contracten/{contract.number}" in page
    assert f"/aanbestedingen/{tender.reference}/regime" in page and "In voorbereiding" in page
    other = text_of(inge, f"{MONITOR}/{need.id + 1}")
    assert "Telt niet mee: inbesteding en open house" in other and "Pasmatch" in other


def test_what_belongs_nowhere_is_said_at_the_top(inge, session):
    saved_contract(signed_on=date(2026, 6, 1))

    assert "1 inkoop telt nergens mee" in text_of(inge, MONITOR)


def test_the_pace_is_explained_and_too_little_is_said(inge, session):
    need = saved_need()
    saved_purchase("40000")
    assert "Te weinig gegevens voor een tempo" in text_of(inge, f"{MONITOR}/{need.id}")

    months("100000", 6)
    page = text_of(inge, f"{MONITOR}/{need.id}")

    assert "dus gemiddeld € 106.666,67 per maand" in page
    assert "Wordt naar verwachting bereikt op 25 december 2026." in page  # 110.000 to go at 640.000 in 184 days


def test_the_chart_has_its_figures_as_a_table(inge, session):
    need = saved_need()
    months("40000", 6)

    page = text_of(inge, f"{MONITOR}/{need.id}")

    assert "De cijfers als tabel" in page and "Verwacht bij dit tempo" in page
    today = '<th scope="row">nov 2026</th><td class="num">€ 240.000,00</td><td class="num">€ 240.000,00</td>'
    assert today in page


def test_both_pages_can_be_taken_along_with_exact_amounts(inge, session):
    need = saved_need()
    saved_purchase("1250.50", description="=1+1")
    saved_contract(signed_on=date(2026, 6, 1), target_group=TargetGroup.STATUS_HOLDERS)

    book = openpyxl.load_workbook(io.BytesIO(inge.get(f"{MONITOR}?bestand=xlsx").data))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[3][:5] == ("Taaltraining", "Europese drempel (SAS)", 750000, "Over twaalf maanden", 1250.5)
    listed = inge.get(f"{MONITOR}/{need.id}?bestand=csv").data.decode("utf-8-sig")
    assert "Taalbureau Noord: =1+1;Buiten een aanbesteding;02-11-2026" in listed and ";1250,50;01-11-2027;" in listed


def test_the_pages_are_for_who_reads_reports(people, as_person):
    assert as_person("ria").get(MONITOR).status_code == 200
    assert as_person("sanne").get(MONITOR).status_code == 403
    assert as_person("kim").get(MONITOR).status_code == 403
    assert as_person("ria").get(f"{MONITOR}/999").status_code == 404


def test_a_tender_that_fits_gives_no_warning(inge, session):
    saved_need(name="Bemiddeling", cpv_code="79600000")
    saved_contract(
        signed_on=date(2026, 6, 1), target_group=TargetGroup.STATUS_HOLDERS, maximum_value=euros("10000")
    )
    saved_purchase("900000", cpv_code="79611000", procedure=Procedure.SAS)

    assert "Gekocht zoals de grens vraagt" in text_of(inge, MONITOR)


def test_the_monitor_takes_a_fixed_number_of_queries(inge, session, at_most_queries):
    for at in range(20):
        saved_need(name=f"Behoefte {at}", cpv_code=f"8{at % 10}{at // 10}00000")
        saved_purchase(cpv_code=f"8{at % 10}{at // 10}00000")
        saved_contract()
    saved_tender(lots=4)
    session.commit()

    with at_most_queries(13):
        inge.get(MONITOR)
