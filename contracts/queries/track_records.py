"""Questions about what hangs on a track: activities, what the benefit system says, questions about a report."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from contracts.models.track_records import AchievementQuestion, BenefitFinding, TrackActivity
from contracts.models.tracks import Track
from townhall.database import db


def activities_of(track: Track) -> list[TrackActivity]:
    """What was noted in this track and not taken back, oldest first. One query."""
    return list(
        db.session.scalars(
            select(TrackActivity)
            .where(TrackActivity.track_id == track.id, TrackActivity.withdrawn_at.is_(None))
            .options(joinedload(TrackActivity.recorded_by))
            .order_by(TrackActivity.happened_on, TrackActivity.id)
        )
    )


def findings_of(track: Track) -> list[BenefitFinding]:
    """What the benefit system says of this participant since the track began, newest first. One query."""
    return list(
        db.session.scalars(
            select(BenefitFinding)
            .where(BenefitFinding.track_id == track.id)
            .order_by(BenefitFinding.since_on.desc())
        )
    )


def question_of(track: Track, question_id: int) -> AchievementQuestion | None:
    """The question with this id about a report in this track."""
    return next(
        (each for report in track.achievements for each in report.questions if each.id == question_id), None
    )
