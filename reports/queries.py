"""Figures over all storeys; sums and counts are made by the database."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from sqlalchemy import and_, func, select

from contracts.lifecycle import ContractBasis
from contracts.models.frameworks import FrameworkContract
from contracts.models.tracks import Achievement, Track
from contracts.queries.track_figures import flow_per_quarter
from invoices.lifecycle import InvoiceStatus, LineStatus, PaymentStatus
from invoices.models import Invoice, InvoiceLine, Payment
from reports.models import HistoricFigure
from reports.results import Flow, FlowLine
from townhall.budgets.models import Budget, Commitment, Spending
from townhall.budgets.queries import budgets_of, rooms_of
from townhall.budgets.room import Room, together
from townhall.database import db
from townhall.money import ZERO, euros, sum_of
from townhall.organisations.models import Organisation
from townhall.periods import Period


def flow_lines(quarter: Period) -> list[FlowLine]:
    """The in- and outflow of one quarter, per contract (so per lot and supplier)."""
    rows = flow_per_quarter(quarter)
    names = _contract_names({row.contract_id for row in rows})
    return sorted(
        (
            FlowLine(
                names[row.contract_id][0], names[row.contract_id][1], row.contract_number,
                Flow(
                    row.referred, row.started, row.placed, row.ended_in_work, row.ended_otherwise, row.dropped_out
                ),
            )
            for row in rows
        ),
        key=lambda line: (line.lot, line.supplier, line.contract_number),
    )  # fmt: skip


def flow_by_quarter(period: Period) -> list[tuple[str, list[FlowLine]]]:
    """The in- and outflow per contract, quarter by quarter, as ``2026-3``."""
    by_quarter: dict[str, list[FlowLine]] = defaultdict(list)
    for row in flow_per_quarter(period):
        flow = Flow(row.referred, row.started, row.placed, row.ended_in_work, row.ended_otherwise, row.dropped_out)
        by_quarter[f"{row.year}-{row.quarter}"].append(FlowLine("", "", row.contract_number, flow))
    return sorted(by_quarter.items())


def first_referral() -> date | None:
    """The day of the first referral, which is where the figures begin."""
    return db.session.scalar(select(func.min(Track.referred_on)))


@dataclass(frozen=True)
class BudgetLine:
    """A budget with its room, and how far on their way to the bank its invoices are.

    ``claimed`` waits for approval and lies within what is promised; ``approved`` is not paid yet, and no longer does.
    """

    budget: Budget
    room: Room
    claimed: Decimal
    approved: Decimal

    @property
    def paid(self) -> Decimal:
        """What was spent and did not come back, less what the bank must still pay."""
        return self.room.spent - self.approved


@dataclass(frozen=True)
class ProgrammeLines:
    """The budgets of one programme and organisation: the whole programme, then its lots."""

    lines: Sequence[BudgetLine]

    @property
    def together(self) -> BudgetLine:
        """What they are together, under the name of the first."""
        return BudgetLine(
            self.lines[0].budget, together([line.room for line in self.lines]),
            sum_of(line.claimed for line in self.lines), sum_of(line.approved for line in self.lines),
        )  # fmt: skip


def programme_lines(year: int) -> list[ProgrammeLines]:
    """The same per programme and organisation."""
    grouped = groupby(budget_lines(year), key=lambda line: line.budget.programme_key)
    return [ProgrammeLines(list(lines)) for _, lines in grouped]


def budget_lines(year: int) -> list[BudgetLine]:
    """The budgets of a year with what is promised, claimed, approved and paid: as many queries as for one budget."""
    budgets = budgets_of(year)
    rooms, ids = rooms_of(budgets), [budget.id for budget in budgets]
    claimed, approved = _claimed_on(ids), _approved_on(ids)
    return [
        BudgetLine(each, rooms[each.id], claimed.get(each.id, ZERO), approved.get(each.id, ZERO)) for each in budgets
    ]


def _claimed_on(budget_ids: Sequence[int]) -> dict[int, Decimal]:
    """Per budget what right lines ask without VAT that nobody approved yet, by the promise to their track."""
    rows = db.session.execute(
        select(Commitment.budget_id, func.sum(InvoiceLine.net))
        .join(Track, Track.commitment_id == Commitment.id)
        .join(Achievement, Achievement.track_id == Track.id)
        .join(InvoiceLine, InvoiceLine.achievement_id == Achievement.id)
        .join(InvoiceLine.invoice)
        .where(
            Commitment.budget_id.in_(budget_ids),
            InvoiceLine.status == LineStatus.ACCEPTED,
            Invoice.status.in_((InvoiceStatus.IN_REVIEW, InvoiceStatus.STATED)),
        )
        .group_by(Commitment.budget_id)
    )
    return {budget_id: euros(amount) for budget_id, amount in rows}


def _approved_on(budget_ids: Sequence[int]) -> dict[int, Decimal]:
    """Per budget what was booked for invoices that were approved and that the bank has not paid."""
    rows = db.session.execute(
        select(Spending.budget_id, func.sum(Spending.amount))
        .join(Commitment, Commitment.id == Spending.commitment_id)
        .join(Invoice, and_(Invoice.number == Spending.reference, Invoice.supplier_id == Commitment.supplier_id))
        .where(
            Spending.budget_id.in_(budget_ids),
            Invoice.status.in_((InvoiceStatus.APPROVED, InvoiceStatus.RELEASED)),
        )
        .group_by(Spending.budget_id)
    )
    return {budget_id: euros(amount) for budget_id, amount in rows}


@dataclass(frozen=True)
class PaidLine:
    """What was paid under one contract in one year, incl. VAT."""

    contract: FrameworkContract
    supplier: str
    amount: Decimal
    invoices: int


def paid_in(year: int) -> list[PaidLine]:
    """Payments of a year per contract, largest first."""
    rows = db.session.execute(
        select(FrameworkContract, Organisation.name, func.sum(Payment.amount), func.count(Payment.id))
        .join(Invoice, Invoice.contract_id == FrameworkContract.id)
        .join(Payment, Payment.invoice_id == Invoice.id)
        .join(Organisation, Organisation.id == FrameworkContract.supplier_id)
        .where(
            Payment.status == PaymentStatus.PAID,
            Payment.booked_on >= date(year, 1, 1),
            Payment.booked_on < date(year + 1, 1, 1),
        )
        .group_by(FrameworkContract.id, Organisation.name)
    )
    lines = [PaidLine(contract, supplier, amount, count) for contract, supplier, amount, count in rows]
    return sorted(lines, key=lambda line: (-line.amount, line.contract.number))


def share_in_house(lines: Sequence[PaidLine]) -> tuple[Decimal, Decimal]:
    """What went to in-house awards, and what was paid in all."""
    in_house = sum((line.amount for line in lines if line.contract.basis == ContractBasis.IN_HOUSE), Decimal(0))
    return in_house, sum((line.amount for line in lines), Decimal(0))


def history() -> dict[str, list[HistoricFigure]]:
    """The figures from before this system, by topic."""
    topics: dict[str, list[HistoricFigure]] = defaultdict(list)
    for figure in db.session.scalars(select(HistoricFigure).order_by(HistoricFigure.id)):
        topics[figure.topic].append(figure)
    return dict(topics)


def _contract_names(ids: set[int]) -> dict[int, tuple[str, str]]:
    rows = db.session.execute(
        select(FrameworkContract.id, FrameworkContract.title, Organisation.name)
        .join(Organisation, Organisation.id == FrameworkContract.supplier_id)
        .where(FrameworkContract.id.in_(ids))
    )
    return {contract_id: (title, supplier) for contract_id, title, supplier in rows}
