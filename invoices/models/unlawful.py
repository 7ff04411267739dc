"""The register of unlawful spending, and the council's limit per year. Nothing is deleted."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.models import FrameworkContract
from invoices.unlawful import Cause, UnlawfulFacts
from townhall.accounts.models import Account
from townhall.column_types import Euros, Exact, Moment, Words
from townhall.database import Record


class UnlawfulSpending(Record):
    """Money spent under a contract that should not have been, on these days; withdrawn when it proved lawful."""

    __tablename__ = "unlawful_spending"
    __table_args__ = (
        CheckConstraint("until_on is null or until_on >= from_on", name="ends_after_start"),
        CheckConstraint("(withdrawn_at is null) = (withdrawal_reason = '')", name="withdrawn_has_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("framework_contract.id"), index=True)
    cause: Mapped[Cause] = mapped_column(Words(Cause))
    from_on: Mapped[date] = mapped_column(Date)
    until_on: Mapped[date | None] = mapped_column(Date)
    #: The rule that was not kept, and how.
    ground: Mapped[str] = mapped_column(Text)
    #: Who found it: a colleague, the internal control or the accountant.
    found_by: Mapped[str] = mapped_column(String(120))
    found_on: Mapped[date] = mapped_column(Date)
    #: What was decided about it, by whom and when.
    decision: Mapped[str] = mapped_column(Text, default="")
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawal_reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column()

    contract: Mapped[FrameworkContract] = relationship()
    recorded_by: Mapped[Account | None] = relationship()
    amounts: Mapped[list["UnlawfulAmount"]] = relationship(back_populates="spending", order_by="UnlawfulAmount.year")

    __mapper_args__ = {"version_id_col": version}

    def facts(self) -> UnlawfulFacts:
        """The values that the rules need."""
        return UnlawfulFacts(self.number, self.cause, self.from_on, self.until_on)


class UnlawfulAmount(Record):
    """The part of a year that is unlawful, where that is not all that was paid; none takes an earlier one away."""

    __tablename__ = "unlawful_amount"
    __table_args__ = (CheckConstraint("amount >= 0", name="amount_is_not_negative"),)

    spending_id: Mapped[int] = mapped_column(ForeignKey("unlawful_spending.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    amount: Mapped[Decimal | None] = mapped_column(Euros)
    why: Mapped[str] = mapped_column(Text)

    spending: Mapped[UnlawfulSpending] = relationship(back_populates="amounts")


class LawfulnessLimit(Record):
    """From which share of its expenses the council wants unlawful spending named in the account of a year."""

    __tablename__ = "lawfulness_limit"
    __table_args__ = (
        CheckConstraint("year >= 2023", name="college_reports_itself"),
        CheckConstraint("expenses > 0", name="expenses_are_positive"),
    )

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    percent: Mapped[Decimal] = mapped_column(Exact)
    #: All expenses of the municipality in that year, without additions to reserves.
    expenses: Mapped[Decimal] = mapped_column(Euros)
    decision_reference: Mapped[str] = mapped_column(String(120))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
