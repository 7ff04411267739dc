"""The figures behind a decision on an option that no other page asks for, counted by the database."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask import current_app
from sqlalchemy import Integer, cast, extract, func, select

from contracts.kpis import KpiCode
from contracts.milestones import AchievementStatus
from contracts.mix import Comparison, compare
from contracts.models.frameworks import FrameworkContract
from contracts.models.tracks import Achievement, Track
from contracts.queries.comparison import contracts_beside, parts_by_distance
from procurement.bids import BidStatus
from procurement.models.award import LotAward
from procurement.models.bids import Bid
from procurement.models.tenders import Tender
from procurement.procedures import Procedure
from townhall.budgets.headings import Purse
from townhall.budgets.queries import budgets_paying, rooms_of
from townhall.budgets.room import Room
from townhall.database import db
from townhall.money import ZERO, euros
from townhall.organisations.queries import the_municipality
from townhall.periods import add_months

#: The figures of which the lot can be compared, corrected for the mix of people.
COMPARED = (KpiCode.PLACED, KpiCode.SUSTAINED, KpiCode.DROPPED_OUT)
#: Filled by ``wsgi.py``: invoices and alerts lie above contracts and say what they know of one.
AMOUNTS_PAID = "contracts.amounts_paid"
OPEN_SIGNALS = "contracts.open_signals"
_NOT_COUNTED = (BidStatus.REPLACED, BidStatus.WITHDRAWN)
AmountsPaid = Callable[[int], Mapping[int, Decimal]]
OpenSignals = Callable[[str], Sequence[str]]


def paid_per_year(contract: FrameworkContract) -> Mapping[int, Decimal]:
    """What was paid under this contract per calendar year less what came back, excl. VAT."""
    ask: AmountsPaid | None = current_app.extensions.get(AMOUNTS_PAID)
    return ask(contract.id) if ask else {}


def signals_about(contract: FrameworkContract) -> Sequence[str]:
    """The open signals about this contract, in Dutch."""
    ask: OpenSignals | None = current_app.extensions.get(OPEN_SIGNALS)
    return ask(f"framework_contract:{contract.id}") if ask else ()


def earned_per_year(contract: FrameworkContract) -> dict[int, Decimal]:
    """What was earned per calendar year: verified milestones, by the day they were reached."""
    year = cast(extract("year", Achievement.reached_on), Integer).label("year")
    rows = db.session.execute(
        select(year, func.sum(Achievement.amount))
        .join(Achievement.track)
        .where(Track.contract_id == contract.id, Achievement.status == AchievementStatus.VERIFIED)
        .group_by("year")
        .order_by("year")
    )
    return {in_year: euros(amount) for in_year, amount in rows}


def earned_in_last_year(contract: FrameworkContract, *, today: date) -> Decimal:
    """What was earned in the twelve months up to and including this day."""
    total = db.session.scalar(
        select(func.sum(Achievement.amount))
        .join(Achievement.track)
        .where(
            Track.contract_id == contract.id,
            Achievement.status == AchievementStatus.VERIFIED,
            Achievement.reached_on > add_months(today, -12),
            Achievement.reached_on <= today,
        )
    )
    return ZERO if total is None else euros(total)


def beside_the_lot(contract: FrameworkContract, *, today: date) -> tuple[int, dict[KpiCode, Comparison]]:
    """How many other contracts serve this target group in the same days, and per figure how this one stands beside
    what was to be expected with the people it got."""
    ids = [each.id for each in contracts_beside(contract)]
    found = {
        code: compare(parts_by_distance(ids, code, today=today))[contract.id] for code in COMPARED if contract.id in ids
    }
    return max(len(ids) - 1, 0), found


def budget_rooms(contract: FrameworkContract, years: Sequence[int]) -> dict[int, Room | None]:
    """The municipality's budget that pays the contract in each of these years; None when there is none."""
    own = the_municipality().id
    found = budgets_paying([Purse(contract.budget_heading, year, own) for year in years])
    rooms = rooms_of(list(found.values()))
    return dict.fromkeys(years) | {purse.year: rooms[budget.id] for purse, budget in found.items()}


@dataclass(frozen=True)
class LastTender:
    """How the contract was bought: the tender, and how many bids came in for its lot."""

    reference: str
    procedure: Procedure
    bids: int


def last_tender(contract: FrameworkContract) -> LastTender | None:
    """The tender this contract came from; None when it came without one."""
    if contract.lot_award_id is None:
        return None
    row = db.session.execute(
        select(Tender.reference, Tender.procedure, func.count(Bid.id))
        .select_from(LotAward)
        .join(Tender, Tender.id == LotAward.tender_id)
        .outerjoin(Bid, (Bid.lot_id == LotAward.lot_id) & Bid.status.not_in(_NOT_COUNTED))
        .where(LotAward.id == contract.lot_award_id)
        .group_by(Tender.reference, Tender.procedure)
    ).one()
    return LastTender(*row)
