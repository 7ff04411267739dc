"""How suppliers do, measured by the database from tracks, surveys and reports; and the list behind each figure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import ColumnElement, Integer, Select, and_, case, cast, extract, func, literal, or_, select

from contracts.experience import SurveyGroup, mean_grade
from contracts.kpis import (
    AgreedKpi,
    Kpi,
    KpiCode,
    Norms,
    TrackCounts,
    all_agreed,
    judged,
    kpis_of,
    median_of,
    part_of,
    period_on,
)
from contracts.milestones import AchievementStatus
from contracts.models.frameworks import FrameworkContract
from contracts.models.performance import ContractKpi, SatisfactionSurvey
from contracts.models.tracks import Achievement, Track
from contracts.queries.progress_reports import reports_with_days
from contracts.queries.track_figures import track_counts
from contracts.reporting import in_time
from contracts.tracks import DROP_OUT_REASONS, VALID_REASONS
from townhall.database import db
from townhall.money import ZERO
from townhall.periods import Period
from townhall.sql_days import days_between

#: Every day there is: a norm over the whole term looks at all tracks of its contract.
EVER = Period(date(1900, 1, 1), date(2999, 12, 31))

_BY_TRACKS = (KpiCode.PLACED, KpiCode.SUSTAINED, KpiCode.DROPPED_OUT)
_SPEEDS = (KpiCode.INTAKE_SPEED, KpiCode.PLAN_SPEED)


def agreed_kpis(contracts: Sequence[FrameworkContract]) -> dict[int, list[AgreedKpi]]:
    """What holds now for each contract, in the order of reporting. One query."""
    recorded: dict[int, list[AgreedKpi]] = defaultdict(list)
    for row in db.session.scalars(
        select(ContractKpi).where(
            ContractKpi.contract_id.in_([contract.id for contract in contracts]), ContractKpi.ended_on.is_(None)
        )
    ):
        recorded[row.contract_id].append(row.facts())
    return {contract.id: all_agreed(norms_of(contract), recorded[contract.id]) for contract in contracts}


def norms_of(contract: FrameworkContract) -> Norms:
    """The norms that stand in the contract itself."""
    return Norms(
        placed_at_least=contract.norm_placed,
        sustained_at_least=contract.norm_sustained,
        dropped_out_at_most=contract.norm_dropped_out,
    )


def kpi_row(contract: FrameworkContract, code: KpiCode) -> ContractKpi | None:
    """The agreement on this figure that holds now, when one was recorded."""
    return db.session.scalar(
        select(ContractKpi).where(
            ContractKpi.contract_id == contract.id, ContractKpi.code == code, ContractKpi.ended_on.is_(None)
        )
    )


def kpi_history(contract: FrameworkContract) -> list[ContractKpi]:
    """Every agreement on a figure ever recorded for this contract, newest first."""
    return list(
        db.session.scalars(
            select(ContractKpi)
            .where(ContractKpi.contract_id == contract.id)
            .order_by(ContractKpi.agreed_on.desc(), ContractKpi.id.desc())
        )
    )


def scores_of(
    contracts: Sequence[FrameworkContract], *, today: date, period: Period | None = None
) -> dict[int, list[Kpi]]:
    """Every agreed figure of each contract, over its own period or over the one that is asked; as known today.

    A fixed number of queries, however many contracts and tracks there are.
    """
    agreed = agreed_kpis(contracts)
    stretches = {
        each: period or period_on(each, today, EVER) for each in {kpi.period for own in agreed.values() for kpi in own}
    }
    measured = {stretch: _Measured(contracts, agreed, stretch, today) for stretch in set(stretches.values())}
    return {
        contract.id: [measured[stretches[kpi.period]].kpi(contract.id, kpi) for kpi in agreed[contract.id]]
        for contract in contracts
    }


def score_of(contract: FrameworkContract, *, today: date, period: Period | None = None) -> list[Kpi]:
    """Every agreed figure of this contract."""
    return scores_of([contract], today=today, period=period)[contract.id]


class _Measured:
    """The figures of some contracts over one stretch of days; only what somebody agreed on is asked."""

    def __init__(
        self, contracts: Sequence[FrameworkContract], agreed: Mapping[int, Sequence[AgreedKpi]], period: Period,
        today: date,
    ) -> None:  # fmt: skip
        ids = [contract.id for contract in contracts]
        wanted = {kpi.code for own in agreed.values() for kpi in own}
        self._counts = track_counts(ids, period, today=today)
        self._speeds = {
            code: _speed_counts(ids, code, _days(agreed, code), period, today) for code in _SPEEDS if code in wanted
        }
        self._weeks = _weeks_to_placement(ids, period, today) if KpiCode.DURATION in wanted else {}
        self._earned = _earned_by_cohort(ids, period) if KpiCode.COST in wanted else {}
        self._grades = _grades(ids, period) if KpiCode.SATISFACTION in wanted else {}
        self._reports = reports_with_days(contracts) if KpiCode.REPORTING in wanted else {}
        self._period, self._today = period, today

    def kpi(self, contract_id: int, agreed: AgreedKpi) -> Kpi:
        """One figure of one contract, judged."""
        code, counts = agreed.code, self._counts[contract_id]
        if code in _BY_TRACKS:
            return judged(code, agreed.norm, *part_of(code, counts))
        if code in _SPEEDS:
            return judged(code, agreed.norm, *self._speeds[code].get(contract_id, (0, 0)))
        if code is KpiCode.REPORTING:
            found = in_time(self._reports.get(contract_id, []), self._period, today=self._today)
            # A report points at no person: one is enough to say whether it came in time.
            return judged(code, agreed.norm, *found, fewest=1)
        if code is KpiCode.SATISFACTION:
            mean, answers = self._grades.get(contract_id, (None, 0))
            return judged(code, agreed.norm, answers, answers, mean)
        if code is KpiCode.DURATION:
            histogram = self._weeks.get(contract_id, [])
            days, of = median_of(histogram), sum(times for _, times in histogram)
            return judged(code, agreed.norm, of, of, None if days is None else days / 7)
        lasting = counts.at_work_after_six_months
        cost = Fraction(self._earned.get(contract_id, ZERO)) / lasting if lasting else None
        return judged(code, agreed.norm, lasting, lasting, cost)


def _days(agreed: Mapping[int, Sequence[AgreedKpi]], code: KpiCode) -> dict[int, int]:
    return {contract_id: kpi.days for contract_id, own in agreed.items() for kpi in own if kpi.code is code}


# --- what counts, as conditions on a track: the same for the figure and for the list behind it -------------


def of_condition(
    code: KpiCode, period: Period, *, today: date, days: ColumnElement[int] | int = 0
) -> ColumnElement[bool]:
    """The tracks that a figure is a part of."""
    started = and_(Track.started_on >= period.starts_on, Track.started_on < period.day_after)
    if code is KpiCode.PLACED:
        return and_(started, or_(Track.end_reason.is_(None), Track.end_reason.not_in(VALID_REASONS), is_placed(today)))
    if code is KpiCode.SUSTAINED:
        return and_(started, Track.six_months_due_on <= today)
    if code is KpiCode.DURATION:
        return and_(started, is_placed(today))
    if code in _SPEEDS:
        on = _happened_on(code)
        accepted = and_(
            Track.referred_on >= period.starts_on, Track.referred_on < period.day_after, Track.accepted_on.is_not(None),
            Track.returned_on.is_(None),
        )  # fmt: skip
        over = and_(
            days_between(Track.referred_on, literal(today)) > days,
            or_(Track.end_reason.is_(None), Track.end_reason.not_in(VALID_REASONS)),
        )
        return and_(accepted, or_(on <= today, over))
    return started


def counts_condition(code: KpiCode, *, today: date, days: ColumnElement[int] | int = 0) -> ColumnElement[bool]:
    """Which of those tracks count."""
    if code in (KpiCode.PLACED, KpiCode.DURATION):
        return is_placed(today)
    if code is KpiCode.DROPPED_OUT:
        return Track.end_reason.in_(DROP_OUT_REASONS)
    if code in _SPEEDS:
        return days_between(Track.referred_on, _happened_on(code)) <= days
    return and_(Track.six_months_due_on <= today, Track.six_months_on <= today)


def is_placed(today: date) -> ColumnElement[bool]:
    """The tracks with a placement in the sense of their contract."""
    return Track.placed_on <= today


def _happened_on(code: KpiCode) -> ColumnElement[date | None]:
    # Who started has had an intake, also where nobody wrote down its day.
    days = (Track.plan_on,) if code is KpiCode.PLAN_SPEED else (Track.intake_on, Track.started_on)
    return func.coalesce(*days, None)


def number_of(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """How many rows meet the condition."""
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _speed_counts(
    ids: Sequence[int], code: KpiCode, days: Mapping[int, int], period: Period, today: date
) -> dict[int, tuple[int, int]]:
    if not days:
        return {}
    own_days: ColumnElement[int] = case(*((Track.contract_id == key, value) for key, value in days.items()), else_=0)
    rows = db.session.execute(
        select(Track.contract_id, number_of(counts_condition(code, today=today, days=own_days)), func.count())
        .where(Track.contract_id.in_(ids), of_condition(code, period, today=today, days=own_days))
        .group_by(Track.contract_id)
    )
    return {contract_id: (count, of) for contract_id, count, of in rows}


def _weeks_to_placement(ids: Sequence[int], period: Period, today: date) -> dict[int, list[tuple[int, int]]]:
    waited = days_between(Track.started_on, Track.placed_on)
    histogram: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for contract_id, days, times in db.session.execute(
        select(Track.contract_id, waited.label("waited"), func.count())
        .where(Track.contract_id.in_(ids), of_condition(KpiCode.DURATION, period, today=today))
        .group_by(Track.contract_id, "waited")
    ):
        # Work may begin before the supplier wrote down a start.
        histogram[contract_id].append((max(days, 0), times))
    return histogram


def _earned_by_cohort(ids: Sequence[int], period: Period) -> dict[int, Decimal]:
    rows = db.session.execute(
        select(Track.contract_id, func.sum(Achievement.amount))
        .join(Achievement, Achievement.track_id == Track.id)
        .where(
            Track.contract_id.in_(ids),
            Achievement.status == AchievementStatus.VERIFIED,
            of_condition(KpiCode.COST, period, today=period.ends_on),
        )
        .group_by(Track.contract_id)
    )
    return {row[0]: row[1] for row in rows}


def _grades(ids: Sequence[int], period: Period) -> dict[int, tuple[Fraction | None, int]]:
    surveys: dict[int, list[SatisfactionSurvey]] = defaultdict(list)
    for survey in db.session.scalars(
        select(SatisfactionSurvey).where(
            SatisfactionSurvey.contract_id.in_(ids),
            SatisfactionSurvey.asked == SurveyGroup.PARTICIPANTS,
            SatisfactionSurvey.held_on >= period.starts_on,
            SatisfactionSurvey.held_on < period.day_after,
        )
    ):
        surveys[survey.contract_id].append(survey)
    return {contract_id: mean_grade([each.facts() for each in own]) for contract_id, own in surveys.items()}


# --- over time, and behind a figure ------------------------------------------------------------------------


@dataclass(frozen=True)
class QuarterCounts:
    """The tracks that started in one quarter, as known today."""

    year: int
    quarter: int
    counts: TrackCounts

    @property
    def title(self) -> str:
        """``2026 kw 3``."""
        return f"{self.year} kw {self.quarter}"

    def shares(self) -> list[Decimal | None]:
        """Placed, sustained and dropped out, in percent; None where there is too little."""
        return [kpi.published for kpi in kpis_of(self.counts, Norms())]


def counts_per_quarter(contract: FrameworkContract, *, today: date) -> list[QuarterCounts]:
    """The three figures of the contract per quarter of start, oldest first. One query."""
    year = cast(extract("year", Track.started_on), Integer).label("year")
    # PostgreSQL rounds a cast where SQLite cuts it off: floor first.
    quarter = cast(func.floor((extract("month", Track.started_on) + 2) / 3), Integer).label("quarter")
    rows = db.session.execute(
        select(
            year,
            quarter,
            func.count(Track.id),
            number_of(and_(Track.end_reason.in_(VALID_REASONS), ~func.coalesce(is_placed(today), False))),
            number_of(Track.end_reason.in_(DROP_OUT_REASONS)),
            number_of(is_placed(today)),
            number_of(Track.six_months_due_on <= today),
            number_of(counts_condition(KpiCode.SUSTAINED, today=today)),
        )
        .where(Track.contract_id == contract.id, Track.started_on <= today)
        .group_by("year", "quarter")
        .order_by("year", "quarter")
    )
    return [QuarterCounts(in_year, in_quarter, TrackCounts(*numbers)) for in_year, in_quarter, *numbers in rows]


def behind(
    tracks: Select[Track], code: KpiCode, period: Period, *, today: date, days: int = 0
) -> Select[Track, bool, Decimal]:
    """Of these tracks those that the figure looks at: each with whether it counts, and what it earned."""
    earned = (
        select(func.coalesce(func.sum(Achievement.amount), 0))
        .where(Achievement.track_id == Track.id, Achievement.status == AchievementStatus.VERIFIED)
        .correlate(Track)
        .scalar_subquery()
    )
    counts = func.coalesce(counts_condition(code, today=today, days=days), False)
    return tracks.where(of_condition(code, period, today=today, days=days)).add_columns(
        counts.label("counts"), earned.label("earned")
    )
