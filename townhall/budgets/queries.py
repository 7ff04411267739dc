"""Questions about budgets, commitments and mandates."""

from collections.abc import Collection, Sequence
from decimal import Decimal

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from townhall.accounts.models import Account
from townhall.budgets.authority import MandateFacts
from townhall.budgets.costs import Cost
from townhall.budgets.kinds import CommitmentStatus
from townhall.budgets.models import Budget, Commitment, Mandate, Spending
from townhall.budgets.room import Room, still_committed
from townhall.database import db
from townhall.money import ZERO, euros

_LENDER = joinedload(Mandate.parent).joinedload(Mandate.account)


def budget_with_id(budget_id: int) -> Budget | None:
    """The budget with this id, with its organisation."""
    return db.session.get(Budget, budget_id, options=[joinedload(Budget.organisation)])


def budgets_of(year: int) -> list[Budget]:
    """All budgets of a year, by programme."""
    return list(
        db.session.scalars(
            select(Budget)
            .where(Budget.year == year)
            .options(joinedload(Budget.organisation))
            .order_by(Budget.programme, Budget.organisation_id)
        )
    )


def find_budget(*, year: int, programme: str, organisation_id: int) -> Budget | None:
    """The one budget for this programme, year and organisation."""
    return db.session.scalar(
        select(Budget).where(
            Budget.year == year, Budget.programme == programme, Budget.organisation_id == organisation_id
        )
    )


def budgets_for(*, year: int, programmes: Collection[str]) -> dict[tuple[str, int], Budget]:
    """The budgets of a year for these programmes, by programme and the number of the organisation."""
    rows = db.session.scalars(select(Budget).where(Budget.year == year, Budget.programme.in_(programmes)))
    return {(row.programme, row.organisation_id): row for row in rows}


def years_with_budgets() -> list[int]:
    """The years that have a budget, newest first."""
    return list(db.session.scalars(select(Budget.year).distinct().order_by(Budget.year.desc())))


def programmes() -> list[str]:
    """The names of the programmes that have ever had a budget."""
    return list(db.session.scalars(select(Budget.programme).distinct().order_by(Budget.programme)))


def programmes_to_choose(*, from_year: int, kept: str = "") -> list[str]:
    """The programmes with a budget in this year or later, and the one that was chosen before if it is none of them."""
    found = select(Budget.programme).where(Budget.year >= from_year).distinct().order_by(Budget.programme)
    names = list(db.session.scalars(found))
    return names if not kept or kept in names else [*names, kept]


def rooms_of(budgets: Sequence[Budget]) -> dict[int, Room]:
    """What is promised, spent and left of each of these budgets, in two queries."""
    ids = [budget.id for budget in budgets]
    committed = _still_committed_on(ids)
    spent = _sums(
        select(Spending.budget_id, func.sum(Spending.amount))
        .where(Spending.budget_id.in_(ids))
        .group_by(Spending.budget_id)
    )
    return {
        budget.id: Room(budget.amount, committed.get(budget.id, ZERO), spent.get(budget.id, ZERO))
        for budget in budgets
    }


def costs_of(budgets: Sequence[Budget]) -> dict[int, Cost]:
    """What was spent on each of these budgets, without VAT and which VAT came with it; those of which that is known."""
    rows = db.session.execute(
        select(
            Spending.budget_id, func.sum(Spending.amount), func.sum(Spending.burden), func.sum(Spending.compensable)
        )
        .where(Spending.budget_id.in_([budget.id for budget in budgets]))
        .group_by(Spending.budget_id)
        .having(func.count(Spending.compensable) > 0)
    )
    return {
        budget_id: Cost(_exact(amount) - _exact(burden), _exact(burden), _exact(compensable))
        for budget_id, amount, burden, compensable in rows
    }


def room_of(budget: Budget) -> Room:
    """What is promised, spent and left of this budget."""
    return rooms_of([budget])[budget.id]


def spent_on(commitment: Commitment) -> Decimal:
    """What was spent on this commitment."""
    return spent_on_each([commitment]).get(commitment.id, ZERO)


def spent_on_each(commitments: Sequence[Commitment]) -> dict[int, Decimal]:
    """What was spent on each of these commitments; those without spending are left out."""
    ids = [commitment.id for commitment in commitments]
    return _sums(
        select(Spending.commitment_id, func.sum(Spending.amount))
        .where(Spending.commitment_id.in_(ids))
        .group_by(Spending.commitment_id)
    )


def budgets_of_commitments(commitment_ids: Collection[int]) -> list[Budget]:
    """The budgets on which these commitments were made, always in the same order: that of taking locks."""
    of_each = select(Commitment.budget_id).where(Commitment.id.in_(commitment_ids))
    return list(db.session.scalars(select(Budget).where(Budget.id.in_(of_each)).order_by(Budget.id)))


def commitments_as_they_are(commitment_ids: Collection[int]) -> dict[int, Commitment]:
    """These commitments by their ids, read anew."""
    found = db.session.scalars(
        select(Commitment)
        .where(Commitment.id.in_(commitment_ids))
        .order_by(Commitment.id)
        .execution_options(populate_existing=True)
    )
    return {each.id: each for each in found}


def commitments_on(budget: Budget) -> Select[Commitment]:
    """The commitments of this budget, newest first; a statement, for a list a page at a time."""
    return (
        select(Commitment)
        .where(Commitment.budget_id == budget.id)
        .options(joinedload(Commitment.supplier))
        .order_by(Commitment.id.desc())
    )


def commitment_with_number(number: str) -> Commitment | None:
    """The commitment with this number."""
    return db.session.scalar(select(Commitment).where(Commitment.number == number))


def open_commitments_for(reference: str) -> list[Commitment]:
    """The open commitments for this contract or track, oldest first."""
    return list(
        db.session.scalars(
            select(Commitment)
            .where(Commitment.reference == reference, Commitment.status == CommitmentStatus.OPEN)
            .order_by(Commitment.id)
        )
    )


def mandates() -> list[Mandate]:
    """All mandates, by person and first day."""
    return list(
        db.session.scalars(
            select(Mandate)
            .join(Account, Mandate.account_id == Account.id)
            .options(joinedload(Mandate.account), _LENDER)
            .order_by(Account.name, Mandate.starts_on, Mandate.id)
        )
    )


def mandate_with_id(mandate_id: int) -> Mandate | None:
    """The mandate with this id, with its person and who lent it."""
    return db.session.get(Mandate, mandate_id, options=[joinedload(Mandate.account), _LENDER])


def mandates_of(account_id: int | None) -> list[MandateFacts]:
    """The mandates of this person, own ones and lent ones, for the rules; nobody has none."""
    if account_id is None:
        return []
    rows = db.session.scalars(select(Mandate).where(Mandate.account_id == account_id).options(_LENDER))
    return [row.facts() for row in rows]


def _still_committed_on(budget_ids: Sequence[int]) -> dict[int, Decimal]:
    spent = (
        select(Spending.commitment_id, func.sum(Spending.amount).label("amount"))
        .where(Spending.budget_id.in_(budget_ids))
        .group_by(Spending.commitment_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Commitment.budget_id, Commitment.amount, spent.c.amount)
        .outerjoin(spent, spent.c.commitment_id == Commitment.id)
        .where(Commitment.budget_id.in_(budget_ids), Commitment.status == CommitmentStatus.OPEN)
    )
    totals: dict[int, Decimal] = {}
    for budget_id, amount, spent_on_it in rows:
        totals[budget_id] = totals.get(budget_id, ZERO) + still_committed(amount, _exact(spent_on_it))
    return totals


def _sums(statement: Select[int, Decimal] | Select[int | None, Decimal]) -> dict[int, Decimal]:
    return {row[0]: _exact(row[1]) for row in db.session.execute(statement) if row[0] is not None}


def _exact(total: Decimal | None) -> Decimal:
    return ZERO if total is None else euros(total)
