"""What each invented firm writes in its bids, and what the committee says of it."""

from collections.abc import Mapping

#: Firm → criterion → what it offers there; the bid and the motivation speak of the same thing.
OFFERS: Mapping[str, Mapping[str, str]] = {
    "Werkvooruit": {
        "K1": "een vast vacaturespreekuur op dinsdag en een begeleider die binnen een week kennismaakt",
        "K2": "afspraken met veertien werkgevers in zorg en groen, met per werkgever het aantal plekken",
        "K3": "een nazorgcoach die elke twee weken belt en bij zorgen op de werkplek langskomt",
    },
    "Baanbrug": {
        "K1": "een digitale intake van een uur en daarna groepstraining in vier weken",
        "K2": "een eigen vacaturebank en contacten met uitzendbureaus in de IJmond",
        "K3": "een telefoonnummer dat op werkdagen bereikbaar is voor deelnemer en werkgever",
    },
    "Spaarne Werkt": {
        "K1": "een proeftraining van twee weken in de eigen werkplaats voordat iemand solliciteert",
        "K2": "een kring van tien werkgevers in techniek en logistiek die elk kwartaal bijeenkomt",
        "K3": "een gesprek op de werkplek in de eerste, de vierde en de twaalfde week",
    },
    "Taal en Toekomst": {
        "K1": "taal en werk op dezelfde dag, met een taalmaatje op de werkvloer",
        "K2": "leerplekken bij acht horeca- en schoonmaakbedrijven, nog zonder vaste aantallen",
        "K3": "een wekelijks inloopuur voor deelnemers en hun werkgevers in het eerste halfjaar",
    },
    "Jong Start": {
        "K1": "een kennismaking op school in het laatste jaar en een stage die overgaat in een baan",
        "K2": "negen leerbedrijven die jongeren uit Pro en VSO een startplek geven",
        "K3": "een jobcoach die de school, de ouders en de werkgever aan één tafel zet",
    },
    "Ervaring Telt": {
        "K1": "een loopbaangesprek over wat iemand al kan, gevolgd door netwerkbijeenkomsten",
        "K2": "een pool van zestig werkgevers die vijftigplussers aannamen, met namen en aantallen",
        "K3": "nazorg per telefoon gedurende drie maanden, op verzoek langer",
    },
    "Tweede Kans": {
        "K1": "een begeleider die al tijdens de detentie begint en na vrijlating dezelfde blijft",
        "K2": "zes werkgevers in bouw en groen die bewust kandidaten met een verleden aannemen",
        "K3": "dagelijks contact in de eerste twee weken en een crisisnummer voor de werkgever",
    },
    "Certiflex": {
        "K1": "een portfolio in vijf bijeenkomsten, met een assessor uit het eigen vak",
        "K2": "erkenning bij drie brancheorganisaties, met de namen van de contactpersonen",
        "K3": "een gesprek na drie maanden over wat het certificaat heeft gebracht",
    },
}

#: Criterion and grade → why the committee gives that grade.
_JUDGEMENTS: Mapping[str, Mapping[int, str]] = {
    "K1": {
        10: "Dit sluit precies aan bij deze doelgroep en is stap voor stap uitgewerkt, met voorbeelden en tijden.",
        8: "Dit is concreet en haalbaar; alleen wat er gebeurt als iemand niet verschijnt, blijft onbesproken.",
        6: "Het is duidelijk wat er gebeurt, maar niet waarom dit bij deze doelgroep werkt.",
        4: "Het is voor iedereen gelijk en gaat niet in op wat deze doelgroep nodig heeft.",
    },
    "K2": {
        10: "Het netwerk is met namen, aantallen en afspraken onderbouwd.",
        8: "Het netwerk is aantoonbaar en past bij de regio; een enkele branche ontbreekt.",
        6: "Het netwerk bestaat, maar hoeveel plekken het oplevert is niet te controleren.",
        4: "Het blijft bij algemene contacten, zonder plekken of aantallen.",
    },
    "K3": {
        10: "De nazorg is dicht op deelnemer en werkgever georganiseerd en grijpt vroeg in.",
        8: "De nazorg is vast gepland en betrekt de werkgever; de maatregel bij uitval kon scherper.",
        6: "Er is nazorg, maar het initiatief ligt bij de deelnemer.",
        4: "De nazorg stopt te vroeg en voorkomt uitval niet.",
    },
}


def offer(firm: str, code: str, title: str) -> str:
    """What the firm writes in its bid under this criterion."""
    return (
        f"Bij ‘{title}’ biedt {firm} {OFFERS[firm][code]}. Wij werkten dit uit in een plan van aanpak en houden ons "
        "eraan gedurende de hele overeenkomst. (Verzonnen voor deze demo.)"
    )


def motivation(firm: str, code: str, grade: int) -> str:
    """Why the committee gives this grade, in words the bidder may read."""
    return f"{firm} biedt {OFFERS[firm][code]}. {_JUDGEMENTS[code][grade]}"
