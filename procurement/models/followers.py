"""Visitors without an account who follow a tender by e-mail."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procurement.models.tenders import Tender
from townhall.column_types import Moment
from townhall.database import Record


class Follower(Record):
    """An e-mail address that gets the news of one tender; the row goes when its owner says stop."""

    __tablename__ = "tender_follower"
    __table_args__ = (UniqueConstraint("tender_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    asked_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    tender: Mapped[Tender] = relationship()

    @property
    def title(self) -> str:
        """How the trail names it: without the address."""
        return f"volger {self.id} van {self.tender.reference}"
