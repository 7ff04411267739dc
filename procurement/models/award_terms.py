"""What a tender keeps about comparing bids: its terms, groups of criteria, and simulations of the formula."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from procurement.award_terms import AllocationRule, AwardTerms, DropOutRule, RoundingPlace, TieRule
from townhall.column_types import Exact, Json, Moment, Words
from townhall.database import Record


class HasAwardTerms:
    """The columns of a tender that say how bids are compared, and the snapshot that publication freezes."""

    total_points: Mapped[Decimal] = mapped_column(Exact, default=Decimal(100))
    rounding_place: Mapped[RoundingPlace] = mapped_column(
        Words(RoundingPlace), default=RoundingPlace.PER_CRITERION
    )
    rounding_decimals: Mapped[int] = mapped_column(default=2)
    tie_rule: Mapped[TieRule] = mapped_column(Words(TieRule), default=TieRule.QUALITY_FIRST)
    drop_out_rule: Mapped[DropOutRule] = mapped_column(Words(DropOutRule), default=DropOutRule.RECOMPUTE)
    most_lots: Mapped[int | None] = mapped_column(default=None)
    """The most lots one bidder may win; None when there is no limit."""
    allocation_rule: Mapped[AllocationRule] = mapped_column(
        Words(AllocationRule), default=AllocationRule.LOT_ORDER
    )
    reach_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Why the formula may stand although not every bid can earn, or lose, the points of the price."""
    published_award: Mapped[dict[str, Any] | None] = mapped_column(Json, default=None)
    """Criteria, formula and terms as they were published; the ranking reads this and nothing else."""

    def award_terms(self) -> AwardTerms:
        """The terms as values."""
        return AwardTerms(
            total_points=self.total_points,
            rounding_place=self.rounding_place,
            rounding_decimals=self.rounding_decimals,
            tie_rule=self.tie_rule,
            drop_out_rule=self.drop_out_rule,
            most_lots=self.most_lots,
            allocation_rule=self.allocation_rule,
        )


class CriterionGroup(Record):
    """A main criterion that is judged by its sub-criteria; its weight is what they weigh together."""

    __tablename__ = "criterion_group"
    __table_args__ = (UniqueConstraint("tender_id", "code"), UniqueConstraint("tender_id", "sequence"))

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    sequence: Mapped[int]
    code: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(200))
    guidance: Mapped[str] = mapped_column(Text, default="")


class PriceSimulation(Record):
    """One run of the price–quality simulator, kept with the file: what went in and what came out."""

    __tablename__ = "price_simulation"
    __table_args__ = (
        UniqueConstraint("tender_id", "number"),
        CheckConstraint("number > 0", name="number_is_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    number: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    award: Mapped[dict[str, Any]] = mapped_column(Json)
    """Criteria, formula and terms as they were; when the tender says otherwise now, this run is out of date."""
    plan: Mapped[dict[str, Any]] = mapped_column(Json)
    """The dummy bids and the expected range."""
    result: Mapped[dict[str, Any]] = mapped_column(Json)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True, default=None)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"), index=True, default=None)

    @property
    def title(self) -> str:
        """How the trail names it."""
        return f"Simulatie {self.number}"
