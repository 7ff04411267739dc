"""Periodic talks with minutes and actions, and the improvement plan on a norm that was missed."""

from collections.abc import Sequence
from datetime import date, datetime

from contracts.improvement import (
    ActionOwner,
    PlanOutcome,
    obstacles_to_action,
    obstacles_to_closing_plan,
    obstacles_to_finishing,
    obstacles_to_opening_plan,
)
from contracts.kpis import Kpi, KpiCode
from contracts.models.frameworks import FrameworkContract
from contracts.models.performance import ImprovementPlan, PerformanceAction, PerformanceTalk
from contracts.operations.performance import obstacles_to_contract
from contracts.privacy import obstacles_to_free_text
from contracts.queries.performance import open_plan_on, talk_planned_on
from contracts.queries.scores import score_of
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.mail.outbox import add_mail
from townhall.organisations.models import Organisation
from townhall.refusal import Obstacle, refuse_if


def plan_talk(
    contract: FrameworkContract, *, planned_on: date, topics: str = "", actor: Actor, now: datetime
) -> PerformanceTalk:
    """Plan a talk about results."""
    found = [*obstacles_to_contract(contract), *obstacles_to_free_text(topics, field="topics")]
    if talk_planned_on(contract, planned_on) is not None:
        text = "Op deze dag staat al een gesprek over dit contract. Kies een andere dag."
        found.append(Obstacle("talk-already", text, "planned_on"))
    refuse_if(found)
    talk = PerformanceTalk(
        contract_id=contract.id, planned_on=planned_on, topics=topics, recorded_by_id=actor.account_id
    )
    db.session.add(talk)
    trail.record("contract.talk_planned", contract, actor=actor, now=now, after={"planned_on": planned_on})
    return talk


def keep_minutes(
    talk: PerformanceTalk, *, held_on: date, present: str, minutes: str, actor: Actor, now: datetime
) -> None:
    """Record that the talk was held, who was there and what was said; minutes are not rewritten."""
    found = [*obstacles_to_free_text(minutes, field="minutes"), *obstacles_to_free_text(present, field="present")]
    if talk.held_on is not None:
        found.append(Obstacle("held-already", "Het verslag van dit gesprek is al vastgelegd."))
    if held_on > now.date():
        found.append(
            Obstacle("in-future", "Deze dag ligt in de toekomst. Vul een dag in tot en met vandaag.", "held_on")
        )
    refuse_if(found)
    talk.held_on, talk.present, talk.minutes = held_on, present, minutes
    trail.record("contract.talk_held", talk.contract, actor=actor, now=now, after={"held_on": held_on})


def agree_on_action(
    under: PerformanceTalk | ImprovementPlan, what: str, *, owner: ActionOwner, due_on: date, actor: Actor,
    now: datetime,
) -> PerformanceAction:  # fmt: skip
    """Agree in a talk or a plan who does what by when."""
    found = [
        *obstacles_to_free_text(what, field="what"),
        *obstacles_to_action(due_on, agreed_on=_agreed_on(under, now)),
    ]
    if isinstance(under, ImprovementPlan) and under.closed_on is not None:
        found.append(Obstacle("closed-already", "Dit verbeterplan is al afgerond."))
    refuse_if(found)
    action = PerformanceAction(what=what, owner=owner, due_on=due_on, recorded_by_id=actor.account_id)
    under.actions.append(action)
    after = {"what": what, "owner": owner, "due_on": due_on}
    trail.record("contract.action_agreed", under.contract, actor=actor, now=now, after=after)
    return action


def _agreed_on(under: PerformanceTalk | ImprovementPlan, now: datetime) -> date:
    if isinstance(under, ImprovementPlan):
        return under.opened_on
    return under.held_on or min(under.planned_on, now.date())


def finish_action(
    action: PerformanceAction, *, done_on: date, result: str, contract: FrameworkContract, actor: Actor, now: datetime
) -> None:
    """Record that an action was done, and what came of it."""
    refuse_if(
        [
            *obstacles_to_finishing(action.facts(), done_on, today=now.date()),
            *obstacles_to_free_text(result, field="result"),
        ]
    )
    action.done_on, action.result = done_on, result
    after = {"what": action.what, "done_on": done_on}
    trail.record("contract.action_done", contract, actor=actor, now=now, after=after, reason=result)


def open_plan(
    contract: FrameworkContract, code: KpiCode, *, reason: str, due_on: date, actor: Actor, now: datetime
) -> ImprovementPlan:
    """Ask the supplier for an improvement plan on a norm that is missed; the figure of today is kept with it."""
    today = now.date()
    kpi = figure_of(score_of(contract, today=today), code)
    refuse_if(
        [
            *obstacles_to_contract(contract),
            *obstacles_to_opening_plan(
                kpi, has_open=open_plan_on(contract, code) is not None, due_on=due_on, today=today
            ),
            *obstacles_to_free_text(reason, field="reason"),
        ]
    )
    assert kpi is not None, "refused above"
    facts = {
        "count": kpi.count, "of": kpi.of, "value": kpi.published, "norm": kpi.norm, "unit": kpi.definition.unit,
    }  # fmt: skip
    plan = ImprovementPlan(
        contract_id=contract.id, contract=contract, code=code, opened_on=today, due_on=due_on, reason=reason,
        facts_then={name: None if value is None else str(value) for name, value in facts.items()},
        recorded_by_id=actor.account_id,
    )  # fmt: skip
    db.session.add(plan)
    _tell_supplier(plan, now)
    after = {"code": code, "due_on": due_on, **facts}
    trail.record("contract.improvement_asked", contract, actor=actor, now=now, after=after, reason=reason)
    return plan


def answer_plan(plan: ImprovementPlan, answer: str, *, actor: Actor, now: datetime) -> None:
    """The supplier says how the result will get better."""
    found = obstacles_to_free_text(answer, field="answer")
    if plan.closed_on is not None:
        found.append(Obstacle("closed-already", "Dit verbeterplan is al afgerond."))
    if plan.answered_at is not None:
        found.append(
            Obstacle("answered-already", "Uw plan is al verstuurd. Bespreek aanvullingen met de contractmanager.")
        )
    refuse_if(found)
    plan.answer, plan.answered_at = answer, now
    trail.record("contract.improvement_answered", plan.contract, actor=actor, now=now, after={"code": plan.code})


def close_plan(plan: ImprovementPlan, outcome: PlanOutcome, *, conclusion: str, actor: Actor, now: datetime) -> None:
    """Say what came of the plan."""
    refuse_if(
        [
            *obstacles_to_closing_plan(
                is_closed=plan.closed_on is not None, actions=[action.facts() for action in plan.actions]
            ),
            *obstacles_to_free_text(conclusion, field="conclusion"),
        ]
    )
    plan.closed_on, plan.outcome, plan.conclusion = now.date(), outcome, conclusion
    after = {"code": plan.code, "outcome": outcome}
    trail.record("contract.improvement_closed", plan.contract, actor=actor, now=now, after=after, reason=conclusion)


def figure_of(kpis: Sequence[Kpi], code: KpiCode) -> Kpi | None:
    """The figure with this code among these."""
    return next((kpi for kpi in kpis if kpi.code is code), None)


def _tell_supplier(plan: ImprovementPlan, now: datetime) -> None:
    supplier = db.session.get_one(Organisation, plan.contract.supplier_id)
    if supplier.email:
        add_mail(
            to=supplier.email,
            subject=f"Verbeterplan gevraagd bij contract {plan.contract.number}",
            template="mail/improvement_asked.txt",
            now=now,
            plan=plan,
            supplier=supplier,
            contract=plan.contract,
        )
