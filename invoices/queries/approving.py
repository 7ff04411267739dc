"""Everything that waits for a signature, what is out of the ordinary on top: a fixed number of queries."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Select, and_, case, false, or_, select
from sqlalchemy.orm import joinedload, selectinload

from invoices.approvals import approves_on_behalf_of, obstacles_to_approving, obstacles_to_stating
from invoices.approving import Point, near_until, points_of
from invoices.comparing import Change
from invoices.lifecycle import InvoiceStatus
from invoices.models import Invoice
from invoices.queries.comparing import changes_of
from invoices.queries.funding import fundings_of_each
from invoices.queries.signals import signal_facts_of
from invoices.signals import signals
from townhall.budgets.authority import MandateFacts
from townhall.database import db
from townhall.refusal import Obstacle

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


def waiting_for_approval(*, account_id: int | None, ceiling: Decimal | None, today: date) -> Select[Invoice]:
    """What waits for approval, for a page: own statement, above the ceiling or near its term first, then by term.

    ``ceiling`` is how far the mandates of who asks reach; None without limit.
    """
    stands_out = or_(
        Invoice.stated_by_id == account_id,
        Invoice.due_on <= near_until(today),
        false() if ceiling is None else Invoice.payable_net > ceiling,
    )
    return (
        select(Invoice)
        .where(Invoice.status == InvoiceStatus.STATED)
        .options(*_BESIDE)
        .order_by(case((stands_out, 0), else_=1), Invoice.due_on, Invoice.id)
    )


def waiting_for_statement(*, today: date) -> Select[Invoice]:
    """What waits for the performance statement, for a page: disputed or near its term first, then by term."""
    is_disputed = and_(Invoice.disputed_at.is_not(None), Invoice.dispute_ended_at.is_(None))
    stands_out = or_(is_disputed, Invoice.due_on <= near_until(today))
    return (
        select(Invoice)
        .where(Invoice.status == InvoiceStatus.IN_REVIEW)
        .options(*_BESIDE)
        .order_by(case((stands_out, 0), else_=1), Invoice.due_on, Invoice.id)
    )


def invoices_with_ids(ids: Collection[int]) -> list[Invoice]:
    """These invoices as far as somebody of the municipality may see them, in the order they came in."""
    statement = select(Invoice).where(Invoice.id.in_(ids), Invoice.status != InvoiceStatus.DRAFT)
    return list(db.session.scalars(statement.options(*_BESIDE).order_by(Invoice.id)))


def to_approve(
    invoices: Sequence[Invoice], *, account_id: int | None, mandates: Sequence[MandateFacts], today: date
) -> list[ToSign]:
    """These invoices with their points and changes, for this budget holder; what is out of the ordinary on top."""
    fundings = fundings_of_each(invoices, year=today.year)

    def obstacles_to(invoice: Invoice) -> list[Obstacle]:
        return obstacles_to_approving(
            invoice.signed_facts(),
            account_id=account_id,
            mandates=mandates,
            funding=[funding.need for funding in fundings[invoice.id]],
            on=today,
        )

    def lender_of(invoice: Invoice) -> str:
        return approves_on_behalf_of(invoice.signed_facts(), mandates, on=today)

    return _to_sign(invoices, obstacles_to, lender_of, today=today)


def to_state(invoices: Sequence[Invoice], *, account_id: int | None, today: date) -> list[ToSign]:
    """The same for this contract manager."""

    def obstacles_to(invoice: Invoice) -> list[Obstacle]:
        return obstacles_to_stating(invoice.signed_facts(), account_id=account_id)

    return _to_sign(invoices, obstacles_to, lambda _invoice: "", today=today)


def _to_sign(
    invoices: Sequence[Invoice],
    obstacles_to: Callable[[Invoice], list[Obstacle]],
    lender_of: Callable[[Invoice], str],
    *,
    today: date,
) -> list[ToSign]:
    seen, changes = signal_facts_of(invoices), changes_of(invoices, today=today)

    def row(invoice: Invoice) -> ToSign:
        found = changes[invoice.id]
        points = points_of(
            obstacles_to(invoice), signals(seen[invoice.id]), found, due_on=invoice.due_on, today=today
        )
        return ToSign(invoice, points, [each for each in found if not each.asks_a_look], lender_of(invoice))

    return sorted((row(invoice) for invoice in invoices), key=lambda each: not each.points)
