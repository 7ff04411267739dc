"""What the job process does by itself, each thing safe to run twice."""

import logging
from datetime import UTC, datetime, timedelta

from flask import current_app

from alerts.collectors import facts_of
from alerts.operations.scanning import ScanResult, scan
from alerts.queries import last_scan, tuning
from townhall import clock
from townhall.accounts.actor import SYSTEM
from townhall.accounts.queries import accounts_with
from townhall.accounts.roles import Role
from townhall.audit import trail
from townhall.audit.queries import newest_entries, whole_trail
from townhall.database import db, transaction
from townhall.installation import forget_installation
from townhall.jobs.operations import make_rounds, run_due_jobs
from townhall.mail import add_mail
from townhall.mail.outbox import send_due_mail
from townhall.mail.returned import take_returned_mail

log = logging.getLogger(__name__)


#: What is urgent is not left lying until tomorrow: the facts are looked at again after this long.
SCAN_EVERY = timedelta(hours=1)


def scan_now() -> ScanResult:
    """Look at all facts as they are now and bring the alerts in line; the first of the day mails the head."""
    forget_installation()
    now = clock.now()
    newest = last_scan()
    is_first = newest is None or newest.ran_on != now.date()
    verdict = trail.verify(whole_trail()) if is_first else None
    db.session.rollback()
    with transaction():
        facts = facts_of(now.date(), verdict=verdict)
        result = scan(facts, actor=SYSTEM, now=now, tuning=tuning(), trail_verdict=verdict)
        if is_first:
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


def take_returns() -> None:
    """Read the mail that came back, when the installation has a folder for it."""
    folder = current_app.extensions["settings"].returned_mail_folder
    if folder is not None:
        take_returned_mail(folder, clock.machine_time())


def scan_when_due() -> None:
    """The scan, when it has not run for an hour, also after downtime or when the clock was ahead."""
    forget_installation()
    newest = last_scan()
    now = clock.now()
    db.session.rollback()
    if newest is None or newest.ran_on != now.date() or not _is_lately(newest.ended_at, now):
        result = scan_now()
        log.info("scan: %s raised, %s closed, %s open", len(result.raised), len(result.closed), result.open)


def _is_lately(ended_at: datetime, now: datetime) -> bool:
    # In UTC: on the clock of Amsterdam the hour that comes twice in October would look like no time at all.
    return timedelta() <= now.astimezone(UTC) - ended_at.astimezone(UTC) < SCAN_EVERY


#: What the clockwork does all the time, each on its own: a job that hangs or stumbles is seen by the scan and mailed.
PARTS = (make_rounds, run_due_jobs, send_due_mail, take_returns, scan_when_due)
