"""Questions about surveys, complaints, talks and improvement plans of a contract."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from contracts.experience import ComplaintOutcome, SurveyGroup, mean_grade
from contracts.kpis import KpiCode
from contracts.models.frameworks import FrameworkContract
from contracts.models.performance import (
    Complaint,
    ImprovementPlan,
    PerformanceAction,
    PerformanceTalk,
    SatisfactionSurvey,
)
from townhall.database import db


def surveys_of(contract: FrameworkContract) -> list[SatisfactionSurvey]:
    """The surveys about this contract, newest first."""
    return list(
        db.session.scalars(
            select(SatisfactionSurvey)
            .where(SatisfactionSurvey.contract_id == contract.id)
            .order_by(SatisfactionSurvey.held_on.desc(), SatisfactionSurvey.id.desc())
        )
    )


def satisfaction_of(contract: FrameworkContract) -> dict[SurveyGroup, tuple[Fraction, int]]:
    """Per group that was asked: the mean grade over all answers, and how many answers."""
    by_group: dict[SurveyGroup, list[SatisfactionSurvey]] = defaultdict(list)
    for survey in surveys_of(contract):
        by_group[survey.asked].append(survey)
    means = {group: mean_grade([each.facts() for each in own]) for group, own in by_group.items()}
    return {group: (mean, answers) for group, (mean, answers) in means.items() if mean is not None}


def survey_held_on(contract: FrameworkContract, held_on: date, asked: SurveyGroup) -> SatisfactionSurvey | None:
    """The survey among this group on this day."""
    return db.session.scalar(
        select(SatisfactionSurvey).where(
            SatisfactionSurvey.contract_id == contract.id,
            SatisfactionSurvey.held_on == held_on,
            SatisfactionSurvey.asked == asked,
        )
    )


def complaints_of(contract: FrameworkContract) -> list[Complaint]:
    """The complaints about this contract: the open ones first, then the newest."""
    return list(
        db.session.scalars(
            select(Complaint)
            .where(Complaint.contract_id == contract.id)
            .order_by(Complaint.settled_on.is_not(None), Complaint.received_on.desc(), Complaint.id.desc())
        )
    )


def complaint_with_number(contract: FrameworkContract, number: str) -> Complaint | None:
    """The complaint with this number about this contract."""
    return db.session.scalar(select(Complaint).where(Complaint.contract_id == contract.id, Complaint.number == number))


@dataclass(frozen=True)
class ComplaintCounts:
    """Complaints about a contract: how many in all, still open, and (partly) founded."""

    total: int = 0
    open: int = 0
    founded: int = 0


def complaint_counts(contract_ids: Sequence[int]) -> dict[int, ComplaintCounts]:
    """Per contract how many complaints there were. One query."""
    rows = db.session.execute(
        select(
            Complaint.contract_id,
            func.count(Complaint.id),
            func.count(Complaint.id).filter(Complaint.settled_on.is_(None)),
            func.count(Complaint.id).filter(
                Complaint.outcome.in_((ComplaintOutcome.FOUNDED, ComplaintOutcome.PARTLY_FOUNDED))
            ),
        )
        .where(Complaint.contract_id.in_(contract_ids))
        .group_by(Complaint.contract_id)
    )
    found = {contract_id: ComplaintCounts(*numbers) for contract_id, *numbers in rows}
    return {contract_id: found.get(contract_id, ComplaintCounts()) for contract_id in contract_ids}


def talks_of(contract: FrameworkContract) -> list[PerformanceTalk]:
    """The talks about this contract with their actions, newest first."""
    return list(
        db.session.scalars(
            select(PerformanceTalk)
            .where(PerformanceTalk.contract_id == contract.id)
            .options(selectinload(PerformanceTalk.actions))
            .order_by(PerformanceTalk.planned_on.desc())
        )
    )


def talk_with_id(contract: FrameworkContract, talk_id: int) -> PerformanceTalk | None:
    """The talk with this id about this contract."""
    return db.session.scalar(
        select(PerformanceTalk)
        .where(PerformanceTalk.contract_id == contract.id, PerformanceTalk.id == talk_id)
        .options(selectinload(PerformanceTalk.actions), joinedload(PerformanceTalk.contract))
    )


def talk_planned_on(contract: FrameworkContract, planned_on: date) -> PerformanceTalk | None:
    """The talk planned on this day about this contract."""
    return db.session.scalar(
        select(PerformanceTalk).where(
            PerformanceTalk.contract_id == contract.id, PerformanceTalk.planned_on == planned_on
        )
    )


def plans_of(contract: FrameworkContract) -> list[ImprovementPlan]:
    """The improvement plans of this contract with their actions: the open ones first, then the newest."""
    return list(
        db.session.scalars(
            select(ImprovementPlan)
            .where(ImprovementPlan.contract_id == contract.id)
            .options(selectinload(ImprovementPlan.actions))
            .order_by(ImprovementPlan.closed_on.is_not(None), ImprovementPlan.opened_on.desc(), ImprovementPlan.id)
        )
    )


def plan_with_id(contract: FrameworkContract, plan_id: int) -> ImprovementPlan | None:
    """The improvement plan with this id of this contract."""
    return db.session.scalar(
        select(ImprovementPlan)
        .where(ImprovementPlan.contract_id == contract.id, ImprovementPlan.id == plan_id)
        .options(selectinload(ImprovementPlan.actions), joinedload(ImprovementPlan.contract))
    )


def open_plan_on(contract: FrameworkContract, code: KpiCode) -> ImprovementPlan | None:
    """The improvement plan on this figure that runs."""
    return db.session.scalar(
        select(ImprovementPlan).where(
            ImprovementPlan.contract_id == contract.id,
            ImprovementPlan.code == code,
            ImprovementPlan.closed_on.is_(None),
        )
    )


def open_plans() -> list[ImprovementPlan]:
    """Every improvement plan that runs, the most urgent first."""
    return list(
        db.session.scalars(
            select(ImprovementPlan)
            .where(ImprovementPlan.closed_on.is_(None))
            .options(joinedload(ImprovementPlan.contract))
            .order_by(ImprovementPlan.due_on)
        )
    )


def action_with_id(contract: FrameworkContract, action_id: int) -> PerformanceAction | None:
    """The action with this id, agreed in a talk or plan of this contract."""
    action = db.session.get(
        PerformanceAction, action_id, options=[joinedload(PerformanceAction.talk), joinedload(PerformanceAction.plan)]
    )
    if action is None:
        return None
    under = action.talk or action.plan
    return action if under is not None and under.contract_id == contract.id else None
