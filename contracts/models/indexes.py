"""The figures of price indexes, and the indexations of contracts that were worked out with them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.indexation import Earlier, Figure, IndexationStatus, IndexedAmount
from contracts.models.frameworks import FrameworkContract
from townhall.accounts.models import Account
from townhall.column_types import Exact, Json, Moment, Words
from townhall.database import Record
from townhall.money import euros

_PROPOSED = text("status = 'proposed'")


class PriceIndexFigure(Record):
    """The figure of an index for a month, with its source. A correction is a newer row; the newest one counts."""

    __tablename__ = "price_index_figure"
    __table_args__ = (Index("ix_price_index_figure_index_month", "index_name", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    index_name: Mapped[str] = mapped_column(String(80))
    month: Mapped[date]
    """The first day of the month."""
    figure: Mapped[Decimal] = mapped_column(Exact)
    source: Mapped[str] = mapped_column(Text)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[Account | None] = relationship()

    def facts(self) -> Figure:
        """The values a rule needs."""
        return Figure(self.month, self.figure)


class RateIndexation(Record):
    """The amounts of a contract by an index: worked out by one person, approved by another."""

    __tablename__ = "rate_indexation"
    __table_args__ = (
        CheckConstraint("status <> 'approved' OR decided_by_id <> proposed_by_id", name="four_eyes"),
        CheckConstraint("(status = 'proposed') = (decided_at IS NULL)", name="decided_has_a_moment"),
        Index(
            "uq_rate_indexation_one_proposed",
            "contract_id",
            unique=True,
            sqlite_where=_PROPOSED,
            postgresql_where=_PROPOSED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("framework_contract.id"), index=True)
    status: Mapped[IndexationStatus] = mapped_column(Words(IndexationStatus), default=IndexationStatus.PROPOSED)
    index_name: Mapped[str] = mapped_column(String(80))
    month_before: Mapped[date]
    figure_before: Mapped[Decimal] = mapped_column(Exact)
    month: Mapped[date]
    figure: Mapped[Decimal] = mapped_column(Exact)
    valid_from: Mapped[date]
    amounts: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    """Per milestone its id, label, old and new amount, as they were shown and approved."""
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    proposed_at: Mapped[datetime] = mapped_column(Moment)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    decided_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    version: Mapped[int] = mapped_column(default=1)

    contract: Mapped[FrameworkContract] = relationship()
    proposed_by: Mapped[Account | None] = relationship(foreign_keys=[proposed_by_id])
    decided_by: Mapped[Account | None] = relationship(foreign_keys=[decided_by_id])

    __mapper_args__ = {"version_id_col": version}

    def indexed_amounts(self) -> list[IndexedAmount]:
        """What was shown and approved, as values."""
        return [
            IndexedAmount(each["milestone_id"], each["label"], euros(each["old"]), euros(each["new"]))
            for each in self.amounts
        ]

    def facts(self) -> Earlier:
        """The values a rule needs."""
        return Earlier(month=self.month, valid_from=self.valid_from)
