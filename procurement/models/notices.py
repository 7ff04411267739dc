"""What goes into the announcement of a tender beside the tender itself, and the document that describes it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from townhall.column_types import Json, Moment
from townhall.database import Record


class NoticeData(Record):
    """The answers for the notice that do not follow from the tender, by the number of their business term."""

    __tablename__ = "notice_data"
    __table_args__ = (UniqueConstraint("tender_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    answers: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    withheld: Mapped[dict[str, Any] | None] = mapped_column(Json, default=None)
    """Which fields of the result are published later, why and until when; None for none."""
    changed_at: Mapped[datetime] = mapped_column(Moment)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class DescriptiveDocument(Record):
    """A published version of the beschrijvend document; the first at publication, later ones at a change."""

    __tablename__ = "descriptive_document"
    __table_args__ = (UniqueConstraint("tender_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    number: Mapped[int]
    asked_at: Mapped[datetime] = mapped_column(Moment)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True, default=None)
    """The PDF, once the job has made it."""
