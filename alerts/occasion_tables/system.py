"""Occasions in the house itself: work, mail, the trail and the disk."""

from alerts.occasion import Occasion, OccasionKind
from townhall.accounts.roles import Role

OCCASIONS: tuple[Occasion, ...] = (
    Occasion(
        OccasionKind.JOB_FAILS,
        "Werk op de achtergrond is mislukt of loopt vast",
        Role.ADMINISTRATOR,
        "Bekijk de fout bij de opdrachten en start het werk opnieuw.",
        "Een opdracht wordt drie keer geprobeerd; een die langer dan een half uur loopt, is vastgelopen.",
        ends_when="het werk is gelukt",
        lead_days=(0, -1),
        is_urgent=True,
        again_days=1,
    ),
    Occasion(
        OccasionKind.MAIL_UNDELIVERABLE,
        "Een bericht kan niet worden bezorgd",
        Role.ADMINISTRATOR,
        "Verbeter het adres, of bel degene die het bericht moest krijgen.",
        "De mailserver weigerde het bericht, het kwam terug, of het lukt al een dag niet.",
        ends_when="het bericht alsnog is bezorgd of opzij gezet",
        lead_days=(0, -1),
        is_urgent=True,
    ),
    Occasion(
        OccasionKind.TRAIL_BROKEN,
        "Het spoor klopt niet meer",
        Role.ADMINISTRATOR,
        "Verander niets, bewaar een kopie en waarschuw de auditor.",
        "Elke regel van het spoor hangt aan de vorige; wie er een verandert, breekt de keten.",
        ends_when="de keten weer klopt",
        levels=(1,),
        escalates_to=Role.AUDITOR,
        is_urgent=True,
        again_days=1,
    ),
    Occasion(
        OccasionKind.DISK_FULL,
        "De schijf raakt vol",
        Role.ADMINISTRATOR,
        "Maak ruimte of vergroot de schijf.",
        "Zonder ruimte worden inschrijvingen en facturen geweigerd.",
        ends_when="er weer ruimte is",
        levels=(80, 90, 97),
        is_urgent=True,
    ),
)
