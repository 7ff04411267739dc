"""Asking for the beschrijvend document as it would be now."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from procurement.operations.descriptive import request_draft_document
from procurement.permissions import ProcurementPermission
from procurement.views.tender_loading import tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.forms import ConfirmForm

pages = Blueprint("descriptive", __name__, url_prefix="/aanbestedingen/<reference>/beschrijvend-document")


@pages.route("", methods=["POST"])
@allowed(ProcurementPermission.TENDER_READ)
def draft(reference: str) -> ResponseReturnValue:
    """Ask for the draft as a PDF."""
    tender = tender_or_404(reference)
    if not ConfirmForm().validate_on_submit():
        return redirect(url_for("procurement.tender_documents.index", reference=reference))
    with transaction():
        job_id = request_draft_document(tender, actor=current_actor(), now=clock.now()).id
    return redirect(url_for("jobs.show", job_id=job_id))
