"""Questions of suppliers and the nota's van inlichtingen that answer them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procurement.models.tenders import Tender
from procurement.procedures import QuestionStatus
from townhall.column_types import Moment, Words
from townhall.database import Record


class Bulletin(Record):
    """A nota van inlichtingen: numbered answers, the same for every supplier."""

    __tablename__ = "bulletin"
    __table_args__ = (UniqueConstraint("tender_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    number: Mapped[int]
    introduction: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[datetime] = mapped_column(Moment)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True, default=None)
    """The PDF, once the job has made it."""
    tender: Mapped[Tender] = relationship()
    questions: Mapped[list["Question"]] = relationship(
        back_populates="bulletin", order_by="Question.number"
    )


class Question(Record):
    """One question of one supplier; other suppliers never see who asked."""

    __tablename__ = "question"
    __table_args__ = (
        UniqueConstraint("bulletin_id", "number"),
        CheckConstraint("(bulletin_id IS NULL) = (number IS NULL)", name="numbered_in_a_bulletin"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    asked_at: Mapped[datetime] = mapped_column(Moment)
    about: Mapped[str] = mapped_column(Text, default="")
    """Where in the documents the question is about, in the supplier's own words."""
    text: Mapped[str] = mapped_column(Text)
    status: Mapped[QuestionStatus] = mapped_column(
        Words(QuestionStatus), default=QuestionStatus.ASKED, index=True
    )
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    answered_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    bulletin_id: Mapped[int | None] = mapped_column(ForeignKey("bulletin.id"), index=True, default=None)
    number: Mapped[int | None] = mapped_column(default=None)
    """Its number within the nota; given at publication."""
    version: Mapped[int] = mapped_column(default=1)
    tender: Mapped[Tender] = relationship()
    bulletin: Mapped[Bulletin | None] = relationship(back_populates="questions")

    __mapper_args__ = {"version_id_col": version}
