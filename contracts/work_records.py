"""When work, and its end, can be written down; whether it counts as a placement is another question."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from contracts.placements import PlacementFacts
from townhall.identifiers import is_kvk_number
from townhall.periods import add_months
from townhall.refusal import Obstacle

#: Work that was agreed may be recorded before its first day, but not long before.
MONTHS_AHEAD = 3
MOST_HOURS = Decimal(60)


def obstacles_to_recording(
    work: PlacementFacts, known: Sequence[PlacementFacts], *, today: date
) -> list[Obstacle]:
    """Why this job cannot be written down. Whether it counts is another question."""
    obstacles = []
    if work.agreed_until is not None and work.agreed_until < work.starts_on:
        obstacles.append(
            Obstacle("ends-before-start", "De einddatum ligt voor de begindatum.", "agreed_until")
        )
    if work.starts_on > add_months(today, MONTHS_AHEAD):
        obstacles.append(
            Obstacle(
                "too-far-ahead",
                f"Leg werk vast dat is begonnen of binnen {MONTHS_AHEAD} maanden begint.",
                "starts_on",
            )
        )
    if not 0 < work.hours_per_week <= MOST_HOURS:
        obstacles.append(
            Obstacle(
                "impossible-hours",
                f"Vul het aantal uren per week in: meer dan 0 en hoogstens {MOST_HOURS}.",
                "hours_per_week",
            )
        )
    if any(_same_job(work, other) for other in known):
        obstacles.append(
            Obstacle(
                "recorded-already",
                f"Er is al werk vastgelegd dat op {_day(work.starts_on)} begint, met dezelfde uren.",
                "starts_on",
            )
        )
    return obstacles


def obstacles_to_employer(kvk_number: str) -> list[Obstacle]:
    """Why this cannot be the number of the employer in the trade register."""
    if not kvk_number or is_kvk_number(kvk_number):
        return []
    text = "Een KvK-nummer heeft acht cijfers. Controleer het, of laat het veld leeg."
    return [Obstacle("no-kvk-number", text, "employer_kvk")]


def _same_job(one: PlacementFacts, other: PlacementFacts) -> bool:
    return (one.starts_on, one.work_kind, one.hours_per_week) == (
        other.starts_on,
        other.work_kind,
        other.hours_per_week,
    )


def obstacles_to_ending_work(
    work: PlacementFacts, ended_on: date, *, today: date, is_withdrawn: bool = False
) -> list[Obstacle]:
    """Why the end of this job cannot be written down."""
    if is_withdrawn:
        return [Obstacle("withdrawn", "Deze plaatsing is ingetrokken.")]
    if work.ended_on is not None:
        return [Obstacle("ended-already", f"Dit werk is al geëindigd, op {_day(work.ended_on)}.")]
    obstacles = []
    if ended_on < work.starts_on:
        obstacles.append(
            Obstacle(
                "ended-before-start",
                f"Het werk begon op {_day(work.starts_on)}. Kies die dag of een latere dag.",
                "ended_on",
            )
        )
    if ended_on > today:
        obstacles.append(
            Obstacle("in-future", "Deze dag ligt in de toekomst. Meld het einde als het er is.", "ended_on")
        )
    if work.agreed_until is not None and ended_on > work.agreed_until:
        obstacles.append(
            Obstacle(
                "after-agreed-end",
                f"Het contract liep tot en met {_day(work.agreed_until)}. Leg een vervolgcontract vast als "
                "nieuwe plaatsing.",
                "ended_on",
            )
        )
    return obstacles


def _day(day: date) -> str:
    return day.strftime("%d-%m-%Y")
