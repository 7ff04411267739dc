"""Questions about reported and verified milestones."""

from datetime import date
from decimal import Decimal

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from contracts.milestones import AchievementStatus
from contracts.models.frameworks import ContractMilestone, FrameworkContract
from contracts.models.track_records import AchievementQuestion
from contracts.models.tracks import Achievement, Placement, Track
from contracts.queries.tracks import may_see_contract
from townhall.accounts.actor import Actor
from townhall.database import db
from townhall.money import ZERO, euros
from townhall.periods import year_of


def _with_track() -> Select[Achievement]:
    return (
        select(Achievement)
        .join(Achievement.track)
        .join(Track.contract)
        .options(
            contains_eager(Achievement.track).contains_eager(Track.contract),
            contains_eager(Achievement.track).joinedload(Track.participant),
            joinedload(Achievement.milestone),
        )
    )


def verified_achievements_of(supplier_id: int) -> list[Achievement]:
    """What this supplier has earned: verified milestones, oldest first, with track, contract and step."""
    return list(
        db.session.scalars(
            _with_track()
            .where(
                FrameworkContract.supplier_id == supplier_id,
                Achievement.status == AchievementStatus.VERIFIED,
            )
            .order_by(Achievement.verified_at, Achievement.id)
        )
    )


def verified_achievements(contract_id: int) -> list[Achievement]:
    """What was earned under this contract: verified milestones, oldest first."""
    return list(
        db.session.scalars(
            _with_track()
            .where(Track.contract_id == contract_id, Achievement.status == AchievementStatus.VERIFIED)
            .order_by(Achievement.verified_at, Achievement.id)
        )
    )


def achievement_by_track(track_number: str, milestone_id: int, *, occurrence: int = 1) -> Achievement | None:
    """The live report of this step in the track with this number, for matching an invoice line."""
    return db.session.scalar(
        _with_track().where(
            Track.number == track_number,
            Achievement.milestone_id == milestone_id,
            Achievement.occurrence == occurrence,
            Achievement.status != AchievementStatus.REJECTED,
        )
    )


def achievements_to_verify(actor: Actor) -> Select[Achievement]:
    """Reports that wait for the municipality and that this person may see, oldest first, for a page."""
    return (
        _with_track()
        .where(Achievement.status == AchievementStatus.REPORTED, may_see_contract(actor))
        .options(joinedload(Achievement.proof), joinedload(Achievement.reported_by))
        .order_by(Achievement.reported_at, Achievement.id)
    )


def achievements_visible_to(
    actor: Actor, *, status: AchievementStatus, number: str = ""
) -> Select[Achievement]:
    """Reports in this state that this person may see, newest first, for a page."""
    statement = (
        _with_track()
        .where(Achievement.status == status, may_see_contract(actor))
        .options(
            joinedload(Achievement.proof),
            joinedload(Achievement.reported_by),
            selectinload(Achievement.questions),
        )
        .order_by(Achievement.reported_at.desc(), Achievement.id.desc())
    )
    return statement.where(Track.number.icontains(number, autoescape=True)) if number else statement


def earned_in_year(contract_id: int, year: int) -> Decimal:
    """What was verified under this contract and reached in that calendar year."""
    period = year_of(date(year, 1, 1))
    total = db.session.scalar(
        select(func.sum(Achievement.amount))
        .join(Achievement.track)
        .where(
            Track.contract_id == contract_id,
            Achievement.status == AchievementStatus.VERIFIED,
            Achievement.reached_on >= period.starts_on,
            Achievement.reached_on < period.day_after,
        )
    )
    return ZERO if total is None else euros(total)


def reached_in_another_track(track: Track, milestone_id: int) -> str | None:
    """The number of another track of the same participant in which this milestone stands already."""
    return db.session.scalar(
        select(Track.number)
        .join(Track.achievements)
        .where(
            Track.participant_id == track.participant_id,
            Track.id != track.id,
            Achievement.milestone_id == milestone_id,
            Achievement.status != AchievementStatus.REJECTED,
        )
        .order_by(Track.id)
        .limit(1)
    )


def how_many_to_verify(actor: Actor) -> int:
    """How many reports wait for somebody like this person."""
    return (
        db.session.scalar(
            select(func.count(Achievement.id))
            .join(Achievement.track)
            .join(Track.contract)
            .where(Achievement.status == AchievementStatus.REPORTED, may_see_contract(actor))
        )
        or 0
    )


def achievement_visible_to(actor: Actor, achievement_id: int) -> Achievement | None:
    """One report with the whole track around it, if this person may see it."""
    return db.session.scalar(
        _with_track()
        .where(Achievement.id == achievement_id, may_see_contract(actor))
        .options(
            contains_eager(Achievement.track).options(
                selectinload(Track.placements).joinedload(Placement.proof),
                selectinload(Track.achievements),
                contains_eager(Track.contract)
                .selectinload(FrameworkContract.milestones)
                .selectinload(ContractMilestone.rates),
            ),
            joinedload(Achievement.proof),
            joinedload(Achievement.reported_by),
            selectinload(Achievement.questions).joinedload(AchievementQuestion.proof),
        )
    )
