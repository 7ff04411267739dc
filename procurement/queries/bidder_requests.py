"""Questions about what was asked of bidders after the opening, and about strikingly low prices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from procurement.abnormally_low import LowPrice, LowPriceRule, low_prices
from procurement.admissibility import CheckOutcome
from procurement.bidder_requests import RequestKind
from procurement.bids import EnvelopeKind
from procurement.models.assessment import BidCheck
from procurement.models.bidder_requests import BidderRequest, LowPriceMeasure
from procurement.models.bids import Bid
from procurement.models.tenders import Lot, Tender
from procurement.queries.assessment import bid_name, checks_of
from procurement.queries.bids import opened_bids, prices_of
from procurement.queries.openings import opening_of
from procurement.ranking import FeeFacts, evaluation_price
from townhall.database import db


@dataclass(frozen=True)
class Signalled:
    """A bid with a strikingly low price, and what was done about it."""

    bid: Bid
    low: LowPrice
    rule: LowPriceRule
    request: BidderRequest | None


def requests_of(tender: Tender, kinds: Sequence[RequestKind] = tuple(RequestKind)) -> list[BidderRequest]:
    """What was asked about the bids of this tender, by lot and bidder, with bid and document."""
    return list(
        db.session.scalars(
            select(BidderRequest)
            .join(Bid, Bid.id == BidderRequest.bid_id)
            .where(Bid.tender_id == tender.id, BidderRequest.kind.in_(kinds))
            .options(
                joinedload(BidderRequest.bid).options(joinedload(Bid.supplier), joinedload(Bid.lot)),
                joinedload(BidderRequest.document),
            )
            .order_by(Bid.lot_id, Bid.id, BidderRequest.id)
        )
    )


def requests_about(bid: Bid, kinds: Sequence[RequestKind] = tuple(RequestKind)) -> list[BidderRequest]:
    """What was asked about this bid, oldest first."""
    return list(
        db.session.scalars(
            select(BidderRequest)
            .where(BidderRequest.bid_id == bid.id, BidderRequest.kind.in_(kinds))
            .options(joinedload(BidderRequest.document))
            .order_by(BidderRequest.id)
        )
    )


def request_of_tender(tender: Tender, request_id: int) -> BidderRequest | None:
    """This request, when it is about a bid of this tender."""
    return db.session.scalar(
        select(BidderRequest)
        .join(Bid, Bid.id == BidderRequest.bid_id)
        .where(BidderRequest.id == request_id, Bid.tender_id == tender.id)
    )


def own_request(request_id: int, supplier_id: int) -> BidderRequest | None:
    """This request, when it was sent to this supplier."""
    return db.session.scalar(
        select(BidderRequest)
        .join(Bid, Bid.id == BidderRequest.bid_id)
        .where(BidderRequest.id == request_id, Bid.supplier_id == supplier_id, BidderRequest.sent_at.is_not(None))
    )


def requests_to(supplier_id: int | None) -> list[BidderRequest]:
    """What this supplier was asked, latest first."""
    return list(
        db.session.scalars(
            select(BidderRequest)
            .join(Bid, Bid.id == BidderRequest.bid_id)
            .where(Bid.supplier_id == supplier_id, BidderRequest.sent_at.is_not(None))
            .options(joinedload(BidderRequest.bid).options(joinedload(Bid.tender), joinedload(Bid.lot)))
            .order_by(BidderRequest.sent_at.desc(), BidderRequest.id)
        )
    )


def count_open_requests_to(supplier_id: int | None, now: datetime) -> int:
    """How many requests still wait for an answer of this supplier."""
    return (
        db.session.scalar(
            select(func.count(BidderRequest.id))
            .join(Bid, Bid.id == BidderRequest.bid_id)
            .where(Bid.supplier_id == supplier_id, BidderRequest.answered_at.is_(None), BidderRequest.due_at >= now)
        )
        or 0
    )


def earlier_term(requests: Sequence[BidderRequest]) -> int | None:
    """The term that was given before, in working days; None when nothing was sent."""
    return next((each.term_days for each in requests if each.sent_at is not None), None)


def bids_without_a_judgement(tender: Tender, requests: Sequence[BidderRequest]) -> list[str]:
    """The opened bids that were neither checked nor noted for repair, as people name them."""
    bids = opened_bids(tender)
    seen = checks_of([bid.id for bid in bids]).keys() | {each.bid_id for each in requests}
    return [bid_name(bid) for bid in bids if bid.id not in seen]


def measures_of(lots: Sequence[Lot]) -> dict[int, LowPriceMeasure]:
    """The measures that were set, per lot (by id)."""
    rows = db.session.scalars(select(LowPriceMeasure).where(LowPriceMeasure.lot_id.in_([lot.id for lot in lots])))
    return {row.lot_id: row for row in rows}


def low_price_rules(lots: Sequence[Lot]) -> dict[int, LowPriceRule]:
    """The measure per lot (by id): what was set, or the usual one."""
    known = measures_of(lots)
    return {
        lot.id: LowPriceRule(known[lot.id].percent, known[lot.id].floor) if lot.id in known else LowPriceRule()
        for lot in lots
    }


def signalled_bids(tender: Tender, lots: Sequence[Lot]) -> list[Signalled]:
    """The admitted bids on these lots whose price is strikingly low; none while the prices are closed.

    Each is compared with every bid that took part when the prices opened, also with one that fell away since: what
    was decided about a price stays decided.
    """
    opening = opening_of(tender, EnvelopeKind.PRICE)
    if opening is None or opening.completed_at is None:
        return []
    bids = [bid for bid in opened_bids(tender) if bid.lot_id in {lot.id for lot in lots}]
    ids = [bid.id for bid in bids]
    checks, prices, rules = checks_of(ids), _evaluation_prices(bids), low_price_rules(lots)
    asked = {each.bid_id: each for each in requests_of(tender, [RequestKind.LOW_PRICE])}
    found = []
    for lot in lots:
        then = [bid for bid in bids if bid.lot_id == lot.id and _took_part(checks.get(bid.id), opening.completed_at)]
        low = low_prices({bid.id: prices[bid.id] for bid in then if bid.id in prices}, rules[lot.id])
        found += [
            Signalled(bid, low[bid.id], rules[lot.id], asked.get(bid.id))
            for bid in then
            if bid.id in low and checks[bid.id].outcome == CheckOutcome.ADMITTED
        ]
    return found


def _took_part(check: BidCheck | None, prices_opened_at: datetime) -> bool:
    """Whether a bid was still in the comparison when the prices opened."""
    return check is not None and (check.rejected_at is None or check.rejected_at >= prices_opened_at)


def _evaluation_prices(bids: Sequence[Bid]) -> dict[int, Decimal]:
    """Per bid (by id) what one client costs, of those whose every price is open."""
    opened = prices_of([bid.id for bid in bids])
    return {
        bid.id: evaluation_price(
            [FeeFacts(each.label, opened[bid.id][each.id], each.expected_attainment) for each in bid.lot.milestones]
        )
        for bid in bids
        if bid.lot.milestones and all(each.id in opened[bid.id] for each in bid.lot.milestones)
    }
