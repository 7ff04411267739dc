"""The occasions on which somebody must be told: what, whom, how long before, and why.

Lead times and texts are the house's defaults (domain practice: 12, 6, 3 and 1 month and 7 days before
the last day to decide on an option). They are data: nothing else in the code knows a number of days.
"""

from dataclasses import dataclass
from enum import StrEnum

from townhall.accounts.roles import Role


class OccasionKind(StrEnum):
    """Something that must not be missed."""

    THRESHOLD_NEAR = "threshold_near"
    THRESHOLD_ROW_MISSING = "threshold_row_missing"
    ACCUMULATION = "accumulation"
    QUESTIONS_CLOSE = "questions_close"
    BIDS_CLOSE = "bids_close"
    BIDS_WAIT_FOR_OPENING = "bids_wait_for_opening"
    STANDSTILL_ENDS = "standstill_ends"
    AWARD_WITHOUT_CONTRACT = "award_without_contract"
    AWARD_NOTICE = "award_notice"
    OPTION_DECISION = "option_decision"
    CONTRACT_ENDS = "contract_ends"
    CEILING = "ceiling"
    RESULTS_BELOW_NORM = "results_below_norm"
    REFERRAL_WAITS = "referral_waits"
    PROOF_WAITS = "proof_waits"
    INVOICE_WAITS = "invoice_waits"
    PAYMENT_DUE = "payment_due"
    BUDGET = "budget"


@dataclass(frozen=True)
class Occasion:
    """When to tell whom.

    ``lead_days``: this many days before the due day an alert is raised, and again at each next one;
    0 is the day itself, a negative number a day after it. ``levels``: for a meter instead of a day,
    the percentages at which an alert is raised.
    """

    kind: OccasionKind
    title: str
    role: Role
    what_to_do: str
    rule: str
    when_late: str = ""
    """What to do instead, once the day is over."""
    late_badge: str = "Te laat"
    lead_days: tuple[int, ...] = ()
    levels: tuple[int, ...] = ()
    escalates_to: Role | None = None

    def __post_init__(self) -> None:
        assert bool(self.lead_days) != bool(self.levels), "an occasion has lead times or levels"
        assert list(self.lead_days) == sorted(self.lead_days, reverse=True)
        assert list(self.levels) == sorted(self.levels)


_MONTHS_BEFORE = (365, 182, 91, 30, 7, 0)

OCCASIONS: dict[OccasionKind, Occasion] = {
    occasion.kind: occasion
    for occasion in (
        Occasion(
            OccasionKind.THRESHOLD_NEAR,
            "De raming ligt dicht bij de Europese drempel",
            Role.INKOPER,
            "Onderbouw de raming, of kies nu al de procedure boven de drempel.",
            "Een raming binnen 10 % onder de drempel vraagt een onderbouwing: een opdracht mag niet worden "
            "gesplitst of laag geraamd om de drempel te ontlopen (art. 2.14 Aanbestedingswet 2012).",
            levels=(90, 100),
        ),
        Occasion(
            OccasionKind.THRESHOLD_ROW_MISSING,
            "De drempelbedragen van de volgende periode ontbreken",
            Role.INKOPER,
            "Laat de beheerder de nieuwe bedragen toevoegen zodra de Europese Commissie ze bekendmaakt.",
            "De drempels gelden twee jaar en veranderen op 1 januari van een even jaar "
            "(art. 2.7 Aanbestedingswet 2012).",
            lead_days=(90, 30, 7, 0),
            escalates_to=Role.ADMINISTRATOR,
        ),
        Occasion(
            OccasionKind.ACCUMULATION,
            "Soortgelijke inkopen samen naderen een grens",
            Role.INKOPER,
            "Bekijk de lijst van inkopen en beslis of u samen aanbesteedt.",
            "Gelijksoortige diensten die regelmatig terugkomen tellen over twaalf maanden bij elkaar op "
            "(art. 2.21 Aanbestedingswet 2012). Splitsen om onder een drempel te blijven mag niet (art. 2.14).",
            levels=(60, 80, 95, 100),
        ),
        Occasion(
            OccasionKind.QUESTIONS_CLOSE,
            "De termijn voor vragen sluit",
            Role.INKOPER,
            "Beantwoord de vragen en publiceer de nota van inlichtingen op tijd.",
            "Antwoorden zijn er uiterlijk tien dagen voor de sluiting (art. 2.54 Aanbestedingswet 2012).",
            lead_days=(7, 2, 0),
        ),
        Occasion(
            OccasionKind.BIDS_CLOSE,
            "De termijn voor inschrijven sluit",
            Role.INKOPER,
            "Controleer of de openers klaarstaan.",
            "Inschrijvingen worden pas na de sluiting geopend, door twee openers samen "
            "(art. 2.108 Aanbestedingswet 2012).",
            lead_days=(7, 1, 0),
        ),
        Occasion(
            OccasionKind.BIDS_WAIT_FOR_OPENING,
            "Inschrijvingen wachten op opening",
            Role.OPENER,
            "Open de inschrijvingen met een tweede opener.",
            "Na de sluiting kan de beoordeling pas beginnen als twee openers samen hebben geopend.",
            lead_days=(0, -2, -5),
            escalates_to=Role.INKOPER,
        ),
        Occasion(
            OccasionKind.STANDSTILL_ENDS,
            "De opschortende termijn loopt af",
            Role.INKOPER,
            "Controleer of er een kort geding of bezwaar is. Is dat er niet, maak dan de gunning definitief.",
            "Binnen de opschortende termijn wordt geen overeenkomst gesloten "
            "(art. 2.127 en 2.131 Aanbestedingswet 2012; bij SAS vrijwillig).",
            late_badge="Afgelopen",
            lead_days=(5, 1, 0, -3),
        ),
        Occasion(
            OccasionKind.AWARD_WITHOUT_CONTRACT,
            "Er is gegund, maar er is nog geen overeenkomst",
            Role.CONTRACT_MANAGER,
            "Maak de raamovereenkomst op en laat hem tekenen.",
            "Binnen 30 dagen na het sluiten van de overeenkomst wordt de gunning aangekondigd "
            "(art. 2.134 Aanbestedingswet 2012).",
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
            when_late="Publiceer de aankondiging alsnog, en leg haar vast op het tabblad Gunning.",
            lead_days=(30, 14, 3, 0),
        ),
        Occasion(
            OccasionKind.OPTION_DECISION,
            "Besluit over verlenging nodig",
            Role.CONTRACT_MANAGER,
            "Open het verlengingsdossier en leg een besluit voor: verlengen of niet.",
            "Een optie die niet op tijd wordt gelicht vervalt: Raamwerk verlengt nooit stilzwijgend.",
            when_late="De optie kan niet meer worden gelicht. Leg dat besluit vast en begin met een nieuwe "
            "aanbesteding.",
            lead_days=_MONTHS_BEFORE,
            escalates_to=Role.INKOPER,
        ),
        Occasion(
            OccasionKind.CONTRACT_ENDS,
            "De overeenkomst loopt af zonder optie",
            Role.CONTRACT_MANAGER,
            "Beslis over een nieuwe aanbesteding en over lopende trajecten.",
            "Een nieuwe aanbesteding kost negen tot twaalf maanden.",
            lead_days=(365, 274, 182, 91, 30),
            escalates_to=Role.INKOPER,
        ),
        Occasion(
            OccasionKind.CEILING,
            "De maximale waarde van de overeenkomst komt in zicht",
            Role.CONTRACT_MANAGER,
            "Bekijk welke trajecten nog lopen. Boven het maximum kunnen geen nieuwe aanmeldingen meer.",
            "Is het maximum van een raamovereenkomst bereikt, dan is zij uitgewerkt "
            "(HvJ EU 17 juni 2021, C-23/20, Simonsen & Weel).",
            levels=(70, 85, 95, 100),
            escalates_to=Role.INKOPER,
        ),
        Occasion(
            OccasionKind.RESULTS_BELOW_NORM,
            "Een opdrachtnemer blijft achter bij de afgesproken resultaten",
            Role.CONTRACT_MANAGER,
            "Bespreek de resultaten met de opdrachtnemer en leg afspraken vast.",
            "De norm voor plaatsingen staat in de overeenkomst; het percentage telt plaatsingen op gestarte trajecten.",
            levels=(1,),
        ),
        Occasion(
            OccasionKind.REFERRAL_WAITS,
            "Een aanmelding wacht op de opdrachtnemer",
            Role.CASE_MANAGER,
            "Bel de opdrachtnemer, of meld de deelnemer elders aan.",
            "Een opdrachtnemer antwoordt binnen zeven dagen: hij neemt de aanmelding aan of geeft haar terug.",
            lead_days=(0, -5),
        ),
        Occasion(
            OccasionKind.PROOF_WAITS,
            "Gemelde prestaties wachten op controle",
            Role.CASE_MANAGER,
            "Controleer het bewijs en keur de prestatie goed of af.",
            "Zonder gecontroleerde prestatie is er geen recht op betaling (no cure, no pay).",
            lead_days=(0, -7, -14),
            escalates_to=Role.CONTRACT_MANAGER,
        ),
        Occasion(
            OccasionKind.INVOICE_WAITS,
            "Een factuur wacht op de volgende stap",
            Role.CONTRACT_MANAGER,
            "Zet de volgende stap, of stuur de factuur terug met de reden.",
            "De betaaltermijn van 30 dagen loopt vanaf de ontvangst (art. 6:119b Burgerlijk Wetboek).",
            lead_days=(20, 10, 3),
        ),
        Occasion(
            OccasionKind.PAYMENT_DUE,
            "De betaaltermijn van een factuur loopt af",
            Role.FINANCE,
            "Betaal op tijd: na de laatste dag loopt de wettelijke handelsrente.",
            "Een overheid betaalt binnen 30 dagen na ontvangst (art. 6:119b Burgerlijk Wetboek).",
            lead_days=(10, 3, 0, -1),
            escalates_to=Role.BUDGET_HOLDER,
        ),
        Occasion(
            OccasionKind.BUDGET,
            "Het budget raakt op",
            Role.BUDGET_HOLDER,
            "Bekijk de verplichtingen en besluit over bijstelling.",
            "Verplichtingen en betalingen samen mogen het budget van het jaar niet overschrijden.",
            levels=(80, 95, 100),
        ),
    )
}

assert set(OCCASIONS) == set(OccasionKind)
