"""Ending a contract early, and leaving it in order: the exit plan."""

from datetime import date, datetime

from contracts import terms
from contracts.exit_plans import planned_exit
from contracts.lifecycle import ContractStatus
from contracts.models import ExitStep, FrameworkContract
from contracts.operations.frameworks import let_options_lapse, tell_supplier
from contracts.queries.endings import exit_plan_of, is_in_default
from contracts.terminations import Termination, TerminationFacts, obstacles_to_terminating
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.refusal import Obstacle, refuse_if


def terminate_contract(contract: FrameworkContract, termination: Termination, *, actor: Actor, now: datetime) -> None:
    """End a contract before its last day; new referrals stop, tracks that run are finished or handed over."""
    facts = TerminationFacts(
        status=contract.status,
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        notice_months=contract.termination_months,
        in_default=is_in_default(contract),
    )
    refuse_if(obstacles_to_terminating(termination, facts, now.date()))
    before = {"ends_on": contract.ends_on}
    contract.status = ContractStatus.TERMINATED
    contract.terminated_on, contract.termination_reason = termination.last_day, termination.reason
    contract.termination_ground, contract.termination_told_on = termination.ground, termination.told_on
    contract.tracks_afterwards = termination.tracks
    contract.ends_on = terms.ends_on(contract.term())
    let_options_lapse(contract, "Het contract is tussentijds beëindigd.", now)
    subject = f"Contract {contract.number} eindigt tussentijds"
    tell_supplier(contract, "mail/contract_terminated.txt", subject, now)
    trail.record(
        "contract.terminated",
        contract,
        actor=actor,
        now=now,
        before=before,
        after={"ends_on": contract.ends_on, "ground": termination.ground, "tracks": termination.tracks},
        reason=termination.reason,
    )


def draw_up_exit_plan(contract: FrameworkContract, *, actor: Actor, now: datetime) -> None:
    """Put the standard steps on the list of this contract, with days counted from its last day."""
    found = _obstacles_to_planning(contract)
    if exit_plan_of(contract):
        found.append(Obstacle("plan-exists", "Er is al een exitplan. Voeg zelf stappen toe."))
    refuse_if(found)
    steps = planned_exit(contract.ends_on, today=now.date())
    db.session.add_all(
        ExitStep(contract_id=contract.id, sequence=number, label=step.label, owner=step.owner, due_on=step.due_on)
        for number, step in enumerate(steps, start=1)
    )
    after = {"exit_steps": len(steps), "ends_on": contract.ends_on}
    trail.record("contract.exit-planned", contract, actor=actor, now=now, after=after)


def add_exit_step(
    contract: FrameworkContract, *, label: str, owner: str, due_on: date, actor: Actor, now: datetime
) -> ExitStep:
    """Put one more thing to do on the list."""
    refuse_if(_obstacles_to_planning(contract))
    step = ExitStep(
        contract_id=contract.id, sequence=len(exit_plan_of(contract)) + 1, label=label, owner=owner, due_on=due_on
    )
    db.session.add(step)
    after = {"exit_step": label, "owner": owner, "due_on": due_on}
    trail.record("contract.exit-step-added", contract, actor=actor, now=now, after=after)
    return step


def finish_exit_step(step: ExitStep, *, note: str, actor: Actor, now: datetime) -> None:
    """Tick off one thing; with a note on how it was done."""
    if step.done_on is not None:
        refuse_if([Obstacle("already-done", "Deze stap is al klaar.")])
    step.done_on, step.note = now.date(), note
    after = {"exit_step": step.label}
    trail.record("contract.exit-step-done", step.contract, actor=actor, now=now, after=after, reason=note)


def _obstacles_to_planning(contract: FrameworkContract) -> list[Obstacle]:
    if contract.status in (ContractStatus.DRAFT, ContractStatus.WITHDRAWN):
        return [Obstacle("never-ran", "Een exitplan hoort bij een contract dat is getekend.")]
    return []
