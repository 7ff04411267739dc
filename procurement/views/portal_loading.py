"""What the portal's bid pages load: only what is this supplier's own."""

from collections.abc import Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass

from flask import abort

from procurement.bid_content import BidContent
from procurement.bids import ATTEMPT_NOTED, TOO_LATE, is_in_time
from procurement.late_bids import ANNOUNCED_IN_VAIN
from procurement.models.bids import Bid, BidDraft
from procurement.models.tenders import Lot, Tender
from procurement.operations.bids import record_late_attempt
from procurement.queries.bids import current_bid, draft_of, own_bid
from procurement.queries.outside_key import draft_content
from procurement.queries.tenders import lot_of, published_tender_by_reference
from townhall import clock
from townhall.accounts.gate import current_actor
from townhall.database import transaction
from townhall.organisations.models import Organisation
from townhall.organisations.queries import supplier_of
from townhall.refusal import Refusal


@dataclass(frozen=True)
class Desk:
    """A supplier at work on one lot: his draft, and his bid when there is one."""

    tender: Tender
    lot: Lot
    supplier: Organisation
    draft: BidDraft | None
    bid: Bid | None

    @property
    def content(self) -> BidContent:
        """What he wrote so far."""
        return draft_content(self.draft)

    @contextmanager
    def noting_late_attempts(self, what: str) -> Iterator[None]:
        """Around ``transaction()``: when it is refused because it is too late, only that is noted."""
        try:
            yield
        except Refusal as refusal:
            if self._was_too_late({obstacle.code for obstacle in refusal.obstacles}):
                with transaction():
                    record_late_attempt(
                        self.tender,
                        self.lot,
                        self.supplier,
                        what=what,
                        actor=current_actor(),
                        now=clock.now(),
                    )
                raise Refusal([*refusal.obstacles, ATTEMPT_NOTED]) from refusal
            raise

    def _was_too_late(self, codes: Set[str]) -> bool:
        closes_at = self.tender.closes_at
        has_closed = closes_at is not None and not is_in_time(clock.now(), closes_at)
        return TOO_LATE in codes or (has_closed and bool(codes & ANNOUNCED_IN_VAIN))


def own_firm_or_404() -> Organisation:
    """The firm of whoever is logged in."""
    return supplier_of(current_actor()) or abort(404)


def tender_or_404(reference: str) -> Tender:
    """A tender this supplier may see."""
    return published_tender_by_reference(reference, own_firm_or_404().id) or abort(404)


def desk_or_404(reference: str, number: int) -> Desk:
    """This supplier's work on this lot."""
    tender, supplier = tender_or_404(reference), own_firm_or_404()
    lot = lot_of(tender, number) or abort(404)
    return Desk(tender, lot, supplier, draft_of(lot.id, supplier.id), current_bid(lot.id, supplier.id))


def own_bid_or_404(bid_id: int) -> Bid:
    """A bid of this supplier; somebody else's does not exist."""
    return own_bid(bid_id, own_firm_or_404().id) or abort(404)
