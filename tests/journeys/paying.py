"""From what was earned to what was paid: bank account, invoices, three signatures, the bank file."""

from datetime import date
from decimal import Decimal
from importlib.resources import files

from lxml import etree

from invoices.einvoice.composing import WrittenInvoice, WrittenLine, WrittenParty, compose
from invoices.einvoice.writing import write_ubl
from tests.journeys.assessing import SANNES_FIRM
from tests.journeys.world import World

IBAN = "NL91ABNA0417164300"
MUNICIPAL_IBAN = "NL20INGB0001234567"
VAT_NUMBER = "NL000099998B57"


def a_bank_account_takes_two(world: World) -> None:
    """Proposed by the supplier, called back by one, confirmed by another; until then nothing is paid."""
    world.it_is("10-06-2027", "10:00")
    sanne, gert, hanna = world.sanne, world.gert, world.hanna
    sanne.go("/").follow("Bankrekening").fill({"IBAN": "NL00ABNA0417164300", "Op naam van": "Werkvooruit"})
    sanne.press("Voorstellen")
    assert sanne.page.errors
    sanne.fill({"IBAN": IBAN}).press("Voorstellen").gets_through()
    gert.go("/").follow("1 bankrekening wacht op uw controle").reads(SANNES_FIRM)
    account = gert.page.url
    for name in ("coen", "wim", "rik", "kim"):
        world.person(name).knocks_in_vain(f"{account}/terugbellen", f"{account}/bevestigen")
    gert.follow("Terugbellen vastleggen")
    gert.press("Vastleggen").is_told("Vul in: verslag van het terugbellen.")
    gert.fill({"Verslag van het terugbellen": "Gebeld met Sanne op het nummer uit het register."})
    gert.press("Vastleggen").gets_through().reads("Een collega moet bevestigen")
    gert.go(f"{account}/bevestigen")
    if gert.page.forms:
        gert.press("Bevestigen")
    assert gert.page.complaints, "who called does not confirm"
    hanna.go("/bankrekeningen").follow(SANNES_FIRM).follow("Bevestigen").press("Bevestigen").gets_through()
    inge = world.inge
    inge.go("/").follow("Aanbieders").follow(SANNES_FIRM).follow("Gegevens wijzigen")
    inge.fill({"Btw-nummer": "NL1"}).press("Opslaan")
    assert inge.page.errors
    inge.fill({"Btw-nummer": VAT_NUMBER}).press("Opslaan").gets_through()


def inge_proposes_the_account_to_pay_from(world: World) -> None:
    """The municipality's own account goes the same way."""
    world.inge.go("/").follow("Bankrekeningen").follow("Rekening van de gemeente").follow("Gemeente Haarlem")
    world.inge.follow("Rekeningnummer voorstellen")
    world.inge.fill({"IBAN": MUNICIPAL_IBAN, "Op naam van": "Gemeente Haarlem"}).press("Voorstellen").gets_through()


def two_others_confirm_it(world: World) -> None:
    """Called back by one, confirmed by another; not by who proposed it."""
    gert, hanna = world.gert, world.hanna
    world.inge.go("/bankrekeningen").follow("Gemeente Haarlem").reads("Een collega moet terugbellen")
    world.inge.go(f"{world.inge.page.url}/terugbellen")
    gert.go("/bankrekeningen").follow("Gemeente Haarlem").follow("Terugbellen vastleggen")
    for registrar in (world.inge, gert):
        registrar.fill({"Verslag van het terugbellen": "Nagevraagd bij de treasurer."}).press("Vastleggen")
    world.inge.is_told("U hebt hier zelf al een andere handtekening gezet")
    gert.gets_through()
    hanna.go("/bankrekeningen").follow("Gemeente Haarlem").follow("Bevestigen").press("Bevestigen").gets_through()


def sanne_invoices_twice(world: World) -> None:
    """The intake by form, the placement by a file from her own software; nothing is paid twice."""
    world.it_is("14-06-2027", "10:00")
    sanne = world.sanne
    sanne.go("/").follow("2 goedgekeurde prestaties kunt u factureren")
    sanne.follow("Wat kan ik factureren?").follow("Maak factuur")
    sanne.fill({"Prestaties": []}).press("Maak concept")
    assert len(sanne.page.errors) >= 2, "no number, nothing chosen"
    intake = [each for each in sanne.page.forms[0].ticks() if "Intake" in each]
    sanne.fill({"Factuurnummer": "2027-001", "Prestaties": intake}).press("Maak concept").gets_through()
    world.notes["form invoice"] = sanne.page.url
    world.coen.go("/facturen").reads_nothing_of("2027-001")
    sanne.follow("Indienen").press("Indienen").gets_through().reads("€ 968,00", "Goedgekeurd")
    sanne.go("/portaal/facturen").follow("E-factuur insturen")
    sanne.fill({"E-factuur (UBL)": ("factuur.xml", b"<Invoice>geen UBL</Invoice>")}).press("Insturen")
    assert sanne.page.errors
    sanne.go("/portaal/facturen/insturen")
    sanne.fill({"E-factuur (UBL)": ("factuur.xml", _ubl(world, "2027-002"))}).press("Insturen").gets_through()
    world.notes["ubl invoice"] = sanne.page.url
    sanne.reads("€ 2.420,00", "Goedgekeurd")
    sanne.go("/portaal/facturen/insturen")
    sanne.fill({"E-factuur (UBL)": ("factuur.xml", _ubl(world, "2027-002"))}).press("Insturen").gets_through()
    assert sanne.page.url == world.notes["ubl invoice"], "the same file is the same invoice"
    sanne.go("/portaal/facturen/insturen")
    sanne.fill({"E-factuur (UBL)": ("factuur.xml", _ubl(world, "2027-002") + b"\n")}).press("Insturen")
    assert sanne.page.errors, "the same number twice"
    world.rik.knocks_in_vain(world.notes["form invoice"], world.notes["ubl invoice"])


def _ubl(world: World, number: str) -> bytes:
    contract = world.notes["contract number"]
    line = WrittenLine(
        number="1", track_number=world.notes["track"], milestone_code="M2", description="Plaatsing",
        performed_on=date(2027, 5, 3), net=Decimal("2000.00"), vat_rate=Decimal(21),
    )  # fmt: skip
    seller = WrittenParty(
        name="Werkvooruit Haarlem BV (fictief)", legal_id="90000018", legal_id_scheme="0106", street="Waarderweg 1",
        postcode="2031 BP", city="Haarlem", vat_number=VAT_NUMBER,
    )  # fmt: skip
    buyer = WrittenParty(
        name="Gemeente Haarlem", legal_id="34369366", legal_id_scheme="0106", street="Grote Markt 2",
        postcode="2011 RD", city="Haarlem",
    )  # fmt: skip
    written = WrittenInvoice(
        number=number, issued_on=date(2027, 6, 14), due_on=date(2027, 7, 14), seller=seller, buyer=buyer,
        contract_number=contract, order_reference=contract, iban=IBAN, lines=[line],
    )  # fmt: skip
    return write_ubl(compose(written))


def coen_states_what_was_delivered(world: World) -> None:
    """The first of three signatures, which nobody else can give."""
    coen = world.coen
    world.it_is("16-06-2027", "10:00")
    for number in ("2027-001", "2027-002"):
        coen.go("/").follow("Facturen").follow(number).follow("Prestatie verklaren")
        for name in ("wim", "fatima", "inge", "sanne"):
            world.person(name).knocks_in_vain(coen.page.url)
        coen.fill({"Toelichting": "Ik zag de stukken."}).press("Prestatie verklaren").is_told("Zet hier een vinkje")
        assert coen.page.forms[0].values["statement"] == ["Ik zag de stukken."]
        coen.tick_everything().press("Prestatie verklaren").gets_through()


def wim_approves(world: World) -> None:
    """The second."""
    wim = world.wim
    world.it_is("21-06-2027", "10:00")
    for number in ("2027-001", "2027-002"):
        wim.go("/").follow("Facturen").follow(number).follow("Beoordelen en akkoord geven")
        for name in ("coen", "fatima", "sanne"):
            world.person(name).knocks_in_vain(wim.page.url)
        wim.press("Akkoord geven").is_told("Zet hier een vinkje")
        wim.tick_everything().press("Akkoord geven").gets_through()


def fatima_releases_the_payment(world: World) -> None:
    """The third; the file is what banks read."""
    fatima = world.fatima
    for name in ("coen", "wim", "gert", "sanne", "ria"):
        world.person(name).knocks_in_vain("/betalingen/maken")
    fatima.go("/").follow("2 facturen kunnen worden betaald").follow("Betaalrun maken")
    fatima.fill({"Betaaldag": "26-06-2027"}).press("Betaling vrijgeven")
    assert fatima.page.errors, "26 June 2027 is a Saturday"
    fatima.fill({"Betaaldag": "23-06-2027"}).press("Betaling vrijgeven").gets_through()
    run = world.notes["run"] = fatima.page.url
    schema = etree.XMLSchema(etree.fromstring(files("sepaxml").joinpath("schemas", "pain.001.001.09.xsd").read_bytes()))
    bank_file = etree.fromstring(fatima.download("Bestand voor de bank downloaden"))
    schema.assertValid(bank_file)
    assert IBAN in etree.tostring(bank_file, encoding="unicode")
    world.rik.knocks_in_vain(run)


def the_bank_pays(world: World) -> None:
    """What the bank booked is booked here, and the supplier reads it."""
    fatima, run = world.fatima, world.notes["run"]
    world.it_is("24-06-2027", "10:00")
    fatima.go(run).follow("Alles betaald boeken").fill({"Betaald op": "31-02-2027"}).press("Betaald boeken")
    fatima.is_told("Vul een datum in")
    fatima.fill({"Betaald op": "23-06-2027"}).press("Betaald boeken").gets_through().reads("23-06-2027")
    world.sanne.go(world.notes["form invoice"]).reads("Betaald").go(world.notes["ubl invoice"]).reads("Betaald")


def the_council_sees_figures_and_the_auditor_everything(world: World) -> None:
    """Fewer than five is never a number; the trail holds every step, and proves itself."""
    world.it_is("01-07-2027", "10:00")
    wim, ria = world.wim, world.ria
    wim.go("/").follow("Rapportages").follow("In- en uitstroom per kwartaal")
    wim.fill({"Jaar": "2027", "Kwartaal": "2"}).press("Tonen").reads(SANNES_FIRM, "<5")
    wim.go("/rapportages/besteding").reads("€ 3.388,00")
    ria.go("/").follow("Spoor").reads("Fatima Financiën", "Wim Budgethouder")
    for name in ("wim", "coen", "sanne", "inge"):
        world.person(name).knocks_in_vain("/spoor/")
    ria.go("/facturen").follow("2027-002").follow("Waarom wordt dit betaald?").reads("Plaatsing")
    scan = world.run("alerts", "run", "--on", "2027-07-01")
    assert scan.exit_code == 0, scan.output
    for command in (("audit", "verify"), ("procurement", "vault", "verify")):
        proof = world.run(*command)
        assert proof.exit_code == 0, proof.output
    assert "in orde" in proof.output.lower(), proof.output
