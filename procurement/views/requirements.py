"""Pages of the Programma van Eisen."""

from collections import Counter

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from procurement.forms.requirements import RequirementForm
from procurement.lifecycle import TenderStatus, obstacles_to_changing
from procurement.models.tenders import Requirement, Tender
from procurement.operations.requirements import (
    add_requirement,
    change_requirement,
    remove_requirement,
)
from procurement.permissions import ProcurementPermission
from procurement.procedures import CriterionKind, RequirementKind
from procurement.queries.requirements import requirements_text_of, versions_of
from procurement.views.tender_loading import tabs_of, tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.forms import ConfirmForm, Form

pages = Blueprint("requirements", __name__, url_prefix="/aanbestedingen/<reference>/eisen")



def offer_sections(form: Form, tender: Tender) -> None:
    """Let the form choose from the sections of the tender; the last one is chosen already."""
    form.section.offer([(str(each.number), f"{each.number}. {each.title}") for each in tender.sections])
    if tender.sections:
        form.section.choices = form.section.choices[1:]  # a new section is offered only while there is none
        form.section.data = form.section.data or str(tender.sections[-1].number)


def _offer(form: RequirementForm, tender: Tender) -> RequirementForm:
    offer_sections(form, tender)
    form.lot.offer([(str(lot.number), f"Perceel {lot.number}: {lot.title}") for lot in tender.lots])
    scored = [each for each in tender.criteria if each.kind == CriterionKind.QUALITY]
    form.criterion.offer([(each.code, f"{each.code}: {each.title}") for each in scored])
    return form


@pages.route("")
@allowed(ProcurementPermission.TENDER_READ)
def index(reference: str) -> ResponseReturnValue:
    """The Programma van Eisen, numbered by section."""
    tender = tender_or_404(reference)
    document = requirements_text_of(tender)
    return render_template(
        "procurement/requirements/index.html",
        tender=tender,
        tabs=tabs_of(tender),
        document=document,
        lot_titles=lot_titles_of(tender),
        kinds=RequirementKind,
        counts=Counter(each.kind for each in document.requirements()),
        versions=versions_of(tender)[:1],
        is_draft=tender.status == TenderStatus.DRAFT,
    )


def lot_titles_of(tender: Tender) -> dict[int, str]:
    """Per number the title of a lot."""
    return {lot.number: lot.title for lot in tender.lots}


@pages.route("/nieuw", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def new(reference: str) -> ResponseReturnValue:
    """Add an eis or wens."""
    tender = tender_or_404(reference)
    form = _offer(RequirementForm(data={"section": request.args.get("hoofdstuk")}), tender)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            number = add_requirement(tender, form.content(), actor=current_actor(), now=clock.now()).code
        if not form.obstacles:
            flash(f"Nummer {number} is toegevoegd.", "positive")
            return redirect(url_for("procurement.requirements.index", reference=reference))
    return _requirement_page(tender, form, requirement=None)


@pages.route("/<key>", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def change(reference: str, key: str) -> ResponseReturnValue:
    """Change an eis or wens."""
    tender = tender_or_404(reference)
    requirement = requirement_or_404(tender, key)
    lots = {lot.id: str(lot.number) for lot in tender.lots}
    codes = {each.id: each.code for each in tender.criteria}
    shown = {
        "section": str(requirement.section_number),
        "text": requirement.text,
        "kind": requirement.kind,
        "holds_from": requirement.holds_from,
        "lot": lots.get(requirement.lot_id or 0),
        "criterion": codes.get(requirement.criterion_id or 0),
        "verification": requirement.verification,
        "verification_method": requirement.verification_method,
    }
    form = _offer(RequirementForm(data=shown, record=requirement), tender)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            change_requirement(requirement, form.content(), actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash(f"Nummer {requirement.code} is opgeslagen.", "positive")
            return redirect(url_for("procurement.requirements.index", reference=reference))
    return _requirement_page(tender, form, requirement=requirement)


def _requirement_page(
    tender: Tender, form: RequirementForm, *, requirement: Requirement | None
) -> ResponseReturnValue:
    if not form.obstacles:
        form.refuse(obstacles_to_changing(tender.status))
    return render_template(
        "procurement/requirements/form.html", tender=tender, form=form, requirement=requirement
    )


def requirement_or_404(tender: Tender, key: str) -> Requirement:
    """The requirement with this key, as it is asked now."""
    found = next((each for each in tender.requirements if each.key == key), None)
    return found or abort(404)


@pages.route("/<key>/verwijderen", methods=["POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def remove(reference: str, key: str) -> ResponseReturnValue:
    """Take an eis or wens out of a draft."""
    requirement = requirement_or_404(tender_or_404(reference), key)
    if ConfirmForm().validate_on_submit():
        number = requirement.code
        with transaction():
            remove_requirement(requirement, actor=current_actor(), now=clock.now())
        flash(f"Nummer {number} is verwijderd. De nummers erna schuiven op.", "positive")
    return redirect(url_for("procurement.requirements.index", reference=reference))
