"""Pages of a tender as a whole: list, begin, show, change, plan."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from procurement.award_set_up import WITHOUT_COMPARISON
from procurement.exclusion import grounds_in_words
from procurement.forms.tenders import BeginTenderForm, PlanningForm, TenderForm
from procurement.lifecycle import TenderStatus, obstacles_to_changing
from procurement.models.tenders import Tender
from procurement.operations.tenders import change_tender, create_tender
from procurement.permissions import ProcurementPermission
from procurement.procedure_steps import steps_of
from procurement.procedures import Procedure
from procurement.progress import preparation, road, tone_of, whose_turn
from procurement.publication import (
    obstacles_to_in_house_award,
    obstacles_to_publishing,
    points_of_attention,
)
from procurement.queries.awards import draft_report_of
from procurement.queries.exclusion import exclusion_grounds_of
from procurement.queries.openings import are_prices_open
from procurement.queries.planning import haste_of
from procurement.queries.questions import open_question_count
from procurement.queries.tender_facts import facts_of
from procurement.queries.tenders import closing_moves_of, tenders_matching
from procurement.selection import SelectionPhase, phase_of
from procurement.timeline import Circumstances, answers_term, latest_answer_day, minimum_terms
from procurement.views.tender_loading import PAGE_OF_PART, is_private, next_page_of, tabs_of, tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.paging import page_of

pages = Blueprint("tenders", __name__, url_prefix="/aanbestedingen")

BASICS = ("title", "description", "procedure", "procedure_reason", "budget_programme")
DATES = (
    "notice_on", "questions_until", "answers_by", "closes_at", "decision_on", "standstill_kind",
    "standstill_days", "starts_on", "duration_months", "extension_count", "extension_months", "four_years",
    "long_term_reason",
)  # fmt: skip


@pages.route("")
@allowed(ProcurementPermission.TENDER_READ)
def index() -> ResponseReturnValue:
    """All tenders, with search and filter."""
    text = request.args.get("zoek", "").strip()
    chosen = request.args.get("status", "")
    status = TenderStatus(chosen) if chosen in set(TenderStatus) else None
    page = page_of(tenders_matching(text, status))
    now = clock.now()
    return render_template(
        "procurement/tenders/index.html",
        page=page,
        text=text,
        status=status,
        statuses=list(TenderStatus),
        tones={each.id: tone_of(each.status, is_closed=each.is_closed(now)) for each in page},
        closed={each.id for each in page if each.is_closed(now)},
    )


@pages.route("/nieuw", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def new() -> ResponseReturnValue:
    """Begin a tender; from a contract that ends it comes with what is known already."""
    form = BeginTenderForm(data=_known(request.args))
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            tender = create_tender(
                title=form.title.data,
                procedure=form.procedure.data,
                description=form.description.data or "",
                budget_programme=form.budget_programme.data or "",
                actor=current_actor(),
                now=clock.now(),
            )
            reference, starts_on = tender.reference, form.starts_on.data
            if starts_on is not None:
                change_tender(tender, {"starts_on": starts_on}, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            next_page = "procurement.tenders.show" if starts_on is None else "procurement.planning.back"
            flash(f"Aanbesteding {reference} staat klaar als concept. Vul nu de planning in.", "positive")
            return redirect(url_for(next_page, reference=reference))
    return render_template("procurement/tenders/new.html", form=form)


def _known(asked: Mapping[str, str]) -> dict[str, Any]:
    """What the address says of the tender to begin; what it says wrongly is left out."""
    try:
        starts_on = date.fromisoformat(asked.get("start", ""))
    except ValueError:
        starts_on = None
    return {
        "title": asked.get("titel", ""),
        "procedure": next((each for each in Procedure if each.value == asked.get("procedure")), None),
        "budget_programme": asked.get("programma", ""),
        "starts_on": starts_on,
    }


@pages.route("/<reference>")
@allowed(ProcurementPermission.TENDER_READ)
def show(reference: str) -> ResponseReturnValue:
    """One tender: what is done, what is next, and whose turn it is."""
    tender = tender_or_404(reference)
    now = clock.now()
    facts = facts_of(tender)
    haste = facts.planning.haste
    is_in_house = tender.procedure == Procedure.IN_HOUSE
    is_closed, prices_open = tender.is_closed(now), are_prices_open(tender)
    selecting = phase_of(facts.selection, now) if facts.selection else None
    obstacles = []
    if tender.status == TenderStatus.DRAFT:
        obstacles = obstacles_to_in_house_award(facts) if is_in_house else obstacles_to_publishing(facts, now)
    return render_template(
        "procurement/tenders/show.html",
        tender=tender,
        tabs=tabs_of(tender),
        facts=facts,
        road=[] if is_in_house else road(tender.status, tender.procedure, selecting=selecting),
        turn=whose_turn(
            tender.status,
            is_closed=is_closed,
            are_prices_open=prices_open,
            has_draft_report=draft_report_of(tender) is not None,
            procedure=tender.procedure,
            selecting=selecting,
        ),
        steps_of_procedure=steps_of(tender.procedure),
        without_comparison=WITHOUT_COMPARISON,
        next_page=next_page_of(
            tender, is_closed=is_closed, are_prices_open=prices_open, is_judging=selecting == SelectionPhase.JUDGING
        ),
        tone=tone_of(tender.status, is_closed=is_closed),
        is_closed=is_closed,
        is_in_house=is_in_house,
        is_draft=tender.status == TenderStatus.DRAFT,
        is_open=tender.status == TenderStatus.PUBLISHED and not is_closed,
        can_end=tender.status not in (TenderStatus.AWARDED, TenderStatus.WITHDRAWN, TenderStatus.NOT_AWARDED),
        parts=preparation(tender.procedure, obstacles),
        page_of_part=PAGE_OF_PART,
        ready=not obstacles,
        attention=points_of_attention(facts),
        answers_term=answers_term(tender.procedure, haste),
        last_answer_day=latest_answer_day(tender.closes_at, tender.procedure, haste) if tender.closes_at else None,
        moves=closing_moves_of(tender),
        open_questions=open_question_count(tender),
        is_private=is_private(tender),
        grounds=grounds_in_words(exclusion_grounds_of(tender)),
    )


@pages.route("/<reference>/gegevens", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def change(reference: str) -> ResponseReturnValue:
    """Change the basic data of a draft."""
    tender = tender_or_404(reference)
    form = TenderForm(obj=tender, record=tender)
    if form.validate_on_submit():
        changes = {name: form[name].data or "" for name in BASICS}
        with form.showing_refusals(), transaction():
            change_tender(tender, changes, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("De gegevens zijn opgeslagen.", "positive")
            return redirect(url_for("procurement.tenders.show", reference=reference))
    return _form_page("procurement/tenders/change.html", tender, form)


@pages.route("/<reference>/planning", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def plan(reference: str) -> ResponseReturnValue:
    """Choose the dates and the term of a draft."""
    tender = tender_or_404(reference)
    terms = minimum_terms(tender.procedure, Circumstances(haste=haste_of(tender)))
    form = PlanningForm(obj=tender, record=tender)
    if form.validate_on_submit():
        changes = {name: form[name].data for name in DATES} | {"long_term_reason": form.long_term_reason.data or ""}
        with form.showing_refusals(), transaction():
            change_tender(tender, changes, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("De planning is opgeslagen. De raming is opnieuw berekend.", "positive")
            return redirect(url_for("procurement.tenders.show", reference=reference))
    return _form_page("procurement/tenders/plan.html", tender, form, terms=terms)


def _form_page(template: str, tender: Tender, form: Any, **more: Any) -> ResponseReturnValue:
    if not form.obstacles:
        form.refuse(obstacles_to_changing(tender.status))
    return render_template(template, tender=tender, form=form, **more)
