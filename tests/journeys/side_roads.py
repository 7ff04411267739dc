"""What happens beside the chain: other procedures, an objection, a shortcoming, a firm that stops."""

from collections.abc import Callable

from tests.journeys.assessing import RIKS_FIRM
from tests.journeys.world import World


def other_procedures_are_prepared(world: World) -> None:
    """An award to one's own, and an offer that is asked of a few."""
    inge = world.inge
    for procedure in ("Inbesteding", "Meervoudig onderhands"):
        inge.go("/aanbestedingen").follow("Nieuwe aanbesteding")
        inge.fill({"Titel": f"Zijweg: {procedure}", "Procedure": procedure}).press("Concept maken").gets_through()
        inge.go(inge.page.url + ("/inbesteding" if procedure == "Inbesteding" else "/uitnodigingen"))


def somebody_objects(world: World) -> None:
    """The runner-up of lot 2 goes to court; the lot waits."""
    inge, wim, gunning = world.inge, world.wim, f"{world.notes['tender']}/gunning"
    inge.go(gunning).follow("Bezwaar vastleggen", within="Perceel 2").fill(
        {
            "Soort": "Dagvaarding",
            "Ingediend door": "Werkvooruit",
            "Ontvangen op": "26-02-2027",
            "Waartegen, in het kort": "De score op het plan van aanpak is niet uitgelegd.",
        }
    ).press("Vastleggen").gets_through()
    wim.go(gunning).follow("Definitief gunnen", within="Perceel 2").press("Definitief gunnen")
    assert wim.page.errors


def coen_establishes_a_shortcoming(world: World) -> None:
    """Something went wrong in an earlier contract."""
    coen = world.coen
    coen.go("/aanbieders").follow(RIKS_FIRM).follow("Tekortkoming vastleggen").fill(
        {
            "Dag van het besluit": "01-06-2027",
            "Kenmerk van het besluit": "2027/55",
            "Overeenkomst": "Overeenkomst van 2024",
            "Wat ging er mis": "De begeleiding bleef uit.",
            "Gevolg": "Schadevergoeding",
        }
    ).press("Vastleggen").gets_through()


def coen_writes_a_contract_by_hand(world: World) -> None:
    """Without a tender there is a ground to tell, and fees to agree."""
    coen = world.coen
    coen.go("/contracten/nieuw").fill(
        {
            "Grond": "Onderhandse inkoop",
            "Waarom mag dit zonder aanbesteding?": "De waarde ligt onder de grens van het inkoopbeleid.",
            "Opdrachtnemer": RIKS_FIRM,
            "Titel": "Sollicitatietraining",
            "Doelgroep": "50-plussers",
            "Financiering": "Inspanning",
            "Eerste dag": "01-09-2027",
            "Laatste dag zonder verlenging": "31-08-2028",
            "Programma of perceel in de begroting": "Werk en inkomen",
        }
    ).press("Concept maken").gets_through()
    coen.go(f"{coen.page.url}/vergoeding")


def a_firm_stops(world: World) -> None:
    """The registrar ends Petra's firm; nobody of it comes in any more."""
    inge = world.inge
    inge.go("/aanbieders").follow("Nieuwe Kans").follow("Beëindigen")
    inge.fill({"Reden": "Het bedrijf is gestopt."}).press("Beëindigen").gets_through()
    inge.go("/aanbieders/90000069/heropenen")


SIDE_ROADS: tuple[Callable[[World], None], ...] = (
    other_procedures_are_prepared,
    somebody_objects,
    coen_establishes_a_shortcoming,
    coen_writes_a_contract_by_hand,
    a_firm_stops,
)
