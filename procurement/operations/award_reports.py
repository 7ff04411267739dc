"""The gunningsverslag: drafted by one, adopted by another with a mandate; adopting is deciding."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from procurement.allocation import obstacles_to_allotting
from procurement.award_report import (
    Answer,
    Item,
    items_of,
    obstacles_to_adopting,
    obstacles_to_answer,
)
from procurement.awarding import ReportStatus
from procurement.lifecycle import TenderStatus, obstacles_to_deciding_on
from procurement.models.award import AwardDecision, AwardReport
from procurement.models.tenders import Lot, Tender
from procurement.motivation_check import obstacles_to_telling
from procurement.queries.allocation import allotments_of, places_to_allot
from procurement.queries.award_report_data import report_data, report_facts
from procurement.queries.awards import (
    draft_report_of,
    lots_to_decide,
    reports_of,
)
from procurement.queries.motivations import motivations_to_tell
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.budgets.authority import obstacles_to_deciding
from townhall.budgets.kinds import MandateKind
from townhall.budgets.queries import mandates_of
from townhall.database import db
from townhall.four_eyes import obstacles_to_signing
from townhall.jobs.operations import request_job
from townhall.money import sum_of
from townhall.refusal import Obstacle, refuse_if

REPORT_JOB = "procurement.award-report"


def obstacles_to_drafting(tender: Tender) -> list[Obstacle]:
    """Why no report can be made now: the ranking is not there, or a lot has no clear winner."""
    undecided = lots_to_decide(tender)
    obstacles = obstacles_to_deciding_on(tender.status, undecided_lots=len(undecided))
    if obstacles:
        return obstacles
    return obstacles_to_allotting(list(allotments_of(tender).values()), places_to_allot(tender))


def draft_award_report(
    tender: Tender, answers: Mapping[Item, Answer], *, actor: Actor, now: datetime
) -> AwardReport:
    """Write or rewrite the draft; ``answers`` are the items that only a person can answer."""
    thin = [obstacle for item, answer in answers.items() for obstacle in obstacles_to_answer(item, answer)]
    refuse_if(obstacles_to_drafting(tender) + thin)
    still_open = obstacles_to_adopting(items_of(report_facts(tender, answers)))
    report = draft_report_of(tender)
    version = report.number if report else len(reports_of(tender)) + 1
    data = {**report_data(tender, answers, version=version, now=now), "drafted_by": actor.name}
    if report is None:
        report = AwardReport(tender=tender, number=version, status=ReportStatus.DRAFT)
        db.session.add(report)
    report.answers = {item.value: [answer.applies, answer.text] for item, answer in answers.items()}
    report.data = data
    report.is_complete = not still_open
    report.drafted_at, report.drafted_by_id = now, actor.account_id
    db.session.flush()
    # The draft is printed too, so that whoever decides reads what will be adopted.
    _print(report, actor=actor, now=now)
    trail.record("award_report.drafted", report, actor=actor, now=now)
    return report


def answers_in(report: AwardReport) -> dict[Item, Answer]:
    """The answers a draft was made with."""
    return {Item(key): Answer(bool(applies), text) for key, (applies, text) in report.answers.items()}


def amount_to_award(tender: Tender) -> Decimal:
    """What a mandate must reach to: the maximum value of the lots to decide, else their estimate."""
    return sum_of(_amount(lot) for lot in lots_to_decide(tender))


def _amount(lot: Lot) -> Decimal:
    return lot.maximum_value if lot.maximum_value is not None else lot.expected_value


def obstacles_to_adopting_report(report: AwardReport, *, actor: Actor, now: datetime) -> list[Obstacle]:
    """Why this person cannot adopt this report now, for page and operation alike."""
    tender = report.tender
    if report.status != ReportStatus.DRAFT:
        return [Obstacle("report-adopted", "Dit gunningsverslag is al vastgesteld.")]
    signatures = {"opgesteld": report.drafted_by_id, "vastgesteld": report.adopted_by_id}
    return (
        obstacles_to_drafting(tender)
        + obstacles_to_adopting(items_of(report_facts(tender, answers_in(report))))
        # The letters repeat what the report says, so what cannot be sent cannot be decided either.
        + obstacles_to_telling(motivations_to_tell(tender))
        + obstacles_to_signing(signatures, as_="vastgesteld", account_id=actor.account_id)
        + obstacles_to_deciding(
            mandates_of(actor.account_id),
            kind=MandateKind.AWARD_DECISION,
            amount=amount_to_award(tender),
            on=now.date(),
        )
    )


def adopt_award_report(
    report: AwardReport, mandate_reference: str, *, actor: Actor, now: datetime
) -> AwardDecision:
    """Adopt the report and thereby decide; its PDF is made by the job process."""
    refuse_if(
        obstacles_to_reference(mandate_reference)
        + obstacles_to_adopting_report(report, actor=actor, now=now)
    )
    tender = report.tender
    report.data = {
        **report_data(tender, answers_in(report), version=report.number, now=now),
        "drafted_by": report.data.get("drafted_by"),
        "decision": {"by": actor.name, "mandate": mandate_reference.strip(), "at": now},
    }
    report.status, report.adopted_at, report.adopted_by_id = ReportStatus.ADOPTED, now, actor.account_id
    report.mandate_reference = mandate_reference.strip()
    # The draft's PDF stays in the house; the report points to the adopted one once it is made.
    report.document_id = None
    decision = AwardDecision(
        tender=tender,
        report=report,
        decided_at=now,
        decided_by_id=actor.account_id,
        mandate_reference=mandate_reference.strip(),
    )
    db.session.add(decision)
    tender.status = TenderStatus.DECIDED
    db.session.flush()
    _print(report, actor=actor, now=now)
    trail.record(
        "award_report.adopted",
        report,
        actor=actor,
        now=now,
        after={"mandate": report.mandate_reference, "lots": [lot.number for lot in lots_to_decide(tender)]},
    )
    return decision


def _print(report: AwardReport, *, actor: Actor, now: datetime) -> None:
    arguments: dict[str, Any] = {"report_id": report.id}
    job = request_job(
        REPORT_JOB, arguments, actor=actor, now=now, title=f"Gunningsverslag {report.tender.reference}"
    )
    report.job_id = job.id


def obstacles_to_reference(mandate_reference: str) -> list[Obstacle]:
    """Why a decision cannot stand on this: it names the mandate it was taken under."""
    if mandate_reference.strip():
        return []
    text = "Noem het mandaatbesluit waarop u beslist, bijvoorbeeld ‘Mandaatregister 2026, nr. 14’."
    return [Obstacle("mandate-unnamed", text, "mandate_reference")]
