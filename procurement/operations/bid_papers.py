"""The papers of a bid and of an opening, made by the job process: receipt and proces-verbaal."""

from typing import Any

from procurement.models.bids import Bid
from procurement.models.openings import Opening
from procurement.operations.bidder_requests import DOCUMENT as BIDDER_ANSWER
from procurement.permissions import ProcurementPermission
from procurement.queries.bids import bid_of_receipt, receipt_of
from procurement.queries.opening_record import record_page
from townhall import clock
from townhall.accounts.actor import SYSTEM, Actor
from townhall.accounts.gate import holds
from townhall.database import db
from townhall.documents import access
from townhall.documents.models import Document
from townhall.documents.operations import store_document
from townhall.jobs import kind
from townhall.jobs.registry import Progress
from townhall.pdf import render_pdf

RECEIPT, RECORD, CONTENT = (
    "procurement.bid-receipt",
    "procurement.opening-record",
    "procurement.bid-document",
)


@kind(RECEIPT)
def make_receipt(arguments: dict[str, Any], _progress: Progress) -> int | None:
    """The receipt of one bid as PDF. It holds hashes and moments, and nothing of the content."""
    bid = db.session.get_one(Bid, arguments["bid_id"])
    if bid.receipt_document_id is None:
        pdf = render_pdf("letters/bid_receipt.html", bid=bid, receipt=receipt_of(bid))
        name = f"ontvangstbewijs-{bid.tender.reference}-perceel-{bid.lot.number}-{bid.receipt_code}.pdf"
        document = store_document(
            pdf,
            filename=name,
            kind=RECEIPT,
            actor=SYSTEM,
            now=clock.now(),
            title=f"Ontvangstbewijs {bid.receipt_code}",
        )
        bid.receipt_document_id = document.id
    return bid.receipt_document_id


@kind(RECORD)
def make_opening_record(arguments: dict[str, Any], _progress: Progress) -> int | None:
    """The proces-verbaal of an opening as PDF/A, from the facts that were fixed at the opening."""
    opening = db.session.get_one(Opening, arguments["opening_id"])
    if opening.record_document_id is None:
        assert opening.record is not None, "asked for when the opening was completed"
        record = record_page(opening.record)
        pdf = render_pdf("letters/opening_record.html", archive=True, record=record)
        name = f"proces-verbaal-opening-{record.tender}-{opening.kind.value}.pdf"
        document = store_document(
            pdf,
            filename=name,
            kind=RECORD,
            actor=SYSTEM,
            now=clock.now(),
            title=f"Proces-verbaal van opening {record.tender}",
        )
        opening.record_document_id = document.id
    return opening.record_document_id


def register_access() -> None:
    """Say who reads these papers. Opened documents go to staff through a page that records the reading."""
    access.register(RECEIPT, _is_own_receipt)
    access.register(RECORD, _may_read_record)
    access.register(CONTENT, _nobody)
    access.register(BIDDER_ANSWER, _nobody)


def _is_own_receipt(actor: Actor, document: Document) -> bool:
    bid = bid_of_receipt(document.id)
    return bid is not None and actor.organisation_id == bid.supplier_id


def _may_read_record(actor: Actor, document: Document) -> bool:
    return holds(actor, ProcurementPermission.BID_LIST)


def _nobody(actor: Actor, document: Document) -> bool:
    return False
