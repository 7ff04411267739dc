"""Which opened bids and scores the reader at the desk may read.

An assessor reads a bid only after his statement about the bidder, and only the scores of his own committee. Prices and
ranking are for him only after the decision: a committee that may have to score again must not know them.
"""

from flask import abort, redirect, url_for
from werkzeug.wrappers import Response

from procurement.lifecycle import TenderStatus
from procurement.models.bids import Bid
from procurement.models.tenders import Tender
from procurement.permissions import ProcurementPermission
from procurement.queries.assessment import member_of
from procurement.queries.conflicts import has_declared_about, undeclared_bidders
from procurement.queries.reassessment import begins_without_outcome
from townhall.accounts.gate import current_actor, may


def is_only_assessor() -> bool:
    """Does this person read bids as an assessor, and not as buyer or auditor?"""
    return may(ProcurementPermission.ASSESSMENT_SCORE) and not may(ProcurementPermission.ASSESSMENT_MANAGE)


def may_read_bids(tender: Tender) -> bool:
    """Whether the bids of this tender are links for the reader."""
    if not is_only_assessor():
        return may(ProcurementPermission.BID_READ)
    member = member_of(tender, current_actor().account_id)
    return member is not None and member.declared_at is not None and not undeclared_bidders(tender, member)


def may_read_scores(tender: Tender) -> bool:
    """Whether the scores of this committee exist for the reader, once they are seen: he sits in it, or reads of all."""
    if may(ProcurementPermission.ASSESSMENT_READ_ALL):
        return True
    return member_of(tender, current_actor().account_id) is not None


#: The decision was taken, or will never be: nobody scores any more.
DECIDED = frozenset(
    {
        TenderStatus.DECIDED,
        TenderStatus.STANDSTILL,
        TenderStatus.AWARDED,
        TenderStatus.NOT_AWARDED,
        TenderStatus.WITHDRAWN,
    }
)


def may_read_outcome(tender: Tender) -> bool:
    """Whether prices and ranking exist for the reader: before the decision only who prepares, takes or audits it."""
    if tender.status in DECIDED:
        return not (is_only_assessor() and begins_without_outcome(tender, current_actor().account_id))
    deciding = (
        ProcurementPermission.AWARD_PREPARE,
        ProcurementPermission.AWARD_DECIDE,
        ProcurementPermission.ASSESSMENT_READ_ALL,
    )
    return any(may(permission) for permission in deciding)


def statement_first(bid: Bid) -> Response | None:
    """Where an assessor goes before he may read this bid: to his statement; None when he may read it.

    For who is no assessor of this tender, or stepped down, its bids do not exist.
    """
    if not is_only_assessor():
        return None
    member = member_of(bid.tender, current_actor().account_id) or abort(404)
    if has_declared_about(member, bid.supplier_id):
        return None
    return redirect(url_for("procurement.scoring.declare", reference=bid.tender.reference))
