"""What a track brings by the schedule of its contract, and the hours that the schedule may ask for."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from contracts.fee_histories import worked_out
from contracts.forms.tracks import AbleHoursForm
from contracts.models.track_terms import prices_of, rules_of
from contracts.operations.track_money import record_able_hours
from contracts.permissions import ContractsPermission
from contracts.views.track_pages import one_question, shown_on_record, track_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor, may

pages = Blueprint("track_fees", __name__, url_prefix="/trajecten")


@pages.route("/<number>/vergoeding")
@allowed(ContractsPermission.TRACK_READ, records_reading=True)
def show(number: str) -> ResponseReturnValue:
    """Each milestone of one track with what it brings, its day and why; also what comes back."""
    track = track_or_404(number)
    return shown_on_record(
        track,
        "contracts/track_fees/show.html",
        found=worked_out(
            rules_of(track.contract), track.history(), prices_of(track.contract), today=clock.today()
        ),
        may_manage=may(ContractsPermission.TRACK_MANAGE),
    )


@pages.route("/<number>/uren", methods=["GET", "POST"])
@allowed(ContractsPermission.TRACK_MANAGE)
def able_hours(number: str) -> ResponseReturnValue:
    """Record how many hours a week the participant is able to work."""
    track = track_or_404(number)
    form = AbleHoursForm(record=track, data={"able_hours": track.able_hours})
    return one_question(
        form, "contracts/tracks/step.html", track=track, title="Uren die de deelnemer kan werken", submit="Vastleggen",
        lead="Alleen het aantal uren, zonder reden: over gezondheid legt u niets vast.",
        act=lambda: record_able_hours(track, form.able_hours.data, actor=current_actor(), now=clock.now()),
        done="De uren zijn vastgelegd.", back_to=url_for("contracts.track_fees.show", number=track.number),
    )  # fmt: skip
