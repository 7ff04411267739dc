"""Questions about what one person opens: the one offer that was asked, and applications to an open house."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from procurement.admissibility import CheckOutcome
from procurement.bids import BidStatus
from procurement.models.assessment import BidCheck
from procurement.models.bids import Bid
from procurement.models.tenders import Tender
from procurement.offers import ChoiceFacts, ReceivedFacts
from procurement.queries.awards import lots_to_decide
from procurement.queries.bids import CURRENT
from procurement.queries.openings import is_opened_by_one
from townhall.database import db


def sealed_bids(tender: Tender) -> list[Bid]:
    """What was handed in and not opened yet, in order of receipt."""
    return list(
        db.session.scalars(
            select(Bid)
            .where(Bid.tender_id == tender.id, Bid.status == BidStatus.SUBMITTED)
            .options(joinedload(Bid.supplier), joinedload(Bid.lot))
            .order_by(Bid.received_at, Bid.id)
        )
    )


def current_bids(tender: Tender) -> list[Bid]:
    """What counts now, sealed or opened, latest first."""
    return list(
        db.session.scalars(
            select(Bid)
            .where(Bid.tender_id == tender.id, Bid.status.in_(CURRENT))
            .options(joinedload(Bid.supplier), joinedload(Bid.lot))
            .order_by(Bid.received_at.desc(), Bid.id.desc())
        )
    )


def received_facts(tender: Tender) -> ReceivedFacts:
    """What decides whether one person may open what came in."""
    bids = current_bids(tender)
    return ReceivedFacts(
        procedure=tender.procedure,
        status=tender.status,
        closes_at=tender.closes_at,
        has_key_of_one=is_opened_by_one(tender),
        sealed=sum(bid.status == BidStatus.SUBMITTED for bid in bids),
        lots=len(tender.lots),
        lots_with_bid=len({bid.lot_id for bid in bids}),
    )


def outcome_of(bid: Bid) -> CheckOutcome | None:
    """What came of the check of this bid; None while nobody checked it."""
    return db.session.scalar(select(BidCheck.outcome).where(BidCheck.bid_id == bid.id))


def admitted_by_lot(tender: Tender) -> dict[int, Bid]:
    """The admitted offer per lot; of one supplier there is one at most."""
    return {check.bid.lot_id: check.bid for check in admissions_of(tender)}


def admissions_of(tender: Tender) -> list[BidCheck]:
    """The bids that were opened, checked and admitted, oldest admission first."""
    return list(
        db.session.scalars(
            select(BidCheck)
            .join(Bid, Bid.id == BidCheck.bid_id)
            .where(
                Bid.tender_id == tender.id,
                Bid.status == BidStatus.OPENED,
                BidCheck.outcome == CheckOutcome.ADMITTED,
            )
            .options(
                joinedload(BidCheck.bid).options(joinedload(Bid.supplier), joinedload(Bid.lot)),
            )
            .order_by(BidCheck.checked_at, BidCheck.id)
        )
    )


def choice_facts(tender: Tender) -> ChoiceFacts:
    """What the choice of the one offer looks at."""
    undecided, admitted = lots_to_decide(tender), admissions_of(tender)
    with_offer = {check.bid.lot_id for check in admitted}
    return ChoiceFacts(
        procedure=tender.procedure,
        status=tender.status,
        undecided=[f"perceel {lot.number}" for lot in undecided],
        without_admitted=[f"perceel {lot.number}" for lot in undecided if lot.id not in with_offer],
        checked_by=frozenset(check.checked_by_id for check in admitted),
        has_maximum_values=all(lot.maximum_value is not None for lot in undecided),
    )
