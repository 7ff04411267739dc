"""Figures about tracks, counted by the database: for key figures, the ceiling, and reports to the council."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, Integer, case, cast, extract, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from contracts.fee_schedules import SUSTAINED_MONTHS
from contracts.kpis import TrackCounts
from contracts.milestones import AchievementStatus
from contracts.models.frameworks import ContractMilestone, FrameworkContract
from contracts.models.tracks import Achievement, Track
from contracts.tracks import DROP_OUT_REASONS, LIVE, VALID_REASONS, EndReason, TrackStatus
from procurement.lots import MilestoneKind, TargetGroup
from townhall.database import db
from townhall.money import ZERO
from townhall.periods import Period


def track_counts(contract_ids: Sequence[int], period: Period, *, today: date) -> dict[int, TrackCounts]:
    """Per contract: what became of the tracks that started in this period, as known today. One query."""
    rows = db.session.execute(
        select(
            Track.contract_id,
            func.count(Track.id),
            # Who was placed counts as placed, also when the track ended for a valid reason later.
            _number_of(
                Track.end_reason.in_(VALID_REASONS) & (Track.placed_on.is_(None) | (Track.placed_on > today))
            ),
            _number_of(Track.end_reason.in_(DROP_OUT_REASONS)),
            _number_of(Track.placed_on <= today),
            _number_of(Track.six_months_due_on <= today),
            _number_of((Track.six_months_due_on <= today) & (Track.six_months_on <= today)),
        )
        .where(
            Track.contract_id.in_(contract_ids),
            Track.started_on >= period.starts_on,
            Track.started_on < period.day_after,
        )
        .group_by(Track.contract_id)
    )
    counts = {contract_id: TrackCounts() for contract_id in contract_ids}
    for contract_id, *numbers in rows:
        counts[contract_id] = TrackCounts(
            started=numbers[0],
            dropped_out_with_reason=numbers[1],
            dropped_out_without_reason=numbers[2],
            placed=numbers[3],
            due_for_six_months=numbers[4],
            at_work_after_six_months=numbers[5],
        )
    return counts


def _number_of(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


@dataclass(frozen=True)
class Used:
    """What was earned under a contract, and the most that its open tracks can still bring; excl. VAT."""

    earned: Decimal = ZERO
    open_at_most: Decimal = ZERO


def used_of(contract_ids: Sequence[int]) -> dict[int, Used]:
    """Per contract: earned, and at most still to come. Three queries, however many tracks there are."""
    earned, waiting, taken = _amounts(contract_ids)
    most, lasting = fees_of(contract_ids)
    live, in_work = _numbers_of_tracks(contract_ids)
    return {
        contract_id: Used(
            earned=earned[contract_id],
            open_at_most=max(
                live[contract_id] * most[contract_id]
                + in_work[contract_id] * lasting[contract_id]
                - taken[contract_id],
                ZERO,
            )
            + waiting[contract_id],
        )
        for contract_id in contract_ids
    }


Amounts = dict[int, Decimal]


def _sums() -> Amounts:
    return defaultdict(lambda: ZERO)


def _amounts(contract_ids: Sequence[int]) -> tuple[Amounts, Amounts, Amounts]:
    """Verified; reported but not yet verified; and what open tracks took of their highest fee."""
    rows = db.session.execute(
        select(
            Track.contract_id,
            Achievement.status,
            case((may_still_earn(), 1), else_=0).label("still_open"),
            func.sum(Achievement.amount),
        )
        .join(Achievement.track)
        .join(Achievement.milestone)
        .where(Track.contract_id.in_(contract_ids), Achievement.status != AchievementStatus.REJECTED)
        .group_by(Track.contract_id, Achievement.status, "still_open")
    )
    verified, waiting, taken = _sums(), _sums(), _sums()
    for contract_id, status, is_open, amount in rows:
        kind = verified if status == AchievementStatus.VERIFIED else waiting
        kind[contract_id] += amount
        if is_open:
            taken[contract_id] += amount
    return verified, waiting, taken


def may_still_earn() -> ColumnElement[bool]:
    """Whether a milestone is of a track that may earn more; for a statement with track and milestone."""
    lasts = ContractMilestone.kind.in_(_LASTING) | ContractMilestone.sustained_months.is_not(None)
    return or_(Track.status.in_(LIVE), (Track.end_reason == EndReason.WORK) & lasts)


_LASTING = frozenset(SUSTAINED_MONTHS) | {MilestoneKind.BONUS}


def fees_of(contract_ids: Sequence[int]) -> tuple[Amounts, Amounts]:
    """The highest fee of one track, and the part of it that may still come after a track ended in work."""
    rows = db.session.execute(
        select(
            ContractMilestone.contract_id,
            ContractMilestone.kind,
            ContractMilestone.sustained_months,
            ContractMilestone.amount,
            ContractMilestone.most_times,
        ).where(ContractMilestone.contract_id.in_(contract_ids))
    )
    most, lasting = _sums(), _sums()
    for contract_id, kind, months, amount, times in rows:
        most[contract_id] += amount * times
        if kind in _LASTING or months is not None:
            lasting[contract_id] += amount * times
    return most, lasting


def _numbers_of_tracks(contract_ids: Sequence[int]) -> tuple[dict[int, int], dict[int, int]]:
    rows = db.session.execute(
        select(
            Track.contract_id,
            _number_of(Track.status.in_(LIVE)),
            _number_of((Track.status == TrackStatus.ENDED) & (Track.end_reason == EndReason.WORK)),
        )
        .where(Track.contract_id.in_(contract_ids))
        .group_by(Track.contract_id)
    )
    live: dict[int, int] = defaultdict(int)
    in_work: dict[int, int] = defaultdict(int)
    for contract_id, number_live, number_in_work in rows:
        live[contract_id] += number_live
        in_work[contract_id] += number_in_work
    return live, in_work


@dataclass(frozen=True)
class FlowRow:
    """In- and outflow of one contract in one quarter."""

    contract_id: int
    contract_number: str
    supplier_id: int
    target_group: TargetGroup
    year: int
    quarter: int
    referred: int = 0
    started: int = 0
    placed: int = 0
    ended_in_work: int = 0
    ended_otherwise: int = 0
    dropped_out: int = 0


def flow_per_quarter(period: Period) -> list[FlowRow]:
    """In- and outflow per contract (so per lot and supplier) and quarter. One query per kind of day."""
    flow: dict[tuple[int, int, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for name, day in (
        ("referred", Track.referred_on),
        ("started", Track.started_on),
        ("placed", Track.placed_on),
    ):
        for contract_id, year, quarter, _reason, number in _per_quarter(day, period):
            flow[contract_id, year, quarter][name] += number
    for contract_id, year, quarter, reason, number in _per_quarter(Track.ended_on, period):
        flow[contract_id, year, quarter][_name_of_end(reason)] += number
    contracts = _contracts_by_id({contract_id for contract_id, _, _ in flow})
    return [
        FlowRow(
            contract_id=contract_id,
            contract_number=contracts[contract_id].number,
            supplier_id=contracts[contract_id].supplier_id,
            target_group=contracts[contract_id].target_group,
            year=year,
            quarter=quarter,
            **numbers,
        )
        for (contract_id, year, quarter), numbers in sorted(flow.items(), key=_by_quarter)
    ]


def _by_quarter(item: tuple[tuple[int, int, int], dict[str, int]]) -> tuple[int, int, int]:
    contract_id, year, quarter = item[0]
    return year, quarter, contract_id


def _name_of_end(reason: EndReason | None) -> str:
    if reason == EndReason.WORK:
        return "ended_in_work"
    return "dropped_out" if reason in DROP_OUT_REASONS else "ended_otherwise"


def _per_quarter(
    day: InstrumentedAttribute[date] | InstrumentedAttribute[date | None], period: Period
) -> list[tuple[int, int, int, EndReason | None, int]]:
    year = cast(extract("year", day), Integer).label("year")
    month = cast(extract("month", day), Integer).label("month")
    rows = db.session.execute(
        select(Track.contract_id, year, month, Track.end_reason, func.count(Track.id))
        .where(day >= period.starts_on, day < period.day_after)
        .group_by(Track.contract_id, "year", "month", Track.end_reason)
    )
    return [
        (contract_id, in_year, (in_month + 2) // 3, reason, number)
        for contract_id, in_year, in_month, reason, number in rows
    ]


def _contracts_by_id(ids: set[int]) -> dict[int, FrameworkContract]:
    found = db.session.scalars(select(FrameworkContract).where(FrameworkContract.id.in_(ids)))
    return {contract.id: contract for contract in found}
