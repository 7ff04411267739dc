"""Noting what is done in a track between its steps."""

from datetime import datetime

from contracts.models.track_records import TrackActivity
from contracts.models.tracks import Track
from contracts.privacy import obstacles_to_free_text
from contracts.track_records import Activity, aftercare_until, obstacles_to_noting
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.refusal import Obstacle, refuse_if


def note_activity(track: Track, activity: Activity, *, actor: Actor, now: datetime) -> TrackActivity:
    """Write down a module of the plan, a check whether the work lasts, or a contact of aftercare."""
    refuse_if(
        [
            *obstacles_to_noting(
                activity,
                track.life(),
                placed_on=track.placed_on,
                aftercare_until=aftercare_until(track.placed_on, track.contract.aftercare_months),
                today=now.date(),
            ),
            *obstacles_to_free_text(activity.title, field="title"),
        ]
    )
    noted = TrackActivity(
        track_id=track.id,
        kind=activity.kind,
        title=activity.title,
        happened_on=activity.happened_on,
        outcome=activity.outcome,
        recorded_by_id=actor.account_id,
        recorded_at=now,
    )
    db.session.add(noted)
    after = {"kind": activity.kind, "happened_on": activity.happened_on, "outcome": activity.outcome}
    trail.record("track.noted", track, actor=actor, now=now, after=after, reason=activity.title)
    return noted


def withdraw_activity(track: Track, noted: TrackActivity, *, actor: Actor, now: datetime) -> None:
    """Take back what was written down by mistake."""
    assert noted.track_id == track.id, "an activity of another track"
    if noted.withdrawn_at is not None:
        refuse_if([Obstacle("withdrawn-already", "Deze regel is al ingetrokken.")])
    noted.withdrawn_at = now
    before = {"kind": noted.kind, "happened_on": noted.happened_on, "outcome": noted.outcome}
    trail.record("track.note-withdrawn", track, actor=actor, now=now, before=before)
