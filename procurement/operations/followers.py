"""Who hears the news of a tender: suppliers, and visitors who confirmed their e-mail address.

A link in a mail carries what it is for, signed with the key of the house: nothing has to be kept for it.
"""

from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from procurement.lifecycle import TenderStatus
from procurement.models.followers import Follower
from procurement.models.tenders import Tender
from procurement.queries.followers import (
    confirmed_followers,
    expired_requests,
    follower_by_id,
    follower_with_email,
    supplier_addresses,
    unconfirmed_since,
)
from townhall.accounts.actor import VISITOR
from townhall.audit import trail
from townhall.database import db
from townhall.mail import add_mail
from townhall.refusal import Obstacle, refuse_if

#: How long the link of an unconfirmed request works.
GOOD_FOR = timedelta(days=2)
MOST_TRIES_PER_HOUR = 5


def tell_followers(tender: Tender, subject: str, template: str, *, now: datetime, **context: Any) -> None:
    """Mail everybody who follows this tender; a visitor's mail says how to stop it."""
    about = f"{subject}: {tender.title} ({tender.reference})"
    for address in supplier_addresses(tender):
        add_mail(to=address, subject=about, template=template, now=now, tender=tender, **context)
    for follower in confirmed_followers(tender):
        add_mail(
            to=follower.email,
            subject=about,
            template=template,
            now=now,
            tender=tender,
            unsubscribe_url=_link(follower, "afmelden"),
            **context,
        )


def request_following(tender: Tender, email: str, *, now: datetime) -> None:
    """Mail this address a link to confirm that it wants the news of the tender.

    An address that follows already gets nothing, and the page says the same to everybody.
    """
    refuse_if(_obstacles_to_following(tender, email, now))
    for expired in expired_requests(now - GOOD_FOR):
        db.session.delete(expired)
    db.session.flush()
    follower = follower_with_email(tender, email)
    if follower is not None and follower.confirmed_at is not None:
        return
    if follower is None:
        follower = Follower(tender=tender, tender_id=tender.id, email=email, asked_at=now)
        db.session.add(follower)
        db.session.flush()
    follower.asked_at = now
    add_mail(
        to=email,
        subject=f"Bevestig dat u deze aanbesteding wilt volgen: {tender.reference}",
        template="mail/follow_confirm.txt",
        now=now,
        tender=tender,
        confirm_url=_link(follower, "volgen"),
        days=GOOD_FOR.days,
    )
    trail.record("tender.following_requested", follower, actor=VISITOR, now=now)


def confirm_following(follower: Follower, *, now: datetime) -> None:
    """From now on this address gets the news. Doing it twice changes nothing."""
    if follower.confirmed_at is not None:
        return
    if follower.asked_at + GOOD_FOR < now:
        text = "Deze link is verlopen. Vraag op de pagina van de aanbesteding een nieuwe aan."
        refuse_if([Obstacle("link-expired", text)])
    follower.confirmed_at = now
    trail.record("tender.following_confirmed", follower, actor=VISITOR, now=now)


def stop_following(follower: Follower, *, now: datetime) -> None:
    """Forget the address."""
    trail.record("tender.following_stopped", follower, actor=VISITOR, now=now)
    db.session.delete(follower)


def follower_of(token: str, purpose: str) -> Follower | None:
    """The follower to whom this link was mailed; None when the link is none of ours, or he is gone."""
    try:
        follower_id, email = _signer(purpose).loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    follower = follower_by_id(follower_id)
    return follower if follower is not None and follower.email == email else None


def _obstacles_to_following(tender: Tender, email: str, now: datetime) -> list[Obstacle]:
    obstacles = []
    if tender.status in (TenderStatus.AWARDED, TenderStatus.NOT_AWARDED, TenderStatus.WITHDRAWN):
        text = "Deze aanbesteding is afgelopen. Er komt geen nieuws meer."
        obstacles.append(Obstacle("tender-ended", text))
    if unconfirmed_since(email, now - timedelta(hours=1)) >= MOST_TRIES_PER_HOUR:
        text = "Naar dit adres gingen al veel mails. Kijk in uw mail, of probeer het over een uur."
        obstacles.append(Obstacle("asked-too-often", text, "email"))
    return obstacles


def _signer(purpose: str) -> URLSafeSerializer:
    key = current_app.secret_key
    assert isinstance(key, (str, bytes)), "the application has a key"
    return URLSafeSerializer(key, salt=f"procurement.followers.{purpose}")


def _link(follower: Follower, purpose: str) -> str:
    base_url = current_app.extensions["settings"].base_url
    token = _signer(purpose).dumps([follower.id, follower.email])
    return f"{base_url}/portaal/{purpose}/{token}"
