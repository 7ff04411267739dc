"""The other way round: from a contract or an award to all money paid under it."""

from decimal import Decimal
from typing import Any

from sqlalchemy import Integer, Select, and_, cast, extract, func, select
from sqlalchemy.orm import contains_eager, joinedload

from contracts.models import FrameworkContract
from invoices.lifecycle import LineStatus, PaymentStatus
from invoices.models import Invoice, InvoiceLine, Payment
from procurement.models.award import LotAward
from procurement.models.tenders import Tender
from townhall.database import db
from townhall.money import euros

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


def paid_by_year(*, contract_number: str = "", tender_reference: str = "") -> list[tuple[int, int, Decimal, Decimal]]:
    """Per year of payment: how many lines, and what they add up to without VAT and in VAT."""
    year = cast(extract("year", Payment.booked_on), Integer).label("year")
    statement = select(year, func.count(InvoiceLine.id), func.sum(InvoiceLine.net), func.sum(InvoiceLine.vat)).join(
        InvoiceLine.invoice
    )
    rows = db.session.execute(_under(statement, contract_number, tender_reference).group_by("year").order_by("year"))
    return [(in_year, lines, euros(net), euros(vat)) for in_year, lines, net, vat in rows]


def _under(statement: Any, contract_number: str, tender_reference: str) -> Any:
    statement = statement.join(Payment, _PAID).join(Invoice.contract).where(InvoiceLine.status == LineStatus.ACCEPTED)
    if contract_number:
        statement = statement.where(FrameworkContract.number == contract_number)
    if tender_reference:
        statement = (
            statement.join(LotAward, LotAward.id == FrameworkContract.lot_award_id)
            .join(Tender, Tender.id == LotAward.tender_id)
            .where(Tender.reference == tender_reference)
        )
    return statement
