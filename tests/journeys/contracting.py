"""From the final award to a job: the contract, a referral, work, and what was earned."""

from tests.journeys.assessing import SANNES_FIRM
from tests.journeys.browsing import Person
from tests.journeys.world import PDF, World


def coen_drafts_the_contract(world: World) -> None:
    """Drafted from the award; the supplier sees nothing of it yet."""
    world.it_is("08-03-2027", "10:00")
    coen = world.coen
    coen.go("/").follow("1 gunning wacht op een overeenkomst")
    coen.reads("€ 800,00 bij intake", SANNES_FIRM)
    world.kim.knocks_in_vain(coen.page.url)
    coen.fill({"Eerste dag van het contract": "31-02-2027"}).press("Concept maken").is_told("Vul een datum in")
    coen.fill({"Eerste dag van het contract": "01-04-2027"}).press("Concept maken").gets_through()
    contract = world.notes["contract"] = coen.page.url
    world.notes["contract number"] = contract.rsplit("/", 1)[-1]
    world.sanne.go("/portaal/contracten/").reads_nothing_of(world.notes["contract number"])


def coen_has_it_signed(world: World) -> None:
    """Signed only when everything is in order."""
    coen, contract = world.coen, world.notes["contract"]
    coen.go("/").follow("Contracten").follow(world.notes["contract number"])
    for name in ("inge", "wim", "kim", "sanne"):
        world.person(name).knocks_in_vain(f"{contract}/tekenen")
    coen.follow("Tekenen").press("Ondertekening vastleggen")
    assert coen.page.errors
    coen.fill(
        {
            "Dag van ondertekening": "08-03-2027",
            "Getekend namens de gemeente door": "Wim Budgethouder",
            "Getekend namens de opdrachtnemer door": "Sanne Aanbieder",
        }
    ).press("Ondertekening vastleggen")
    coen.is_told("Besluit SUWI", "De verwerkersovereenkomst is nog niet getekend")
    assert coen.page.forms[0].values["supplier_signatory"] == ["Sanne Aanbieder"]
    coen.tick_everything().press("Ondertekening vastleggen").gets_through()
    world.sanne.go("/").follow("Contracten").follow(world.notes["contract number"]).reads("€ 2.000,00")
    world.notes["contract of sanne"] = world.sanne.page.url
    world.rik.knocks_in_vain(world.sanne.page.url)
    world.rik.go("/portaal/contracten/").reads_nothing_of(world.notes["contract number"])


def kim_refers_somebody(world: World) -> None:
    """First Coen lets Kim in: this lot says something about people. No name is asked anywhere."""
    world.it_is("05-04-2027", "09:00")
    coen, kim = world.coen, world.kim
    number = world.notes["contract number"]
    kim.go("/deelnemers/aanmelden").reads_nothing_of("Jongeren uit Pro/VSO")
    coen.go("/").follow("Toegang tot trajecten").follow(number)
    coen.fill({"Medewerker": "Kim Casemanager"}).press("Toevoegen").gets_through()
    kim.go("/").follow("Deelnemers").follow("Deelnemer aanmelden").follow("Kiezen", within="Jongeren uit Pro/VSO")
    for name in ("inge", "coen", "wim", "sanne"):
        world.person(name).knocks_in_vain(kim.page.url)
    kim.press("Aanmelden").is_told("Maak een keuze bij: aanbieder.")
    choice = next(each for each in kim.page.forms[0].labels() if each.startswith(SANNES_FIRM))
    kim.fill({choice: True, "Waarom deze aanbieder": "Het nummer is 111222333."}).press("Aanmelden")
    kim.is_told("burgerservicenummer")
    kim.fill({"Waarom deze aanbieder": ""}).press("Aanmelden").gets_through()
    world.notes["track"] = kim.page.url.rsplit("/", 1)[-1]
    world.rik.knocks_in_vain(f"/portaal/trajecten/{world.notes['track']}")


def sanne_helps_and_finds_work(world: World) -> None:
    """Accepted, begun, planned; work was found; each milestone is reported with its day."""
    sanne, track = world.sanne, f"/portaal/trajecten/{world.notes['track']}"
    world.it_is("07-04-2027", "11:00")
    sanne.go("/").follow("1 aanmelding wacht op uw antwoord").reads(world.notes["track"])
    sanne.follow("Aannemen").press("Aannemen").gets_through()
    world.it_is("12-04-2027", "15:00")
    sanne.go(track).follow("Start melden").fill({"Startdatum": "31-02-2027"}).press("Start melden")
    sanne.is_told("Vul een datum in")
    sanne.fill({"Startdatum": "12-04-2027"}).press("Start melden").gets_through()
    _report(world, sanne, "Intake", "12-04-2027")
    world.it_is("20-04-2027", "15:00")
    sanne.go(track).follow("Plan melden").fill({"Plan ondertekend op": "19-04-2027"}).press("Plan melden")
    sanne.gets_through()
    world.it_is("03-05-2027", "15:00")
    sanne.go(track).follow("Plaatsing melden").press("Melden")
    assert len(sanne.page.errors) >= 4
    sanne.fill(
        {
            "Eerste werkdag": "03-05-2027", "Contract tot en met": "30-04-2028", "Soort werk": "Regulier werk",
            "Soort contract": "Tijdelijk contract", "Uren per week": "24", "Sector van de werkgever": "zorg",
            "Bewijs": ("bewijs.pdf", PDF),
        }
    ).press("Melden")  # fmt: skip
    assert sanne.page.errors, "she has to say that it was masked"
    sanne.fill({"Bewijs": ("bewijs.pdf", PDF), "In dit bestand zijn naam, BSN en loon onleesbaar gemaakt": True})
    sanne.press("Melden").gets_through()
    world.it_is("08-06-2027", "10:00")
    _report(world, sanne, "Plaatsing", "03-05-2027")


def _report(world: World, sanne: Person, milestone: str, day: str) -> None:
    sanne.go(f"/portaal/trajecten/{world.notes['track']}").follow(f"Melden : {milestone}").press("Melden")
    assert sanne.page.errors
    sanne.fill({"Bereikt op": day, "Wat u verklaart": "Wij hebben het gezien."}).press("Melden").gets_through()


def kim_verifies(world: World) -> None:
    """What was reported counts only when the municipality has looked; nobody looks at his own report."""
    kim, sanne = world.kim, world.sanne
    kim.go("/").follow("2 gemelde prestaties wachten op controle").follow("Plaatsing")
    for name in ("inge", "sanne", "fatima", "wim"):
        world.person(name).knocks_in_vain(kim.page.url)
    kim.is_told("Controleer eerst de mijlpaal “Intake”.")
    kim.go("/prestaties").follow("Intake").press("Goedkeuren").gets_through()
    kim.go("/prestaties").follow("Plaatsing").press("Goedkeuren")
    assert kim.page.errors, "she looks in the system of benefits first"
    kim.fill({"De uitkering volgens ons eigen systeem": "Uitkering gestopt", "Toelichting": "Gezien."})
    kim.press("Goedkeuren").gets_through()
    sanne.go(f"/portaal/trajecten/{world.notes['track']}").reads("Goedgekeurd")
