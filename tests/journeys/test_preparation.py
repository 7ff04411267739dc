"""A large tender is prepared, published, asked about and changed, through the pages; an in-house award beside it."""

import re

import pytest
from sqlalchemy import select

from tests.journeys import preparing
from tests.journeys.browsing import Person
from tests.journeys.language import english_on
from tests.journeys.world import PDF, World
from townhall.database import db
from townhall.mail.models import OutboxMail

SIX_LOTS = (
    ("Jongeren uit Pro/VSO", "100", "2.500.000"),
    ("50-plussers", "60", "1.500.000"),
    ("Statushouders", "50", "1.250.000"),
    ("Ex-gedetineerden", "20", "500.000"),
    ("EVC-trajecten", "40", "1.000.000"),
    ("Direct bemiddelbaren", "60", "1.500.000"),
)
REQUIREMENTS = 40
QUESTIONS_PER_ROUND = 20


@pytest.mark.one_database("postgresql")
def test_a_large_tender_is_prepared_asked_about_and_changed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "LOTS", SIX_LOTS)
    world.prints_papers = False

    preparing.openers_make_their_keys(world)
    preparing.inge_writes_the_tender(world)
    preparing.inge_says_what_counts(world)
    _forty_requirements_in_a_version(world)
    preparing.inge_names_openers_and_publishes(world)
    _everybody_reads_the_public_page(world)
    _a_first_round_with_equal_questions(world)
    _a_second_round_is_planned_and_asked(world)
    _an_answer_changes_a_requirement_and_moves_the_closing(world)
    _a_document_is_rectified(world)
    _an_award_in_house_beside_it(world)

    english = {f"{page.url}: …{words}…" for _who, page in world.seen for words in english_on(page)}
    assert not english, "\n".join(sorted(english))


def _forty_requirements_in_a_version(world: World) -> None:
    """Two were written already; the rest comes one by one, and the whole is kept as a first version."""
    inge, tender = world.inge, world.notes["tender"]
    for number in range(3, REQUIREMENTS + 1):
        inge.go(f"{tender}/eisen").follow("Eis of wens toevoegen")
        fields = {"Tekst": f"Eis nummer {number} van de opdracht.", "Soort": "Eis (knock-out)"}
        if number % 6 == 0:
            fields["Perceel"] = f"Perceel {number // 6}"
        inge.fill(fields).press("Opslaan").gets_through()
    inge.reads(f"Eis nummer {REQUIREMENTS} van de opdracht.")
    inge.go(f"{tender}/eisen/versies").fill({"Waarom bewaart u deze versie?": "Voor overleg met de vakafdeling"})
    inge.press("Versie bewaren").gets_through().reads("Versie 1")


def _everybody_reads_the_public_page(world: World) -> None:
    """No account is needed to read and download; a visitor follows by e-mail."""
    portal = world.notes["portal"] = f"/portaal/aanbestedingen/{world.notes['reference']}"
    passer_by = world.stranger("passer_by")
    passer_by.go("/portaal/aanbestedingen").follow(world.notes["reference"]).reads("Eis nummer 40", "Perceel 6")
    assert passer_by.download("Aanbestedingsleidraad") == PDF
    passer_by.follow("Volgen per e-mail").fill({"E-mailadres": "geen adres"}).press("Volgen")
    assert passer_by.page.errors
    passer_by.fill({"E-mailadres": "buur@voorbeeld.example"}).press("Volgen").gets_through()
    passer_by.go(_link_in(world, "buur@voorbeeld.example", "volgen")).press("Ja, houd mij op de hoogte").gets_through()
    for name in ("sanne", "rik"):
        world.person(name).go(portal).follow("Inschrijven of interesse registreren").press("Aanbesteding volgen")


def _ask(person: Person, portal: str, text: str, subject: str = "") -> None:
    person.go(f"{portal}/vraag").fill({"Uw vraag": text, **({"Onderwerp": subject} if subject else {})})
    person.press("Vraag versturen").gets_through()


def _a_first_round_with_equal_questions(world: World) -> None:
    """Twenty questions; two ask the same, an expert writes one answer, and all come out in nota 1."""
    inge, tender, portal = world.inge, world.notes["tender"], world.notes["portal"]
    world.it_is("27-11-2026")
    _ask(world.sanne, portal, "Mag een combinatie van bedrijven inschrijven?", subject="Stuk: Aanbestedingsleidraad")
    _ask(world.rik, portal, "Is inschrijven met een combinatie van bedrijven toegestaan?")
    world.rik.go(f"{portal}/vraag").fill({"Uw vraag": "Mag Baanbrug ook later beginnen?"}).press("Vraag versturen")
    world.rik.is_told("Uw vraag noemt Baanbrug")
    world.rik.fill({"Uw vraag": "Mogen wij ook later beginnen?"}).press("Vraag versturen").gets_through()
    for number in range(4, QUESTIONS_PER_ROUND + 1):
        _ask(world.person("sanne" if number % 2 else "rik"), portal, f"Vraag {number} uit ronde één?")
    world.it_is("08-12-2026")
    inge.go(f"{tender}/vragen").follow("Beantwoorden", within="Mag een combinatie van bedrijven")
    combination = inge.page.url
    equal = ["Is inschrijven met een combinatie van bedrijven toegestaan?"]
    inge.follow("Vragen samenvoegen").fill({"Vragen die hetzelfde vragen": equal})
    inge.press("Samenvoegen").gets_through()
    inge.follow("Deskundige vragen").fill({"Deskundige": "Coen Contract"}).press("Opslaan").gets_through()
    world.coen.go("/werkvoorraad/").follow("1 vraag van een aanbieder wacht op uw antwoord")
    world.coen.reads_nothing_of("Werkvooruit", "Baanbrug")
    world.coen.fill({"Uw voorstel": "Ja, een combinatie mag."}).press("Voorstel bewaren").gets_through()
    inge.go(combination).press("Antwoord bewaren").gets_through()
    _answer_all(world, "Ja.")
    _publish_nota(world, 1)
    for person in (world.sanne, world.rik):
        person.go(portal).reads("Ja, een combinatie mag.", "nota 1, vraag 1")
        person.reads_nothing_of("Werkvooruit Haarlem BV", "Baanbrug BV")


def _answer_all(world: World, answer: str) -> None:
    inge, tender = world.inge, world.notes["tender"]
    inge.go(f"{tender}/vragen")
    while any(text.startswith("Beantwoorden") for text in inge.page.links()):
        inge.follow("Beantwoorden").fill({"Antwoord": answer}).press("Antwoord bewaren").gets_through()


def _publish_nota(world: World, number: int) -> None:
    inge = world.inge
    inge.go(f"{world.notes['tender']}/vragen").follow("Nota van inlichtingen publiceren").press("Nota publiceren")
    inge.gets_through().reads(f"Nota van inlichtingen {number}")


def _a_second_round_is_planned_and_asked(world: World) -> None:
    """A round with days of its own; what comes too late is refused in words."""
    inge, tender, portal = world.inge, world.notes["tender"], world.notes["portal"]
    world.rik.go(f"{portal}/vraag").is_told("De termijn voor vragen is voorbij")
    inge.go(f"{tender}/vragen").follow("Vragenronde toevoegen")
    inge.fill({"Vragen stellen kan tot en met": "15-12-2026 12:00", "Antwoorden uiterlijk op": "11-01-2027"})
    inge.press("Ronde opslaan").is_told("vóór de sluiting openbaar")
    inge.fill({"Antwoorden uiterlijk op": "22-12-2026"}).press("Ronde opslaan").gets_through()
    _ask(world.sanne, portal, "Is een ander keurmerk ook goed?", subject="Eis 1.1:")
    for number in range(2, QUESTIONS_PER_ROUND + 1):
        _ask(world.person("sanne" if number % 2 else "rik"), portal, f"Vraag {number} uit ronde twee?")
    world.it_is("15-12-2026", "12:01")
    world.sanne.go(f"{portal}/vraag").is_told("De termijn voor vragen is voorbij sinds 15-12-2026 12:00")


def _an_answer_changes_a_requirement_and_moves_the_closing(world: World) -> None:
    """The answer refers to rectification 1, which gives bidders two weeks more."""
    inge, tender, portal = world.inge, world.notes["tender"], world.notes["portal"]
    world.it_is("17-12-2026")
    inge.go(f"{tender}/vragen").follow("Beantwoorden", within="Is een ander keurmerk ook goed?")
    inge.follow("Zet dat in een rectificatie").fill(
        {
            "Wat wijzigt er?": "Een ander keurmerk is ook goed, met een plan voor verbetering.",
            "Waarom?": "Een vraag van een aanbieder.",
            "Is de wijziging wezenlijk?": "Ja: inschrijvers moeten hun inschrijving erop aanpassen",
            "Leg dat uit": "Wie een ander keurmerk heeft, schrijft een plan.",
        }
    ).press("Opslaan").gets_through()
    rectification = inge.page.url
    inge.follow("Eis of wens wijzigen").follow("Wijzigen", within="U heeft een keurmerk voor re-integratie.").fill(
        {
            "Tekst": "U heeft een keurmerk voor re-integratie of een gelijkwaardig keurmerk.",
            "Naar aanleiding van vraag": "Eis 1.1: Is een ander keurmerk ook goed?",
        }
    ).press("Opslaan").gets_through()
    inge.is_told("verplaats de sluiting")
    _answer_all(world, "Ja, zie de gewijzigde eis.")
    inge.go(f"{tender}/vragen").follow("Nota van inlichtingen publiceren").press("Nota publiceren")
    inge.is_told("hoort bij rectificatie 1, die nog niet is gepubliceerd")
    inge.go(rectification).follow("Datums wijzigen").fill({"Sluiting van de inschrijving": "25-01-2027 12:00"})
    inge.press("Opslaan").gets_through()
    world.rik.go(portal).reads_nothing_of("gelijkwaardig keurmerk")
    inge.press("Rectificatie publiceren").gets_through().reads("Gepubliceerd")
    _publish_nota(world, 2)
    inge.go(f"{tender}/eisen/versies").reads("Versie 3")
    world.rik.go(portal).reads("of een gelijkwaardig keurmerk", "25 januari 2027", "(rectificatie 1)")
    assert "25 januari 2027" in _mail_to(world, "buur@voorbeeld.example")[-2].body


def _a_document_is_rectified(world: World) -> None:
    """A new version of the leidraad; the old one stays readable, and a finished rectification is final."""
    inge, tender = world.inge, world.notes["tender"]
    inge.go(f"{tender}/rectificaties").follow("Rectificatie beginnen").fill(
        {
            "Wat wijzigt er?": "In de leidraad is een telefoonnummer verbeterd.",
            "Waarom?": "Het nummer klopte niet.",
            "Is de wijziging wezenlijk?": "Nee: zij verduidelijkt of herstelt alleen iets",
            "Leg dat uit": "Niemand hoeft iets aan te passen.",
        }
    ).press("Opslaan").gets_through()
    inge.follow("Stuk toevoegen of vervangen").fill(
        {
            "Bestand": ("leidraad-2.pdf", PDF + b"%2\n"),
            "Titel": "Aanbestedingsleidraad",
            "Vervangt": "Aanbestedingsleidraad",
        }
    ).press("Opslaan").gets_through()
    inge.press("Rectificatie publiceren").gets_through()
    inge.knocks_in_vain(f"{inge.page.url}/bestaat-niet")
    visitor = world.persons["passer_by"]
    visitor.go(world.notes["portal"]).reads("versie 2", "Eerdere versies", "Rectificatie 2")
    assert visitor.download("Aanbestedingsleidraad (versie 1)") == PDF
    visitor.go(_link_in(world, "buur@voorbeeld.example", "afmelden")).press("Afmelden").gets_through()


def _an_award_in_house_beside_it(world: World) -> None:
    """What an organisation of our own does is not tendered, but is motivated and recorded."""
    inge = world.inge
    inge.go("/aanbestedingen").follow("Nieuwe aanbesteding").fill(
        {
            "Titel": "Pasmatch 2027",
            "Omschrijving": "Begeleiding door onze eigen organisatie.",
            "Procedure": "Inbesteding",
        }
    ).press("Concept maken").gets_through()
    tender = inge.page.url
    inge.go(f"{tender}/inbesteding").is_told(
        "Leg vast waarom dit een inbesteding is", "De start van de opdracht ontbreekt"
    )
    inge.go(f"{tender}/gegevens").fill(
        {"Motivering van de procedure": "Toezicht als op eigen diensten, meer dan 80 % van het werk voor de gemeente."}
    ).press("Opslaan").gets_through()
    inge.go(f"{tender}/planning").fill(
        {"Start van de opdracht": "01-01-2027", "Looptijd in maanden": "12", "Aantal verlengingen": "0"}
    ).press("Opslaan").gets_through()
    inge.go(f"{tender}/percelen").follow("Perceel toevoegen").fill(
        {
            "Titel": "Pasmatch", "Doelgroep": "Alle doelgroepen", "Verwacht aantal deelnemers per jaar": "30",
            "Financiering": "Inspanning", "Andere maximale waarde, excl. btw": "300.000",
            "Waarom een andere maximale waarde?": "Dat is wat de begroting heeft.",
        }
    )  # fmt: skip
    fields = {"Mijlpaal": "Start traject", "Aandeel in het tarief": "100", "Verwachte kans in %": "100"}
    inge.fill({**fields, "Hoogste tarief, excl. btw": "5.000"}, within="Mijlpaal 1").press("Opslaan").gets_through()
    inge.go(f"{tender}/inbesteding").press("Vastleggen").gets_through().reads("Gegund")
    world.stranger("another").go("/portaal/aanbestedingen").reads_nothing_of("Pasmatch 2027")


def _mail_to(world: World, address: str) -> list[OutboxMail]:
    with world.app.app_context():
        found = db.session.scalars(select(OutboxMail).where(OutboxMail.to == address).order_by(OutboxMail.id)).all()
        db.session.expunge_all()
        return list(found)


def _link_in(world: World, address: str, purpose: str) -> str:
    found = re.search(rf"(/portaal/{purpose}/\S+)", _mail_to(world, address)[-1].body)
    assert found is not None
    return found[1]
