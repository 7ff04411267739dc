"""Facts of the house itself: work that fails, mail that does not arrive, the trail, the disk."""

import shutil
from datetime import datetime, timedelta
from fractions import Fraction

from flask import current_app
from sqlalchemy import exists, or_, select

from alerts.due import Fact
from alerts.models import Scan
from alerts.occasion import OccasionKind
from invoices.models import InvoicePackage, PackageFile
from invoices.packages import PackageFileStatus
from townhall.audit.trail import ChainVerdict
from townhall.database import db
from townhall.filters import day, moment
from townhall.jobs.models import Job, JobState
from townhall.jobs.operations import LONGEST
from townhall.mail.models import OutboxMail

#: Work that waits longer than this says that the clockwork stands still.
LATE_WORK = timedelta(hours=2)
#: A mail that did not leave for a day needs a human.
LATE_MAIL = timedelta(days=1)
#: So long a ZIP with a file that failed is told: after that the supplier has sent it anew, or has called.
GIVEN_UP_LATELY = timedelta(days=14)


def facts(now: datetime, verdict: ChainVerdict | None) -> list[Fact]:
    """All facts of the house itself."""
    return [*jobs(now), *packages(now), *mail(now), *trail(verdict, now), *disk()]


def jobs(now: datetime) -> list[Fact]:
    """Work that failed for good, that got stuck, or that nobody does."""
    rows = db.session.scalars(
        select(Job)
        .where(
            or_(
                Job.state == JobState.FAILED,
                (Job.state == JobState.RUNNING) & (Job.begun_at < now - LONGEST),
                (Job.state == JobState.WAITING) & (Job.requested_at < now - LATE_WORK),
            )
        )
        .order_by(Job.id)
        .limit(100)
    )
    return [
        Fact(
            OccasionKind.JOB_FAILS, f"job:{job.id}",
            f"{job.title}, gevraagd op {moment(job.requested_at)}: {_what_is_wrong(job)}.",
            "/beheer/postvak", due_on=job.requested_at.date(),
        )
        for job in rows
    ]  # fmt: skip


def _what_is_wrong(job: Job) -> str:
    if job.state == JobState.FAILED:
        return "mislukt"
    return "loopt vast" if job.state == JobState.RUNNING else "wordt niet opgepakt"


def packages(now: datetime) -> list[Fact]:
    """ZIPs with invoices of which a file failed lately, or of which nobody gives the files their turn."""
    gave_up = exists().where(
        PackageFile.package_id == InvoicePackage.id, PackageFile.status == PackageFileStatus.FAILED
    )
    rows = db.session.scalars(
        select(InvoicePackage)
        .where(
            or_(
                (InvoicePackage.ended_at >= now - GIVEN_UP_LATELY) & gave_up,
                InvoicePackage.ended_at.is_(None) & (InvoicePackage.offered_at < now - LATE_WORK),
            )
        )
        .order_by(InvoicePackage.id)
        .limit(100)
    )
    return [
        Fact(
            OccasionKind.JOB_FAILS, f"invoice_package:{each.id}",
            f"Inlezen van de facturen in {each.filename}, ingestuurd op {moment(each.offered_at)}: "
            f"{'een bestand is mislukt' if each.ended_at else 'loopt vast'}.",
            "/beheer/postvak", due_on=each.offered_at.date(),
        )
        for each in rows
    ]  # fmt: skip


def mail(now: datetime) -> list[Fact]:
    """Mail that was refused, came back, or does not leave; what somebody set aside is done."""
    rows = db.session.scalars(
        select(OutboxMail)
        .where(
            OutboxMail.set_aside_at.is_(None),
            or_(
                OutboxMail.refused_at.is_not(None), OutboxMail.returned_at.is_not(None),
                OutboxMail.sent_at.is_(None) & (OutboxMail.tries > 0) & (OutboxMail.written_at < now - LATE_MAIL),
            ),
        )
        .order_by(OutboxMail.id)
        .limit(100)
    )  # fmt: skip
    return [
        Fact(
            OccasionKind.MAIL_UNDELIVERABLE, f"outbox_mail:{each.id}",
            f"‘{each.subject}’ aan {each.to} van {moment(each.written_at)}: {_what_became_of(each)}.",
            "/beheer/postvak", due_on=each.written_at.date(),
        )
        for each in rows
    ]  # fmt: skip


def _what_became_of(mail_: OutboxMail) -> str:
    if mail_.returned_at is not None:
        return "teruggekomen"
    return "geweigerd door de mailserver" if mail_.refused_at is not None else "gaat al een dag niet weg"


def trail(verdict: ChainVerdict | None, now: datetime) -> list[Fact]:
    """What a walk through the whole trail found just now, or the last time: the first scan of every day walks."""
    if verdict is not None:
        broken_at, looked_on = verdict.broken_at, now.date()
    else:
        newest = select(Scan.trail_broken_at, Scan.ran_on).where(Scan.trail_checked.is_(True)).order_by(Scan.id.desc())
        broken_at, looked_on = db.session.execute(newest.limit(1)).first() or (None, now.date())
    if broken_at is None:
        return []
    about = f"Regel {broken_at} van het spoor past niet bij de regel ervoor. Gezien op {day(looked_on)}."
    return [Fact(OccasionKind.TRAIL_BROKEN, "trail", about, "/spoor/", level=Fraction(1))]


def disk() -> list[Fact]:
    """How full the disk is on which documents, and a SQLite database, lie."""
    usage = shutil.disk_usage(current_app.extensions["settings"].instance_folder)
    level = Fraction(usage.used, usage.used + usage.free)
    about = f"Er is nog {usage.free // 10**9} GB vrij van {usage.total // 10**9} GB."
    return [Fact(OccasionKind.DISK_FULL, "disk", about, "/werkvoorraad/", level=level)]
