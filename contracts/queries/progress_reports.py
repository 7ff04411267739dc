"""Questions about progress reports: what is due, what was sent, and what waits to be read."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from contracts.models.frameworks import FrameworkContract
from contracts.models.performance import ProgressReport, ReportingAgreement
from contracts.reporting import DueReport, ReportState, due_reports, state_of
from townhall.database import db
from townhall.periods import Period

Sent = tuple[DueReport, datetime | None]


@dataclass(frozen=True)
class ReportLine:
    """A period of a contract to report on, with the report when there is one."""

    due: DueReport
    report: ProgressReport | None
    state: ReportState


def rhythms_of(contract_ids: Sequence[int]) -> dict[int, list[ReportingAgreement]]:
    """Per contract how often is reported, oldest agreement first."""
    found: dict[int, list[ReportingAgreement]] = defaultdict(list)
    for agreement in db.session.scalars(
        select(ReportingAgreement)
        .where(ReportingAgreement.contract_id.in_(contract_ids))
        .order_by(ReportingAgreement.from_on)
    ):
        found[agreement.contract_id].append(agreement)
    return found


def reports_with_days(contracts: Sequence[FrameworkContract]) -> dict[int, list[Sent]]:
    """Per contract every period to report on, with the moment on which the report came. Two queries.

    What was sent keeps the days of then; what is still to come follows from the rhythm that holds.
    """
    ids = [contract.id for contract in contracts]
    rhythms = rhythms_of(ids)
    rows = db.session.execute(
        select(
            ProgressReport.contract_id, ProgressReport.starts_on, ProgressReport.ends_on, ProgressReport.due_on,
            ProgressReport.submitted_at,
        ).where(ProgressReport.contract_id.in_(ids))
    )  # fmt: skip
    sent: dict[int, dict[date, Sent]] = defaultdict(dict)
    for contract_id, starts_on, ends_on, due_on, submitted_at in rows:
        sent[contract_id][starts_on] = (DueReport(Period(starts_on, ends_on), due_on), submitted_at)
    return {
        contract.id: [
            sent[contract.id].get(due.period.starts_on, (due, None))
            for due in due_reports([each.facts() for each in rhythms[contract.id]], ends_on=contract.ends_on)
        ]
        for contract in contracts
    }


def report_lines(contract: FrameworkContract, *, today: date) -> list[ReportLine]:
    """The reports of this contract up to the period that runs now, newest first."""
    reports = {report.starts_on: report for report in reports_of(contract)}
    return [
        ReportLine(due, reports.get(due.period.starts_on), state_of(due, sent_at, today=today))
        for due, sent_at in reversed(reports_with_days([contract])[contract.id])
        if due.period.starts_on <= today
    ]


def reports_of(contract: FrameworkContract) -> list[ProgressReport]:
    """What the supplier sent, newest first."""
    return list(
        db.session.scalars(
            select(ProgressReport)
            .where(ProgressReport.contract_id == contract.id)
            .options(joinedload(ProgressReport.submitted_by), joinedload(ProgressReport.read_by))
            .order_by(ProgressReport.starts_on.desc())
        )
    )


def report_over(contract: FrameworkContract, starts_on: date) -> ProgressReport | None:
    """The report over the period that starts on this day."""
    return db.session.scalar(
        select(ProgressReport)
        .where(ProgressReport.contract_id == contract.id, ProgressReport.starts_on == starts_on)
        .options(joinedload(ProgressReport.document), joinedload(ProgressReport.submitted_by))
    )


def due_of(contract: FrameworkContract, starts_on: date) -> DueReport | None:
    """The period that starts on this day, when a report over it was agreed."""
    for due, _sent_at in reports_with_days([contract])[contract.id]:
        if due.period.starts_on == starts_on:
            return due
    return None


def contract_of_report_document(document_id: int) -> FrameworkContract | None:
    """The contract under which this document was sent with a report."""
    return db.session.scalar(
        select(FrameworkContract)
        .join(ProgressReport, ProgressReport.contract_id == FrameworkContract.id)
        .where(ProgressReport.document_id == document_id)
    )
