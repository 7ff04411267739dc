"""What the job process does by itself, each thing safe to run twice."""

import logging
from datetime import datetime

from alerts.collectors import facts_of
from alerts.operations import ScanResult, scan
from alerts.queries import last_scan
from townhall import clock
from townhall.accounts.actor import SYSTEM
from townhall.accounts.queries import accounts_with
from townhall.accounts.roles import Role
from townhall.audit.queries import newest_entries
from townhall.database import db, transaction
from townhall.installation import forget_installation
from townhall.jobs.operations import make_rounds, run_due_jobs
from townhall.mail import add_mail
from townhall.mail.outbox import send_due_mail

log = logging.getLogger(__name__)


def daily_scan() -> ScanResult:
    """Look at all facts as they are today and bring the alerts in line."""
    forget_installation()
    now = clock.now()
    with transaction():
        result = scan(facts_of(now.date()), actor=SYSTEM, now=now)
        mail_head_of_trail(now)
        return result


def mail_head_of_trail(now: datetime) -> None:
    """Send the last hash of the trail to the auditors: outside this database it proves that nothing was rewritten."""
    last = db.session.scalars(newest_entries().limit(1)).first()
    if last is None:
        return
    for auditor in accounts_with(Role.AUDITOR):
        add_mail(
            to=auditor.email, subject="Raamwerk: de kop van het spoor", template="mail/trail_head.txt", now=now,
            name=auditor.name, entry=last,
        )  # fmt: skip


def catch_up() -> None:
    """What is due now: rounds, jobs, mail, and the scan when it has not run yet today (also after downtime)."""
    make_rounds()
    run_due_jobs()
    send_due_mail()
    forget_installation()
    newest = last_scan()
    today = clock.today()
    db.session.rollback()
    if newest is None or newest.ran_on < today:
        result = daily_scan()
        log.info("scan: %s raised, %s closed, %s open", len(result.raised), len(result.closed), result.open)
