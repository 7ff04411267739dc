"""From the closed vault to a ranking: opening, checks, unseen scores, consensus, prices."""

from tests.journeys.browsing import Person
from tests.journeys.preparing import passphrase_of
from tests.journeys.world import World

SANNES_FIRM, RIKS_FIRM = "Werkvooruit Haarlem BV", "Baanbrug BV"
#: What the committee agrees on: Sanne is the best on the first lot, Rik on the second.
AGREED = {
    (SANNES_FIRM, 1): "10 – uitstekend",
    (SANNES_FIRM, 2): "4 – onvoldoende",
    (RIKS_FIRM, 1): "6 – voldoende",
    (RIKS_FIRM, 2): "10 – uitstekend",
}
#: What the bidders read; each reads back his own plan.
REASONS = {
    (SANNES_FIRM, 1): "U gaat elke week een werkgever bellen; dat is vaker dan wij vroegen.",
    (SANNES_FIRM, 2): "U zoekt banen dichtbij huis, maar zegt niet hoe.",
    (RIKS_FIRM, 1): "Het zoeken van stages is goed; wat er na de stages komt, ontbreekt.",
    (RIKS_FIRM, 2): "U helpt elke week met solliciteren, en blijft helpen tot er een baan is.",
}
ANOUKS_WORDS = "Anouk vindt: de aanpak noemt werkgevers en weken."
BRAMS_WORDS = "Bram vindt: de aanpak is haalbaar met dit team."


def two_openers_open(world: World) -> None:
    """Not before the deadline, not alone, not with a wrong passphrase; and nobody else at all."""
    tender = world.notes["tender"]
    step = f"{tender}/opening/kwaliteit"
    world.it_is("11-01-2027", "11:59")
    world.bram.go(step).is_told("De inschrijving is nog niet gesloten")
    world.it_is("12-01-2027", "10:00")
    for name in ("inge", "anouk", "wim", "sanne", "ali"):
        world.person(name).knocks_in_vain(step)
    bram, hanna = world.bram, world.hanna
    bram.go("/").follow("Te openen").follow(world.notes["reference"]).follow("Eerste stap zetten")
    bram.fill({"Uw wachtzin": "een verkeerde wachtzin"}).press("Eerste stap zetten").is_told("Uw wachtzin klopt niet")
    bram.fill({"Uw wachtzin": passphrase_of("bram")}).press("Eerste stap zetten").reads("De eerste stap is gezet")
    bram.go(step).is_told("De tweede stap moet een andere opener zetten")
    world.inge.go(f"{tender}/inschrijvingen").reads_nothing_of("850")
    hanna.go("/").follow("Te openen").follow(world.notes["reference"]).follow("Tweede stap zetten")
    hanna.fill({"Uw wachtzin": passphrase_of("hanna")}).press("Enveloppen openen").reads("De enveloppen zijn geopend")
    world.gert.go(f"{tender}/opening").follow("Proces-verbaal bekijken").reads("Bram Beoordelaar", "Hanna Opener")


def inge_checks_and_forms_a_committee(world: World) -> None:
    """Each bid is checked on its own; the assessors declare that they have no interest."""
    inge, tender = world.inge, world.notes["tender"]
    inge.go("/").reads("toets de inschrijvingen")
    inge.go(tender).follow("Beoordeling").follow("Toetsing")
    toets = inge.page.url
    world.anouk.knocks_in_vain(f"{tender}/commissie")
    for firm in (SANNES_FIRM, RIKS_FIRM):
        for lot in (1, 2):
            inge.go(toets).follow(f"Toetsen {firm} (fictief), perceel {lot}")
            inge.press("Toelaten")
            assert inge.page.complaints, "nothing was checked yet"
            inge.fill({inge.page.forms[0].ticks()[0]: True})
            for requirement in inge.page.forms[0].groups():
                inge.fill({requirement: "Ja"})
            inge.press("Toelaten").gets_through().reads("is toegelaten")
    inge.go(tender).follow("Beoordeling").follow("Commissie wijzigen")
    inge.fill({"Beoordelaars": ["Anouk Beoordelaar"]}).press("Commissie benoemen")
    assert inge.page.complaints, "one assessor is no committee"
    inge.fill({"Beoordelaars": ["Anouk Beoordelaar", "Bram Beoordelaar"]}).press("Commissie benoemen").gets_through()
    inge.go(f"{tender}/beoordeling").is_told("Nog zonder verklaring")
    for name in ("anouk", "bram"):
        assessor = world.person(name)
        assessor.go("/aanbestedingen/mijn-beoordelingen").follow(world.notes["reference"])
        assessor.go(f"{tender}/belangen").press("Verklaring vastleggen")
        assert assessor.page.complaints
        assessor.fill({"Uw verklaring": "Ik heb geen belang bij een van deze inschrijvers"})
        assessor.press("Verklaring vastleggen").gets_through()
    inge.go(f"{tender}/beoordeling").press("Beoordeling starten").reads("De beoordeling is begonnen")


def two_assessors_score_unseen(world: World) -> None:
    """Neither sees what the other gave before both are in; the buyer sees nothing either."""
    tender = world.notes["tender"]
    _scores(world, world.anouk, "8 – goed", ANOUKS_WORDS)
    _sees_nothing_of(world, ANOUKS_WORDS, "bram", "inge", "ria")
    _hand_in(world.anouk, tender)
    _sees_nothing_of(world, ANOUKS_WORDS, "bram", "inge", "ria")
    _scores(world, world.bram, "6 – voldoende", BRAMS_WORDS)
    _sees_nothing_of(world, BRAMS_WORDS, "anouk", "inge", "ria")
    world.inge.go(f"{tender}/consensus").reads("Bram Beoordelaar")
    _hand_in(world.bram, tender)
    world.anouk.go(f"{tender}/beoordeling")
    for name in ("anouk", "bram", "inge"):
        world.person(name).go(f"{tender}/consensus").reads("8", "6")


def _scores(world: World, assessor: Person, score: str, motivation: str) -> None:
    tender = world.notes["tender"]
    assessor.go("/").follow("1 aanbesteding wacht op uw scores").reads(world.notes["reference"])
    first = True
    for firm in (SANNES_FIRM, RIKS_FIRM):
        for lot in (1, 2):
            assessor.go(f"{tender}/beoordeling").follow(f"Beoordelen {firm} (fictief), perceel {lot}")
            assessor.reads_nothing_of("€")
            given = score if firm == SANNES_FIRM else "4 – onvoldoende"
            if first:
                assessor.fill({"Score op K1": given, "Motivering bij K1": "Kort."}).press("Opslaan en verder")
                assessor.is_told("Leg uit waarom")
                assert assessor.page.forms[0].values["score_" + _only_number(assessor)] == [given.split(" ")[0]]
                first = False
            assessor.fill({"Score op K1": given, "Motivering bij K1": motivation}).press("Opslaan en verder")
            assessor.gets_through()


def _only_number(assessor: Person) -> str:
    names = [each.get("name") for each in assessor.page.forms[0].controls()]
    return next(name.removeprefix("score_") for name in names if name and name.startswith("score_"))


def _sees_nothing_of(world: World, words: str, *names: str) -> None:
    tender = world.notes["tender"]
    for name in names:
        person = world.person(name)
        person.go(f"{tender}/consensus").reads_nothing_of(words).go(f"{tender}/beoordeling").reads_nothing_of(words)


def _hand_in(assessor: Person, tender: str) -> None:
    assessor.go(f"{tender}/beoordeling").follow("Scores inleveren").press("Scores inleveren").gets_through()
    assessor.reads("Uw scores zijn ingeleverd")


def the_committee_agrees(world: World) -> None:
    """One score with reasons per bid; then quality is fixed for good."""
    inge, tender = world.inge, world.notes["tender"]
    inge.go(tender).follow("Beoordeling").is_told("Nog zonder eindscore")
    inge.follow("Consensus")
    for (firm, lot), score in AGREED.items():
        inge.go(f"{tender}/consensus").follow(f"Vastleggen K1 van {firm} (fictief), perceel {lot}")
        inge.press("Eindscore opslaan")
        assert inge.page.errors
        inge.fill({"Eindscore": score, "Motivering": REASONS[firm, lot]})
        inge.press("Eindscore opslaan").gets_through()
    world.bram.go(f"{tender}/opening/prijzen").is_told("De prijzen blijven dicht")
    inge.go(f"{tender}/beoordeling").press("Kwaliteit vaststellen").reads("De kwaliteit is vastgesteld")


def prices_open_and_make_the_ranking(world: World) -> None:
    """Two openers again; then the formula says who stands where."""
    tender = world.notes["tender"]
    world.it_is("26-01-2027", "10:00")
    gert, hanna, inge = world.gert, world.hanna, world.inge
    inge.go(f"{tender}/rangorde")
    for opener in (gert, hanna):
        opener.go("/").follow("Te openen").follow(world.notes["reference"])
        button = "Eerste stap zetten" if opener is gert else "Enveloppen openen"
        opener.follow("Eerste stap zetten" if opener is gert else "Tweede stap zetten", within="Prijzen")
        opener.fill({"Uw wachtzin": passphrase_of(opener.name)}).press(button).gets_through()
    world.wim.knocks_in_vain(f"{tender}/opening/prijzen")
    inge.go(tender).follow("Gunning").follow("Rangorde").press("Rangorde bepalen").gets_through()
    inge.reads("De rangorde is bepaald", SANNES_FIRM, RIKS_FIRM)
    world.sanne.knocks_in_vain(f"{tender}/rangorde")
