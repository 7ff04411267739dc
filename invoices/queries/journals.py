"""What must still go to the ledger, and what went."""

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from invoices.lifecycle import LineStatus, PaymentStatus
from invoices.models import Invoice, InvoiceLine, JournalBooking, JournalExport, LateCharge, Payment, PaymentEvent
from townhall.budgets.models import Commitment
from townhall.database import db


def _moved_and_not_booked() -> ColumnElement[bool]:
    """Paid, or come back after it was paid, and in no file yet. A payment that failed at once moved nothing."""
    paid = aliased(PaymentEvent)
    was_paid = exists().where(
        paid.payment_id == PaymentEvent.payment_id, paid.kind == PaymentStatus.PAID, paid.id < PaymentEvent.id
    )
    return and_(
        or_(
            PaymentEvent.kind == PaymentStatus.PAID,
            and_(PaymentEvent.kind == PaymentStatus.FAILED, was_paid),
        ),
        ~exists().where(JournalBooking.payment_event_id == PaymentEvent.id),
    )


def count_to_journal() -> int:
    """How many movements of money wait for the ledger."""
    return db.session.scalar(select(func.count(PaymentEvent.id)).where(_moved_and_not_booked())) or 0


def movements_to_journal() -> list[PaymentEvent]:
    """The movements of money that wait for the ledger, in the order in which they were booked, with all they name."""
    invoice = selectinload(PaymentEvent.payment).joinedload(Payment.invoice)
    late = selectinload(PaymentEvent.payment).joinedload(Payment.late_charge)
    return list(
        db.session.scalars(
            select(PaymentEvent)
            .where(_moved_and_not_booked())
            .options(
                selectinload(PaymentEvent.payment).selectinload(Payment.set_offs),
                invoice.joinedload(Invoice.supplier),
                invoice.joinedload(Invoice.contract),
                invoice.selectinload(Invoice.lines.and_(InvoiceLine.status == LineStatus.ACCEPTED))
                .joinedload(InvoiceLine.commitment)
                .joinedload(Commitment.budget),
                late.joinedload(LateCharge.commitment).joinedload(Commitment.budget),
                late.joinedload(LateCharge.invoice).options(joinedload(Invoice.supplier), joinedload(Invoice.contract)),
            )
            .order_by(PaymentEvent.id)
        )
    )


def journal_exports() -> Select[JournalExport]:
    """Every file for the ledger, newest first, for a page."""
    return select(JournalExport).options(joinedload(JournalExport.made_by)).order_by(JournalExport.id.desc())


def journal_export_with_number(number: str) -> JournalExport | None:
    """The file with its document."""
    found = select(JournalExport).where(JournalExport.number == number).options(joinedload(JournalExport.document))
    return db.session.scalar(found)
