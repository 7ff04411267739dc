"""Questions about call-offs: who could take an order, and what was ordered under a framework."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from contracts.call_offs import Contractor
from contracts.ceilings import tightest_room
from contracts.lifecycle import ContractBasis, ContractStatus
from contracts.models.frameworks import FrameworkContract
from contracts.queries.ceilings import levels_of
from procurement.minicompetitions import Contractor as Bidder
from procurement.minicompetitions import FrameworkLot
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


def frameworks_to_compete_under(day: date) -> list[FrameworkLot]:
    """Per target group the contractors with a running framework from a tender, where there is more than one of them."""
    found = db.session.scalars(
        select(FrameworkContract)
        .where(
            FrameworkContract.basis == ContractBasis.TENDER,
            FrameworkContract.status == ContractStatus.SIGNED,
            FrameworkContract.starts_on <= day,
            FrameworkContract.ends_on >= day,
        )
        .options(joinedload(FrameworkContract.supplier), joinedload(FrameworkContract.lot_award))
        .order_by(FrameworkContract.target_group, FrameworkContract.number)
    ).all()
    levels = levels_of(found)
    groups = [list(group) for _, group in groupby(found, key=lambda each: each.target_group)]
    return [
        FrameworkLot(
            lot_id=group[0].lot_award.lot_id,
            title=group[0].title,
            ends_on=min(each.ends_on for each in group),
            contractors=tuple(
                Bidder(each.supplier_id, each.supplier.name, each.number, tightest_room(levels[each.id]))
                for each in group
            ),
        )
        for group in groups
        if len(group) > 1 and group[0].lot_award is not None
    ]


def framework_of_bidder(numbers: Sequence[str], supplier_id: int | None) -> FrameworkContract | None:
    """The framework of this supplier among these contracts, with what a call-off takes over."""
    return db.session.scalar(
        select(FrameworkContract).where(
            FrameworkContract.number.in_(numbers), FrameworkContract.supplier_id == supplier_id
        )
    )


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
