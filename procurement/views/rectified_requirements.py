"""Pages on which a rectification changes the Programma van Eisen."""

from typing import Any

from flask import Blueprint, abort, flash, render_template
from flask.typing import ResponseReturnValue

from procurement.forms.rectifications import RectifiedRequirementForm
from procurement.models.rectifications import Rectification
from procurement.models.tenders import Requirement, Tender
from procurement.operations.rectifications import rectify_requirement
from procurement.permissions import ProcurementPermission
from procurement.procedures import CriterionKind
from procurement.queries.questions import questions_of
from procurement.queries.rectifications import content_now
from procurement.rectified_content import from_facts
from procurement.tender_content import RequirementContent
from procurement.views.rectifications import back_to, rectification_or_404
from procurement.views.requirements import offer_sections
from procurement.views.tender_loading import tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.forms import ConfirmForm

pages = Blueprint(
    "rectified_requirements", __name__, url_prefix="/aanbestedingen/<reference>/rectificaties/<int:number>/eisen"
)


@pages.route("")
@allowed(ProcurementPermission.TENDER_PUBLISH)
def index(reference: str, number: int) -> ResponseReturnValue:
    """Choose which requirement changes."""
    tender = tender_or_404(reference)
    rectification = rectification_or_404(tender, number)
    return render_template(
        "procurement/rectifications/requirements.html",
        tender=tender,
        rectification=rectification,
        lots={lot.id: lot for lot in tender.lots},
        lines={each.requirement_id: each for each in rectification.requirements},
    )


@pages.route("/nieuw", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_PUBLISH)
def add(reference: str, number: int) -> ResponseReturnValue:
    """Add a requirement."""
    tender = tender_or_404(reference)
    return _page(tender, rectification_or_404(tender, number), None)


@pages.route("/<key>", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_PUBLISH)
def change(reference: str, number: int, key: str) -> ResponseReturnValue:
    """Change a requirement."""
    tender = tender_or_404(reference)
    return _page(tender, rectification_or_404(tender, number), _requirement_or_404(tender, key))


@pages.route("/<key>/vervallen", methods=["POST"])
@allowed(ProcurementPermission.TENDER_PUBLISH)
def drop(reference: str, number: int, key: str) -> ResponseReturnValue:
    """Let a requirement lapse."""
    tender = tender_or_404(reference)
    rectification, requirement = rectification_or_404(tender, number), _requirement_or_404(tender, key)
    if ConfirmForm().validate_on_submit():
        with transaction():
            rectify_requirement(rectification, requirement, None, actor=current_actor(), now=clock.now())
        flash(f"Nummer {requirement.code} vervalt met deze rectificatie.", "positive")
    return back_to(rectification)


def _requirement_or_404(tender: Tender, key: str) -> Requirement:
    return next((each for each in tender.requirements if each.key == key), None) or abort(404)


def offered(form: RectifiedRequirementForm, tender: Tender) -> RectifiedRequirementForm:
    """The form with the sections, lots and criteria of this tender to choose from."""
    offer_sections(form, tender)
    form.lot.offer([(str(lot.number), f"Perceel {lot.number}: {lot.title}") for lot in tender.lots])
    scored = [each for each in tender.criteria if each.kind == CriterionKind.QUALITY]
    form.criterion.offer([(each.code, f"{each.code}: {each.title}") for each in scored])
    return form


def shown_of(content: RequirementContent) -> dict[str, Any]:
    """What the form shows of a requirement, by the names of its fields."""
    return {
        "text": content.text,
        "kind": content.kind,
        "lot": str(content.lot_number) if content.lot_number else None,
        "criterion": content.criterion_code,
        "section": str(content.section_number) if content.section_number else None,
        "holds_from": content.holds_from,
        "verification": content.verification,
        "verification_method": content.verification_method,
    }


def _page(tender: Tender, rectification: Rectification, requirement: Requirement | None) -> ResponseReturnValue:
    questions = {str(each.id): each for each in questions_of(tender) if each.status.value != "taken_back"}
    line = next(
        (each for each in rectification.requirements if requirement and each.requirement_id == requirement.id), None
    )
    content = None
    if line is not None and line.after is not None:
        content = from_facts(line.after)
    elif requirement is not None:
        content = content_now(requirement, tender)
    form = offered(RectifiedRequirementForm(data=shown_of(content) if content else None), tender)
    if requirement is not None:
        form.section.data = str(requirement.section_number)  # it stays where it is
    form.question.offer(
        [(key, f"{each.shown_about or 'Algemeen'}: {each.text[:90]}") for key, each in questions.items()]
    )
    if not form.is_submitted() and line is not None and line.question_id:
        form.question.data = str(line.question_id)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            rectify_requirement(
                rectification,
                requirement,
                form.content(),
                question=questions.get(form.question.data or ""),
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            return back_to(rectification)
    return render_template(
        "procurement/rectifications/requirement.html",
        tender=tender,
        rectification=rectification,
        requirement=requirement,
        form=form,
    )
