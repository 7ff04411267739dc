"""The needs that staff named, and what was assigned to them."""

from collections.abc import Sequence

from sqlalchemy import func, select

from contracts.models.frameworks import FrameworkContract
from contracts.models.needs import LoosePurchase, Need, NeedAssignment
from procurement.lots import TargetGroup
from procurement.models.tenders import Lot
from townhall.database import db


def all_needs() -> list[Need]:
    """Every need, by name."""
    return list(db.session.scalars(select(Need).order_by(Need.name)))


def need_with_id(need_id: int) -> Need | None:
    """One need."""
    return db.session.get(Need, need_id)


def other_need_called(name: str, *, than: int | None) -> Need | None:
    """Another need with this name, whatever its capitals."""
    found = select(Need).where(func.lower(Need.name) == name.strip().lower())
    return db.session.scalars(found if than is None else found.where(Need.id != than)).first()


def other_need_about(cpv_code: str, target_group: TargetGroup | None, *, than: int | None) -> Need | None:
    """Another need for the same kind of service and the same people."""
    found = select(Need).where(
        Need.cpv_code == cpv_code,
        Need.target_group.is_(None) if target_group is None else Need.target_group == target_group,
    )
    return db.session.scalars(found if than is None else found.where(Need.id != than)).first()


def things_bought(keys: Sequence[str]) -> list[Lot | FrameworkContract | LoosePurchase]:
    """The lots, contracts and loose purchases with these keys, as ``Purchase.key`` has them; unknown ones left out."""
    ids: dict[str, list[int]] = {"lot": [], "contract": [], "loose": []}
    for key in keys:
        kind, _, number = key.partition("-")
        if kind in ids and number.isdecimal():
            ids[kind].append(int(number))
    return [
        *db.session.scalars(select(Lot).where(Lot.id.in_(ids["lot"]))),
        *db.session.scalars(select(FrameworkContract).where(FrameworkContract.id.in_(ids["contract"]))),
        *db.session.scalars(select(LoosePurchase).where(LoosePurchase.id.in_(ids["loose"]))),
    ]


def assignments_of(*, lot_ids: list[int], contract_ids: list[int]) -> list[NeedAssignment]:
    """What was said by hand about these lots and contracts."""
    return list(
        db.session.scalars(
            select(NeedAssignment).where(
                NeedAssignment.lot_id.in_(lot_ids) | NeedAssignment.contract_id.in_(contract_ids)
            )
        )
    )
