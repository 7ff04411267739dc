"""What the forecast needs, counted by the database: what became of earlier tracks, and where the running ones stand."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from sqlalchemy import ColumnElement, Integer, Select, and_, case, cast, extract, func, literal, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from contracts.forecasts import FEWEST_REFERRED, Evidence
from contracts.lifecycle import ContractStatus
from contracts.milestones import LIVE_ACHIEVEMENTS, AchievementStatus
from contracts.models.frameworks import ContractMilestone, FrameworkContract
from contracts.models.track_terms import steps_under
from contracts.models.tracks import Achievement, Participant, Track
from contracts.queries.scores import number_of
from contracts.step_chains import Chain, Place, chains_of
from contracts.tracks import LIVE, UNDER_WAY, EndReason, TrackStatus
from procurement.lots import TargetGroup
from townhall.database import db
from townhall.sql_days import days_between

#: Over this many days the pace of referrals is measured.
PACE_DAYS = 365


@dataclass(frozen=True)
class Passed:
    """What became of earlier tracks at one step, and how many days it took those who reached it, on average."""

    evidence: Evidence = Evidence()
    days: int | None = None


@dataclass(frozen=True)
class Standing:
    """Running tracks at the same place of a chain, for the same municipality, there since the same month."""

    contract_id: int
    municipality_id: int | None
    chain: int
    stands: int
    since: date
    number: int


@dataclass(frozen=True)
class History:
    """Everything the database says of some contracts."""

    chains: Mapping[int, Sequence[Chain]]
    passed: dict[tuple[int, Place], Passed] = field(default_factory=dict)
    running: list[Standing] = field(default_factory=list)
    waiting: dict[tuple[int, int | None], Decimal] = field(default_factory=dict)
    referred: dict[int, int] = field(default_factory=dict)

    def of_step(self, contract_id: int, place: Place) -> Passed:
        """What is known of this step under this contract."""
        return self.passed.get((contract_id, place), Passed())

    def running_under(self, contract_id: int) -> list[Standing]:
        """The running tracks of this contract."""
        return self._running_by_contract.get(contract_id, [])

    @cached_property
    def _running_by_contract(self) -> dict[int, list[Standing]]:
        found: dict[int, list[Standing]] = defaultdict(list)
        for each in self.running:
            found[each.contract_id].append(each)
        return found

    def links(self) -> Iterator[tuple[Chain, int]]:
        """Every chain with each of its steps."""
        for chains in self.chains.values():
            for chain in chains:
                for number in range(len(chain.places)):
                    yield chain, number


def contracts_to_learn_from(groups: Sequence[TargetGroup]) -> list[FrameworkContract]:
    """Every contract for these target groups that ran or runs, with its fees: the own history and the lot's."""
    return list(db.session.scalars(_contracts_for(groups)))


def contracts_with_tracks(groups: Sequence[TargetGroup]) -> list[FrameworkContract]:
    """The same without the contracts to which nobody was ever referred: those teach nothing."""
    return list(
        db.session.scalars(_contracts_for(groups).where(FrameworkContract.id.in_(select(Track.contract_id))))
    )


def _contracts_for(groups: Sequence[TargetGroup]) -> Select[FrameworkContract]:
    return (
        select(FrameworkContract)
        .where(
            FrameworkContract.target_group.in_(groups),
            FrameworkContract.status.not_in((ContractStatus.DRAFT, ContractStatus.WITHDRAWN)),
        )
        .options(
            joinedload(FrameworkContract.supplier),
            selectinload(FrameworkContract.milestones).selectinload(ContractMilestone.rates),
        )
        .order_by(FrameworkContract.number)
    )


def groups_that_run(*, on: date) -> list[TargetGroup]:
    """The target groups for which a contract is signed that has not ended."""
    return list(
        db.session.scalars(
            select(FrameworkContract.target_group)
            .where(FrameworkContract.status == ContractStatus.SIGNED, FrameworkContract.ends_on >= on)
            .distinct()
        )
    )


def history_of(contracts: Sequence[FrameworkContract], *, today: date) -> History:
    """What the forecast of these contracts rests on. Six queries, however many tracks there are."""
    ids = [contract.id for contract in contracts]
    found = History(chains={contract.id: chains_of(steps_under(contract)) for contract in contracts})
    _learn_first_steps(found, ids, today)
    _learn_next_steps(found, ids, today)
    _place_running(found, ids, today)
    found.waiting.update(_sums_waiting(ids))
    found.referred.update(_referred(ids, today))
    return found


def _is_over(reached: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether it is known what became of a track at a step: it was reached, or the track came to its end."""
    return or_(reached, Track.status.in_((TrackStatus.ENDED, TrackStatus.RETURNED)))


def _learn_first_steps(found: History, ids: Sequence[int], today: date) -> None:
    """The first step of each chain, counted from the referral (the main chain) or from the start of the track."""
    heads = {chain.places[0].milestone_id: chain for chain, number in found.links() if number == 0}
    if not heads:
        return
    first = aliased(Achievement)
    begin = _begin(heads)
    reached = first.id.is_not(None)
    rows = db.session.execute(
        select(
            Track.contract_id, ContractMilestone.id, number_of(reached), func.count(),
            func.sum(days_between(begin, first.reached_on)),
        )
        .select_from(Track)
        .join(ContractMilestone, ContractMilestone.contract_id == Track.contract_id)
        .outerjoin(
            first,
            and_(
                first.track_id == Track.id, first.milestone_id == ContractMilestone.id, first.occurrence == 1,
                first.status.in_(LIVE_ACHIEVEMENTS),
            ),
        )
        .where(
            Track.contract_id.in_(ids),
            ContractMilestone.id.in_(heads),
            days_between(begin, literal(today)) >= _of_head({key: chain.patience(0) for key, chain in heads.items()}),
            _is_over(reached),
        )
        .group_by(Track.contract_id, ContractMilestone.id)
    )  # fmt: skip
    for contract_id, milestone_id, count, of, days in rows:
        found.passed[contract_id, Place(milestone_id, 1)] = _passed(count, of, days)


def _begin(heads: Mapping[int, Chain]) -> ColumnElement[date | None]:
    """The day from which the first step of a chain is waited for."""
    main = [milestone_id for milestone_id, chain in heads.items() if chain.is_main]
    return case((ContractMilestone.id.in_(main), Track.referred_on), else_=Track.started_on)


def _of_head(values: Mapping[int, int]) -> ColumnElement[int]:
    return case(*((ContractMilestone.id == key, value) for key, value in values.items()), else_=0)


def _learn_next_steps(found: History, ids: Sequence[int], today: date) -> None:
    """Every later step, counted from the step before it in its chain."""
    following = {chain.places[number - 1]: (chain, number) for chain, number in found.links() if number}
    if not following:
        return
    then = aliased(Achievement)
    next_id = _of_place({before: chain.places[number].milestone_id for before, (chain, number) in following.items()})
    next_time = _of_place({before: chain.places[number].occurrence for before, (chain, number) in following.items()})
    patience = _of_place({before: chain.patience(number) for before, (chain, number) in following.items()})
    lasts = _of_place({before: int(chain.lasts(number)) for before, (chain, number) in following.items()})
    reached = then.id.is_not(None)
    rows = db.session.execute(
        select(
            Track.contract_id, Achievement.milestone_id, Achievement.occurrence, number_of(reached), func.count(),
            func.sum(days_between(Achievement.reached_on, then.reached_on)),
        )
        .join(Track, Track.id == Achievement.track_id)
        .outerjoin(
            then,
            and_(
                then.track_id == Achievement.track_id, then.milestone_id == next_id, then.occurrence == next_time,
                then.status.in_(LIVE_ACHIEVEMENTS),
            ),
        )
        .where(
            Track.contract_id.in_(ids),
            Achievement.status.in_(LIVE_ACHIEVEMENTS),
            next_id > 0,
            days_between(Achievement.reached_on, literal(today)) >= patience,
            # Whether work lasted is known once the time for it is long over, also in a track that still runs.
            or_(_is_over(reached), lasts == 1),
        )
        .group_by(Track.contract_id, Achievement.milestone_id, Achievement.occurrence)
    )  # fmt: skip
    for contract_id, milestone_id, occurrence, count, of, days in rows:
        chain, number = following[Place(milestone_id, occurrence)]
        found.passed[contract_id, chain.places[number]] = _passed(count, of, days)


def _of_place(values: Mapping[Place, int]) -> ColumnElement[int]:
    """The value that belongs to a reached step; 0 for a step that is no key."""
    return case(
        *(
            (and_(Achievement.milestone_id == place.milestone_id, Achievement.occurrence == place.occurrence), value)
            for place, value in values.items()
        ),
        else_=0,
    )


def _passed(count: int, of: int, days: int | None) -> Passed:
    mean = round(Fraction(int(days), count)) if count and days is not None else None
    return Passed(Evidence(count, of), None if mean is None else max(mean, 0))


def _place_running(found: History, ids: Sequence[int], today: date) -> None:
    """Where each running track stands in each chain, counted per place, municipality and month."""
    places = {
        chain.places[0].milestone_id: (contract_id, number, chain)
        for contract_id, chains in found.chains.items()
        for number, chain in enumerate(chains)
    }
    if not places:
        return
    progress = (
        select(
            Achievement.track_id.label("track_id"),
            _of_place({c.places[n]: c.places[0].milestone_id for c, n in found.links()}).label("head"),
            func.max(_of_place({c.places[n]: n + 1 for c, n in found.links()})).label("stands"),
            func.max(Achievement.reached_on).label("reached_on"),
        )
        .join(Track, Track.id == Achievement.track_id)
        .where(Track.contract_id.in_(ids), Achievement.status.in_(LIVE_ACHIEVEMENTS))
        .group_by(Achievement.track_id, "head")
        .subquery()
    )
    since = func.coalesce(progress.c.reached_on, _begin({key: chain for key, (_, _, chain) in places.items()}))
    stands = func.coalesce(progress.c.stands, 0).label("stands")
    is_live = case((Track.status.in_(LIVE), 1), else_=0).label("is_live")
    year, month = (cast(extract(part, since), Integer).label(part) for part in ("year", "month"))
    main = [key for key, (_, _, chain) in places.items() if chain.is_main]
    rows = db.session.execute(
        select(ContractMilestone.id, Participant.municipality_id, stands, is_live, year, month, func.count())
        .select_from(Track)
        .join(Participant, Participant.id == Track.participant_id)
        .join(ContractMilestone, ContractMilestone.contract_id == Track.contract_id)
        .outerjoin(progress, and_(progress.c.track_id == Track.id, progress.c.head == ContractMilestone.id))
        .where(
            Track.contract_id.in_(ids),
            ContractMilestone.id.in_(places),
            or_(
                and_(ContractMilestone.id.in_(main), or_(Track.status.in_(LIVE), Track.end_reason == EndReason.WORK)),
                Track.status.in_(UNDER_WAY),
            ),
        )
        .group_by(ContractMilestone.id, Participant.municipality_id, "stands", "is_live", "year", "month")
    )  # fmt: skip
    for head, municipality_id, at, live, in_year, in_month, number in rows:
        contract_id, chain_number, chain = places[head]
        since_on = date(in_year, in_month, 15)
        if at < len(chain.places) and _may_still_come(chain, at, since_on, is_live=bool(live), today=today):
            found.running.append(Standing(contract_id, municipality_id, chain_number, at, since_on, number))


def _may_still_come(chain: Chain, stands: int, since: date, *, is_live: bool, today: date) -> bool:
    """Whether a track at this place may still reach the next step: the time for lasting work is not over."""
    if chain.lasts(stands):
        return since + timedelta(days=chain.patience(stands)) >= today
    return is_live


def _sums_waiting(ids: Sequence[int]) -> dict[tuple[int, int | None], Decimal]:
    """Reported and not yet verified, per contract and municipality."""
    rows = db.session.execute(
        select(Track.contract_id, Participant.municipality_id, func.sum(Achievement.amount))
        .join(Track, Track.id == Achievement.track_id)
        .join(Participant, Participant.id == Track.participant_id)
        .where(Track.contract_id.in_(ids), Achievement.status == AchievementStatus.REPORTED)
        .group_by(Track.contract_id, Participant.municipality_id)
    )
    return {(contract_id, municipality_id): amount for contract_id, municipality_id, amount in rows}


def contracts_in_use(today: date) -> list[tuple[int, TargetGroup]]:
    """The contracts that run, have a maximum, and get enough people for a pace; each with its target group."""
    in_use = (
        _referred_lately(today).having(func.count(Track.id) >= FEWEST_REFERRED).with_only_columns(Track.contract_id)
    )
    rows = db.session.execute(
        select(FrameworkContract.id, FrameworkContract.target_group)
        .where(
            FrameworkContract.status == ContractStatus.SIGNED, FrameworkContract.ends_on >= today,
            FrameworkContract.terminated_on.is_(None), FrameworkContract.maximum_value.is_not(None),
            FrameworkContract.id.in_(in_use),
        )
        .order_by(FrameworkContract.number)
    )  # fmt: skip
    return [(contract_id, group) for contract_id, group in rows]


def _referred(ids: Sequence[int], today: date) -> dict[int, int]:
    """How many people were referred in the last year, returned ones left out."""
    rows = db.session.execute(_referred_lately(today).where(Track.contract_id.in_(ids)))
    return {row[0]: row[1] for row in rows}


def _referred_lately(today: date) -> Select[int, int]:
    since = today - timedelta(days=PACE_DAYS)
    return (
        select(Track.contract_id, func.count(Track.id))
        .where(Track.referred_on > since, Track.returned_on.is_(None))
        .group_by(Track.contract_id)
    )
