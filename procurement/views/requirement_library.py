"""Pages of the library of requirements, and of taking requirements from it or from another tender."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from procurement.forms.requirement_work import LibraryForm, TakeForm, TakeFromLibraryForm
from procurement.lifecycle import obstacles_to_changing
from procurement.models.requirements import LibraryRequirement
from procurement.models.tenders import Tender
from procurement.operations.requirement_library import (
    add_to_library,
    change_library_requirement,
    copy_requirements,
    restore_library_requirement,
    retire_library_requirement,
    take_from_library,
)
from procurement.permissions import ProcurementPermission
from procurement.queries.requirements import (
    library_categories,
    library_items,
    library_requirement,
    requirements_text_of,
    tenders_using,
    tenders_with_requirements,
    usage_of_library,
)
from procurement.queries.tenders import tender_by_reference
from procurement.views.requirements import offer_sections, pages, requirement_or_404
from procurement.views.tender_loading import tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.filters import words
from townhall.forms import ConfirmForm

library = Blueprint("requirement_library", __name__, url_prefix="/eisenbibliotheek")


@library.route("")
@allowed(ProcurementPermission.TENDER_READ)
def index() -> ResponseReturnValue:
    """Every requirement to use again, by category, with how many tenders took it."""
    text, category = request.args.get("zoek", "").strip(), request.args.get("categorie", "")
    return render_template(
        "procurement/requirement_library/index.html",
        items=library_items(text, category, with_retired=True),
        usage=usage_of_library(),
        categories=[(each, each) for each in library_categories()],
        text=text,
        category=category,
    )


@library.route("/nieuw", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def new() -> ResponseReturnValue:
    """Keep a requirement to use again; from a tender when the address names one of its requirements."""
    form = LibraryForm(data=_shown_from_tender())
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            add_to_library(form.content(), actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("De eis staat in de bibliotheek.", "positive")
            return redirect(url_for("procurement.requirement_library.index"))
    return _item_page(form, None)


def _shown_from_tender() -> dict[str, object]:
    reference, key = request.args.get("aanbesteding"), request.args.get("eis")
    if not (reference and key):
        return {}
    requirement = requirement_or_404(tender_or_404(reference), key)
    names = ("text", "kind", "verification", "verification_method")
    return {name: getattr(requirement, name) for name in names}


@library.route("/<int:item_id>", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def change(item_id: int) -> ResponseReturnValue:
    """Change a requirement in the library, and see which tenders took it."""
    item = _item_or_404(item_id)
    form = LibraryForm(obj=item, record=item)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            change_library_requirement(item, form.content(), actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("De eis is opgeslagen. Aanbestedingen die hem overnamen, houden hun eigen tekst.", "positive")
            return redirect(url_for("procurement.requirement_library.index"))
    return _item_page(form, item)


def _item_page(form: LibraryForm, item: LibraryRequirement | None) -> ResponseReturnValue:
    return render_template(
        "procurement/requirement_library/form.html",
        form=form,
        item=item,
        tenders=tenders_using(item) if item else [],
        categories=library_categories(),
    )


@library.route("/<int:item_id>/<any('uit-gebruik', 'in-gebruik'):way>", methods=["POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def switch(item_id: int, way: str) -> ResponseReturnValue:
    """Offer a requirement no longer, or again."""
    item = _item_or_404(item_id)
    if ConfirmForm().validate_on_submit():
        act = retire_library_requirement if way == "uit-gebruik" else restore_library_requirement
        with transaction():
            act(item, actor=current_actor(), now=clock.now())
        flash("De eis is uit gebruik." if way == "uit-gebruik" else "De eis is weer in gebruik.", "positive")
    return redirect(url_for("procurement.requirement_library.index"))


def _item_or_404(item_id: int) -> LibraryRequirement:
    return library_requirement(item_id) or abort(404)


# --- into a tender -----------------------------------------------------------------------------------


@pages.route("/uit-bibliotheek", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def take(reference: str) -> ResponseReturnValue:
    """Choose requirements from the library for this tender."""
    tender = tender_or_404(reference)
    category = request.args.get("categorie", "")
    items = {str(item.id): item for item in library_items(category=category)}
    form = TakeFromLibraryForm()
    offer_sections(form, tender)
    form.chosen.offer([(key, f"{item.category} · {words(item.kind)}: {item.text}") for key, item in items.items()])
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            taken = take_from_library(
                tender,
                [items[key] for key in form.chosen.members],
                section_number=int(form.section.data) if form.section.data else None,
                holds_from=form.holds_from.data,
                actor=current_actor(),
                now=clock.now(),
            )
            count = len(taken)
        if not form.obstacles:
            return _taken(reference, count)
    if not form.obstacles:
        form.refuse(obstacles_to_changing(tender.status))
    return render_template(
        "procurement/requirements/take.html",
        tender=tender,
        form=form,
        items=items,
        categories=[(each, each) for each in library_categories()],
        category=category,
    )


@pages.route("/kopieren", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def copy(reference: str) -> ResponseReturnValue:
    """Choose requirements of another tender for this one."""
    tender = tender_or_404(reference)
    source = _source_of(tender)
    lines = {each.key: each for each in requirements_text_of(source).requirements()} if source else {}
    form = TakeForm()
    offer_sections(form, tender)
    form.chosen.offer([(key, f"{each.number} {words(each.kind)}: {each.text}") for key, each in lines.items()])
    if source and form.validate_on_submit():
        with form.showing_refusals(), transaction():
            taken = copy_requirements(
                tender,
                source,
                [lines[key] for key in form.chosen.members],
                section_number=int(form.section.data) if form.section.data else None,
                actor=current_actor(),
                now=clock.now(),
            )
            count = len(taken)
        if not form.obstacles:
            return _taken(reference, count)
    if not form.obstacles:
        form.refuse(obstacles_to_changing(tender.status))
    return render_template(
        "procurement/requirements/copy.html",
        tender=tender,
        form=form,
        source=source,
        lines=lines,
        tenders=[(each.reference, f"{each.reference} {each.title}") for each in tenders_with_requirements(tender)],
    )


def _source_of(tender: Tender) -> Tender | None:
    wanted = request.args.get("van", "")
    if not wanted or wanted == tender.reference:
        return None
    return tender_by_reference(wanted) or abort(404)


def _taken(reference: str, count: int) -> ResponseReturnValue:
    flash(f"{count} {'eis of wens is' if count == 1 else 'eisen en wensen zijn'} overgenomen.", "positive")
    return redirect(url_for("procurement.requirements.index", reference=reference))
