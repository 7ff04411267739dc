"""Around the requirements of a tender: their sections, their versions, and the library they are taken from."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procurement.models.tenders import Tender
from procurement.procedures import RequirementKind, VerificationMoment
from townhall.column_types import Json, Moment, Words
from townhall.database import Record


class RequirementSection(Record):
    """A chapter of the Programma van Eisen."""

    __tablename__ = "requirement_section"
    __table_args__ = (
        UniqueConstraint("tender_id", "number"),
        UniqueConstraint("tender_id", "title"),
        CheckConstraint("title <> ''", name="section_has_a_title"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    tender: Mapped[Tender] = relationship(back_populates="sections")


class RequirementsVersion(Record):
    """The whole Programma van Eisen as it was at one moment; never changed."""

    __tablename__ = "requirements_version"
    __table_args__ = (
        UniqueConstraint("tender_id", "number"),
        CheckConstraint("number > 0", name="number_is_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    number: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    """As ``requirement_texts.as_facts`` writes it."""
    tender: Mapped[Tender] = relationship()


class LibraryRequirement(Record):
    """A requirement to use again; tenders get a copy, so that changing it here changes no tender."""

    __tablename__ = "library_requirement"

    id: Mapped[int] = mapped_column(primary_key=True)
    category: Mapped[str] = mapped_column(String(80), index=True)
    text: Mapped[str] = mapped_column(Text)
    kind: Mapped[RequirementKind] = mapped_column(Words(RequirementKind))
    verification: Mapped[VerificationMoment] = mapped_column(
        Words(VerificationMoment), default=VerificationMoment.WITH_BID
    )
    verification_method: Mapped[str] = mapped_column(Text, default="")
    retired_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    """When it was taken out of use; the tenders that used it keep theirs."""
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
