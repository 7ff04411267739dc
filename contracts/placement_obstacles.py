"""Why there is no placement yet, or why the work has not lasted long enough."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from contracts.placements import (
    PlacementFacts,
    PlacementTerms,
    counting,
    obstacles_to_counting,
    placed_on,
    spells_agreed,
    spells_promised,
    sustained_on,
)
from townhall.periods import add_months
from townhall.refusal import Obstacle


def obstacles_to_being_placed(
    placements: Sequence[PlacementFacts], terms: PlacementTerms, *, referred_on: date
) -> list[Obstacle]:
    """Why there is no placement yet, with every job's reason."""
    if placed_on(placements, terms, referred_on=referred_on) is not None:
        return []
    if not placements:
        return [Obstacle("no-placement", "Er is nog geen plaatsing vastgelegd. Leg eerst de plaatsing vast.")]
    obstacles = [
        obstacle
        for placement in placements
        for obstacle in obstacles_to_counting(placement, terms, referred_on=referred_on)
    ]
    if not counting(placements, terms, referred_on=referred_on):
        return obstacles
    if terms.able_hours_missing:
        text = "Leg eerst vast hoeveel uur per week deze deelnemer kan werken: het contract vraagt een deel daarvan."
        return [*obstacles, Obstacle("able-hours-missing", text)]
    agreed = spells_agreed(placements, terms, referred_on=referred_on)
    if not agreed:
        obstacles.append(
            Obstacle(
                "too-few-hours",
                f"Het contract vraagt ten minste {_number(terms.min_hours_per_week)} uur werk per week. "
                "De plaatsing heeft minder uren.",
                "hours_per_week",
            )
        )
    elif not any(s.reaches(add_months(s.starts_on, terms.min_months)) for s in agreed):
        obstacles.append(
            Obstacle(
                "too-short",
                f"Het contract vraagt werk voor ten minste {terms.min_months} maanden. "
                "Een vervolgcontract telt mee: leg het vast zodra het er is.",
                "agreed_until",
            )
        )
    elif not spells_promised(placements, replace(terms, min_months=0), referred_on=referred_on):
        text = f"Het werk moet beginnen binnen {terms.within_months} maanden na de aanmelding. Dat is niet gebeurd."
        obstacles.append(Obstacle("began-too-late", text, "starts_on"))
    elif not spells_promised(placements, terms, referred_on=referred_on):
        obstacles.append(Obstacle("promise-broken", "Het werk dat lang genoeg was afgesproken, is zo niet gedaan."))
    else:
        obstacles.append(
            Obstacle(
                "ended-in-guarantee",
                f"Het werk eindigde binnen {terms.guarantee_months} maand(en). "
                "Dan geldt het volgens dit contract niet als plaatsing.",
            )
        )
    return obstacles


def obstacles_to_being_sustained(
    placements: Sequence[PlacementFacts],
    terms: PlacementTerms,
    *,
    referred_on: date,
    months: int,
    today: date,
) -> list[Obstacle]:
    """Why the participant has not been at work for so many months."""
    not_placed = obstacles_to_being_placed(placements, terms, referred_on=referred_on)
    if not_placed:
        return not_placed
    day = sustained_on(placements, terms, referred_on=referred_on, months=months)
    if day is None:
        return [
            Obstacle(
                "not-sustained",
                f"Het vastgelegde werk duurt geen {months} maanden achter elkaar "
                f"(een onderbreking van ten hoogste {terms.max_gap_days} dagen telt niet). "
                "Is er een vervolgcontract? Leg dat dan eerst vast.",
            )
        ]
    if day > today:
        return [
            Obstacle(
                "too-early",
                f"Deze mijlpaal wordt op {_day(day)} bereikt, als het werk tot dan doorgaat. "
                "Meld hem op of na die dag.",
                "reached_on",
            )
        ]
    return []


def _day(day: date) -> str:
    return day.strftime("%d-%m-%Y")


def _number(number: Decimal) -> str:
    return f"{number.normalize():f}".replace(".", ",")
