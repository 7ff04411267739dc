"""Whether a planning can be counted back from these wishes: all conflicts at once, each with what would do.

Law: art. 2.71–2.74b, 2.54 and 2.127 Aanbestedingswet (AW); proportionality art. 1.10 and 1.13 AW.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from procurement.back_planning import CollegeDecides, House, PlannedStep, StepCode, Wishes, plan_back
from procurement.planning_norms import recess_on
from procurement.procedures import FULL_REGIME_PROCEDURES, StandstillKind
from procurement.standstill import STATUTORY_DAYS
from procurement.timeline import (
    Circumstances,
    Haste,
    MinimumTerm,
    minimum_bid_term,
    minimum_request_term,
)
from townhall.refusal import Obstacle
from townhall.working_days import gap_in_decrees

MOST_ROUNDS = 4
MOST_DAYS = 365
#: How far ahead one looks for the earliest possible start.
FARTHEST = timedelta(days=5 * 365)


def obstacles_to_wishes(wishes: Wishes, house: House, today: date) -> list[Obstacle]:
    """Everything that keeps this planning from being made, each with what would be allowed."""
    least = minimum_bid_term(wishes.procedure, Circumstances(haste=wishes.haste))
    if least is None:
        text = (
            "Bij deze procedure schrijven aanbieders niet in vóór een sluiting. Er valt niets terug te rekenen: "
            "vul de data zelf in bij Planning en looptijd."
        )
        return [Obstacle("no-bid-term", text)]
    obstacles = [
        *_too_short(least, wishes.bid_days, "bid_days", "om in te schrijven"),
        *_too_short(
            minimum_request_term(wishes.procedure, wishes.haste),
            wishes.request_days,
            "request_days",
            "om zich aan te melden",
        ),
        *_of_haste(wishes),
        *_of_standstill(wishes),
    ]
    if not 0 <= wishes.rounds <= MOST_ROUNDS:
        obstacles.append(Obstacle("rounds", f"Kies 0 tot en met {MOST_ROUNDS} vragenronden.", "rounds"))
        return obstacles
    return [*obstacles, *_too_late(wishes, house, today)]


def _too_short(least: MinimumTerm | None, wished: int | None, field: str, purpose: str) -> list[Obstacle]:
    if least is None or wished is None or wished >= least.days:
        return []
    who = "De wet geeft" if least.is_law else "De gemeente geeft"
    text = (
        f"{who} aanbieders ten minste {least.days} dagen {purpose} ({least.article}). "
        f"U koos {wished}. Kies {least.days} of meer, of laat het veld leeg."
    )
    return [Obstacle("term-too-short", text, field)]


def _of_haste(wishes: Wishes) -> list[Obstacle]:
    if wishes.haste == Haste.NORMAL:
        return []
    if wishes.procedure not in FULL_REGIME_PROCEDURES:
        text = (
            "De verkorte termijnen van art. 2.74 AW bestaan alleen bij de Europese openbare en niet-openbare "
            "procedure. Kies ‘gewoon’."
        )
        return [Obstacle("haste-not-here", text, "haste")]
    if not wishes.haste_reason.strip():
        text = (
            "Verkorte termijnen mogen alleen bij een naar behoren gemotiveerde urgentie (art. 2.74 AW). "
            "Schrijf de motivering op."
        )
        return [Obstacle("haste-unexplained", text, "haste_reason")]
    return []


def _of_standstill(wishes: Wishes) -> list[Obstacle]:
    is_statutory = wishes.standstill_kind == StandstillKind.STATUTORY
    if wishes.procedure in FULL_REGIME_PROCEDURES:
        if is_statutory and wishes.standstill_days >= STATUTORY_DAYS:
            return []
        text = (
            f"Bij deze procedure is een wettelijke opschortende termijn van ten minste {STATUTORY_DAYS} dagen "
            f"verplicht (art. 2.127 AW). Kies ‘wettelijk’ en {STATUTORY_DAYS} dagen of meer bij Planning en looptijd."
        )
        return [Obstacle("standstill-required", text)]
    if is_statutory:
        text = (
            "Bij deze procedure is de opschortende termijn niet wettelijk verplicht. "
            "Kies ‘vrijwillig’ of ‘geen’ bij Planning en looptijd."
        )
        return [Obstacle("standstill-not-statutory", text)]
    return []


def lawful(wishes: Wishes) -> Wishes:
    """The same wishes with a standstill that can be computed: never shorter than the act asks."""
    if wishes.standstill_kind == StandstillKind.STATUTORY:
        return replace(wishes, standstill_days=max(wishes.standstill_days, STATUTORY_DAYS))
    return wishes


def _too_late(wishes: Wishes, house: House, today: date) -> list[Obstacle]:
    if wishes.starts_on > today + FARTHEST:
        text = f"Kies een startdag binnen vijf jaar: uiterlijk {today + FARTHEST:%d-%m-%Y}."
        return [Obstacle("start-too-far", text, "starts_on")]
    first = plan_back(lawful(wishes), house)[0]
    if first.day >= today:
        return []
    earliest = earliest_start(wishes, house, today)
    ways = ["kies een latere start"]
    if wishes.college != CollegeDecides.NOTHING:
        ways.append("laat iemand met mandaat beslissen in plaats van het college")
    if wishes.rounds > 1:
        ways.append("houd één vragenronde")
    if wishes.bid_days or wishes.request_days:
        ways.append("laat de termijnen leeg: dan geldt het minimum")
    text = (
        f"Deze start wordt niet gehaald: ‘{first.label}’ had op {first.day:%d-%m-%Y} moeten gebeuren. "
        f"Met deze wensen kan de opdracht op {earliest:%d-%m-%Y} beginnen. U kunt: {'; '.join(ways)}."
    )
    return [Obstacle("start-too-soon", text, "starts_on")]


def earliest_start(wishes: Wishes, house: House, today: date) -> date:
    """The first day on which the work can begin with these wishes when the preparation starts today."""
    start = max(wishes.starts_on, today)
    while (first := _first_day(wishes, house, start)) < today:
        start += max(today - first, timedelta(days=1))
    while _first_day(wishes, house, start - timedelta(days=1)) >= today and start > today:
        start -= timedelta(days=1)
    return start


def _first_day(wishes: Wishes, house: House, start: date) -> date:
    return plan_back(replace(lawful(wishes), starts_on=start), house)[0].day


def points_of_planning(steps: Sequence[PlannedStep], wishes: Wishes, house: House) -> list[str]:
    """What the law allows but deserves a second look, in Dutch."""
    by_code = {step.code: step for step in steps}
    begin, end = by_code.get(StepCode.INVITATION) or by_code[StepCode.NOTICE], by_code[StepCode.CLOSING]
    points = []
    days = (end.day - begin.day).days
    in_recess = sum(
        recess_on(begin.day + timedelta(days=number), house.recesses) is not None for number in range(1, days + 1)
    )
    if in_recess * 2 > days:
        points.append(
            f"Van de {days} dagen om in te schrijven vallen er {in_recess} in een reces. Geef aanbieders meer tijd: "
            "de termijn moet evenredig zijn (art. 1.10 en 1.13 AW)."
        )
    last = max((row.ends_on for row in house.recesses), default=None)
    if wishes.college != CollegeDecides.NOTHING and (last is None or by_code[StepCode.DECISION].day > last):
        until = f"na {last:%d-%m-%Y} " if last else ""
        points.append(
            f"Van het reces {until}is nog niets bekend. Vraag de beheerder het in te voeren bij Inkoopbeleid, "
            "en reken de planning dan opnieuw."
        )
    gap = gap_in_decrees((step.day for step in steps), house.equated)
    return [*points, gap] if gap else points
