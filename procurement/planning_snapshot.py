"""A counted-back planning as plain data for the file, and read back for page, calendar and document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from procurement.back_planning import CollegeDecides, House, PlannedStep, StepCode, Wishes
from procurement.procedures import StandstillKind
from procurement.standstill import standstill_after
from procurement.timeline import Planning


def snapshot_of_planning(wishes: Wishes, steps: Sequence[PlannedStep], house: House) -> dict[str, Any]:
    """The planning with all it was counted from, as JSON."""
    return {
        "wishes": {
            "procedure": wishes.procedure.value,
            "starts_on": wishes.starts_on.isoformat(),
            "rounds": wishes.rounds,
            "bid_days": wishes.bid_days,
            "request_days": wishes.request_days,
            "college": wishes.college.value,
            "standstill_kind": wishes.standstill_kind.value,
            "standstill_days": wishes.standstill_days,
        },
        "steps": [
            {
                "code": step.code,
                "label": step.label,
                "day": step.day.isoformat(),
                "why": step.why,
                "source": step.source,
                "is_law": step.is_law,
            }
            for step in steps
        ],
        "norms": {norm.value: [row.days, row.source] for norm, row in house.norms.items()},
        "recesses": [
            [row.name, row.starts_on.isoformat(), row.ends_on.isoformat(), row.source] for row in house.recesses
        ],
    }


def steps_in(content: Mapping[str, Any]) -> list[PlannedStep]:
    """The days of a kept planning."""
    return [
        PlannedStep(row["code"], row["label"], date.fromisoformat(row["day"]), row["why"], row["source"], row["is_law"])
        for row in content["steps"]
    ]


@dataclass(frozen=True)
class Round:
    """A round of questions: the last moment to ask, and the day of the answers."""

    number: int
    questions_until: datetime
    answers_by: date


_OF_TENDER = {
    StepCode.NOTICE.value: "De dag van aankondiging in de planning van de aanbesteding.",
    StepCode.REQUESTS.value: "Het einde van de verzoeken tot deelneming, bij de selectie van de aanbesteding.",
    StepCode.INVITATION.value: "De dag waarop over de selectie is besloten.",
    StepCode.CLOSING.value: "De sluiting in de planning van de aanbesteding.",
    StepCode.DECISION.value: "De dag van de gunningsbeslissing in de planning van de aanbesteding.",
    StepCode.START.value: "De start in de planning van de aanbesteding.",
}


#: The steps between which a counted day lies; when one of them was moved, the counted day says nothing any more.
_LEANS_ON: Mapping[StepCode, tuple[StepCode, ...]] = {
    StepCode.START_PROPOSAL: (StepCode.NOTICE,),
    StepCode.START_DECISION: (StepCode.NOTICE,),
    StepCode.DOCUMENTS: (StepCode.NOTICE,),
    StepCode.REQUESTS: (StepCode.NOTICE, StepCode.CLOSING),
    StepCode.INVITATION: (StepCode.NOTICE, StepCode.REQUESTS, StepCode.CLOSING),
    StepCode.OPENING: (StepCode.CLOSING, StepCode.DECISION),
    StepCode.REPORT: (StepCode.CLOSING, StepCode.DECISION),
    StepCode.FINAL: (StepCode.DECISION, StepCode.START),
    StepCode.SIGNING: (StepCode.DECISION, StepCode.START),
}


def current_steps(
    planning: Planning, rounds: Sequence[Round], kept: Sequence[PlannedStep], standstill: StandstillKind
) -> list[PlannedStep]:
    """The days as they stand now: those of the tender, and from the kept planning what still fits between them.

    A day that is still as it was counted keeps its reasons; a day that was changed since says so.
    """
    counted = {step.code: step for step in kept}
    own = {code: (label, day) for code, label, day in _own_days(planning, rounds, standstill)}
    steps = [_now(code, label, day, counted.get(code)) for code, (label, day) in own.items() if day is not None]
    unmoved = {code for code, (_, day) in own.items() if code in counted and counted[code].day == day}
    if StepCode.REQUESTS.value not in own:  # taken over before requests had a moment of their own
        unmoved.add(StepCode.REQUESTS.value)
    for step in kept:
        if step.code in own:
            continue
        if step.code in _LEANS_ON and all(code in unmoved for code in _LEANS_ON[StepCode(step.code)]):
            steps.append(step)
    order = list(StepCode)
    return sorted(steps, key=lambda step: (step.day, order.index(StepCode(step.code.rstrip("_123456789")))))


OwnDay = tuple[str, str, date | None]


def _own_days(planning: Planning, rounds: Sequence[Round], standstill: StandstillKind) -> list[OwnDay]:
    several = len(rounds) > 1
    days: list[OwnDay] = [(StepCode.NOTICE.value, "Aankondiging", planning.notice_on)]
    if planning.requests_until:
        label = f"Sluiting van de aanmelding, {planning.requests_until:%H.%M} uur"
        days.append((StepCode.REQUESTS.value, label, planning.requests_until.date()))
    if planning.invited_on:
        days.append((StepCode.INVITATION.value, "Uitnodiging tot inschrijving", planning.invited_on))
    for each in rounds:
        ask = f"Vragen tot en met, ronde {each.number}" if several else "Vragen tot en met"
        answer = f"Antwoorden ronde {each.number}" if several else "Antwoorden (nota van inlichtingen)"
        days.append((f"{StepCode.QUESTIONS}_{each.number}", ask, each.questions_until.date()))
        days.append((f"{StepCode.ANSWERS}_{each.number}", answer, each.answers_by))
    closing = planning.closes_at
    label = f"Sluiting van de inschrijving, {closing:%H.%M} uur" if closing else "Sluiting"
    days.append((StepCode.CLOSING.value, label, closing.date() if closing else None))
    days.append((StepCode.DECISION.value, "Gunningsbeslissing en brieven", planning.decision_on))
    ends_on = None
    if planning.decision_on and standstill != StandstillKind.NONE and planning.standstill_days:
        least = 20 if standstill == StandstillKind.STATUTORY else 1
        ends_on = standstill_after(
            planning.decision_on, standstill, max(planning.standstill_days, least), equated=planning.equated
        ).ends_on
    days.append((StepCode.STANDSTILL.value, "Laatste dag opschortende termijn", ends_on))
    days.append((StepCode.START.value, "Start van de opdracht", planning.starts_on))
    return days


def _now(code: str, label: str, day: date, counted: PlannedStep | None) -> PlannedStep:
    if counted is not None and counted.day == day:
        return PlannedStep(code, label, day, counted.why, counted.source, counted.is_law)
    why = _OF_TENDER.get(code, "Volgt uit de planning van de aanbesteding.")
    if counted is not None:
        why += f" Teruggerekend was {counted.day:%d-%m-%Y}."
    return PlannedStep(code, label, day, why, "Planning van de aanbesteding")


#: What suppliers may know of a planning; the rest is the municipality's own.
PUBLIC_STEPS = (
    StepCode.NOTICE, StepCode.REQUESTS, StepCode.INVITATION, StepCode.QUESTIONS, StepCode.ANSWERS,
    StepCode.CLOSING, StepCode.OPENING, StepCode.DECISION, StepCode.STANDSTILL, StepCode.START,
)  # fmt: skip


def for_suppliers(steps: Sequence[PlannedStep]) -> list[PlannedStep]:
    """The days of a planning that suppliers may know."""
    return [step for step in steps if step.code.startswith(PUBLIC_STEPS)]


@dataclass(frozen=True)
class Phase:
    """A stretch of the planning, for the chart; the last day belongs to it."""

    label: str
    starts_on: date
    ends_on: date


def phases_of(steps: Sequence[PlannedStep]) -> list[Phase]:
    """The stretches between the days, in order of their begin; a stretch whose ends are not known is left out."""
    by_code = {step.code: step.day for step in steps}
    rounds = [step for step in steps if step.code.startswith(StepCode.QUESTIONS)]
    bidding = ("Inschrijven", StepCode.INVITATION if StepCode.INVITATION in by_code else StepCode.NOTICE)
    if StepCode.REQUESTS in by_code and StepCode.INVITATION not in by_code:
        bidding = ("Selecteren en inschrijven", StepCode.REQUESTS)
    wanted: list[tuple[str, str, str]] = [
        ("Collegebesluit over de start", StepCode.START_PROPOSAL, StepCode.START_DECISION),
        ("Aanmelden", StepCode.NOTICE, StepCode.REQUESTS),
        ("Selecteren", StepCode.REQUESTS, StepCode.INVITATION),
        (*bidding, StepCode.CLOSING),
        ("Beoordelen", StepCode.OPENING, StepCode.REPORT),
        ("Collegebesluit over de gunning", StepCode.REPORT, StepCode.DECISION),
        ("Opschortende termijn", StepCode.DECISION, StepCode.STANDSTILL),
        ("Bewijs en ondertekening", StepCode.FINAL, StepCode.SIGNING),
        ("Voorbereiding opdrachtnemer", StepCode.SIGNING, StepCode.START),
    ]
    if StepCode.OPENING not in by_code:
        wanted.append(("Beoordelen en besluiten", StepCode.CLOSING, StepCode.DECISION))
    phases = [
        Phase(label, by_code[first], by_code[last])
        for label, first, last in wanted
        if first in by_code and last in by_code and by_code[first] <= by_code[last]
    ]
    for step in rounds:
        answers = by_code.get(step.code.replace(StepCode.QUESTIONS, StepCode.ANSWERS))
        if answers and answers >= step.day:
            label = "Vragen beantwoorden"
            number = step.code.rpartition("_")[2]
            phases.append(Phase(f"{label}, ronde {number}" if len(rounds) > 1 else label, step.day, answers))
    return sorted(phases, key=lambda phase: (phase.starts_on, phase.ends_on))


def wishes_in(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the buyer wanted of a kept planning, for the form."""
    wished: dict[str, Any] = dict(content["wishes"])
    wished["college"] = CollegeDecides(wished["college"])
    wished["starts_on"] = date.fromisoformat(wished["starts_on"])
    return wished
