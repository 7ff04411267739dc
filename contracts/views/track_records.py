"""What the municipality records in a track beside its steps: the intake, its signature, activities, a handover file."""

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue

from contracts.operations.track_activities import withdraw_activity
from contracts.operations.tracks import confirm_plan
from contracts.permissions import ContractsPermission
from contracts.queries.track_records import activities_of
from contracts.views.track_pages import one_question, track_or_404
from contracts.views.track_steps import ACTIVITIES, MUNICIPALITY, activity_page, intake_page
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.forms import ConfirmForm

pages = Blueprint("track_records", __name__, url_prefix="/trajecten")

STEP = "contracts/tracks/step.html"


@pages.route("/<number>/intake", methods=["GET", "POST"])
@allowed(ContractsPermission.TRACK_MANAGE)
def intake(number: str) -> ResponseReturnValue:
    """Record the first talk, when the supplier told it otherwise."""
    return intake_page(MUNICIPALITY, number)


@pages.route("/<number>/plan/bevestigen", methods=["GET", "POST"])
@allowed(ContractsPermission.TRACK_MANAGE)
def sign_plan(number: str) -> ResponseReturnValue:
    """Confirm the signature of the municipality under the plan."""
    track, form = track_or_404(number), ConfirmForm()
    return one_question(
        form, STEP, track=track, title="Plan bevestigen", submit="Plan bevestigen",
        lead="U bevestigt dat de casemanager het plan heeft ondertekend dat de aanbieder meldde.",
        act=lambda: confirm_plan(track, actor=current_actor(), now=clock.now()),
        done="Het plan is bevestigd.", back_to=url_for("contracts.tracks.show", number=number),
    )  # fmt: skip


@pages.route("/<number>/vastleggen/<any(onderdeel, controle, nazorg):kind>", methods=["GET", "POST"])
@allowed(ContractsPermission.TRACK_MANAGE)
def note(number: str, kind: str) -> ResponseReturnValue:
    """Write down a module, a check or a contact of aftercare."""
    return activity_page(MUNICIPALITY, number, ACTIVITIES[kind])


@pages.route("/<number>/vastgelegd/<int:activity_id>/intrekken", methods=["GET", "POST"])
@allowed(ContractsPermission.TRACK_MANAGE)
def withdraw(number: str, activity_id: int) -> ResponseReturnValue:
    """Take back what was written down by mistake."""
    track, form = track_or_404(number), ConfirmForm()
    noted = next((each for each in activities_of(track) if each.id == activity_id), None) or abort(404)
    return one_question(
        form, STEP, track=track, title="Regel intrekken", submit="Intrekken",
        lead="Doe dit alleen bij een vergissing. In het spoor blijft staan wat er stond.",
        act=lambda: withdraw_activity(track, noted, actor=current_actor(), now=clock.now()),
        done="De regel is ingetrokken.", back_to=url_for("contracts.tracks.show", number=number),
    )  # fmt: skip
