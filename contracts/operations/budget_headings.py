"""Paying a contract from another budget: the lot's own, or that of the whole programme."""

from datetime import datetime

from contracts.lifecycle import ContractStatus
from contracts.models import FrameworkContract
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.budgets.headings import Heading
from townhall.refusal import Obstacle, refuse_if


def choose_budget(contract: FrameworkContract, heading: Heading, *, reason: str, actor: Actor, now: datetime) -> None:
    """Let this programme or lot pay from now on; what was promised already stays on the budget it was promised on."""
    refuse_if(_obstacles_to_choosing(contract, heading, reason))
    before = {"budget": str(contract.budget_heading)}
    contract.budget_programme, contract.budget_lot = heading.programme, heading.lot
    after = {"budget": str(heading)}
    trail.record("contract.budget-chosen", contract, actor=actor, now=now, before=before, after=after, reason=reason)


def _obstacles_to_choosing(contract: FrameworkContract, heading: Heading, reason: str) -> list[Obstacle]:
    if contract.status is ContractStatus.WITHDRAWN:
        return [Obstacle("withdrawn", "Dit concept is ingetrokken. Er wordt niets meer uit betaald.")]
    found = []
    if not heading:
        found.append(Obstacle("budget-missing", "Kies waaruit dit contract wordt betaald.", "budget_heading"))
    elif heading == contract.budget_heading:
        text = "Dit contract wordt hier al uit betaald. Kies een ander programma of perceel."
        found.append(Obstacle("budget-unchanged", text, "budget_heading"))
    if not reason.strip():
        found.append(Obstacle("reason-missing", "Schrijf op waarom een ander budget betaalt.", "reason"))
    return found
