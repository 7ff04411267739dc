"""Questions about bids around the closing: held ones, decisions about them, and hashes delivered in time."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload

from procurement.bids import BidStatus
from procurement.late_bids import AnnouncedFacts, ClosingFacts, last_moment_for_announced
from procurement.models.bids import Bid
from procurement.models.late_bids import BidHash, LateDecision
from procurement.models.openings import Opening
from procurement.models.tenders import ClosingMove, Lot, Tender
from townhall.audit.models import AuditEntry
from townhall.database import db
from townhall.decrees.queries import equated_days
from townhall.filters import moment


def held_bids(tender: Tender) -> list[Bid]:
    """Bids begun before the closing and received after it, about which nobody has decided, in order of receipt."""
    return list(
        db.session.scalars(
            select(Bid)
            .where(Bid.tender_id == tender.id, Bid.status == BidStatus.HELD)
            .options(joinedload(Bid.supplier), joinedload(Bid.lot))
            .order_by(Bid.received_at, Bid.id)
        )
    )


def ran_over_bids(tender: Tender) -> list[Bid]:
    """Bids begun before a closing and received after it, whatever was decided; in order of receipt."""
    moves = select(ClosingMove.moved_from).where(ClosingMove.tender_id == tender.id)
    closings = [closing for closing in (tender.closes_at, *db.session.scalars(moves)) if closing is not None]
    return list(
        db.session.scalars(
            select(Bid)
            .where(
                Bid.tender_id == tender.id,
                or_(*(and_(Bid.begun_at <= closing, Bid.received_at > closing) for closing in closings)),
            )
            .options(joinedload(Bid.supplier), joinedload(Bid.lot))
            .order_by(Bid.received_at, Bid.id)
        )
    )


def number_held(tender: Tender) -> int:
    """How many bids wait for a decision before the others can be opened."""
    statement = select(func.count()).where(Bid.tender_id == tender.id, Bid.status == BidStatus.HELD)
    return db.session.scalar(statement) or 0


def decision_on(bid: Bid) -> LateDecision | None:
    """What was proposed or decided about this late bid."""
    return db.session.scalar(select(LateDecision).where(LateDecision.bid_id == bid.id))


def decisions_of(tender: Tender) -> dict[int, LateDecision]:
    """What was proposed or decided about the late bids of a tender, by bid."""
    found = db.session.scalars(
        select(LateDecision)
        .join(Bid, Bid.id == LateDecision.bid_id)
        .where(Bid.tender_id == tender.id)
        .options(joinedload(LateDecision.proposed_by), joinedload(LateDecision.decided_by))
    )
    return {decision.bid_id: decision for decision in found}


def late_words(received: Sequence[Bid]) -> dict[int, str]:
    """Per bid that came in after the closing: why it takes part or not, for the proces-verbaal."""
    ids = [bid.id for bid in received]
    words = {
        each.bid_id: f"begonnen vóór de sluiting; {'toegelaten' if each.admits else 'geweigerd'} op "
        f"{moment(each.decided_at)}: {each.reason}"
        for each in db.session.scalars(
            select(LateDecision).where(LateDecision.bid_id.in_(ids), LateDecision.decided_at.is_not(None))
        )
    }
    return words | {
        each.bid_id: f"op tijd: hash ontvangen op {moment(each.delivered_at)} (art. 2.109a)"
        for each in db.session.scalars(select(BidHash).where(BidHash.bid_id.in_(ids)))
        if each.bid_id is not None
    }


@dataclass(frozen=True)
class LateAttempt:
    """Somebody tried something after the closing; nothing of what was sent is kept."""

    at: datetime
    who: str
    supplier: str
    lot: int
    what: str


def late_attempts(tender: Tender) -> list[LateAttempt]:
    """Who tried what after the closing, latest first, as the trail has it."""
    entries = db.session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.act == "bid.attempted_too_late",
            AuditEntry.subject_type == Tender.__tablename__,
            AuditEntry.subject_id == str(tender.id),
        )
        .order_by(AuditEntry.id.desc())
    )
    noted = [(entry, json.loads(entry.after)) for entry in entries]
    return [
        LateAttempt(entry.at, entry.actor_name, after["supplier"], after["lot"], after["what"])
        for entry, after in noted
    ]


def closing_facts(tender: Tender) -> ClosingFacts:
    """What decides whether an outage may move the closing."""
    opened = select(Opening.id).where(Opening.tender_id == tender.id, Opening.completed_at.is_not(None))
    return ClosingFacts(tender.status, tender.closes_at, db.session.scalar(opened.limit(1)) is not None)


def hashes_by(lot: Lot, supplier_id: int | None) -> list[BidHash]:
    """The hashes this supplier delivered in time for this lot, oldest first."""
    return list(
        db.session.scalars(
            select(BidHash)
            .where(BidHash.lot_id == lot.id, BidHash.supplier_id == supplier_id)
            .order_by(BidHash.id)
        )
    )


def hashes_of(tender: Tender) -> list[BidHash]:
    """Every hash that was delivered in time for a tender, with who delivered it."""
    return list(
        db.session.scalars(
            select(BidHash)
            .where(BidHash.tender_id == tender.id)
            .options(joinedload(BidHash.supplier), joinedload(BidHash.lot))
            .order_by(BidHash.id)
        )
    )


def announced_until(tender: Tender) -> datetime | None:
    """Until when a bid may still follow whose hash came in time; None when none is awaited."""
    awaited = select(BidHash.id).where(BidHash.tender_id == tender.id, BidHash.bid_id.is_(None)).limit(1)
    if tender.closes_at is None or db.session.scalar(awaited) is None:
        return None
    return last_moment_for_announced(tender.closes_at, equated_days())


def announced_facts(tender: Tender, lot: Lot, supplier_id: int | None) -> AnnouncedFacts:
    """What decides whether a bid that was announced by a hash comes in."""
    assert tender.closes_at is not None, "a published tender closes"
    waiting = {each.sha256 for each in hashes_by(lot, supplier_id) if each.bid_id is None}
    last_moment = last_moment_for_announced(tender.closes_at, equated_days())
    return AnnouncedFacts(tender.closes_at, tender.status, waiting, last_moment)
