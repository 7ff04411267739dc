"""The life of a track, from referral to its end, and why a step in it may not be taken now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from townhall.periods import add_months
from townhall.refusal import Obstacle


class TrackStatus(StrEnum):
    """Where a track is in its life."""

    REFERRED = "referred"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


#: A life cycle is a table. A returned track is not revived: the client is referred anew, with a new number.
MOVES: dict[TrackStatus, frozenset[TrackStatus]] = {
    TrackStatus.REFERRED: frozenset({TrackStatus.ACCEPTED, TrackStatus.RETURNED, TrackStatus.ENDED}),
    TrackStatus.ACCEPTED: frozenset({TrackStatus.RUNNING, TrackStatus.RETURNED, TrackStatus.ENDED}),
    TrackStatus.RUNNING: frozenset({TrackStatus.PAUSED, TrackStatus.ENDED}),
    TrackStatus.PAUSED: frozenset({TrackStatus.RUNNING, TrackStatus.ENDED}),
    TrackStatus.RETURNED: frozenset(),
    TrackStatus.ENDED: frozenset(),
}

LIVE = frozenset({TrackStatus.REFERRED, TrackStatus.ACCEPTED, TrackStatus.RUNNING, TrackStatus.PAUSED})
UNDER_WAY = frozenset({TrackStatus.RUNNING, TrackStatus.PAUSED})

#: A supplier has this many calendar days to accept or return a referral.
RESPONSE_DAYS = 7

#: Haarlem 2016 (uitkeringspauze): leaving benefit for up to three months does not restart a track.
PAUSE_MONTHS = 3


class ReturnReason(StrEnum):
    """Why a supplier gives a referral back. No free words about the person are needed."""

    NO_CAPACITY = "no_capacity"
    WRONG_LOT = "wrong_lot"
    NOT_REACHED = "not_reached"
    CONFLICT_OF_INTEREST = "conflict_of_interest"


class EndReason(StrEnum):
    """Why a track is over."""

    WORK = "work"
    STUDY = "study"
    GOAL_REACHED = "goal_reached"
    TERM_OVER = "term_over"
    NO_SHOW = "no_show"
    INSUFFICIENT_COOPERATION = "insufficient_cooperation"
    NO_PROSPECT = "no_prospect"
    UNABLE = "unable"
    MOVED = "moved"
    OTHER_WORK = "other_work"
    BENEFIT_ENDED = "benefit_ended"
    REFERRED_ON = "referred_on"
    SUPPLIER_STOPPED = "supplier_stopped"
    MUNICIPALITY_WITHDREW = "municipality_withdrew"


#: The track did what it was for, or ran its term.
COMPLETED_REASONS = frozenset({EndReason.WORK, EndReason.STUDY, EndReason.GOAL_REACHED, EndReason.TERM_OVER})

#: Nobody's failure: left out of the drop-out figure and out of the placement figure's denominator.
VALID_REASONS = frozenset(
    {
        EndReason.UNABLE,
        EndReason.MOVED,
        EndReason.OTHER_WORK,
        EndReason.BENEFIT_ENDED,
        EndReason.REFERRED_ON,
        EndReason.SUPPLIER_STOPPED,
        EndReason.MUNICIPALITY_WITHDREW,
    }
)

#: Drop-outs that count against the norm.
DROP_OUT_REASONS = frozenset(EndReason) - COMPLETED_REASONS - VALID_REASONS


@dataclass(frozen=True)
class TrackLife:
    """The days of one track, for the rules."""

    status: TrackStatus
    referred_on: date
    respond_by: date
    accepted_on: date | None = None
    intake_on: date | None = None
    plan_on: date | None = None
    started_on: date | None = None
    paused_on: date | None = None
    ended_on: date | None = None
    end_reason: EndReason | None = None


_CANNOT: dict[TrackStatus, str] = {
    TrackStatus.REFERRED: "De aanbieder heeft nog niet op de aanmelding gereageerd.",
    TrackStatus.ACCEPTED: "Dit traject is aangenomen, maar nog niet gestart.",
    TrackStatus.RETURNED: "Deze aanmelding is teruggegeven. Meld de deelnemer opnieuw aan.",
    TrackStatus.RUNNING: "Dit traject loopt al.",
    TrackStatus.PAUSED: "Dit traject staat op pauze. Hervat het eerst.",
    TrackStatus.ENDED: "Dit traject is beëindigd. Meld de deelnemer zo nodig opnieuw aan.",
}


def obstacles_to_moving(life: TrackLife, to: TrackStatus) -> list[Obstacle]:
    """Why the track cannot get this status from where it is."""
    if to in MOVES[life.status]:
        return []
    return [Obstacle("wrong-status", _CANNOT[life.status])]


def obstacles_to_day(life: TrackLife, day: date, *, today: date, field: str) -> list[Obstacle]:
    """Why something in this track cannot have happened on that day."""
    obstacles = []
    if day > today:
        obstacles.append(
            Obstacle("in-future", "Deze dag ligt in de toekomst. Vul een dag in tot en met vandaag.", field)
        )
    if day < life.referred_on:
        obstacles.append(
            Obstacle(
                "before-referral",
                f"Deze dag ligt voor de aanmelding van {_day(life.referred_on)}. Controleer de datum.",
                field,
            )
        )
    return obstacles


def obstacles_to_accepting(life: TrackLife) -> list[Obstacle]:
    """Why the supplier cannot accept. Answering late is allowed as long as the referral is open."""
    return obstacles_to_moving(life, TrackStatus.ACCEPTED)


def obstacles_to_starting(life: TrackLife, starts_on: date, *, today: date) -> list[Obstacle]:
    """Why the track cannot start on that day."""
    obstacles = obstacles_to_moving(life, TrackStatus.RUNNING)
    if life.status == TrackStatus.PAUSED:
        obstacles = [Obstacle("wrong-status", _CANNOT[TrackStatus.PAUSED])]
    return obstacles + obstacles_to_day(life, starts_on, today=today, field="starts_on")


def obstacles_to_intake(life: TrackLife, intake_on: date, *, today: date) -> list[Obstacle]:
    """Why the first talk cannot be recorded: it is held once, after the supplier accepted."""
    obstacles = []
    if life.status not in UNDER_WAY | {TrackStatus.ACCEPTED}:
        obstacles.append(Obstacle("wrong-status", _CANNOT[life.status]))
    if life.intake_on is not None:
        obstacles.append(Obstacle("intake-already", f"De intake is al vastgelegd, op {_day(life.intake_on)}."))
    return obstacles + obstacles_to_day(life, intake_on, today=today, field="intake_on")


def obstacles_to_signing_plan(life: TrackLife, *, is_signed: bool) -> list[Obstacle]:
    """Why the municipality cannot say that it signed the plan: there is none yet, or it said so already."""
    if life.plan_on is None:
        return [Obstacle("no-plan", "De aanbieder heeft nog geen plan gemeld. Leg anders eerst zelf het plan vast.")]
    if is_signed:
        return [Obstacle("plan-signed-already", "De gemeente heeft dit plan al bevestigd.")]
    return []


def obstacles_to_planning(life: TrackLife, plan_on: date, *, today: date) -> list[Obstacle]:
    """Why a plan cannot be recorded: it is signed once, by client and case manager, in an accepted track."""
    obstacles = []
    if life.status not in UNDER_WAY | {TrackStatus.ACCEPTED}:
        obstacles.append(Obstacle("wrong-status", _CANNOT[life.status]))
    if life.plan_on is not None:
        obstacles.append(
            Obstacle("plan-already", f"Het plan is al vastgelegd, met de datum {_day(life.plan_on)}.")
        )
    return obstacles + obstacles_to_day(life, plan_on, today=today, field="plan_on")


def obstacles_to_pausing(life: TrackLife, paused_on: date, *, today: date) -> list[Obstacle]:
    """Why the track cannot be paused."""
    obstacles = obstacles_to_moving(life, TrackStatus.PAUSED)
    return obstacles + obstacles_to_day(life, paused_on, today=today, field="paused_on")


def last_day_to_resume(paused_on: date) -> date:
    """The last day on which the client may come back without a new intake."""
    return add_months(paused_on, PAUSE_MONTHS)


def obstacles_to_resuming(life: TrackLife, resumed_on: date, *, today: date) -> list[Obstacle]:
    """Why the track cannot go on: it is not paused, or the pause was so long that a new referral is due."""
    if life.status != TrackStatus.PAUSED or life.paused_on is None:
        return [Obstacle("wrong-status", "Dit traject staat niet op pauze.")]
    obstacles = obstacles_to_day(life, resumed_on, today=today, field="resumed_on")
    if resumed_on < life.paused_on:
        obstacles.append(
            Obstacle(
                "before-pause",
                f"De pauze begon op {_day(life.paused_on)}. Kies een latere dag.",
                "resumed_on",
            )
        )
    last = last_day_to_resume(life.paused_on)
    if resumed_on > last:
        obstacles.append(
            Obstacle(
                "pause-too-long",
                f"De pauze duurde langer dan {PAUSE_MONTHS} maanden (tot en met {_day(last)}). "
                "Beëindig dit traject en meld de deelnemer opnieuw aan.",
                "resumed_on",
            )
        )
    return obstacles


def obstacles_to_ending(life: TrackLife, reason: EndReason, ended_on: date, *, today: date) -> list[Obstacle]:
    """Why the track cannot end on that day for that reason."""
    obstacles = obstacles_to_moving(life, TrackStatus.ENDED)
    obstacles += obstacles_to_day(life, ended_on, today=today, field="ended_on")
    if life.started_on is not None and ended_on < life.started_on:
        obstacles.append(
            Obstacle(
                "before-start",
                f"Het traject begon op {_day(life.started_on)}. Kies een latere einddatum.",
                "ended_on",
            )
        )
    if life.started_on is None and reason in COMPLETED_REASONS:
        obstacles.append(
            Obstacle(
                "not-started",
                "Dit traject is niet gestart en kan dus niet zijn voltooid. Kies een andere reden.",
                "reason",
            )
        )
    return obstacles


def is_answer_late(life: TrackLife, today: date) -> bool:
    """Has the supplier let the term to accept or return go by?"""
    return life.status == TrackStatus.REFERRED and today > life.respond_by


def counts_as_drop_out(reason: EndReason | None) -> bool:
    """Does this end count against the drop-out norm?"""
    return reason in DROP_OUT_REASONS


def digits_of_number(digits: Sequence[int]) -> str:
    """A participant number from seven random digits: ``D-`` and no nine digits, so never a BSN."""
    assert len(digits) == NUMBER_LENGTH and all(0 <= digit <= 9 for digit in digits)
    return "D-" + "".join(str(digit) for digit in digits)


NUMBER_LENGTH = 7


def _day(day: date) -> str:
    return day.strftime("%d-%m-%Y")
