"""Which day can be added as equated with a holiday: one to come, that is a working day as yet."""

from collections.abc import Set
from datetime import date

from townhall.refusal import Obstacle
from townhall.working_days import why_not_a_working_day


def obstacles_to_adding(day: date, *, today: date, known: Set[date]) -> list[Obstacle]:
    """Why this day cannot be added (art. 3(3) Algemene termijnenwet: a decree looks ahead)."""
    if day <= today:
        text = "Deze dag is al geweest of is vandaag. Kies een latere dag: een besluit werkt niet terug."
        return [Obstacle("decreed-day-past", text, "day")]
    if why := why_not_a_working_day(day, known):
        text = f"Dit is al {why}. Controleer de datum in het besluit."
        return [Obstacle("decreed-day-free", text, "day")]
    return []


def obstacles_to_withdrawing(day: date, *, today: date, is_withdrawn: bool) -> list[Obstacle]:
    """Why this added day cannot be withdrawn."""
    if is_withdrawn:
        return [Obstacle("decreed-day-withdrawn", "Deze dag is al ingetrokken.")]
    if day <= today:
        text = "Deze dag is al geweest of is vandaag. Termijnen zijn ermee berekend: intrekken kan niet meer."
        return [Obstacle("decreed-day-past", text)]
    return []
