"""Suppliers come in, ask, and hand in bids that nobody can read."""

import re

from sqlalchemy import func, select

from procurement.models.bids import Bid
from tests.journeys.browsing import Person
from tests.journeys.world import PDF, World
from townhall.database import db
from townhall.mail.models import OutboxMail

PASSWORD = "een heel lang wachtwoord 2026"
PETRA, PIM = "petra@nieuwekans.example", "pim@nieuwekans.example"


def a_new_firm_registers(world: World) -> None:
    """By the public form; the e-mail address is confirmed by the link in the mail."""
    petra = world.stranger("petra")
    petra.go("/").reads("Inloggen").follow("Meld uw bedrijf aan")
    firm = {
        "KvK-nummer": "90000018",
        "Naam van het bedrijf": "Nieuwe Kans BV (fictief)",
        "Btw-nummer": "",
        "Straat en huisnummer": "Spaarne 1",
        "Postcode": "2011 CA",
        "Plaats": "Haarlem",
        "Uw naam": "Petra Nieuw",
        "Uw functie": "Directeur",
        "Uw zakelijke e-mailadres": PETRA,
        "Telefoonnummer van het bedrijf": "023-5550177",
        "Ik mag namens dit bedrijf handelen.": True,
    }
    petra.fill(firm).press("Aanmelden")
    assert any("KvK" in each for each in petra.page.complaints), "this number belongs to Sanne's firm"
    petra.fill({"KvK-nummer": "90000069"}).press("Aanmelden").gets_through()
    petra.go("/portaal/organisatie").reads("Inloggen")
    petra.go(_link_in_mail(world, PETRA))
    petra.fill({"Wachtwoord": "kort", "Wachtwoord nogmaals": "kort"}).press("Bevestigen")
    assert petra.page.errors
    petra.fill({"Wachtwoord": PASSWORD, "Wachtwoord nogmaals": PASSWORD}).press("Bevestigen").gets_through()
    petra.go("/inloggen").fill({"E-mailadres": PETRA, "Wachtwoord": "verkeerd wachtwoord"}).press("Inloggen")
    assert petra.page.errors
    petra.fill({"E-mailadres": PETRA, "Wachtwoord": PASSWORD}).press("Inloggen").gets_through()
    petra.reads("Petra Nieuw").follow("Mijn organisatie").reads("Nieuwe Kans BV (fictief)")


def a_colleague_asks_to_come_in(world: World) -> None:
    """Her firm is known now: a colleague confirms his address, and still waits."""
    pim = world.stranger("pim")
    pim.go("/").follow("Meld uw bedrijf aan").follow("Vraag toegang als collega")
    pim.fill({"KvK-nummer van uw bedrijf": "90000077", "Uw naam": "Pim Tweede", "Uw zakelijke e-mailadres": PIM})
    pim.press("Toegang vragen")
    assert pim.page.errors, "this firm is not known"
    pim.fill({"KvK-nummer van uw bedrijf": "90000069"}).press("Toegang vragen").gets_through()
    pim.go(_link_in_mail(world, PIM)).fill({"Wachtwoord": PASSWORD, "Wachtwoord nogmaals": PASSWORD})
    pim.press("Bevestigen").gets_through().reads("Uw collega moet u nog toelaten")
    pim.go("/inloggen").fill({"E-mailadres": PIM, "Wachtwoord": PASSWORD}).press("Inloggen")
    assert pim.page.errors, "nobody has let him in"


def petra_lets_him_in(world: World) -> None:
    """The first person of a firm says who else may come in."""
    petra, pim = world.petra, world.person("pim")
    petra.go("/").follow("Medewerkers").follow("Toelaten").press("Toelaten").gets_through()
    world.rik.go("/portaal/medewerkers").reads_nothing_of("Pim Tweede")
    pim.go("/inloggen").fill({"E-mailadres": PIM, "Wachtwoord": PASSWORD}).press("Inloggen").gets_through()
    pim.reads("Pim Tweede")


def questions_are_answered_for_all(world: World) -> None:
    """Anonymous questions, one nota van inlichtingen."""
    world.it_is("27-11-2026", "14:00")
    tender, portal = world.notes["tender"], f"/portaal/aanbestedingen/{world.notes['reference']}"
    for name, question in (("sanne", "Mag een traject ook online?"), ("rik", "Telt een stage als plaatsing?")):
        person = world.person(name)
        person.go("/portaal/aanbestedingen").follow(world.notes["reference"]).follow("Vraag stellen")
        person.press("Vraag versturen").is_told("Vul in: uw vraag.")
        person.fill({"Uw vraag": question}).press("Vraag versturen").gets_through().reads("Uw vraag is ontvangen")
    world.rik.go(portal).reads_nothing_of("Mag een traject ook online?")
    world.it_is("09-12-2026", "10:00")
    world.rik.go(f"{portal}/vraag")
    if world.rik.page.forms:
        world.rik.fill({"Uw vraag": "Nog een vraag?"}).press("Vraag versturen")
    assert world.rik.page.complaints, "questions ended on 7 December"
    inge = world.inge
    inge.go(tender).follow("Vragen").reads_nothing_of("Werkvooruit", "Baanbrug")
    for question, answer in (("Mag een traject", "Ja, als de deelnemer dat wil."), ("Telt een stage", "Nee.")):
        inge.follow("Beantwoorden", within=question).fill({"Antwoord": answer}).press("Antwoord bewaren").gets_through()
    for name in ("coen", "sanne", "wim"):
        world.person(name).knocks_in_vain(f"{tender}/vragen/nota")
    world.sanne.go(portal).reads_nothing_of("Ja, als de deelnemer dat wil.")
    inge.follow("Nota van inlichtingen publiceren").fill({"Inleiding": "Twee vragen."}).press("Nota publiceren")
    inge.gets_through()
    for name in ("sanne", "rik", "petra"):
        world.person(name).go(portal).reads("Ja, als de deelnemer dat wil.", "Telt een stage als plaatsing?")
        world.person(name).reads_nothing_of("Werkvooruit Haarlem BV", "Baanbrug BV")


def sanne_and_rik_bid(world: World) -> None:
    """Part by part, checked before it goes, with a receipt; Rik replaces his bid."""
    world.it_is("07-01-2027", "10:00")
    sanne, rik = world.sanne, world.rik
    for name in ("sanne", "rik", "petra"):
        person = world.person(name)
        person.go(f"/portaal/aanbestedingen/{world.notes['reference']}")
        person.follow("Inschrijven of interesse registreren").press("Aanbesteding volgen").gets_through()
    _write(world, sanne, 1, plan="Wij bellen elke week een werkgever.", fees=("800", "2.000", "1.200,50"))
    _hand_in(sanne)
    sanne.reads("plan.pdf").knocks_in_vain(f"{world.notes['tender']}/inschrijvingen")
    world.notes["receipt"] = sanne.page.url
    rik.knocks_in_vain(sanne.page.url, f"{sanne.page.url}/lezen", f"{sanne.page.url}/document/1")
    _write(world, sanne, 2, plan="Wij zoeken banen dichtbij huis.", fees=("700", "1.900", "1.000"))
    _hand_in(sanne)
    _write(world, rik, 1, plan="Wij zoeken stages.", fees=("900", "2.400", "1.400"))
    _hand_in(rik)
    _write(world, rik, 2, plan="Wij helpen met solliciteren.", fees=("950", "2.450", "1.450"))
    _hand_in(rik)
    world.it_is("08-01-2027", "16:00")
    rik.go("/portaal/inschrijvingen").follow(world.notes["reference"]).follow("Bekijken", within="Jongeren uit Pro/VSO")
    rik.press("Inschrijving wijzigen").gets_through()
    rik.go(_lot(world, 1)).follow("Prijzen").fill({"Intake": "850"}).press("Opslaan").gets_through()
    _hand_in(rik)
    world.inge.go(f"{world.notes['tender']}/inschrijvingen").reads_nothing_of("850", "Wij bellen elke week")


def _lot(world: World, number: int) -> str:
    return f"/portaal/inschrijvingen/{world.notes['reference']}/perceel/{number}"


def _write(world: World, person: Person, number: int, *, plan: str, fees: tuple[str, str, str]) -> None:
    person.go("/portaal/inschrijvingen").follow(world.notes["reference"])
    person.follow(f"Inschrijving schrijven voor perceel {number}")
    person.follow("Controleren en indienen")
    person.is_told("Eigen verklaring", "eis 1.1", "Plan van aanpak", "Intake")
    person.go(_lot(world, number)).follow("Eigen verklaring")
    who = {"Naam van wie namens u verklaart": person.name.capitalize(), "Functie": "Directeur"}
    person.answer_everything("Nee").fill(who)
    person.press("Opslaan").gets_through()
    person.go(_lot(world, number)).follow("Eisen en wensen")
    person.answer_everything("Ik voldoe").press("Opslaan").gets_through()
    person.go(_lot(world, number)).follow("Kwaliteit")
    person.fill({"K1 Plan van aanpak": plan}).press("Opslaan").gets_through()
    person.go(_lot(world, number)).follow("Prijzen").fill({"Intake": "1.000,01"}).press("Opslaan")
    person.is_told("1.000,00 of minder")
    assert person.page.forms[0].labels()["Intake"].get("value") == "1.000,01", "what was typed is still there"
    person.fill(dict(zip(("Intake", "Plaatsing", "6 maanden aan het werk"), fees, strict=True))).press("Opslaan")
    person.gets_through().go(_lot(world, number)).follow("Documenten")
    person.fill({"Soort document": "Plan van aanpak", "Bestand": ("plan.pdf", PDF)}).press("Toevoegen").gets_through()
    person.reads("plan.pdf").go(_lot(world, number))


def _hand_in(person: Person) -> None:
    person.follow("Controleren en indienen").gets_through()
    person.press("Indienen")
    assert person.page.complaints, "who signs says so"
    person.fill(dict.fromkeys(person.page.forms[0].ticks(), True)).press("Indienen").gets_through()


def a_late_bid_leaves_nothing(world: World) -> None:
    """Petra wrote everything down, and presses the button one minute too late."""
    petra = world.petra
    _write(world, petra, 1, plan="Wij zijn te laat.", fees=("500", "1.000", "500"))
    petra.follow("Controleren en indienen")
    before = _bids(world)
    world.it_is("11-01-2027", "12:01")
    petra.fill(dict.fromkeys(petra.page.forms[0].ticks(), True)).press("Indienen")
    petra.is_told("De inschrijving sloot op 11-01-2027 om 12:00:00 uur")
    assert _bids(world) == before
    petra.go("/portaal/inschrijvingen").reads_nothing_of("Ontvangen op")
    world.ria.go("/spoor/").reads("Petra Nieuw")


def _bids(world: World) -> int:
    with world.app.app_context():
        return db.session.scalar(select(func.count()).select_from(Bid)) or 0


def _link_in_mail(world: World, to: str) -> str:
    with world.app.app_context():
        mails = select(OutboxMail).where(OutboxMail.to == to)
        mail = db.session.scalars(mails.order_by(OutboxMail.id.desc()).limit(1)).one()
        found = re.search(r"http://localhost(/\S+)", mail.body)
    assert found is not None, mail.body
    return found[1]
