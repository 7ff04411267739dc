"""Points for the price that a published method of one's own gave, worked out outside and typed in."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from townhall.column_types import Exact, Moment
from townhall.database import Record


class ImportedPoints(Record):
    """What the price of one bid earns by the published method, with where that was worked out."""

    __tablename__ = "imported_points"
    __table_args__ = (CheckConstraint("length(basis) > 0", name="basis_is_told"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"), unique=True)
    points: Mapped[Decimal] = mapped_column(Exact)
    basis: Mapped[str] = mapped_column(Text)
    """The calculation these points come from, and who checked it."""
    entered_at: Mapped[datetime] = mapped_column(Moment)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
