"""Pages on the way to an answer: the expert, equal questions, what stays out of the nota, extra rounds."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from procurement.forms.questions import AssignForm, ExpertAnswerForm, MergeForm, RoundForm, WithholdForm
from procurement.models.questions import Question
from procurement.models.tenders import Tender
from procurement.operations.question_desk import (
    assign_expert,
    cancel_round,
    draft_answer,
    merge_questions,
    plan_round,
    split_question,
)
from procurement.operations.questions import decide_on_withholding
from procurement.permissions import ProcurementPermission
from procurement.procedures import WAITING_QUESTIONS
from procurement.queries.questions import (
    experts,
    question_terms_of,
    questions_for_expert,
    questions_of,
)
from procurement.question_texts import likeness
from procurement.questions import obstacles_to_assigning
from procurement.views.questions import question_or_404
from procurement.views.tender_loading import tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.forms import ConfirmForm, Form

pages = Blueprint("question_desk", __name__, url_prefix="/aanbestedingen/<reference>/vragen")
mine = Blueprint("own_questions", __name__, url_prefix="/aanbestedingen/vragen-voor-mij")


def _step(tender: Tender, question: Question, form: Form, title: str, lead: str, submit: str) -> ResponseReturnValue:
    if not form.obstacles:
        form.refuse(obstacles_to_assigning(question_terms_of(tender), question.status))
    return render_template(
        "procurement/questions/step.html",
        tender=tender,
        question=question,
        form=form,
        title=title,
        lead=lead,
        submit=submit,
    )


def _back(question: Question) -> ResponseReturnValue:
    reference = question.tender.reference
    return redirect(url_for("procurement.questions.answer", reference=reference, question_id=question.id))


@pages.route("/<int:question_id>/deskundige", methods=["GET", "POST"])
@allowed(ProcurementPermission.QUESTION_ANSWER)
def assign(reference: str, question_id: int) -> ResponseReturnValue:
    """Ask an expert of the municipality to write an answer."""
    tender = tender_or_404(reference)
    question = question_or_404(tender, question_id)
    people = {str(each.id): each for each in experts()}
    form = AssignForm(expert=str(question.expert_id or ""), record=question)
    form.expert.offer([(key, ", ".join(filter(None, (each.name, each.function)))) for key, each in people.items()])
    if form.validate_on_submit():
        expert = people.get(form.expert.data or "")
        with form.showing_refusals(), transaction():
            assign_expert(question, expert, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash(f"{expert.name} krijgt bericht." if expert else "De inkoper antwoordt zelf.", "positive")
            return _back(question)
    lead = "De deskundige leest de vraag, maar niet wie haar stelde, en schrijft een voorstel voor het antwoord."
    return _step(tender, question, form, "Deskundige vragen", lead, "Opslaan")


@pages.route("/<int:question_id>/samenvoegen", methods=["GET", "POST"])
@allowed(ProcurementPermission.QUESTION_ANSWER)
def merge(reference: str, question_id: int) -> ResponseReturnValue:
    """Answer equal questions by one answer."""
    tender = tender_or_404(reference)
    question = question_or_404(tender, question_id)
    others = {
        str(each.id): each
        for each in sorted(questions_of(tender), key=lambda each: -likeness(question.text, each.text))
        if each.id != question.id and each.status in WAITING_QUESTIONS
    }
    form = MergeForm(record=question)
    form.others.offer([(key, _shown(each)) for key, each in others.items()])
    if form.validate_on_submit():
        chosen = [others[key] for key in form.others.data]
        with form.showing_refusals(), transaction():
            merge_questions(question, chosen, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("De vragen zijn samengevoegd: één antwoord voor allemaal.", "positive")
            return _back(question)
    lead = (
        "De vragen die er het meest op lijken staan bovenaan. Elke vrager ziet straks welk antwoord bij zijn "
        "vraag hoort."
    )
    return _step(tender, question, form, "Vragen samenvoegen", lead, "Samenvoegen")


def _shown(question: Question) -> str:
    about = f"{question.shown_about}: " if question.shown_about else ""
    return f"{about}{question.text}"


@pages.route("/<int:question_id>/losmaken", methods=["POST"])
@allowed(ProcurementPermission.QUESTION_ANSWER)
def split(reference: str, question_id: int) -> ResponseReturnValue:
    """Make a merged question one of its own again."""
    question = question_or_404(tender_or_404(reference), question_id)
    if ConfirmForm().validate_on_submit():
        with transaction():
            split_question(question, actor=current_actor(), now=clock.now())
        flash("De vraag staat weer los.", "positive")
    return _back(question)


@pages.route("/<int:question_id>/weglaten", methods=["GET", "POST"])
@allowed(ProcurementPermission.QUESTION_ANSWER)
def withhold(reference: str, question_id: int) -> ResponseReturnValue:
    """Decide whether something stays out of the nota at the request of who asked."""
    tender = tender_or_404(reference)
    question = question_or_404(tender, question_id)
    chosen = None if question.withhold_granted is None else ("ja" if question.withhold_granted else "nee")
    form = WithholdForm(granted=chosen, reason=question.withhold_reason, record=question)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            decide_on_withholding(
                question,
                granted=form.granted.data == "ja",
                reason=form.reason.data,
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash("Uw besluit is vastgelegd. De vrager krijgt bericht.", "positive")
            return _back(question)
    lead = (
        "Openbaar is de regel. Weglaten mag als openbaarheid de rechtmatige belangen van de vrager schaadt "
        "(art. 2.53 Aanbestedingswet)."
    )
    return _step(tender, question, form, "Iets buiten de nota houden?", lead, "Besluit vastleggen")


@pages.route("/ronde/<int:number>", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def plan(reference: str, number: int) -> ResponseReturnValue:
    """Plan an extra round of questions, or give it other days."""
    tender = tender_or_404(reference)
    rounds = {each.number: each for each in question_terms_of(tender).rounds}
    if not 2 <= number <= len(rounds) + 1:
        abort(404)
    form = RoundForm(obj=rounds.get(number))
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            plan_round(
                tender,
                number,
                questions_until=form.questions_until.data,
                answers_by=form.answers_by.data,
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash(f"Vragenronde {number} is gepland.", "positive")
            return redirect(url_for("procurement.questions.index", reference=reference))
    return render_template(
        "procurement/questions/round.html", tender=tender, form=form, number=number, is_new=number not in rounds
    )


@pages.route("/ronde/<int:number>/vervallen", methods=["POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def cancel(reference: str, number: int) -> ResponseReturnValue:
    """Take the last extra round out of a draft."""
    tender = tender_or_404(reference)
    if ConfirmForm().validate_on_submit():
        with transaction():
            cancel_round(tender, number, actor=current_actor(), now=clock.now())
        flash(f"Vragenronde {number} is vervallen.", "positive")
    return redirect(url_for("procurement.questions.index", reference=reference))


@mine.route("")
@allowed(ProcurementPermission.QUESTION_DRAFT)
def index() -> ResponseReturnValue:
    """The questions for which this person is asked to write an answer."""
    return render_template(
        "procurement/questions/mine.html", questions=questions_for_expert(current_actor().account_id)
    )


@mine.route("/<int:question_id>", methods=["GET", "POST"])
@allowed(ProcurementPermission.QUESTION_DRAFT)
def draft(question_id: int) -> ResponseReturnValue:
    """Propose an answer."""
    found: Any = (each for each in questions_for_expert(current_actor().account_id) if each.id == question_id)
    question: Question = next(found, None) or abort(404)
    form = ExpertAnswerForm(obj=question, record=question)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            draft_answer(question, form.answer.data, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("Uw voorstel staat klaar voor de inkoper.", "positive")
            return redirect(url_for("procurement.own_questions.index"))
    return render_template("procurement/questions/draft.html", question=question, form=form)
