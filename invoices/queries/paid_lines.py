"""The other way round: from a contract or an award to all money paid under it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Integer, Select, and_, cast, extract, func, select
from sqlalchemy.orm import contains_eager, joinedload

from contracts.models import FrameworkContract
from invoices.lifecycle import LineStatus, PaymentStatus
from invoices.models import Invoice, InvoiceLine, Payment
from invoices.queries.money_back import came_back
from procurement.models.award import LotAward
from procurement.models.tenders import Tender
from townhall.database import db
from townhall.money import ZERO, euros

_PAID = and_(Payment.invoice_id == Invoice.id, Payment.status == PaymentStatus.PAID)


def paid_lines(*, contract_number: str = "", tender_reference: str = "") -> Select[InvoiceLine]:
    """The paid lines, the last paid first, for a page; under this contract or tender when given."""
    found: Select[InvoiceLine] = (
        _under(select(InvoiceLine).join(InvoiceLine.invoice), contract_number, tender_reference)
        .options(
            contains_eager(InvoiceLine.invoice).options(joinedload(Invoice.supplier), contains_eager(Invoice.contract))
        )
        .order_by(Invoice.paid_on.desc(), InvoiceLine.id)
    )
    return found


@dataclass(frozen=True)
class YearOfPaying:
    """What the lines that were paid in a year add up to, and what came back in that year of earlier ones."""

    year: int
    lines: int
    net: Decimal
    vat: Decimal
    net_back: Decimal
    vat_back: Decimal


def paid_by_year(*, contract_number: str = "", tender_reference: str = "") -> list[YearOfPaying]:
    """Per year in which something was paid or came back: how many lines, and what both add up to."""
    year = cast(extract("year", Payment.booked_on), Integer).label("year")
    statement = (
        select(year, func.count(InvoiceLine.id), func.sum(InvoiceLine.net), func.sum(InvoiceLine.vat))
        .join(InvoiceLine.invoice)
        .group_by("year")
    )
    paid = {row[0]: tuple(row[1:]) for row in db.session.execute(_under(statement, contract_number, tender_reference))}
    back_under = _narrowed(came_back(), contract_number, tender_reference)
    back = {row[0]: tuple(row[1:]) for row in db.session.execute(back_under)}
    return [
        YearOfPaying(each, lines, euros(net), euros(vat), euros(net_back), euros(vat_back))
        for each in sorted(set(paid) | set(back))
        for lines, net, vat in [paid.get(each, (0, ZERO, ZERO))]
        for net_back, vat_back in [back.get(each, (ZERO, ZERO))]
    ]


def _under(statement: Any, contract_number: str, tender_reference: str) -> Any:
    paid = statement.join(Payment, _PAID).join(Invoice.contract).where(InvoiceLine.status == LineStatus.ACCEPTED)
    return _narrowed(paid, contract_number, tender_reference)


def _narrowed(statement: Any, contract_number: str, tender_reference: str) -> Any:
    if contract_number:
        statement = statement.where(FrameworkContract.number == contract_number)
    if tender_reference:
        statement = (
            statement.join(LotAward, LotAward.id == FrameworkContract.lot_award_id)
            .join(Tender, Tender.id == LotAward.tender_id)
            .where(Tender.reference == tender_reference)
        )
    return statement
