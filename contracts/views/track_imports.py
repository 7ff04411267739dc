"""Files from the client system: offering one, seeing how far it is, working off what is wrong, and handing back."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from contracts.forms.track_imports import OfferImportForm
from contracts.import_kinds import ImportKind, ImportStatus
from contracts.models.track_records import TrackImport
from contracts.operations.track_imports import offer_import
from contracts.permissions import ContractsPermission
from contracts.queries.track_imports import import_visible_to, imports_of, job_of
from contracts.track_imports import COLUMNS, EFFECTS
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.jobs.models import JobState
from townhall.paging import page_of
from townhall.spreadsheets import Column, as_download

pages = Blueprint("track_imports", __name__, url_prefix="/trajecten/inlezen")

#: Of the mistakes this many are shown; the rest is in the download.
_SHOWN = 50


@pages.route("/", methods=["GET", "POST"])
@allowed(ContractsPermission.TRACK_REFER)
def offer() -> ResponseReturnValue:
    """Offer a file; what was offered before stands below."""
    form = OfferImportForm()
    if request.method == "GET":
        form.kind.data = form.kind.data or ImportKind.REFERRALS.value
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            offered = offer_import(
                ImportKind(form.kind.data), form.file.data.read(), filename=form.file.data.filename or "",
                actor=current_actor(), now=clock.now(),
            )  # fmt: skip
            import_id = offered.id
        if not form.obstacles:
            return redirect(url_for(".show", import_id=import_id))
    return render_template(
        "contracts/track_imports/offer.html", form=form, columns=COLUMNS, effects=list(EFFECTS),
        page=page_of(imports_of(current_actor()), per_page=10),
    )  # fmt: skip


@pages.route("/leeg-<any(referrals, benefits):kind>.csv")
@allowed(ContractsPermission.TRACK_REFER)
def empty_file(kind: str) -> ResponseReturnValue:
    """A file with only the headings, to fill in."""
    columns = [Column(name, str) for name in COLUMNS[ImportKind(kind)]]
    return as_download([], columns, title=f"leeg {kind}", kind="csv")


@pages.route("/<int:import_id>")
@allowed(ContractsPermission.TRACK_REFER)
def show(import_id: int) -> ResponseReturnValue:
    """How far it is, what was taken in, or what is wrong, line by line."""
    offered = _import_or_404(import_id)
    job = job_of(offered)
    return render_template(
        "contracts/track_imports/show.html", offered=offered, job=job, shown=_SHOWN, ImportStatus=ImportStatus,
        has_failed=job is not None and job.state == JobState.FAILED,
    )  # fmt: skip


@pages.route("/<int:import_id>/fouten.<any(csv, xlsx):kind>")
@allowed(ContractsPermission.TRACK_REFER)
def mistakes(import_id: int, kind: str) -> ResponseReturnValue:
    """Everything that is wrong with a file, line by line, to work off."""
    offered = _import_or_404(import_id)
    columns = [
        Column("Regel", lambda row: row["line"] or None),
        Column("Kolom", lambda row: row["column"]),
        Column("Er staat", lambda row: row["value"]),
        Column("Wat er mis is", lambda row: row["problem"]),
    ]
    return as_download(offered.mistakes, columns, title=f"Fouten bestand {offered.id}", kind=kind)


def _import_or_404(import_id: int) -> TrackImport:
    return import_visible_to(current_actor(), import_id) or abort(404)
