"""What a lot is about: for whom, how it is paid, and which steps of a track earn a fee.

A lot (perceel) belongs to one target group and one way of financing. Its milestones are the
steps that earn a fee; the expected attainment of each step makes the expected value of the lot.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil

from townhall.money import ZERO, round_to_cents


class TargetGroup(StrEnum):
    """For whom the services are. The label on screen is Dutch (``labels.py``)."""

    JOB_READY = "job_ready"
    STATUS_HOLDERS = "status_holders"
    YOUTH_SPECIAL_EDUCATION = "youth_special_education"
    OVER_FIFTY = "over_fifty"
    EX_OFFENDERS = "ex_offenders"
    PRIOR_LEARNING = "prior_learning"
    LONG_TERM_UNEMPLOYED = "long_term_unemployed"
    SHELTERED_WORK = "sheltered_work"
    GENERAL = "general"


class Financing(StrEnum):
    """How much of the fee depends on the result."""

    NO_CURE_NO_PAY = "no_cure_no_pay"
    NO_CURE_LESS_PAY = "no_cure_less_pay"
    EFFORT = "effort"


class MilestoneKind(StrEnum):
    """A step in a track that earns a fee."""

    INTAKE = "intake"
    PLAN = "plan"
    START = "start"
    HALFWAY = "halfway"
    COMPLETION = "completion"
    CERTIFICATE = "certificate"
    PLACEMENT = "placement"
    SUSTAINED_3M = "sustained_3m"
    SUSTAINED_6M = "sustained_6m"
    SUSTAINED_12M = "sustained_12m"
    MONTHLY_FEE = "monthly_fee"
    BONUS = "bonus"


#: Paid only when a person has found or kept work, or holds the certificate: the "cure".
RESULT_MILESTONES = frozenset(
    {
        MilestoneKind.PLACEMENT,
        MilestoneKind.SUSTAINED_3M,
        MilestoneKind.SUSTAINED_6M,
        MilestoneKind.SUSTAINED_12M,
        MilestoneKind.CERTIFICATE,
        MilestoneKind.BONUS,
    }
)

#: Comes on top of the fee, so it takes no part in the shares that add up to 100 %.
OUTSIDE_THE_SHARES = frozenset({MilestoneKind.BONUS})


@dataclass(frozen=True)
class MilestoneFacts:
    """One fee step of a lot, as values."""

    kind: MilestoneKind
    label: str
    share_percent: Decimal
    expected_attainment: Decimal
    """Percent of those who start that is expected to reach this step (a monthly fee: months × 100)."""
    highest_fee: Decimal | None


def shares_in_all(milestones: Sequence[MilestoneFacts]) -> Decimal:
    """The shares added up, the bonus left out."""
    return sum(
        (each.share_percent for each in milestones if each.kind not in OUTSIDE_THE_SHARES), Decimal(0)
    )


def expected_cost(milestone: MilestoneFacts) -> Fraction:
    """What one person costs at this step on average: the highest fee times the part of the people who reach it.

    A bonus counts in full, whoever earns it: everything a supplier can be paid is part of the estimate
    (art. 2.15(2) AW). A fee that is not set counts as 0.
    """
    part = Fraction(1) if milestone.kind in OUTSIDE_THE_SHARES else Fraction(milestone.expected_attainment) / 100
    return Fraction(milestone.highest_fee or ZERO) * part


def highest_cost(milestone: MilestoneFacts) -> Fraction:
    """What one person costs at most at this step: everybody reaches it, a monthly fee for every month begun."""
    months = ceil(milestone.expected_attainment / 100) if milestone.kind == MilestoneKind.MONTHLY_FEE else 1
    return Fraction(milestone.highest_fee or ZERO) * max(months, 1)


def expected_fee_per_client(milestones: Sequence[MilestoneFacts]) -> Decimal:
    """What one person costs on average, over all steps."""
    return round_to_cents(sum(map(expected_cost, milestones), Fraction(0)))


def highest_fee_per_client(milestones: Sequence[MilestoneFacts]) -> Decimal:
    """What one person costs when every step is reached, at the highest fees."""
    return round_to_cents(sum(map(highest_cost, milestones), Fraction(0)))
