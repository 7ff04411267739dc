"""What came back of what was paid, and what must still come back: sums the database makes."""

from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Integer, Select, cast, extract, func, literal, select, type_coerce, union_all

from contracts.models import FrameworkContract
from invoices.clawbacks import ClawbackStatus
from invoices.lifecycle import PaymentStatus
from invoices.models import Clawback, ClawbackSetOff, Invoice, InvoiceLine, Payment
from townhall.column_types import Euros
from townhall.database import db
from townhall.money import ZERO, euros


def open_clawback_amount() -> Decimal:
    """What must still come back of all open clawbacks together, with VAT: less what payments that did not fail took."""
    gross = db.session.scalar(
        select(type_coerce(func.sum(Clawback.net + Clawback.vat), Euros)).where(Clawback.status == ClawbackStatus.OPEN)
    )
    taken = db.session.scalar(
        select(func.sum(ClawbackSetOff.amount))
        .join(ClawbackSetOff.clawback)
        .join(ClawbackSetOff.payment)
        .where(Clawback.status == ClawbackStatus.OPEN, Payment.status != PaymentStatus.FAILED)
    )
    return euros(gross or ZERO) - euros(taken or ZERO)


def came_back() -> Select[int, Any, Any]:
    """Per year of arrival what came back, without VAT and in VAT; joined to the contract, for who wants to narrow it.

    A part is what a payment that arrived had set off, or a whole clawback that was repaid otherwise. The net share of a
    part is what the parts so far are due less what the earlier ones had, so that a whole clawback adds up to the cent.
    """
    parts = _parts().subquery()
    so_far = cast(
        func.sum(parts.c.cents).over(partition_by=parts.c.clawback_id, order_by=(parts.c.on, parts.c.place)), BigInteger
    )
    net_cents = type_coerce(Clawback.net, BigInteger)
    gross_cents = net_cents + type_coerce(Clawback.vat, BigInteger)
    share = _net_of(so_far, net_cents, gross_cents) - _net_of(so_far - parts.c.cents, net_cents, gross_cents)
    back = (
        select(
            Clawback.invoice_line_id,
            parts.c.on,
            type_coerce(share, Euros).label("net"),
            type_coerce(parts.c.cents - share, Euros).label("vat"),
        )
        .join(Clawback, Clawback.id == parts.c.clawback_id)
        .subquery("back")
    )
    year = cast(extract("year", back.c.on), Integer).label("year")
    return (
        select(year, func.sum(back.c.net), func.sum(back.c.vat))
        .join(InvoiceLine, InvoiceLine.id == back.c.invoice_line_id)
        .join(InvoiceLine.invoice)
        .join(Invoice.contract)
        .group_by("year")
    )


def came_back_per_year(contract_id: int) -> dict[int, Decimal]:
    """What came back of what was paid under this contract per calendar year, excl. VAT."""
    rows = db.session.execute(came_back().where(FrameworkContract.id == contract_id))
    return {year: euros(net) for year, net, _ in rows}


def _parts() -> Any:
    set_off = (
        select(
            ClawbackSetOff.clawback_id,
            ClawbackSetOff.id.label("place"),
            Payment.booked_on.label("on"),
            type_coerce(ClawbackSetOff.amount, BigInteger).label("cents"),
        )
        .join(ClawbackSetOff.payment)
        .where(Payment.status == PaymentStatus.PAID)
    )
    arrived = (
        select(ClawbackSetOff.id)
        .join(ClawbackSetOff.payment)
        .where(ClawbackSetOff.clawback_id == Clawback.id, Payment.status == PaymentStatus.PAID)
    )
    repaid = select(
        Clawback.id,
        literal(0),
        Clawback.settled_on,
        type_coerce(Clawback.net, BigInteger) + type_coerce(Clawback.vat, BigInteger),
    ).where(Clawback.status == ClawbackStatus.SETTLED, ~arrived.exists())
    return union_all(set_off, repaid)


def _net_of(cents: Any, net: Any, gross: Any) -> Any:
    """The net share of so many cents with VAT, half a cent up, in whole numbers."""
    return (2 * cents * net + gross) // (2 * gross)
