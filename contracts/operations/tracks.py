"""The life of a track: start, plan, pause, end."""

from datetime import date, datetime

from contracts.models.tracks import Track, TrackPause
from contracts.operations.track_money import settle_commitment
from contracts.queries.tracks import works_on
from contracts.tracks import (
    EndReason,
    TrackStatus,
    obstacles_to_ending,
    obstacles_to_intake,
    obstacles_to_pausing,
    obstacles_to_planning,
    obstacles_to_resuming,
    obstacles_to_signing_plan,
    obstacles_to_starting,
)
from townhall.accounts.actor import Actor
from townhall.accounts.models import Account
from townhall.audit import trail
from townhall.database import db
from townhall.refusal import Obstacle, refuse_if


def start_track(track: Track, starts_on: date, *, actor: Actor, now: datetime) -> None:
    """Record the first day of the help."""
    refuse_if(obstacles_to_starting(track.life(), starts_on, today=now.date()))
    track.status, track.started_on = TrackStatus.RUNNING, starts_on
    trail.record("track.started", track, actor=actor, now=now, after={"started_on": starts_on})


def record_intake(track: Track, intake_on: date, *, actor: Actor, now: datetime) -> None:
    """Record the day of the first talk with the participant."""
    refuse_if(obstacles_to_intake(track.life(), intake_on, today=now.date()))
    track.intake_on = intake_on
    trail.record("track.intake-held", track, actor=actor, now=now, after={"intake_on": intake_on})


def record_plan(track: Track, plan_on: date, *, actor: Actor, now: datetime) -> None:
    """Record the day on which participant and case manager signed the plan.

    The municipality confirms what the supplier says of its signature; what it records itself needs no confirming.
    """
    refuse_if(obstacles_to_planning(track.life(), plan_on, today=now.date()))
    track.plan_on = plan_on
    if actor.organisation_id != track.contract.supplier_id:
        track.plan_signed_by_id = actor.account_id
    trail.record("track.planned", track, actor=actor, now=now, after={"plan_on": plan_on})


def confirm_plan(track: Track, *, actor: Actor, now: datetime) -> None:
    """Say for the municipality that the case manager signed the plan that the supplier reported."""
    refuse_if(obstacles_to_signing_plan(track.life(), is_signed=track.plan_signed_by_id is not None))
    track.plan_signed_by_id = actor.account_id
    trail.record("track.plan-confirmed", track, actor=actor, now=now, after={"plan_on": track.plan_on})


def pause_track(track: Track, paused_on: date, *, actor: Actor, now: datetime) -> None:
    """Set the track aside while the participant needs no benefit; up to three months change nothing."""
    refuse_if(obstacles_to_pausing(track.life(), paused_on, today=now.date()))
    track.status, track.paused_on = TrackStatus.PAUSED, paused_on
    track.pauses.append(TrackPause(from_on=paused_on))
    trail.record("track.paused", track, actor=actor, now=now, after={"paused_on": paused_on})


def resume_track(track: Track, resumed_on: date, *, actor: Actor, now: datetime) -> None:
    """Go on where the track stopped, without a new intake."""
    refuse_if(obstacles_to_resuming(track.life(), resumed_on, today=now.date()))
    track.status, track.paused_on = TrackStatus.RUNNING, None
    track.pauses[-1].until_on = resumed_on
    trail.record("track.resumed", track, actor=actor, now=now, after={"resumed_on": resumed_on})


def end_track(track: Track, reason: EndReason, ended_on: date, *, actor: Actor, now: datetime) -> None:
    """End the track; what can no longer be earned goes back to the budget."""
    refuse_if(obstacles_to_ending(track.life(), reason, ended_on, today=now.date()))
    before = {"status": track.status}
    if track.paused_on is not None:
        track.pauses[-1].until_on = max(ended_on, track.paused_on)
    track.status, track.paused_on = TrackStatus.ENDED, None
    track.ended_on, track.end_reason = ended_on, reason
    settle_commitment(track, actor=actor, now=now)
    after = {"ended_on": ended_on, "reason": reason}
    trail.record("track.ended", track, actor=actor, now=now, before=before, after=after)


def hand_over_track(track: Track, case_manager: Account, *, actor: Actor, now: datetime) -> None:
    """Give the track to another case manager, who may see it."""
    if case_manager.id == track.case_manager_id:
        refuse_if([Obstacle("same-person", "Dit traject ligt al bij deze casemanager.", "case_manager")])
    if not works_on(case_manager.actor(), track.contract):
        text = f"{case_manager.name} werkt niet aan contract {track.contract.number}. Kies iemand die dat wel doet."
        refuse_if([Obstacle("not-assigned", text, "case_manager")])
    before = {"case_manager": track.case_manager_id}
    track.case_manager_id = case_manager.id
    db.session.flush()
    after = {"case_manager": case_manager.id}
    trail.record("track.handed-over", track, actor=actor, now=now, before=before, after=after)
