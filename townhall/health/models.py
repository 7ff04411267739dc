"""The outage file: one row per minute in which somebody looked whether the application answers."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from townhall.column_types import Moment
from townhall.database import Record


class HealthMinute(Record):
    """Whether the application answered in this minute; a minute without a row was not measured by anybody."""

    __tablename__ = "health_minute"

    minute: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    answered: Mapped[bool]
    milliseconds: Mapped[int]
    """How long the answer took, or how long was waited in vain."""
