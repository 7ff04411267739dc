"""What may be wrong with an invoice, looked up beside the rules: five queries, however long the invoice is."""

from collections.abc import Collection

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from contracts.models import Achievement, ContractMilestone, FrameworkContract, Placement, Track
from contracts.placement_kinds import PlacementStatus
from invoices.lifecycle import ClaimStatus, InvoiceStatus, LineStatus
from invoices.models import Claim, Invoice, InvoiceLine
from invoices.signals import PaidElsewhere, SignalFacts, WorkSeen
from procurement.lots import RESULT_MILESTONES
from townhall.database import db
from townhall.periods import add_months

_LOST = (InvoiceStatus.DRAFT, InvoiceStatus.WITHDRAWN)


def signal_facts(invoice: Invoice) -> SignalFacts:
    """Everything that the signals go on for this invoice."""
    earned = [line.achievement_id for line in invoice.lines if line.status is LineStatus.ACCEPTED]
    same, again = _look_alikes(invoice)
    return SignalFacts(
        net=invoice.net,
        lines=len(invoice.lines),
        same_amount_and_day=same,
        withdrawn_with_this_number=again,
        work=_work_behind(earned),
        paid_elsewhere=_paid_elsewhere(earned),
        lines_of_earlier=_lines_of_earlier(invoice),
    )


def _look_alikes(invoice: Invoice) -> tuple[list[str], bool]:
    rows = db.session.execute(
        select(Invoice.number, Invoice.status, Invoice.gross, Invoice.issued_on)
        .where(Invoice.supplier_id == invoice.supplier_id, Invoice.id != invoice.id)
        .where(
            (Invoice.number == invoice.number)
            | and_(Invoice.gross == invoice.gross, Invoice.issued_on == invoice.issued_on)
        )
        .order_by(Invoice.id)
    ).all()
    same = [
        row.number
        for row in rows
        if row.status not in _LOST and (row.gross, row.issued_on) == (invoice.gross, invoice.issued_on)
    ]
    return same, any(row.number == invoice.number and row.status is InvoiceStatus.WITHDRAWN for row in rows)


def _work_behind(achievement_ids: Collection[int | None]) -> list[WorkSeen]:
    rows = db.session.execute(
        select(
            Track.number, Track.referred_on, Placement.starts_on, Placement.ended_on,
            Placement.employer_is_supplier, FrameworkContract.guarantee_months,
        )
        .join(FrameworkContract, FrameworkContract.id == Track.contract_id)
        .join(Placement, Placement.track_id == Track.id)
        .join(Achievement, Achievement.track_id == Track.id)
        .join(ContractMilestone, ContractMilestone.id == Achievement.milestone_id)
        .where(
            Achievement.id.in_(achievement_ids),
            ContractMilestone.kind.in_(RESULT_MILESTONES),
            Placement.status != PlacementStatus.WITHDRAWN,
        )
        .distinct()
        .order_by(Track.number, Placement.starts_on)
    )  # fmt: skip
    return [
        WorkSeen(number, referred_on, starts_on, ended_on, own_firm, guaranteed_until=add_months(starts_on, months))
        for number, referred_on, starts_on, ended_on, own_firm, months in rows
    ]


def _paid_elsewhere(achievement_ids: Collection[int | None]) -> list[PaidElsewhere]:
    here, there = aliased(Achievement), aliased(Achievement)
    own, other = aliased(Track), aliased(Track)
    kind, other_kind = aliased(ContractMilestone), aliased(ContractMilestone)
    rows = db.session.execute(
        select(own.number, kind.label, other.number.label("other"), Invoice.number.label("invoice"))
        .join(here, here.track_id == own.id)
        .join(kind, kind.id == here.milestone_id)
        .join(other, and_(other.participant_id == own.participant_id, other.id != own.id))
        .join(there, there.track_id == other.id)
        .join(other_kind, and_(other_kind.id == there.milestone_id, other_kind.kind == kind.kind))
        .join(Claim, and_(Claim.achievement_id == there.id, Claim.status == ClaimStatus.LIVE))
        .join(InvoiceLine, InvoiceLine.id == Claim.invoice_line_id)
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(here.id.in_(achievement_ids))
        .order_by(own.number, Invoice.number)
    )
    return [PaidElsewhere(*row) for row in rows]


def _lines_of_earlier(invoice: Invoice) -> list[int]:
    rows = db.session.scalars(
        select(func.count(InvoiceLine.id))
        .join(InvoiceLine.invoice)
        .where(Invoice.supplier_id == invoice.supplier_id, Invoice.id < invoice.id, Invoice.status.not_in(_LOST))
        .group_by(Invoice.id)
        .order_by(Invoice.id.desc())
        .limit(24)
    )
    return list(rows)
