"""The pages of organisations, walked through as a visitor, a supplier and staff."""

import re

import pytest

from tests.factories.organisations import IBANS, NOTE, saved_supplier
from townhall.accounts.models import Account
from townhall.database import db, transaction
from townhall.mail.models import OutboxMail
from townhall.organisations.models import BankAccount, Organisation, SupplierRegistration
from townhall.organisations.queries import active_bank_account

PASSWORD = "een lange zin als wachtwoord"
REGISTRATION = {
    "kvk_number": "91234567",
    "name": "Voorbeeld Werk BV (fictief)",
    "street": "Spaarne 1",
    "postcode": "2011 CD",
    "city": "Haarlem",
    "person_name": "An de Vries",
    "email": "an@voorbeeldwerk.example",
    "phone": "023-5550100",
    "is_entitled": "y",
}


def newest_mail():
    db.session.expire_all()
    return db.session.query(OutboxMail).order_by(OutboxMail.id.desc()).first()


def link_in_mail():
    return re.search(r"http://localhost(/\S+)", newest_mail().body).group(1)


def chosen(visitor, link):
    return visitor.post(link, data={"password": PASSWORD, "again": PASSWORD})


def test_a_supplier_registers_confirms_and_logs_in(session, visitor):
    answer = visitor.post("/aanmelden", data=REGISTRATION, follow_redirects=True)
    assert "We hebben u een mail gestuurd" in answer.text

    link = link_in_mail()
    assert "Voorbeeld Werk BV" in visitor.get(link).text
    assert chosen(visitor, link).location == "/inloggen"

    answer = visitor.post("/inloggen", data={"email": REGISTRATION["email"], "password": PASSWORD})
    assert answer.status_code == 302
    assert "Voorbeeld Werk BV" in visitor.get("/portaal/organisatie").text


def test_a_link_that_was_used_says_so(session, visitor):
    visitor.post("/aanmelden", data=REGISTRATION)
    link = link_in_mail()
    chosen(visitor, link)

    answer = visitor.get(link)

    assert answer.status_code == 404
    assert "Deze link werkt niet meer" in answer.text
    assert chosen(visitor, link).status_code == 404


def test_wrong_input_keeps_what_was_typed_and_says_everything(session, visitor):
    wrong = {**REGISTRATION, "kvk_number": "123", "vat_number": "NL1B", "postcode": "xx", "city": ""}

    page = visitor.post("/aanmelden", data={**wrong, "phone": "zeg ik niet"}).text

    assert "Vul in: plaats." in page and "Spaarne 1" in page
    for words in (
        "Dit is geen KvK-nummer", "Dit btw-nummer kan niet bestaan", "geen Nederlandse postcode",
        "Dit is geen telefoonnummer",
    ):  # fmt: skip
        assert words in page
    assert 'value="NL1B"' in page and 'value="123"' in page
    assert db.session.query(SupplierRegistration).count() == 0


def test_an_empty_sign_up_names_each_field_once(session, visitor):
    page = visitor.post("/aanmelden", data={}).text

    assert "Vul in: KvK-nummer." in page and "Vul in: telefoonnummer van het bedrijf." in page
    assert "Vul het KvK-nummer in" not in page and "Vul de naam van de organisatie in" not in page


def test_the_telephone_number_of_a_new_firm_is_there_for_who_calls_back(session, visitor):
    visitor.post("/aanmelden", data=REGISTRATION)
    chosen(visitor, link_in_mail())

    assert db.session.query(Organisation).filter_by(kvk_number="91234567").one().phone == "023-5550100"


def test_a_known_number_is_told_with_what_else_is_wrong(session, visitor):
    page = visitor.post("/aanmelden", data={**REGISTRATION, "kvk_number": "90000018", "city": ""}).text

    assert "Vul in: plaats." in page and "staat al ingeschreven" in page
    assert "/aanmelden/collega?kvk=90000018" in page


def test_a_known_kvk_number_is_refused_with_the_way_in(session, visitor):
    page = visitor.post("/aanmelden", data={**REGISTRATION, "kvk_number": "90000018"}).text

    assert "staat al ingeschreven" in page
    assert "/aanmelden/collega?kvk=90000018" in page


def test_two_different_passwords_are_refused(session, visitor):
    visitor.post("/aanmelden", data=REGISTRATION)

    page = visitor.post(link_in_mail(), data={"password": PASSWORD, "again": PASSWORD + "!"}).text

    assert "niet gelijk" in page
    assert PASSWORD not in page
    assert db.session.query(Account).filter_by(email=REGISTRATION["email"]).count() == 0


@pytest.fixture
def asked(session, visitor):
    """A colleague of Sanne who confirmed his address and waits."""
    visitor.post(
        "/aanmelden/collega",
        data={"kvk_number": "90000018", "person_name": "Bo Bakker", "email": "bo@sanne.example"},
    )
    answer = chosen(visitor, link_in_mail())
    assert answer.location == "/aanmelden/wachten"
    return db.session.query(SupplierRegistration).one()


def test_a_colleague_is_admitted_by_the_first_person(asked, as_person, visitor):
    sanne = as_person("sanne")
    assert "Bo Bakker" in sanne.get("/portaal/medewerkers").text
    before = visitor.post("/inloggen", data={"email": "bo@sanne.example", "password": PASSWORD})
    assert before.status_code == 200

    answer = sanne.post(f"/portaal/medewerkers/{asked.id}/toelaten", follow_redirects=True)

    assert "Bo Bakker kan nu inloggen" in answer.text
    after = visitor.post("/inloggen", data={"email": "bo@sanne.example", "password": PASSWORD})
    assert after.status_code == 302


def test_a_colleague_is_refused_with_a_reason(asked, as_person):
    sanne = as_person("sanne")
    assert "Vul in: reden." in sanne.post(f"/portaal/medewerkers/{asked.id}/weigeren").text

    sanne.post(f"/portaal/medewerkers/{asked.id}/weigeren", data={"reason": "Ken ik niet."})

    assert "Ken ik niet." in newest_mail().body
    assert "Geen verzoeken" in sanne.get("/portaal/medewerkers").text


def test_a_person_of_another_firm_sees_no_request(asked, as_person):
    rik = as_person("rik")

    assert "Bo Bakker" not in rik.get("/portaal/medewerkers").text
    for act in ("toelaten", "weigeren"):
        assert rik.get(f"/portaal/medewerkers/{asked.id}/{act}").status_code == 404
        answer = rik.post(f"/portaal/medewerkers/{asked.id}/{act}", data={"reason": "x"})
        assert answer.status_code == 404


def test_a_second_person_cannot_admit_a_third(asked, as_person, visitor):
    as_person("sanne").post(f"/portaal/medewerkers/{asked.id}/toelaten")
    visitor.post(
        "/aanmelden/collega",
        data={"kvk_number": "90000018", "person_name": "Cas Cool", "email": "cas@sanne.example"},
    )
    chosen(visitor, link_in_mail())
    third = db.session.query(SupplierRegistration).filter_by(person_name="Cas Cool").one()
    bo = as_person("bo")

    assert "Toelaten" not in bo.get("/portaal/medewerkers").text
    page = bo.post(f"/portaal/medewerkers/{third.id}/toelaten").text

    assert "Alleen de eerste persoon" in page


def test_a_bank_account_goes_from_proposal_to_paid_on(session, people, as_person):
    sanne, gert, hanna = as_person("sanne"), as_person("gert"), as_person("hanna")
    wrong = sanne.post("/portaal/bankrekening", data={"iban": "NL00FICT1", "holder": "Werkvooruit"}).text
    assert "Dit IBAN klopt niet" in wrong and 'value="NL00FICT1"' in wrong

    sanne.post("/portaal/bankrekening", data={"iban": IBANS[0], "holder": "Werkvooruit"})
    account = db.session.query(BankAccount).one()
    url = f"/bankrekeningen/{account.id}"
    assert "wordt gecontroleerd" in sanne.get("/portaal/bankrekening").text
    assert "Werkvooruit" in gert.get("/bankrekeningen/").text

    gert.post(f"{url}/terugbellen", data={"note": NOTE})
    assert "andere handtekening" in gert.post(f"{url}/bevestigen").text
    assert active_bank_account(account.organisation_id, on=account.proposed_at.date()) is None
    waits = gert.get(url).text
    assert f'href="{url}/bevestigen"' not in waits
    assert "Een collega moet bevestigen" in waits and "Dit kunnen: Hanna Opener, Inge Inkoop." in waits
    assert f'href="{url}/bevestigen"' in hanna.get(url).text

    assert "betaalt erop vanaf 30 november 2026" in hanna.post(f"{url}/bevestigen", follow_redirects=True).text
    db.session.expire_all()
    assert active_bank_account(account.organisation_id, on=account.counts_from).iban == IBANS[0]
    paid_on = sanne.get("/portaal/bankrekening").text
    assert "NL96 FICT 0000 0000 01" in paid_on and "30 november 2026" in paid_on
    assert f'href="{url}/afwijzen"' in hanna.get(url).text


def test_a_rival_never_sees_the_bank_account(session, as_person):
    as_person("sanne").post("/portaal/bankrekening", data={"iban": IBANS[0], "holder": "Werkvooruit"})
    account = db.session.query(BankAccount).one()
    rik = as_person("rik")

    assert "FICT" not in rik.get("/portaal/bankrekening").text
    assert rik.get(f"/bankrekeningen/{account.id}").status_code == 403
    assert rik.get("/aanbieders/90000018").status_code == 403


@pytest.mark.parametrize(("name", "status"), [("fatima", 200), ("ria", 200), ("coen", 403), ("wim", 403)])
def test_who_reads_bank_accounts_but_does_not_confirm(session, as_person, name, status):
    as_person("sanne").post("/portaal/bankrekening", data={"iban": IBANS[0], "holder": "Werkvooruit"})
    account = db.session.query(BankAccount).one()
    client = as_person(name)

    assert client.get(f"/bankrekeningen/{account.id}").status_code == status
    assert client.post(f"/bankrekeningen/{account.id}/terugbellen", data={"note": NOTE}).status_code == 403
    assert client.post(f"/bankrekeningen/{account.id}/bevestigen").status_code == 403
    assert client.post(f"/bankrekeningen/{account.id}/afwijzen", data={"reason": "x"}).status_code == 403


def test_a_bank_account_is_refused_with_a_reason(session, as_person):
    as_person("sanne").post("/portaal/bankrekening", data={"iban": IBANS[0], "holder": "Werkvooruit"})
    account = db.session.query(BankAccount).one()

    page = as_person("gert").post(
        f"/bankrekeningen/{account.id}/afwijzen",
        data={"reason": "Bedrijf wist van niets."},
        follow_redirects=True,
    )

    assert "Bedrijf wist van niets." in page.text
    assert "voorstellen" in as_person("sanne").get("/portaal/bankrekening").text


def test_the_list_of_suppliers_is_searched_and_paged(session, as_person):
    with transaction():
        for number in range(30):
            saved_supplier(name=f"Leerwerk {number:02d} BV (fictief)")
    inge = as_person("inge")

    page = inge.get("/aanbieders/?zoek=leerwerk").text
    assert "30 aanbieders" in page and "Leerwerk 00" in page and "Leerwerk 29" not in page
    assert "Leerwerk 29" in inge.get("/aanbieders/?zoek=leerwerk&pagina=2").text
    assert "Werkvooruit" in inge.get("/aanbieders/?zoek=90000018").text
    assert "Geen aanbieders gevonden" in inge.get("/aanbieders/?zoek=100%25").text
    assert "Geen aanbieders gevonden" in inge.get("/aanbieders/?stand=ended").text


def test_the_list_of_suppliers_takes_as_many_queries_however_long(session, as_person, at_most_queries):
    with transaction():
        for number in range(20):
            saved_supplier(name=f"Leerwerk {number:02d} BV (fictief)")
    inge = as_person("inge")

    with at_most_queries(9):
        inge.get("/aanbieders/")


def test_staff_change_a_supplier_and_wrong_numbers_are_kept_on_the_form(session, as_person):
    inge = as_person("inge")
    assert 'value="90000018"' in inge.get("/aanbieders/90000018/wijzigen").text
    typed = {
        "name": "Werkvooruit",
        "kvk_number": "90000026",
        "vat_number": "NL004495446B01",
        "city": "Haarlem",
    }

    page = inge.post("/aanbieders/90000018/wijzigen", data=typed).text
    assert "btw-nummer kan niet bestaan" in page and "staat al ingeschreven" in page
    assert 'value="NL004495446B01"' in page

    answer = inge.post(
        "/aanbieders/90000018/wijzigen",
        data={**typed, "kvk_number": "90000018", "vat_number": "NL004495445B01"},
    )
    assert answer.location == "/aanbieders/90000018"
    assert "NL004495445B01" in inge.get("/aanbieders/90000018").text


def test_a_supplier_is_ended_and_reopened(session, as_person):
    inge = as_person("inge")

    inge.post("/aanbieders/90000018/beeindigen", data={"reason": "gestopt"})
    assert "Beëindigd" in inge.get("/aanbieders/90000018").text
    inge.post("/aanbieders/90000018/heropenen", data={"reason": "toch niet"})

    assert "Beëindigd" not in inge.get("/aanbieders/90000018").text


def test_a_shortcoming_is_established_and_withdrawn(session, as_person):
    coen = as_person("coen")
    typed = {
        "established_on": "24-11-2026", "contract_reference": "RO-2018-002",
        "description": "Geen trajecten gestart.", "consequence": "early_termination",
        "decision_reference": "B&W 2026/77",
    }  # fmt: skip
    page = coen.post("/aanbieders/90000018/tekortkomingen/nieuw", data=typed).text
    assert "ligt in de toekomst" in page and "Geen trajecten gestart." in page

    coen.post("/aanbieders/90000018/tekortkomingen/nieuw", data={**typed, "established_on": "20-11-2026"})
    shown = coen.get("/aanbieders/90000018").text
    assert "Van kracht" in shown
    withdraw = re.search(r'href="([^"]+/intrekken)"', shown).group(1)
    assert coen.get(withdraw.replace("90000018", "90000026")).status_code == 404
    coen.post(withdraw, data={"reason": "Vonnis rechtbank"})

    assert "Vonnis rechtbank" in coen.get("/aanbieders/90000018").text
    assert as_person("inge").get("/aanbieders/90000018/tekortkomingen/nieuw").status_code == 403


def test_the_administrator_adds_a_partner_and_changes_the_municipality(session, as_person):
    ali = as_person("ali")
    typed = {"kind": "partner", "name": "Gemeente Zandvoort", "city": "Zandvoort", "oin": "12"}
    assert "Dit is geen OIN" in ali.post("/organisaties/nieuw", data=typed).text

    ali.post("/organisaties/nieuw", data={**typed, "oin": "00000001001234567000"})
    assert "Gemeente Zandvoort" in ali.get("/organisaties/").text

    haarlem = db.session.query(Organisation).filter_by(name="Gemeente Haarlem").one()
    url = f"/organisaties/{haarlem.id}"
    ali.post(f"{url}/wijzigen", data={"name": "Gemeente Haarlem", "city": "Haarlem", "phone": "14023"})
    assert "14023" in ali.get(url).text
    assert as_person("inge").get(f"{url}/wijzigen").status_code == 403
    sanne = db.session.query(Organisation).filter_by(kvk_number="90000018").one()
    assert ali.get(f"/organisaties/{sanne.id}").status_code == 404


def test_the_account_the_municipality_pays_from_needs_three_people(session, as_person):
    haarlem = db.session.query(Organisation).filter_by(name="Gemeente Haarlem").one()
    as_person("inge").post(
        f"/organisaties/{haarlem.id}/bankrekening", data={"iban": IBANS[2], "holder": "Gemeente Haarlem"}
    )
    account = db.session.query(BankAccount).one()
    page = as_person("inge").get(f"/bankrekeningen/{account.id}").text
    assert "Een collega moet terugbellen" in page and "Dit kunnen: Gert Opener, Hanna Opener." in page
    assert "Terugbellen vastleggen" not in page
    assert "bankrekening wacht op uw controle" not in as_person("inge").get("/werkvoorraad/").text
    assert f"/bankrekeningen/{account.id}" in as_person("gert").get("/werkvoorraad/").text
    refused = as_person("inge").post(f"/bankrekeningen/{account.id}/terugbellen", data={"note": NOTE}).text
    assert "andere handtekening" in refused

    as_person("gert").post(f"/bankrekeningen/{account.id}/terugbellen", data={"note": NOTE})
    as_person("hanna").post(f"/bankrekeningen/{account.id}/bevestigen")

    assert "vanaf 23-11-2026" in as_person("fatima").get(f"/organisaties/{haarlem.id}").text
