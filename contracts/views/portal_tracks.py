"""The tracks as a supplier sees them: only the own ones."""

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from contracts.forms import tracks as forms
from contracts.models.tracks import Achievement, Track
from contracts.operations.achievement_questions import answer_about_achievement
from contracts.operations.achievements import report_achievement, withdraw_achievement
from contracts.operations.referrals import accept_referral, return_referral
from contracts.permissions import ContractsPermission
from contracts.progress import StepState, next_occurrence, next_step_in_words, steps_of
from contracts.queries.track_records import activities_of, question_of
from contracts.queries.tracks import tracks_visible_to
from contracts.track_records import ActivityKind, aftercare_until
from contracts.tracks import TrackStatus, is_answer_late
from contracts.views.track_pages import (
    one_question,
    proof_of,
    shown_on_record,
    track_or_404,
)
from contracts.views.track_steps import (
    ACTIVITIES,
    SUPPLIER,
    activity_page,
    end_of_work_page,
    intake_page,
    plan_page,
    start_page,
    work_page,
)
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.filters import euro, words
from townhall.forms import ConfirmForm
from townhall.paging import page_of

pages = Blueprint("portal_tracks", __name__, url_prefix="/portaal/trajecten")

STEP = "contracts/portal_tracks/step.html"


@pages.route("/")
@allowed(ContractsPermission.TRACK_DELIVER)
def index() -> ResponseReturnValue:
    """The supplier's own tracks."""
    number = request.args.get("nummer", "").strip()
    asked = request.args.get("status", "")
    status = TrackStatus(asked) if asked in {each.value for each in TrackStatus} else None
    return render_template(
        "contracts/portal_tracks/index.html",
        page=page_of(tracks_visible_to(current_actor(), number=number, status=status)),
        number=number,
        status=status,
        statuses=[(each.value, words(each)) for each in TrackStatus],
        today=clock.today(),
        is_answer_late=is_answer_late,
    )


@pages.route("/<number>")
@allowed(ContractsPermission.TRACK_DELIVER, records_reading=True)
def show(number: str) -> ResponseReturnValue:
    """One track of the supplier: what to do, what was reached, what it brings."""
    track, today = track_or_404(number), clock.today()
    facts = track.facts()
    return shown_on_record(
        track,
        "contracts/portal_tracks/show.html",
        steps=steps_of(facts, today=today),
        next_step=next_step_in_words(facts, today=today, to_supplier=True),
        is_late=is_answer_late(track.life(), today),
        # What the municipality saw in its own system stays with the municipality.
        activities=[each for each in activities_of(track) if each.kind is not ActivityKind.CHECK],
        aftercare_until=aftercare_until(track.placed_on, track.contract.aftercare_months),
    )


@pages.route("/<number>/aannemen", methods=["GET", "POST"])
@allowed(ContractsPermission.TRACK_DELIVER)
def accept(number: str) -> ResponseReturnValue:
    """Take the client."""
    track, form = track_or_404(number), ConfirmForm()
    return one_question(
        form, STEP, track=track, title="Aanmelding aannemen", submit="Aannemen",
        lead="U nodigt de deelnemer uit. De casemanager geeft u de contactgegevens, buiten dit systeem om.",
        act=lambda: accept_referral(track, actor=current_actor(), now=clock.now()),
        done="De aanmelding is aangenomen.", back_to=_page_of(number),
    )  # fmt: skip


@pages.route("/<number>/teruggeven", methods=["GET", "POST"])
@allowed(ContractsPermission.TRACK_DELIVER)
def give_back(number: str) -> ResponseReturnValue:
    """Give the client back to the municipality."""
    track = track_or_404(number)
    form = forms.ReturnForm(record=track)
    return one_question(
        form, STEP, track=track, title="Aanmelding teruggeven", submit="Teruggeven",
        lead="De gemeente zoekt dan een andere aanbieder. Dit kunt u niet ongedaan maken.",
        act=lambda: return_referral(track, form.reason.data, actor=current_actor(), now=clock.now()),
        done="De aanmelding is teruggegeven.", back_to=_page_of(number),
    )  # fmt: skip


@pages.route("/<number>/start", methods=["GET", "POST"])
@allowed(ContractsPermission.TRACK_DELIVER)
def start(number: str) -> ResponseReturnValue:
    """Record the first day."""
    return start_page(SUPPLIER, number)


@pages.route("/<number>/intake", methods=["GET", "POST"])
@allowed(ContractsPermission.TRACK_DELIVER)
def intake(number: str) -> ResponseReturnValue:
    """Report the first talk."""
    return intake_page(SUPPLIER, number)


@pages.route("/<number>/melden/<any(onderdeel, nazorg):kind>", methods=["GET", "POST"])
@allowed(ContractsPermission.TRACK_DELIVER)
def note(number: str, kind: str) -> ResponseReturnValue:
    """Report a module of the plan or a contact of aftercare."""
    return activity_page(SUPPLIER, number, ACTIVITIES[kind])


@pages.route("/<number>/vragen/<int:question_id>", methods=["GET", "POST"])
@allowed(ContractsPermission.TRACK_DELIVER)
def answer(number: str, question_id: int) -> ResponseReturnValue:
    """Answer a question of the municipality about a reported milestone."""
    track, form = track_or_404(number), forms.AnswerForm()
    asked = question_of(track, question_id) or abort(404)
    return one_question(
        form, "contracts/portal_tracks/answer.html", track=track, asked=asked,
        act=lambda: answer_about_achievement(
            asked, form.answer.data, proof=proof_of(form), actor=current_actor(), now=clock.now()
        ),
        done="Uw antwoord is verstuurd.", back_to=_page_of(number),
    )  # fmt: skip


@pages.route("/<number>/plan", methods=["GET", "POST"])
@allowed(ContractsPermission.TRACK_DELIVER)
def plan(number: str) -> ResponseReturnValue:
    """Record the signed plan."""
    return plan_page(SUPPLIER, number)


@pages.route("/<number>/plaatsingen/nieuw", methods=["GET", "POST"])
@allowed(ContractsPermission.TRACK_DELIVER)
def record_work(number: str) -> ResponseReturnValue:
    """Report work that the participant found."""
    return work_page(SUPPLIER, number, then="Meld daarna de mijlpaal.")


@pages.route("/<number>/plaatsingen/<int:placement_id>/einde", methods=["GET", "POST"])
@allowed(ContractsPermission.TRACK_DELIVER)
def end_work(number: str, placement_id: int) -> ResponseReturnValue:
    """Report that work ended."""
    return end_of_work_page(SUPPLIER, number, placement_id)


@pages.route("/<number>/mijlpalen/melden", methods=["GET", "POST"])
@allowed(ContractsPermission.TRACK_DELIVER)
def report(number: str) -> ResponseReturnValue:
    """Report a milestone with declared facts and proof."""
    track, form = track_or_404(number), forms.ReportForm()
    facts = track.facts()
    steps = {
        str(view.step.milestone_id): view.step
        for view in steps_of(facts, today=clock.today())
        if view.state not in (StepState.DONE, StepState.CLOSED)
    }
    form.milestone.offer([(key, f"{step.label} ({euro(step.amount)})") for key, step in steps.items()])
    form.milestone.data = form.milestone.data or request.args.get("mijlpaal")
    milestones = {str(milestone.id): milestone for milestone in track.contract.milestones}

    def act() -> Achievement:
        chosen = form.milestone.data
        return report_achievement(
            track,
            milestones[chosen],
            form.reached_on.data,
            occurrence=form.occurrence.data or next_occurrence(steps[chosen], facts),
            declaration=form.declaration.data or "",
            proof=proof_of(form),
            actor=current_actor(),
            now=clock.now(),
        )

    return one_question(
        form, "contracts/portal_tracks/report.html", track=track, act=act,
        evidence=[(each.label, each.evidence) for each in track.contract.milestones if each.evidence],
        repeats=any(step.most_times > 1 for step in steps.values()),
        done="De mijlpaal is gemeld. De gemeente controleert hem.", back_to=_page_of(number),
    )  # fmt: skip


@pages.route("/<number>/mijlpalen/<int:achievement_id>/intrekken", methods=["GET", "POST"])
@allowed(ContractsPermission.TRACK_DELIVER)
def withdraw(number: str, achievement_id: int) -> ResponseReturnValue:
    """Take back a report that nobody judged yet."""
    track, form = track_or_404(number), ConfirmForm()
    achievement = _achievement_or_404(track, achievement_id)
    return one_question(
        form, STEP, track=track, title="Melding intrekken", submit="Intrekken",
        lead=f"U trekt de melding van “{achievement.milestone.label}” in. U kunt hem later opnieuw doen.",
        act=lambda: withdraw_achievement(achievement, actor=current_actor(), now=clock.now()),
        done="De melding is ingetrokken.", back_to=_page_of(number),
    )  # fmt: skip


def _achievement_or_404(track: Track, achievement_id: int) -> Achievement:
    return next((each for each in track.achievements if each.id == achievement_id), None) or abort(404)


def _page_of(number: str) -> str:
    return url_for("contracts.portal_tracks.show", number=number)
