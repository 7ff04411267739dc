"""Pages of the question round, for the buyer: questions, answers, nota's van inlichtingen."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from procurement.forms.requirements import AnswerForm, BulletinForm
from procurement.operations.questions import answer_question, publish_bulletin, round_of
from procurement.permissions import ProcurementPermission
from procurement.procedures import QuestionStatus
from procurement.queries.questions import (
    answered_questions,
    bulletin_by_number,
    bulletins_of,
    question_by_id,
    questions_of,
)
from procurement.questions import obstacles_to_answering, obstacles_to_bulletin
from procurement.timeline import latest_answer_day
from procurement.views.tender_loading import tabs_of, tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction

pages = Blueprint("questions", __name__, url_prefix="/aanbestedingen/<reference>/vragen")


@pages.route("")
@allowed(ProcurementPermission.QUESTION_READ)
def index(reference: str) -> ResponseReturnValue:
    """Every question, what waits, and the nota's that went out."""
    tender = tender_or_404(reference)
    questions = questions_of(tender)
    waiting = [each for each in questions if each.status != QuestionStatus.PUBLISHED]
    last_day = latest_answer_day(tender.closes_at, tender.procedure) if tender.closes_at else None
    return render_template(
        "procurement/questions/index.html",
        tender=tender,
        tabs=tabs_of(tender),
        questions=questions,
        waiting=waiting,
        ready=[each for each in waiting if each.status == QuestionStatus.ANSWERED],
        bulletins=bulletins_of(tender),
        last_day=last_day,
        is_late=last_day is not None and bool(waiting) and clock.today() > last_day,
    )


@pages.route("/<int:question_id>", methods=["GET", "POST"])
@allowed(ProcurementPermission.QUESTION_ANSWER)
def answer(reference: str, question_id: int) -> ResponseReturnValue:
    """Answer a question; the nota makes it public."""
    tender = tender_or_404(reference)
    question = question_by_id(tender, question_id) or abort(404)
    form = AnswerForm(obj=question, record=question)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            answer_question(question, form.answer.data, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("Het antwoord staat klaar voor de nota van inlichtingen.", "positive")
            return redirect(url_for("procurement.questions.index", reference=reference))
    if not form.obstacles:
        form.refuse(obstacles_to_answering(round_of(tender), question.status, "?"))
    return render_template("procurement/questions/answer.html", tender=tender, question=question, form=form)


@pages.route("/nota", methods=["GET", "POST"])
@allowed(ProcurementPermission.QUESTION_ANSWER)
def publish(reference: str) -> ResponseReturnValue:
    """Publish the answers that are ready as a numbered nota van inlichtingen."""
    tender = tender_or_404(reference)
    form = BulletinForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            bulletin = publish_bulletin(
                tender,
                introduction=form.introduction.data or "",
                actor=current_actor(),
                now=clock.now(),
            )
            number = bulletin.number
        if not form.obstacles:
            flash(f"Nota van inlichtingen {number} is gepubliceerd. De PDF wordt gemaakt.", "positive")
            return redirect(url_for("procurement.questions.show", reference=reference, number=number))
    questions = answered_questions(tender)
    if not form.obstacles:
        form.refuse(obstacles_to_bulletin(round_of(tender), [each.id for each in questions], clock.now()))
    return render_template(
        "procurement/questions/publish.html",
        tender=tender,
        form=form,
        questions=questions,
        must_move=any(each.code == "move-the-deadline" for each in form.obstacles),
    )


@pages.route("/nota/<int:number>")
@allowed(ProcurementPermission.QUESTION_READ)
def show(reference: str, number: int) -> ResponseReturnValue:
    """One nota van inlichtingen."""
    tender = tender_or_404(reference)
    bulletin = bulletin_by_number(tender, number) or abort(404)
    return render_template("procurement/questions/show.html", tender=tender, bulletin=bulletin)
