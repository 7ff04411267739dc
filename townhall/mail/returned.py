"""Mail that came back: read from a folder into which the mail server puts what bounces (RFC 3464)."""

from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from pathlib import Path

from sqlalchemy import select

from townhall.accounts.actor import SYSTEM
from townhall.audit import trail
from townhall.database import db, transaction
from townhall.mail.models import OutboxMail

#: A report of more than this is no report.
LARGEST = 5_000_000
#: Where a report goes that was read.
READ = "gelezen"


def take_returned_mail(folder: Path, now: datetime) -> int:
    """Read every report in this folder, or in ``new`` of a Maildir, once; gives how many told of a mail of ours."""
    taken = 0
    for path in sorted(_reports_in(folder)):
        done = folder / READ / path.name
        done.parent.mkdir(exist_ok=True)
        if path.stat().st_size <= LARGEST:
            with transaction():
                taken += _take(message_from_bytes(path.read_bytes()), now)
        path.replace(done)
    return taken


def _reports_in(folder: Path) -> Iterator[Path]:
    for place in (folder, folder / "new"):
        if place.is_dir():
            yield from (path for path in place.iterdir() if path.is_file())


def _take(report: Message, now: datetime) -> int:
    mail = db.session.scalar(select(OutboxMail).where(OutboxMail.message_id.in_(_numbers_in(report))))
    if mail is None or mail.returned_at is not None:
        return 0
    mail.returned_at, mail.problem = now, _reason_in(report)[:1000]
    trail.record("mail.returned", mail, actor=SYSTEM, now=now, after={"problem": mail.problem})
    return 1


def _numbers_in(report: Message) -> list[str]:
    """The numbers of the mails that the report holds, whole or by their headers.

    Anybody can send to the address that bounces go to: headers are read as they are, for understanding what is in
    them stumbles over ``<>``.
    """
    found = []
    for part in report.walk():
        if part.get_content_type() == "text/rfc822-headers":
            payload = part.get_payload(decode=True)
            part = message_from_bytes(payload if isinstance(payload, bytes) else b"")
        if number := part.get("Message-ID"):
            found.append(str(number).strip())
    return found


def _reason_in(report: Message) -> str:
    for part in report.walk():
        for field in ("Diagnostic-Code", "Status"):
            if said := part.get(field):
                return " ".join(str(said).split())
    return "Teruggekomen zonder reden"
