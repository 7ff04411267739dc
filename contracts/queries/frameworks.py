"""Questions about framework contracts."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from contracts.lifecycle import ContractBasis, ContractStatus
from contracts.models.frameworks import (
    ContractDocument,
    ContractMilestone,
    ContractPartner,
    ExtensionOption,
    FrameworkContract,
)
from contracts.queries.following import is_followed_by
from contracts.terms import OptionDecision
from procurement.awarding import LotAwardStatus
from procurement.lots import TargetGroup
from procurement.models.award import LotAward
from procurement.models.bids import BidPrice
from procurement.models.tenders import Lot, LotMilestone
from townhall.database import db
from townhall.organisations.kinds import OrganisationKind, OrganisationStatus
from townhall.organisations.models import Organisation

_WHOLE = (
    joinedload(FrameworkContract.supplier),
    joinedload(FrameworkContract.lot_award).joinedload(LotAward.tender),
    selectinload(FrameworkContract.options),
    selectinload(FrameworkContract.milestones).selectinload(ContractMilestone.rates),
    selectinload(FrameworkContract.partners).joinedload(ContractPartner.organisation),
    selectinload(FrameworkContract.documents).joinedload(ContractDocument.document),
    selectinload(FrameworkContract.modifications),
)


def contracts_matching(
    *,
    text: str = "",
    status: ContractStatus | None = None,
    target_group: TargetGroup | None = None,
    basis: ContractBasis | None = None,
    runs_on: date | None = None,
    ends_before: date | None = None,
    followed_by: int | None = None,
    sort: str = "",
) -> Select[FrameworkContract]:
    """The register, newest first, for a page or a file; ``text`` is part of number, title or supplier.

    ``ends_before``: running contracts that end before this day. ``sort`` is a key of ``_SORTS``, with a dash before it
    for the other way around; what is no key sorts nothing.
    """
    statement = (
        select(FrameworkContract)
        .join(FrameworkContract.supplier)
        .options(joinedload(FrameworkContract.supplier), selectinload(FrameworkContract.options))
        .order_by(*_sorted_by(sort), FrameworkContract.starts_on.desc(), FrameworkContract.id.desc())
    )
    if text:
        statement = statement.where(
            or_(
                FrameworkContract.number.icontains(text, autoescape=True),
                FrameworkContract.title.icontains(text, autoescape=True),
                Organisation.name.icontains(text, autoescape=True),
            )
        )
    if status is not None:
        statement = statement.where(FrameworkContract.status == status)
    if target_group is not None:
        statement = statement.where(FrameworkContract.target_group == target_group)
    if basis is not None:
        statement = statement.where(FrameworkContract.basis == basis)
    if runs_on is not None:
        statement = statement.where(is_running_on(runs_on))
    if ends_before is not None:
        is_running = FrameworkContract.status == ContractStatus.SIGNED
        statement = statement.where(is_running, FrameworkContract.ends_on < ends_before)
    if followed_by is not None:
        statement = statement.where(is_followed_by(followed_by))
    return statement


def _next_decision() -> ColumnElement[Any]:
    """The first day on which an open option of the contract must be decided."""
    return (
        select(func.min(ExtensionOption.decide_by))
        .where(
            ExtensionOption.contract_id == FrameworkContract.id,
            ExtensionOption.decision == OptionDecision.OPEN,
        )
        .correlate(FrameworkContract)
        .scalar_subquery()
    )


#: What the register can be sorted on.
_SORTS: dict[str, Callable[[], Any]] = {
    "nummer": lambda: FrameworkContract.number,
    "opdrachtnemer": lambda: Organisation.name,
    "einde": lambda: FrameworkContract.ends_on,
    "beslissen": _next_decision,
    "maximum": lambda: FrameworkContract.maximum_value,
}


def _sorted_by(sort: str) -> list[ColumnElement[Any]]:
    """The order that is asked; what has no day or no maximum stands last, whichever way."""
    make = _SORTS.get(sort.removeprefix("-"))
    if make is None:
        return []
    column = make()
    return [column.is_(None), column.desc() if sort.startswith("-") else column]


def contract_with_number(number: str) -> FrameworkContract | None:
    """The contract with this number, with everything its page shows."""
    return db.session.scalar(
        select(FrameworkContract).where(FrameworkContract.number == number).options(*_WHOLE)
    )


def contract_of_supplier(number: str, supplier_id: int | None) -> FrameworkContract | None:
    """The contract with this number, when it is this supplier's and no draft any more."""
    return db.session.scalar(
        contracts_of_supplier(supplier_id).where(FrameworkContract.number == number).options(*_WHOLE)
    )


def contracts_of_supplier(supplier_id: int | None) -> Select[FrameworkContract]:
    """What this supplier has signed, newest first; a draft is still the municipality's own paper."""
    return (
        select(FrameworkContract)
        .where(
            FrameworkContract.supplier_id == supplier_id,
            FrameworkContract.status.not_in((ContractStatus.DRAFT, ContractStatus.WITHDRAWN)),
        )
        .options(joinedload(FrameworkContract.supplier), selectinload(FrameworkContract.options))
        .order_by(FrameworkContract.starts_on.desc(), FrameworkContract.id.desc())
    )


def running_contracts(on: date) -> list[FrameworkContract]:
    """Signed contracts that run on this day, by number."""
    return list(
        db.session.scalars(
            select(FrameworkContract)
            .where(is_running_on(on))
            .options(joinedload(FrameworkContract.supplier), selectinload(FrameworkContract.options))
            .order_by(FrameworkContract.number)
        )
    )


def contracts_past_their_end(on: date) -> list[FrameworkContract]:
    """Signed contracts whose last day lies before this day, and that nobody has closed yet."""
    return list(
        db.session.scalars(
            select(FrameworkContract)
            .where(FrameworkContract.status == ContractStatus.SIGNED, FrameworkContract.ends_on < on)
            .options(joinedload(FrameworkContract.supplier))
            .order_by(FrameworkContract.ends_on)
        )
    )


def awards_without_contract() -> list[LotAward]:
    """Final awards for which nobody has drafted a contract yet, oldest first."""
    return list(
        db.session.scalars(
            select(LotAward)
            .where(LotAward.status == LotAwardStatus.FINAL, ~_has_contract())
            .options(joinedload(LotAward.lot), joinedload(LotAward.tender), joinedload(LotAward.supplier))
            .order_by(LotAward.made_final_at, LotAward.id)
        )
    )


def award_without_contract(award_id: int) -> LotAward | None:
    """This final award, with its lot, tender and milestones, when no contract was drafted for it yet."""
    return db.session.scalar(
        select(LotAward)
        .where(LotAward.id == award_id, LotAward.status == LotAwardStatus.FINAL, ~_has_contract())
        .options(
            joinedload(LotAward.lot).selectinload(Lot.milestones),
            joinedload(LotAward.tender),
            joinedload(LotAward.supplier),
        )
    )


def how_many_awards_wait() -> int:
    """How many final awards have no contract yet."""
    return (
        db.session.scalar(
            select(func.count(LotAward.id)).where(LotAward.status == LotAwardStatus.FINAL, ~_has_contract())
        )
        or 0
    )


def priced_milestones(award: LotAward) -> list[tuple[LotMilestone, BidPrice | None]]:
    """The milestones of the awarded lot in order, each with the price of the winning bid."""
    rows = db.session.execute(
        select(LotMilestone, BidPrice)
        .outerjoin(BidPrice, and_(BidPrice.milestone_id == LotMilestone.id, BidPrice.bid_id == award.bid_id))
        .where(LotMilestone.lot_id == award.lot_id)
        .order_by(LotMilestone.sequence)
    )
    return [(milestone, price) for milestone, price in rows]


def _has_contract() -> ColumnElement[bool]:
    return exists().where(
        FrameworkContract.lot_award_id == LotAward.id,
        FrameworkContract.status != ContractStatus.WITHDRAWN,
    )


def is_running_on(day: date) -> ColumnElement[bool]:
    """Whether a contract is signed and this day is within its term."""
    return and_(
        FrameworkContract.status == ContractStatus.SIGNED,
        FrameworkContract.starts_on <= day,
        FrameworkContract.ends_on >= day,
    )


def suppliers_to_choose() -> list[Organisation]:
    """The suppliers one can make a contract with, by name."""
    return list(
        db.session.scalars(
            select(Organisation)
            .where(
                Organisation.kind == OrganisationKind.SUPPLIER,
                Organisation.status == OrganisationStatus.ACTIVE,
            )
            .order_by(Organisation.name)
        )
    )


def partners_to_choose(contract: FrameworkContract) -> list[Organisation]:
    """The municipalities in the region that do not share in this contract yet, by name."""
    sharing = [partner.organisation_id for partner in contract.partners]
    return list(
        db.session.scalars(
            select(Organisation)
            .where(Organisation.kind == OrganisationKind.PARTNER, Organisation.id.not_in(sharing))
            .order_by(Organisation.name)
        )
    )


def all_of(statement: Select[FrameworkContract]) -> list[FrameworkContract]:
    """Every contract of this list, for a file."""
    return list(db.session.scalars(statement))


def contract_of_document(document_id: int) -> FrameworkContract | None:
    """The signed contract that this document is in the file of; a draft shows its file to nobody outside."""
    return db.session.scalar(
        select(FrameworkContract)
        .join(FrameworkContract.documents)
        .where(
            ContractDocument.document_id == document_id,
            FrameworkContract.status.not_in((ContractStatus.DRAFT, ContractStatus.WITHDRAWN)),
        )
    )
