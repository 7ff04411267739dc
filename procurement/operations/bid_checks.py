"""Checking each opened bid: letting it in, or setting it aside with a reason."""

from collections.abc import Mapping
from datetime import datetime

from procurement.abnormally_low import obstacles_to_rejecting_as_low
from procurement.admissibility import (
    ABNORMALLY_LOW,
    CheckFacts,
    CheckOutcome,
    RejectionGround,
    obstacles_to_admitting,
    obstacles_to_rejecting,
)
from procurement.bidder_requests import REPAIRABLE, RequestKind, obstacles_while_repairing
from procurement.lifecycle import TenderStatus
from procurement.models.assessment import BidCheck
from procurement.models.bids import Bid
from procurement.operations.admissions import tell_applicant
from procurement.operations.assessment_stage import BEFORE_SCORING, obstacles_to_touching_bid
from procurement.proofs import Dated, obstacles_to_proofs, with_proofs
from procurement.queries.assessment import check_of, knock_outs_for
from procurement.queries.bidder_requests import requests_about
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.refusal import Obstacle, refuse_if

#: Under which name the check keeps that the turnover is enough.
TURNOVER = "turnover"
#: Nothing was sent along that has an age.
NO_PROOFS: Dated = {}


def check_bid(
    bid: Bid,
    *,
    is_complete: bool,
    knock_outs: Mapping[int, bool | None],
    meets_turnover: bool | None = None,
    remarks: str = "",
    proofs: Dated = NO_PROOFS,
    actor: Actor,
    now: datetime,
) -> BidCheck:
    """Admit a bid to the comparison: complete, every knock-out requirement (by id) met, no proof too old.

    ``meets_turnover`` says whether the bidder has the turnover its lot asks, where it asks one (art. 2.90).
    """
    requirements = knock_outs_for(bid)
    asks_turnover = bid.lot.turnover_required is not None
    said = {f"eis {each.code}": knock_outs.get(each.id) for each in requirements}
    facts = CheckFacts(is_complete, said | ({"de omzeteis": meets_turnover} if asks_turnover else {}), remarks)
    repairs = [each.facts() for each in requests_about(bid, REPAIRABLE)]
    refuse_if(
        obstacles_to_touching_bid(bid)
        + obstacles_to_admitting(facts)
        + obstacles_while_repairing(repairs)
        + obstacles_to_proofs(proofs, bid_on=bid.received_at.date(), today=now.date())
    )
    check = _check_row(bid, actor, now)
    before = {"outcome": check.outcome} if check.id else {}
    check.outcome, check.is_complete, check.remarks = CheckOutcome.ADMITTED, is_complete, with_proofs(remarks, proofs)
    check.knock_outs = {str(each.id): True for each in requirements} | ({TURNOVER: True} if asks_turnover else {})
    check.ground, check.reason, check.rejected_at, check.rejected_by_id = None, "", None, None
    db.session.add(check)
    tell_applicant(check, now)
    trail.record("bid.admitted", bid, actor=actor, now=now, before=before, after={"outcome": check.outcome})
    return check


def reject_bid(bid: Bid, reason: str, *, ground: RejectionGround, actor: Actor, now: datetime) -> BidCheck:
    """Set a bid aside with a reason the bidder will read."""
    ranked = bid.tender.status not in BEFORE_SCORING | {TenderStatus.ASSESSMENT}
    refuse_if(
        obstacles_to_touching_bid(bid, also_ranked=True)
        + obstacles_to_rejecting(ground, reason, is_ranked=ranked)
        + _obstacles_to_rejecting_a_price(bid, ground)
    )
    check = _check_row(bid, actor, now)
    before = {"outcome": check.outcome} if check.id else {}
    check.outcome, check.ground, check.reason = CheckOutcome.REJECTED, ground, reason.strip()
    check.rejected_at, check.rejected_by_id = now, actor.account_id
    if not check.id:
        check.is_complete = ground != RejectionGround.INCOMPLETE
        check.knock_outs = {}
    db.session.add(check)
    tell_applicant(check, now)
    trail.record(
        "bid.rejected",
        bid,
        actor=actor,
        now=now,
        before=before,
        after={"outcome": check.outcome, "ground": ground},
        reason=reason.strip(),
    )
    return check


def _check_row(bid: Bid, actor: Actor, now: datetime) -> BidCheck:
    check = check_of(bid) or BidCheck(bid=bid, outcome=CheckOutcome.ADMITTED, knock_outs={}, remarks="")
    check.checked_at, check.checked_by_id = now, actor.account_id
    return check


def _obstacles_to_rejecting_a_price(bid: Bid, ground: RejectionGround) -> list[Obstacle]:
    if ground not in ABNORMALLY_LOW:
        return []
    asked = [each.facts() for each in requests_about(bid, [RequestKind.LOW_PRICE])]
    for_breach = ground == RejectionGround.UNLAWFULLY_LOW
    return obstacles_to_rejecting_as_low(asked[-1] if asked else None, for_breach=for_breach)
