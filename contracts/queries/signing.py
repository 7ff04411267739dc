"""What the gate before a signature looks at, gathered from award, budget and mandates."""

from collections.abc import Sequence, Set
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import aliased

from contracts import terms
from contracts.models import FrameworkContract
from contracts.signing import AwardFacts, SigningFacts, needed_in_first_year
from procurement.awarding import LotAwardStatus, ObjectionKind
from procurement.models.award import LotAward
from townhall.accounts.models import Account
from townhall.budgets import queries as budgets
from townhall.budgets.kinds import MandateKind
from townhall.budgets.models import Mandate
from townhall.clock import AMSTERDAM
from townhall.database import db
from townhall.organisations.kinds import OrganisationStatus
from townhall.organisations.models import Organisation
from townhall.organisations.queries import the_municipality


def signing_facts(
    contract: FrameworkContract,
    *,
    signatory: Account | None,
    clauses: Set[str],
    data_processing_agreed: bool,
) -> SigningFacts:
    """Everything the gate needs to know about this contract and who signs it."""
    award = None if contract.lot_award_id is None else db.session.get(LotAward, contract.lot_award_id)
    supplier = db.session.get_one(Organisation, contract.supplier_id)
    heading, year = contract.budget_heading, contract.starts_on.year
    budget = budgets.budget_paying(heading, year=year, organisation_id=the_municipality().id)
    framework = contract.framework  # what holds there, holds for a call-off under it
    return SigningFacts(
        status=contract.status,
        basis=contract.basis,
        basis_reason=contract.basis_reason,
        award=None if award is None else _award_facts(award),
        maximum_value=contract.maximum_value,
        has_milestones=bool(contract.milestones),
        clauses=frozenset(clauses) | frozenset(framework.clauses if framework else ()),
        data_processing_agreed=data_processing_agreed or (framework is not None and framework.data_processing_agreed),
        expected_value=contract.expected_value,
        mandates=tuple(budgets.mandates_of(signatory.id)) if signatory else (),
        budget=budget.title if budget else f"{heading or 'dit programma'} {year}",
        budget_room=None if budget is None else budgets.room_of(budget).left,
        needed_first_year=needed_in_first_year(
            contract.expected_value,
            starts_on=contract.starts_on,
            latest_end=terms.latest_possible_end(contract.term()),
        ),
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        supplier_is_active=supplier.status is OrganisationStatus.ACTIVE,
    )


def _award_facts(award: LotAward) -> AwardFacts:
    # One offer is chosen without a report; who chooses it is answerable for the proofs.
    decision = award.decision
    pending = [each.kind for each in award.objections if each.is_pending]
    return AwardFacts(
        is_final=award.status is LotAwardStatus.FINAL,
        standstill_ends_on=award.standstill_ends_on,
        report_adopted=decision is None or decision.report.adopted_at is not None,
        proofs_checked=decision is None or award.proofs_checked_at is not None,
        pending_summons=pending.count(ObjectionKind.SUMMONS),
        pending_objections=pending.count(ObjectionKind.OBJECTION),
    )


def people_with_mandate(kind: MandateKind, *, on: date) -> list[Account]:
    """Who holds a mandate of this kind on this day, by name; one that was lent ends with its root and its lender."""
    root, lender = aliased(Mandate), aliased(Account)
    next_day = datetime.combine(on + timedelta(days=1), time(), AMSTERDAM)
    return list(
        db.session.scalars(
            select(Account)
            .join(Mandate, Mandate.account_id == Account.id)
            .outerjoin(root, root.id == Mandate.parent_id)
            .outerjoin(lender, lender.id == root.account_id)
            .where(
                Mandate.kind == kind,
                Mandate.starts_on <= on,
                (Mandate.ends_on.is_(None)) | (Mandate.ends_on >= on),
                (Mandate.withdrawn_on.is_(None)) | (Mandate.withdrawn_on > on),
                (root.withdrawn_on.is_(None)) | (root.withdrawn_on > on),
                (lender.deactivated_at.is_(None)) | (lender.deactivated_at >= next_day),
            )
            .order_by(Account.name)
            .distinct()
        )
    )


def signing_days(award_ids: Sequence[int]) -> dict[int, date]:
    """Per award of a lot the day on which its contract was signed; awards without a signed contract are left out."""
    rows = db.session.execute(
        select(FrameworkContract.lot_award_id, FrameworkContract.signed_on).where(
            FrameworkContract.lot_award_id.in_(award_ids), FrameworkContract.signed_on.is_not(None)
        )
    )
    return {row.lot_award_id: row.signed_on for row in rows}
