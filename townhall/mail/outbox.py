"""Writing mail in the transaction of the operation, and sending it afterwards."""

import smtplib
from datetime import datetime, timedelta
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime, make_msgid, parseaddr
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
#: Answers after which trying again has no sense: no such postbox, moved, wrong, refused (RFC 5321, 4.2.3). A full
#: postbox (552) may be emptied.
FOR_GOOD = frozenset({550, 551, 553, 554})


def add_mail(
    *, to: str, subject: str, template: str, now: datetime, unsubscribe_url: str = "", html_template: str = "",
    **context: Any,
) -> OutboxMail:  # fmt: skip
    """Put a mail in the outbox; ``template`` is a plain-text template such as ``mail/welcome.txt``.

    Give an ``unsubscribe_url`` with mail that people asked for themselves: it answers a bare POST as well.
    """
    base_url = current_app.extensions["settings"].base_url
    mail = OutboxMail(
        message_id=make_msgid(domain="raamwerk.local"),
        to=to,
        subject=subject,
        body=render_template(template, base_url=base_url, unsubscribe_url=unsubscribe_url, **context).strip() + "\n",
        html=render_template(html_template, base_url=base_url, **context) if html_template else "",
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
            .where(OutboxMail.sent_at.is_(None), OutboxMail.tries < LAST_TRY, OutboxMail.refused_at.is_(None))
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
        mail.answer = _send(mail, settings)[:500]
    except smtplib.SMTPRecipientsRefused as error:
        [(code, said)] = error.recipients.values()
        mail.problem = f"{code} {said.decode(errors='replace')}"[:1000]
        mail.refused_at = now if code in FOR_GOOD else None
        mail.try_after = now + timedelta(minutes=_wait(mail.tries))
        return 0
    except (OSError, smtplib.SMTPException, ValueError, MessageError) as error:
        # The last two: an address or subject that cannot go over the line. It holds up no other mail.
        mail.try_after = now + timedelta(minutes=_wait(mail.tries))
        mail.problem = f"{type(error).__name__}: {error}"[:1000]
        return 0
    mail.sent_at, mail.problem = now, ""
    return 1


def _wait(tries: int) -> int:
    return WAITS[tries - 1] if tries <= len(WAITS) else 24 * 60


def message_of(mail: OutboxMail, settings: Settings) -> EmailMessage:
    """The mail as it goes over the line; with the headers of RFC 8058 when a mail program may stop it."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings.mail_from, mail.to, mail.subject
    message["Message-ID"], message["Date"] = mail.message_id, format_datetime(mail.written_at)
    if mail.unsubscribe_url:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.body)
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    return message


def _send(mail: OutboxMail, settings: Settings) -> str:
    """Hand the mail over; gives what the server said when it took it."""
    message = message_of(mail, settings)
    with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=20) as server:
        if settings.smtp_starttls:
            server.starttls()
        if settings.smtp_username:
            server.login(settings.smtp_username, settings.smtp_password)
        code, said = _hand_over(server, message)
    return f"{code} {said.decode(errors='replace')}"


def _hand_over(server: smtplib.SMTP, message: EmailMessage) -> tuple[int, bytes]:
    """As ``send_message``, which keeps the last answer to itself."""
    sender, to = parseaddr(message["From"])[1], parseaddr(message["To"])[1]
    server.ehlo_or_helo_if_needed()
    code, said = server.mail(sender)
    if code >= 400:
        raise smtplib.SMTPSenderRefused(code, said, sender)
    code, said = server.rcpt(to)
    if code >= 400:
        raise smtplib.SMTPRecipientsRefused({to: (code, said)})
    code, said = server.data(message.as_bytes(policy=SMTP_POLICY))
    if code >= 400:
        raise smtplib.SMTPDataError(code, said)
    return code, said
