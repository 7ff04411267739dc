"""Openers, their keys, the keys of a tender, and the opening by two of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procurement.bids import EnvelopeKind
from procurement.models.tenders import Tender
from procurement.vault import Effort, LockedKey
from townhall.accounts.models import Account
from townhall.column_types import Json, Moment, Words
from townhall.database import Record


class OpenerKey(Record):
    """The key pair of a person who opens bids; the private half is locked with a passphrase.

    An old key stays: what was sealed for it can only be opened with it.
    """

    __tablename__ = "opener_key"
    __table_args__ = (
        Index(
            "uq_opener_key_one_current",
            "account_id",
            unique=True,
            sqlite_where=text("replaced_at IS NULL"),
            postgresql_where=text("replaced_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    locked_private_key: Mapped[bytes] = mapped_column(LargeBinary)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    operations: Mapped[int]
    memory: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(Moment)
    replaced_at: Mapped[datetime | None] = mapped_column(Moment, default=None)

    def locked(self) -> LockedKey:
        """The key as the vault wants it."""
        effort = Effort(self.operations, self.memory)
        return LockedKey(self.public_key, self.locked_private_key, self.salt, effort)


class Opener(Record):
    """A person who was named to open the bids of a tender, with one other."""

    __tablename__ = "opener"
    __table_args__ = (UniqueConstraint("tender_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    function: Mapped[str] = mapped_column(String(120), default="")
    named_at: Mapped[datetime] = mapped_column(Moment)
    key_id: Mapped[int | None] = mapped_column(ForeignKey("opener_key.id"), index=True, default=None)
    """The key the shares of this tender were sealed for; filled when the tender's keys are made."""
    account: Mapped[Account] = relationship()
    key: Mapped[OpenerKey | None] = relationship()


class TenderKey(Record):
    """The public half of the key pair for one kind of envelope.

    Where two openers open, the private half is nowhere in one piece. Where nobody is compared, one person opens and the
    private half is locked with the key outside the database.
    """

    __tablename__ = "tender_key"
    __table_args__ = (UniqueConstraint("tender_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    kind: Mapped[EnvelopeKind] = mapped_column(Words(EnvelopeKind))
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(Moment)
    locked_private_key: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True, default=None)
    """Only without openers (one offer, open house): the private half, locked with the key outside the database."""
    shares: Mapped[list["KeyShare"]] = relationship(back_populates="tender_key")


class KeyShare(Record):
    """The private half, sealed for the second opener and then for the first."""

    __tablename__ = "key_share"
    __table_args__ = (
        UniqueConstraint("tender_key_id", "first_opener_id", "second_opener_id"),
        CheckConstraint("first_opener_id <> second_opener_id", name="two_people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_key_id: Mapped[int] = mapped_column(ForeignKey("tender_key.id"), index=True)
    first_opener_id: Mapped[int] = mapped_column(ForeignKey("opener.id"), index=True)
    second_opener_id: Mapped[int] = mapped_column(ForeignKey("opener.id"), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    tender_key: Mapped[TenderKey] = relationship(back_populates="shares")


class Opening(Record):
    """The opening of one kind of envelope by two people, and what it proves."""

    __tablename__ = "opening"
    __table_args__ = (
        UniqueConstraint("tender_id", "kind"),
        CheckConstraint("second_opener_id IS NULL OR second_opener_id <> first_opener_id", name="two_people"),
        CheckConstraint("(second_opener_id IS NULL) = (completed_at IS NULL)", name="completed_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    kind: Mapped[EnvelopeKind] = mapped_column(Words(EnvelopeKind))
    first_opener_id: Mapped[int] = mapped_column(ForeignKey("opener.id"), index=True)
    begun_at: Mapped[datetime] = mapped_column(Moment)
    second_opener_id: Mapped[int | None] = mapped_column(ForeignKey("opener.id"), index=True, default=None)
    completed_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    merkle_root: Mapped[str | None] = mapped_column(String(64), default=None)
    record: Mapped[dict[str, Any] | None] = mapped_column(Json, default=None)
    """The proces-verbaal as facts, fixed at the moment of opening."""
    record_document_id: Mapped[int | None] = mapped_column(
        ForeignKey("document.id"), index=True, default=None
    )
    """The proces-verbaal as PDF, once the job has made it."""
    tender: Mapped[Tender] = relationship()
    first_opener: Mapped[Opener] = relationship(foreign_keys=[first_opener_id])
    second_opener: Mapped[Opener | None] = relationship(foreign_keys=[second_opener_id])
    remainders: Mapped[list["OpeningRemainder"]] = relationship(
        back_populates="opening", cascade="all, delete-orphan"
    )


class ClosingRoot(Record):
    """The Merkle root over everything that had come in when the inscription closed; one per closing moment.

    It goes out by mail before anybody opens: what is added or removed afterwards does not fit it. A closing
    that was moved after it had passed (Aanbestedingswet art. 2.109) has a root for each of its moments.
    """

    __tablename__ = "closing_root"
    __table_args__ = (UniqueConstraint("tender_id", "closes_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    closes_at: Mapped[datetime] = mapped_column(Moment)
    fixed_at: Mapped[datetime] = mapped_column(Moment)
    merkle_root: Mapped[str] = mapped_column(String(64))
    received: Mapped[int]
    """How many submissions are in it, also replaced and withdrawn ones."""


class Resharing(Record):
    """Two openers let a third person in with a key of now: a lost passphrase, or a new opener.

    What the first of them passed on waits in ``passed_on`` until the second agrees: per kind of envelope and per
    opener a share in hexadecimal, sealed for the newcomer and then for that opener.
    """

    __tablename__ = "resharing"
    __table_args__ = (
        Index(
            "uq_resharing_one_pending",
            "tender_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        CheckConstraint("second_opener_id IS NULL OR second_opener_id <> first_opener_id", name="two_people"),
        CheckConstraint("second_opener_id IS NULL OR ended_at IS NOT NULL", name="ended_by_second"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    """Who is let in."""
    key_id: Mapped[int] = mapped_column(ForeignKey("opener_key.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    first_opener_id: Mapped[int] = mapped_column(ForeignKey("opener.id"), index=True)
    begun_at: Mapped[datetime] = mapped_column(Moment)
    passed_on: Mapped[dict[str, dict[str, str]] | None] = mapped_column(Json, default=None)
    second_opener_id: Mapped[int | None] = mapped_column(ForeignKey("opener.id"), index=True, default=None)
    """Who agreed; None while it waits, and when it was stopped."""
    ended_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    account: Mapped[Account] = relationship()
    key: Mapped[OpenerKey] = relationship()
    first_opener: Mapped[Opener] = relationship(foreign_keys=[first_opener_id])
    second_opener: Mapped[Opener | None] = relationship(foreign_keys=[second_opener_id])


class OpeningRemainder(Record):
    """What is left of a share after the first step: still sealed for this one opener. Gone when opened."""

    __tablename__ = "opening_remainder"
    __table_args__ = (UniqueConstraint("opening_id", "opener_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    opening_id: Mapped[int] = mapped_column(ForeignKey("opening.id"), index=True)
    opener_id: Mapped[int] = mapped_column(ForeignKey("opener.id"), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    opening: Mapped[Opening] = relationship(back_populates="remainders")
