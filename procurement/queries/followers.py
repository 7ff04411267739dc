"""Questions about who hears the news of a tender."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from procurement.models.bids import Registration
from procurement.models.followers import Follower
from procurement.models.tenders import Tender, TenderInvitation
from townhall.database import db
from townhall.organisations.models import Organisation


def supplier_addresses(tender: Tender) -> list[str]:
    """E-mail addresses of the suppliers who registered their interest or were invited, each once."""
    registered = (
        select(Organisation.email)
        .join(Registration, Registration.supplier_id == Organisation.id)
        .where(Registration.tender_id == tender.id)
    )
    invited = (
        select(Organisation.email)
        .join(TenderInvitation, TenderInvitation.supplier_id == Organisation.id)
        .where(TenderInvitation.tender_id == tender.id)
    )
    found = db.session.scalars(registered.union(invited))
    return sorted({address for address in found if address})


def confirmed_followers(tender: Tender) -> Sequence[Follower]:
    """The visitors who confirmed that they want the news by e-mail."""
    return db.session.scalars(
        select(Follower)
        .where(Follower.tender_id == tender.id, Follower.confirmed_at.is_not(None))
        .order_by(Follower.email)
    ).all()


def follower_count(tender: Tender) -> int:
    """How many addresses get the news of this tender."""
    confirmed = select(func.count(Follower.id)).where(
        Follower.tender_id == tender.id, Follower.confirmed_at.is_not(None)
    )
    return len(supplier_addresses(tender)) + (db.session.scalar(confirmed) or 0)


def follower_with_email(tender: Tender, email: str) -> Follower | None:
    """The row of this address at this tender."""
    return db.session.scalar(select(Follower).where(Follower.tender_id == tender.id, Follower.email == email))


def follower_by_id(follower_id: int) -> Follower | None:
    """A follower, for a link that was mailed."""
    return db.session.get(Follower, follower_id)


def unconfirmed_since(email: str, since: datetime) -> int:
    """How many requests of this address wait for confirmation since this moment."""
    waiting = select(func.count(Follower.id)).where(
        Follower.email == email, Follower.confirmed_at.is_(None), Follower.asked_at >= since
    )
    return db.session.scalar(waiting) or 0


def expired_requests(before: datetime) -> Sequence[Follower]:
    """Requests that were never confirmed and whose link no longer works."""
    return db.session.scalars(select(Follower).where(Follower.confirmed_at.is_(None), Follower.asked_at < before)).all()
