"""Naming a need, and saying what belongs to it."""

from collections.abc import Sequence
from datetime import datetime

from contracts.models.frameworks import FrameworkContract
from contracts.models.needs import LoosePurchase, Need, NeedAssignment
from contracts.needs import obstacles_to_need
from contracts.queries import needs as queries
from procurement.lots import TargetGroup
from procurement.models.tenders import Lot
from procurement.queries.cpv import cpv_code as known_code
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.refusal import Obstacle, refuse_if


def add_need(
    name: str, *, cpv_code: str, target_group: TargetGroup | None, description: str = "", actor: Actor, now: datetime
) -> Need:  # fmt: skip
    """Name a need. The purchases that fit its code and group belong to it from now on."""
    code = _checked(None, name, cpv_code, target_group)
    need = Need(name=name.strip(), description=description, cpv_code=code, target_group=target_group, added_at=now)
    db.session.add(need)
    trail.record("need.added", need, actor=actor, now=now, after=_snapshot(need))
    return need


def change_need(
    need: Need, *, name: str, cpv_code: str, target_group: TargetGroup | None, description: str,
    actor: Actor, now: datetime,
) -> None:  # fmt: skip
    """Change what a need is called or covers; what was assigned by hand stays with it."""
    code = _checked(need, name, cpv_code, target_group)
    before = _snapshot(need)
    need.name, need.cpv_code, need.target_group, need.description = name.strip(), code, target_group, description
    trail.record("need.changed", need, actor=actor, now=now, before=before, after=_snapshot(need))


def assign_to_need(need: Need | None, keys: Sequence[str], *, actor: Actor, now: datetime) -> int:
    """Say that these purchases belong to this need; without a need, their code decides again.

    ``keys``: as ``Purchase.key`` has them. Gives how many were assigned.
    """
    chosen = queries.things_bought(keys)
    refuse_if([] if chosen else [Obstacle("nothing-chosen", "Vink ten minste één inkoop aan.", "keys")])
    lots = [each.id for each in chosen if isinstance(each, Lot)]
    contracts = [each.id for each in chosen if isinstance(each, FrameworkContract)]
    for assignment in queries.assignments_of(lot_ids=lots, contract_ids=contracts):
        db.session.delete(assignment)
    db.session.flush()
    for each in chosen:
        if isinstance(each, LoosePurchase):
            each.need_id = need.id if need else None
        elif need is not None:
            about = {"lot_id": each.id} if isinstance(each, Lot) else {"contract_id": each.id}
            db.session.add(NeedAssignment(need_id=need.id, assigned_at=now, **about))
    after = {"need": need.name if need else "", "purchases": sorted(keys)}
    trail.record("need.assigned", need or chosen[0], actor=actor, now=now, after=after)
    return len(chosen)


def _checked(need: Need | None, name: str, cpv_code: str, target_group: TargetGroup | None) -> str:
    """The eight digits of the code, when nothing stands in the way."""
    than = need.id if need else None
    code = known_code(cpv_code)
    same = queries.other_need_about(code.code, target_group, than=than) if code else None
    refuse_if(
        obstacles_to_need(
            name=name,
            cpv_is_known=code is not None,
            name_is_taken=queries.other_need_called(name, than=than) is not None,
            same_as=same.name if same else None,
        )
    )
    assert code is not None
    return code.code


def _snapshot(need: Need) -> dict[str, object]:
    return {
        "name": need.name,
        "cpv_code": need.cpv_code,
        "target_group": need.target_group or "",
        "description": need.description,
    }
