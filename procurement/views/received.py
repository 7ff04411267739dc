"""For staff: the bids that came in, and what is in them once two openers have opened them.

Every look inside is written to the trail.
"""

from flask import Blueprint, abort, render_template, send_file
from flask.typing import ResponseReturnValue

from procurement.bids import BidStatus
from procurement.models.bids import Bid
from procurement.models.tenders import Tender
from procurement.operations.bids import record_reading
from procurement.parties import parties_of
from procurement.permissions import ProcurementPermission
from procurement.queries.award_terms import award_of
from procurement.queries.bids import (
    answers_of,
    bid_of_tender,
    costs_of,
    declaration_of,
    documents_of,
    milestones_for,
    prices_of,
    quality_criteria,
    requirements_for,
    submissions,
)
from procurement.queries.exclusion import exclusion_grounds_of
from procurement.queries.openings import are_prices_open
from procurement.views.bid_reading import may_read_bids, may_read_outcome, statement_first
from procurement.views.tender_loading import tabs_of, tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.documents import storage
from townhall.organisations.queries import shortcomings_of

pages = Blueprint("received", __name__, url_prefix="/aanbestedingen")


@pages.route("/<reference>/inschrijvingen")
@allowed(ProcurementPermission.BID_LIST)
def index(reference: str) -> ResponseReturnValue:
    """Who handed in what and when; nothing of what is in it."""
    tender = tender_or_404(reference)
    return render_template(
        "procurement/openings/received.html",
        tender=tender,
        received=submissions(tender),
        may_read=may_read_bids(tender),
        tabs=tabs_of(tender),
    )


@pages.route("/<reference>/inschrijvingen/<int:bid_id>")
@allowed(ProcurementPermission.BID_READ, records_reading=True)
def show(reference: str, bid_id: int) -> ResponseReturnValue:
    """An opened bid."""
    tender, bid = _opened_or_404(reference, bid_id)
    if (elsewhere := statement_first(bid)) is not None:
        return elsewhere
    with transaction():
        record_reading(bid, what="inhoud", actor=current_actor(), now=clock.now())
    answers, declaration = answers_of([bid.id]), declaration_of(bid)
    return render_template(
        "procurement/openings/bid.html",
        tender=tender,
        bid=bid,
        grounds=exclusion_grounds_of(tender),
        declaration=declaration,
        shortcomings=shortcomings_of([bid.supplier_id], on=bid.received_at.date()),
        parties=parties_of(declaration.parties if declaration else {}),
        requirements=requirements_for(bid.lot),
        criteria=quality_criteria(tender.id),
        by_requirement={answer.requirement_id: answer for answer in answers},
        by_criterion={answer.criterion_id: answer for answer in answers},
        documents=documents_of([bid.id]),
        milestones=milestones_for(bid.lot),
        prices=prices_of([bid.id])[bid.id],
        cost_lines=award_of(tender).cost_lines,
        costs=costs_of([bid.id])[bid.id],
        prices_are_open=are_prices_open(tender),
        may_read_prices=may_read_outcome(tender),
    )


@pages.route("/<reference>/inschrijvingen/<int:bid_id>/document/<int:position>")
@allowed(ProcurementPermission.BID_READ, records_reading=True)
def document(reference: str, bid_id: int, position: int) -> ResponseReturnValue:
    """A document of an opened bid."""
    _, bid = _opened_or_404(reference, bid_id)
    if (elsewhere := statement_first(bid)) is not None:
        return elsewhere
    found = next((each for each in documents_of([bid.id]) if each.position == position), None) or abort(404)
    with transaction():
        record_reading(bid, what=f"document {position}", actor=current_actor(), now=clock.now())
    return send_file(
        storage.open_checked(found.document),
        mimetype=found.document.media_type,
        download_name=found.document.filename,
        as_attachment=found.document.media_type != "application/pdf",
    )


def _opened_or_404(reference: str, bid_id: int) -> tuple[Tender, Bid]:
    tender = tender_or_404(reference)
    bid = bid_of_tender(tender, bid_id)
    if bid is None or bid.status != BidStatus.OPENED:
        abort(404)
    return tender, bid
