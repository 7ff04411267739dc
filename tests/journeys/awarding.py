"""The report, the decision, the letters, the standstill, and the award for good."""

from tests.journeys.assessing import SANNES_FIRM
from tests.journeys.world import World


def the_report_is_drafted_and_adopted(world: World) -> None:
    """Inge writes what only a person knows; Wim, and nobody else, decides."""
    world.it_is("02-02-2027", "10:00")
    inge, wim, tender = world.inge, world.wim, world.notes["tender"]
    inge.go(tender).follow("Gunning").follow("Gunningsverslag opstellen")
    wim.knocks_in_vain(f"{tender}/verslag")
    inge.press("Concept maken").gets_through()
    wim.go(f"{inge.page.url}/vaststellen")
    assert wim.page.errors, "items are still open"
    inge.follow("Antwoorden wijzigen")
    inge.answer_everything("Niet van toepassing, omdat")
    for label in [each for each in inge.page.forms[0].labels() if each.startswith("Toelichting")]:
        inge.fill({label: "Er is niets gemeld en het dossier noemt niets."})
    inge.fill({"Onderaanneming (onderdeel h)": "De winnaars besteden niets uit."})
    inge.press("Concept maken").gets_through()
    report = world.notes["report"] = inge.page.url
    for name in ("inge", "coen", "anouk", "ria"):
        world.person(name).knocks_in_vain(f"{report}/vaststellen")
    world.make_papers()
    wim.go("/").follow("Aanbestedingen").follow(world.notes["reference"]).follow("Gunning").follow("Gunningsverslag 1")
    wim.reads("Onderdeel a", "Onderdeel n", SANNES_FIRM).follow("Vaststellen")
    wim.press("Vaststellen en beslissen").is_told("Vul in: mandaatbesluit.")
    wim.fill({"Mandaatbesluit": "Mandaatregister 2026/14"}).press("Vaststellen en beslissen").gets_through()
    world.make_papers()
    wim.go(report).reads("Vastgesteld op")
    if world.prints_papers:
        pdf = wim.download("Gunningsverslag als pdf")
        assert pdf.startswith(b"%PDF-") and len(pdf) > 10_000


def letters_go_out_and_nobody_hurries(world: World) -> None:
    """All letters at once; before the standstill is over no award is final."""
    world.it_is("08-02-2027", "10:00")
    inge, wim, tender = world.inge, world.wim, world.notes["tender"]
    world.sanne.go("/portaal/gunningen").reads_nothing_of(world.notes["reference"])
    inge.go(tender).follow("Gunning").press("Alle brieven versturen").reads("tegelijk verstuurd")
    world.make_papers()
    for name, own in (("sanne", "Jongeren uit Pro/VSO"), ("rik", "50-plussers")):
        person = world.person(name)
        person.go("/").follow("Mijn gunningen").follow(world.notes["reference"]).reads(own)
        world.notes[f"letter of {name}"] = person.page.url
    world.rik.knocks_in_vain(world.notes["letter of sanne"])
    world.sanne.knocks_in_vain(world.notes["letter of rik"])
    wim.go(f"{tender}/gunning").follow("Definitief gunnen", within="Perceel 1")
    assert wim.page.errors
    wim.press("Definitief gunnen")
    assert wim.page.errors, "the standstill has only begun"
    inge.go(f"{tender}/gunning").follow("Bewijsstukken", within="Perceel 1").press("Gecontroleerd")
    inge.is_told("Vul in: gecontroleerde bewijsstukken.")
    inge.fill({"Gecontroleerde bewijsstukken": "KvK-uittreksel van 01-02-2027 gezien."}).press("Gecontroleerd")
    inge.gets_through()
    world.it_is("28-02-2027", "10:00")
    wim.go(f"{tender}/gunning").follow("Definitief gunnen", within="Perceel 1").press("Definitief gunnen")
    assert wim.page.errors, "28 February is the last day of the standstill"


def the_award_becomes_final(world: World) -> None:
    """The day after the standstill lot 1 is Sanne's for good; lot 2 waits for its proofs."""
    world.it_is("01-03-2027", "10:00")
    wim, tender = world.wim, world.notes["tender"]
    wim.go(f"{tender}/gunning").follow("Definitief gunnen", within="Perceel 1")
    for name in ("inge", "coen", "sanne"):
        world.person(name).knocks_in_vain(wim.page.url)
    wim.press("Definitief gunnen").gets_through().reads("Perceel 1 is definitief gegund")
    wim.follow("Definitief gunnen", within="Perceel 2").press("Definitief gunnen")
    assert wim.page.errors, "nobody looked at the proofs of Rik's firm"
