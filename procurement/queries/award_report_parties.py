"""Whom the gunningsverslag names beside the bidders: candidates of a selection, and firms that bid along."""

from collections.abc import Sequence

from procurement.award_terms import plain
from procurement.models.bids import Bid, BidDeclaration
from procurement.models.tenders import Tender
from procurement.parties import KIND_LABELS, parties_of
from procurement.queries.assessment import declarations_of
from procurement.queries.award_report_lots import lot_name, winning_rows
from procurement.queries.selection import requests_of
from procurement.selection import RequestStatus


def candidates_in(tender: Tender, status: RequestStatus) -> tuple[tuple[str, str], ...]:
    """The candidates of whom this was decided, by name with the reason they were told; none without a selection."""
    found = [each for each in requests_of(tender) if each.status == status]
    return tuple((each.supplier.name, each.outcome or each.reason) for each in found)


def declared_prior_involvement(bids: Sequence[Bid]) -> tuple[str, ...]:
    """The bidders who say in their declaration that they took part in the preparation, by name."""
    declared = declarations_of([bid.id for bid in bids])
    names = {
        bid.supplier.name for bid in bids if bid.id in declared and declared[bid.id].applies.get("prior_involvement")
    }
    return tuple(sorted(names))


def bidding_along_with(tender: Tender) -> tuple[str, ...]:
    """With whom the winners bid, as their own declarations say (art. 2.132 lid 1 onder h)."""
    winners = [row.bid for _, row, _ in winning_rows(tender)]
    declared = declarations_of([bid.id for bid in winners])
    return tuple(line for bid in winners if bid.id in declared for line in _lines(bid, declared[bid.id]))


def _lines(bid: Bid, declared: BidDeclaration) -> list[str]:
    return [
        f"{lot_name(bid.lot)}: {bid.supplier.name} noemt {party.name} (KvK {party.kvk_number}), "
        f"{KIND_LABELS[party.kind].lower()}, {plain(party.share)} %: {party.part}"
        for party in parties_of(declared.parties).firms
    ]
