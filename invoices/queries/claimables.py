"""What may be claimed, and what has been: achievements as facts, with who holds them."""

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, and_, func, select

from contracts.milestones import AchievementStatus
from contracts.models import Achievement, ContractMilestone, FrameworkContract, Track
from invoices.claims import AchievementFacts, claim_deadline, milestone_code
from invoices.lifecycle import ClaimStatus, InvoiceStatus
from invoices.models import Claim, Invoice, InvoiceLine
from invoices.queries.tolerances import decided_tolerances
from invoices.tolerances import DecidedTolerance, tolerance_for
from townhall.database import db
from townhall.money import ZERO, euros


def _achievements() -> Any:
    """Achievements with everything a claim is judged by; a live claim brings the number of its invoice."""
    return (
        select(
            Achievement.id,
            Achievement.occurrence,
            Achievement.reached_on,
            Achievement.status,
            Achievement.amount,
            Achievement.verified_at,
            Track.number.label("track_number"),
            FrameworkContract.id.label("contract_id"),
            FrameworkContract.number.label("contract_number"),
            FrameworkContract.supplier_id,
            ContractMilestone.sequence,
            ContractMilestone.label,
            ContractMilestone.claim_within_days,
            Invoice.number.label("claimed_on_invoice"),
        )
        .join(Track, Track.id == Achievement.track_id)
        .join(FrameworkContract, FrameworkContract.id == Track.contract_id)
        .join(ContractMilestone, ContractMilestone.id == Achievement.milestone_id)
        .outerjoin(Claim, and_(Claim.achievement_id == Achievement.id, Claim.status == ClaimStatus.LIVE))
        .outerjoin(InvoiceLine, InvoiceLine.id == Claim.invoice_line_id)
        .outerjoin(Invoice, Invoice.id == InvoiceLine.invoice_id)
    )


def _all_facts(rows: Iterable[Row[Any]]) -> list[AchievementFacts]:
    decided = decided_tolerances()
    return [_facts(row, decided) for row in rows]


def _facts(row: Row[Any], decided: Sequence[DecidedTolerance]) -> AchievementFacts:
    verified_on = row.verified_at.date() if row.verified_at else None
    return AchievementFacts(
        achievement_id=row.id,
        contract_id=row.contract_id,
        contract_number=row.contract_number,
        supplier_id=row.supplier_id,
        track_number=row.track_number,
        milestone_code=milestone_code(row.sequence, row.occurrence),
        milestone_label=row.label,
        reached_on=row.reached_on,
        verification=row.status,
        amount=row.amount,
        claimed_on_invoice=row.claimed_on_invoice,
        claim_by=claim_deadline(row.reached_on, verified_on, within_days=row.claim_within_days),
        tolerance=tolerance_for(row.reached_on, decided),
    )


def claimable_achievements(supplier_id: int) -> list[AchievementFacts]:
    """What this supplier has earned and nobody has claimed, by contract and day."""
    rows = db.session.execute(
        _achievements()
        .where(
            FrameworkContract.supplier_id == supplier_id,
            Achievement.status == AchievementStatus.VERIFIED,
            Claim.id.is_(None),
        )
        .order_by(FrameworkContract.number, Achievement.reached_on, Achievement.id)
    )
    return _all_facts(rows)


def achievements_of_supplier(supplier_id: int) -> list[AchievementFacts]:
    """Everything this supplier reported and nobody rejected, with the invoice that holds it."""
    rows = db.session.execute(
        _achievements()
        .where(FrameworkContract.supplier_id == supplier_id, Achievement.status != AchievementStatus.REJECTED)
        .order_by(Achievement.id)
    )
    return _all_facts(rows)


def waiting_achievements(supplier_id: int) -> list[AchievementFacts]:
    """What this supplier has reported and the municipality has not checked yet, oldest first."""
    rows = db.session.execute(
        _achievements()
        .where(
            FrameworkContract.supplier_id == supplier_id,
            Achievement.status == AchievementStatus.REPORTED,
        )
        .order_by(Achievement.reached_on, Achievement.id)
    )
    return _all_facts(rows)


def achievement_facts(achievement_ids: Collection[int]) -> list[AchievementFacts]:
    """These achievements as facts, in the order in which they were asked."""
    rows = db.session.execute(_achievements().where(Achievement.id.in_(achievement_ids)))
    known = {facts.achievement_id: facts for facts in _all_facts(rows)}
    return [known[each] for each in achievement_ids if each in known]


def achievements_by_line_key(
    supplier_id: int, track_numbers: Iterable[str]
) -> dict[tuple[str, str], AchievementFacts]:
    """The achievements of this supplier in these tracks, by track number and milestone code.

    A rejected report gives way to a newer one that was not rejected.
    """
    rows = db.session.execute(
        _achievements()
        .where(FrameworkContract.supplier_id == supplier_id, Track.number.in_(sorted(set(track_numbers))))
        .order_by((Achievement.status != AchievementStatus.REJECTED).asc(), Achievement.id)
    )
    return {(facts.track_number, facts.milestone_code): facts for facts in _all_facts(rows)}


def claimed_under(contract_id: int) -> Decimal:
    """What live claims under this contract add up to, excl. VAT."""
    total = db.session.scalar(
        select(func.sum(Claim.net)).where(Claim.contract_id == contract_id, Claim.status == ClaimStatus.LIVE)
    )
    return ZERO if total is None else euros(total)


def lock_contract(contract: FrameworkContract) -> None:
    """Let nobody else claim under this contract until the commit, and see its term and ceiling as they are now."""
    db.session.execute(select(FrameworkContract.id).where(FrameworkContract.id == contract.id).with_for_update())
    db.session.refresh(contract, ["status", "starts_on", "ends_on", "maximum_value"])


def claims_of(line_ids: Collection[int]) -> list[Claim]:
    """The live claims of these lines."""
    return list(
        db.session.scalars(
            select(Claim).where(Claim.invoice_line_id.in_(line_ids), Claim.status == ClaimStatus.LIVE)
        )
    )


def drafted_achievement_ids(supplier_id: int) -> set[int]:
    """The achievements that stand on a draft invoice of this supplier already."""
    return set(
        db.session.scalars(
            select(InvoiceLine.achievement_id)
            .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
            .where(
                Invoice.supplier_id == supplier_id,
                Invoice.status == InvoiceStatus.DRAFT,
                InvoiceLine.achievement_id.is_not(None),
            )
        ).all()
    ) - {None}  # type: ignore[return-value]
