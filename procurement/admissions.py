"""An open house: everybody who meets the published terms is let in, during the whole term, on the same conditions.

No public contract, because nobody is selected (CJEU C-410/14 Falk Pharma, C-9/17 Tirkkonen): announced in public,
open all the time, tariffs and terms the same for all, and the client chooses the provider.
"""

from collections.abc import Sequence
from datetime import date, datetime

from procurement.admissibility import CheckOutcome
from procurement.lots import MilestoneFacts
from townhall.refusal import Obstacle


def obstacles_to_open_house(
    lots: Sequence[tuple[int, Sequence[MilestoneFacts]]], *, compares: bool, closes_at: datetime | None, today: date
) -> list[Obstacle]:
    """Why an open house cannot be announced like this: tariffs that are not fixed, a comparison, no last day.

    ``lots`` is the number of each lot with its milestones; ``compares`` says that there are criteria or wishes.
    """
    obstacles = []
    for number, milestones in lots:
        if any(milestone.highest_fee is None for milestone in milestones):
            text = f"Perceel {number}: geef elke mijlpaal een tarief. Bij een open house is dat voor iedereen gelijk."
            obstacles.append(Obstacle("tariff-not-fixed", text))
    if compares:
        text = (
            "Een open house vergelijkt niet. Haal de gunningscriteria weg (tabblad Gunningscriteria) en maak van elke "
            "wens een eis."
        )
        obstacles.append(Obstacle("open-house-compares", text))
    if closes_at is None:
        text = "Vul bij de sluiting de laatste dag in waarop aanbieders zich kunnen aanmelden."
        obstacles.append(Obstacle("date-missing", text, "closes_at"))
    elif closes_at.date() <= today:
        text = "De laatste dag om zich aan te melden is voorbij. Kies een latere dag."
        obstacles.append(Obstacle("dates-out-of-order", text, "closes_at"))
    return obstacles


def obstacles_to_applying_again(outcome: CheckOutcome | None) -> list[Obstacle]:
    """Why a supplier whose application was opened cannot apply again: it is being checked, or he is in already.

    ``outcome`` is what came of the earlier application. Who was refused may always try again.
    """
    if outcome == CheckOutcome.REJECTED:
        return []
    if outcome == CheckOutcome.ADMITTED:
        return [Obstacle("admitted-already", "U bent op dit perceel al toegelaten. Opnieuw aanmelden is niet nodig.")]
    text = "De gemeente toetst uw aanmelding al. Wacht op het bericht; daarna kunt u zich zo nodig opnieuw aanmelden."
    return [Obstacle("application-being-checked", text)]


def obstacles_to_touching_application(outcome: CheckOutcome | None) -> list[Obstacle]:
    """Why the decision on an application cannot be changed: who was let in is kept to his contract."""
    if outcome != CheckOutcome.ADMITTED:
        return []
    text = "Deze aanbieder is al toegelaten. Wilt u hem niet meer, beëindig dan zijn contract op de gronden daarin."
    return [Obstacle("admitted-already", text)]
