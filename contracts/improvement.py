"""Talks about results, the actions agreed in them, and the improvement plan when a norm is missed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contracts.kpis import Kpi, KpiVerdict
from townhall.refusal import Obstacle


class PlanOutcome(StrEnum):
    """What became of an improvement plan."""

    ACHIEVED = "achieved"
    PARTLY = "partly"
    NOT_ACHIEVED = "not_achieved"


class ActionOwner(StrEnum):
    """Who does what was agreed."""

    SUPPLIER = "supplier"
    MUNICIPALITY = "municipality"


@dataclass(frozen=True)
class ActionFacts:
    """One agreed action: by when, and when it was done."""

    due_on: date
    done_on: date | None = None


def obstacles_to_opening_plan(kpi: Kpi | None, *, has_open: bool, due_on: date, today: date) -> list[Obstacle]:
    """Why no improvement plan can be opened on this figure: only a norm that is missed asks for one, once."""
    obstacles = []
    if kpi is None or kpi.verdict is not KpiVerdict.MISSED:
        text = "Een verbeterplan hoort bij een norm die niet is gehaald. Kies een resultaat onder de norm."
        obstacles.append(Obstacle("norm-not-missed", text, "code"))
    if has_open:
        text = "Over dit resultaat loopt al een verbeterplan. Rond dat eerst af."
        obstacles.append(Obstacle("plan-already", text, "code"))
    if due_on <= today:
        obstacles.append(Obstacle("due-in-past", "Geef de opdrachtnemer tijd: kies een dag na vandaag.", "due_on"))
    return obstacles


def obstacles_to_closing_plan(*, is_closed: bool, actions: Sequence[ActionFacts]) -> list[Obstacle]:
    """Why a plan cannot be closed: it is, or nothing was agreed in it."""
    if is_closed:
        return [Obstacle("closed-already", "Dit verbeterplan is al afgerond.")]
    if not actions:
        text = "In dit verbeterplan staat nog geen actie. Leg eerst vast wat is afgesproken."
        return [Obstacle("no-actions", text)]
    return []


def obstacles_to_action(due_on: date, *, agreed_on: date) -> list[Obstacle]:
    """Why an action cannot be due on this day."""
    if due_on >= agreed_on:
        return []
    return [Obstacle("due-before-agreed", "Deze dag ligt voor de dag van de afspraak. Kies een latere dag.", "due_on")]


def obstacles_to_finishing(action: ActionFacts, done_on: date, *, today: date) -> list[Obstacle]:
    """Why an action cannot be marked as done on this day."""
    if action.done_on is not None:
        return [Obstacle("done-already", f"Deze actie is al afgerond op {action.done_on:%d-%m-%Y}.")]
    if done_on > today:
        return [Obstacle("in-future", "Deze dag ligt in de toekomst. Vul een dag in tot en met vandaag.", "done_on")]
    return []
