"""Writing mail in the transaction of the operation, and sending it afterwards."""

import smtplib
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Any

from flask import current_app, render_template
from sqlalchemy import or_, select

from townhall import clock
from townhall.config import Settings
from townhall.database import db, transaction
from townhall.mail.models import OutboxMail

#: Minutes to wait after the first, second … failure; then every day.
WAITS = (1, 5, 30, 120, 480)
LAST_TRY = 12


def add_mail(
    *, to: str, subject: str, template: str, now: datetime, unsubscribe_url: str = "", **context: Any
) -> OutboxMail:
    """Put a mail in the outbox; ``template`` is a plain-text template such as ``mail/welcome.txt``.

    Give an ``unsubscribe_url`` with mail that people asked for themselves: it answers a bare POST as well.
    """
    base_url = current_app.extensions["settings"].base_url
    mail = OutboxMail(
        message_id=make_msgid(domain="raamwerk.local"),
        to=to,
        subject=subject,
        body=render_template(template, base_url=base_url, unsubscribe_url=unsubscribe_url, **context).strip() + "\n",
        written_at=now,
        problem="",
        tries=0,
        unsubscribe_url=unsubscribe_url,
    )
    db.session.add(mail)
    return mail


def unsent(at: datetime, limit: int = 100) -> list[OutboxMail]:
    """Mail that is due to be sent, oldest first, taken so that no two senders take the same."""
    return list(
        db.session.scalars(
            select(OutboxMail)
            .where(OutboxMail.sent_at.is_(None), OutboxMail.tries < LAST_TRY)
            .where(or_(OutboxMail.try_after.is_(None), OutboxMail.try_after <= at))
            .order_by(OutboxMail.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
    )


def send_due_mail() -> int:
    """Send what waits, one transaction per mail; gives how many went out. Without an SMTP server nothing is sent."""
    settings: Settings = current_app.extensions["settings"]
    sent = 0
    while settings.smtp_host:
        with transaction():
            waiting = unsent(clock.machine_time(), limit=1)
            if not waiting:
                return sent
            sent += _try_to_send(waiting[0], settings)
    return sent


def _try_to_send(mail: OutboxMail, settings: Settings) -> int:
    now = clock.machine_time()
    mail.tries += 1
    try:
        _send(mail, settings)
    except (OSError, smtplib.SMTPException) as error:
        wait = WAITS[mail.tries - 1] if mail.tries <= len(WAITS) else 24 * 60
        mail.try_after = now + timedelta(minutes=wait)
        mail.problem = f"{type(error).__name__}: {error}"[:1000]
        return 0
    mail.sent_at, mail.problem = now, ""
    return 1


def message_of(mail: OutboxMail, settings: Settings) -> EmailMessage:
    """The mail as it goes over the line; with the headers of RFC 8058 when a mail program may stop it."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings.mail_from, mail.to, mail.subject
    message["Message-ID"], message["Date"] = mail.message_id, format_datetime(mail.written_at)
    if mail.unsubscribe_url:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.body)
    return message


def _send(mail: OutboxMail, settings: Settings) -> None:
    message = message_of(mail, settings)
    with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=20) as server:
        if settings.smtp_starttls:
            server.starttls()
        if settings.smtp_username:
            server.login(settings.smtp_username, settings.smtp_password)
        server.send_message(message)
