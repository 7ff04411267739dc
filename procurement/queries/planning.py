"""The plannings of a tender, and the lead times and recesses to plan with."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from procurement.back_planning import House, PlannedStep
from procurement.models.planning import CouncilRecess, PlanningNormRow, TenderPlanning
from procurement.models.questions import ExtraRound
from procurement.models.tenders import Tender
from procurement.planning_norms import DEFAULT_NORMS, PlanningNorm, Recess, norms_on, recesses_known
from procurement.planning_snapshot import Round, current_steps, steps_in
from procurement.selection import has_selection
from procurement.timeline import Haste, Planning
from townhall.database import db
from townhall.decrees.queries import equated_days


def planning_norms() -> list[PlanningNorm]:
    """Every lead time, the built-in ones first."""
    rows = db.session.scalars(select(PlanningNormRow).order_by(PlanningNormRow.in_force_from, PlanningNormRow.norm))
    return [*DEFAULT_NORMS, *(row.facts() for row in rows)]


def own_recesses() -> list[Recess]:
    """The recesses that were entered, first to last."""
    rows = db.session.scalars(select(CouncilRecess).order_by(CouncilRecess.starts_on))
    return [row.facts() for row in rows]


def recesses() -> list[Recess]:
    """The recesses to plan with, first to last: those entered, and an example where none was."""
    return recesses_known(own_recesses())


def house_on(day: date) -> House:
    """The lead times in force on this day, and the recesses."""
    return House(norms_on(day, planning_norms()), recesses(), equated_days())


def kept_planning(tender: Tender) -> TenderPlanning | None:
    """The planning that was last taken over into the tender; None when none was."""
    return db.session.scalar(
        select(TenderPlanning)
        .where(TenderPlanning.tender_id == tender.id)
        .order_by(TenderPlanning.number.desc())
        .limit(1)
    )


def haste_of(tender: Tender) -> Haste:
    """Whether the tender was planned with the short terms of art. 2.74 AW."""
    kept = kept_planning(tender)
    return kept.haste if kept else Haste.NORMAL


def extra_rounds_of(tender: Tender) -> Sequence[ExtraRound]:
    """The rounds of questions after the first, in order."""
    return db.session.scalars(
        select(ExtraRound).where(ExtraRound.tender_id == tender.id).order_by(ExtraRound.number)
    ).all()


def rounds_planned(tender: Tender) -> list[Round]:
    """Every round of questions; the days of the first are the tender's own."""
    found = []
    if tender.questions_until is not None and tender.answers_by is not None:
        found.append(Round(1, tender.questions_until, tender.answers_by))
    return [*found, *(Round(row.number, row.questions_until, row.answers_by) for row in extra_rounds_of(tender))]


def dates_of(tender: Tender, kept: TenderPlanning | None) -> Planning:
    """The dates of the tender as values, with the haste it was planned with; ``kept`` comes from ``kept_planning``."""
    selects = has_selection(tender.procedure)
    return Planning(
        procedure=tender.procedure,
        notice_on=tender.notice_on,
        questions_until=tender.questions_until,
        answers_by=tender.answers_by,
        closes_at=tender.closes_at,
        decision_on=tender.decision_on,
        standstill_days=tender.standstill_days,
        starts_on=tender.starts_on,
        haste=kept.haste if kept else Haste.NORMAL,
        equated=equated_days(),
        requests_until=tender.requests_until if selects else None,
        invited_on=tender.selected_at.date() if selects and tender.selected_at else None,
    )


def steps_of(tender: Tender, kept: TenderPlanning | None) -> list[PlannedStep]:
    """Every planned day of the tender as it stands now, first to last; ``kept`` comes from ``kept_planning``."""
    return current_steps(
        dates_of(tender, kept),
        rounds_planned(tender),
        steps_in(kept.content) if kept else [],
        tender.standstill_kind,
    )
