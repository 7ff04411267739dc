"""Rectifications: what of a published tender was changed, why, and what it meant for the dates."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procurement.models.questions import Question
from procurement.models.tenders import Requirement, Tender, TenderDocument
from procurement.rectifications import ChangeKind, touches_lot
from townhall.column_types import Json, Moment, Words
from townhall.database import Record
from townhall.documents.models import Document


class Rectification(Record):
    """Changes that are published together, each with what it was before; written first, published once."""

    __tablename__ = "rectification"
    __table_args__ = (
        UniqueConstraint("tender_id", "number"),
        Index(
            "uq_rectification_one_open",
            "tender_id",
            unique=True,
            sqlite_where=text("published_at IS NULL"),
            postgresql_where=text("published_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    number: Mapped[int]
    what: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    is_substantial: Mapped[bool]
    substance_reason: Mapped[str] = mapped_column(Text, default="")
    """Why the change asks for more time, or why it does not."""
    begun_at: Mapped[datetime] = mapped_column(Moment)
    begun_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    closes_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    questions_until: Mapped[datetime | None] = mapped_column(Moment, default=None)
    answers_by: Mapped[date | None] = mapped_column(default=None)
    decision_on: Mapped[date | None] = mapped_column(default=None)
    starts_on: Mapped[date | None] = mapped_column(default=None)
    before: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """The dates that it changed, as they were; written at publication."""
    requirements_version: Mapped[int | None] = mapped_column(default=None)
    published_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True, default=None)
    """The PDF, once the job has made it."""
    version: Mapped[int] = mapped_column(default=1)
    tender: Mapped[Tender] = relationship()
    requirements: Mapped[list["RectifiedRequirement"]] = relationship(
        back_populates="rectification", order_by="RectifiedRequirement.id", cascade="all, delete-orphan"
    )
    documents: Mapped[list["RectifiedDocument"]] = relationship(
        back_populates="rectification", order_by="RectifiedDocument.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def title(self) -> str:
        """How the trail and lists name it."""
        return f"rectificatie {self.number}"

    def touches(self, lot_number: int) -> bool:
        """Whether it changes what is asked of bids for this lot."""
        kept = [facts for each in self.requirements for facts in (each.before, each.after) if facts is not None]
        return touches_lot([facts["lot"] for facts in kept], len(self.documents), lot_number)


class RectifiedRequirement(Record):
    """One requirement that a rectification changes, adds or drops."""

    __tablename__ = "rectified_requirement"
    __table_args__ = (
        UniqueConstraint("rectification_id", "requirement_id"),
        CheckConstraint("kind = 'added' OR requirement_id IS NOT NULL", name="names_what_it_changes"),
        CheckConstraint("(kind = 'added') = (before IS NULL)", name="was_something_before"),
        CheckConstraint("(kind = 'dropped') = (after IS NULL)", name="becomes_something"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rectification_id: Mapped[int] = mapped_column(ForeignKey("rectification.id"), index=True)
    kind: Mapped[ChangeKind] = mapped_column(Words(ChangeKind))
    requirement_id: Mapped[int | None] = mapped_column(ForeignKey("requirement.id"), index=True, default=None)
    """An added requirement gets its row at publication."""
    code: Mapped[str] = mapped_column(String(20), default="")
    """The number people use; of an added one from publication on."""
    before: Mapped[dict[str, Any] | None] = mapped_column(Json, default=None)
    """As ``rectified_content.as_facts`` writes it; None for an added one."""
    after: Mapped[dict[str, Any] | None] = mapped_column(Json, default=None)
    """None for one that is dropped."""
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"), index=True, default=None)
    """The question whose answer led to this change."""
    rectification: Mapped[Rectification] = relationship(back_populates="requirements")
    requirement: Mapped[Requirement | None] = relationship()
    question: Mapped[Question | None] = relationship()


class RectifiedDocument(Record):
    """One document that a rectification adds, or replaces by a new version."""

    __tablename__ = "rectified_document"

    id: Mapped[int] = mapped_column(primary_key=True)
    rectification_id: Mapped[int] = mapped_column(ForeignKey("rectification.id"), index=True)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("tender_document.id"), index=True, default=None)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    rectification: Mapped[Rectification] = relationship(back_populates="documents")
    replaces: Mapped[TenderDocument | None] = relationship()
    document: Mapped[Document] = relationship()
