"""What the house knows of a file."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from townhall.column_types import Moment
from townhall.database import Record


class Document(Record):
    """A file somebody put in or the house made. Its bytes never change."""

    __tablename__ = "document"
    __table_args__ = (CheckConstraint("size > 0", name="not_empty"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: What it is for, such as ``procurement.tender``; decides who may read it.
    kind: Mapped[str] = mapped_column(String(60), index=True)
    title: Mapped[str] = mapped_column(String(200))
    filename: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    stored_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    stored_at: Mapped[datetime] = mapped_column(Moment)
