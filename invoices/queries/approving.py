"""Everything that waits for a signature, what is out of the ordinary on top: a fixed number of queries."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from invoices.approvals import approves_on_behalf_of, obstacles_to_approving, obstacles_to_stating
from invoices.approving import Point, points_of
from invoices.comparing import Change
from invoices.lifecycle import InvoiceStatus
from invoices.models import Invoice, InvoiceLine
from invoices.queries.comparing import changes_of, changes_to_look_at
from invoices.queries.funding import Funding, carried_by_commitments, fundings_of_each
from invoices.queries.signals import signal_facts_of
from invoices.signals import signals
from townhall.budgets.authority import MandateFacts
from townhall.database import db
from townhall.refusal import Obstacle

#: Why an invoice cannot be signed.
_Obstacles = Callable[[Invoice], list[Obstacle]]

_BESIDE = (
    joinedload(Invoice.supplier),
    joinedload(Invoice.contract),
    joinedload(Invoice.stated_by),
    joinedload(Invoice.approved_by),
    selectinload(Invoice.lines),
)


@dataclass(frozen=True)
class ToSign:
    """One invoice for the list: what is out of the ordinary, and what else changed since the last time."""

    invoice: Invoice
    points: Sequence[Point]
    changes: Sequence[Change]
    lender: str = ""
    """In whose name it would be approved, when it is under a mandate that was lent."""

    @property
    def stops(self) -> list[Point]:
        """Why it cannot be signed by who asks."""
        return [point for point in self.points if point.stops]

    @property
    def value(self) -> str:
        """What its box stands for: this invoice, as it is now."""
        return f"{self.invoice.id}-{self.invoice.version}"


@dataclass(frozen=True)
class Waiting:
    """The ids of everything that waits for a signature, and how many of them, on top, are out of the ordinary."""

    ids: Sequence[int]
    apart: int


def waiting_for_approval(*, account_id: int | None, mandates: Sequence[MandateFacts], today: date) -> Waiting:
    """What waits for approval by this budget holder: what is out of the ordinary first, then by term.

    Everything is looked at, in a fixed number of queries; the budgets only for what its commitments may not carry.
    """
    found = _waiting(InvoiceStatus.STATED)
    carried = carried_by_commitments(found)
    fundings = fundings_of_each([each for each in found if each.id not in carried], year=today.year)
    return _in_order(found, _approving(fundings, account_id=account_id, mandates=mandates, today=today), today=today)


def waiting_for_statement(*, account_id: int | None, today: date) -> Waiting:
    """The same of what waits for the performance statement, by this contract manager."""
    return _in_order(_waiting(InvoiceStatus.IN_REVIEW), _stating(account_id=account_id), today=today)


def _waiting(status: InvoiceStatus) -> list[Invoice]:
    """Every invoice in this state by term, each with its lines as far as signing asks."""
    statement = select(Invoice).where(Invoice.status == status).order_by(Invoice.due_on, Invoice.id)
    beside = (joinedload(Invoice.contract), selectinload(Invoice.lines).load_only(InvoiceLine.status))
    return list(db.session.scalars(statement.options(*beside)))


def _in_order(invoices: Sequence[Invoice], obstacles_to: _Obstacles, *, today: date) -> Waiting:
    points = _points(invoices, obstacles_to, changes_to_look_at(invoices, today=today), today=today)
    apart = [each.id for each in invoices if points[each.id]]
    return Waiting([*apart, *(each.id for each in invoices if not points[each.id])], len(apart))


def invoices_with_ids(ids: Sequence[int]) -> list[Invoice]:
    """These invoices as far as somebody of the municipality may see them, in this order."""
    statement = select(Invoice).where(Invoice.id.in_(ids), Invoice.status != InvoiceStatus.DRAFT)
    return sorted(db.session.scalars(statement.options(*_BESIDE)), key=lambda each: ids.index(each.id))


def to_approve(
    invoices: Sequence[Invoice], *, account_id: int | None, mandates: Sequence[MandateFacts], today: date
) -> list[ToSign]:
    """These invoices with their points and changes, for this budget holder; what is out of the ordinary on top."""
    fundings = fundings_of_each(invoices, year=today.year)

    def lender_of(invoice: Invoice) -> str:
        return approves_on_behalf_of(invoice.signed_facts(), mandates, on=today)

    obstacles_to = _approving(fundings, account_id=account_id, mandates=mandates, today=today)
    return _to_sign(invoices, obstacles_to, lender_of, today=today)


def to_state(invoices: Sequence[Invoice], *, account_id: int | None, today: date) -> list[ToSign]:
    """The same for this contract manager."""
    return _to_sign(invoices, _stating(account_id=account_id), lambda _invoice: "", today=today)


def _approving(
    fundings: Mapping[int, Sequence[Funding]],
    *,
    account_id: int | None,
    mandates: Sequence[MandateFacts],
    today: date,
) -> _Obstacles:
    """What stands in the way of approving; an invoice without fundings is carried by its commitments."""

    def obstacles_to(invoice: Invoice) -> list[Obstacle]:
        return obstacles_to_approving(
            invoice.signed_facts(),
            account_id=account_id,
            mandates=mandates,
            funding=[funding.need for funding in fundings.get(invoice.id, ())],
            on=today,
        )

    return obstacles_to


def _stating(*, account_id: int | None) -> _Obstacles:
    return lambda invoice: obstacles_to_stating(invoice.signed_facts(), account_id=account_id)


def _to_sign(
    invoices: Sequence[Invoice], obstacles_to: _Obstacles, lender_of: Callable[[Invoice], str], *, today: date
) -> list[ToSign]:
    changes = changes_of(invoices, today=today)
    points = _points(invoices, obstacles_to, changes, today=today)

    def row(invoice: Invoice) -> ToSign:
        others = [each for each in changes[invoice.id] if not each.asks_a_look]
        return ToSign(invoice, points[invoice.id], others, lender_of(invoice))

    return sorted((row(invoice) for invoice in invoices), key=lambda each: not each.points)


def _points(
    invoices: Sequence[Invoice], obstacles_to: _Obstacles, changes: Mapping[int, Sequence[Change]], *, today: date
) -> dict[int, list[Point]]:
    """Per id of an invoice all that is out of the ordinary."""
    seen = signal_facts_of(invoices)
    return {
        each.id: points_of(
            obstacles_to(each), signals(seen[each.id]), changes[each.id], due_on=each.due_on, today=today
        )
        for each in invoices
    }
