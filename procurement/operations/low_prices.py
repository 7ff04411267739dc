"""The measure for strikingly low prices, and what they hold up."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from procurement.abnormally_low import obstacles_from_low_prices, obstacles_to_rule
from procurement.lifecycle import TenderStatus
from procurement.models.bidder_requests import LowPriceMeasure
from procurement.models.tenders import Tender
from procurement.operations.assessment_stage import obstacles_outside
from procurement.queries.assessment import bid_name
from procurement.queries.awards import lots_to_decide
from procurement.queries.bidder_requests import measures_of, signalled_bids
from procurement.queries.openings import are_prices_open
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.refusal import Obstacle, refuse_if

BEFORE_PRICES = (
    TenderStatus.DRAFT,
    TenderStatus.PUBLISHED,
    TenderStatus.OPENED,
    TenderStatus.ASSESSMENT,
    TenderStatus.QUALITY_LOCKED,
)


def set_low_price_measure(
    tender: Tender, percent: Decimal, floors: Mapping[int, Decimal | None], *, actor: Actor, now: datetime
) -> None:
    """Set from when a price is signalled: a share of the mean of the others, and a floor per lot (by id)."""
    refuse_if(
        obstacles_outside(tender, *BEFORE_PRICES) + obstacles_to_rule(percent, prices_are_open=are_prices_open(tender))
    )
    known = measures_of(tender.lots)
    for lot in tender.lots:
        row = known.get(lot.id)
        if row is None:
            row = LowPriceMeasure(lot_id=lot.id)
            db.session.add(row)
        row.percent, row.floor = percent, floors.get(lot.id)
        row.set_at, row.set_by_id = now, actor.account_id
    after = {"percent": percent, "floors": {str(lot.number): floors.get(lot.id) for lot in tender.lots}}
    trail.record("assessment.low_price_measure_set", tender, actor=actor, now=now, after=after)


def obstacles_from_prices(tender: Tender) -> list[Obstacle]:
    """Why the ranking waits for a decision on strikingly low prices."""
    signalled = signalled_bids(tender, lots_to_decide(tender))
    refused = [(each.bid, each.request) for each in signalled if each.request and each.request.is_satisfied is False]
    return obstacles_from_low_prices(
        undecided=[
            bid_name(each.bid) for each in signalled if each.request is None or each.request.is_satisfied is None
        ],
        unexplained=[bid_name(bid) for bid, request in refused if not request.breaks_law],
        unlawful=[bid_name(bid) for bid, request in refused if request.breaks_law],
    )
