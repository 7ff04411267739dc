"""Talks about results with their minutes and actions, and improvement plans."""

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue

from contracts.forms.performance import ActionForm, ClosePlanForm, DoneForm, MinutesForm, PlanForm, TalkForm
from contracts.kpis import KpiCode, KpiVerdict
from contracts.models.performance import ImprovementPlan, PerformanceTalk
from contracts.operations.talks import (
    agree_on_action,
    close_plan,
    finish_action,
    keep_minutes,
    open_plan,
    plan_talk,
)
from contracts.permissions import ContractsPermission
from contracts.queries import performance as queries
from contracts.queries.scores import score_of
from contracts.views.frameworks import contract_or_404
from contracts.views.performance import STEP
from contracts.views.track_pages import one_question
from townhall import clock
from townhall.accounts.gate import allowed, current_actor

pages = Blueprint("talks", __name__, url_prefix="/contracten/<number>")


@pages.route("/gesprekken")
@allowed(ContractsPermission.CONTRACT_READ)
def index(number: str) -> ResponseReturnValue:
    """The talks, the actions that are open, and the improvement plans."""
    contract = contract_or_404(number)
    talks, plans = queries.talks_of(contract), queries.plans_of(contract)
    actions = [*(a for talk in talks for a in talk.actions), *(a for plan in plans for a in plan.actions)]
    return render_template(
        "contracts/performance/talks.html", contract=contract, talks=talks, plans=plans, today=clock.today(),
        actions=sorted((each for each in actions if each.done_on is None), key=lambda each: (each.due_on, each.id)),
    )  # fmt: skip


@pages.route("/gesprekken/nieuw", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def plan(number: str) -> ResponseReturnValue:
    """Plan a talk."""
    contract, form = contract_or_404(number), TalkForm()
    return one_question(
        form, STEP, contract=contract, title="Gesprek plannen", submit="Plannen",
        act=lambda: plan_talk(
            contract, planned_on=form.planned_on.data, topics=form.topics.data or "", actor=current_actor(),
            now=clock.now(),
        ),
        done="Het gesprek staat gepland.", back_to=url_for(".index", number=number),
    )  # fmt: skip


@pages.route("/gesprekken/<int:talk_id>")
@allowed(ContractsPermission.CONTRACT_READ)
def show(number: str, talk_id: int) -> ResponseReturnValue:
    """One talk: what it is about, its minutes and its actions."""
    contract = contract_or_404(number)
    return render_template(
        "contracts/performance/talk.html", contract=contract, talk=_talk_or_404(number, talk_id), today=clock.today()
    )


@pages.route("/gesprekken/<int:talk_id>/verslag", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def minutes(number: str, talk_id: int) -> ResponseReturnValue:
    """Keep the minutes of a talk."""
    contract, talk = contract_or_404(number), _talk_or_404(number, talk_id)
    form = MinutesForm(data={"held_on": talk.planned_on})
    return one_question(
        form, STEP, contract=contract, title="Verslag vastleggen", submit="Vastleggen",
        lead="Een verslag wordt niet meer gewijzigd. Leg daarna de acties vast.",
        act=lambda: keep_minutes(
            talk, held_on=form.held_on.data, present=form.present.data, minutes=form.minutes.data,
            actor=current_actor(), now=clock.now(),
        ),
        done="Het verslag is vastgelegd.", back_to=url_for(".show", number=number, talk_id=talk_id),
    )  # fmt: skip


@pages.route("/gesprekken/<int:talk_id>/acties/nieuw", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def add_action(number: str, talk_id: int) -> ResponseReturnValue:
    """Agree on an action in a talk."""
    return _action_page(number, _talk_or_404(number, talk_id), back_to=url_for(".show", number=number, talk_id=talk_id))


@pages.route("/acties/<int:action_id>/afronden", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def finish(number: str, action_id: int) -> ResponseReturnValue:
    """Say that an action was done."""
    contract = contract_or_404(number)
    action = queries.action_with_id(contract, action_id) or abort(404)
    form = DoneForm(data={"done_on": clock.today()})
    return one_question(
        form, STEP, contract=contract, title="Actie afronden", submit="Afronden", lead=action.what,
        act=lambda: finish_action(
            action, done_on=form.done_on.data, result=form.result.data, contract=contract, actor=current_actor(),
            now=clock.now(),
        ),
        done="De actie is afgerond.", back_to=url_for(".index", number=number),
    )  # fmt: skip


@pages.route("/verbeterplannen/nieuw", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def ask_improvement(number: str) -> ResponseReturnValue:
    """Ask the supplier for an improvement plan on a norm that is missed."""
    contract, form = contract_or_404(number), PlanForm()
    missed = [kpi for kpi in score_of(contract, today=clock.today()) if kpi.verdict is KpiVerdict.MISSED]
    form.offer(missed)
    return one_question(
        form, STEP, contract=contract, title="Verbeterplan vragen", submit="Vragen",
        lead="De opdrachtnemer krijgt een mail en schrijft zijn plan in het portaal. Het cijfer van nu wordt erbij "
        "bewaard." if missed else "Er is nu geen resultaat onder de norm. Een verbeterplan is dan niet nodig.",
        act=lambda: open_plan(
            contract, KpiCode(form.code.data), reason=form.reason.data, due_on=form.due_on.data,
            actor=current_actor(), now=clock.now(),
        ),
        done="Het verbeterplan is gevraagd. De opdrachtnemer krijgt bericht.", back_to=url_for(".index", number=number),
    )  # fmt: skip


@pages.route("/verbeterplannen/<int:plan_id>")
@allowed(ContractsPermission.CONTRACT_READ)
def show_plan(number: str, plan_id: int) -> ResponseReturnValue:
    """One improvement plan: why, what the supplier answered, the actions and the outcome."""
    contract, plan = contract_or_404(number), _plan_or_404(number, plan_id)
    figure = next((kpi for kpi in score_of(contract, today=clock.today()) if kpi.code is plan.code), None)
    return render_template(
        "contracts/performance/plan.html", contract=contract, plan=plan, figure=figure, today=clock.today()
    )


@pages.route("/verbeterplannen/<int:plan_id>/acties/nieuw", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def add_plan_action(number: str, plan_id: int) -> ResponseReturnValue:
    """Agree on an action in an improvement plan."""
    return _action_page(
        number, _plan_or_404(number, plan_id), back_to=url_for(".show_plan", number=number, plan_id=plan_id)
    )


@pages.route("/verbeterplannen/<int:plan_id>/afronden", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def close(number: str, plan_id: int) -> ResponseReturnValue:
    """Say what came of an improvement plan."""
    contract, plan, form = contract_or_404(number), _plan_or_404(number, plan_id), ClosePlanForm()
    return one_question(
        form, STEP, contract=contract, title="Verbeterplan afronden", submit="Afronden",
        lead="Kijk eerst bij Resultaten of de norm nu wordt gehaald.",
        act=lambda: close_plan(
            plan, form.outcome.data, conclusion=form.conclusion.data, actor=current_actor(), now=clock.now()
        ),
        done="Het verbeterplan is afgerond.", back_to=url_for(".show_plan", number=number, plan_id=plan_id),
    )  # fmt: skip


def _action_page(number: str, under: PerformanceTalk | ImprovementPlan, *, back_to: str) -> ResponseReturnValue:
    form = ActionForm()
    return one_question(
        form, STEP, contract=contract_or_404(number), title="Actie vastleggen", submit="Vastleggen",
        act=lambda: agree_on_action(
            under, form.what.data, owner=form.owner.data, due_on=form.due_on.data, actor=current_actor(),
            now=clock.now(),
        ),
        done="De actie is vastgelegd.", back_to=back_to,
    )  # fmt: skip


def _talk_or_404(number: str, talk_id: int) -> PerformanceTalk:
    return queries.talk_with_id(contract_or_404(number), talk_id) or abort(404)


def _plan_or_404(number: str, plan_id: int) -> ImprovementPlan:
    return queries.plan_with_id(contract_or_404(number), plan_id) or abort(404)
