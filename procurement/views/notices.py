"""Pages of the notice: its fields, what it asks, and its export; and the beschrijvend document."""

import json

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from procurement.forms.notices import NoticeForm, WithholdingForm
from procurement.lifecycle import TenderStatus, obstacles_to_changing
from procurement.models.tenders import Tender
from procurement.notice_facts import ORIGIN_LABELS, NoticeFacts, NoticeRow
from procurement.notice_fields import SUBTYPES, as_json, notice_rows, notice_subtype, obstacles_to_notice
from procurement.notice_result import obstacles_to_result, result_rows
from procurement.notice_withholding import withholding_rows
from procurement.operations.notices import answer_notice, withhold_results
from procurement.permissions import ProcurementPermission
from procurement.queries.notice_results import result_facts_of
from procurement.queries.notices import notice_data_of, notice_facts_of, withholding_of
from procurement.queries.planning import kept_planning
from procurement.views.tender_loading import tabs_of, tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.spreadsheets import Column, as_download

pages = Blueprint("notices", __name__, url_prefix="/aanbestedingen/<reference>/aankondiging")

COLUMNS = (
    Column("Onderdeel", lambda row: row.scope),
    Column("BT-nummer", lambda row: row.bt),
    Column("Veld", lambda row: row.label),
    Column("Waarde", lambda row: row.words),
    Column("Herkomst", lambda row: ORIGIN_LABELS[row.origin]),
)


def _facts(tender: Tender) -> NoticeFacts:
    address = url_for("procurement.portal.show", reference=tender.reference, _external=True)
    return notice_facts_of(tender, kept_planning(tender), address=address)


def _rows(tender: Tender, facts: NoticeFacts) -> tuple[list[NoticeRow], list[NoticeRow]]:
    if notice_subtype(facts.procedure) is None:
        return [], []
    results = result_rows(result_facts_of(tender))
    return notice_rows(facts), [*results, *withholding_rows(withholding_of(notice_data_of(tender)), results)]


@pages.route("")
@allowed(ProcurementPermission.TENDER_READ)
def show(reference: str) -> ResponseReturnValue:
    """Every field of the notice with its number, its value and where that comes from."""
    tender = tender_or_404(reference)
    facts = _facts(tender)
    rows, results = _rows(tender, facts)
    if (kind := request.args.get("bestand")) in ("xlsx", "csv"):
        return as_download([*rows, *results], COLUMNS, title=f"aankondiging {reference}", kind=kind)
    return render_template(
        "procurement/notices/show.html",
        tender=tender,
        tabs=tabs_of(tender),
        subtypes=SUBTYPES.get(tender.procedure),
        parts=_by_scope(rows),
        results=_by_scope(results),
        labels=ORIGIN_LABELS,
        obstacles=obstacles_to_notice(facts),
        lacking=obstacles_to_result(results),
        is_draft=tender.status == TenderStatus.DRAFT,
    )


def _by_scope(rows: list[NoticeRow]) -> dict[str, list[NoticeRow]]:
    scopes = dict.fromkeys(row.scope for row in rows)
    return {scope: [row for row in rows if row.scope == scope] for scope in scopes}


@pages.route("/json")
@allowed(ProcurementPermission.TENDER_READ)
def export(reference: str) -> ResponseReturnValue:
    """The fields by business term, for a machine."""
    tender = tender_or_404(reference)
    facts = _facts(tender)
    rows, results = _rows(tender, facts)
    text = json.dumps(as_json(facts, [*rows, *results]), ensure_ascii=False, indent=2)
    name = f"aankondiging-{reference}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, content_type="application/json; charset=utf-8", headers=headers)


@pages.route("/gegevens", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def answer(reference: str) -> ResponseReturnValue:
    """Answer what does not follow from the tender."""
    tender = tender_or_404(reference)
    data = notice_data_of(tender)
    form = NoticeForm.of(data.answers if data else {}, record=data)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            answer_notice(tender, form.answers(), actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("De gegevens voor de aankondiging zijn opgeslagen.", "positive")
            return redirect(url_for("procurement.notices.show", reference=reference))
    if not form.obstacles:
        form.refuse(obstacles_to_changing(tender.status))
    return render_template("procurement/notices/answer.html", tender=tender, form=form)


@pages.route("/uitslag", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def withhold(reference: str) -> ResponseReturnValue:
    """Choose which fields of the result are published later, and why."""
    tender = tender_or_404(reference)
    data = notice_data_of(tender)
    form = WithholdingForm.of(withholding_of(data), record=data)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            withhold_results(tender, form.choice(), actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("De keuze is opgeslagen.", "positive")
            return redirect(url_for("procurement.notices.show", reference=reference))
    return render_template("procurement/notices/withhold.html", tender=tender, form=form)
