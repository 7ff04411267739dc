"""Pages of a planning: count it back, look at it as a timeline, take it along as a calendar."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from procurement.back_planning import House, PlannedStep, StepCode, plan_back
from procurement.forms.planning import BackPlanningForm, PlanningNormForm, RecessForm
from procurement.lifecycle import TenderStatus, obstacles_to_changing
from procurement.models.tenders import Tender
from procurement.operations.planning import accept_planning, add_planning_norm, add_recess
from procurement.permissions import ProcurementPermission
from procurement.planning_norms import norms_on
from procurement.planning_snapshot import for_suppliers, phases_of, wishes_in
from procurement.planning_wishes import obstacles_to_wishes, points_of_planning
from procurement.queries.planning import house_on, kept_planning, planning_norms, recesses, steps_of
from procurement.queries.tenders import published_tender_by_reference
from procurement.views.tender_loading import is_private, tabs_of, tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor, public
from townhall.config import Settings
from townhall.database import transaction
from townhall.decrees.queries import equated_days
from townhall.ical import CalendarEvent, as_calendar, calendar_file
from townhall.timeline_chart import TimelineDrawing, timeline_chart
from townhall.working_days import gap_in_decrees

pages = Blueprint("planning", __name__, url_prefix="/aanbestedingen/<reference>/tijdlijn")
portal = Blueprint("planning_feed", __name__, url_prefix="/portaal/aanbestedingen/<reference>")
policy = Blueprint("planning_policy", __name__, url_prefix="/inkoopbeleid/planning")


@pages.route("")
@allowed(ProcurementPermission.TENDER_READ)
def show(reference: str) -> ResponseReturnValue:
    """The planning as it stands: timeline, every day with why, and the calendar."""
    tender = tender_or_404(reference)
    kept = kept_planning(tender)
    steps = steps_of(tender, kept)
    return render_template(
        "procurement/planning/show.html",
        tender=tender,
        tabs=tabs_of(tender),
        steps=steps,
        drawing=drawing_of(steps, house_on(clock.today())),
        kept=kept,
        gap=gap_in_decrees((step.day for step in steps), equated_days()),
        is_draft=tender.status == TenderStatus.DRAFT,
        is_private=is_private(tender),
    )


def drawing_of(steps: list[PlannedStep], house: House) -> TimelineDrawing | None:
    """The timeline of these days; None while there is no stretch between two of them."""
    phases = [(phase.label, phase.starts_on, phase.ends_on) for phase in phases_of(steps)]
    if not phases:
        return None
    bands = [(row.name, row.starts_on, row.ends_on) for row in house.recesses]
    return timeline_chart(phases, bands=bands, today=clock.today())


@pages.route("/terugrekenen", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def back(reference: str) -> ResponseReturnValue:
    """Count the planning back from the wished start; look, and take it over."""
    tender, today = tender_or_404(reference), clock.today()
    kept = kept_planning(tender)
    wished = {**wishes_in(kept.content), "haste": kept.haste, "haste_reason": kept.haste_reason} if kept else {}
    form = BackPlanningForm.about(tender, **wished)
    found: dict[str, Any] = {}
    if form.validate_on_submit():
        wishes, house = form.wishes(tender), house_on(today)
        if "overnemen" in request.form:
            with form.showing_refusals(), transaction():
                accept_planning(tender, wishes, actor=current_actor(), now=clock.now())
            if not form.obstacles:
                flash("De planning is overgenomen in de aanbesteding.", "positive")
                return redirect(url_for("procurement.planning.show", reference=reference))
        else:
            form.refuse(obstacles_to_wishes(wishes, house, today))
        if not form.obstacles:
            steps = plan_back(wishes, house)
            found = {
                "steps": steps,
                "drawing": drawing_of(steps, house),
                "points": points_of_planning(steps, wishes, house),
            }
    if not form.obstacles:
        form.refuse(obstacles_to_changing(tender.status))
    return render_template("procurement/planning/back.html", tender=tender, form=form, found=found)


@pages.route("/agenda.ics")
@allowed(ProcurementPermission.TENDER_READ)
def calendar(reference: str) -> ResponseReturnValue:
    """Every day of the planning as a calendar, for staff."""
    tender = tender_or_404(reference)
    page = url_for("procurement.planning.show", reference=reference, _external=True)
    return _calendar(tender, steps_of(tender, kept_planning(tender)), page)


@portal.route("/agenda.ics")
@public
def feed(reference: str) -> ResponseReturnValue:
    """The days that matter to suppliers as a calendar; an agenda can subscribe to this address."""
    tender = published_tender_by_reference(reference, current_actor().organisation_id) or abort(404)
    page = url_for("procurement.portal.show", reference=reference, _external=True)
    return _calendar(tender, for_suppliers(steps_of(tender, kept_planning(tender))), page)


def _calendar(tender: Tender, steps: list[PlannedStep], page: str) -> ResponseReturnValue:
    settings: Settings = current_app.extensions["settings"]
    host = urlsplit(settings.base_url).hostname or "raamwerk"
    events = [
        CalendarEvent(
            key=f"tender/{tender.reference}/{step.code}",
            title=f"{step.label} · {tender.title} ({tender.reference})",
            on=_when(tender, step),
            text=f"{step.why}\n{step.source}",
            url=page,
        )
        for step in steps
    ]
    name = f"Aanbesteding {tender.reference}: {tender.title}"
    data = calendar_file(name, events, host=host, stamped_at=clock.now())
    return as_calendar(data, filename=f"planning-{tender.reference}.ics")


def _when(tender: Tender, step: PlannedStep) -> Any:
    at: datetime | None = tender.closes_at if step.code == StepCode.CLOSING else None
    return at or step.day


# --- what plannings rest on ----------------------------------------------------------------------------


@policy.route("")
@allowed(ProcurementPermission.POLICY_READ)
def index() -> ResponseReturnValue:
    """The lead times and the recesses, with their sources."""
    rows = planning_norms()
    return render_template(
        "procurement/planning/policy.html",
        current=norms_on(clock.today(), rows),
        rows=sorted(rows, key=lambda row: (row.norm.value, -row.in_force_from.toordinal())),
        recesses=recesses(),
    )


@policy.route("/doorlooptijd", methods=["GET", "POST"])
@allowed(ProcurementPermission.POLICY_WRITE)
def norm() -> ResponseReturnValue:
    """Add how long a step takes from a day on."""
    form = PlanningNormForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            add_planning_norm(
                form.norm.data,
                form.days.data,
                in_force_from=form.in_force_from.data,
                source=form.source.data,
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash("De doorlooptijd is vastgelegd.", "positive")
            return redirect(url_for("procurement.planning_policy.index"))
    return render_template("procurement/planning/norm.html", form=form)


@policy.route("/reces", methods=["GET", "POST"])
@allowed(ProcurementPermission.POLICY_WRITE)
def recess() -> ResponseReturnValue:
    """Enter a recess."""
    form = RecessForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            add_recess(
                form.name.data,
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                source=form.source.data,
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash("Het reces is vastgelegd.", "positive")
            return redirect(url_for("procurement.planning_policy.index"))
    return render_template("procurement/planning/recess.html", form=form)
