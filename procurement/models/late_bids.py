"""Bids around the closing: what came in after it, who decided about that, and hashes delivered in time."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procurement.models.bids import Bid
from procurement.models.tenders import Lot, Tender
from townhall.accounts.models import Account
from townhall.column_types import Moment
from townhall.database import Record
from townhall.organisations.models import Organisation


class LateDecision(Record):
    """Whether a bid begun before the closing and received after it takes part: proposed by one, set by another."""

    __tablename__ = "late_decision"
    __table_args__ = (
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> proposed_by_id", name="four_eyes"),
        CheckConstraint("(decided_by_id IS NULL) = (decided_at IS NULL)", name="decided_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"), unique=True)
    admits: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    proposed_at: Mapped[datetime] = mapped_column(Moment)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    decided_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    bid: Mapped[Bid] = relationship()
    proposed_by: Mapped[Account] = relationship(foreign_keys=[proposed_by_id])
    decided_by: Mapped[Account | None] = relationship(foreign_keys=[decided_by_id])


class BidHash(Record):
    """The hash of a bid that was delivered before the closing; the bid itself may follow (art. 2.109a AW)."""

    __tablename__ = "bid_hash"
    __table_args__ = (UniqueConstraint("lot_id", "supplier_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    delivered_at: Mapped[datetime] = mapped_column(Moment)
    bid_id: Mapped[int | None] = mapped_column(ForeignKey("bid.id"), index=True, default=None)
    """The bid that followed, when its file had this hash."""
    tender: Mapped[Tender] = relationship()
    lot: Mapped[Lot] = relationship()
    supplier: Mapped[Organisation] = relationship()
    bid: Mapped[Bid | None] = relationship()
