"""What goes with an end that was not planned: notices of default, and the plan to leave a contract in order."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.defaults import DefaultFacts, DefaultOutcome
from contracts.models.frameworks import FrameworkContract
from townhall.column_types import Words
from townhall.database import Record


class DefaultNotice(Record):
    """What the supplier fails to do: announced with a hearing, then a last term in writing, then the outcome."""

    __tablename__ = "default_notice"
    __table_args__ = (
        UniqueConstraint("contract_id", "sequence"),
        CheckConstraint("(sent_on IS NULL) = (cure_by IS NULL)", name="sent_with_a_term"),
        CheckConstraint("cure_by > sent_on", name="term_after_sending"),
        CheckConstraint("(outcome IS NULL) = (outcome_on IS NULL)", name="outcome_has_a_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("framework_contract.id"), index=True)
    sequence: Mapped[int]
    failing: Mapped[str] = mapped_column(Text)
    """What was agreed and is not done."""
    demanded: Mapped[str] = mapped_column(Text)
    """What the supplier must do."""
    announced_on: Mapped[date]
    hearing_on: Mapped[date]
    """Until and on this day the supplier can tell the other side, in writing or in a talk."""
    reply: Mapped[str] = mapped_column(Text, default="")
    replied_on: Mapped[date | None] = mapped_column(default=None)
    sent_on: Mapped[date | None] = mapped_column(default=None)
    cure_by: Mapped[date | None] = mapped_column(default=None)
    """The last day to do it after all; it still counts as in time."""
    outcome: Mapped[DefaultOutcome | None] = mapped_column(Words(DefaultOutcome), default=None)
    outcome_on: Mapped[date | None] = mapped_column(default=None)
    outcome_note: Mapped[str] = mapped_column(Text, default="")
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    version: Mapped[int] = mapped_column(default=1)

    contract: Mapped[FrameworkContract] = relationship()

    __mapper_args__ = {"version_id_col": version}

    def facts(self) -> DefaultFacts:
        """The values a rule needs."""
        return DefaultFacts(
            announced_on=self.announced_on,
            hearing_on=self.hearing_on,
            replied_on=self.replied_on,
            sent_on=self.sent_on,
            cure_by=self.cure_by,
            outcome=self.outcome,
        )


class ExitStep(Record):
    """One thing to do before a contract ends: by whom, and by which day."""

    __tablename__ = "exit_step"
    __table_args__ = (UniqueConstraint("contract_id", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("framework_contract.id"), index=True)
    sequence: Mapped[int]
    label: Mapped[str] = mapped_column(String(200))
    owner: Mapped[str] = mapped_column(String(120))
    due_on: Mapped[date]
    done_on: Mapped[date | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(Text, default="")
    contract: Mapped[FrameworkContract] = relationship()
