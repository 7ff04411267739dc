"""The first phase of a restricted procedure: how is selected, who asked to take part, and what was decided."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procurement.selection import CriterionFacts, RequestStatus, SelectionKind
from townhall.column_types import Exact, Json, Moment, Words
from townhall.database import Record
from townhall.organisations.models import Organisation

if TYPE_CHECKING:
    from procurement.models.tenders import Tender

_LIVE = text("status <> 'withdrawn'")


class HasSelection:
    """The columns of a tender for its phase of requests to take part; only a restricted procedure fills them."""

    requests_until: Mapped[datetime | None] = mapped_column(Moment, default=None)
    """The last moment for a request; None when there is no such phase."""
    most_candidates: Mapped[int | None] = mapped_column(default=None)
    """How many are invited when more are suitable; None when everybody who is suitable is."""
    requests_opened_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    selected_at: Mapped[datetime | None] = mapped_column(Moment, default=None)


class SelectionCriterion(Record):
    """One thing candidates are asked and judged on."""

    __tablename__ = "selection_criterion"
    __table_args__ = (
        UniqueConstraint("tender_id", "sequence"),
        CheckConstraint("(kind = 'ranking') = (most_points IS NOT NULL)", name="ranking_has_points"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    sequence: Mapped[int]
    kind: Mapped[SelectionKind] = mapped_column(Words(SelectionKind))
    title: Mapped[str] = mapped_column(String(200))
    question: Mapped[str] = mapped_column(Text)
    """What the candidate is asked to show."""
    most_points: Mapped[Decimal | None] = mapped_column(Exact, default=None)

    def facts(self) -> CriterionFacts:
        """The values a rule needs."""
        return CriterionFacts(self.id, self.kind, self.title, self.most_points)


class ParticipationRequest(Record):
    """A supplier asks to take part. Locked until the term has passed; a new one replaces the one before."""

    __tablename__ = "participation_request"
    __table_args__ = (
        Index(
            "uq_participation_request_one_live",
            "tender_id",
            "supplier_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        CheckConstraint("status <> 'not_selected' OR reason <> ''", name="turned_down_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    status: Mapped[RequestStatus] = mapped_column(Words(RequestStatus), default=RequestStatus.RECEIVED)
    received_at: Mapped[datetime] = mapped_column(Moment)
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    locked_content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    """What was written, locked with the key outside the database."""
    content: Mapped[dict[str, str] | None] = mapped_column(Json, default=None)
    """The same, once the term has passed and the requests were opened."""
    judgement: Mapped[dict[str, str] | None] = mapped_column(Json, default=None)
    """Per criterion: ``yes`` or ``no``, or the points; None while nobody judged it."""
    is_suitable: Mapped[bool | None] = mapped_column(default=None)
    points: Mapped[Decimal] = mapped_column(Exact, default=Decimal(0))
    reason: Mapped[str] = mapped_column(Text, default="")
    judged_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    judged_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    rank: Mapped[int | None] = mapped_column(default=None)
    outcome: Mapped[str] = mapped_column(Text, default="")
    """What the candidate was told."""
    version: Mapped[int] = mapped_column(default=1)
    tender: Mapped["Tender"] = relationship()
    supplier: Mapped[Organisation] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def title(self) -> str:
        """How the trail names it."""
        return f"{self.tender.reference}: {self.supplier.name}"
