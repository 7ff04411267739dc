"""Checks of a contract: what was promised or must be on paper, when it is tested, and what each test showed."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.checks import CheckKind, CheckState, Finding, Rhythm, state_of
from contracts.models.frameworks import FrameworkContract
from townhall.accounts.models import Account
from townhall.column_types import Moment, Words
from townhall.database import Record
from townhall.documents.models import Document


class ContractCheck(Record):
    """One thing to test, with its next moment. What was found stays beside it."""

    __tablename__ = "contract_check"
    __table_args__ = (
        UniqueConstraint("contract_id", "sequence"),
        CheckConstraint("stopped_on IS NULL OR stopped_reason <> ''", name="stopped_has_a_reason"),
        CheckConstraint("stopped_on IS NULL OR next_on IS NULL", name="stopped_has_no_moment"),
        Index("ix_contract_check_next_on", "next_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("framework_contract.id"))
    sequence: Mapped[int]
    kind: Mapped[CheckKind] = mapped_column(Words(CheckKind))
    code: Mapped[str] = mapped_column(String(12), default="")
    """The number of the requirement or the code of the criterion it comes from."""
    subject: Mapped[str] = mapped_column(Text)
    promise: Mapped[str] = mapped_column(Text, default="")
    """What the bid said about it."""
    how: Mapped[str] = mapped_column(Text, default="")
    rhythm: Mapped[Rhythm] = mapped_column(Words(Rhythm))
    first_on: Mapped[date]
    next_on: Mapped[date | None] = mapped_column(default=None)
    """When it is tested next; none when it is done."""
    tester_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    """Who tests; none for the contract managers together."""
    stopped_on: Mapped[date | None] = mapped_column(default=None)
    stopped_reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    contract: Mapped[FrameworkContract] = relationship()
    tester: Mapped[Account | None] = relationship()
    results: Mapped[list["CheckResult"]] = relationship(back_populates="check", order_by="CheckResult.id.desc()")

    __mapper_args__ = {"version_id_col": version}

    @property
    def title(self) -> str:
        """How the trail names it."""
        return f"{self.contract.number}, controlepunt {self.sequence}"

    @property
    def last(self) -> "CheckResult | None":
        """What the newest test showed."""
        return self.results[0] if self.results else None

    def state(self, today: date) -> CheckState:
        """How it stands today."""
        return state_of(self.next_on, is_stopped=self.stopped_on is not None, today=today)


class CheckResult(Record):
    """What one test showed; a mistake is mended by testing again."""

    __tablename__ = "check_result"

    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[int] = mapped_column(ForeignKey("contract_check.id"), index=True)
    due_on: Mapped[date | None] = mapped_column(default=None)
    """The moment it was tested for; none when it was tested out of turn."""
    tested_on: Mapped[date]
    finding: Mapped[Finding] = mapped_column(Words(Finding))
    notes: Mapped[str] = mapped_column(Text, default="")
    valid_until: Mapped[date | None] = mapped_column(default=None)
    """The last day of the paper that was shown; none when it has none."""
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True, default=None)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(Moment)

    check: Mapped[ContractCheck] = relationship(back_populates="results")
    document: Mapped[Document | None] = relationship()
    recorded_by: Mapped[Account | None] = relationship()
