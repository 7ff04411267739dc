"""The verbs for the codes and the lots of a draft."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from procurement.lifecycle import obstacles_to_changing
from procurement.models.estimates import LotOption
from procurement.models.tenders import CpvPart, Lot, LotMilestone, Tender
from procurement.queries.cpv import cpv_code
from procurement.regime_facts import CpvValue
from procurement.tender_content import (
    LotContent,
    obstacles_to_cpv_parts,
    obstacles_to_lot,
)
from procurement.worksheets import Worksheet
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.refusal import Obstacle, refuse_if


def set_cpv_parts(tender: Tender, parts: Sequence[CpvValue], *, actor: Actor, now: datetime) -> None:
    """Replace the codes of a draft and their part of the value."""
    unknown = [part.code for part in parts if cpv_code(part.code) is None]
    refuse_if([*obstacles_to_changing(tender.status), *obstacles_to_cpv_parts(parts, unknown)])
    before = [_cpv(part) for part in tender.cpv_parts]
    tender.cpv_parts.clear()
    db.session.flush()
    tender.cpv_parts.extend(CpvPart(code=part.code, value=part.value, is_main=part.is_main) for part in parts)
    tender.version += 1  # the codes are rows of their own; who has the tender's form open must notice
    after = [_cpv(part) for part in tender.cpv_parts]
    trail.record(
        "tender.cpv_set", tender, actor=actor, now=now, before={"parts": before}, after={"parts": after}
    )


def _cpv(part: CpvPart) -> dict[str, Any]:
    return {"code": part.code, "value": part.value, "is_main": part.is_main}


def add_lot(tender: Tender, content: LotContent, *, actor: Actor, now: datetime) -> Lot:
    """Add a lot to a draft; its expected value follows from volume, fees and attainment."""
    refuse_if([*obstacles_to_changing(tender.status), *obstacles_to_lot(content, tender.term())])
    number = max((lot.number for lot in tender.lots), default=0) + 1
    lot = Lot(number=number)
    tender.lots.append(lot)
    _fill_lot(tender, lot, content)
    trail.record("lot.added", lot, actor=actor, now=now, after=_lot(lot))
    return lot


def change_lot(lot: Lot, content: LotContent, *, actor: Actor, now: datetime) -> None:
    """Change a lot of a draft, with its milestones."""
    tender = lot.tender
    refuse_if([*obstacles_to_changing(tender.status), *obstacles_to_lot(content, tender.term())])
    before = _lot(lot)
    lot.version += 1  # also when only its milestones change
    lot.milestones.clear()
    lot.options.clear()
    db.session.flush()
    _fill_lot(tender, lot, content)
    trail.record("lot.changed", lot, actor=actor, now=now, before=before, after=_lot(lot))


def remove_lot(lot: Lot, *, actor: Actor, now: datetime) -> None:
    """Take a lot out of a draft; its number is not used again as long as later ones exist."""
    obstacles = obstacles_to_changing(lot.tender.status)
    numbers = [each.code for each in lot.tender.requirements if each.lot_id == lot.id]
    if numbers:
        text = f"Bij dit perceel horen nog eis of wens {', '.join(numbers)}. Verwijder of wijzig die eerst."
        obstacles.append(Obstacle("lot-has-requirements", text))
    refuse_if(obstacles)
    trail.record("lot.removed", lot, actor=actor, now=now, before=_lot(lot))
    lot.tender.lots.remove(lot)
    db.session.flush()


def _fill_lot(tender: Tender, lot: Lot, content: LotContent) -> None:
    lot.title = content.title
    lot.target_group = content.target_group
    lot.description = content.description
    lot.clients_per_year = content.clients_per_year
    lot.financing = content.financing
    lot.most_clients_per_year = content.most_clients_per_year
    lot.estimate_method = content.valuation.method
    lot.estimate_reason = content.valuation.reason
    recurring = content.valuation.recurring
    lot.recurring_spent = recurring.spent_in_last_12_months if recurring else None
    lot.recurring_change_percent = recurring.expected_change_percent if recurring else None
    lot.turnover_required = content.turnover_required
    lot.turnover_reason = content.turnover_reason if content.turnover_required is not None else ""
    lot.options.extend(
        LotOption(sequence=sequence, label=each.label, amount=each.amount)
        for sequence, each in enumerate(content.options, start=1)
    )
    _set_values(lot, content, content.worksheet(tender.term()))
    lot.milestones.extend(
        LotMilestone(
            sequence=sequence,
            kind=each.kind,
            label=each.label,
            share_percent=each.share_percent,
            expected_attainment=each.expected_attainment,
            highest_fee=each.highest_fee,
        )
        for sequence, each in enumerate(content.milestones, start=1)
    )


def _set_values(lot: Lot, content: LotContent, sheet: Worksheet) -> None:
    lot.expected_value = sheet.expected_value
    typed = content.maximum_value
    is_own = typed is not None and typed != sheet.maximum_value
    lot.maximum_value = typed if is_own else sheet.maximum_value
    lot.maximum_reason = content.maximum_reason if is_own else ""


def take_computed_maximum(lot: Lot, *, actor: Actor, now: datetime) -> None:
    """Let the maximum of a lot of a draft be what its worksheet computes."""
    computed = lot.worksheet().maximum_value
    obstacles = obstacles_to_changing(lot.tender.status)
    if computed is None:
        text = "De maximale waarde is nog niet te berekenen. Vul eerst de looptijd en de hoogste tarieven in."
        obstacles.append(Obstacle("maximum-unknown", text))
    refuse_if(obstacles)
    before = {"maximum_value": lot.maximum_value, "maximum_reason": lot.maximum_reason}
    lot.maximum_value, lot.maximum_reason = computed, ""
    after = {"maximum_value": computed, "maximum_reason": ""}
    trail.record("lot.maximum_computed", lot, actor=actor, now=now, before=before, after=after)


def _lot(lot: Lot) -> dict[str, Any]:
    return {
        "number": lot.number,
        "title": lot.title,
        "target_group": lot.target_group.value,
        "clients_per_year": lot.clients_per_year,
        "financing": lot.financing.value,
        "expected_value": lot.expected_value,
        "maximum_value": lot.maximum_value,
        "maximum_reason": lot.maximum_reason,
        "most_clients_per_year": lot.most_clients_per_year,
        "estimate_method": lot.estimate_method.value,
        "estimate_reason": lot.estimate_reason,
        "recurring_spent": lot.recurring_spent,
        "recurring_change_percent": lot.recurring_change_percent,
        "turnover_required": lot.turnover_required,
        "turnover_reason": lot.turnover_reason,
        "options": [[each.label, each.amount] for each in lot.options],
        "milestones": [
            [each.kind.value, each.share_percent, each.expected_attainment, each.highest_fee]
            for each in lot.milestones
        ],
    }
