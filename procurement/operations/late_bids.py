"""Bids around the closing: deciding about what was finished after it, by two people, and moving it after an outage."""

from datetime import datetime

from procurement.bids import MOVES, BidStatus
from procurement.late_bids import (
    obstacles_to_dropping,
    obstacles_to_moving_after_outage,
    obstacles_to_proposing,
    obstacles_to_settling,
)
from procurement.models.bids import Bid
from procurement.models.late_bids import LateDecision
from procurement.models.tenders import ClosingMove, Tender
from procurement.operations.bids import count_bid, end_bid
from procurement.operations.followers import tell_followers
from procurement.operations.tenders import shift_closing
from procurement.permissions import ProcurementPermission
from procurement.queries.late_bids import closing_facts, decision_on, decisions_of, held_bids
from procurement.queries.openings import opener_of
from townhall.accounts.actor import Actor
from townhall.accounts.gate import holds
from townhall.audit import trail
from townhall.database import db, number_lock
from townhall.mail import add_mail
from townhall.refusal import refuse_if


def propose_late_decision(bid: Bid, *, admits: bool, reason: str, actor: Actor, now: datetime) -> LateDecision:
    """Propose whether a bid takes part that was begun before the closing and received after it, with the reason."""
    refuse_if(obstacles_to_proposing(bid.status, reason, has_proposal=decision_on(bid) is not None))
    assert actor.account_id is not None, "a person proposes"
    decision = LateDecision(
        bid=bid, bid_id=bid.id, admits=admits, reason=reason.strip(), proposed_by_id=actor.account_id, proposed_at=now
    )
    db.session.add(decision)
    after = {"content_hash": bid.content_hash, "admitted": admits}
    trail.record("bid.late_proposed", bid, actor=actor, now=now, after=after, reason=decision.reason)
    return decision


def settle_late_decision(decision: LateDecision, *, actor: Actor, now: datetime) -> None:
    """Set what was proposed, by a second person; the bidder gets the decision and its reason by mail.

    An admitted bid takes the place of what its bidder handed in before; a refused one stays sealed for good.
    """
    bid = decision.bid
    number_lock(f"opening:{bid.tender_id}")
    _refuse_settling(decision, actor)
    if decision.admits:
        count_bid(bid, now)
    else:
        end_bid(bid, BidStatus.REFUSED, now)
    decision.decided_by_id, decision.decided_at = actor.account_id, now
    add_mail(
        to=bid.supplier.email,
        subject=f"Besluit over uw inschrijving op {bid.tender.reference}, perceel {bid.lot.number}",
        template="mail/bid_late_decided.txt",
        now=now,
        bid=bid,
        decision=decision,
    )
    trail.record(
        "bid.late_decided",
        bid,
        actor=actor,
        now=now,
        after={"content_hash": bid.content_hash, "admitted": decision.admits, "status": bid.status.value},
        reason=decision.reason,
    )


def drop_late_proposal(decision: LateDecision, *, actor: Actor, now: datetime) -> None:
    """Take a proposal away that a second person does not agree with, or that its maker regrets."""
    is_settled = decision.decided_at is not None
    refuse_if(obstacles_to_dropping(is_settled=is_settled, may_settle=_may_settle(decision.bid, actor)))
    before = {"admitted": decision.admits, "reason": decision.reason}
    trail.record("bid.late_proposal_dropped", decision.bid, actor=actor, now=now, before=before)
    db.session.delete(decision)


def move_closing_after_outage(
    tender: Tender, to: datetime, *, reason: str, minutes_out: int, actor: Actor, now: datetime
) -> ClosingMove:
    """Move the closing because of an outage, also after it passed (art. 2.109 AW); everybody who follows is told.

    Bids that were finished after the old closing are in time now. ``minutes_out`` is what the outage file says.
    """
    number_lock(f"opening:{tender.id}")
    refuse_if(obstacles_to_moving_after_outage(closing_facts(tender), to, reason, now))
    before = {"closes_at": tender.closes_at}
    held, proposals = held_bids(tender), decisions_of(tender)
    move = shift_closing(tender, to, reason=reason, now=now)
    for bid in held:
        count_bid(bid, now)
        if bid.id in proposals:
            db.session.delete(proposals[bid.id])
    subject = "Sluiting verplaatst na een storing"
    tell_followers(tender, subject, "mail/closing_moved_after_outage.txt", now=now, move=move)
    trail.record(
        "tender.closing_moved_after_outage",
        tender,
        actor=actor,
        now=now,
        before=before,
        after={"closes_at": to, "minutes_out": minutes_out, "admitted": [bid.receipt_code for bid in held]},
        reason=reason.strip(),
    )
    return move


def _refuse_settling(decision: LateDecision, actor: Actor) -> None:
    refuse_if(
        obstacles_to_settling(
            proposed_by_id=decision.proposed_by_id,
            actor_id=actor.account_id,
            is_settled=decision.decided_at is not None,
            may_settle=_may_settle(decision.bid, actor),
        )
    )
    assert BidStatus.SUBMITTED in MOVES[decision.bid.status], "a proposal exists for held bids only"


def _may_settle(bid: Bid, actor: Actor) -> bool:
    """A buyer, or somebody who was named to open the bids of this tender."""
    if holds(actor, ProcurementPermission.TENDER_PUBLISH):
        return True
    return opener_of(bid.tender, actor.account_id) is not None
