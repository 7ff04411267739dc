"""Social return: building blocks with their values, and what contractors delivered in them."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.models.frameworks import FrameworkContract
from contracts.sroi import BlockValue, SroiStatus, SroiUnit
from townhall.accounts.models import Account
from townhall.column_types import Euros, Exact, Moment, Words
from townhall.database import Record
from townhall.documents.models import Document


class SroiBlock(Record):
    """One value of a building block, from its first day on; a new value is a new row with the same name."""

    __tablename__ = "sroi_block"
    __table_args__ = (
        UniqueConstraint("name", "valid_from"),
        CheckConstraint("amount > 0", name="amount_is_positive"),
        CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    unit: Mapped[SroiUnit] = mapped_column(Words(SroiUnit))
    amount: Mapped[Decimal] = mapped_column(Euros)
    valid_from: Mapped[date]
    valid_until: Mapped[date | None] = mapped_column(default=None)
    source: Mapped[str] = mapped_column(String(300))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)

    def facts(self) -> BlockValue:
        """The values a rule needs."""
        return BlockValue(self.amount, self.valid_from, self.valid_until)


class SroiEffort(Record):
    """What a contractor did as social return; it counts once the municipality accepted it."""

    __tablename__ = "sroi_effort"
    __table_args__ = (
        CheckConstraint("(status = 'reported') = (judged_at IS NULL)", name="judged_has_a_moment"),
        CheckConstraint("judged_by_id IS NULL OR judged_by_id <> reported_by_id", name="four_eyes"),
        Index("ix_sroi_effort_contract_done", "contract_id", "done_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("framework_contract.id"))
    block_id: Mapped[int] = mapped_column(ForeignKey("sroi_block.id"), index=True)
    done_on: Mapped[date]
    quantity: Mapped[Decimal] = mapped_column(Exact)
    amount: Mapped[Decimal] = mapped_column(Euros)
    """The value of the block on that day times the quantity, copied."""
    description: Mapped[str] = mapped_column(Text)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True, default=None)
    status: Mapped[SroiStatus] = mapped_column(Words(SroiStatus), default=SroiStatus.REPORTED)
    reported_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    reported_at: Mapped[datetime] = mapped_column(Moment)
    judged_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    judged_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    judgement: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column()

    contract: Mapped[FrameworkContract] = relationship()
    block: Mapped[SroiBlock] = relationship()
    document: Mapped[Document | None] = relationship()
    judged_by: Mapped[Account | None] = relationship(foreign_keys=[judged_by_id])

    __mapper_args__ = {"version_id_col": version}
