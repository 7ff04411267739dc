"""Figures from before this system, kept with their source."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from townhall.column_types import Exact, Moment
from townhall.database import Record


class HistoricFigure(Record):
    """One figure from a paper: what was counted or planned, of what, and where it stands written."""

    __tablename__ = "historic_figure"
    __table_args__ = (Index("ix_historic_figure_topic", "topic", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(String(120))
    subject: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(200))
    #: As exact as in the paper; none when the paper cannot be read there.
    value: Mapped[Decimal | None] = mapped_column(Exact)
    unit: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(300))
    recorded_at: Mapped[datetime] = mapped_column(Moment)
