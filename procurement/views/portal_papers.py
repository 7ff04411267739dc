"""The papers of a published tender, for everybody: no account, no charge (art. 2.66 Aanbestedingswet)."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from procurement.queries.questions import bulletin_by_number
from procurement.queries.rectifications import rectification_by_number
from procurement.queries.tenders import documents_of
from procurement.views.portal import public_tender_or_404
from townhall.accounts.gate import public
from townhall.database import db
from townhall.documents.models import Document
from townhall.documents.views import sent

pages = Blueprint("portal_papers", __name__, url_prefix="/portaal/aanbestedingen/<reference>")


@pages.route("/stukken/<int:attached_id>")
@public
def document(reference: str, attached_id: int) -> ResponseReturnValue:
    """A document that goes with the tender; older versions too."""
    tender = public_tender_or_404(reference)
    found = next((file for row, file in documents_of(tender) if row.id == attached_id), None)
    return sent(found or abort(404))


@pages.route("/nota/<int:number>")
@public
def bulletin(reference: str, number: int) -> ResponseReturnValue:
    """A nota van inlichtingen as PDF."""
    found = bulletin_by_number(public_tender_or_404(reference), number) or abort(404)
    return _sent(found.document_id)


@pages.route("/rectificatie/<int:number>")
@public
def rectification(reference: str, number: int) -> ResponseReturnValue:
    """A rectification as PDF."""
    found = rectification_by_number(public_tender_or_404(reference), number) or abort(404)
    return _sent(found.document_id if found.published_at is not None else None)


def _sent(document_id: int | None) -> ResponseReturnValue:
    if document_id is None:
        abort(404)
    return sent(db.session.get_one(Document, document_id))
