"""The first chapters: people and money are ready, a tender is written down and published."""

from tests.journeys.world import PDF, World

OPENERS = ("bram", "gert", "hanna")
LOTS = (
    ("Jongeren uit Pro/VSO", "100", "2.500.000"),
    ("50-plussers", "60", "1.500.000"),
)


def passphrase_of(opener: str) -> str:
    """What this opener alone knows."""
    return f"de lange wachtzin van {opener}"


#: Kind, share, expected chance, highest fee.
MILESTONES = (
    ("Intake", "20", "100", "1.000"),
    ("Plaatsing", "50", "60", "2.500"),
    ("6 maanden aan het werk", "30", "40", "1.500"),
)
MANDATES = (
    ("Wim Budgethouder", "Gunningsbeslissing nemen"),
    ("Wim Budgethouder", "Overeenkomst tekenen"),
    ("Wim Budgethouder", "Factuur akkoord geven"),
)


def money_and_mandates_are_ready(world: World) -> None:
    """The budget holder enters what the council decided; the administrator what the mayor signed."""
    world.it_is("16-11-2026", "08:30")
    wim, ali = world.wim, world.ali
    for year in ("2027", "2028"):
        wim.go("/").follow("Budgetten").follow("Budget toevoegen")
        fields = {"Jaar": year, "Programma": "Werk en inkomen", "Organisatie": "Gemeente Haarlem", "Bedrag": "veel"}
        wim.fill(fields).press("Budget toevoegen").is_told("Vul een bedrag in euro's in")
        wim.fill({"Bedrag": "2.000.000", "Kenmerk van het besluit": "Raadsbesluit 2026/101"}).press("Budget toevoegen")
        wim.gets_through().reads("2.000.000")
    for name, may in MANDATES:
        ali.go("/").follow("Mandaten").follow("Mandaat vastleggen").fill(
            {
                "Medewerker": name, "Mag": may, "Tot en met (exclusief btw)": "5.000.000",
                "Eerste dag": "01-12-2026", "Kenmerk van het getekende besluit": "Mandaatregister 2026/14",
                "Reden": "Besluit van het college.",
            }
        ).press("Mandaat vastleggen").gets_through()  # fmt: skip
    for name in ("inge", "sanne", "kim", "coen"):
        world.person(name).knocks_in_vain("/budgetten/nieuw", "/mandaten/nieuw")


def openers_make_their_keys(world: World) -> None:
    """Each opener chooses a passphrase; too short a one is refused."""
    world.it_is("16-11-2026", "09:00")
    for name in OPENERS:
        opener = world.person(name)
        opener.go("/").follow("Te openen").follow("Mijn sleutel")
        opener.fill({"Wachtzin": "kort", "Wachtzin nog een keer": "kort"}).press("Sleutel maken")
        assert opener.page.complaints
        words = passphrase_of(name)
        opener.fill({"Wachtzin": words, "Wachtzin nog een keer": words}).press("Sleutel maken")
        opener.gets_through().reads("Uw sleutel is gemaakt")
    world.inge.knocks_in_vain("/mijn-sleutel")
    world.kim.knocks_in_vain("/mijn-sleutel")


def inge_writes_the_tender(world: World) -> None:
    """A draft with its planning, lots, codes and advice."""
    inge = world.inge
    inge.go("/").follow("Aanbestedingen").follow("Nieuwe aanbesteding")
    inge.press("Concept maken").is_told("Vul in: titel.")
    inge.fill(
        {
            "Titel": "Trajecten naar werk 2027",
            "Omschrijving": "Wij kopen trajecten naar werk in voor twee doelgroepen.",
            "Procedure": "SAS-procedure",
            "Begrotingsprogramma": "Werk en inkomen",
        }
    ).press("Concept maken")
    world.notes["tender"] = inge.page.url
    world.notes["reference"] = inge.page.url.rsplit("/", 1)[-1]
    for name in ("kim", "fatima", "anouk", "sanne"):
        world.person(name).knocks_in_vain("/aanbestedingen/nieuw", f"{inge.page.url}/gegevens")
    world.sanne.knocks_in_vain(inge.page.url)
    _is_refused_with_everything_that_is_missing(world)
    _planning(world)
    _lots(world)
    _codes_and_advice(world)


def _is_refused_with_everything_that_is_missing(world: World) -> None:
    inge = world.inge
    inge.go(world.notes["tender"]).follow("Publiceren")
    inge.is_told("Er is nog geen perceel", "Er is nog geen CPV-code", "De start van de opdracht ontbreekt", "3 openers")
    token = inge.token()
    answer = inge.client.post(inge.page.url, data={"csrf_token": token}, follow_redirects=True)
    assert "Er is nog geen perceel" in answer.text, "ook wie de knop zelf maakt, krijgt alles te lezen"


def _planning(world: World) -> None:
    inge = world.inge
    inge.go(world.notes["tender"]).follow("Planning en looptijd")
    inge.fill({"Vragen stellen kan tot en met": "31-02-2027 12:00"}).press("Opslaan")
    inge.is_told("Vul datum en tijd in")
    assert inge.page.forms[0].values["questions_until"] == ["31-02-2027 12:00"]
    inge.fill(
        {
            "Dag van aankondiging": "23-11-2026",
            "Vragen stellen kan tot en met": "07-12-2026 12:00",
            "Antwoorden uiterlijk op": "18-12-2026",
            "Sluiting van de inschrijving": "11-01-2027 12:00",
            "Gunningsbeslissing op": "08-02-2027",
            "Opschortende termijn": "Vrijwillig, omdat de stukken het zeggen",
            "Aantal dagen opschortende termijn": "20",
            "Start van de opdracht": "01-04-2027",
            "Looptijd in maanden": "24",
            "Aantal verlengingen": "2",
            "Maanden per verlenging": "12",
        }
    ).press("Opslaan").gets_through().reads("De planning is opgeslagen")


def _lots(world: World) -> None:
    inge = world.inge
    inge.follow("Percelen en mijlpalen")
    for title, clients, maximum in LOTS:
        inge.follow("Perceel toevoegen").fill(
            {
                "Titel": title,
                "Doelgroep": title,
                "Verwacht aantal deelnemers per jaar": clients,
                "Financiering": "No cure less pay",
                "Andere maximale waarde, excl. btw": maximum,
                "Waarom een andere maximale waarde?": "Meer stelt de raad niet beschikbaar.",
            }
        )
        for row, (kind, share, chance, fee) in enumerate(MILESTONES, start=1):
            inge.fill(
                {
                    "Mijlpaal": kind,
                    "Aandeel in het tarief": share,
                    "Verwachte kans in %": chance,
                    "Hoogste tarief, excl. btw": fee,
                },
                within=f"Mijlpaal {row}",
            )
        inge.press("Opslaan").gets_through().reads("Het perceel is toegevoegd")
    inge.reads("Perceel 2: 50-plussers", "Jongeren uit Pro/VSO")


def _codes_and_advice(world: World) -> None:
    inge = world.inge
    inge.follow("CPV-codes").fill({"Woord of cijfers": "85312"}).press("Zoeken")
    inge.press("Toevoegen", within="85312000").gets_through()
    inge.go(world.notes["tender"]).follow("Raming en regime")
    inge.reads("€ 750.000,00", "SAS-procedure")
    inge.press("Advies vastleggen").gets_through()


def inge_says_what_counts(world: World) -> None:
    """Criteria, formula, requirements, documents, openers."""
    inge, tender = world.inge, world.notes["tender"]
    inge.go(tender).follow("Gunningscriteria en prijsformule")
    for code, title, kind, weight in (("K1", "Plan van aanpak", "Kwaliteit", "60"), ("P", "Prijs", "Prijs", "40")):
        inge.follow("Criterium toevoegen").fill(
            {
                "Code": code, "Titel": title, "Soort": kind, "Gewicht": weight,
                "Beoordelingskader": "Is de aanpak concreet en haalbaar?",
            }
        ).press("Opslaan").gets_through()  # fmt: skip
    inge.go(f"{tender}/criteria").follow("Formule en regels").fill(
        {
            "Prijsformule": "Lineair tussen vaste grenzen",
            "Prijs met alle punten (ondergrens)": "500",
            "Prijs met nul punten (bovengrens)": "4000",
        }
    ).press("Opslaan").gets_through()
    inge.go(tender).follow("Programma van Eisen")
    inge.follow("Eis of wens toevoegen").fill(
        {"Tekst": "U heeft een keurmerk voor re-integratie.", "Soort": "Eis (knock-out)"}
    ).press("Opslaan").gets_through()
    inge.follow("Eis of wens toevoegen").fill(
        {"Tekst": "U begeleidt ook in de avond.", "Soort": "Wens", "Gunningscriterium": "K1"}
    ).press("Opslaan").gets_through()
    inge.go(tender).follow("Stukken").fill(
        {"Bestand": ("leidraad.pdf", b"dit is geen pdf"), "Titel": "Aanbestedingsleidraad"}
    ).press("Toevoegen")
    assert inge.page.complaints
    inge.fill({"Bestand": ("leidraad.pdf", PDF), "Titel": "Aanbestedingsleidraad"}).press("Toevoegen").gets_through()
    inge.reads("Aanbestedingsleidraad")


def inge_names_openers_and_publishes(world: World) -> None:
    """Three openers, one vault, and the tender goes out."""
    inge, tender = world.inge, world.notes["tender"]
    inge.go(tender).follow("Openers en sleutels")
    inge.fill({"Openers": ["Bram Beoordelaar", "Gert Opener"]}).press("Openers opslaan")
    assert inge.page.complaints, "two openers are too few"
    inge.fill({"Openers": ["Bram Beoordelaar", "Gert Opener", "Hanna Opener"]}).press("Openers opslaan")
    inge.press("Sleutels maken").gets_through().reads("De sleutels zijn gemaakt")
    world.it_is("23-11-2026", "09:00")
    for name in ("wim", "anouk", "coen", "ria", "rik"):
        world.person(name).knocks_in_vain(f"{tender}/publiceren")
    world.sanne.go("/portaal/aanbestedingen").reads_nothing_of("Trajecten naar werk 2027")
    inge.go(tender).follow("Publiceren").gets_through().press("Nu publiceren").reads("Gepubliceerd")
