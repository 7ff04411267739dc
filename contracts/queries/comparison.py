"""The contracts of one lot side by side, with the mix of people each got, and the patterns that ask for a talk."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, not_, select
from sqlalchemy.orm import joinedload

from contracts.kpis import KpiCode
from contracts.lifecycle import ContractStatus
from contracts.milestones import LIVE_ACHIEVEMENTS
from contracts.mix import SILENT_DAYS, Distance, GroupCounts, Part, distance_of
from contracts.models.frameworks import FrameworkContract
from contracts.models.track_records import TrackActivity
from contracts.models.tracks import Achievement, Track
from contracts.queries.scores import EVER, counts_condition, is_placed, number_of, of_condition
from contracts.tracks import TrackStatus
from townhall.database import db

_SIGNED = (ContractStatus.SIGNED, ContractStatus.ENDED, ContractStatus.TERMINATED)


def contracts_beside(contract: FrameworkContract) -> list[FrameworkContract]:
    """The contracts for the same target group whose term overlaps this one, itself among them, by supplier."""
    found = db.session.scalars(
        select(FrameworkContract)
        .where(
            FrameworkContract.target_group == contract.target_group,
            FrameworkContract.status.in_(_SIGNED),
            FrameworkContract.starts_on <= contract.ends_on,
            FrameworkContract.ends_on >= contract.starts_on,
        )
        .options(joinedload(FrameworkContract.supplier))
    )
    return sorted(found, key=lambda each: (each.supplier.name, each.number))


def parts_by_distance(contract_ids: Sequence[int], code: KpiCode, *, today: date) -> dict[int, dict[Distance, Part]]:
    """Per contract and distance to work: so many of so many for this figure, over the whole term. One query."""
    rows = db.session.execute(
        select(Track.contract_id, Track.ladder_step, number_of(counts_condition(code, today=today)), func.count())
        .where(Track.contract_id.in_(contract_ids), of_condition(code, EVER, today=today))
        .group_by(Track.contract_id, Track.ladder_step)
    )
    parts: dict[int, dict[Distance, Part]] = {contract_id: {} for contract_id in contract_ids}
    for contract_id, step, count, of in rows:
        before = parts[contract_id].get(distance_of(step), (0, 0))
        parts[contract_id][distance_of(step)] = (before[0] + count, before[1] + of)
    return parts


def mix_of(contract_ids: Sequence[int], *, today: date) -> dict[int, dict[Distance, GroupCounts]]:
    """Per contract and distance to work: referred, returned, started, placed, running and silent. One query."""
    running = and_(Track.status == TrackStatus.RUNNING, not_(func.coalesce(is_placed(today), False)))
    rows = db.session.execute(
        select(
            Track.contract_id,
            Track.ladder_step,
            func.count(Track.id),
            number_of(Track.returned_on.is_not(None)),
            number_of(Track.started_on.is_not(None)),
            number_of(is_placed(today)),
            number_of(running),
            number_of(and_(running, _is_silent(today))),
        )
        .where(Track.contract_id.in_(contract_ids))
        .group_by(Track.contract_id, Track.ladder_step)
    )
    mix: dict[int, dict[Distance, GroupCounts]] = defaultdict(lambda: defaultdict(GroupCounts))
    for contract_id, step, *numbers in rows:
        mix[contract_id][distance_of(step)] += GroupCounts(*numbers)
    return {contract_id: dict(mix[contract_id]) for contract_id in contract_ids}


def _is_silent(today: date) -> ColumnElement[bool]:
    """Long under way, and in that long no milestone, no signed plan and no activity."""
    since = today - timedelta(days=SILENT_DAYS)
    reached = exists().where(
        Achievement.track_id == Track.id,
        Achievement.status.in_(LIVE_ACHIEVEMENTS),
        Achievement.reached_on >= since,
    )
    active = exists().where(
        TrackActivity.track_id == Track.id, TrackActivity.happened_on >= since, TrackActivity.withdrawn_at.is_(None)
    )
    planned = func.coalesce(Track.plan_on >= since, False)
    return and_(Track.started_on < since, not_(planned), not_(reached), not_(active))
