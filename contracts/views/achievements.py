"""Reported milestones, as the municipality judges them."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from contracts.forms.tracks import QuestionForm, RejectForm, VerifyForm
from contracts.milestones import AchievementStatus
from contracts.models.track_terms import step_of
from contracts.models.tracks import Achievement
from contracts.operations.achievement_questions import ask_about_achievement
from contracts.operations.achievements import reject_achievement, verify_achievement
from contracts.permissions import ContractsPermission
from contracts.placement_kinds import BenefitEffect
from contracts.queries.achievements import achievement_visible_to, achievements_visible_to
from contracts.queries.track_records import findings_of
from contracts.verification import obstacles_to_judging, obstacles_to_verifying
from contracts.views.track_pages import one_question, overlaps_with, shown_on_record
from procurement.lots import MilestoneKind
from townhall import clock
from townhall.accounts.gate import allowed, current_actor, may
from townhall.database import transaction
from townhall.filters import words
from townhall.forms import Form
from townhall.paging import page_of

pages = Blueprint("achievements", __name__, url_prefix="/prestaties")


@pages.route("/")
@allowed(ContractsPermission.TRACK_READ)
def index() -> ResponseReturnValue:
    """The reports, by default those that wait for a judgement."""
    asked = request.args.get("status", "")
    known = {each.value for each in AchievementStatus}
    status = AchievementStatus(asked) if asked in known else AchievementStatus.REPORTED
    number = request.args.get("nummer", "").strip()
    return render_template(
        "contracts/achievements/index.html",
        page=page_of(achievements_visible_to(current_actor(), status=status, number=number)),
        status=status,
        number=number,
        statuses=[(each.value, words(each)) for each in AchievementStatus],
    )


@pages.route("/<int:achievement_id>")
@allowed(ContractsPermission.TRACK_READ, records_reading=True)
def show(achievement_id: int) -> ResponseReturnValue:
    """One report with its proof, and the two answers to it."""
    achievement = _achievement_or_404(achievement_id)
    return _judge_page(
        achievement, VerifyForm(formdata=None, record=achievement), RejectForm(formdata=None, record=achievement)
    )


@pages.route("/<int:achievement_id>/goedkeuren", methods=["POST"])
@allowed(ContractsPermission.ACHIEVEMENT_VERIFY)
def verify(achievement_id: int) -> ResponseReturnValue:
    """Confirm that the milestone was reached."""
    achievement = _achievement_or_404(achievement_id)
    form = VerifyForm(record=achievement)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            verify_achievement(
                achievement,
                benefit=BenefitEffect(form.benefit.data or BenefitEffect.NOT_CHECKED),
                judgement=form.judgement.data or "",
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash("De mijlpaal is goedgekeurd. De aanbieder kan hem nu factureren.", "positive")
            return redirect(url_for("contracts.achievements.index"))
    return _judge_page(_achievement_or_404(achievement_id), form, RejectForm(formdata=None, record=achievement))


@pages.route("/<int:achievement_id>/afwijzen", methods=["POST"])
@allowed(ContractsPermission.ACHIEVEMENT_VERIFY)
def reject(achievement_id: int) -> ResponseReturnValue:
    """Do not accept the report."""
    achievement = _achievement_or_404(achievement_id)
    form = RejectForm(record=achievement)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            reject_achievement(
                achievement,
                form.reason.data,
                judgement=form.judgement.data or "",
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash("De melding is afgewezen. De aanbieder ziet de reden in het portaal.", "positive")
            return redirect(url_for("contracts.achievements.index"))
    return _judge_page(_achievement_or_404(achievement_id), VerifyForm(formdata=None, record=achievement), form)


@pages.route("/<int:achievement_id>/vraag", methods=["GET", "POST"])
@allowed(ContractsPermission.ACHIEVEMENT_VERIFY)
def ask(achievement_id: int) -> ResponseReturnValue:
    """Ask the supplier for what is missing, before judging."""
    achievement, form = _achievement_or_404(achievement_id), QuestionForm()
    return one_question(
        form, "contracts/achievements/ask.html", achievement=achievement, track=achievement.track,
        act=lambda: ask_about_achievement(
            achievement, form.question.data, actor=current_actor(), now=clock.now()
        ),
        done="De vraag is gesteld. De aanbieder krijgt bericht.",
        back_to=url_for("contracts.achievements.show", achievement_id=achievement_id),
    )  # fmt: skip


def _achievement_or_404(achievement_id: int) -> Achievement:
    return achievement_visible_to(current_actor(), achievement_id) or abort(404)


def _judge_page(achievement: Achievement, verify_form: VerifyForm, reject_form: RejectForm) -> str:
    track = achievement.track
    waits = achievement.status == AchievementStatus.REPORTED
    step = step_of(achievement.milestone, track.contract, on=achievement.reached_on)
    findings = findings_of(track)
    if findings and verify_form.benefit.raw_data is None:
        verify_form.benefit.data = findings[0].effect  # what our own system says, for whoever decides
    refused: Form = verify_form if verify_form.errors or verify_form.obstacles else reject_form
    return shown_on_record(
        track,
        "contracts/achievements/show.html",
        achievement=achievement,
        form=refused,
        verify_form=verify_form,
        reject_form=reject_form,
        overlaps=overlaps_with(track),
        findings=findings,
        may_judge=may(ContractsPermission.ACHIEVEMENT_VERIFY) and waits,
        four_eyes=obstacles_to_judging(
            achievement.status,
            reported_by_id=achievement.reported_by_id,
            judged_by_id=current_actor().account_id,
        ),
        doubts=obstacles_to_verifying(step, track.facts(), achievement.facts(), today=clock.today())
        if waits
        else [],
        is_placement=achievement.milestone.kind == MilestoneKind.PLACEMENT,
    )
