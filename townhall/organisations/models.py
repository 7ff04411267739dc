"""Organisations, their bank accounts, and what was formally established about them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from townhall.accounts.models import Account
from townhall.column_types import Moment, Words
from townhall.database import Record
from townhall.organisations.bank_signatures import first_day_to_pay
from townhall.organisations.kinds import (
    OPEN_PROPOSALS,
    BankAccountStatus,
    OrganisationKind,
    OrganisationStatus,
    ShortcomingConsequence,
)

_OPEN_PROPOSAL = text("status in ({})".format(", ".join(f"'{status.value}'" for status in OPEN_PROPOSALS)))
_STILL_COUNTS = text("status = 'confirmed' and counts_until is null")
_IS_THE_MUNICIPALITY = text("kind = 'municipality'")


class Organisation(Record):
    """The municipality, one of its departments, a partner in the region, or a supplier."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint("kvk_number is null or length(kvk_number) = 8", name="kvk_number_has_eight_digits"),
        CheckConstraint("kind <> 'supplier' or kvk_number is not null", name="supplier_has_kvk_number"),
        # A department shares the number of its municipality, a supplier's number is its own.
        Index(
            "uq_organisation_supplier_kvk",
            "kvk_number",
            unique=True,
            sqlite_where=text("kind = 'supplier'"),
            postgresql_where=text("kind = 'supplier'"),
        ),
        Index(
            "uq_organisation_one_municipality",
            "kind",
            unique=True,
            sqlite_where=_IS_THE_MUNICIPALITY,
            postgresql_where=_IS_THE_MUNICIPALITY,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[OrganisationKind] = mapped_column(Words(OrganisationKind), index=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    kvk_number: Mapped[str | None] = mapped_column(String(8))
    vat_number: Mapped[str | None] = mapped_column(String(20))
    #: Only government bodies have one; e-invoices to them are addressed with it.
    oin: Mapped[str | None] = mapped_column(String(20))
    street: Mapped[str] = mapped_column(String(200), default="")
    postcode: Mapped[str] = mapped_column(String(12), default="")
    city: Mapped[str] = mapped_column(String(100), default="")
    country: Mapped[str] = mapped_column(String(2), default="NL")
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    status: Mapped[OrganisationStatus] = mapped_column(
        Words(OrganisationStatus), default=OrganisationStatus.ACTIVE
    )
    created_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    @property
    def address(self) -> str:
        """Street, postcode and city on one line."""
        return ", ".join(part for part in (self.street, f"{self.postcode} {self.city}".strip()) if part)


class BankAccount(Record):
    """An IBAN of an organisation; it counts once two staff members, other than the proposer, confirmed it."""

    __tablename__ = "bank_account"
    __table_args__ = (
        CheckConstraint("called_back_by_id <> confirmed_by_id", name="two_people_confirm"),
        CheckConstraint("proposed_by_id <> called_back_by_id", name="proposer_does_not_call_back"),
        CheckConstraint("proposed_by_id <> confirmed_by_id", name="proposer_does_not_confirm"),
        CheckConstraint(
            "status <> 'confirmed' or (called_back_by_id is not null and confirmed_by_id is not null "
            "and counts_from is not null)",
            name="confirmed_is_signed_twice",
        ),
        CheckConstraint("counts_until is null or counts_until >= counts_from", name="counts_forward"),
        Index(
            "uq_bank_account_open_proposal",
            "organisation_id",
            unique=True,
            sqlite_where=_OPEN_PROPOSAL,
            postgresql_where=_OPEN_PROPOSAL,
        ),
        Index(
            "uq_bank_account_counts",
            "organisation_id",
            unique=True,
            sqlite_where=_STILL_COUNTS,
            postgresql_where=_STILL_COUNTS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    iban: Mapped[str] = mapped_column(String(34))
    holder: Mapped[str] = mapped_column(String(140))
    status: Mapped[BankAccountStatus] = mapped_column(
        Words(BankAccountStatus), default=BankAccountStatus.PROPOSED, index=True
    )
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    proposed_at: Mapped[datetime] = mapped_column(Moment)
    called_back_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    called_back_at: Mapped[datetime | None] = mapped_column(Moment)
    #: Whom one spoke, on which number, and where that number came from.
    call_back_note: Mapped[str] = mapped_column(Text, default="")
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    refused_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    refused_at: Mapped[datetime | None] = mapped_column(Moment)
    refusal_reason: Mapped[str] = mapped_column(Text, default="")
    #: It is the account of the organisation from this day; until, and not on, the day another took over.
    counts_from: Mapped[date | None] = mapped_column(Date)
    counts_until: Mapped[date | None] = mapped_column(Date)
    version: Mapped[int] = mapped_column()

    organisation: Mapped[Organisation] = relationship()
    proposed_by: Mapped[Account] = relationship(foreign_keys=[proposed_by_id])
    called_back_by: Mapped[Account | None] = relationship(foreign_keys=[called_back_by_id])
    confirmed_by: Mapped[Account | None] = relationship(foreign_keys=[confirmed_by_id])
    refused_by: Mapped[Account | None] = relationship(foreign_keys=[refused_by_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def pays_from(self) -> date | None:
        """The first day on which money may go to it; None as long as it is not confirmed."""
        if self.counts_from is None or self.confirmed_at is None:
            return None
        return max(self.counts_from, first_day_to_pay(self.confirmed_at.date()))

    @property
    def number(self) -> str:
        """The IBAN in groups of four, as people read it."""
        return " ".join(self.iban[at : at + 4] for at in range(0, len(self.iban), 4))


class Shortcoming(Record):
    """A serious shortcoming of a supplier in an earlier contract, established with its consequence."""

    __tablename__ = "shortcoming"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    established_on: Mapped[date] = mapped_column(Date, index=True)
    contract_reference: Mapped[str] = mapped_column(String(60))
    description: Mapped[str] = mapped_column(Text)
    consequence: Mapped[ShortcomingConsequence] = mapped_column(Words(ShortcomingConsequence))
    decision_reference: Mapped[str] = mapped_column(String(120))
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    withdrawal_reason: Mapped[str] = mapped_column(Text, default="")

    organisation: Mapped[Organisation] = relationship()


class SupplierRegistration(Record):
    """Somebody asks to come in: with a new firm, or as a colleague of a firm that is already known.

    It becomes an account once the e-mail address was confirmed, and for a colleague once the first
    person of the firm admitted him.
    """

    __tablename__ = "supplier_registration"

    id: Mapped[int] = mapped_column(primary_key=True)
    kvk_number: Mapped[str] = mapped_column(String(8), index=True)
    firm_name: Mapped[str] = mapped_column(String(200), default="")
    vat_number: Mapped[str | None] = mapped_column(String(20))
    street: Mapped[str] = mapped_column(String(200), default="")
    postcode: Mapped[str] = mapped_column(String(12), default="")
    city: Mapped[str] = mapped_column(String(100), default="")
    person_name: Mapped[str] = mapped_column(String(120))
    person_function: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), index=True)
    #: Asked of a new firm: on this number staff call back about a bank account.
    phone: Mapped[str] = mapped_column(String(40), default="")
    requested_at: Mapped[datetime] = mapped_column(Moment)
    #: Filled for a colleague who asks to come in at a firm that is already known.
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    admitted: Mapped[bool | None]

    organisation: Mapped[Organisation | None] = relationship()
    account: Mapped[Account | None] = relationship(foreign_keys=[account_id])
