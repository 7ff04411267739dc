"""What was bought without a tender, and what is being prepared, for one need."""

from decimal import Decimal

from sqlalchemy import func, select

from contracts.accumulation import Purchase
from contracts.lifecycle import ContractBasis, ContractStatus
from contracts.models.frameworks import FrameworkContract
from procurement.lifecycle import TenderStatus
from procurement.models.tenders import Lot, Tender
from townhall.database import db


def purchases_for_needs() -> list[Purchase]:
    """What counts together per need: contracts without a tender, and tenders in preparation."""
    contracts = db.session.scalars(
        select(FrameworkContract).where(
            FrameworkContract.basis.in_([ContractBasis.PURCHASE, ContractBasis.PILOT]),
            FrameworkContract.status != ContractStatus.WITHDRAWN,
            FrameworkContract.budget_programme != "",
        )
    )
    bought = [
        Purchase(
            contract.budget_programme, f"{contract.number} {contract.title}", contract.signed_on or contract.starts_on,
            contract.maximum_value or contract.expected_value or Decimal(0), f"/contracten/{contract.number}",
        )
        for contract in contracts
    ]  # fmt: skip
    drafts = db.session.execute(
        select(Tender, func.coalesce(func.sum(Lot.expected_value), 0))
        .join(Lot, Lot.tender_id == Tender.id)
        .where(Tender.status == TenderStatus.DRAFT, Tender.budget_programme != "")
        .group_by(Tender.id)
    )
    planned = [
        Purchase(
            tender.budget_programme, f"{tender.reference} {tender.title}", day,
            estimate, f"/aanbestedingen/{tender.reference}/regime", is_planned=True,
        )
        for tender, estimate in drafts
        if (day := tender.notice_on or tender.starts_on)
    ]  # fmt: skip
    return bought + planned
