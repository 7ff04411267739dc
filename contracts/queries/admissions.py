"""Questions about who was let into an open house and has no contract yet."""

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import joinedload

from contracts.lifecycle import ContractStatus
from contracts.models.frameworks import FrameworkContract
from procurement.admissibility import CheckOutcome
from procurement.bids import BidStatus
from procurement.models.assessment import BidCheck
from procurement.models.bids import Bid
from procurement.models.tenders import Lot, Tender
from procurement.procedures import Procedure
from townhall.database import db


def admission_lacks_contract() -> ColumnElement[bool]:
    """Whether an admitted application has no contract; for a statement with check, bid and tender."""
    drafted = exists().where(
        FrameworkContract.admitted_bid_id == Bid.id, FrameworkContract.status != ContractStatus.WITHDRAWN
    )
    return (
        (Tender.procedure == Procedure.OPEN_HOUSE)
        & (Bid.status == BidStatus.OPENED)
        & (BidCheck.outcome == CheckOutcome.ADMITTED)
        & ~drafted
    )


def _waiting() -> Select[BidCheck]:
    return (
        select(BidCheck)
        .join(Bid, Bid.id == BidCheck.bid_id)
        .join(Tender, Tender.id == Bid.tender_id)
        .where(admission_lacks_contract())
        .options(
            joinedload(BidCheck.bid).options(
                joinedload(Bid.supplier),
                joinedload(Bid.tender),
                joinedload(Bid.lot).selectinload(Lot.milestones),
            )
        )
        .order_by(BidCheck.checked_at, BidCheck.id)
    )


def admissions_without_contract() -> list[BidCheck]:
    """Who was let in and has no contract, oldest first."""
    return list(db.session.scalars(_waiting()))


def admission_without_contract(admission_id: int) -> BidCheck | None:
    """This admission, when it has no contract."""
    return db.session.scalar(_waiting().where(BidCheck.id == admission_id))
