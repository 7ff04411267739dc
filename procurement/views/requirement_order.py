"""Pages of the sections of a Programma van Eisen, and of the order of what is in it; all by buttons."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from procurement.forms.requirement_work import SectionForm
from procurement.lifecycle import TenderStatus, obstacles_to_changing
from procurement.models.requirements import RequirementSection
from procurement.models.tenders import Tender
from procurement.operations.requirement_sections import (
    Direction,
    add_section,
    move_requirement,
    move_section,
    remove_section,
    rename_section,
)
from procurement.permissions import ProcurementPermission
from procurement.queries.requirements import requirements_text_of
from procurement.views.requirements import pages, requirement_or_404
from procurement.views.tender_loading import tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.forms import ConfirmForm


@pages.route("/indeling", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def order(reference: str) -> ResponseReturnValue:
    """The sections and their requirements with buttons to move them; and a form for a new section."""
    tender = tender_or_404(reference)
    form = SectionForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            title = add_section(tender, form.title.data, actor=current_actor(), now=clock.now()).title
        if not form.obstacles:
            flash(f"Hoofdstuk ‘{title}’ is toegevoegd.", "positive")
            return redirect(url_for("procurement.requirements.order", reference=reference))
    if not form.obstacles:
        form.refuse(obstacles_to_changing(tender.status))
    return render_template(
        "procurement/requirements/order.html",
        tender=tender,
        form=form,
        document=requirements_text_of(tender),
        is_draft=tender.status == TenderStatus.DRAFT,
    )


@pages.route("/hoofdstukken/<int:number>", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def section(reference: str, number: int) -> ResponseReturnValue:
    """Give a section another title."""
    tender = tender_or_404(reference)
    found = _section_or_404(tender, number)
    form = SectionForm(obj=found)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            rename_section(found, form.title.data, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash(f"Hoofdstuk {number} heet nu ‘{found.title}’.", "positive")
            return redirect(url_for("procurement.requirements.order", reference=reference))
    if not form.obstacles:
        form.refuse(obstacles_to_changing(tender.status))
    return render_template("procurement/requirements/section.html", tender=tender, form=form, number=number)


@pages.route("/hoofdstukken/<int:number>/verwijderen", methods=["POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def remove_empty_section(reference: str, number: int) -> ResponseReturnValue:
    """Take an empty section out of a draft."""
    found = _section_or_404(tender_or_404(reference), number)
    if ConfirmForm().validate_on_submit():
        with transaction():
            remove_section(found, actor=current_actor(), now=clock.now())
        flash("Het hoofdstuk is verwijderd.", "positive")
    return redirect(url_for("procurement.requirements.order", reference=reference))


@pages.route("/hoofdstukken/<int:number>/<any(omhoog, omlaag):direction>", methods=["POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def shift_section(reference: str, number: int, direction: str) -> ResponseReturnValue:
    """Move a section one place."""
    found = _section_or_404(tender_or_404(reference), number)
    place = number
    if ConfirmForm().validate_on_submit():
        with transaction():
            move_section(found, Direction(direction), actor=current_actor(), now=clock.now())
            place = found.number
    return redirect(url_for("procurement.requirements.order", reference=reference, _anchor=f"hoofdstuk-{place}"))


@pages.route("/<key>/<any(omhoog, omlaag):direction>", methods=["POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def shift(reference: str, key: str, direction: str) -> ResponseReturnValue:
    """Move a requirement one place."""
    requirement = requirement_or_404(tender_or_404(reference), key)
    if ConfirmForm().validate_on_submit():
        with transaction():
            move_requirement(requirement, Direction(direction), actor=current_actor(), now=clock.now())
    return redirect(url_for("procurement.requirements.order", reference=reference, _anchor=key))


def _section_or_404(tender: Tender, number: int) -> RequirementSection:
    return next((each for each in tender.sections if each.number == number), None) or abort(404)
