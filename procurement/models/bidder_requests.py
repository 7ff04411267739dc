"""What was asked of a bidder after the opening, what he answered, and the measure for low prices."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procurement.bidder_requests import RequestFacts, RequestKind
from procurement.models.bids import Bid
from townhall.column_types import Euros, Exact, Moment, Words
from townhall.database import Record
from townhall.documents.models import Document


class BidderRequest(Record):
    """One thing asked of a bidder: noted, sent with a term, answered, judged. Nothing of it is deleted."""

    __tablename__ = "bidder_request"
    __table_args__ = (
        CheckConstraint("(sent_at IS NULL) = (due_at IS NULL)", name="sent_with_a_term"),
        CheckConstraint("answered_at IS NULL OR sent_at IS NOT NULL", name="answered_after_sent"),
        CheckConstraint("(judged_at IS NULL) = (is_satisfied IS NULL)", name="judged_with_an_outcome"),
        CheckConstraint("NOT breaks_law OR (is_satisfied IS NOT NULL AND NOT is_satisfied)", name="unlawful_is_no"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"), index=True)
    kind: Mapped[RequestKind] = mapped_column(Words(RequestKind))
    subject: Mapped[str] = mapped_column(Text)
    """What is asked, as the bidder reads it; of a price that was not asked about, what was measured."""
    noted_at: Mapped[datetime] = mapped_column(Moment)
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    sent_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    due_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    term_days: Mapped[int | None] = mapped_column(default=None)
    """The term in working days; the same for everybody who is asked something of this sort."""
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True, default=None)
    judged_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    judged_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    is_satisfied: Mapped[bool | None] = mapped_column(default=None)
    breaks_law: Mapped[bool] = mapped_column(default=False)
    """Is the price low because environmental, social or labour law is broken? Then it must be rejected."""
    judgement: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    bid: Mapped[Bid] = relationship()
    document: Mapped[Document | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    def facts(self) -> RequestFacts:
        """The values a rule needs."""
        return RequestFacts(self.kind, self.due_at, self.answered_at is not None, self.is_satisfied, self.breaks_law)

    @property
    def title(self) -> str:
        """How the trail names it."""
        return self.bid.title


class LowPriceMeasure(Record):
    """When an evaluation price on a lot is signalled as low; without a row the usual measure holds."""

    __tablename__ = "low_price_measure"
    __table_args__ = (CheckConstraint("floor >= 0", name="floor_not_negative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), unique=True)
    percent: Mapped[Decimal] = mapped_column(Exact)
    floor: Mapped[Decimal | None] = mapped_column(Euros, default=None)
    """What one client costs by the municipality's own calculation; None when none was made."""
    set_at: Mapped[datetime] = mapped_column(Moment)
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
