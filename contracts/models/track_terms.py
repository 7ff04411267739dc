"""What a contract asks of a track: the values that the rules need."""

from datetime import date

from contracts.milestones import StepTerms
from contracts.models.frameworks import ContractMilestone, FrameworkContract
from contracts.placements import PlacementTerms
from contracts.rates import Rate, rate_on


def placement_terms_of(contract: FrameworkContract) -> PlacementTerms:
    """What this contract calls a placement."""
    return PlacementTerms(
        min_hours_per_week=contract.placement_hours,
        min_months=contract.placement_months,
        max_gap_days=contract.placement_gap_days,
        guarantee_months=contract.guarantee_months,
    )


def steps_under(contract: FrameworkContract, *, on: date | None = None) -> tuple[StepTerms, ...]:
    """The fee steps of this contract at the amounts of that day, or at the first amounts."""
    return tuple(step_of(milestone, contract, on=on) for milestone in contract.milestones)


def step_of(
    milestone: ContractMilestone, contract: FrameworkContract, *, on: date | None = None
) -> StepTerms:
    """One fee step at the amount that holds on that day."""
    rates = [Rate(contract.starts_on, milestone.amount), *(rate.facts() for rate in milestone.rates)]
    held = None if on is None else rate_on(rates, on)
    return StepTerms(
        milestone_id=milestone.id,
        sequence=milestone.sequence,
        kind=milestone.kind,
        label=milestone.label,
        amount=milestone.amount if held is None else held.amount,
        sustained_months=milestone.sustained_months,
        most_times=milestone.most_times,
    )
