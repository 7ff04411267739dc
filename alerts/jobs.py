"""What the job process does by itself, each thing safe to run twice."""

import logging

from alerts.collectors import facts_of
from alerts.operations import ScanResult, scan
from alerts.queries import last_scan
from townhall import clock
from townhall.accounts.actor import SYSTEM
from townhall.database import db, transaction
from townhall.installation import forget_installation
from townhall.jobs.operations import run_due_jobs
from townhall.mail.outbox import send_due_mail

log = logging.getLogger(__name__)


def daily_scan() -> ScanResult:
    """Look at all facts as they are today and bring the alerts in line."""
    forget_installation()
    now = clock.now()
    with transaction():
        return scan(facts_of(now.date()), actor=SYSTEM, now=now)


def catch_up() -> None:
    """What is due now: jobs, mail, and the scan when it has not run yet today (also after downtime)."""
    run_due_jobs()
    send_due_mail()
    forget_installation()
    newest = last_scan()
    today = clock.today()
    db.session.rollback()
    if newest is None or newest.ran_on < today:
        result = daily_scan()
        log.info("scan: %s raised, %s closed, %s open", len(result.raised), len(result.closed), result.open)
