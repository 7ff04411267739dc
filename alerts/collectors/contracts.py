"""Facts of contracts: options, ends, ceilings, results, referrals and proof that wait."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import cache

from sqlalchemy import func, select

from alerts.due import Fact
from alerts.occasion import OccasionKind
from alerts.tuning import LONGEST_LEAD
from alerts.year_ahead import Term
from contracts.back_planning import PlannedStep, buying_anew
from contracts.ceilings import CeilingLevel, used_share
from contracts.forecasts import Exhaustion
from contracts.kpis import Kpi, KpiUnit, KpiVerdict
from contracts.milestones import AchievementStatus
from contracts.models.frameworks import FrameworkContract
from contracts.models.tracks import Achievement, Track
from contracts.privacy import is_sensitive
from contracts.queries.ceilings import levels_of
from contracts.queries.frameworks import running_contracts
from contracts.queries.liabilities import forecasts_in_use
from contracts.queries.running import (
    options_to_decide_on,
    procedures_of,
    terminated_with_days_left,
    with_anything_to_measure,
)
from contracts.queries.scores import scores_of
from contracts.queries.tracks import late_answers
from contracts.terms import can_be_extended, last_day_after, possible_of
from procurement.procedures import Procedure
from procurement.queries.planning import house_on
from townhall.database import db
from townhall.filters import day, euro, number, words
from townhall.periods import Period, quarter_of

#: Proof is checked within a week of the report (house practice).
DAYS_TO_CHECK_PROOF = 7


def facts(today: date) -> list[Fact]:
    """The facts that are asked of all contracts at once."""
    return [*options(today), *terminations(today), *ceilings_running_out(today), *referrals(today), *proof()]


def facts_of_running(running: list[FrameworkContract], today: date) -> list[Fact]:
    """The facts of these running contracts."""
    return [
        *ends(running, today),
        *starts_anew(running, today),
        *ceilings(running),
        *results(running, today),
    ]


def options(today: date) -> list[Fact]:
    """The next option of each contract, with the last day on which the supplier must know.

    As far ahead as a lead time can be set; the calendar and the months ahead show them as well.
    """
    return [
        Fact(
            OccasionKind.OPTION_DECISION, f"framework_contract:{option.contract_id}",
            f"{option.number} {option.title}: optie {option.sequence} van {option.months} maanden. De opdrachtnemer "
            f"moet het besluit uiterlijk {day(option.decide_by)} hebben.",
            f"/contracten/{option.number}", due_on=option.decide_by, contract_id=option.contract_id,
        )
        for option in options_to_decide_on(today + timedelta(days=LONGEST_LEAD + 1))
    ]  # fmt: skip


def ends(running: list[FrameworkContract], today: date) -> list[Fact]:
    """Running contracts without an option that can still be used."""
    return [
        _about(
            OccasionKind.CONTRACT_ENDS, contract,
            f"{contract.number} {contract.title} eindigt op {day(contract.ends_on)} en kan niet meer worden verlengd.",
            due_on=contract.ends_on,
        )
        for contract in running
        if not _can_be_extended(contract, today)
    ]  # fmt: skip


def terminations(today: date) -> list[Fact]:
    """The same of contracts that were terminated and have not ended yet: what they do must be bought anew sooner."""
    terminated = terminated_with_days_left(today)
    return [*ends(terminated, today), *starts_anew(terminated, today)]


def starts_anew(running: list[FrameworkContract], today: date) -> list[Fact]:
    """Contracts without an option to use: the last day on which buying anew can begin without a gap."""
    without = [each for each in running if not _can_be_extended(each, today)]
    anew, found = _anew(without, today), []
    for contract in without:
        last = anew[contract.id][1][0].on
        about = (
            f"{contract.number} {contract.title} eindigt op {day(contract.ends_on)}. Een nieuwe aanbesteding kan "
            f"uiterlijk op {day(last)} beginnen om aan te sluiten."
        )
        found.append(_about(OccasionKind.START_ANEW, contract, about, due_on=last))
    return found


def _can_be_extended(contract: FrameworkContract, today: date) -> bool:
    return can_be_extended([option.facts() for option in contract.options], today)


def _anew(contracts: Sequence[FrameworkContract], today: date) -> dict[int, tuple[Procedure, list[PlannedStep]]]:
    """Per contract the road along which it would be bought anew, that of its own tender, with every step."""
    house, roads = house_on(today), procedures_of([contract.id for contract in contracts])

    @cache
    def steps(end: date, road: Procedure) -> tuple[Procedure, list[PlannedStep]]:
        return road, buying_anew(end, house, road)

    return {each.id: steps(each.ends_on, roads.get(each.id, Procedure.SAS)) for each in contracts}


def ceilings(running: list[FrameworkContract]) -> list[Fact]:
    """How full each agreed maximum is: of a contract, and once of the lot or tender that it shares with others.

    Where none was agreed, or nothing was used, there is nothing to tell.
    """
    found: list[Fact] = []
    shared: dict[str, Fact] = {}
    for contract, (own, *others) in zip(running, levels_of(running).values(), strict=True):
        if level := used_share(own.facts):
            about = f"{contract.number} {contract.title}: {_used_of_maximum(own)}"
            found.append(_about(OccasionKind.CEILING, contract, about, level=level))
        for each in others:
            if each.name not in shared and (level := used_share(each.facts)):
                shared[each.name] = Fact(
                    OccasionKind.CEILING, f"ceiling:{each.name}",
                    f"{each.name.capitalize()}: {_used_of_maximum(each)}", f"/contracten/{contract.number}#maximum",
                    level=level,
                )  # fmt: skip
    return [*found, *shared.values()]


def _used_of_maximum(level: CeilingLevel) -> str:
    return f"{euro(level.facts.used)} van {euro(level.facts.maximum)} is verdiend of toegezegd."


def results(running: list[FrameworkContract], today: date) -> list[Fact]:
    """Contracts whose supplier stays behind an agreed norm: since the start, or in two quarters running."""
    counted, found = with_anything_to_measure([contract.id for contract in running]), []
    running = [contract for contract in running if contract.id in counted]
    first = min((contract.starts_on for contract in running), default=today)
    last = quarter_of(quarter_of(today).starts_on - timedelta(days=1))
    one_before = quarter_of(last.starts_on - timedelta(days=1))
    since_start, before, lately = (
        scores_of(running, today=today, period=period) for period in (Period(first, today), one_before, last)
    )
    for contract in running:
        twice = {kpi.code for kpi in _missed(before[contract.id])} & {kpi.code for kpi in _missed(lately[contract.id])}
        texts = [
            f"{words(kpi.code).lower()} {_measured(kpi)} sinds het begin" for kpi in _missed(since_start[contract.id])
        ]
        texts += [
            f"{words(kpi.code).lower()} {_measured(kpi)} in het laatste kwartaal, en ook in het kwartaal ervoor te laag"
            for kpi in lately[contract.id]
            if kpi.code in twice
        ]
        if texts:
            about = f"{contract.number} {contract.title}: {'; '.join(texts)}."
            found.append(_about(OccasionKind.RESULTS_BELOW_NORM, contract, about, level=Fraction(1, 100)))
    return found


def _missed(kpis: Sequence[Kpi]) -> list[Kpi]:
    return [kpi for kpi in kpis if kpi.verdict == KpiVerdict.MISSED]


def _measured(kpi: Kpi) -> str:
    unit = " %" if kpi.definition.unit == KpiUnit.PERCENT else ""
    return f"{number(kpi.published)}{unit} (norm {number(kpi.norm)}{unit})"


def ceilings_running_out(today: date) -> list[Fact]:
    """Contracts of which the maximum is expected to be used up before they end; too little to go on gives none."""
    found = []
    for forecast in forecasts_in_use(today=today):
        contract, days = forecast.contract, forecast.days
        if days.kind != Exhaustion.EXPECTED or days.expected is None:
            continue
        runs_out_on = today + timedelta(days=days.expected)
        if runs_out_on >= contract.ends_on:
            continue
        about = (
            f"{contract.number} {contract.title}: bij dit tempo is het maximum van {euro(contract.maximum_value)} op "
            f"rond {day(runs_out_on)}, vóór het einde op {day(contract.ends_on)}."
        )
        # The expected day moves a little every day; the month in which it lies does not.
        due_on = runs_out_on.replace(day=1)
        found.append(_about(OccasionKind.CEILING_RUNS_OUT, contract, about, due_on=due_on))
    return found


def referrals(today: date) -> list[Fact]:
    """Referrals that the supplier should have answered.

    Of a sensitive lot the track is not named: a stand-in or a whole role may hear of it, who may not see the track.
    """
    found = []
    for track in late_answers(today):
        is_named = not is_sensitive(track.contract.target_group)
        name = f"Traject {track.number}" if is_named else "Een traject in een gevoelig perceel"
        found.append(
            Fact(
                OccasionKind.REFERRAL_WAITS, f"track:{track.id}",
                f"{name}: de opdrachtnemer moest uiterlijk {day(track.respond_by)} antwoorden.",
                f"/trajecten/{track.number}" if is_named else "/trajecten/?status=referred",
                due_on=track.respond_by, owner_id=track.case_manager_id,
            )
        )  # fmt: skip
    return found


def proof() -> list[Fact]:
    """Per contract: reported milestones that nobody checked, from the oldest on."""
    rows = db.session.execute(
        select(FrameworkContract, func.count(Achievement.id), func.min(Achievement.reported_at))
        .join(Track, Track.contract_id == FrameworkContract.id)
        .join(Achievement, Achievement.track_id == Track.id)
        .where(Achievement.status == AchievementStatus.REPORTED)
        .group_by(FrameworkContract.id)
    )
    return [
        Fact(
            OccasionKind.PROOF_WAITS, f"framework_contract:{contract.id}",
            f"{contract.number} {contract.title}: {_counted(count)}, de oudste sinds {day(since)}.",
            "/prestaties", due_on=since.date() + timedelta(days=DAYS_TO_CHECK_PROOF),
        )
        for contract, count, since in rows
    ]  # fmt: skip


def _counted(count: int) -> str:
    return "1 prestatie wacht" if count == 1 else f"{count} prestaties wachten"


def _about(
    kind: OccasionKind, contract: FrameworkContract, about: str, *, due_on: date | None = None,
    level: Fraction | None = None,
) -> Fact:  # fmt: skip
    subject = f"framework_contract:{contract.id}"
    url = f"/contracten/{contract.number}"
    return Fact(kind, subject, about, url, due_on=due_on, level=level, contract_id=contract.id)


def terms_ahead(today: date) -> list[Term]:
    """Every running contract with its open options, and every step of the tender that follows without an extension."""
    running = running_contracts(today)
    anew = _anew(running, today)
    return [
        Term(
            contract_id=contract.id, number=contract.number, title=contract.title, supplier=contract.supplier.name,
            starts_on=contract.starts_on, ends_on=contract.ends_on, options=_open_options(contract),
            road=anew[contract.id][0], anew=anew[contract.id][1], programme=contract.budget_programme,
        )
        for contract in running
    ]  # fmt: skip


def _open_options(contract: FrameworkContract) -> list[tuple[date, date]]:
    """Of each option that is possible, one after the other, the last day to decide and what the end would become."""
    found, end = [], contract.ends_on
    for option in possible_of([each.facts() for each in contract.options]):
        end = last_day_after(end, months=option.months)
        found.append((option.decide_by, end))
    return found
