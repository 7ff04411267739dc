"""Invoices, their lines, and the claim each accepted line lays on an achievement."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.models import Achievement, FrameworkContract
from invoices.approvals import SignedFacts
from invoices.corrections import EarlierInvoice
from invoices.disputes import ReturnedLine
from invoices.lifecycle import ClaimStatus, InvoiceOrigin, InvoiceStatus, LineStatus
from invoices.match_facts import LineFacts, Reason
from townhall.accounts.models import Account
from townhall.budgets.models import Commitment
from townhall.column_types import Euros, Exact, Json, Moment, Words
from townhall.database import Record
from townhall.documents.models import Document
from townhall.organisations.models import Organisation

_NOT_WITHDRAWN = text("status <> 'withdrawn'")
_IS_LIVE = text("status = 'live'")


class Invoice(Record):
    """One invoice of one supplier under one contract. Three people sign it; the row keeps them apart."""

    __tablename__ = "invoice"
    __table_args__ = (
        Index(
            "uq_invoice_supplier_number",
            "supplier_id",
            "number",
            unique=True,
            sqlite_where=_NOT_WITHDRAWN,
            postgresql_where=_NOT_WITHDRAWN,
        ),
        Index("ix_invoice_status_due", "status", "due_on"),
        CheckConstraint("gross = net + vat", name="gross_is_net_plus_vat"),
        CheckConstraint("payable_net <= net", name="never_pays_more_than_asked"),
        CheckConstraint("number <> ''", name="has_a_number"),
        CheckConstraint(
            "status IN ('draft', 'withdrawn') OR received_at IS NOT NULL", name="submitted_was_received"
        ),
        # Four eyes, thrice: nobody signs twice under one invoice.
        CheckConstraint("stated_by_id <> approved_by_id", name="stated_and_approved_by_two"),
        CheckConstraint("stated_by_id <> released_by_id", name="stated_and_released_by_two"),
        CheckConstraint("approved_by_id <> released_by_id", name="approved_and_released_by_two"),
        CheckConstraint("(stated_by_id IS NULL) = (stated_at IS NULL)", name="statement_has_a_moment"),
        CheckConstraint("(approved_by_id IS NULL) = (approved_at IS NULL)", name="approval_has_a_moment"),
        CheckConstraint("(released_by_id IS NULL) = (released_at IS NULL)", name="release_has_a_moment"),
        CheckConstraint(
            "status NOT IN ('stated', 'approved', 'released', 'paid') OR stated_by_id IS NOT NULL",
            name="no_step_without_statement",
        ),
        CheckConstraint(
            "status NOT IN ('approved', 'released', 'paid') OR approved_by_id IS NOT NULL",
            name="no_step_without_approval",
        ),
        CheckConstraint(
            "status NOT IN ('released', 'paid') OR released_by_id IS NOT NULL",
            name="no_money_without_release",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("framework_contract.id"), index=True)
    number: Mapped[str] = mapped_column(String(60))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("invoice.id"), index=True, default=None)
    """The earlier invoice that this one puts right."""
    origin: Mapped[InvoiceOrigin] = mapped_column(Words(InvoiceOrigin))
    status: Mapped[InvoiceStatus] = mapped_column(Words(InvoiceStatus), default=InvoiceStatus.DRAFT)
    issued_on: Mapped[date]
    received_at: Mapped[datetime | None] = mapped_column(Moment, index=True, default=None)
    due_on: Mapped[date | None] = mapped_column(default=None)
    net: Mapped[Decimal] = mapped_column(Euros)
    vat: Mapped[Decimal] = mapped_column(Euros)
    gross: Mapped[Decimal] = mapped_column(Euros)
    payable_net: Mapped[Decimal] = mapped_column(Euros, default=Decimal(0))
    """What the accepted lines add up to, excl. VAT."""
    payable_vat: Mapped[Decimal] = mapped_column(Euros, default=Decimal(0))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True, default=None)
    created_at: Mapped[datetime] = mapped_column(Moment)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)

    stated_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    stated_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    statement: Mapped[str] = mapped_column(Text, default="")
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    approved_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    released_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    paid_on: Mapped[date | None] = mapped_column(default=None)
    disputed_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    """When the municipality last said that it does not trust this invoice."""
    dispute_ended_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    version: Mapped[int] = mapped_column()

    supplier: Mapped[Organisation] = relationship()
    contract: Mapped[FrameworkContract] = relationship()
    document: Mapped[Document | None] = relationship()
    stated_by: Mapped[Account | None] = relationship(foreign_keys=[stated_by_id])
    approved_by: Mapped[Account | None] = relationship(foreign_keys=[approved_by_id])
    released_by: Mapped[Account | None] = relationship(foreign_keys=[released_by_id])
    corrects: Mapped["Invoice | None"] = relationship(remote_side="Invoice.id", back_populates="corrections")
    corrections: Mapped[list["Invoice"]] = relationship(back_populates="corrects", order_by="Invoice.id")
    lines: Mapped[list["InvoiceLine"]] = relationship(
        back_populates="invoice", order_by="InvoiceLine.sequence"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def payable_gross(self) -> Decimal:
        """What will be paid: the accepted lines with their VAT."""
        return self.payable_net + self.payable_vat

    @property
    def is_disputed(self) -> bool:
        """Whether the municipality disputes it now; what left the review is not disputed any more."""
        return (
            self.status is InvoiceStatus.IN_REVIEW and self.disputed_at is not None and self.dispute_ended_at is None
        )

    def as_earlier(self) -> EarlierInvoice:
        """The values that the rules of correcting need."""
        return EarlierInvoice(
            number=self.number,
            contract_id=self.contract_id,
            contract_number=self.contract.number,
            status=self.status,
            returned_lines=sum(1 for line in self.lines if line.status is LineStatus.RETURNED),
        )

    def signed_facts(self) -> SignedFacts:
        """The values that the rules of signing need."""
        return SignedFacts(
            status=self.status,
            stated_by_id=self.stated_by_id,
            approved_by_id=self.approved_by_id,
            released_by_id=self.released_by_id,
            payable_net=self.payable_net,
            payable_gross=self.payable_gross,
            open_lines=sum(1 for line in self.lines if line.status is LineStatus.OPEN),
            is_disputed=self.is_disputed,
        )


class InvoiceLine(Record):
    """One milestone of one track, as the supplier asks it, and what became of it."""

    __tablename__ = "invoice_line"
    __table_args__ = (
        UniqueConstraint("invoice_id", "sequence"),
        CheckConstraint("status <> 'accepted' OR achievement_id IS NOT NULL", name="accepted_is_earned"),
        CheckConstraint("status <> 'returned' OR reason IS NOT NULL", name="returned_has_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    sequence: Mapped[int]
    number: Mapped[str] = mapped_column(String(60))
    """The number the supplier gave the line."""
    track_number: Mapped[str] = mapped_column(String(60), default="")
    milestone_code: Mapped[str] = mapped_column(String(60), default="")
    description: Mapped[str] = mapped_column(String(200))
    quantity: Mapped[Decimal] = mapped_column(Exact)
    unit_price: Mapped[Decimal] = mapped_column(Exact)
    net: Mapped[Decimal] = mapped_column(Euros)
    vat_rate: Mapped[Decimal] = mapped_column(Exact)
    """In percent."""
    vat: Mapped[Decimal] = mapped_column(Euros)
    """Its share of the VAT of the invoice, so that the lines add up to the total."""
    vat_compensable: Mapped[Decimal | None] = mapped_column(Euros, default=None)
    """The part of its VAT that comes back from the BTW-compensatiefonds; filled at approval."""
    achievement_id: Mapped[int | None] = mapped_column(ForeignKey("achievement.id"), index=True, default=None)
    commitment_id: Mapped[int | None] = mapped_column(ForeignKey("commitment.id"), index=True, default=None)
    """What it was paid from; filled at approval."""
    status: Mapped[LineStatus] = mapped_column(Words(LineStatus), default=LineStatus.OPEN)
    reason: Mapped[Reason | None] = mapped_column(Words(Reason), default=None)
    hint: Mapped[str] = mapped_column(Text, default="")
    returned_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    disputed_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    """When the other side did not agree: the supplier that a line came back, the municipality that it is asked."""
    dispute_answered_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    checks: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    """Every check with its facts, as they stood when the line was matched."""

    invoice: Mapped[Invoice] = relationship(back_populates="lines")
    achievement: Mapped[Achievement | None] = relationship()
    commitment: Mapped[Commitment | None] = relationship()

    def as_returned(self) -> ReturnedLine:
        """The values that the rules of disputes need. Old lines came back when their invoice came in."""
        returned_at = self.returned_at or self.invoice.received_at
        return ReturnedLine(
            number=self.number,
            invoice_status=self.invoice.status,
            status=self.status,
            reason=self.reason,
            returned_on=returned_at.date() if returned_at else None,
            is_disputed=self.disputed_at is not None,
            is_answered=self.dispute_answered_at is not None,
        )

    def facts(self) -> LineFacts:
        """The values that the match needs."""
        return LineFacts(
            line_number=self.number,
            track_number=self.track_number,
            milestone_code=self.milestone_code,
            quantity=self.quantity,
            unit_price=self.unit_price,
            net=self.net,
            vat_rate=self.vat_rate,
        )


class Claim(Record):
    """An accepted line holds its achievement: one live claim per achievement, whoever asks."""

    __tablename__ = "claim"
    __table_args__ = (
        Index(
            "uq_claim_live_achievement",
            "achievement_id",
            unique=True,
            sqlite_where=_IS_LIVE,
            postgresql_where=_IS_LIVE,
        ),
        Index("ix_claim_contract_status", "contract_id", "status"),
        CheckConstraint("net >= 0", name="net_not_negative"),
        CheckConstraint("(status = 'released') = (released_at IS NOT NULL)", name="released_has_a_moment"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    achievement_id: Mapped[int] = mapped_column(ForeignKey("achievement.id"), index=True)
    invoice_line_id: Mapped[int] = mapped_column(ForeignKey("invoice_line.id"), index=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("framework_contract.id"))
    net: Mapped[Decimal] = mapped_column(Euros)
    status: Mapped[ClaimStatus] = mapped_column(Words(ClaimStatus), default=ClaimStatus.LIVE)
    claimed_at: Mapped[datetime] = mapped_column(Moment)
    released_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    release_reason: Mapped[str] = mapped_column(Text, default="")

    achievement: Mapped[Achievement] = relationship()
    line: Mapped[InvoiceLine] = relationship()
