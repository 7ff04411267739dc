"""The selection of candidates in a restricted procedure: what is asked, the requests, the judgement, the decision."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from procurement.award_terms import plain
from procurement.forms.selection import SelectionCriterionForm, SelectionForm, judgement_form, request_form
from procurement.lifecycle import TenderStatus, obstacles_to_changing
from procurement.models.tenders import Tender
from procurement.operations.selection import (
    add_selection_criterion,
    decide_selection,
    judge_request,
    open_requests,
    remove_selection_criterion,
    submit_request,
    withdraw_request,
)
from procurement.operations.tenders import change_tender
from procurement.permissions import ProcurementPermission
from procurement.queries.selection import (
    candidates_of,
    request_by,
    request_of_tender,
    requests_of,
    selection_criteria_of,
    selection_facts,
)
from procurement.selection import (
    has_selection,
    obstacles_to_opening_requests,
    obstacles_to_requesting,
    obstacles_to_selecting,
    select,
)
from procurement.views import portal_loading
from procurement.views.tender_loading import tabs_of, tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor, may
from townhall.database import transaction
from townhall.forms import ConfirmForm

pages = Blueprint("selection", __name__, url_prefix="/aanbestedingen/<reference>/selectie")
portal = Blueprint("requests", __name__, url_prefix="/portaal/inschrijvingen/<reference>/verzoek")


def _tender_or_404(reference: str) -> Tender:
    tender = tender_or_404(reference)
    return tender if has_selection(tender.procedure) else abort(404)


@pages.route("", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_READ)
def show(reference: str) -> ResponseReturnValue:
    """How is selected, and how far it is; the buyer of a draft sets the term and the number here."""
    tender = _tender_or_404(reference)
    form = SelectionForm(obj=tender, record=tender)
    if form.is_submitted() and not may(ProcurementPermission.TENDER_WRITE):
        abort(403)
    if form.validate_on_submit():
        changes = {"requests_until": form.requests_until.data, "most_candidates": form.most_candidates.data}
        with form.showing_refusals(), transaction():
            change_tender(tender, changes, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("De termijn en het aantal zijn opgeslagen.", "positive")
            return redirect(url_for(".show", reference=reference))
    facts, now = selection_facts(tender), clock.now()
    candidates = candidates_of(tender)
    return render_template(
        "procurement/selection/show.html",
        tender=tender,
        tabs=tabs_of(tender),
        form=form,
        confirm=ConfirmForm(),
        criteria=selection_criteria_of(tender),
        requests=requests_of(tender),
        is_draft=tender.status == TenderStatus.DRAFT,
        to_open=obstacles_to_opening_requests(facts, now),
        to_decide=obstacles_to_selecting(facts, candidates, now),
        may_write=may(ProcurementPermission.TENDER_WRITE),
        may_manage=may(ProcurementPermission.ASSESSMENT_MANAGE),
    )


@pages.route("/criterium", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def add(reference: str) -> ResponseReturnValue:
    """Ask candidates something more."""
    tender = _tender_or_404(reference)
    form = SelectionCriterionForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            add_selection_criterion(
                tender,
                form.title.data,
                kind=form.kind.data,
                question=form.question.data,
                most_points=form.most_points.data,
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash("Het criterium is toegevoegd.", "positive")
            return redirect(url_for(".show", reference=reference))
    if not form.obstacles:
        form.refuse(obstacles_to_changing(tender.status))
    return render_template("procurement/selection/criterion.html", tender=tender, form=form)


@pages.route("/criterium/<int:criterion_id>/verwijderen", methods=["POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def remove(reference: str, criterion_id: int) -> ResponseReturnValue:
    """Ask it no longer."""
    tender = _tender_or_404(reference)
    criterion = next((each for each in selection_criteria_of(tender) if each.id == criterion_id), None) or abort(404)
    if ConfirmForm().validate_on_submit():
        with transaction():
            remove_selection_criterion(tender, criterion, actor=current_actor(), now=clock.now())
        flash("Het criterium is verwijderd.", "positive")
    return redirect(url_for(".show", reference=reference))


@pages.route("/openen", methods=["POST"], endpoint="open")
@allowed(ProcurementPermission.ASSESSMENT_MANAGE)
def open_(reference: str) -> ResponseReturnValue:
    """Open the requests, after their term."""
    tender = _tender_or_404(reference)
    with transaction():
        opened = open_requests(tender, actor=current_actor(), now=clock.now())
    flash(f"Geopend: {len(opened)}. Beoordeel nu elk verzoek.", "positive")
    return redirect(url_for(".show", reference=reference))


@pages.route("/<int:request_id>", methods=["GET", "POST"])
@allowed(ProcurementPermission.ASSESSMENT_MANAGE)
def judge(reference: str, request_id: int) -> ResponseReturnValue:
    """Read one request and judge it."""
    tender = _tender_or_404(reference)
    request = request_of_tender(tender, request_id)
    if request is None or request.content is None:
        abort(404)
    form = judgement_form(selection_criteria_of(tender), request)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            judge_request(
                request,
                form.met(),
                form.points(),
                form.reason.data or "",
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash(f"Het oordeel over {request.supplier.name} is opgeslagen.", "positive")
            return redirect(url_for(".show", reference=reference))
    return render_template("procurement/selection/judge.html", tender=tender, asked=request, form=form)


@pages.route("/besluit", methods=["GET", "POST"])
@allowed(ProcurementPermission.ASSESSMENT_MANAGE)
def decide(reference: str) -> ResponseReturnValue:
    """Who is invited and who is not, before and after it is decided."""
    tender = _tender_or_404(reference)
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            decide_selection(tender, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("De selectie is besloten. Alle gegadigden hebben bericht.", "positive")
            return redirect(url_for(".show", reference=reference))
    candidates = candidates_of(tender)
    return render_template(
        "procurement/selection/decide.html",
        tender=tender,
        form=form,
        proposed=[(each, plain(each.candidate.points)) for each in select(candidates, tender.most_candidates)],
        in_the_way=[] if form.obstacles else obstacles_to_selecting(selection_facts(tender), candidates, clock.now()),
    )


@portal.route("", methods=["GET", "POST"])
@allowed(ProcurementPermission.BID_WRITE)
def write(reference: str) -> ResponseReturnValue:
    """A supplier asks to take part."""
    tender, firm = portal_loading.tender_or_404(reference), portal_loading.own_firm_or_404()
    if not has_selection(tender.procedure):
        abort(404)
    form = request_form(selection_criteria_of(tender))
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            submit_request(tender, firm, form.content(), actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("Uw verzoek tot deelneming is ontvangen. De bevestiging is gemaild.", "positive")
            return redirect(url_for(".write", reference=reference))
    return render_template(
        "procurement/selection/request.html",
        portal=True,
        tender=tender,
        form=form,
        confirm=ConfirmForm(),
        own=request_by(tender, firm.id),
        closed=[] if form.obstacles else obstacles_to_requesting(selection_facts(tender), clock.now()),
    )


@portal.route("/intrekken", methods=["POST"])
@allowed(ProcurementPermission.BID_WRITE)
def withdraw(reference: str) -> ResponseReturnValue:
    """A supplier takes his request back."""
    tender, firm = portal_loading.tender_or_404(reference), portal_loading.own_firm_or_404()
    own = request_by(tender, firm.id) or abort(404)
    if ConfirmForm().validate_on_submit():
        with transaction():
            withdraw_request(own, actor=current_actor(), now=clock.now())
        flash("Uw verzoek is ingetrokken.", "warning")
    return redirect(url_for(".write", reference=reference))
