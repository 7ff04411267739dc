"""Questions about the register of unlawful spending: the database adds up what was paid and what came back."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations

from sqlalchemy import ColumnElement, Integer, Select, and_, cast, extract, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from contracts.models import FrameworkContract
from invoices.lifecycle import PaymentStatus
from invoices.models import Invoice, Payment
from invoices.models.unlawful import LawfulnessLimit, UnlawfulSpending
from invoices.queries.money_back import came_back
from invoices.unlawful import UnlawfulFacts, YearOfSpending, may_count_twice
from townhall.database import db
from townhall.money import ZERO, euros, sum_of


@dataclass(frozen=True)
class RowInYear:
    """A row of the register in one year."""

    spending: UnlawfulSpending
    in_year: YearOfSpending

    @property
    def counts(self) -> Decimal:
        """What it adds to the total: nothing once it was withdrawn."""
        return ZERO if self.spending.withdrawn_at else self.in_year.amount


def rows_in(year: int) -> list[RowInYear]:
    """The register of a year: every row of which a day falls in it, those withdrawn too, by number. Five queries."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    found = _whole().where(
        UnlawfulSpending.from_on <= last, or_(UnlawfulSpending.until_on.is_(None), UnlawfulSpending.until_on >= first)
    )
    rows = list(db.session.scalars(found))
    years = years_of(rows, today=last)
    return [
        RowInYear(row, next((each for each in years[row.id] if each.year == year), YearOfSpending(year, ZERO)))
        for row in rows
    ]


def total_of(rows: Sequence[RowInYear]) -> Decimal:
    """What counts together; each row was added up by the database."""
    return sum_of(row.counts for row in rows)


def counted_twice(rows: Sequence[RowInYear]) -> list[tuple[UnlawfulSpending, UnlawfulSpending]]:
    """Which rows of one contract may count the same euro in this year; those withdrawn count nothing."""
    counting = [(row.spending, (row.spending.facts(), row.in_year)) for row in rows if not row.spending.withdrawn_at]
    return [
        (one, other)
        for (one, of_one), (other, of_other) in combinations(counting, 2)
        if one.contract_id == other.contract_id and may_count_twice(of_one, of_other)
    ]


def years_of(rows: Sequence[UnlawfulSpending], *, today: date) -> dict[int, list[YearOfSpending]]:
    """Per row each year from its first day to its last or today, excl. VAT: paid, come back, and set instead."""
    ids = [row.id for row in rows]
    paid, back = _paid(ids), _came_back(ids)

    def years(row: UnlawfulSpending) -> list[YearOfSpending]:
        set_to = {each.year: each for each in row.amounts if each.amount is not None}
        return [
            YearOfSpending(
                year,
                paid[row.id].get(year, ZERO),
                set_to[year].amount if year in set_to else None,
                set_to[year].why if year in set_to else "",
                back[row.id].get(year, ZERO),
            )
            for year in range(row.from_on.year, (row.until_on or max(today, row.from_on)).year + 1)
        ]

    return {row.id: years(row) for row in rows}


def unlawful_with_number(number: str) -> UnlawfulSpending | None:
    """The row with this number."""
    return db.session.scalar(_whole().where(UnlawfulSpending.number == number))


def standing_of(contract_id: int, *, but: int | None = None) -> list[UnlawfulFacts]:
    """The rows of this contract that were not withdrawn, but this one."""
    rows = db.session.scalars(
        select(UnlawfulSpending).where(
            UnlawfulSpending.contract_id == contract_id, UnlawfulSpending.withdrawn_at.is_(None)
        )
    )
    return [row.facts() for row in rows if row.id != but]


def contract_numbered(number: str) -> FrameworkContract | None:
    """The contract with this number, of any supplier."""
    return db.session.scalar(select(FrameworkContract).where(FrameworkContract.number == number))


def limit_of(year: int) -> LawfulnessLimit | None:
    """The council's limit for this year."""
    return db.session.get(LawfulnessLimit, year)


def years_in_register() -> list[int]:
    """The years of which there is a row or a limit, the latest first; a row that goes on counts with its first year."""
    starts = select(cast(extract("year", UnlawfulSpending.from_on), Integer))
    ends = select(cast(extract("year", UnlawfulSpending.until_on), Integer)).where(
        UnlawfulSpending.until_on.is_not(None)
    )
    found = db.session.scalars(starts.union(ends, select(LawfulnessLimit.year)))
    return sorted(found, reverse=True)


def _whole() -> Select[UnlawfulSpending]:
    return (
        select(UnlawfulSpending)
        .join(UnlawfulSpending.contract)
        .options(
            contains_eager(UnlawfulSpending.contract).joinedload(FrameworkContract.supplier),
            joinedload(UnlawfulSpending.recorded_by),
            selectinload(UnlawfulSpending.amounts),
        )
        .order_by(UnlawfulSpending.id)
    )


def _paid(ids: Sequence[int]) -> dict[int, dict[int, Decimal]]:
    """Per row and year what the bank paid under its contract on its days."""
    year = cast(extract("year", Payment.booked_on), Integer).label("year")
    rows = db.session.execute(
        select(UnlawfulSpending.id, year, func.sum(Invoice.payable_net))
        .join(Invoice, Invoice.contract_id == UnlawfulSpending.contract_id)
        .join(Payment, Payment.invoice_id == Invoice.id)
        .where(UnlawfulSpending.id.in_(ids), _paid_on_its_days())
        .group_by(UnlawfulSpending.id, "year")
    )
    found: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for spending_id, in_year, amount in rows:
        found[spending_id][in_year] = euros(amount)
    return found


def _came_back(ids: Sequence[int]) -> dict[int, dict[int, Decimal]]:
    """Per row and year of arrival what came back of what the bank paid under its contract on its days."""
    rows = db.session.execute(
        came_back()
        .join(UnlawfulSpending, UnlawfulSpending.contract_id == Invoice.contract_id)
        .join(Payment, Payment.invoice_id == Invoice.id)
        .where(UnlawfulSpending.id.in_(ids), _paid_on_its_days())
        .add_columns(UnlawfulSpending.id)
        .group_by(UnlawfulSpending.id)
    )
    found: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for in_year, net, _vat, spending_id in rows:
        found[spending_id][in_year] = euros(net)
    return found


def _paid_on_its_days() -> ColumnElement[bool]:
    return and_(
        Payment.status == PaymentStatus.PAID,
        Payment.booked_on >= UnlawfulSpending.from_on,
        or_(UnlawfulSpending.until_on.is_(None), Payment.booked_on <= UnlawfulSpending.until_on),
    )
