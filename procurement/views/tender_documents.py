"""Pages of what goes with a tender: its documents, and the suppliers asked for an offer."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from procurement.forms.tenders import InvitationForm, TenderDocumentForm
from procurement.lifecycle import TenderStatus
from procurement.operations.tender_documents import (
    attach_document,
    detach_document,
    invite_supplier,
    withdraw_invitation,
)
from procurement.permissions import ProcurementPermission
from procurement.publication import INVITED
from procurement.queries.tenders import documents_of, invited_to, suppliers_by_name
from procurement.views.tender_loading import is_private, tabs_of, tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor, may
from townhall.database import transaction
from townhall.forms import ConfirmForm

pages = Blueprint("tender_documents", __name__, url_prefix="/aanbestedingen/<reference>/stukken")
invitations = Blueprint("invitations", __name__, url_prefix="/aanbestedingen/<reference>/uitnodigingen")


@pages.route("", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_READ)
def index(reference: str) -> ResponseReturnValue:
    """The documents that bidders get; a buyer adds them here."""
    tender = tender_or_404(reference)
    form = TenderDocumentForm()
    may_write = may(ProcurementPermission.TENDER_WRITE)
    if form.is_submitted() and not may_write:
        abort(403)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            attach_document(
                tender,
                form.file.data.read(),
                filename=form.file.data.filename,
                title=form.title.data or "",
                is_agreement=form.is_agreement.data,
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash("Het stuk is toegevoegd.", "positive")
            return redirect(url_for("procurement.tender_documents.index", reference=reference))
    is_open = tender.status == TenderStatus.PUBLISHED and not tender.is_closed(clock.now())
    is_draft = tender.status == TenderStatus.DRAFT
    return render_template(
        "procurement/tenders/documents.html",
        tender=tender,
        tabs=tabs_of(tender),
        form=form,
        documents=documents_of(tender),
        is_draft=is_draft and may_write,
        may_add=may_write and (is_draft or is_open),
    )


@pages.route("/<int:attached_id>/verwijderen", methods=["POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def remove(reference: str, attached_id: int) -> ResponseReturnValue:
    """Take a document away from a draft."""
    tender = tender_or_404(reference)
    attached = next((each for each in tender.documents if each.id == attached_id), None) or abort(404)
    if ConfirmForm().validate_on_submit():
        with transaction():
            detach_document(attached, actor=current_actor(), now=clock.now())
        flash("Het stuk hoort niet meer bij de aanbesteding.", "positive")
    return redirect(url_for("procurement.tender_documents.index", reference=reference))


@invitations.route("", methods=["GET", "POST"], endpoint="index")
@allowed(ProcurementPermission.TENDER_WRITE)
def invited(reference: str) -> ResponseReturnValue:
    """Whom the buyer asks for an offer in a private procedure."""
    tender = tender_or_404(reference)
    suppliers = {str(each.id): each for each in suppliers_by_name()}
    form = InvitationForm()
    form.supplier.offer([(key, each.name) for key, each in suppliers.items()])
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            invite_supplier(tender, suppliers[form.supplier.data], actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("De aanbieder staat op de lijst. De uitnodiging gaat uit bij publicatie.", "positive")
            return redirect(url_for("procurement.invitations.index", reference=reference))
    return render_template(
        "procurement/tenders/invitations.html",
        tender=tender,
        form=form,
        rows=invited_to(tender),
        is_private=is_private(tender),
        bounds=INVITED.get(tender.procedure),
        is_draft=tender.status == TenderStatus.DRAFT,
    )


@invitations.route("/<int:invitation_id>/verwijderen", methods=["POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def withdraw(reference: str, invitation_id: int) -> ResponseReturnValue:
    """Take a supplier off the list of a draft."""
    tender = tender_or_404(reference)
    found = next((row for row, _ in invited_to(tender) if row.id == invitation_id), None) or abort(404)
    if ConfirmForm().validate_on_submit():
        with transaction():
            withdraw_invitation(tender, found, actor=current_actor(), now=clock.now())
        flash("De aanbieder staat niet meer op de lijst.", "positive")
    return redirect(url_for("procurement.invitations.index", reference=reference))
