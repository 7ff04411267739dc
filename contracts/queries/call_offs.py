"""Questions about call-offs: who could take an order, and what was ordered under a framework."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from contracts.call_offs import Contractor
from contracts.lifecycle import ContractBasis, ContractStatus
from contracts.models.frameworks import FrameworkContract
from contracts.queries.ceilings import levels_of
from procurement.models.award import LotAward
from townhall.database import db

#: What is no framework with others beside it: there is nobody to choose from, and nothing is ordered under it.
_NO_FRAMEWORK = (ContractBasis.IN_HOUSE, ContractBasis.INDIVIDUAL, ContractBasis.CALL_OFF)


def may_have_call_offs(contract: FrameworkContract) -> bool:
    """Whether orders can be given under this contract."""
    return contract.status is ContractStatus.SIGNED and contract.basis not in _NO_FRAMEWORK


def contractors_beside(framework: FrameworkContract) -> list[Contractor]:
    """Everybody with a running contract on the same ground for the same target group: the contractors of the lot."""
    found = list(
        db.session.scalars(
            select(FrameworkContract)
            .where(
                FrameworkContract.target_group == framework.target_group,
                FrameworkContract.basis == framework.basis,
                FrameworkContract.status == ContractStatus.SIGNED,
                FrameworkContract.starts_on <= framework.ends_on,
                FrameworkContract.ends_on >= framework.starts_on,
            )
            .options(joinedload(FrameworkContract.supplier))
            .order_by(FrameworkContract.number)
        )
    )
    levels, ranks, orders = levels_of(found), _ranks_of(found), _orders_of(found)
    return [
        Contractor(
            contract_id=each.id,
            contract_number=each.number,
            supplier_name=each.supplier.name,
            rank=ranks.get(each.lot_award_id),
            orders=orders.get(each.id, (0, None))[0],
            last_on=orders.get(each.id, (0, None))[1],
            levels=levels[each.id],
        )
        for each in found
    ]


def _ranks_of(contracts: list[FrameworkContract]) -> dict[int | None, int]:
    awards = [contract.lot_award_id for contract in contracts if contract.lot_award_id is not None]
    rows = db.session.execute(select(LotAward.id, LotAward.rank).where(LotAward.id.in_(awards)))
    return {award_id: rank for award_id, rank in rows if rank is not None}


def _orders_of(contracts: list[FrameworkContract]) -> dict[int, tuple[int, date | None]]:
    rows = db.session.execute(
        select(
            FrameworkContract.framework_id,
            func.count(FrameworkContract.id),
            func.max(FrameworkContract.created_at),
        )
        .where(
            FrameworkContract.framework_id.in_([contract.id for contract in contracts]),
            FrameworkContract.status != ContractStatus.WITHDRAWN,
        )
        .group_by(FrameworkContract.framework_id)
    )
    return {under: (number, last.date()) for under, number, last in rows if under}


def call_offs_under(framework: FrameworkContract) -> list[FrameworkContract]:
    """What was ordered under this framework, newest first; not what was given up."""
    return list(
        db.session.scalars(
            select(FrameworkContract)
            .where(
                FrameworkContract.framework_id == framework.id,
                FrameworkContract.status != ContractStatus.WITHDRAWN,
            )
            .order_by(FrameworkContract.id.desc())
        )
    )
