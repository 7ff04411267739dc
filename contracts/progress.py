"""How the steps of a track stand today, and what is to be done next: for the page of a track."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contracts.milestones import (
    AchievementStatus,
    StepTerms,
    TrackFacts,
    obstacles_to_achieving,
    still_possible,
)
from contracts.tracks import UNDER_WAY, TrackLife, TrackStatus
from townhall.money import ZERO
from townhall.refusal import Obstacle


class StepState(StrEnum):
    """How a step of the schedule looks on the page of a track."""

    DONE = "done"
    WAITING = "waiting"
    POSSIBLE = "possible"
    NOT_YET = "not_yet"
    CLOSED = "closed"


@dataclass(frozen=True)
class StepView:
    """One step of the schedule as it stands today, with what is still missing."""

    step: StepTerms
    state: StepState
    occurrence: int
    reached_on: date | None
    obstacles: tuple[Obstacle, ...]


def steps_of(facts: TrackFacts, *, today: date) -> list[StepView]:
    """The steps of the contract in order, each with its state today."""
    return [_view_of(step, facts, today) for step in sorted(facts.steps, key=lambda each: each.sequence)]


def next_occurrence(step: StepTerms, facts: TrackFacts) -> int:
    """Which occurrence would be reported now: 1, or the one after the last reported."""
    if step.most_times == 1:
        return 1
    return max((r.occurrence for r in facts.reached if r.milestone_id == step.milestone_id), default=0) + 1


def _view_of(step: StepTerms, facts: TrackFacts, today: date) -> StepView:
    occurrence = next_occurrence(step, facts)
    live = [r for r in facts.reached if r.milestone_id == step.milestone_id]
    last_day = max((r.reached_on for r in live), default=None)
    if len(live) == step.most_times or any(r.status == AchievementStatus.REPORTED for r in live):
        done = all(r.status == AchievementStatus.VERIFIED for r in live)
        return StepView(step, StepState.DONE if done else StepState.WAITING, occurrence, last_day, ())
    obstacles = tuple(
        obstacles_to_achieving(
            step,
            facts,
            reached_on=_last_day_to_reach(step, facts.life, today),
            today=today,
            occurrence=occurrence,
        )
    )
    if not obstacles:
        return StepView(step, StepState.POSSIBLE, occurrence, last_day, ())
    state = StepState.CLOSED if _is_over(step, facts.life) else StepState.NOT_YET
    return StepView(step, state, occurrence, last_day, obstacles)


def _is_over(step: StepTerms, life: TrackLife) -> bool:
    over = life.status in (TrackStatus.RETURNED, TrackStatus.ENDED)
    return over and still_possible([step], [], life) == ZERO


def _last_day_to_reach(step: StepTerms, life: TrackLife, today: date) -> date:
    """Today, or the last day of the track when the step could not be reached after it."""
    if life.ended_on is not None and _is_over(step, life):
        return min(life.ended_on, today)
    return today


def next_step_in_words(facts: TrackFacts, *, today: date, to_supplier: bool = False) -> str:
    """What is to be done now, in one sentence, for the top of the page; the supplier reads *u*."""
    life = facts.life
    who = "U" if to_supplier else "De aanbieder"
    if life.status == TrackStatus.REFERRED:
        return f"{who} reageert uiterlijk op {_day(life.respond_by)} op de aanmelding."
    if life.status == TrackStatus.ACCEPTED:
        return f"{who} nodigt de deelnemer uit en legt de startdatum vast."
    if life.status == TrackStatus.PAUSED:
        return "Het traject staat op pauze. Hervat het of beëindig het."
    views = steps_of(facts, today=today)
    if any(view.state == StepState.WAITING for view in views):
        return "Een gemelde mijlpaal wacht op controle door de gemeente."
    for view in views:
        if view.state == StepState.POSSIBLE:
            return f"{who} {'kunt' if to_supplier else 'kan'} de mijlpaal “{view.step.label}” melden."
    if life.status in UNDER_WAY:
        for view in views:
            if view.state == StepState.NOT_YET:
                return view.obstacles[0].text
        return "Alle mijlpalen zijn bereikt. Beëindig het traject."
    return "Dit traject is klaar. Er hoeft niets meer te gebeuren."


def _day(day: date) -> str:
    return day.strftime("%d-%m-%Y")
