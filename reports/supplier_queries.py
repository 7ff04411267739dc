"""One supplier over all storeys: contracts with their results, complaints and invoices, and bids."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from contracts.kpis import Kpi
from contracts.lifecycle import ContractStatus
from contracts.models.frameworks import FrameworkContract
from contracts.models.performance import ImprovementPlan
from contracts.queries.performance import ComplaintCounts, complaint_counts
from contracts.queries.scores import scores_of
from invoices.lifecycle import InvoiceStatus, PaymentStatus
from invoices.models import Invoice, Payment
from procurement.awarding import LotAwardStatus
from procurement.bids import BidStatus
from procurement.lifecycle import TenderStatus
from procurement.models.award import LotAward
from procurement.models.bids import Bid
from procurement.models.tenders import Lot, Tender
from townhall.database import db
from townhall.money import ZERO

Value = TypeVar("Value")

#: Who bid is told once the letters are out; before that a bid of this supplier does not show here.
_TOLD = (TenderStatus.STANDSTILL, TenderStatus.AWARDED, TenderStatus.NOT_AWARDED)


@dataclass(frozen=True)
class ContractLine:
    """A contract with its results, complaints, plans and invoices."""

    contract: FrameworkContract
    kpis: Sequence[Kpi]
    complaints: ComplaintCounts
    plans: int
    invoices: int
    paid: Decimal


@dataclass(frozen=True)
class BidLine:
    """A bid on a lot, and what the municipality decided on that lot for this supplier."""

    tender: Tender
    lot: Lot
    status: BidStatus
    award: LotAwardStatus | None


def contract_lines(supplier_id: int, *, today: date) -> list[ContractLine]:
    """Every signed contract of this supplier, newest first. A fixed number of queries."""
    contracts = list(
        db.session.scalars(
            select(FrameworkContract)
            .where(
                FrameworkContract.supplier_id == supplier_id,
                FrameworkContract.status.not_in((ContractStatus.DRAFT, ContractStatus.WITHDRAWN)),
            )
            .options(joinedload(FrameworkContract.supplier), selectinload(FrameworkContract.options))
            .order_by(FrameworkContract.starts_on.desc(), FrameworkContract.id.desc())
        )
    )
    ids = [contract.id for contract in contracts]
    scores, complaints = scores_of(contracts, today=today), complaint_counts(ids)
    plans = _counted(
        select(ImprovementPlan.contract_id, func.count(ImprovementPlan.id))
        .where(ImprovementPlan.contract_id.in_(ids))
        .group_by(ImprovementPlan.contract_id)
    )
    invoices = _counted(
        select(Invoice.contract_id, func.count(Invoice.id))
        .where(Invoice.contract_id.in_(ids), Invoice.status.not_in((InvoiceStatus.DRAFT, InvoiceStatus.WITHDRAWN)))
        .group_by(Invoice.contract_id)
    )
    paid = _counted(
        select(Invoice.contract_id, func.sum(Payment.amount))
        .join(Payment, Payment.invoice_id == Invoice.id)
        .where(Invoice.contract_id.in_(ids), Payment.status == PaymentStatus.PAID)
        .group_by(Invoice.contract_id)
    )
    return [
        ContractLine(
            contract, scores[contract.id], complaints[contract.id], plans.get(contract.id, 0),
            invoices.get(contract.id, 0), paid.get(contract.id, ZERO),
        )
        for contract in contracts
    ]  # fmt: skip


def _counted(statement: Select[int, Value]) -> dict[int, Value]:
    return {row[0]: row[1] for row in db.session.execute(statement)}


def bid_lines(supplier_id: int) -> list[BidLine]:
    """The bids of this supplier on tenders of which the decision was told, newest first. Two queries."""
    bids = db.session.execute(
        select(Bid, Lot, Tender)
        .join(Lot, Lot.id == Bid.lot_id)
        .join(Tender, Tender.id == Bid.tender_id)
        .where(
            Bid.supplier_id == supplier_id, Bid.status.in_((BidStatus.OPENED, BidStatus.REFUSED)),
            Tender.status.in_(_TOLD),
        )
        .order_by(Tender.id.desc(), Lot.number)
    ).all()  # fmt: skip
    awards: dict[int, LotAwardStatus] = {}
    for lot_id, status in db.session.execute(
        select(LotAward.lot_id, LotAward.status).where(
            LotAward.supplier_id == supplier_id, LotAward.status != LotAwardStatus.WITHDRAWN
        )
    ):
        awards[lot_id] = status
    return [BidLine(tender, lot, bid.status, awards.get(lot.id)) for bid, lot, tender in bids]
