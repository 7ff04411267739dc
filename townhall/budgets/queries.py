"""Questions about budgets, commitments and mandates."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from decimal import Decimal

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from townhall.accounts.models import Account
from townhall.budgets.authority import MandateFacts
from townhall.budgets.costs import Cost
from townhall.budgets.headings import Heading, Purse, paying_under
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
    """All budgets of a year, by programme; of each organisation the whole programme before its lots."""
    return list(
        db.session.scalars(
            select(Budget)
            .where(Budget.year == year)
            .options(joinedload(Budget.organisation))
            .order_by(Budget.programme, Budget.organisation_id, Budget.lot)
        )
    )


def has_budget(heading: Heading, *, year: int, organisation_id: int) -> bool:
    """Whether this organisation has a budget of its own for exactly this heading in this year."""
    found = select(Budget.id).where(
        Budget.year == year, Budget.programme == heading.programme, Budget.lot == heading.lot,
        Budget.organisation_id == organisation_id,
    )  # fmt: skip
    return db.session.scalar(found) is not None


def budgets_beside(budget: Budget) -> list[Budget]:
    """All budgets of this programme, year and organisation, itself too: the whole programme before its lots."""
    return [each for each in budgets_of(budget.year) if each.programme_key == budget.programme_key]


def budget_paying(heading: Heading, *, year: int, organisation_id: int) -> Budget | None:
    """The budget from which this organisation pays in this year: the lot's own, else the whole programme's."""
    purse = Purse(heading, year, organisation_id)
    return budgets_paying([purse]).get(purse)


def budgets_paying(purses: Collection[Purse]) -> dict[Purse, Budget]:
    """The same of many, in one query; those without a budget are left out."""
    rows = db.session.scalars(
        select(Budget).where(
            Budget.year.in_({each.year for each in purses}),
            Budget.programme.in_({each.heading.programme for each in purses}),
            Budget.organisation_id.in_({each.organisation_id for each in purses}),
        )
    )
    there: dict[tuple[int, int], dict[Heading, Budget]] = defaultdict(dict)
    for row in rows:
        there[row.year, row.organisation_id][row.heading] = row
    paying = {each: paying_under(each.heading, there[each.year, each.organisation_id]) for each in purses}
    return {purse: budget for purse, budget in paying.items() if budget is not None}


def years_with_budgets() -> list[int]:
    """The years that have a budget, newest first."""
    return list(db.session.scalars(select(Budget.year).distinct().order_by(Budget.year.desc())))


def headings_to_choose(*, from_year: int, kept: Heading | None = None) -> list[Heading]:
    """The programmes and lots with a budget in this year or later, and what was chosen before if it is none of them."""
    found = select(Budget.programme, Budget.lot).where(Budget.year >= from_year).distinct()
    headings = {Heading(programme, lot) for programme, lot in db.session.execute(found)}
    return sorted({*headings, kept} if kept else headings)


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
        budget.id: Room(
            budget.amount, committed.get(budget.id, ZERO), spent.get(budget.id, ZERO),
            title=budget.title, is_of_lot=bool(budget.lot),
        )
        for budget in budgets
    }  # fmt: skip


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
