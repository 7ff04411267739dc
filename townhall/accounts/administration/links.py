"""Making and using links that are mailed: random, kept as a hash, good for one time and some days."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, update

from townhall.accounts.administration.models import PASSWORD_PURPOSES, LinkPurpose, MailedLink
from townhall.accounts.queries import hash_of_token
from townhall.database import db
from townhall.mail import add_mail
from townhall.refusal import Obstacle, Refusal

GOOD_FOR = {
    LinkPurpose.CONFIRM_REGISTRATION: timedelta(days=2),
    LinkPurpose.CHOOSE_PASSWORD: timedelta(days=7),
    LinkPurpose.FORGOTTEN_PASSWORD: timedelta(days=1),
}

USED = Obstacle(
    "link-used",
    "Deze link is al gebruikt of verlopen. Vraag een nieuwe aan, of log in als u al een wachtwoord koos.",
)


def mail_link(
    purpose: LinkPurpose, *, to: str, subject: str, template: str, now: datetime,
    account_id: int | None = None, registration_id: int | None = None, **context: Any,
) -> None:  # fmt: skip
    """Mail somebody a new link; an earlier unused link for the same thing stops working."""
    _end_earlier_links(purpose, account_id, registration_id, now)
    token = secrets.token_urlsafe(32)
    link = MailedLink(
        token_hash=hash_of_token(token),
        purpose=purpose,
        account_id=account_id,
        registration_id=registration_id,
        mailed_at=now,
        expires_at=now + GOOD_FOR[purpose],
    )
    db.session.add(link)
    days = GOOD_FOR[purpose].days
    add_mail(to=to, subject=subject, template=template, now=now, token=token, days=days, **context)


def use_link(link: MailedLink, now: datetime) -> None:
    """Use the link up. Raises ``Refusal`` when somebody else was faster."""
    claimed = db.session.execute(
        update(MailedLink)
        .where(MailedLink.id == link.id, MailedLink.used_at.is_(None), MailedLink.expires_at > now)
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(claimed, CursorResult)
    if claimed.rowcount != 1:
        raise Refusal([USED])


def end_links_of(account_id: int, now: datetime) -> None:
    """Let every link of this account that was not used stop working: its password was chosen."""
    for purpose in PASSWORD_PURPOSES:
        _end_earlier_links(purpose, account_id, None, now)


def _end_earlier_links(
    purpose: LinkPurpose, account_id: int | None, registration_id: int | None, now: datetime
) -> None:
    db.session.execute(
        update(MailedLink)
        .where(
            MailedLink.purpose == purpose,
            MailedLink.account_id == account_id,
            MailedLink.registration_id == registration_id,
            MailedLink.used_at.is_(None),
        )
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
