"""The expected liability of contracts per budget year and municipality, and when a maximum is used up."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from contracts.forecasts import (
    Chance,
    Evidence,
    ExhaustionDays,
    Group,
    Inflow,
    Outlook,
    chance_of,
    exhaustion,
    in_step,
    is_enough,
    outlook,
    side_by_side,
)
from contracts.models.frameworks import FrameworkContract
from contracts.models.track_terms import step_of
from contracts.queries.forecasts import (
    PACE_DAYS,
    History,
    Standing,
    contracts_in_use,
    contracts_to_learn_from,
    contracts_with_tracks,
    groups_that_run,
    history_of,
)
from contracts.queries.track_figures import used_of
from contracts.step_chains import Chain
from procurement.lots import MilestoneKind, TargetGroup
from townhall.money import ZERO, round_half_up

Cell = tuple[int, int | None]
"""A budget year, and the municipality that pays (None: the contracting one)."""


@dataclass(frozen=True)
class StepForecast:
    """One step as the forecast sees it: the estimated chance, what it rests on, and what it brings."""

    label: str
    chance: Chance
    own: Evidence
    lot: Evidence
    days: int
    amount: Decimal
    stands: int
    """How many running tracks may reach it next."""

    @property
    def is_enough(self) -> bool:
        """Whether enough is known of it."""
        return is_enough(self.own, self.lot)

    @property
    def percent(self) -> Decimal:
        """The estimated chance in percent, with one decimal."""
        return round_half_up(self.chance.mean * 100, places=1)


@dataclass(frozen=True)
class ContractForecast:
    """The forecast of one contract. ``total`` is without what waits for a check, which is nearly certain."""

    contract: FrameworkContract
    steps: tuple[StepForecast, ...]
    tracks: int
    total: Outlook
    cells: dict[Cell, Outlook]
    waiting: Decimal
    lacking: tuple[StepForecast, ...]
    days: ExhaustionDays
    per_new_track: Outlook
    referred: int

    @property
    def is_known(self) -> bool:
        """Whether there is enough to go on."""
        return not self.lacking

    def in_years(self) -> dict[int, Outlook]:
        """The outlook per budget year; the municipalities of one contract rise and fall together."""
        years: dict[int, list[Outlook]] = defaultdict(list)
        for (year, _), each in self.cells.items():
            years[year].append(each)
        return {year: in_step(own) for year, own in sorted(years.items())}

    def per_municipality(self) -> dict[int | None, Outlook]:
        """The outlook per municipality that pays; its years rise and fall together."""
        found: dict[int | None, list[Outlook]] = defaultdict(list)
        for (_, municipality_id), each in self.cells.items():
            found[municipality_id].append(each)
        return {municipality_id: in_step(own) for municipality_id, own in found.items()}


@dataclass(frozen=True)
class LotForecast:
    """The contracts for one target group, and what those of which enough is known bring together per year."""

    target_group: TargetGroup
    contracts: tuple[ContractForecast, ...]

    @property
    def known(self) -> list[ContractForecast]:
        """The contracts of which enough is known."""
        return [each for each in self.contracts if each.is_known]

    @property
    def total(self) -> Outlook:
        """What the contracts bring together."""
        return side_by_side([each.total for each in self.known])

    def in_years(self) -> dict[int, Outlook]:
        """What the contracts bring together per budget year."""
        years: dict[int, list[Outlook]] = defaultdict(list)
        for each in self.known:
            for year, own in each.in_years().items():
                years[year].append(own)
        return {year: side_by_side(own) for year, own in sorted(years.items())}


def forecast_of(contract: FrameworkContract, *, today: date) -> ContractForecast:
    """The forecast of this contract. A fixed number of queries."""
    learnt_from = contracts_to_learn_from([contract.target_group])
    if contract.id not in {each.id for each in learnt_from}:
        learnt_from.append(contract)
    history = history_of(learnt_from, today=today)
    lot = _evidence_of_lot(learnt_from, history)
    return _forecast(contract, history, lot[contract.target_group], used_of([contract.id])[contract.id].earned, today)


def forecasts_per_lot(*, today: date) -> list[LotForecast]:
    """The forecast of every contract that runs, per target group. A fixed number of queries."""
    groups = groups_that_run(on=today)
    learnt_from = contracts_to_learn_from(groups)
    history = history_of(learnt_from, today=today)
    lots = _evidence_of_lot(learnt_from, history)
    run = [each for each in learnt_from if each.ends_on >= today and each.terminated_on is None]
    used = used_of([each.id for each in run])
    by_group: dict[TargetGroup, list[ContractForecast]] = defaultdict(list)
    for contract in run:
        by_group[contract.target_group].append(
            _forecast(contract, history, lots[contract.target_group], used[contract.id].earned, today)
        )
    return [LotForecast(group, tuple(by_group[group])) for group in TargetGroup if group in by_group]


def forecasts_in_use(*, today: date) -> list[ContractForecast]:
    """The forecast of each contract of which the maximum may run out; of the others no day can be told.

    A fixed number of queries, whose work follows the contracts to which people are referred, not all that run.
    """
    in_use = dict(contracts_in_use(today))
    learnt_from = contracts_with_tracks(sorted(set(in_use.values())))
    history = history_of(learnt_from, today=today)
    lots = _evidence_of_lot(learnt_from, history)
    used = used_of(list(in_use))
    return [
        _forecast(contract, history, lots[contract.target_group], used[contract.id].earned, today)
        for contract in learnt_from
        if contract.id in in_use
    ]


StepKind = tuple[MilestoneKind, int]


def _evidence_of_lot(
    contracts: Sequence[FrameworkContract], history: History
) -> dict[TargetGroup, dict[StepKind, Evidence]]:
    found: dict[TargetGroup, dict[StepKind, Evidence]] = defaultdict(lambda: defaultdict(Evidence))
    for contract in contracts:
        for chain in history.chains[contract.id]:
            for step, place in zip(chain.steps, chain.places, strict=True):
                known = history.of_step(contract.id, place).evidence
                found[contract.target_group][step.kind, place.occurrence] += known
    return found


def _forecast(
    contract: FrameworkContract, history: History, lot: dict[StepKind, Evidence], earned: Decimal, today: date
) -> ContractForecast:
    chains = history.chains[contract.id]
    running = history.running_under(contract.id)
    steps = [_steps_of(contract, history, lot, chain, number, running) for number, chain in enumerate(chains)]
    chances = [[step.chance for step in own] for own in steps]
    fees = _Fees(contract, chains, steps, today)
    spread = {cell for each in running for cell in fees.cells(each)}
    total = in_step([outlook(c, [fees.group(s) for s in running if s.chain == n]) for n, c in enumerate(chances)])
    cells = {
        cell: in_step(
            [outlook(c, [fees.group(s, cell) for s in running if s.chain == n]) for n, c in enumerate(chances)]
        )
        for cell in sorted(spread, key=lambda cell: (cell[0], cell[1] or 0))
    }
    waiting = sum((amount for (key, _), amount in history.waiting.items() if key == contract.id), ZERO)
    ahead = [
        step
        for number, own in enumerate(steps)
        for place, step in enumerate(own)
        if step.amount and any(s.chain == number and s.stands <= place for s in running)
    ]
    lacking = tuple(step for step in ahead if not step.is_enough)

    def with_new(new: Fraction) -> Outlook:
        return in_step(
            [
                outlook(c, [*(fees.group(s) for s in running if s.chain == n), fees.new(n, new)])
                for n, c in enumerate(chances)
            ]
        )

    room = None if contract.maximum_value is None else contract.maximum_value - earned - waiting
    referred = history.referred.get(contract.id, 0)
    is_priced = all(step.is_enough for own in steps for step in own if step.amount)
    # A young contract has a pace of the days that it ran.
    paced = max(min((today - contract.starts_on).days, PACE_DAYS), 1)
    return ContractForecast(
        contract=contract,
        steps=tuple(step for own in steps for step in own),
        # A track can wait in several chains: in the one where most do, each is counted once.
        tracks=max((sum(s.number for s in running if s.chain == n) for n in range(len(chains))), default=0),
        total=total,
        cells=cells,
        waiting=waiting,
        lacking=lacking,
        # A pace of people whose cost is not known says nothing of a day.
        days=exhaustion(room, Inflow(referred if is_priced else 0, paced), with_new),
        per_new_track=in_step([outlook(c, [fees.new(n, Fraction(1))]) for n, c in enumerate(chances)]),
        referred=referred,
    )


def _steps_of(
    contract: FrameworkContract, history: History, lot: dict[StepKind, Evidence], chain: Chain, number: int,
    running: Sequence[Standing],
) -> list[StepForecast]:  # fmt: skip
    found = []
    for at, (step, place) in enumerate(zip(chain.steps, chain.places, strict=True)):
        passed = history.of_step(contract.id, place)
        everybody = lot.get((step.kind, place.occurrence), Evidence())
        others = Evidence(everybody.reached - passed.evidence.reached, everybody.of - passed.evidence.of)
        found.append(
            StepForecast(
                label=step.label if step.most_times == 1 else f"{step.label} {place.occurrence}",
                chance=chance_of(passed.evidence, others),
                own=passed.evidence,
                lot=others,
                days=chain.usual_days(at) if passed.days is None else passed.days,
                amount=step.amount,
                stands=sum(each.number for each in running if each.chain == number and each.stands == at),
            )
        )
    return found


class _Fees:
    """What each step of a chain would bring a group of tracks, at the rate of the day on which it is expected."""

    def __init__(
        self, contract: FrameworkContract, chains: Sequence[Chain], steps: Sequence[Sequence[StepForecast]], today: date
    ) -> None:
        self._contract, self._chains, self._steps, self._today = contract, chains, steps, today
        self._milestones = {milestone.id: milestone for milestone in contract.milestones}

    def _days(self, standing: Standing) -> list[date]:
        """When each step that is ahead is expected; what is overdue is expected today."""
        day, found = standing.since, []
        for step in self._steps[standing.chain][standing.stands :]:
            day = max(day + timedelta(days=step.days), self._today)
            found.append(day)
        return found

    def cells(self, standing: Standing) -> set[Cell]:
        """The budget years in which something of these tracks is expected, with who pays."""
        return {(day.year, standing.municipality_id) for day in self._days(standing)}

    def group(self, standing: Standing, cell: Cell | None = None) -> Group:
        """These tracks with the fees that fall in this cell, or with all of them."""
        chain = self._chains[standing.chain]
        fees = [ZERO] * len(chain.places)
        for at, day in enumerate(self._days(standing), start=standing.stands):
            if cell is None or cell == (day.year, standing.municipality_id):
                fees[at] = self._rate(chain, at, day)
        return Group(standing.number, standing.stands, tuple(fees))

    def new(self, number: int, tracks: Fraction) -> Group:
        """So many new tracks, at the rates of today."""
        chain = self._chains[number]
        return Group(tracks, 0, tuple(self._rate(chain, at, self._today) for at in range(len(chain.places))))

    def _rate(self, chain: Chain, at: int, day: date) -> Decimal:
        milestone = self._milestones[chain.places[at].milestone_id]
        return step_of(milestone, self._contract, on=day).amount
