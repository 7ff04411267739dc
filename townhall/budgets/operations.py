"""Setting budgets, promising and spending them, and registering mandates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import insert

from townhall.accounts.actor import Actor
from townhall.accounts.models import Account
from townhall.accounts.roles import Role
from townhall.audit import trail
from townhall.budgets import queries
from townhall.budgets.authority import Borrower, MandateFacts, obstacles_to_granting, obstacles_to_lending
from townhall.budgets.costs import Cost
from townhall.budgets.headings import Heading
from townhall.budgets.kinds import CommitmentStatus, MandateKind
from townhall.budgets.models import Budget, Commitment, Mandate, Spending
from townhall.budgets.permissions import GRANTS, BudgetsPermission
from townhall.budgets.room import (
    obstacles_to_changing_budget,
    obstacles_to_committing,
    obstacles_to_spending,
)
from townhall.database import db, next_in_year, number_lock, numbers_in_year
from townhall.money import ZERO, sum_of
from townhall.organisations.models import Organisation
from townhall.refusal import Obstacle, refuse_if


def add_budget(
    organisation: Organisation, *, year: int, programme: str, lot: str = "", amount: Decimal | None,
    decision_reference: str = "", actor: Actor, now: datetime,
) -> Budget:  # fmt: skip
    """Set what an organisation may spend in a year on a programme or a lot; no amount when it is still to be set."""
    number_lock(f"budget:{year}")
    heading = Heading(programme.strip(), lot.strip())
    if queries.has_budget(heading, year=year, organisation_id=organisation.id):
        text = f"Voor {heading} in {year} bestaat al een budget van {organisation.name}. Wijzig dat budget."
        refuse_if([Obstacle("budget-exists", text, "lot" if heading.lot else "programme")])
    budget = Budget(
        year=year,
        programme=heading.programme,
        lot=heading.lot,
        organisation_id=organisation.id,
        amount=amount,
        decision_reference=decision_reference,
    )
    db.session.add(budget)
    after = {"budget": str(heading), "year": year, "amount": amount}
    trail.record("budget.added", budget, actor=actor, now=now, after=after)
    return budget


def change_budget(
    budget: Budget,
    amount: Decimal | None,
    *,
    decision_reference: str,
    reason: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Make the budget another amount, on a decision; never less than what is promised and spent."""
    _lock(budget)
    refuse_if(obstacles_to_changing_budget(queries.room_of(budget), amount))
    before = {"amount": budget.amount, "decision": budget.decision_reference}
    budget.amount, budget.decision_reference = amount, decision_reference
    after = {"amount": amount, "decision": decision_reference}
    trail.record("budget.changed", budget, actor=actor, now=now, before=before, after=after, reason=reason)


def commit_amount(
    budget: Budget, amount: Decimal, *, purpose: str, reference: str = "", supplier_id: int | None = None,
    actor: Actor, now: datetime,
) -> Commitment:  # fmt: skip
    """Promise an amount of the budget; refused when it does not fit."""
    _lock(budget)
    refuse_if(obstacles_to_committing(queries.room_of(budget), amount))
    commitment = Commitment(
        number=f"V-{now.year}-{next_in_year('commitment', now.year):04d}",
        budget_id=budget.id,
        purpose=purpose,
        reference=reference,
        supplier_id=supplier_id,
        amount=amount,
        status=CommitmentStatus.OPEN,
        committed_at=now,
        committed_by_id=actor.account_id,
    )
    db.session.add(commitment)
    after = {"amount": amount, "budget": budget.title, "for": reference}
    trail.record("commitment.made", commitment, actor=actor, now=now, after=after)
    return commitment


@dataclass(frozen=True)
class Promise:
    """One of many amounts to promise at once."""

    amount: Decimal
    purpose: str
    reference: str
    supplier_id: int


def commit_amounts(
    budget: Budget, promises: Sequence[Promise], *, actor: Actor, now: datetime
) -> dict[str, int]:
    """Promise many amounts of one budget, all or none; gives the commitment of each reference.

    One entry in the trail says how many and how much: each commitment names what it is for.
    """
    _lock(budget)
    total = sum_of(promise.amount for promise in promises)
    refuse_if(obstacles_to_committing(queries.room_of(budget), total))
    numbers = numbers_in_year("commitment", now.year, len(promises))
    rows = [
        {
            "number": f"V-{now.year}-{number:04d}", "budget_id": budget.id, "purpose": promise.purpose,
            "reference": promise.reference, "supplier_id": promise.supplier_id, "amount": promise.amount,
            "status": CommitmentStatus.OPEN, "committed_at": now, "committed_by_id": actor.account_id,
            "release_reason": "",
        }
        for number, promise in zip(numbers, promises, strict=True)
    ]  # fmt: skip
    made = db.session.execute(insert(Commitment).returning(Commitment.reference, Commitment.id), rows)
    ids = {row.reference: row.id for row in made}
    after = {"amount": total, "commitments": len(promises)}
    trail.record("budget.committed", budget, actor=actor, now=now, after=after)
    return ids


def release_commitment(commitment: Commitment, *, reason: str, actor: Actor, now: datetime) -> None:
    """Give back to the budget what was not spent."""
    _lock(commitment.budget, commitment)
    if commitment.status is CommitmentStatus.RELEASED:
        refuse_if([Obstacle("commitment-released", "Deze verplichting is al vrijgegeven.")])
    spent = queries.spent_on(commitment)
    commitment.status = CommitmentStatus.RELEASED
    commitment.released_at, commitment.released_by_id = now, actor.account_id
    commitment.release_reason = reason
    given_back = {"amount": commitment.amount, "spent": spent}
    trail.record("commitment.released", commitment, actor=actor, now=now, after=given_back, reason=reason)


def spend(
    commitment: Commitment, amount: Decimal | Cost, *, reference: str, spent_on: date, actor: Actor, now: datetime,
    undoes_correction: bool = False,
) -> Spending:  # fmt: skip
    """Book a payment on a commitment, of which only the amount is known or also its VAT; a negative one corrects.

    To undo such a correction the commitment need not be open: no more is spent on it than was before.
    """
    cost = amount if isinstance(amount, Cost) else None
    asked = amount.amount if isinstance(amount, Cost) else amount
    _lock(commitment.budget, commitment)
    refuse_if(
        obstacles_to_spending(
            committed=commitment.amount,
            spent=queries.spent_on(commitment),
            amount=asked,
            is_open=undoes_correction or commitment.status is CommitmentStatus.OPEN,
        )
    )
    spending = Spending(
        budget_id=commitment.budget_id,
        commitment_id=commitment.id,
        amount=asked,
        burden=cost.burden if cost else ZERO,
        compensable=cost.compensable if cost else None,
        spent_on=spent_on,
        reference=reference,
        recorded_at=now,
        recorded_by_id=actor.account_id,
    )
    db.session.add(spending)
    after = {"amount": asked, "reference": reference}
    trail.record("commitment.spent", commitment, actor=actor, now=now, after=after)
    return spending


def spend_amounts(
    costs: Mapping[int, Cost], *, reference: str, spent_on: date, actor: Actor, now: datetime
) -> dict[int, Commitment]:
    """Book one payment on many commitments, by their ids, all or none; gives the commitments.

    One entry in the trail for each budget says how many and how much: each row of spending names what it is for.
    """
    budgets = queries.budgets_of_commitments(costs)
    for budget in budgets:
        _lock(budget)
    commitments = queries.commitments_as_they_are(costs)
    spent = queries.spent_on_each(list(commitments.values()))
    refuse_if(
        [
            Obstacle(obstacle.code, f"Verplichting {each.number}: {obstacle.text}", obstacle.field)
            for each in commitments.values()
            for obstacle in obstacles_to_spending(
                committed=each.amount,
                spent=spent.get(each.id, ZERO),
                amount=costs[each.id].amount,
                is_open=each.status is CommitmentStatus.OPEN,
            )
        ]
    )
    rows = [
        {
            "budget_id": each.budget_id, "commitment_id": each.id, "amount": costs[each.id].amount,
            "burden": costs[each.id].burden, "compensable": costs[each.id].compensable, "spent_on": spent_on,
            "reference": reference, "recorded_at": now, "recorded_by_id": actor.account_id,
        }
        for each in commitments.values()
    ]  # fmt: skip
    db.session.execute(insert(Spending), rows)
    for budget in budgets:
        own = [costs[each.id].amount for each in commitments.values() if each.budget_id == budget.id]
        after = {"amount": sum_of(own), "commitments": len(own), "reference": reference}
        trail.record("budget.spent", budget, actor=actor, now=now, after=after)
    return commitments


def grant_mandate(
    account: Account, kind: MandateKind, *, up_to: Decimal | None, starts_on: date,
    ends_on: date | None = None, decision_reference: str, reason: str, actor: Actor, now: datetime,
) -> Mandate:  # fmt: skip
    """Register that this person may decide, on a signed decision; no amount means no ceiling."""
    refuse_if(
        obstacles_to_granting(
            up_to=up_to,
            starts_on=starts_on,
            ends_on=ends_on,
            is_usable=account.is_usable,
            is_staff=Role.SUPPLIER not in account.roles,
        )
    )
    mandate = Mandate(
        account_id=account.id,
        kind=kind,
        up_to=up_to,
        starts_on=starts_on,
        ends_on=ends_on,
        decision_reference=decision_reference,
        reason=reason,
        granted_at=now,
        granted_by_id=actor.account_id,
    )
    db.session.add(mandate)
    after = {"person": account.name, "kind": kind, "up_to": up_to, "decision": decision_reference}
    trail.record("mandate.granted", mandate, actor=actor, now=now, after=after, reason=reason)
    return mandate


def lend_mandate(
    mandate: Mandate, borrower: Account, *, up_to: Decimal | None, starts_on: date, ends_on: date, reason: str,
    actor: Actor, now: datetime,
) -> Mandate:  # fmt: skip
    """Let a colleague decide too under this mandate, on these days; who lends it may go on deciding.

    It ends with the mandate it is lent from, and is taken back with ``withdraw_mandate``.
    """
    lent = MandateFacts(mandate.kind, up_to, starts_on, ends_on)
    shared = borrower.roles & mandate.account.roles & GRANTS[BudgetsPermission.MANDATE_LEND]
    found = obstacles_to_lending(
        mandate.facts(), lent, today=now.date(),
        borrower=Borrower(borrower.id == mandate.account_id, borrower.is_usable, shared),
    )  # fmt: skip
    if actor.account_id != mandate.account_id:
        found.append(Obstacle("mandate-not-yours", "U kunt alleen uw eigen mandaat uitlenen."))
    refuse_if(found)
    row = Mandate(
        account_id=borrower.id,
        kind=mandate.kind,
        up_to=up_to,
        starts_on=starts_on,
        ends_on=ends_on,
        decision_reference=mandate.decision_reference,
        reason=reason,
        granted_at=now,
        granted_by_id=actor.account_id,
        parent_id=mandate.id,
    )
    db.session.add(row)
    after = {"person": borrower.name, "kind": mandate.kind, "up_to": up_to, "starts_on": starts_on, "ends_on": ends_on}
    trail.record("mandate.lent", row, actor=actor, now=now, after=after, reason=reason)
    return row


def withdraw_mandate(mandate: Mandate, *, reason: str, actor: Actor, now: datetime) -> None:
    """Let a mandate end today; what was decided under it stays."""
    if mandate.withdrawn_on is not None:
        refuse_if([Obstacle("mandate-withdrawn", "Dit mandaat is al ingetrokken.")])
    mandate.withdrawn_on, mandate.withdrawn_at = now.date(), now
    mandate.withdrawn_by_id, mandate.withdrawal_reason = actor.account_id, reason
    trail.record("mandate.withdrawn", mandate, actor=actor, now=now, reason=reason)


def _lock(budget: Budget, commitment: Commitment | None = None) -> None:
    """Let nobody else promise or spend from this budget until the commit: the sum must hold."""
    db.session.flush()
    number_lock(f"room:{budget.id}")
    db.session.refresh(budget)
    if commitment is not None:
        db.session.refresh(commitment)
