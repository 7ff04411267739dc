"""Budgets per year, programme, lot and organisation; what is committed and spent on them; mandates."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from townhall.accounts.models import Account
from townhall.budgets.authority import MandateFacts, lent_from
from townhall.budgets.headings import Heading
from townhall.budgets.kinds import CommitmentStatus, MandateKind
from townhall.column_types import Euros, Moment, Words
from townhall.database import Record
from townhall.money import ZERO
from townhall.organisations.models import Organisation


class Budget(Record):
    """What an organisation may spend in a year on a programme or one lot of it; no amount: none has been set yet."""

    __tablename__ = "budget"
    __table_args__ = (
        UniqueConstraint("year", "programme", "lot", "organisation_id", name="uq_budget_year_programme_lot"),
        CheckConstraint("amount >= 0", name="amount_is_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(index=True)
    programme: Mapped[str] = mapped_column(String(120))
    #: The lot within the programme, as contracts name it; empty for the whole programme.
    lot: Mapped[str] = mapped_column(String(120), default="", server_default="")
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    amount: Mapped[Decimal | None] = mapped_column(Euros)
    decision_reference: Mapped[str] = mapped_column(String(120), default="")
    version: Mapped[int] = mapped_column()

    organisation: Mapped[Organisation] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def heading(self) -> Heading:
        """The programme, and the lot of it."""
        return Heading(self.programme, self.lot)

    @property
    def programme_key(self) -> tuple[str, int]:
        """Programme and organisation: the same for the whole programme and its lots."""
        return self.programme, self.organisation_id

    @property
    def title(self) -> str:
        """Programme, lot and year, as people call it."""
        return f"{self.heading} {self.year}"


class Commitment(Record):
    """An amount of a budget promised to somebody; spending uses it up, releasing gives back the rest."""

    __tablename__ = "commitment"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_is_positive"),
        CheckConstraint("(status = 'released') = (released_at is not null)", name="released_has_a_moment"),
        Index("ix_commitment_budget_status", "budget_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    budget_id: Mapped[int] = mapped_column(ForeignKey("budget.id"), index=True)
    #: What it is for, in words, and the number of the contract or track.
    purpose: Mapped[str] = mapped_column(String(200))
    reference: Mapped[str] = mapped_column(String(40), default="", index=True)
    supplier_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    amount: Mapped[Decimal] = mapped_column(Euros)
    status: Mapped[CommitmentStatus] = mapped_column(Words(CommitmentStatus), default=CommitmentStatus.OPEN)
    committed_at: Mapped[datetime] = mapped_column(Moment)
    committed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    released_at: Mapped[datetime | None] = mapped_column(Moment)
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    release_reason: Mapped[str] = mapped_column(Text, default="")

    budget: Mapped[Budget] = relationship()
    supplier: Mapped[Organisation | None] = relationship()


class Spending(Record):
    """Money that went out on a budget; a correction is a second, opposite row."""

    __tablename__ = "spending"
    __table_args__ = (CheckConstraint("amount <> 0", name="amount_is_not_zero"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    budget_id: Mapped[int] = mapped_column(ForeignKey("budget.id"), index=True)
    commitment_id: Mapped[int | None] = mapped_column(ForeignKey("commitment.id"), index=True)
    amount: Mapped[Decimal] = mapped_column(Euros)
    #: The VAT in the amount: what the municipality does not get back.
    burden: Mapped[Decimal] = mapped_column(Euros, default=ZERO, server_default="0")
    #: The VAT beside the amount that comes back; none when it was not written down.
    compensable: Mapped[Decimal | None] = mapped_column(Euros)
    spent_on: Mapped[date] = mapped_column(Date)
    #: What was paid: the number of the invoice or the journal entry.
    reference: Mapped[str] = mapped_column(String(60))
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)

    budget: Mapped[Budget] = relationship()
    commitment: Mapped[Commitment | None] = relationship()


class Mandate(Record):
    """Somebody may decide something in the name of the municipality, up to an amount; none means no limit.

    A mandate with a parent is lent by whoever holds that one.
    """

    __tablename__ = "mandate"
    __table_args__ = (
        CheckConstraint("up_to >= 0", name="up_to_is_not_negative"),
        CheckConstraint("ends_on is null or ends_on >= starts_on", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[MandateKind] = mapped_column(Words(MandateKind))
    up_to: Mapped[Decimal | None] = mapped_column(Euros)
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    #: The signed decision it rests on, and why this person.
    decision_reference: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(Text, default="")
    granted_at: Mapped[datetime] = mapped_column(Moment)
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    withdrawn_on: Mapped[date | None] = mapped_column(Date)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    withdrawal_reason: Mapped[str] = mapped_column(Text, default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("mandate.id"), index=True)

    account: Mapped[Account] = relationship(foreign_keys=[account_id])
    parent: Mapped["Mandate | None"] = relationship(remote_side=[id])

    def facts(self) -> MandateFacts:
        """The values that the rules need; of one that was lent what its root and lender still reach."""
        own = MandateFacts(self.kind, self.up_to, self.starts_on, self.ends_on, self.withdrawn_on)
        if self.parent is None:
            return own
        lender = self.parent.account
        off_at = lender.deactivated_at
        return lent_from(self.parent.facts(), own, lender=lender.name, lender_off_on=off_at and off_at.date())
