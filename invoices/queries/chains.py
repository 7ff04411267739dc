"""Why money is paid: the chain behind one line, up to the award and down to the payment."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from contracts.models import FrameworkContract
from invoices.models import Claim, Clawback, Invoice, InvoiceLine, LateCharge, Payment
from invoices.queries.clawbacks import clawbacks_of_invoice
from invoices.queries.invoices import lines_with_tracks
from invoices.queries.late_charges import late_charge_of
from invoices.queries.payments import payments_of
from procurement.models.award import LotAward
from townhall.database import db


@dataclass(frozen=True)
class Chain:
    """Everything one line rests on; what is not there is None or empty."""

    line: InvoiceLine
    claims: list[Claim]
    award: LotAward | None
    payments: list[Payment]
    clawbacks: list[Clawback]
    late_charge: LateCharge | None
    """What its supplier asks, or asked last, because the whole invoice was paid too late."""


def chain_of(invoice: Invoice, sequence: int) -> Chain | None:
    """The chain behind the line with this place on the invoice."""
    line = next((each for each in lines_with_tracks(invoice.id) if each.sequence == sequence), None)
    if line is None:
        return None
    claims = db.session.scalars(select(Claim).where(Claim.invoice_line_id == line.id).order_by(Claim.id))
    came_back = [each for each in clawbacks_of_invoice(invoice.id) if each.invoice_line_id == line.id]
    award, late_charge = award_behind(invoice.contract), late_charge_of(invoice.id)
    return Chain(line, list(claims), award, payments_of(invoice.id), came_back, late_charge)


def award_behind(contract: FrameworkContract) -> LotAward | None:
    """The award a contract rests on; None for a contract on another ground than a tender."""
    if contract.lot_award_id is None:
        return None
    return db.session.scalar(
        select(LotAward)
        .where(LotAward.id == contract.lot_award_id)
        .options(joinedload(LotAward.tender), joinedload(LotAward.lot))
    )
