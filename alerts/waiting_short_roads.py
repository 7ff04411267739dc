"""What waits on the shorter roads: one offer, applications to an open house, and the selection of candidates."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select

from alerts.waiting import has_bid, tenders
from contracts.queries.admissions import admission_lacks_contract
from procurement.bids import BidStatus
from procurement.lifecycle import TenderStatus
from procurement.models.assessment import BidCheck
from procurement.models.bids import Bid
from procurement.models.selection import ParticipationRequest
from procurement.models.tenders import Lot, Tender
from procurement.procedures import OPENED_BY_ONE, Procedure
from procurement.selection import RequestStatus
from townhall.accounts.actor import Actor


def _unchecked() -> ColumnElement[bool]:
    return has_bid(Bid.status == BidStatus.OPENED, ~exists().where(BidCheck.bid_id == Bid.id))


def one_to_open(_actor: Actor, now: datetime) -> Select[Any]:
    """Applications that came in, and the one offer once it is whole or its time is over."""
    without = ~exists().where(Bid.lot_id == Lot.id, Bid.status == BidStatus.SUBMITTED)
    is_whole = ~exists().where(Lot.tender_id == Tender.id, without) | (Tender.closes_at < now)
    return tenders(
        Tender.status == TenderStatus.PUBLISHED,
        has_bid(Bid.status == BidStatus.SUBMITTED),
        (Tender.procedure == Procedure.OPEN_HOUSE) | ((Tender.procedure == Procedure.SINGLE_PRIVATE) & is_whole),
    )


def offers_to_check(_actor: Actor, _now: datetime) -> Select[Any]:
    """The one offer, or applications, that one person opened and nobody checked."""
    return tenders(
        Tender.procedure.in_(OPENED_BY_ONE),
        Tender.status.in_((TenderStatus.PUBLISHED, TenderStatus.OPENED)),
        _unchecked(),
    )


def offers_to_choose(_actor: Actor, _now: datetime) -> Select[Any]:
    """The one offer that was checked and waits for a choice."""
    return tenders(
        Tender.procedure == Procedure.SINGLE_PRIVATE,
        Tender.status == TenderStatus.OPENED,
        has_bid(Bid.status == BidStatus.OPENED),
        ~_unchecked(),
    )


def requests_to_judge(_actor: Actor, now: datetime) -> Select[Any]:
    """Restricted tenders whose term for requests to take part has passed, with a request and no selection yet."""
    asked = exists().where(
        ParticipationRequest.tender_id == Tender.id, ParticipationRequest.status == RequestStatus.RECEIVED
    )
    return tenders(
        Tender.status == TenderStatus.PUBLISHED, Tender.requests_until < now, Tender.selected_at.is_(None), asked
    )


def admissions(_actor: Actor, _now: datetime) -> Select[Any]:
    """Who was let into an open house and has no contract."""
    return (
        select(BidCheck.id.label("key"))
        .join(Bid, Bid.id == BidCheck.bid_id)
        .join(Tender, Tender.id == Bid.tender_id)
        .where(admission_lacks_contract())
    )
