"""What a contract asks of a track: the values that the rules need."""

from datetime import date

from contracts.drafting import PlacementRules
from contracts.fee_histories import FIRST_DAY
from contracts.fee_terms import AgreedFees, FeeTerms
from contracts.milestones import StepTerms, milestone_code
from contracts.models.frameworks import ContractMilestone, FrameworkContract
from contracts.placements import PlacementTerms
from contracts.rates import Rate, rate_on
from contracts.schedule_as_rules import as_rules
from procurement.calculators import to_json


def placement_terms_of(contract: FrameworkContract) -> PlacementTerms:
    """What this contract calls a placement."""
    return agreed_fees_of(contract).placement_terms()


def agreed_fees_of(contract: FrameworkContract) -> AgreedFees:
    """What this contract says about fees beside its milestones."""
    placement = PlacementRules(
        months=contract.placement_months,
        hours_per_week=contract.placement_hours,
        gap_days=contract.placement_gap_days,
        guarantee_months=contract.guarantee_months,
    )
    return AgreedFees(placement, FeeTerms.of(contract.fee_terms))


def rules_of(contract: FrameworkContract) -> str:
    """The fee schedule in the documented format: as signed, or as the draft stands now."""
    if contract.fee_rules is not None:
        return contract.fee_rules
    rules = as_rules(
        steps_under(contract), placement_terms_of(contract), schedule_id=contract.number, title=contract.title
    )
    return to_json(rules)


def prices_of(contract: FrameworkContract) -> dict[str, list[Rate]]:
    """The price list: per milestone its amounts, each with its first day."""
    return {
        milestone_code(milestone.sequence): [
            Rate(FIRST_DAY, milestone.amount),
            *(rate.facts() for rate in milestone.rates),
        ]
        for milestone in contract.milestones
    }


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
