"""Occasions around a contract: its term, its maximum, its papers, and the people on it."""

from alerts.occasion import Occasion, OccasionKind
from townhall.accounts.roles import Role

#: Twelve, six, three months and one month, and a week before (house practice, domain §7).
_MONTHS_BEFORE = (365, 182, 91, 30, 7, 0)

OCCASIONS: tuple[Occasion, ...] = (
    Occasion(
        OccasionKind.OPTION_DECISION,
        "Besluit over verlenging nodig",
        Role.CONTRACT_MANAGER,
        "Open het verlengingsdossier en leg een besluit voor: verlengen of niet.",
        "Een optie die niet op tijd wordt gelicht vervalt: Raamwerk verlengt nooit stilzwijgend.",
        ends_when="het besluit over de optie is vastgelegd",
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
        ends_when="de overeenkomst is geëindigd",
        lead_days=(365, 274, 182, 91, 30),
        escalates_to=Role.INKOPER,
    ),
    Occasion(
        OccasionKind.START_ANEW,
        "De laatste dag om een nieuwe aanbesteding te beginnen",
        Role.CONTRACT_MANAGER,
        "Begin de nieuwe aanbesteding, of leg vast waarom dat niet hoeft.",
        "Teruggerekend vanaf het einde van de overeenkomst met de wettelijke termijnen en de "
        "doorlooptijden van de gemeente.",
        ends_when="de overeenkomst is verlengd of geëindigd",
        when_late="Begin meteen: de overeenkomst eindigt voordat een nieuwe aanbesteding klaar kan zijn.",
        lead_days=(182, 91, 30, 7, 0),
        escalates_to=Role.INKOPER,
    ),
    Occasion(
        OccasionKind.CEILING,
        "De maximale waarde van de overeenkomst komt in zicht",
        Role.CONTRACT_MANAGER,
        "Bekijk welke trajecten nog lopen. Boven het maximum kunnen geen nieuwe aanmeldingen meer.",
        "Is het maximum van een raamovereenkomst bereikt, dan is zij uitgewerkt "
        "(HvJ EU 17 juni 2021, C-23/20, Simonsen & Weel).",
        ends_when="het maximum hoger is of er minder is toegezegd",
        levels=(70, 85, 95, 100),
        escalates_to=Role.INKOPER,
    ),
    Occasion(
        OccasionKind.CEILING_RUNS_OUT,
        "Het maximum raakt op vóór het einde van de overeenkomst",
        Role.CONTRACT_MANAGER,
        "Verdeel wat over is, of begin eerder met een nieuwe aanbesteding.",
        "De verwachting volgt uit lopende trajecten en de ervaring met deze overeenkomst; zij staat bij "
        "de prognose uitgelegd.",
        ends_when="de verwachte dag na het einde van de overeenkomst ligt",
        lead_days=(365, 182, 91, 30, 0),
        escalates_to=Role.INKOPER,
    ),
    Occasion(
        OccasionKind.MODIFICATION_ROOM,
        "De ruimte om te wijzigen raakt op",
        Role.CONTRACT_MANAGER,
        "Bekijk de wijzigingen. Boven de grens is een nieuwe aanbesteding nodig.",
        "Wijzigingen blijven samen onder 10 % van de waarde en onder de drempel (art. 2.163b "
        "Aanbestedingswet 2012).",
        ends_when="er weer ruimte is",
        levels=(60, 80, 95, 100),
        escalates_to=Role.INKOPER,
    ),
    Occasion(
        OccasionKind.RESULTS_BELOW_NORM,
        "Een opdrachtnemer blijft achter bij de afgesproken resultaten",
        Role.CONTRACT_MANAGER,
        "Bespreek de resultaten met de opdrachtnemer en leg afspraken vast.",
        "De norm voor plaatsingen staat in de overeenkomst; het percentage telt plaatsingen op gestarte trajecten.",
        ends_when="het resultaat weer op de norm ligt",
        levels=(1,),
    ),
    Occasion(
        OccasionKind.PAPER_EXPIRES,
        "Een verzekering, certificaat of keurmerk verloopt",
        Role.CONTRACT_MANAGER,
        "Vraag de opdrachtnemer om het nieuwe bewijs en leg het vast.",
        "De overeenkomst vraagt dat verzekering en keurmerken de hele looptijd geldig zijn.",
        ends_when="er een geldig bewijs ligt",
        lead_days=(60, 30, 7, 0),
        escalates_to=Role.INKOPER,
    ),
    Occasion(
        OccasionKind.REPORT_DUE,
        "Een voortgangsrapportage komt eraan of is te laat",
        Role.CONTRACT_MANAGER,
        "Vraag de opdrachtnemer om de rapportage.",
        "De overeenkomst zegt hoe vaak de opdrachtnemer rapporteert.",
        ends_when="de rapportage is ingediend",
        lead_days=(7, 0, -7),
    ),
    Occasion(
        OccasionKind.CHECK_DUE,
        "Een controlepunt van een overeenkomst is aan de beurt",
        Role.CONTRACT_MANAGER,
        "Toets het controlepunt en leg vast wat u vond.",
        "Elke toezegging uit de inschrijving en elke eis is een controlepunt met een toetsmoment.",
        ends_when="de uitkomst is vastgelegd of het controlepunt is gestopt",
        lead_days=(14, 0, -14),
    ),
    Occasion(
        OccasionKind.REFERRAL_WAITS,
        "Een aanmelding wacht op de opdrachtnemer",
        Role.CASE_MANAGER,
        "Bel de opdrachtnemer, of meld de deelnemer elders aan.",
        "Een opdrachtnemer antwoordt binnen zeven dagen: hij neemt de aanmelding aan of geeft haar terug.",
        ends_when="de opdrachtnemer heeft geantwoord",
        lead_days=(0, -5),
    ),
    Occasion(
        OccasionKind.SUSTAINED_CHECK,
        "De dag is er om te kijken of iemand nog werkt",
        Role.CASE_MANAGER,
        "Stel vast of de deelnemer nog werkt en of de uitkering nog is gestopt of verlaagd.",
        "De gemeente stelt zelf vast of een plaatsing duurzaam is; pas daarna is er recht op betaling.",
        ends_when="de prestatie is gemeld of de plaatsing is geëindigd",
        lead_days=(0, -14, -30),
        again_days=14,
    ),
    Occasion(
        OccasionKind.PROOF_WAITS,
        "Gemelde prestaties wachten op controle",
        Role.CASE_MANAGER,
        "Controleer het bewijs en keur de prestatie goed of af.",
        "Zonder gecontroleerde prestatie is er geen recht op betaling (no cure, no pay).",
        ends_when="alle gemelde prestaties zijn gecontroleerd",
        lead_days=(0, -7, -14),
        escalates_to=Role.CONTRACT_MANAGER,
    ),
)
