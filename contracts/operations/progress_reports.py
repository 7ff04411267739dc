"""Agreeing how often the supplier reports, the report itself, and the municipality's answer."""

from datetime import date, datetime
from typing import Any

from contracts.models.frameworks import FrameworkContract
from contracts.models.performance import ProgressReport, ReportingAgreement
from contracts.operations.performance import obstacles_to_contract
from contracts.privacy import obstacles_to_free_text
from contracts.queries.progress_reports import due_of, report_over, reports_of, rhythms_of
from contracts.queries.track_figures import track_counts
from contracts.reporting import Rhythm, obstacles_to_agreeing_rhythm, obstacles_to_reporting
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.documents.models import Document
from townhall.periods import Period
from townhall.refusal import Obstacle, refuse_if


def agree_on_rhythm(contract: FrameworkContract, rhythm: Rhythm, *, actor: Actor, now: datetime) -> ReportingAgreement:
    """Agree how often the supplier reports from a day on; earlier agreements hold until then."""
    earlier = [each.facts() for each in rhythms_of([contract.id])[contract.id]]
    sent = reports_of(contract)
    refuse_if(
        [
            *obstacles_to_contract(contract),
            *obstacles_to_agreeing_rhythm(
                rhythm, earlier, term=Period(contract.starts_on, contract.ends_on),
                last_reported=sent[0].ends_on if sent else None,
            ),
        ]
    )  # fmt: skip
    row = ReportingAgreement(
        contract_id=contract.id, from_on=rhythm.from_on, every_months=rhythm.every_months,
        within_days=rhythm.within_days, recorded_by_id=actor.account_id,
    )  # fmt: skip
    db.session.add(row)
    after = {"from_on": rhythm.from_on, "every_months": rhythm.every_months, "within_days": rhythm.within_days}
    trail.record("contract.reporting_agreed", contract, actor=actor, now=now, after=after)
    return row


def submit_report(
    contract: FrameworkContract, starts_on: date, *, results: str, bottlenecks: str = "", plans: str = "",
    document: Document | None = None, actor: Actor, now: datetime,
) -> ProgressReport:  # fmt: skip
    """Send the report over one period; the counts of Raamwerk over that period are kept with it."""
    assert actor.account_id is not None, "a person reports"
    due, earlier = due_of(contract, starts_on), report_over(contract, starts_on)
    words = {"results": results, "bottlenecks": bottlenecks, "plans": plans}
    refuse_if(
        [
            *obstacles_to_reporting(due, None if earlier is None else earlier.submitted_at, today=now.date()),
            *(obstacle for field, text in words.items() for obstacle in obstacles_to_free_text(text, field=field)),
        ]
    )
    assert due is not None, "refused above"
    report = ProgressReport(
        contract_id=contract.id, contract=contract, starts_on=due.period.starts_on, ends_on=due.period.ends_on,
        due_on=due.due_on, facts_then=counts_to_show(contract, due.period, today=now.date()), document=document,
        submitted_by_id=actor.account_id, submitted_at=now, **words,
    )  # fmt: skip
    db.session.add(report)
    after = {"from": due.period.starts_on, "until": due.period.ends_on, "due_on": due.due_on}
    trail.record("contract.report_submitted", contract, actor=actor, now=now, after=after)
    return report


def read_report(report: ProgressReport, response: str, *, actor: Actor, now: datetime) -> None:
    """Say that the report was read, with an answer to the supplier where there is something to say."""
    found = obstacles_to_free_text(response, field="response")
    if report.read_at is not None:
        found.append(Obstacle("read-already", "Deze rapportage is al gelezen."))
    refuse_if(found)
    report.read_at, report.read_by_id, report.response = now, actor.account_id, response
    after = {"from": report.starts_on, "until": report.ends_on}
    trail.record("contract.report_read", report.contract, actor=actor, now=now, after=after)


def counts_to_show(contract: FrameworkContract, period: Period, *, today: date) -> dict[str, Any]:
    """The counts of the tracks that started in the period, so that the supplier need not count by hand."""
    counts = track_counts([contract.id], period, today=today)[contract.id]
    return {
        "started": counts.started,
        "placed": counts.placed,
        "dropped_out": counts.dropped_out_without_reason,
        "dropped_out_with_reason": counts.dropped_out_with_reason,
    }
