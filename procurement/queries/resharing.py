"""Questions about who holds which share of a tender's key, and about letting somebody in."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from procurement.bids import EnvelopeKind
from procurement.models.openings import KeyShare, Opener, Resharing, TenderKey
from procurement.models.tenders import Tender
from procurement.queries.openings import openers_of, openings_of
from procurement.resharing import Pair, ResharingFacts, partners_of
from townhall.database import db


def shares_of(tender: Tender) -> list[KeyShare]:
    """Every share of the keys of this tender, with its key."""
    return list(
        db.session.scalars(
            select(KeyShare)
            .join(KeyShare.tender_key)
            .where(TenderKey.tender_id == tender.id)
            .options(joinedload(KeyShare.tender_key))
            .order_by(KeyShare.id)
        )
    )


def pairs_in(shares: Sequence[KeyShare]) -> frozenset[Pair]:
    """The pairs that hold a share of the key of the prices, as they do of the quality."""
    return frozenset(
        (share.first_opener_id, share.second_opener_id)
        for share in shares
        if share.tender_key.kind == EnvelopeKind.PRICE
    )


def partners_by_opener(tender: Tender) -> dict[int, list[Opener]]:
    """Per opener with whom he can open, in the order in which they were named."""
    openers = openers_of(tender)
    partners = partners_of(pairs_in(shares_of(tender)))
    return {
        opener.id: [other for other in openers if other.id in partners.get(opener.id, frozenset())]
        for opener in openers
    }


def pending_resharing(tender: Tender) -> Resharing | None:
    """Who waits to be let in."""
    return db.session.scalar(
        select(Resharing)
        .where(Resharing.tender_id == tender.id, Resharing.ended_at.is_(None))
        .options(
            joinedload(Resharing.account),
            joinedload(Resharing.key),
            joinedload(Resharing.first_opener).joinedload(Opener.account),
        )
    )


def resharings_of(tender: Tender) -> list[Resharing]:
    """Who was let in by whom, oldest first; not what was stopped."""
    return list(
        db.session.scalars(
            select(Resharing)
            .where(Resharing.tender_id == tender.id, Resharing.second_opener_id.is_not(None))
            .options(
                joinedload(Resharing.account),
                joinedload(Resharing.first_opener).joinedload(Opener.account),
                joinedload(Resharing.second_opener).joinedload(Opener.account),
            )
            .order_by(Resharing.id)
        )
    )


def resharing_facts(tender: Tender, shares: Sequence[KeyShare]) -> ResharingFacts:
    """What decides whether somebody may be let in."""
    openers = {opener.account_id: opener.id for opener in openers_of(tender)}
    pending = pending_resharing(tender)
    prices = openings_of(tender).get(EnvelopeKind.PRICE)
    return ResharingFacts(
        opener_ids=frozenset(openers.values()),
        has_shares=bool(shares),
        all_open=prices is not None and prices.completed_at is not None,
        first_opener_id=pending.first_opener_id if pending else None,
        newcomer_opener_id=openers.get(pending.account_id) if pending else None,
    )
