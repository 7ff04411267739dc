"""A need that is bought piece by piece nears € 750.000: the buyer sees it on the monitor and in the work list."""

import re
from datetime import date

from tests.factories.needs import ledger
from tests.journeys.language import english_on
from tests.journeys.world import World

NEED = "Taaltraining"
#: Booked by the ledger before anybody watched: € 90.000 a month, 48 % of the threshold.
BOOKED = (
    "B1;14-08-2026;90000,00;Taalbureau Noord;Taaltraining augustus;80580000;",
    "B2;14-09-2026;90000,00;Taalbureau Noord;Taaltraining september;80580000;",
    "B3;14-10-2026;90000,00;Taalbureau Zuid;Taaltraining oktober;80580000;",
    "B4;13-11-2026;90000,00;Taalbureau Zuid;Taaltraining november;80580000;",
)
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


def test_a_need_that_will_cross_750_000_is_seen_coming_before_it_does(world: World) -> None:
    world.prints_papers = False
    _inge_names_the_need_and_reads_in_the_ledger(world)
    assert _warned_of(world) is None

    _coen_drafts_a_contract_that_inge_sorts(world)
    assert _warned_of(world) == "Boven 60 %"
    expected = [_day_named(world)]
    _bought(world, "04-01-2027", "90.000")
    _bought(world, "01-02-2027", "90.000")
    assert _warned_of(world) == "Boven 80 %"
    expected.append(_day_named(world))
    _bought(world, "15-02-2027", "75.000")
    assert _warned_of(world) == "Boven 95 %"
    expected.append(_day_named(world))
    # The faster she buys, the nearer the day; and it is never named too late to choose another road.
    assert expected == sorted(expected, reverse=True) and expected[-1] > date(2027, 2, 15)

    _bought(world, "01-03-2027", "50.000")
    assert _warned_of(world) == "Bereikt"
    english = {f"{page.url}: …{words}…" for _who, page in world.seen for words in english_on(page)}
    assert not english, "\n".join(sorted(english))


def _inge_names_the_need_and_reads_in_the_ledger(world: World) -> None:
    inge = world.inge
    inge.go("/behoeften/nieuw").fill({"Naam van de behoefte": NEED, "CPV-code": "80500000"})
    inge.press("Opslaan").gets_through()
    inge.go("/inkopen/inlezen").fill({"Bestand van het grootboek": ("grootboek.csv", ledger(*BOOKED))})
    inge.press("Bestand controleren").gets_through()
    world.make_papers()
    inge.press("Inlezen").gets_through().reads("4 inkopen zijn ingelezen")
    inge.go("/rapportages/drempelbewaking").reads(NEED, "360.000")


def _coen_drafts_a_contract_that_inge_sorts(world: World) -> None:
    """Not a purchase but a contract: it counts too, once somebody says where it belongs."""
    world.it_is("07-12-2026")
    coen = world.coen
    coen.go("/contracten/nieuw").fill(
        {
            "Grond": "Onderhandse inkoop",
            "Waarom mag dit zonder aanbesteding?": "Eén groep, onder de grens van het inkoopbeleid.",
            "Opdrachtnemer": "Werkvooruit Haarlem BV (fictief)",
            "Titel": "Taal op de werkvloer",
            "Doelgroep": "Statushouders",
            "Financiering": "Inspanning",
            "Eerste dag": "01-01-2027",
            "Laatste dag zonder verlenging": "31-12-2027",
            "Maximumwaarde, excl. btw": "100.000",
        }
    ).press("Concept maken").gets_through()
    inge = world.inge
    inge.go("/behoeften/indelen")
    contract = "RO-2026-001 Taal op de werkvloer, 01-01-2027, € 100.000,00"
    inge.fill({contract: True, "Hoort bij": NEED}).press("Indelen").gets_through()


def _bought(world: World, day: str, amount: str) -> None:
    world.it_is(day)
    world.inge.go("/inkopen/nieuw").fill(
        {
            "Leverancier": "Taalbureau Noord", "Wat is er gekocht": "Taaltraining", "Dag van de inkoop": day,
            "Bedrag, excl. btw": amount, "CPV-code": "80580000",
        }
    ).press("Vastleggen").gets_through()  # fmt: skip


def _warned_of(world: World) -> str | None:
    """The highest level of the threshold that the work list of the buyer warns of, after the daily scan."""
    assert world.run("alerts", "run").exit_code == 0
    text = world.inge.go("/werkvoorraad/").page.text
    levels: list[str] = re.findall(rf"(Boven \d+ %|Bereikt) {NEED}: samen € [\d.,]+ in twaalf maanden", text)
    return levels[-1] if levels else None


def _day_named(world: World) -> date:
    """On which day the work list expects the threshold to be reached."""
    words = re.findall(r"Bij dit tempo wordt die bereikt op (\d+) (\w+) (\d{4})\.", world.inge.page.text)[-1]
    return date(int(words[2]), MONTHS.index(words[1]) + 1, int(words[0]))
