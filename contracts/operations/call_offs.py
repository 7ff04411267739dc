"""Ordering under a framework: the contractor by rank, rotation or condition, with the reason on record."""

from collections.abc import Sequence
from datetime import datetime

from contracts.call_offs import CallOffWay, Order, Turn, obstacles_to_choosing, obstacles_to_ordering, turns
from contracts.drafting import Agreement, PlacementRules, obstacles_to_agreement
from contracts.fee_schedules import FeeLine
from contracts.lifecycle import ContractBasis
from contracts.models.frameworks import FrameworkContract
from contracts.models.track_terms import step_of
from contracts.operations.drafts import new_contract, recorded
from contracts.queries.call_offs import contractors_beside
from contracts.queries.referrals import locked_for_ordering
from contracts.queries.scores import norms_of
from townhall.accounts.actor import Actor
from townhall.refusal import refuse_if


def call_off(
    framework: FrameworkContract,
    order: Order,
    *,
    way: CallOffWay,
    chosen_id: int,
    reason: str,
    actor: Actor,
    now: datetime,
) -> FrameworkContract:
    """Draft the call-off contract with one of the contractors beside this framework; it waits for its signature.

    What is ordered is taken of the maximum at once, so that two orders cannot both have the last room.
    """
    chosen = locked_for_ordering(chosen_id)
    found = turns(contractors_beside(framework), way, amount=order.maximum_value)
    refuse_if(
        [
            *obstacles_to_ordering(
                order,
                status=chosen.status,
                framework_starts_on=chosen.starts_on,
                framework_ends_on=chosen.ends_on,
                decided_on=now.date(),
            ),
            *obstacles_to_choosing(found, chosen_id, way, reason=reason),
        ]
    )
    contract = draft_under(chosen, agreement_under(chosen, order, reason=reason or found[0].reason), way=way, now=now)
    contract.call_off_order = _as_data(found)
    return recorded(contract, "contract.called_off", actor=actor, now=now, reason=contract.basis_reason)


def agreement_under(framework: FrameworkContract, order: Order, *, reason: str) -> Agreement:
    """What a call-off says: the order, on the terms and at the fees of its framework (art. 2.140 lid 2)."""
    return Agreement(
        title=order.title,
        target_group=framework.target_group,
        financing=framework.financing,
        starts_on=order.starts_on,
        ends_on=order.ends_on,
        lines=tuple(_lines_of(framework, order)),
        maximum_value=order.maximum_value,
        expected_value=order.maximum_value,
        budget_heading=order.budget_heading or framework.budget_heading,
        basis_reason=reason,
        placement=PlacementRules(
            months=framework.placement_months,
            hours_per_week=framework.placement_hours,
            gap_days=framework.placement_gap_days,
            guarantee_months=framework.guarantee_months,
        ),
        norms=norms_of(framework),
        sroi_percent=framework.sroi_percent,
        cpv_code=framework.cpv_code,
    )


def draft_under(
    framework: FrameworkContract, agreement: Agreement, *, way: CallOffWay, now: datetime
) -> FrameworkContract:
    """A draft under this framework, with its supplier, not in the register yet; a part of what records it."""
    refuse_if(obstacles_to_agreement(agreement))
    contract = new_contract(agreement, basis=ContractBasis.CALL_OFF, supplier_id=framework.supplier_id, now=now)
    contract.framework, contract.call_off_way = framework, way
    return contract


def _lines_of(framework: FrameworkContract, order: Order) -> list[FeeLine]:
    """The fees of the framework as they are on the first day of the order."""
    return [
        FeeLine(
            kind=milestone.kind,
            label=milestone.label,
            share_percent=milestone.share_percent,
            amount=step_of(milestone, framework, on=order.starts_on).amount,
            most_times=milestone.most_times,
            claim_within_days=milestone.claim_within_days,
        )
        for milestone in framework.milestones
    ]


def _as_data(found: Sequence[Turn]) -> list[dict[str, object]]:
    return [
        {
            "contract": turn.contractor.contract_number,
            "supplier": turn.contractor.supplier_name,
            "reason": " ".join([turn.reason, *(obstacle.text for obstacle in turn.obstacles)]),
        }
        for turn in found
    ]
