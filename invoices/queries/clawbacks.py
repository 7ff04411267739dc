"""What must come back: the clawbacks there are, and the paid fees whose work ended within the guarantee."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from contracts.models import Achievement, ContractMilestone, FrameworkContract, Placement, Track
from contracts.placement_kinds import PlacementStatus
from invoices.clawbacks import AskedBefore, ClawbackStatus
from invoices.lifecycle import ClaimStatus, InvoiceStatus
from invoices.models import Claim, Clawback, ClawbackSetOff, CreditNoteLine, Invoice, InvoiceLine
from invoices.queries.invoices import lock_invoices
from procurement.lots import MilestoneKind
from townhall.database import db
from townhall.periods import add_months

_WHOLE = (
    joinedload(Clawback.supplier),
    joinedload(Clawback.line).joinedload(InvoiceLine.invoice),
    joinedload(Clawback.credit_line).joinedload(CreditNoteLine.credit_note),
    selectinload(Clawback.set_offs).joinedload(ClawbackSetOff.payment),
)


def clawbacks(status: ClawbackStatus | None = None) -> Select[Clawback]:
    """Every clawback, or those in this state, the oldest first, for a page."""
    statement = select(Clawback).options(*_WHOLE).order_by(Clawback.id)
    return statement if status is None else statement.where(Clawback.status == status)


def clawback_with_number(number: str) -> Clawback | None:
    """The clawback with its line and its payments."""
    return db.session.scalar(clawbacks().where(Clawback.number == number))


def open_clawbacks_of(supplier_ids: Collection[int]) -> list[Clawback]:
    """What these suppliers must still give back, the oldest first, and locked: nobody else sets it off now."""
    ids = db.session.scalars(
        select(Clawback.id)
        .where(Clawback.supplier_id.in_(supplier_ids), Clawback.status == ClawbackStatus.OPEN)
        .order_by(Clawback.id)
        .with_for_update()
    ).all()
    found = clawbacks().where(Clawback.id.in_(ids)).execution_options(populate_existing=True)
    return list(db.session.scalars(found))


def clawbacks_owed_by(supplier_ids: Collection[int]) -> list[Clawback]:
    """What these suppliers must still give back, to look at."""
    owed = clawbacks(ClawbackStatus.OPEN).where(Clawback.supplier_id.in_(supplier_ids))
    return list(db.session.scalars(owed))


def clawbacks_of_invoice(invoice_id: int) -> list[Clawback]:
    """What must come back, or came back, of the lines of this invoice."""
    return list(db.session.scalars(clawbacks().join(Clawback.line).where(InvoiceLine.invoice_id == invoice_id)))


def paid_claims_that_ended_early() -> Sequence[int]:
    """The claims on a paid fee for a placement of which some work ended within the guarantee, and was not asked back.

    Whether something comes back, the fee schedule says: other work may have taken its place.
    """
    asked_back = select(Clawback.id).where(
        Clawback.achievement_id == Claim.achievement_id,
        Clawback.ended_on.is_not(None),
        Clawback.status != ClawbackStatus.CANCELLED,
    )
    rows = db.session.execute(
        select(Claim.id, Placement.starts_on, Placement.ended_on, FrameworkContract.guarantee_months)
        .join(Achievement, Achievement.id == Claim.achievement_id)
        .join(ContractMilestone, ContractMilestone.id == Achievement.milestone_id)
        .join(Track, Track.id == Achievement.track_id)
        .join(FrameworkContract, FrameworkContract.id == Track.contract_id)
        .join(InvoiceLine, InvoiceLine.id == Claim.invoice_line_id)
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .join(Placement, Placement.track_id == Track.id)
        .where(
            ~asked_back.exists(),
            ContractMilestone.kind == MilestoneKind.PLACEMENT,
            Claim.status == ClaimStatus.LIVE,
            Invoice.status == InvoiceStatus.PAID,
            Placement.ended_on.is_not(None),
            Placement.status != PlacementStatus.WITHDRAWN,
        )
        .order_by(Claim.id)
    )
    return list(dict.fromkeys(row[0] for row in rows if row[2] is not None and row[2] < add_months(row[1], row[3])))


def lock_claimed_invoices(claim_ids: Collection[int]) -> None:
    """Wait until nobody else works on the invoices of these claims; no credit note is booked on them meanwhile."""
    invoice_ids = (
        select(InvoiceLine.invoice_id)
        .join(Claim, Claim.invoice_line_id == InvoiceLine.id)
        .where(Claim.id.in_(claim_ids))
    )
    lock_invoices(db.session.scalars(invoice_ids).all())


def asked_before(achievement_ids: Collection[int]) -> dict[int, list[AskedBefore]]:
    """What was asked back of these achievements until now, also what was let go."""
    found: dict[int, list[AskedBefore]] = {}
    asked = select(Clawback).where(Clawback.achievement_id.in_(achievement_ids)).order_by(Clawback.id)
    for each in db.session.scalars(asked.execution_options(populate_existing=True)):
        found.setdefault(each.achievement_id, []).append(each.as_asked())
    return found


def claims_with_work(claim_ids: Collection[int]) -> list[Claim]:
    """These claims with their track, its work and the contract: all that the fee schedule asks."""
    track = joinedload(Claim.achievement).joinedload(Achievement.track)
    return list(
        db.session.scalars(
            select(Claim)
            .where(Claim.id.in_(claim_ids))
            .options(
                joinedload(Claim.line).joinedload(InvoiceLine.invoice).joinedload(Invoice.supplier),
                joinedload(Claim.achievement).joinedload(Achievement.milestone),
                track.selectinload(Track.placements),
                track.selectinload(Track.achievements).joinedload(Achievement.milestone),
                track.joinedload(Track.contract)
                .selectinload(FrameworkContract.milestones)
                .selectinload(ContractMilestone.rates),
            )
            .order_by(Claim.id)
        )
    )
