"""Pages that take a Programma van Eisen along as a file, and back in: first shown, then done."""

import json
from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from procurement.forms.requirement_work import ConfirmImportForm, UploadRequirementsForm
from procurement.lifecycle import obstacles_to_changing
from procurement.models.tenders import Tender
from procurement.operations.requirement_import import import_requirements
from procurement.operations.requirement_writing import setting_of
from procurement.permissions import ProcurementPermission
from procurement.queries.requirements import requirements_text_of
from procurement.requirement_differences import differences
from procurement.requirement_files import HEADINGS, FileRow, read_rows, rows_of, text_of_rows
from procurement.requirement_texts import as_facts, from_facts
from procurement.views.requirements import pages
from procurement.views.tender_loading import tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.column_types import canonical_json
from townhall.database import transaction
from townhall.refusal import Obstacle
from townhall.spreadsheets import Column, as_download, as_typed
from townhall.table_files import UnreadableTable, read_table

#: The headings and the numbered rows of a file, every cell as text.
Cells = tuple[list[str], list[tuple[int, list[str]]]]

COLUMNS = tuple(Column(heading, itemgetter(heading)) for heading in HEADINGS)


@pages.route("/export/<any(xlsx, csv):kind>")
@allowed(ProcurementPermission.TENDER_READ)
def export(reference: str, kind: str) -> ResponseReturnValue:
    """The Programma van Eisen as a file that can be changed and imported again."""
    rows = rows_of(requirements_text_of(tender_or_404(reference)))
    return as_download(rows, COLUMNS, title=f"Programma van Eisen {reference}", kind=kind)


@pages.route("/importeren", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def upload(reference: str) -> ResponseReturnValue:
    """Choose a file, and see what it would change; nothing changes yet."""
    tender = tender_or_404(reference)
    form = UploadRequirementsForm()
    form.refuse(obstacles_to_changing(tender.status))
    if not form.obstacles and form.validate_on_submit():
        try:
            cells = _cells_of(form.file.data.read(), form.file.data.filename)
        except UnreadableTable as problem:
            form.refuse([Obstacle("unreadable", str(problem), "file")])
        else:
            rows, obstacles = _rows(tender, cells)
            if not obstacles:
                return _preview(tender, rows, cells)
            form.refuse(obstacles)
    return render_template("procurement/requirements/import.html", tender=tender, form=form)


@pages.route("/importeren/uitvoeren", methods=["POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def carry_out_import(reference: str) -> ResponseReturnValue:
    """Carry out what the preview showed."""
    tender = tender_or_404(reference)
    form = ConfirmImportForm()
    upload_form = UploadRequirementsForm(formdata=None)
    if form.validate_on_submit():
        try:
            headings, lines = json.loads(form.table.data)
            seen = from_facts(json.loads(form.seen.data))
            rows, obstacles = _rows(tender, (headings, lines))
        except (ValueError, KeyError, TypeError, AttributeError):
            rows, seen = [], None
            obstacles = [Obstacle("damaged", "Het formulier is beschadigd. Kies het bestand opnieuw.")]
        upload_form.refuse(obstacles)
        if not obstacles and seen is not None:
            with upload_form.showing_refusals(), transaction():
                import_requirements(tender, rows, seen=seen, actor=current_actor(), now=clock.now())
            if not upload_form.obstacles:
                flash("Het Programma van Eisen is bijgewerkt uit het bestand.", "positive")
                return redirect(url_for("procurement.requirements.index", reference=reference))
    return render_template("procurement/requirements/import.html", tender=tender, form=upload_form)


def _preview(tender: Tender, rows: Sequence[FileRow], cells: Cells) -> ResponseReturnValue:
    now = requirements_text_of(tender)
    form = ConfirmImportForm(formdata=None)
    form.table.data = json.dumps(cells, ensure_ascii=False)
    form.seen.data = canonical_json(as_facts(now))
    return render_template(
        "procurement/requirements/import_preview.html",
        tender=tender,
        form=form,
        found=differences(now, text_of_rows(rows)),
    )


def _cells_of(data: bytes, filename: str) -> Cells:
    table = read_table(data, filename)
    is_csv = filename.lower().endswith(".csv")
    return list(table.headings), [(line, [_text(cell, is_csv) for cell in row]) for line, row in table.rows]


def _text(cell: Any, is_csv: bool) -> str:
    if cell is None:
        return ""
    if hasattr(cell, "strftime"):
        return f"{cell:%d-%m-%Y}"
    return as_typed(str(cell)) if is_csv else str(cell)


def _rows(tender: Tender, cells: Cells) -> tuple[list[FileRow], list[Obstacle]]:
    headings, lines = cells
    keys = {each.key for each in tender.requirements}
    return read_rows([str(each) for each in headings], lines, setting_of(tender), keys)
