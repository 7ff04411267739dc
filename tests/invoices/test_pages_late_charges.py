"""The pages around late payment: asking, deciding, and the rates that it is counted by."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from invoices.late_charges import LateChargeStatus
from invoices.models import LateCharge, StatutoryRate
from tests.factories.invoices import NOW, invoiceable_contract, money_in_place
from tests.factories.late_charges import asked_charge, invoice_paid_late
from townhall.filters import percent

LIST = "/betalingen/vertragingsvergoedingen/"
RATES = "/betalingen/handelsrente/"


def test_a_supplier_asks_with_the_calculation_in_sight_and_the_budget_holder_approves(
    session: Any, people: SimpleNamespace, as_person: Any
) -> None:
    money_in_place()
    invoice = invoice_paid_late()
    session.commit()
    sanne, wim, here = as_person("sanne"), as_person("wim"), f"/portaal/facturen/{invoice.id}"

    assert f"{here}/vertragingsvergoeding" in sanne.get(here).text
    page = sanne.get(f"{here}/vertragingsvergoeding").text
    assert all(said in page for said in (percent(Decimal("10.40")), "Nog niet nagekeken", "6:119b"))
    assert sanne.post(f"{here}/vertragingsvergoeding").status_code == 302
    again = sanne.post(f"{here}/vertragingsvergoeding").text
    assert "Gevraagd" in again and session.query(LateCharge).count() == 1
    assert as_person("rik").get(f"{here}/vertragingsvergoeding").status_code == 404

    number = session.query(LateCharge).one().number
    assert number in wim.get(LIST).text and number in wim.get(f"/facturen/{invoice.id}").text
    assert "waarover u beslist" in wim.get("/werkvoorraad/").text
    assert "Re-integratie" in wim.get(f"{LIST}{number}/akkoord").text
    assert as_person("fatima").get(f"{LIST}{number}/akkoord").status_code == 403
    assert "reden" not in wim.post(f"{LIST}{number}/akkoord", data={}).text.lower()
    assert wim.post(f"{LIST}{number}/akkoord", data={"agreed": "y"}).status_code == 302

    assert session.query(LateCharge).one().status is LateChargeStatus.APPROVED
    assert "Wim Budgethouder" in as_person("ria").get(f"{LIST}{number}").text
    assert number in as_person("ria").get(f"/facturen/{invoice.id}/regels/1").text
    assert number in as_person("fatima").get(f"{LIST}?bestand=csv&stand=approved").data.decode("utf-8-sig")
    assert "kan worden betaald" in as_person("fatima").get("/werkvoorraad/").text


def test_a_refusal_keeps_what_was_typed_and_tells_the_supplier(
    session: Any, people: SimpleNamespace, as_person: Any
) -> None:
    money_in_place()
    charge = asked_charge()
    session.commit()
    wim, address, invoice_id = as_person("wim"), f"{LIST}{charge.number}/afwijzen", charge.invoice_id

    assert "aria-invalid" in wim.post(address, data={"reason": " "}).text
    assert wim.post(address, data={"reason": "De uiterste dag klopt niet."}).status_code == 302
    assert "Deze stap kan nu niet" in wim.post(address, data={"reason": "Nog eens"}).text

    page = as_person("sanne").get(f"/portaal/facturen/{invoice_id}/vertragingsvergoeding").text
    assert "De uiterste dag klopt niet." in page and "Vergoeding opnieuw vragen" in page


def test_the_list_takes_as_many_queries_however_long_it_is(
    session: Any, people: SimpleNamespace, as_person: Any, at_most_queries: Any
) -> None:
    money_in_place()
    contract, ria = invoiceable_contract(), as_person("ria")
    asked_charge(invoice_paid_late(contract))
    session.commit()
    ria.get(LIST)
    with at_most_queries(100) as one:
        ria.get(LIST)
    asked_charge(invoice_paid_late(contract))
    session.commit()
    with at_most_queries(len(one)):
        assert "VR-2026-0002" in ria.get(LIST).text


def test_finance_types_in_a_rate_and_somebody_else_lets_it_count(
    session: Any, people: SimpleNamespace, as_person: Any, set_now: Any
) -> None:
    fatima, wim = as_person("fatima"), as_person("wim")
    typed = {"starts_on": "2027-01-01", "percent": "10,65", "source": "rijksoverheid.nl, 2 januari 2027"}

    assert "10,65" in fatima.post(f"{RATES}invullen", data={**typed, "source": ""}).text
    assert fatima.post(f"{RATES}invullen", data=typed).status_code == 302
    rate = session.query(StatutoryRate).one()
    assert "een collega" in fatima.post(f"{RATES}{rate.id}/nakijken").text
    assert "kijk het na" in wim.get("/werkvoorraad/").text
    assert wim.get(f"{RATES}{rate.id}/afwijzen").status_code == 200
    assert wim.post(f"{RATES}{rate.id}/nakijken").status_code == 302

    shown = as_person("ria").get(RATES).text
    assert percent(Decimal("10.65")) in shown and "nagekeken door Wim Budgethouder" in shown
    assert as_person("coen").get(RATES).status_code == 403
    set_now(NOW + timedelta(days=250))
    assert "tarief van de wettelijke handelsrente ontbreekt" in fatima.get("/werkvoorraad/").text
    assert "Het tarief voor het tweede halfjaar 2027 ontbreekt" in fatima.get(RATES).text
