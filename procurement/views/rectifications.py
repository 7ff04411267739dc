"""Pages of rectifications, for the buyer: what changes in a published tender."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from procurement.forms.rectifications import RectificationForm, RectifiedDatesForm, RectifiedDocumentForm
from procurement.models.rectifications import Rectification
from procurement.models.tenders import Tender
from procurement.operations.rectifications import (
    DATES,
    begin_rectification,
    change_rectification,
    discard_rectification,
    rectify_dates,
    rectify_document,
    remove_line,
)
from procurement.operations.rectifying import obstacles_to_rectification, publish_rectification
from procurement.permissions import ProcurementPermission
from procurement.queries.followers import follower_count
from procurement.queries.planning import extra_rounds_of
from procurement.queries.rectifications import (
    dates_changed_by,
    open_rectification,
    rectification_by_number,
    rectification_facts,
    rectifications_of,
)
from procurement.queries.tenders import documents_of
from procurement.rectifications import obstacles_to_rectifying
from procurement.views.tender_loading import tabs_of, tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.forms import ConfirmForm

pages = Blueprint("rectifications", __name__, url_prefix="/aanbestedingen/<reference>/rectificaties")


def rectification_or_404(tender: Tender, number: int) -> Rectification:
    """A rectification of this tender."""
    return rectification_by_number(tender, number) or abort(404)


def back_to(rectification: Rectification) -> ResponseReturnValue:
    """To the page of the rectification."""
    address = url_for(
        "procurement.rectifications.show",
        reference=rectification.tender.reference,
        number=rectification.number,
    )
    return redirect(address)


@pages.route("")
@allowed(ProcurementPermission.TENDER_READ)
def index(reference: str) -> ResponseReturnValue:
    """Every change after publication."""
    tender = tender_or_404(reference)
    return render_template(
        "procurement/rectifications/index.html",
        tender=tender,
        tabs=tabs_of(tender),
        rectifications=rectifications_of(tender),
    )


@pages.route("/nieuw", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_PUBLISH)
def new(reference: str) -> ResponseReturnValue:
    """Begin a rectification."""
    tender = tender_or_404(reference)
    if (begun := open_rectification(tender)) is not None:
        return back_to(begun)
    form = RectificationForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            made = begin_rectification(
                tender,
                **form.words(),
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            return back_to(made)
    elif not form.is_submitted():
        idle = Rectification(tender=tender, what="?", why="?", is_substantial=False, substance_reason="?")
        form.refuse(obstacles_to_rectifying(rectification_facts(idle), clock.now()))
    return render_template("procurement/rectifications/words.html", tender=tender, form=form, rectification=None)


@pages.route("/<int:number>")
@allowed(ProcurementPermission.TENDER_READ)
def show(reference: str, number: int) -> ResponseReturnValue:
    """One rectification, with what it still misses while it is being written."""
    tender = tender_or_404(reference)
    rectification = rectification_or_404(tender, number)
    is_open = rectification.published_at is None
    return render_template(
        "procurement/rectifications/show.html",
        tender=tender,
        rectification=rectification,
        dates=dates_changed_by(rectification),
        is_open=is_open,
        obstacles=obstacles_to_rectification(rectification, clock.now()) if is_open else [],
        followers=follower_count(tender),
    )


@pages.route("/<int:number>/tekst", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_PUBLISH)
def words(reference: str, number: int) -> ResponseReturnValue:
    """Change what a rectification says."""
    tender = tender_or_404(reference)
    rectification = rectification_or_404(tender, number)
    chosen = "ja" if rectification.is_substantial else "nee"
    form = RectificationForm(obj=rectification, data={"substantial": chosen}, record=rectification)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            change_rectification(
                rectification,
                **form.words(),
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            return back_to(rectification)
    elif not form.is_submitted():
        form.refuse(obstacles_to_rectifying(rectification_facts(rectification), clock.now()))
    return render_template(
        "procurement/rectifications/words.html", tender=tender, form=form, rectification=rectification
    )


@pages.route("/<int:number>/stuk", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_PUBLISH)
def document(reference: str, number: int) -> ResponseReturnValue:
    """Add a document, or a new version of one."""
    tender = tender_or_404(reference)
    rectification = rectification_or_404(tender, number)
    current = {str(row.id): (row, file) for row, file in documents_of(tender) if row.replaced_at is None}
    form = RectifiedDocumentForm()
    form.replaces.offer([(key, f"{file.title} (versie {row.version_number})") for key, (row, file) in current.items()])
    if form.validate_on_submit():
        replaces = current[form.replaces.data][0] if form.replaces.data else None
        with form.showing_refusals(), transaction():
            rectify_document(
                rectification,
                form.file.data.read(),
                filename=form.file.data.filename,
                title=form.title.data or "",
                replaces=replaces,
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            return back_to(rectification)
    return render_template(
        "procurement/rectifications/document.html", tender=tender, form=form, rectification=rectification
    )


@pages.route("/<int:number>/datums", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_PUBLISH)
def dates(reference: str, number: int) -> ResponseReturnValue:
    """Change the dates that move with it."""
    tender = tender_or_404(reference)
    rectification = rectification_or_404(tender, number)
    shown = {name: getattr(rectification, name) or getattr(tender, name) for name in DATES}
    form = RectifiedDatesForm(data=shown, record=rectification)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            rectify_dates(
                rectification,
                **{name: form[name].data for name in DATES},
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            return back_to(rectification)
    return render_template(
        "procurement/rectifications/dates.html",
        tender=tender,
        form=form,
        rectification=rectification,
        extra_rounds=extra_rounds_of(tender),
    )


@pages.route("/<int:number>/weghalen", methods=["POST"])
@allowed(ProcurementPermission.TENDER_PUBLISH)
def remove(reference: str, number: int) -> ResponseReturnValue:
    """Take one change out of it."""
    rectification = rectification_or_404(tender_or_404(reference), number)
    kind, _, key = request.form.get("line", "").partition(":")
    lines = rectification.requirements if kind == "eis" else rectification.documents
    line = next((each for each in lines if str(each.id) == key), None) or abort(404)
    if ConfirmForm().validate_on_submit():
        with transaction():
            remove_line(line, actor=current_actor(), now=clock.now())
        flash("De wijziging is weggehaald.", "positive")
    return back_to(rectification)


@pages.route("/<int:number>/weggooien", methods=["POST"])
@allowed(ProcurementPermission.TENDER_PUBLISH)
def discard(reference: str, number: int) -> ResponseReturnValue:
    """Throw it away while it is not out."""
    rectification = rectification_or_404(tender_or_404(reference), number)
    if ConfirmForm().validate_on_submit():
        with transaction():
            discard_rectification(rectification, actor=current_actor(), now=clock.now())
        flash("De rectificatie is weggegooid. Niemand heeft haar gezien.", "warning")
    return redirect(url_for("procurement.rectifications.index", reference=reference))


@pages.route("/<int:number>/publiceren", methods=["POST"])
@allowed(ProcurementPermission.TENDER_PUBLISH)
def publish(reference: str, number: int) -> ResponseReturnValue:
    """Let the changes take effect."""
    tender = tender_or_404(reference)
    rectification = rectification_or_404(tender, number)
    if ConfirmForm().validate_on_submit():
        with transaction():
            publish_rectification(rectification, actor=current_actor(), now=clock.now())
        flash(f"Rectificatie {number} is gepubliceerd. Wie meedoet of volgt krijgt bericht.", "positive")
    return back_to(rectification)
