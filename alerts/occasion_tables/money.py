"""Occasions around invoices, payments and budgets."""

from alerts.occasion import Occasion, OccasionKind
from townhall.accounts.roles import Role

_TERM = "De betaaltermijn van 30 dagen loopt vanaf de ontvangst (art. 6:119b Burgerlijk Wetboek)."

OCCASIONS: tuple[Occasion, ...] = (
    Occasion(
        OccasionKind.INVOICE_WAITS,
        "Een factuur wacht op de prestatieverklaring",
        Role.CONTRACT_MANAGER,
        "Verklaar de prestatie, of stuur terug wat niet klopt, met de reden.",
        _TERM,
        ends_when="de prestatie is verklaard of de factuur is teruggestuurd",
        lead_days=(20, 10, 3),
    ),
    Occasion(
        OccasionKind.APPROVAL_WAITS,
        "Een factuur wacht op akkoord",
        Role.BUDGET_HOLDER,
        "Beoordeel de factuur en geef akkoord, of stuur haar terug met de reden.",
        _TERM,
        ends_when="het akkoord is gegeven",
        lead_days=(20, 10, 3),
    ),
    Occasion(
        OccasionKind.PAYMENT_DUE,
        "De betaaltermijn van een factuur loopt af",
        Role.FINANCE,
        "Betaal op tijd: na de laatste dag loopt de wettelijke handelsrente.",
        "Een overheid betaalt binnen 30 dagen na ontvangst (art. 6:119b Burgerlijk Wetboek).",
        ends_when="de factuur is betaald of teruggestuurd",
        lead_days=(10, 3, 0, -1),
        escalates_to=Role.BUDGET_HOLDER,
    ),
    Occasion(
        OccasionKind.INTEREST_RUNS,
        "Over een factuur loopt rente",
        Role.FINANCE,
        "Betaal nu, en zet de rente klaar als de opdrachtnemer erom vraagt.",
        "Na de laatste dag loopt de wettelijke handelsrente, en is 40 euro verschuldigd (art. 6:119b en "
        "6:96 Burgerlijk Wetboek).",
        ends_when="de factuur is betaald",
        lead_days=(0, -14, -30),
        escalates_to=Role.BUDGET_HOLDER,
        is_urgent=True,
    ),
    Occasion(
        OccasionKind.CLAWBACK_OPEN,
        "Een terugvordering staat nog open",
        Role.FINANCE,
        "Verreken haar met de volgende betaling, of vraag om een creditnota.",
        "Eindigt een plaatsing binnen de garantie, of crediteert de aanbieder, dan komt het geheel of deels terug.",
        ends_when="zij is verrekend, gecrediteerd of losgelaten",
        lead_days=(0, -30, -60),
        escalates_to=Role.BUDGET_HOLDER,
    ),
    Occasion(
        OccasionKind.CLAIM_WINDOW,
        "De termijn om te factureren loopt af",
        Role.SUPPLIER,
        "Factureer deze prestatie op tijd; daarna vervalt de vergoeding.",
        "De overeenkomst geeft per mijlpaal een termijn om te factureren.",
        ends_when="u de prestatie hebt gefactureerd",
        lead_days=(30, 7, 1, 0),
    ),
    Occasion(
        OccasionKind.BANK_CHANGE_WAITS,
        "Een bankrekening wacht op controle",
        Role.REGISTRAR,
        "Bel terug op het bekende nummer en keur de rekening goed of af.",
        "Een nieuwe rekening telt pas na controle door twee mensen; tot die tijd wordt er niet op betaald.",
        ends_when="de rekening is gecontroleerd",
        lead_days=(0, -7),
        escalates_to=Role.FINANCE,
    ),
    Occasion(
        OccasionKind.PAYMENT_RETURNED,
        "Een betaling is teruggekomen",
        Role.FINANCE,
        "Controleer de rekening en betaal opnieuw.",
        "De bank stortte de betaling terug of voerde haar niet uit; de termijn loopt door.",
        ends_when="de factuur opnieuw is betaald",
        lead_days=(0, -3),
        escalates_to=Role.BUDGET_HOLDER,
        is_urgent=True,
    ),
    Occasion(
        OccasionKind.BUDGET,
        "Het budget raakt op",
        Role.BUDGET_HOLDER,
        "Bekijk de verplichtingen en besluit over bijstelling.",
        "Verplichtingen en betalingen samen mogen het budget van het jaar niet overschrijden.",
        ends_when="er weer ruimte is",
        levels=(80, 95, 100),
    ),
)
