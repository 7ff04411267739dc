"""Figures from before the demo begins, as they stand in five policy papers of gemeente Haarlem.

The papers: 000 Naar een effectief ondersteuningsaanbod (2017), 001 Voortgangsrapportage pilots (2015), 003
Koersdocument Werk en Inkomen (2016), 004 Kaderstellende nota reïntegratie 2006–2007. What is printed wrongly or
cannot be read there is said with the figure.
"""

from collections.abc import Iterator
from decimal import Decimal

from demo.telling import Story, at
from reports.operations import Figure, record_history

_PILOTS = "Pilots 2015–2016"
_FLOW = "In- en uitstroom 2003–2005"
_BUDGET = "Budgetten"

#: Pilot, what was counted or planned, value, unit, line in 001, note.
PILOTS: tuple[tuple[str, str, int, str, int, str], ...] = (
    ("Dagbesteding en beschut werk", "Budget, ten minste", 200000, "euro", 129, "Het stuk noemt een marge: € 200.000 tot € 250.000."),
    ("Dagbesteding en beschut werk", "Budget, ten hoogste", 250000, "euro", 129, ""),
    ("Dagbesteding en beschut werk", "Deelnemers", 75, "aantal", 129, ""),
    ("Garantiebanen wachtlijst Wsw", "Budget", 300000, "euro", 241, ""),
    ("Garantiebanen wachtlijst Wsw", "Doelgroep", 81, "aantal", 241, ""),
    ("Garantiebanen wachtlijst Wsw", "Gesproken", 45, "aantal", 241, ""),
    ("Garantiebanen wachtlijst Wsw", "In traject bij Pasmatch", 33, "aantal", 241, ""),
    ("Schoolverlaters", "Budget", 250000, "euro", 308, ""),
    ("Schoolverlaters", "Aangemeld", 25, "aantal", 308, "7 betaald werk, 2 proefplaatsing, 9 in bemiddeling, 7 intake."),
    ("Schoolverlaters", "Betaald werk", 7, "aantal", 308, ""),
    ("Schoolverlaters", "Proefplaatsing", 2, "aantal", 308, "Een proefplaatsing is onbetaald en telt niet als plaatsing."),
    ("Project 300+", "Gesproken", 180, "aantal", 350, "Zonder extra kosten."),
    ("Project 300+", "Uitkering beëindigd", 37, "aantal", 350, "Waarvan 12 door werk en 14 door fraude."),
    ("Zittend bestand", "Budget", 150000, "euro", 397, "No cure, no pay (regel 419)."),
    ("Zittend bestand", "Doel: plaatsingen in 2015", 50, "aantal", 393, ""),
    ("Zittend bestand", "Doorverwezen", 115, "aantal", 397, "31 + 30 + circa 50 laat er ongeveer 4 onverklaard."),
    ("Zittend bestand", "Uitstroom naar werk", 31, "aantal", 397, ""),
    ("Verbeelding Zandvoort", "Budget", 50000, "euro", 441, ""),
    ("Verbeelding Zandvoort", "Aan het werk", 9, "aantal", 441, ""),
    ("Indicering", "Budget", 5000, "euro", 490, "Met het UWV."),
)  # fmt: skip

#: What, the counts of 2003, 2004 and 2005, line in 004, note.
FLOW: tuple[tuple[str, tuple[int, int, int], int, str], ...] = (
    ("Instroom trajecten, zoals gedrukt", (380, 388, 812), 640, ""),
    ("Instroom, totaal zoals gedrukt", (380, 388, 1273), 648, "De delen van 2005 tellen op tot 1.262."),
    ("Uitstroom naar werk", (211, 250, 225), 656, "Hele bestand; stand 1 oktober 2005."),
    ("Uitstroom naar studie", (10, 9, 8), 654, ""),
    ("Uitstroom, totaal zoals gedrukt", (1041, 1161, 1078), 668, "De delen van 2004 tellen op tot 1.151."),
)

#: Year, re-integration, of which paper; None where the scan cannot be read.
BUDGETS: tuple[tuple[int, int | None, str], ...] = (
    (2004, 1917000, "004, regel 1903"),
    (2005, 2600000, "004, regel 1921"),
    (2006, 7000000, "004, regel 1705"),
    (2016, None, "003, regel 190"),
    (2017, 4479499, "003, regel 192"),
    (2018, 4579846, "000, regel 508"),
    (2019, 4790471, "000, regel 508"),
    (2020, 4928576, "000, regel 508"),
    (2021, 5325271, "000, regel 508"),
)


def tell(story: Story) -> None:
    """Write the figures down."""
    story.do(record_history, list(_figures()), by="Inge", on=at("2017-07-06", 8))


def _figures() -> Iterator[Figure]:
    for pilot, name, value, unit, line, note in PILOTS:
        yield Figure(_PILOTS, pilot, name, Decimal(value), unit, f"001, regel {line}", note)
    for what, counts, line, note in FLOW:
        for year, count in zip((2003, 2004, 2005), counts, strict=True):
            yield Figure(_FLOW, what, str(year), Decimal(count), "aantal", f"004, regel {line}", note)
    for year, amount, source in BUDGETS:
        yield Figure(
            _BUDGET, f"Re-integratie {year}", "Budget", None if amount is None else Decimal(amount), "euro", source
        )
