"""Who works on the tracks of a contract: what decides over lots that reveal sensitive facts."""

from datetime import datetime

from contracts.models.frameworks import FrameworkContract
from contracts.models.tracks import ContractCaseManager
from contracts.permissions import ContractsPermission
from contracts.queries.case_managers import assignment_of
from townhall.accounts.actor import Actor
from townhall.accounts.gate import holds
from townhall.accounts.models import Account
from townhall.audit import trail
from townhall.database import db
from townhall.refusal import Obstacle, refuse_if


def assign_to_contract(
    contract: FrameworkContract, account: Account, *, actor: Actor, now: datetime
) -> ContractCaseManager:
    """Let somebody of the municipality work on the tracks of this contract."""
    obstacles = []
    if not account.is_usable or not holds(account.actor(), ContractsPermission.TRACK_READ):
        obstacles.append(
            Obstacle(
                "no-track-worker",
                "Kies een casemanager of contractmanager met een actief account.",
                "account",
            )
        )
    if assignment_of(contract.id, account.id) is not None:
        obstacles.append(
            Obstacle("assigned-already", f"{account.name} werkt al aan dit contract.", "account")
        )
    refuse_if(obstacles)
    assignment = ContractCaseManager(contract_id=contract.id, account_id=account.id, assigned_on=now.date())
    db.session.add(assignment)
    after = {"account": account.id, "name": account.name}
    trail.record("contract.case-manager-assigned", contract, actor=actor, now=now, after=after)
    return assignment


def withdraw_from_contract(
    contract: FrameworkContract, account: Account, *, actor: Actor, now: datetime
) -> None:
    """From now on this person does not work on this contract; what they did stays in the trail."""
    assignment = assignment_of(contract.id, account.id)
    if assignment is None:
        refuse_if([Obstacle("not-assigned", f"{account.name} werkt niet aan dit contract.", "account")])
    db.session.delete(assignment)
    before = {"account": account.id, "name": account.name}
    trail.record("contract.case-manager-withdrawn", contract, actor=actor, now=now, before=before)
