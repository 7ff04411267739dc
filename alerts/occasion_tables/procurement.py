"""Occasions around a tender: from the estimate to the notice of the result."""

from alerts.occasion import Occasion, OccasionKind
from townhall.accounts.roles import Role

OCCASIONS: tuple[Occasion, ...] = (
    Occasion(
        OccasionKind.THRESHOLD_NEAR,
        "De raming ligt dicht bij de Europese drempel",
        Role.INKOPER,
        "Onderbouw de raming, of kies nu al de procedure boven de drempel.",
        "Een raming binnen 10 % onder de drempel vraagt een onderbouwing: een opdracht mag niet worden "
        "gesplitst of laag geraamd om de drempel te ontlopen (art. 2.14 Aanbestedingswet 2012).",
        ends_when="de raming weer verder van de drempel ligt, of de aanbesteding is gepubliceerd",
        levels=(90, 100),
    ),
    Occasion(
        OccasionKind.THRESHOLD_ROW_MISSING,
        "De drempelbedragen van de volgende periode ontbreken",
        Role.INKOPER,
        "Laat de beheerder de nieuwe bedragen toevoegen zodra de Europese Commissie ze bekendmaakt.",
        "De drempels gelden twee jaar en veranderen op 1 januari van een even jaar "
        "(art. 2.7 Aanbestedingswet 2012).",
        ends_when="de bedragen van die periode in de tabel staan",
        lead_days=(90, 30, 7, 0),
        escalates_to=Role.ADMINISTRATOR,
    ),
    Occasion(
        OccasionKind.NOTICE_IN_NEXT_PERIOD,
        "De geplande aankondiging valt in een andere drempelperiode",
        Role.INKOPER,
        "Bekijk het regime opnieuw en leg het advies vast: op de nieuwe dag gelden andere drempelbedragen.",
        "De drempel die geldt is die van de dag van de aankondiging (art. 2.15 en 2.7 Aanbestedingswet "
        "2012).",
        ends_when="de aankondiging in dezelfde periode valt als het advies, of is gepubliceerd",
        lead_days=(90, 30, 7, 0),
    ),
    Occasion(
        OccasionKind.ACCUMULATION,
        "Soortgelijke inkopen samen naderen een grens",
        Role.INKOPER,
        "Bekijk de lijst van inkopen en beslis of u samen aanbesteedt.",
        "Gelijksoortige diensten die regelmatig terugkomen tellen over twaalf maanden bij elkaar op "
        "(art. 2.21 Aanbestedingswet 2012). Splitsen om onder een drempel te blijven mag niet (art. 2.14).",
        ends_when="de som onder de grens zakt",
        levels=(60, 80, 95, 100),
    ),
    Occasion(
        OccasionKind.QUESTIONS_CLOSE,
        "De termijn voor vragen sluit",
        Role.INKOPER,
        "Beantwoord de vragen en publiceer de nota van inlichtingen op tijd.",
        "Antwoorden zijn er uiterlijk tien dagen voor de sluiting (art. 2.54 Aanbestedingswet 2012).",
        ends_when="de termijn voorbij is",
        lead_days=(7, 2, 0),
    ),
    Occasion(
        OccasionKind.BIDS_CLOSE,
        "De termijn voor inschrijven of aanmelden sluit",
        Role.INKOPER,
        "Controleer of klaarstaat wie opent.",
        "Inschrijvingen en verzoeken tot deelneming gaan pas na de sluiting open, inschrijvingen door twee openers "
        "samen (art. 2.108 Aanbestedingswet 2012).",
        ends_when="de termijn voorbij is",
        lead_days=(7, 1, 0),
    ),
    Occasion(
        OccasionKind.BIDS_WAIT_FOR_OPENING,
        "Inschrijvingen wachten op opening",
        Role.OPENER,
        "Open de inschrijvingen met een tweede opener.",
        "Na de sluiting kan de beoordeling pas beginnen als twee openers samen hebben geopend.",
        ends_when="de inschrijvingen zijn geopend",
        lead_days=(0, -2, -5),
        escalates_to=Role.INKOPER,
    ),
    Occasion(
        OccasionKind.SCORES_MISSING,
        "Er ontbreken scores",
        Role.ASSESSOR,
        "Vul uw scores met motivering in en rond de beoordeling af.",
        "Niemand ziet scores voordat alle beoordelaars klaar zijn; zolang u wacht, wacht de commissie.",
        ends_when="al uw scores zijn afgerond",
        lead_days=(0, -7, -14),
        escalates_to=Role.INKOPER,
    ),
    Occasion(
        OccasionKind.STANDSTILL_ENDS,
        "De opschortende termijn loopt af",
        Role.INKOPER,
        "Controleer of er een kort geding of bezwaar is. Is dat er niet, maak dan de gunning definitief.",
        "Binnen de opschortende termijn wordt geen overeenkomst gesloten "
        "(art. 2.127 en 2.131 Aanbestedingswet 2012; bij SAS vrijwillig).",
        ends_when="het perceel definitief is gegund of de beslissing is ingetrokken",
        late_badge="Afgelopen",
        lead_days=(10, 3, 0, -3),
    ),
    Occasion(
        OccasionKind.DISPUTE_PENDING,
        "Er loopt een bezwaar of kort geding",
        Role.INKOPER,
        "Leg de uitkomst vast, of overleg met de jurist. Tot die tijd kan dit perceel niet worden getekend.",
        "Wie binnen de termijn een kort geding begint, houdt het sluiten van de overeenkomst tegen (art. "
        "2.131 Aanbestedingswet 2012).",
        ends_when="de uitkomst is vastgelegd",
        lead_days=(7, 0, -14, -42),
        again_days=14,
    ),
    Occasion(
        OccasionKind.PROOFS_UNCHECKED,
        "De bewijzen van een winnaar zijn nog niet gecontroleerd",
        Role.INKOPER,
        "Vraag de bewijzen op en controleer ze, ook hun datum. Anders kan het perceel niet definitief worden gegund.",
        "Een bewijs telt alleen als het op de dag van inschrijven vers genoeg was: gedragsverklaring twee jaar, "
        "belasting en handelsregister zes maanden (art. 2.89 Aanbestedingswet 2012).",
        ends_when="de controle is vastgelegd",
        lead_days=(14, 5, 0, -5),
    ),
    Occasion(
        OccasionKind.AWARD_WITHOUT_CONTRACT,
        "Er is gegund, maar er is nog geen overeenkomst",
        Role.CONTRACT_MANAGER,
        "Maak de raamovereenkomst op en laat hem tekenen.",
        "Binnen 30 dagen na het sluiten van de overeenkomst wordt de gunning aangekondigd "
        "(art. 2.134 Aanbestedingswet 2012).",
        ends_when="de overeenkomst is opgemaakt",
        lead_days=(0, -14, -30),
        escalates_to=Role.INKOPER,
    ),
    Occasion(
        OccasionKind.AWARD_NOTICE,
        "De gunning moet worden aangekondigd",
        Role.INKOPER,
        "Publiceer de aankondiging van de gunning en leg haar vast op het tabblad Gunning.",
        "Binnen 30 dagen na het sluiten van de overeenkomst; bij sociale en andere specifieke diensten mag het per "
        "kwartaal, binnen 30 dagen erna (art. 2.134 Aanbestedingswet 2012).",
        ends_when="de aankondiging is vastgelegd",
        when_late="Publiceer de aankondiging alsnog, en leg haar vast op het tabblad Gunning.",
        lead_days=(30, 14, 3, 0),
    ),
)
