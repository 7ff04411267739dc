"""The proofs of suppliers, as handed in and judged."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from townhall.accounts.models import Account
from townhall.column_types import Euros, Moment, Words
from townhall.database import Record
from townhall.documents.models import Document
from townhall.organisations.certificates import CertificateFacts, CertificateKind, CertificateStatus
from townhall.organisations.models import Organisation


class Certificate(Record):
    """An insurance, quality mark, certificate or statement of a supplier, with its last day."""

    __tablename__ = "certificate"
    __table_args__ = (
        CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="ends_after_start"),
        CheckConstraint("(status = 'offered') = (judged_at IS NULL)", name="judged_has_a_moment"),
        CheckConstraint("judged_by_id IS NULL OR judged_by_id <> offered_by_id", name="four_eyes"),
        Index("ix_certificate_organisation_kind", "organisation_id", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[CertificateKind] = mapped_column(Words(CertificateKind))
    name: Mapped[str] = mapped_column(String(200))
    issuer: Mapped[str] = mapped_column(String(200))
    reference: Mapped[str] = mapped_column(String(120), default="")
    valid_from: Mapped[date]
    valid_until: Mapped[date | None] = mapped_column(index=True, default=None)
    covered: Mapped[Decimal | None] = mapped_column(Euros, default=None)
    """What an insurance covers per event; None when the proof says nothing of it."""
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True, default=None)
    status: Mapped[CertificateStatus] = mapped_column(Words(CertificateStatus), default=CertificateStatus.OFFERED)
    offered_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    offered_at: Mapped[datetime] = mapped_column(Moment)
    judged_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    judged_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    judgement: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column()

    organisation: Mapped[Organisation] = relationship()
    document: Mapped[Document | None] = relationship()
    judged_by: Mapped[Account | None] = relationship(foreign_keys=[judged_by_id])

    __mapper_args__ = {"version_id_col": version}

    def facts(self) -> CertificateFacts:
        """The values a rule needs."""
        return CertificateFacts(self.status, self.valid_from, self.valid_until)
