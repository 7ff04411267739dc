"""Pages of the question rounds, for the buyer: questions, answers, nota's van inlichtingen."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from procurement.forms.questions import AnswerForm, BulletinForm
from procurement.models.questions import Question
from procurement.models.tenders import Tender
from procurement.operations.bulletins import obstacles_to_publishing_bulletin, publish_bulletin
from procurement.operations.questions import answer_question
from procurement.permissions import ProcurementPermission
from procurement.procedures import WAITING_QUESTIONS, QuestionStatus
from procurement.queries.questions import (
    answered_questions,
    bulletin_by_number,
    bulletins_of,
    changes_linked_to,
    experts,
    merged_into,
    question_by_id,
    question_terms_of,
    questions_of,
)
from procurement.questions import obstacles_to_answering
from procurement.timeline import answers_term, closing_after_answers
from procurement.views.tender_loading import tabs_of, tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction

pages = Blueprint("questions", __name__, url_prefix="/aanbestedingen/<reference>/vragen")


def question_or_404(tender: Tender, question_id: int) -> Question:
    """A question of this tender."""
    return question_by_id(tender, question_id) or abort(404)


@pages.route("")
@allowed(ProcurementPermission.QUESTION_READ)
def index(reference: str) -> ResponseReturnValue:
    """Every question, what waits, the rounds, and the nota's that went out."""
    tender = tender_or_404(reference)
    questions = questions_of(tender)
    waiting = [each for each in questions if each.status in WAITING_QUESTIONS]
    terms = question_terms_of(tender)
    last_day = terms.latest_answer_day
    return render_template(
        "procurement/questions/index.html",
        tender=tender,
        tabs=tabs_of(tender),
        questions=questions,
        waiting=waiting,
        merged=merged_into([each.id for each in waiting]),
        ready=[each for each in waiting if each.status == QuestionStatus.ANSWERED],
        set_aside=[each for each in questions if each.status == QuestionStatus.TAKEN_BACK],
        bulletins=bulletins_of(tender),
        experts={each.id: each.name for each in experts()},
        terms=terms,
        last_day=last_day,
        answers_term=answers_term(tender.procedure),
        is_late=last_day is not None and bool(waiting) and clock.today() > last_day,
    )


@pages.route("/<int:question_id>", methods=["GET", "POST"])
@allowed(ProcurementPermission.QUESTION_ANSWER)
def answer(reference: str, question_id: int) -> ResponseReturnValue:
    """Answer a question; the nota makes it public."""
    tender = tender_or_404(reference)
    question = question_or_404(tender, question_id)
    form = AnswerForm(obj=question, record=question)
    if not question.withhold_granted:
        del form.private_answer
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            answer_question(
                question,
                form.answer.data,
                public_text=form.public_text.data or "",
                private_answer=(form.private_answer.data or "") if question.withhold_granted else "",
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash("Het antwoord staat klaar voor de nota van inlichtingen.", "positive")
            return redirect(url_for("procurement.questions.index", reference=reference))
    if not form.obstacles:
        form.refuse(obstacles_to_answering(question_terms_of(tender), question.status, "?"))
    return render_template(
        "procurement/questions/answer.html",
        tender=tender,
        question=question,
        form=form,
        merged=merged_into([question.id])[question.id],
        changes=changes_linked_to([question.id])[question.id],
        experts={each.id: each.name for each in experts()},
        is_waiting=question.status in WAITING_QUESTIONS,
    )


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
                closes_at=form.closes_at.data,
                actor=current_actor(),
                now=clock.now(),
            )
            number = bulletin.number
        if not form.obstacles:
            flash(f"Nota van inlichtingen {number} is gepubliceerd. De PDF wordt gemaakt.", "positive")
            return redirect(url_for("procurement.questions.show", reference=reference, number=number))
    questions = answered_questions(tender)
    if not form.is_submitted():
        form.refuse(obstacles_to_publishing_bulletin(tender, questions, None, clock.now()))
    terms, today = question_terms_of(tender), clock.today()
    return render_template(
        "procurement/questions/publish.html",
        tender=tender,
        form=form,
        questions=questions,
        changes=changes_linked_to([each.id for each in questions]),
        unanswered=sum(each.status in WAITING_QUESTIONS - {QuestionStatus.ANSWERED} for each in questions_of(tender)),
        must_move=any(each.code == "move-the-deadline" for each in form.obstacles),
        needed=closing_after_answers(today, tender.closes_at, tender.procedure, terms.haste)
        if tender.closes_at
        else None,
    )


@pages.route("/nota/<int:number>")
@allowed(ProcurementPermission.QUESTION_READ)
def show(reference: str, number: int) -> ResponseReturnValue:
    """One nota van inlichtingen."""
    tender = tender_or_404(reference)
    bulletin = bulletin_by_number(tender, number) or abort(404)
    changes = changes_linked_to([each.id for each in bulletin.questions])
    return render_template("procurement/questions/show.html", tender=tender, bulletin=bulletin, changes=changes)
