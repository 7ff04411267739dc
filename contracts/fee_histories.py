"""A client as a fee schedule sees it: the days and the work, as the facts that the rules ask for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from contracts.fee_rules.payable import Payable, payable
from contracts.fee_rules.schedule import Schedule
from contracts.fee_rules.schedule_reading import read_schedule
from contracts.placement_kinds import BenefitEffect
from contracts.placements import PlacementFacts
from contracts.rates import Rate
from procurement.calculators import parse

#: Before every agreed amount: what was agreed first holds from here on.
FIRST_DAY = date(1900, 1, 1)


@dataclass(frozen=True)
class ClientHistory:
    """What happened with one client. ``reached`` are the days that the supplier declares, per milestone code."""

    referred_on: date
    plan_on: date | None = None
    started_on: date | None = None
    ended_on: date | None = None
    ended_in_work: bool = False
    reached: Mapping[str, date] = field(default_factory=dict)
    jobs: tuple[PlacementFacts, ...] = ()
    able_hours: Decimal | None = None
    benefit: BenefitEffect = BenefitEffect.NOT_CHECKED


#: Per milestone code the amounts, each with its first day.
PriceList = Mapping[str, Sequence[Rate]]


def price_list(first_amounts: Mapping[str, Decimal]) -> dict[str, list[Rate]]:
    """A price list of amounts that never changed."""
    return {code: [Rate(FIRST_DAY, amount)] for code, amount in first_amounts.items()}


def facts_of(history: ClientHistory, prices: PriceList, *, today: date) -> dict[str, Any]:
    """The facts of a client in the words of the documented format (docs/fee-rules.md)."""
    return {
        "prices": {code: [[rate.valid_from, rate.amount] for rate in rates] for code, rates in prices.items()},
        "referred": history.referred_on,
        "plan": history.plan_on,
        "started": history.started_on,
        "ended": history.ended_on,
        "ended_in_work": history.ended_in_work,
        "reached": dict(history.reached),
        "jobs": [_job(job) for job in history.jobs],
        "able_hours": history.able_hours,
        "benefit": history.benefit.value,
        "today": today,
    }


def _job(job: PlacementFacts) -> dict[str, Any]:
    return {
        "start": job.starts_on,
        "end": job.worked_until,
        "agreed_until": job.agreed_until,
        "hours": job.hours_per_week,
        "kind": job.work_kind.value,
        "form": None if job.contract_form is None else job.contract_form.value,
        "own_firm": job.employer_is_supplier,
    }


def worked_out(rules: str, history: ClientHistory, prices: PriceList, *, today: date) -> Payable:
    """What a client brings by today: each line with its amount, its day and why. ``rules`` is the schedule as JSON."""
    return payable(_read(rules), facts_of(history, prices, today=today))


@lru_cache(maxsize=200)
def _read(rules: str) -> Schedule:
    """Reading takes longer than applying, and a contract's schedule does not change once signed."""
    return read_schedule(parse(rules))
