"""What may be wrong with invoices, looked up beside the rules: four queries, however many they are and however long."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from contracts.models import Achievement, ContractMilestone, FrameworkContract, Placement, Track
from contracts.placement_kinds import PlacementStatus
from invoices.lifecycle import ClaimStatus, InvoiceStatus, LineStatus
from invoices.models import Claim, Invoice, InvoiceLine
from invoices.signals import MOST_NAMED, PaidElsewhere, SignalFacts, WorkSeen
from procurement.lots import RESULT_MILESTONES
from townhall.database import db
from townhall.periods import add_months

_LOST = (InvoiceStatus.DRAFT, InvoiceStatus.WITHDRAWN)

#: What is usual is read off so many invoices before.
_EARLIER = 24


def signal_facts(invoice: Invoice) -> SignalFacts:
    """Everything that the signals go on for this invoice."""
    return signal_facts_of([invoice])[invoice.id]


def signal_facts_of(invoices: Sequence[Invoice]) -> dict[int, SignalFacts]:
    """Everything that the signals go on for each of these invoices, by their ids; their lines are loaded."""
    ids = [invoice.id for invoice in invoices]
    alike = _look_alikes(ids)
    work, elsewhere, earlier = _work_behind(ids), _paid_elsewhere(ids), _lines_of_earlier(ids)
    return {
        invoice.id: SignalFacts(
            net=invoice.net,
            lines=len(invoice.lines),
            same_amount_and_day=alike[invoice.id].named,
            alike_in_all=alike[invoice.id].count,
            withdrawn_with_this_number=alike[invoice.id].number_again,
            work=work[invoice.id],
            paid_elsewhere=elsewhere[invoice.id],
            lines_of_earlier=earlier[invoice.id],
        )
        for invoice in invoices
    }


@dataclass(frozen=True)
class _LookAlikes:
    """The first invoices with the same amount and day, how many there are, and whether a number came again."""

    named: list[str] = field(default_factory=list)
    count: int = 0
    number_again: bool = False


def _look_alikes(ids: Collection[int]) -> dict[int, _LookAlikes]:
    other = aliased(Invoice)
    is_same = and_(
        other.gross == Invoice.gross,
        other.issued_on == Invoice.issued_on,
        other.status.not_in(_LOST),
        # A corrected invoice is like the one it corrects, and says so itself.
        func.coalesce(Invoice.corrects_id, 0) != other.id,
        func.coalesce(other.corrects_id, 0) != Invoice.id,
    )
    is_again = and_(other.number == Invoice.number, other.status == InvoiceStatus.WITHDRAWN)
    of_its_kind = (Invoice.id, is_same)
    pairs = (
        select(
            Invoice.id, other.number, is_same.label("same"),
            func.row_number().over(partition_by=of_its_kind, order_by=other.id).label("place"),
            func.count().over(partition_by=of_its_kind).label("how_many"),
        )
        .join(other, and_(other.supplier_id == Invoice.supplier_id, other.id != Invoice.id))
        .where(Invoice.id.in_(ids), is_same | is_again)
        .subquery()
    )  # fmt: skip
    found: dict[int, _LookAlikes] = defaultdict(_LookAlikes)
    for row in db.session.execute(select(pairs).where(pairs.c.place <= MOST_NAMED).order_by(pairs.c.place)):
        seen = found[row.id]
        if row.same:
            found[row.id] = replace(seen, named=[*seen.named, row.number], count=row.how_many)
        else:
            found[row.id] = replace(seen, number_again=True)
    return found


def _work_behind(ids: Collection[int]) -> dict[int, list[WorkSeen]]:
    rows = db.session.execute(
        select(
            InvoiceLine.invoice_id, Track.number, Track.referred_on, Placement.starts_on, Placement.ended_on,
            Placement.employer_is_supplier, FrameworkContract.guarantee_months,
        )
        .join(Achievement, Achievement.id == InvoiceLine.achievement_id)
        .join(Track, Track.id == Achievement.track_id)
        .join(FrameworkContract, FrameworkContract.id == Track.contract_id)
        .join(Placement, Placement.track_id == Track.id)
        .join(ContractMilestone, ContractMilestone.id == Achievement.milestone_id)
        .where(
            InvoiceLine.invoice_id.in_(ids),
            InvoiceLine.status == LineStatus.ACCEPTED,
            ContractMilestone.kind.in_(RESULT_MILESTONES),
            Placement.status != PlacementStatus.WITHDRAWN,
        )
        .distinct()
        .order_by(Track.number, Placement.starts_on)
    )  # fmt: skip
    found: dict[int, list[WorkSeen]] = defaultdict(list)
    for invoice_id, number, referred_on, starts_on, ended_on, own_firm, months in rows:
        until = add_months(starts_on, months)
        found[invoice_id].append(WorkSeen(number, referred_on, starts_on, ended_on, own_firm, guaranteed_until=until))
    return found


def _paid_elsewhere(ids: Collection[int]) -> dict[int, list[PaidElsewhere]]:
    asked, here, there = aliased(InvoiceLine), aliased(Achievement), aliased(Achievement)
    own, other = aliased(Track), aliased(Track)
    kind, other_kind = aliased(ContractMilestone), aliased(ContractMilestone)
    rows = db.session.execute(
        select(asked.invoice_id, own.number, kind.label, other.number.label("other"), Invoice.number.label("invoice"))
        .join(here, here.id == asked.achievement_id)
        .join(own, here.track_id == own.id)
        .join(kind, kind.id == here.milestone_id)
        .join(other, and_(other.participant_id == own.participant_id, other.id != own.id))
        .join(there, there.track_id == other.id)
        .join(other_kind, and_(other_kind.id == there.milestone_id, other_kind.kind == kind.kind))
        .join(Claim, and_(Claim.achievement_id == there.id, Claim.status == ClaimStatus.LIVE))
        .join(InvoiceLine, InvoiceLine.id == Claim.invoice_line_id)
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(asked.invoice_id.in_(ids), asked.status == LineStatus.ACCEPTED)
        .order_by(own.number, Invoice.number)
    )
    found: dict[int, list[PaidElsewhere]] = defaultdict(list)
    for invoice_id, *elsewhere in rows:
        found[invoice_id].append(PaidElsewhere(*elsewhere))
    return found


def _lines_of_earlier(ids: Collection[int]) -> dict[int, list[int]]:
    earlier = aliased(Invoice)
    nearest = func.row_number().over(partition_by=Invoice.id, order_by=earlier.id.desc()).label("nearest")
    before = (
        select(Invoice.id, earlier.id.label("earlier_id"), nearest)
        .join(earlier, and_(earlier.supplier_id == Invoice.supplier_id, earlier.id < Invoice.id))
        .where(Invoice.id.in_(ids), earlier.status.not_in(_LOST))
        .subquery()
    )
    rows = db.session.execute(
        select(before.c.id, func.count(InvoiceLine.id))
        .join(InvoiceLine, InvoiceLine.invoice_id == before.c.earlier_id)
        .where(before.c.nearest <= _EARLIER)
        .group_by(before.c.id, before.c.earlier_id)
        .order_by(before.c.earlier_id.desc())
    )
    found: dict[int, list[int]] = defaultdict(list)
    for invoice_id, count in rows:
        found[invoice_id].append(count)
    return found
