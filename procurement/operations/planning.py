"""Taking a counted-back planning over into a tender, and adding what plannings rest on."""

from datetime import date, datetime

from sqlalchemy import delete

from procurement.back_planning import PlannedStep, StepCode, Wishes, plan_back
from procurement.lifecycle import obstacles_to_changing
from procurement.models.planning import CouncilRecess, PlanningNormRow, TenderPlanning
from procurement.models.questions import ExtraRound
from procurement.models.tenders import Tender
from procurement.planning_norms import Norm
from procurement.planning_snapshot import snapshot_of_planning
from procurement.planning_wishes import obstacles_to_wishes
from procurement.queries.planning import house_on, kept_planning, own_recesses, planning_norms
from procurement.timeline import at_noon
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.refusal import Obstacle, refuse_if

#: The dates of a tender that a planning sets, each with the day it takes.
DATES = {
    "notice_on": StepCode.NOTICE.value,
    "questions_until": f"{StepCode.QUESTIONS}_1",
    "answers_by": f"{StepCode.ANSWERS}_1",
    "requests_until": StepCode.REQUESTS.value,
    "closes_at": StepCode.CLOSING.value,
    "decision_on": StepCode.DECISION.value,
    "starts_on": StepCode.START.value,
}
MOMENTS = ("questions_until", "requests_until", "closes_at")


def accept_planning(tender: Tender, wishes: Wishes, *, actor: Actor, now: datetime) -> TenderPlanning:
    """Count the planning back and make its days those of the tender; the days with their reasons are kept."""
    house = house_on(now.date())
    refuse_if([*obstacles_to_changing(tender.status), *obstacles_to_wishes(wishes, house, now.date())])
    steps = plan_back(wishes, house)
    last = kept_planning(tender)
    made = TenderPlanning(
        tender_id=tender.id,
        number=last.number + 1 if last else 1,
        haste=wishes.haste,
        haste_reason=wishes.haste_reason.strip(),
        content=snapshot_of_planning(wishes, steps, house),
        made_at=now,
        made_by_id=actor.account_id,
    )
    db.session.add(made)
    before = {name: getattr(tender, name) for name in DATES}
    _set_dates(tender, steps, now)
    after = {name: getattr(tender, name) for name in DATES}
    changed = [name for name in DATES if before[name] != after[name]]
    trail.record(
        "tender.planning_accepted",
        tender,
        actor=actor,
        now=now,
        before={name: before[name] for name in changed},
        after={**{name: after[name] for name in changed}, "haste": wishes.haste.value, "rounds": wishes.rounds},
        reason=wishes.haste_reason.strip(),
    )
    return made


def _set_dates(tender: Tender, steps: list[PlannedStep], now: datetime) -> None:
    days = {step.code: step.day for step in steps}
    for name, code in DATES.items():
        day = days.get(code)
        setattr(tender, name, at_noon(day, now) if day and name in MOMENTS else day)
    db.session.execute(delete(ExtraRound).where(ExtraRound.tender_id == tender.id))
    number = 2
    while (asked_on := days.get(f"{StepCode.QUESTIONS}_{number}")) is not None:
        answered_on = days[f"{StepCode.ANSWERS}_{number}"]
        db.session.add(
            ExtraRound(
                tender_id=tender.id,
                number=number,
                questions_until=at_noon(asked_on, now),
                answers_by=answered_on,
            )
        )
        number += 1
    db.session.flush()


def add_planning_norm(
    norm: Norm, days: int, *, in_force_from: date, source: str, actor: Actor, now: datetime
) -> PlanningNormRow:
    """Say how long a step of the municipality takes from a day on; the old length holds until the day before."""
    if any(row.norm == norm and row.in_force_from == in_force_from for row in planning_norms()):
        text = "Voor deze dag staat deze doorlooptijd er al. Kies een andere ingangsdatum: oude regels blijven staan."
        refuse_if([Obstacle("norm-exists", text, "in_force_from")])
    row = PlanningNormRow(
        norm=norm, days=days, in_force_from=in_force_from, source=source, added_at=now, added_by_id=actor.account_id
    )
    db.session.add(row)
    db.session.flush()
    trail.record(
        "policy.planning_norm_added",
        row,
        actor=actor,
        now=now,
        after={"norm": norm.value, "days": days, "in_force_from": in_force_from, "source": source},
    )
    return row


def add_recess(name: str, *, starts_on: date, ends_on: date, source: str, actor: Actor, now: datetime) -> CouncilRecess:
    """Enter a recess of the council; an example row that it overlaps no longer counts."""
    refuse_if(_obstacles_to_recess(starts_on, ends_on))
    row = CouncilRecess(
        name=name, starts_on=starts_on, ends_on=ends_on, source=source, added_at=now, added_by_id=actor.account_id
    )
    db.session.add(row)
    db.session.flush()
    trail.record(
        "policy.recess_added",
        row,
        actor=actor,
        now=now,
        after={"name": name, "starts_on": starts_on, "ends_on": ends_on, "source": source},
    )
    return row


def _obstacles_to_recess(starts_on: date, ends_on: date) -> list[Obstacle]:
    obstacles = []
    if ends_on < starts_on:
        obstacles.append(Obstacle("recess-backwards", "De laatste dag ligt vóór de eerste.", "ends_on"))
    elif (ends_on - starts_on).days > 100:
        text = "Dit reces duurt meer dan honderd dagen. Controleer de data."
        obstacles.append(Obstacle("recess-too-long", text, "ends_on"))
    overlapping = [row.name for row in own_recesses() if row.starts_on <= ends_on and starts_on <= row.ends_on]
    if overlapping:
        text = f"Deze dagen vallen samen met het reces dat er al staat: {', '.join(overlapping)}."
        obstacles.append(Obstacle("recess-overlaps", text, "starts_on"))
    return obstacles
