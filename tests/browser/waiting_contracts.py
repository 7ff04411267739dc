"""States of contracts and of the house that the story of the demo does not leave behind."""

from datetime import date, timedelta

from flask import url_for
from sqlalchemy import select

from alerts.operations.settings import make_feed
from contracts.kpis import KpiCode
from contracts.models.performance import ImprovementPlan
from contracts.operations.defaults import announce_default
from contracts.operations.progress_reports import agree_on_rhythm
from contracts.reporting import Rhythm
from tests.conftest import MONDAY
from tests.factories.contracts import account_of, running_contract
from townhall.accounts.roles import Role
from townhall.database import db
from townhall.mail.models import OutboxMail


def a_contract_kept_in_hand() -> dict[str, list[str]]:
    """A supplier who owes a report, an improvement plan and an answer to a default notice."""
    contract, coen = running_contract(), account_of("Coen")
    by_coen = {"actor": coen.actor(), "now": MONDAY}
    notice = announce_default(
        contract, failing="Geen rapportage over het derde kwartaal", demanded="Lever de rapportage",
        hearing_on=MONDAY.date() + timedelta(days=10), **by_coen,
    )  # fmt: skip
    agree_on_rhythm(contract, Rhythm(date(2026, 7, 1), 3), **by_coen)
    plan = ImprovementPlan(
        contract_id=contract.id, code=KpiCode.PLACED, opened_on=MONDAY.date(), due_on=date(2026, 12, 14),
        reason="De norm is niet gehaald", recorded_by_id=coen.id,
        facts_then={"count": "12", "of": "39", "value": "30.8", "norm": "50", "unit": "percent"},
    )  # fmt: skip
    db.session.add(plan)
    db.session.flush()
    at = {"number": contract.number}
    return {
        "Sanne": [
            url_for("contracts.portal_frameworks.default_notice", sequence=notice.sequence, **at),
            url_for("contracts.portal_performance.plan", plan_id=plan.id, **at),
            url_for("contracts.portal_performance.report", starts_on="2026-07-01", **at),
        ],
        "Coen": [
            url_for(
                "alerts.preferences.feed", token=make_feed(coen, Role.CONTRACT_MANAGER, actor=coen.actor(), now=MONDAY)
            )
        ],
    }


def a_mail_that_was_refused() -> dict[str, list[str]]:
    """A mail to an address that does not exist."""
    mail = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id)).first()
    assert mail is not None
    mail.sent_at, mail.refused_at, mail.problem = None, MONDAY, "550 5.1.1 onbekend"
    return {"Ali": [url_for("pages.set_aside", mail_id=mail.id)]}
