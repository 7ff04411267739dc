"""Keeping the register of unlawful spending: recording, changing, setting an amount, withdrawing."""

from datetime import date, datetime
from decimal import Decimal

from contracts.models import FrameworkContract
from invoices.models.unlawful import LawfulnessLimit, UnlawfulAmount, UnlawfulSpending
from invoices.queries import unlawful as queries
from invoices.unlawful import (
    Cause,
    obstacles_to_changing,
    obstacles_to_limit,
    obstacles_to_registering,
    obstacles_to_setting_amount,
)
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db, next_in_year, number_lock
from townhall.refusal import Obstacle, refuse_if


def record_unlawful_spending(
    contract: FrameworkContract, cause: Cause, *, from_on: date, until_on: date | None, ground: str, found_by: str,
    found_on: date, decision: str = "", actor: Actor, now: datetime,
) -> UnlawfulSpending:  # fmt: skip
    """Put in the register that money under this contract was spent unlawfully on these days."""
    number_lock(f"unlawful:{contract.id}")
    standing = queries.standing_of(contract.id)
    refuse_if(
        obstacles_to_registering(
            cause, from_on=from_on, until_on=until_on, found_on=found_on, today=now.date(), standing=standing
        )
    )
    row = UnlawfulSpending(
        number=f"R-{now.year}-{next_in_year('unlawful', now.year):04d}",
        contract_id=contract.id,
        cause=cause,
        from_on=from_on,
        until_on=until_on,
        ground=ground,
        found_by=found_by,
        found_on=found_on,
        decision=decision,
        recorded_by_id=actor.account_id,
        recorded_at=now,
    )
    db.session.add(row)
    after = {"contract": contract.number, "cause": cause, "from_on": from_on, "until_on": until_on, "ground": ground}
    trail.record("unlawful_spending.recorded", row, actor=actor, now=now, after=after)
    return row


def change_unlawful_spending(
    row: UnlawfulSpending, *, until_on: date | None, ground: str, decision: str, actor: Actor, now: datetime
) -> None:
    """Give it another last day, ground or decision: it ended, or something was decided about it."""
    number_lock(f"unlawful:{row.contract_id}")
    standing = queries.standing_of(row.contract_id, but=row.id)
    is_withdrawn = row.withdrawn_at is not None
    refuse_if(obstacles_to_changing(row.facts(), until_on=until_on, is_withdrawn=is_withdrawn, standing=standing))
    before = {"until_on": row.until_on, "ground": row.ground, "decision": row.decision}
    row.until_on, row.ground, row.decision = until_on, ground, decision
    after = {"until_on": until_on, "ground": ground, "decision": decision}
    trail.record("unlawful_spending.changed", row, actor=actor, now=now, before=before, after=after)


def set_unlawful_amount(
    row: UnlawfulSpending, year: int, amount: Decimal | None, *, why: str, actor: Actor, now: datetime
) -> None:
    """Say which part of a year is unlawful, with why; no amount lets all that was paid count again."""
    number_lock(f"unlawful:{row.contract_id}")
    db.session.refresh(row, ["withdrawn_at", "amounts"])
    refuse_if(obstacles_to_setting_amount(row.cause, amount, why=why, is_withdrawn=row.withdrawn_at is not None))
    set_before = next((each for each in row.amounts if each.year == year), None)
    before = {"amount": set_before.amount if set_before else None}
    if set_before is None:
        row.amounts.append(UnlawfulAmount(year=year, amount=amount, why=why))
    else:
        set_before.amount, set_before.why = amount, why
    after = {"year": year, "amount": amount}
    trail.record("unlawful_spending.amount_set", row, actor=actor, now=now, before=before, after=after, reason=why)


def withdraw_unlawful_spending(row: UnlawfulSpending, *, reason: str, actor: Actor, now: datetime) -> None:
    """Let it no longer count: it proved lawful, or was recorded by mistake. It stays readable."""
    obstacles = []
    if row.withdrawn_at is not None:
        obstacles.append(Obstacle("unlawful-withdrawn", "Deze rij is al ingetrokken."))
    if not reason.strip():
        obstacles.append(Obstacle("reason-missing", "Leg uit waarom deze rij vervalt.", "reason"))
    refuse_if(obstacles)
    row.withdrawn_at, row.withdrawal_reason = now, reason
    trail.record("unlawful_spending.withdrawn", row, actor=actor, now=now, reason=reason)


def set_lawfulness_limit(
    year: int, *, percent: Decimal, expenses: Decimal, decision_reference: str, actor: Actor, now: datetime
) -> LawfulnessLimit:
    """Enter from which share of the expenses the council wants to read of it in the account of this year."""
    number_lock(f"lawfulness-limit:{year}")
    refuse_if(obstacles_to_limit(year, percent=percent, expenses=expenses))
    limit = queries.limit_of(year)
    before = {"percent": limit.percent, "expenses": limit.expenses} if limit else None
    if limit is None:
        limit = LawfulnessLimit(year=year)
        db.session.add(limit)
    limit.percent, limit.expenses, limit.decision_reference = percent, expenses, decision_reference
    after = {"year": year, "percent": percent, "expenses": expenses, "decision_reference": decision_reference}
    trail.record("lawfulness_limit.set", limit, actor=actor, now=now, before=before, after=after)
    return limit
