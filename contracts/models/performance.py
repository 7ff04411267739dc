"""What is kept about how a supplier does: agreed figures, reports, surveys, complaints, talks and improvement plans."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.experience import ComplaintOutcome, ComplaintSubject, Grades, SurveyGroup
from contracts.improvement import ActionFacts, ActionOwner, PlanOutcome
from contracts.kpis import AgreedKpi, KpiCode, KpiPeriod, KpiSource
from contracts.models.frameworks import FrameworkContract
from contracts.reporting import Rhythm
from townhall.accounts.models import Account
from townhall.column_types import Exact, Json, Moment, Words
from townhall.database import Record
from townhall.documents.models import Document

_STILL_HOLDS = text("ended_on IS NULL")
_STILL_OPEN = text("closed_on IS NULL")


class ContractKpi(Record):
    """A figure agreed for one contract, with its norm; another agreement ends it and takes its place."""

    __tablename__ = "contract_kpi"
    __table_args__ = (
        CheckConstraint("within_days IS NULL OR within_days > 0", name="days_positive"),
        Index(
            "uq_contract_kpi_one_holds", "contract_id", "code", unique=True, sqlite_where=_STILL_HOLDS,
            postgresql_where=_STILL_HOLDS,
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("framework_contract.id"), index=True)
    code: Mapped[KpiCode] = mapped_column(Words(KpiCode))
    norm: Mapped[Decimal | None] = mapped_column(Exact, default=None)
    """None: measured, but no norm was agreed."""
    period: Mapped[KpiPeriod] = mapped_column(Words(KpiPeriod))
    within_days: Mapped[int | None] = mapped_column(default=None)
    source: Mapped[KpiSource] = mapped_column(Words(KpiSource))
    source_text: Mapped[str] = mapped_column(Text, default="")
    agreed_on: Mapped[date]
    ended_on: Mapped[date | None] = mapped_column(default=None)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)

    def facts(self) -> AgreedKpi:
        """The values a rule needs."""
        return AgreedKpi(self.code, self.norm, self.period, self.within_days, self.source, self.source_text)


class ReportingAgreement(Record):
    """How often the supplier reports, from a certain day on."""

    __tablename__ = "reporting_agreement"
    __table_args__ = (
        UniqueConstraint("contract_id", "from_on"),
        CheckConstraint("every_months > 0 AND within_days > 0", name="rhythm_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("framework_contract.id"), index=True)
    from_on: Mapped[date]
    every_months: Mapped[int]
    within_days: Mapped[int]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)

    def facts(self) -> Rhythm:
        """The values a rule needs."""
        return Rhythm(self.from_on, self.every_months, self.within_days)


class ProgressReport(Record):
    """What the supplier tells of one period."""

    __tablename__ = "progress_report"
    __table_args__ = (
        UniqueConstraint("contract_id", "starts_on"),
        CheckConstraint("(read_at IS NULL) = (read_by_id IS NULL)", name="read_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("framework_contract.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    due_on: Mapped[date]
    results: Mapped[str] = mapped_column(Text)
    bottlenecks: Mapped[str] = mapped_column(Text, default="")
    plans: Mapped[str] = mapped_column(Text, default="")
    facts_then: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """The counts that Raamwerk put in the report when it was sent."""
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True, default=None)
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    submitted_at: Mapped[datetime] = mapped_column(Moment)
    read_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    read_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    response: Mapped[str] = mapped_column(Text, default="")

    contract: Mapped[FrameworkContract] = relationship()
    document: Mapped[Document | None] = relationship()
    submitted_by: Mapped[Account] = relationship(foreign_keys=[submitted_by_id])
    read_by: Mapped[Account | None] = relationship(foreign_keys=[read_by_id])


class SatisfactionSurvey(Record):
    """The answers of one survey: how many, and what their grades add up to; never who answered what."""

    __tablename__ = "satisfaction_survey"
    __table_args__ = (
        UniqueConstraint("contract_id", "held_on", "asked"),
        CheckConstraint("answers > 0", name="has_answers"),
        CheckConstraint("invited IS NULL OR invited >= answers", name="asked_enough"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("framework_contract.id"), index=True)
    held_on: Mapped[date]
    asked: Mapped[SurveyGroup] = mapped_column(Words(SurveyGroup))
    invited: Mapped[int | None] = mapped_column(default=None)
    answers: Mapped[int]
    total: Mapped[Decimal] = mapped_column(Exact)
    source: Mapped[str] = mapped_column(String(200), default="")
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    recorded_at: Mapped[datetime] = mapped_column(Moment)

    def facts(self) -> Grades:
        """The values a rule needs."""
        return Grades(self.answers, self.total)


class Complaint(Record):
    """A complaint about how a supplier works, with what was done about it."""

    __tablename__ = "complaint"
    __table_args__ = (
        CheckConstraint("(settled_on IS NULL) = (outcome IS NULL)", name="settled_has_an_outcome"),
        CheckConstraint("settled_on IS NULL OR settled_on >= received_on", name="settled_after_receipt"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("framework_contract.id"), index=True)
    received_on: Mapped[date]
    answer_by: Mapped[date]
    subject: Mapped[ComplaintSubject] = mapped_column(Words(ComplaintSubject))
    description: Mapped[str] = mapped_column(Text)
    settled_on: Mapped[date | None] = mapped_column(default=None)
    outcome: Mapped[ComplaintOutcome | None] = mapped_column(Words(ComplaintOutcome), default=None)
    settlement: Mapped[str] = mapped_column(Text, default="")
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)

    contract: Mapped[FrameworkContract] = relationship()


class PerformanceTalk(Record):
    """A periodic talk with the supplier about results: planned, and held with its minutes."""

    __tablename__ = "performance_talk"
    __table_args__ = (
        CheckConstraint("held_on IS NULL OR minutes <> ''", name="held_has_minutes"),
        UniqueConstraint("contract_id", "planned_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("framework_contract.id"), index=True)
    planned_on: Mapped[date]
    topics: Mapped[str] = mapped_column(Text, default="")
    held_on: Mapped[date | None] = mapped_column(default=None)
    present: Mapped[str] = mapped_column(Text, default="")
    minutes: Mapped[str] = mapped_column(Text, default="")
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)

    contract: Mapped[FrameworkContract] = relationship()
    actions: Mapped[list["PerformanceAction"]] = relationship(
        back_populates="talk", order_by="(PerformanceAction.due_on, PerformanceAction.id)"
    )


class ImprovementPlan(Record):
    """What the supplier must improve because a norm was missed, by when, and what came of it."""

    __tablename__ = "improvement_plan"
    __table_args__ = (
        CheckConstraint("(closed_on IS NULL) = (outcome IS NULL)", name="closed_has_an_outcome"),
        CheckConstraint("due_on > opened_on", name="due_after_opening"),
        Index(
            "uq_improvement_plan_one_open", "contract_id", "code", unique=True, sqlite_where=_STILL_OPEN,
            postgresql_where=_STILL_OPEN,
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("framework_contract.id"), index=True)
    code: Mapped[KpiCode] = mapped_column(Words(KpiCode))
    opened_on: Mapped[date]
    due_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    facts_then: Mapped[dict[str, Any]] = mapped_column(Json)
    """The figure and its norm when the plan was opened."""
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    closed_on: Mapped[date | None] = mapped_column(default=None)
    outcome: Mapped[PlanOutcome | None] = mapped_column(Words(PlanOutcome), default=None)
    conclusion: Mapped[str] = mapped_column(Text, default="")
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)

    contract: Mapped[FrameworkContract] = relationship()
    actions: Mapped[list["PerformanceAction"]] = relationship(
        back_populates="plan", order_by="(PerformanceAction.due_on, PerformanceAction.id)"
    )


class PerformanceAction(Record):
    """Something that was agreed in a talk or an improvement plan: who does what by when."""

    __tablename__ = "performance_action"
    __table_args__ = (CheckConstraint("(talk_id IS NULL) <> (plan_id IS NULL)", name="of_a_talk_or_a_plan"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    talk_id: Mapped[int | None] = mapped_column(ForeignKey("performance_talk.id"), index=True, default=None)
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("improvement_plan.id"), index=True, default=None)
    what: Mapped[str] = mapped_column(Text)
    owner: Mapped[ActionOwner] = mapped_column(Words(ActionOwner))
    due_on: Mapped[date] = mapped_column(index=True)
    done_on: Mapped[date | None] = mapped_column(default=None)
    result: Mapped[str] = mapped_column(Text, default="")
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)

    talk: Mapped[PerformanceTalk | None] = relationship(back_populates="actions")
    plan: Mapped[ImprovementPlan | None] = relationship(back_populates="actions")

    def facts(self) -> ActionFacts:
        """The values a rule needs."""
        return ActionFacts(self.due_on, self.done_on)
