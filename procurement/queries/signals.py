"""The signals of a tender, from the bids that were opened and the rankings that count."""

from collections.abc import Mapping
from decimal import Decimal

from procurement.models.award import Ranking
from procurement.models.tenders import Tender
from procurement.queries.assessment import rejected_checks
from procurement.queries.bids import opened_bids
from procurement.red_flags import FlagBid, FlagLot, Signal, red_flags


def signals_of(tender: Tender, rankings: Mapping[int, Ranking]) -> list[Signal]:
    """What stands out on the lots of this tender now; prices only where ``rankings`` (by lot) hold them."""
    set_aside = {check.bid_id for check in rejected_checks(tender)}
    prices = {row.bid_id: row.evaluation_price for ranking in rankings.values() for row in ranking.rows}
    bids = opened_bids(tender)
    return red_flags(
        [
            FlagLot(
                lot.number,
                tuple(
                    FlagBid(
                        bid.supplier.name,
                        is_set_aside=bid.id in set_aside,
                        price=prices.get(bid.id),
                        fees=_fees(rankings.get(lot.id), bid.supplier.name),
                    )
                    for bid in bids
                    if bid.lot_id == lot.id
                ),
            )
            for lot in tender.lots
        ]
    )


def _fees(ranking: Ranking | None, bidder: str) -> tuple[Decimal, ...]:
    given = ranking.snapshot["fees"].get(bidder, []) if ranking is not None else []
    return tuple(Decimal(fee["amount"]) for fee in given)
