"""Interest, drafts and bids. What a bid holds is in here only sealed, until two openers open it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procurement.bids import BidStatus, DocumentPart, EnvelopeKind
from procurement.models.sealed_files import SealedBlob
from procurement.models.tenders import Lot, Tender
from townhall.column_types import Euros, Json, Moment, Words
from townhall.database import Record
from townhall.documents.models import Document
from townhall.organisations.models import Organisation


class Registration(Record):
    """A supplier follows a tender and gets its news by mail."""

    __tablename__ = "registration"
    __table_args__ = (UniqueConstraint("tender_id", "supplier_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    registered_at: Mapped[datetime] = mapped_column(Moment)
    tender: Mapped[Tender] = relationship()
    supplier: Mapped[Organisation] = relationship()


class BidDraft(Record):
    """A bid that a supplier is still writing, locked with the key outside the database."""

    __tablename__ = "bid_draft"
    __table_args__ = (UniqueConstraint("lot_id", "supplier_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    begun_at: Mapped[datetime] = mapped_column(Moment)
    saved_at: Mapped[datetime] = mapped_column(Moment)
    locked_content: Mapped[bytes] = mapped_column(LargeBinary)
    version: Mapped[int] = mapped_column(default=1)
    lot: Mapped[Lot] = relationship()
    supplier: Mapped[Organisation] = relationship()
    files: Mapped[list["DraftFile"]] = relationship(
        back_populates="draft", order_by="DraftFile.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def title(self) -> str:
        """How the trail names it."""
        return f"{self.lot.tender.reference} perceel {self.lot.number}"


class DraftFile(Record):
    """The bytes of a document in a draft, locked; its name is in the draft's locked content."""

    __tablename__ = "draft_file"
    __table_args__ = (UniqueConstraint("draft_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("bid_draft.id"), index=True)
    position: Mapped[int]
    locked_content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True, default=None)
    """The bytes themselves: only in drafts from before documents lay in chunks."""
    blob_id: Mapped[int | None] = mapped_column(ForeignKey("sealed_blob.id"), index=True, default=None)
    locked_key: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    """The key of the chunks, locked with the key outside the database."""
    blob: Mapped[SealedBlob | None] = relationship()
    draft: Mapped[BidDraft] = relationship(back_populates="files")


class Bid(Record):
    """What a supplier handed in for one lot. A new one replaces the one before; nothing is deleted."""

    __tablename__ = "bid"
    __table_args__ = (
        Index(
            "uq_bid_one_current",
            "lot_id",
            "supplier_id",
            unique=True,
            sqlite_where=text("status IN ('submitted', 'opened')"),
            postgresql_where=text("status IN ('submitted', 'opened')"),
        ),
        CheckConstraint("begun_at <= received_at", name="received_after_begun"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    status: Mapped[BidStatus] = mapped_column(Words(BidStatus), index=True)
    begun_at: Mapped[datetime] = mapped_column(Moment)
    received_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    """When it was replaced or withdrawn."""
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    content_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 over the receipt: who, for what, when, and the hashes of everything that was sealed."""
    receipt_code: Mapped[str] = mapped_column(String(19), index=True)
    tender: Mapped[Tender] = relationship()
    lot: Mapped[Lot] = relationship()
    supplier: Mapped[Organisation] = relationship()
    envelopes: Mapped[list["SealedEnvelope"]] = relationship(
        back_populates="bid", order_by="SealedEnvelope.kind"
    )
    files: Mapped[list["SealedFile"]] = relationship(back_populates="bid", order_by="SealedFile.position")
    receipt_document_id: Mapped[int | None] = mapped_column(
        ForeignKey("document.id"), index=True, default=None
    )
    """The receipt as PDF, once the job has made it."""
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("bid.id"), index=True, default=None)

    @property
    def title(self) -> str:
        """How the trail names it."""
        return f"{self.tender.reference} perceel {self.lot.number}: {self.receipt_code}"


class SealedEnvelope(Record):
    """One of the two envelopes of a bid. Only two openers together can read ``ciphertext``."""

    __tablename__ = "sealed_envelope"
    __table_args__ = (
        UniqueConstraint("bid_id", "kind"),
        CheckConstraint("(opened_at IS NULL) = (opened_content IS NULL)", name="opened_with_content"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"), index=True)
    kind: Mapped[EnvelopeKind] = mapped_column(Words(EnvelopeKind))
    sha256: Mapped[str] = mapped_column(String(64))
    """Of the content, which holds a random salt: a guessable price cannot be found by trying."""
    sealed_sha256: Mapped[str] = mapped_column(String(64))
    ciphertext: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    locked_copy: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True, default=None)
    """For the supplier to read again, locked with the key outside the database; dropped at the opening."""
    opened_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    opened_content: Mapped[str | None] = mapped_column(Text, deferred=True, default=None)
    """Exactly what came out, so that its hash can be proven for ever."""
    bid: Mapped[Bid] = relationship(back_populates="envelopes")


class SealedFile(Record):
    """The bytes of one document in a bid, sealed like the quality envelope."""

    __tablename__ = "sealed_file"
    __table_args__ = (UniqueConstraint("bid_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"), index=True)
    position: Mapped[int]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    sealed_sha256: Mapped[str] = mapped_column(String(64))
    """Of what is kept: the sealed key and the hash over the chunks, or ``ciphertext`` of before there were any."""
    ciphertext: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True, default=None)
    locked_copy: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True, default=None)
    """What its own supplier reads it with: the locked key of the chunks, or a locked copy of before there were any."""
    blob_id: Mapped[int | None] = mapped_column(ForeignKey("sealed_blob.id"), index=True, default=None)
    sealed_key: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    """The key of the chunks, sealed for two openers like the quality envelope."""
    blob: Mapped[SealedBlob | None] = relationship()
    bid: Mapped[Bid] = relationship(back_populates="files")


class BidDeclaration(Record):
    """The opened declaration (UEA) of a bid: per exclusion ground whether it applies."""

    __tablename__ = "bid_declaration"

    id: Mapped[int] = mapped_column(primary_key=True)
    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"), unique=True)
    applies: Mapped[dict[str, Any]] = mapped_column(Json)
    explanation: Mapped[str] = mapped_column(Text)
    signatory: Mapped[str] = mapped_column(String(200))
    signatory_function: Mapped[str] = mapped_column(String(200))
    parties: Mapped[dict[str, Any]] = mapped_column(Json, server_default="{}")
    """With whom he bids: the combination and the subcontractors, as the envelope says it; empty when he bids alone."""
    preference: Mapped[int | None] = mapped_column(default=None)
    """How much he wants this lot among all lots, 1 the most; None when that was not asked."""


class BidAnswer(Record):
    """One opened answer: to a requirement (met or not, with a note) or to a quality criterion (a text)."""

    __tablename__ = "bid_answer"
    __table_args__ = (
        UniqueConstraint("bid_id", "requirement_id"),
        UniqueConstraint("bid_id", "criterion_id"),
        CheckConstraint("(requirement_id IS NULL) <> (criterion_id IS NULL)", name="answers_one_thing"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"), index=True)
    requirement_id: Mapped[int | None] = mapped_column(ForeignKey("requirement.id"), index=True)
    criterion_id: Mapped[int | None] = mapped_column(ForeignKey("award_criterion.id"), index=True)
    complies: Mapped[bool | None]
    holds_from: Mapped[date | None] = mapped_column(default=None)
    """The day from which the bidder promised to meet a conditional eis; None when he meets it now."""
    text: Mapped[str] = mapped_column(Text)


class BidPrice(Record):
    """One opened price: the fee a bidder asks for a milestone, excl. VAT."""

    __tablename__ = "bid_price"
    __table_args__ = (
        UniqueConstraint("bid_id", "milestone_id"),
        CheckConstraint("amount >= 0", name="amount_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"), index=True)
    milestone_id: Mapped[int] = mapped_column(ForeignKey("lot_milestone.id"), index=True)
    amount: Mapped[Decimal] = mapped_column(Euros)


class BidCost(Record):
    """One opened amount on a published cost line, per client and excl. VAT; only when life-cycle cost decides."""

    __tablename__ = "bid_cost"
    __table_args__ = (
        UniqueConstraint("bid_id", "line_number"),
        CheckConstraint("amount >= 0", name="amount_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"), index=True)
    line_number: Mapped[int]
    amount: Mapped[Decimal] = mapped_column(Euros)


class BidDocument(Record):
    """One opened document of a bid."""

    __tablename__ = "bid_document"
    __table_args__ = (UniqueConstraint("bid_id", "document_id", "part"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    part: Mapped[DocumentPart] = mapped_column(Words(DocumentPart))
    position: Mapped[int]
    document: Mapped[Document] = relationship()
