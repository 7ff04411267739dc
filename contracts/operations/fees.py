"""The fee schedule of a draft."""

from collections.abc import Sequence
from datetime import datetime

from contracts.fee_explanations import explain_schedule
from contracts.fee_schedules import FeeLine
from contracts.fee_terms import AgreedFees, obstacles_to_fees, obstacles_to_terms
from contracts.lifecycle import PUBLISHED_BEFORE, obstacles_to_changing
from contracts.models import FrameworkContract
from contracts.models.track_terms import agreed_fees_of
from contracts.operations.agreed_terms import replace_lines
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.filters import euro, words
from townhall.refusal import Obstacle, refuse_if


def change_fees(
    contract: FrameworkContract,
    lines: Sequence[FeeLine],
    agreed: AgreedFees | None = None,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Give a draft this fee schedule; what was offered in a tender cannot be changed here.

    Without ``agreed`` only the milestones change.
    """
    found = obstacles_to_changing(contract.status)
    if contract.basis in PUBLISHED_BEFORE:
        found.append(
            Obstacle(
                "fees-from-bid",
                "De vergoeding volgt uit de aanbesteding en de winnende inschrijving. Die ligt vast.",
            )
        )
    agreed = agreed or agreed_fees_of(contract)
    refuse_if(found or obstacles_to_fees(lines, agreed, contract.financing))
    before = _for_the_trail(contract)
    _write(contract, agreed)
    replace_lines(contract, lines)
    after = _for_the_trail(contract)
    trail.record("contract.draft-changed", contract, actor=actor, now=now, before=before, after=after)


def change_fee_terms(contract: FrameworkContract, agreed: AgreedFees, *, actor: Actor, now: datetime) -> None:
    """Say in a draft what the published terms say beside the milestones; the amounts stay as they were offered."""
    refuse_if(obstacles_to_changing(contract.status) or obstacles_to_terms(agreed, contract.fee_lines()))
    before = _for_the_trail(contract)
    _write(contract, agreed)
    after = _for_the_trail(contract)
    trail.record("contract.draft-changed", contract, actor=actor, now=now, before=before, after=after)


def _write(contract: FrameworkContract, agreed: AgreedFees) -> None:
    contract.placement_months = agreed.placement.months
    contract.placement_hours = agreed.placement.hours_per_week
    contract.placement_gap_days = agreed.placement.gap_days
    contract.guarantee_months = agreed.placement.guarantee_months
    contract.fee_terms = agreed.terms.to_keep()


def _for_the_trail(contract: FrameworkContract) -> dict[str, object]:
    agreed = agreed_fees_of(contract)
    sentences = explain_schedule(contract.fee_lines(), agreed, euro=euro, words=words)
    return {
        "fees": [f"{milestone.label}: {milestone.amount}" for milestone in contract.milestones],
        "fee_terms": sentences,
    }
