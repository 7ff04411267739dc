"""The tracks as the municipality sees them."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from contracts.forms import tracks as forms
from contracts.operations.placements import withdraw_placement
from contracts.operations.tracks import (
    end_track,
    hand_over_track,
    pause_track,
    resume_track,
)
from contracts.permissions import ContractsPermission
from contracts.progress import next_step_in_words, steps_of
from contracts.queries.case_managers import case_managers
from contracts.queries.track_records import activities_of, findings_of
from contracts.track_records import ActivityKind, aftercare_until, checks_due
from contracts.tracks import TrackStatus, is_answer_late
from contracts.views.track_filter import asked_filter, asked_tracks
from contracts.views.track_pages import (
    one_question,
    overlaps_with,
    placement_or_404,
    shown_on_record,
    track_or_404,
)
from contracts.views.track_steps import MUNICIPALITY, end_of_work_page, plan_page, start_page, work_page
from procurement.lots import TargetGroup
from townhall import clock
from townhall.accounts.gate import allowed, current_actor, may
from townhall.filters import words
from townhall.paging import page_of

pages = Blueprint("tracks", __name__, url_prefix="/trajecten")

STEP = "contracts/tracks/step.html"


@pages.route("/")
@allowed(ContractsPermission.TRACK_READ)
def index() -> ResponseReturnValue:
    """The tracks this person may see, filtered."""
    asked = asked_filter(request.args)
    return render_template(
        "contracts/tracks/index.html",
        page=page_of(asked_tracks(request.args)),
        number=asked["number"],
        status=asked["status"],
        group=asked["target_group"],
        mine=asked["mine"],
        statuses=[(each.value, words(each)) for each in TrackStatus],
        groups=[(each.value, words(each)) for each in TargetGroup],
        today=clock.today(),
        is_answer_late=is_answer_late,
    )


@pages.route("/<number>")
@allowed(ContractsPermission.TRACK_READ, records_reading=True)
def show(number: str) -> ResponseReturnValue:
    """One track: where it stands, what comes next, what was reached."""
    track, today = track_or_404(number), clock.today()
    facts, activities = track.facts(), activities_of(track)
    return shown_on_record(
        track,
        "contracts/tracks/show.html",
        steps=steps_of(facts, today=today),
        next_step=next_step_in_words(facts, today=today),
        is_late=is_answer_late(track.life(), today),
        overlaps=overlaps_with(track),
        activities=activities,
        checks_due=checks_due(
            track.placed_on,
            [each.happened_on for each in activities if each.kind is ActivityKind.CHECK],
            end_reason=track.end_reason,
            today=today,
        ),
        aftercare_until=aftercare_until(track.placed_on, track.contract.aftercare_months),
        findings=findings_of(track),
        may_manage=may(ContractsPermission.TRACK_MANAGE),
        may_verify=may(ContractsPermission.ACHIEVEMENT_VERIFY),
    )


@pages.route("/<number>/start", methods=["GET", "POST"])
@allowed(ContractsPermission.TRACK_MANAGE)
def start(number: str) -> ResponseReturnValue:
    """Record the first day, when the supplier told it otherwise."""
    return start_page(MUNICIPALITY, number)


@pages.route("/<number>/plan", methods=["GET", "POST"])
@allowed(ContractsPermission.TRACK_MANAGE)
def plan(number: str) -> ResponseReturnValue:
    """Record the signed plan."""
    return plan_page(MUNICIPALITY, number)


@pages.route("/<number>/pauze", methods=["GET", "POST"])
@allowed(ContractsPermission.TRACK_MANAGE)
def pause(number: str) -> ResponseReturnValue:
    """Set the track aside for at most three months."""
    track = track_or_404(number)
    form = forms.PauseForm(record=track)
    return one_question(
        form, STEP, track=track, title="Traject pauzeren", submit="Pauzeren",
        lead="Heeft de deelnemer tijdelijk geen uitkering nodig? Een pauze van hoogstens drie maanden "
        "begint het traject niet opnieuw.",
        act=lambda: pause_track(track, form.paused_on.data, actor=current_actor(), now=clock.now()),
        done="Het traject staat op pauze.", back_to=_page_of(track.number),
    )  # fmt: skip


@pages.route("/<number>/hervatten", methods=["GET", "POST"])
@allowed(ContractsPermission.TRACK_MANAGE)
def resume(number: str) -> ResponseReturnValue:
    """Go on after a pause."""
    track = track_or_404(number)
    form = forms.ResumeForm(record=track)
    return one_question(
        form, STEP, track=track, title="Traject hervatten", submit="Hervatten",
        act=lambda: resume_track(track, form.resumed_on.data, actor=current_actor(), now=clock.now()),
        done="Het traject loopt weer.", back_to=_page_of(track.number),
    )  # fmt: skip


@pages.route("/<number>/einde", methods=["GET", "POST"])
@allowed(ContractsPermission.TRACK_MANAGE)
def end(number: str) -> ResponseReturnValue:
    """End the track with its reason."""
    track = track_or_404(number)
    form = forms.EndTrackForm(record=track)
    return one_question(
        form, STEP, track=track, title="Traject beëindigen", submit="Beëindigen",
        lead="Wat niet meer verdiend kan worden, gaat terug naar het budget. Werk dat door dit traject is "
        "gevonden, mag na het einde blijven tellen: kies dan “Aan het werk”.",
        act=lambda: end_track(
            track, form.reason.data, form.ended_on.data, actor=current_actor(), now=clock.now()
        ),
        done="Het traject is beëindigd.", back_to=_page_of(track.number),
    )  # fmt: skip


@pages.route("/<number>/overdragen", methods=["GET", "POST"])
@allowed(ContractsPermission.TRACK_MANAGE)
def hand_over(number: str) -> ResponseReturnValue:
    """Give the track to a colleague."""
    track = track_or_404(number)
    form = forms.HandOverForm(record=track)
    colleagues = {str(account.id): account for account in case_managers(track.contract)}
    form.case_manager.offer([(key, account.name) for key, account in colleagues.items()])
    return one_question(
        form, STEP, track=track, title="Traject overdragen", submit="Overdragen",
        act=lambda: hand_over_track(
            track, colleagues[form.case_manager.data], actor=current_actor(), now=clock.now()
        ),
        done="Het traject is overgedragen.", back_to=_page_of(track.number),
    )  # fmt: skip


@pages.route("/<number>/plaatsingen/nieuw", methods=["GET", "POST"])
@allowed(ContractsPermission.TRACK_MANAGE)
def record_work(number: str) -> ResponseReturnValue:
    """Record work that the participant found."""
    return work_page(MUNICIPALITY, number)


@pages.route("/<number>/plaatsingen/<int:placement_id>/einde", methods=["GET", "POST"])
@allowed(ContractsPermission.TRACK_MANAGE)
def end_work(number: str, placement_id: int) -> ResponseReturnValue:
    """Record that work ended."""
    return end_of_work_page(MUNICIPALITY, number, placement_id)


@pages.route("/<number>/plaatsingen/<int:placement_id>/intrekken", methods=["GET", "POST"])
@allowed(ContractsPermission.TRACK_MANAGE)
def withdraw_work(number: str, placement_id: int) -> ResponseReturnValue:
    """Take back a placement recorded by mistake."""
    placement = placement_or_404(number, placement_id)
    form = forms.WithdrawPlacementForm(record=placement)
    return one_question(
        form, STEP, track=placement.track, title="Plaatsing intrekken", submit="Intrekken",
        lead="Doe dit alleen bij een vergissing. De plaatsing blijft zichtbaar als ingetrokken.",
        act=lambda: withdraw_placement(
            placement, form.reason.data, actor=current_actor(), now=clock.now()
        ),
        done="De plaatsing is ingetrokken.", back_to=_page_of(number),
    )  # fmt: skip


def _page_of(number: str) -> str:
    return url_for("contracts.tracks.show", number=number)
