"""From an agreement to rows: what every way of drafting a contract shares."""

from collections.abc import Sequence

from contracts.drafting import Agreement
from contracts.fee_schedules import EVIDENCE, SUSTAINED_MONTHS, FeeLine
from contracts.models import ContractMilestone, ExtensionOption, FrameworkContract
from contracts.terms import Option
from townhall.database import db


def write_agreement(contract: FrameworkContract, agreement: Agreement) -> None:
    """Put what was agreed in the columns of the contract; options and fees have rows of their own."""
    contract.title = agreement.title
    contract.basis_reason = agreement.basis_reason
    contract.target_group = agreement.target_group
    contract.financing = agreement.financing
    contract.starts_on = agreement.starts_on
    contract.agreed_ends_on = contract.ends_on = agreement.ends_on
    contract.reason_for_longer = agreement.reason_for_longer
    contract.maximum_value = agreement.maximum_value
    contract.expected_value = agreement.expected_value
    contract.budget_programme = agreement.budget_heading.programme
    contract.budget_lot = agreement.budget_heading.lot
    contract.placement_months = agreement.placement.months
    contract.placement_hours = agreement.placement.hours_per_week
    contract.placement_gap_days = agreement.placement.gap_days
    contract.guarantee_months = agreement.placement.guarantee_months
    contract.norm_placed = agreement.norms.placed_at_least
    contract.norm_sustained = agreement.norms.sustained_at_least
    contract.norm_dropped_out = agreement.norms.dropped_out_at_most
    contract.sroi_percent = agreement.sroi_percent
    contract.cpv_code = agreement.cpv_code
    contract.termination_months = agreement.termination_months


def options_of(options: Sequence[Option]) -> list[ExtensionOption]:
    """These options as rows, all still open."""
    return [
        ExtensionOption(
            sequence=option.sequence, months=option.months, decide_by=option.decide_by, decides=option.decides
        )
        for option in options
    ]


def milestones_of(lines: Sequence[FeeLine]) -> list[ContractMilestone]:
    """These fee lines as rows, each with its amount copied and its usual evidence."""
    assert all(line.amount is not None for line in lines), "amounts are worked out before drafting"
    return [
        ContractMilestone(
            sequence=sequence,
            kind=line.kind,
            label=line.label,
            share_percent=line.share_percent,
            amount=line.amount,
            most_times=line.most_times,
            claim_within_days=line.claim_within_days,
            sustained_months=line.sustained_months or SUSTAINED_MONTHS.get(line.kind),
            evidence=line.evidence or EVIDENCE[line.kind],
        )
        for sequence, line in enumerate(lines, start=1)
    ]


def replace_options(contract: FrameworkContract, options: Sequence[Option]) -> None:
    """Give a draft these options instead of the ones it has."""
    contract.version += 1  # the options are rows of their own; who has the draft open must notice
    contract.options.clear()
    db.session.flush()  # the old numbers must be gone before the new ones come
    contract.options.extend(options_of(options))


def replace_lines(contract: FrameworkContract, lines: Sequence[FeeLine]) -> None:
    """Give a draft this fee schedule instead of the one it has."""
    contract.version += 1
    contract.milestones.clear()
    db.session.flush()
    contract.milestones.extend(milestones_of(lines))


def snapshot_of(contract: FrameworkContract) -> dict[str, object]:
    """What the trail keeps of a contract: its agreed facts."""
    return {
        "title": contract.title,
        "basis": contract.basis,
        "starts_on": contract.starts_on,
        "ends_on": contract.agreed_ends_on,
        "maximum_value": contract.maximum_value,
        "expected_value": contract.expected_value,
        "budget": str(contract.budget_heading),
        "cpv_code": contract.cpv_code,
        "termination_months": contract.termination_months,
        "options": [f"{option.months} maanden vóór {option.decide_by}" for option in contract.options],
        "fees": [f"{milestone.label}: {milestone.amount}" for milestone in contract.milestones],
    }
