"""Questions of suppliers, the rounds in which they come, and the nota's van inlichtingen that answer them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procurement.models.tenders import Tender
from procurement.procedures import QuestionStatus
from townhall.column_types import Moment, Words
from townhall.database import Record


class ExtraRound(Record):
    """A round of questions after the first, whose days are in the planning of the tender itself."""

    __tablename__ = "question_round"
    __table_args__ = (
        UniqueConstraint("tender_id", "number"),
        CheckConstraint("number >= 2", name="first_round_is_the_planning"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    number: Mapped[int]
    questions_until: Mapped[datetime] = mapped_column(Moment)
    answers_by: Mapped[date]


class Bulletin(Record):
    """A nota van inlichtingen: numbered answers, the same for every supplier."""

    __tablename__ = "bulletin"
    __table_args__ = (UniqueConstraint("tender_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    number: Mapped[int]
    round_number: Mapped[int] = mapped_column(default=1)
    """The latest round of which a question is answered in it."""
    introduction: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[datetime] = mapped_column(Moment)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True, default=None)
    """The PDF, once the job has made it."""
    tender: Mapped[Tender] = relationship()
    questions: Mapped[list["Question"]] = relationship(back_populates="bulletin", order_by="Question.number")


class Question(Record):
    """One question of one supplier; other suppliers never see who asked."""

    __tablename__ = "question"
    __table_args__ = (
        UniqueConstraint("bulletin_id", "number"),
        CheckConstraint("(bulletin_id IS NULL) = (number IS NULL)", name="numbered_in_a_bulletin"),
        CheckConstraint("(status = 'merged') = (merged_into_id IS NOT NULL)", name="merged_into_another"),
        CheckConstraint("withhold_granted IS NULL OR withhold_request <> ''", name="decided_on_a_request"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    asked_at: Mapped[datetime] = mapped_column(Moment)
    round_number: Mapped[int] = mapped_column(default=1)
    requirement_id: Mapped[int | None] = mapped_column(ForeignKey("requirement.id"), index=True, default=None)
    tender_document_id: Mapped[int | None] = mapped_column(ForeignKey("tender_document.id"), index=True, default=None)
    subject: Mapped[str] = mapped_column(String(250), default="")
    """The requirement or document it is about, as it was called on the day of the question."""
    about: Mapped[str] = mapped_column(Text, default="")
    """Where exactly, in the supplier's own words."""
    text: Mapped[str] = mapped_column(Text)
    public_text: Mapped[str] = mapped_column(Text, default="")
    """The question as the nota says it; empty: in the words of who asked."""
    status: Mapped[QuestionStatus] = mapped_column(Words(QuestionStatus), default=QuestionStatus.ASKED, index=True)
    expert_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    """Who of the municipality was asked to write an answer."""
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    answered_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"), index=True, default=None)
    withhold_request: Mapped[str] = mapped_column(Text, default="")
    """What who asked wants to be left out of the nota, and why; empty: nothing."""
    withhold_granted: Mapped[bool | None] = mapped_column(default=None)
    withhold_reason: Mapped[str] = mapped_column(Text, default="")
    private_answer: Mapped[str] = mapped_column(Text, default="")
    """What was left out of the nota, for who asked alone."""
    bulletin_id: Mapped[int | None] = mapped_column(ForeignKey("bulletin.id"), index=True, default=None)
    number: Mapped[int | None] = mapped_column(default=None)
    """Its number within the nota; given at publication."""
    version: Mapped[int] = mapped_column(default=1)
    tender: Mapped[Tender] = relationship()
    bulletin: Mapped[Bulletin | None] = relationship(back_populates="questions")
    merged_into: Mapped["Question | None"] = relationship(remote_side=[id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def shown_text(self) -> str:
        """The question as everybody may read it."""
        return self.public_text or self.text

    @property
    def shown_about(self) -> str:
        """What it is about: the requirement or document, and where exactly."""
        return ", ".join(filter(None, [self.subject, self.about]))

    @property
    def title(self) -> str:
        """How the trail and lists name it."""
        return f"vraag {self.id}"

    @property
    def waits_for_decision(self) -> bool:
        """Who asked wants something left out, and nobody decided on it yet."""
        return bool(self.withhold_request) and self.withhold_granted is None
