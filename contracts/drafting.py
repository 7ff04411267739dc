"""What a contract agrees, as one value, and what must fit before it can be a draft."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from contracts import terms
from contracts.fee_schedules import FeeLine, obstacles_to_schedule, with_amounts
from contracts.kpis import Norms
from contracts.terms import Option, Term
from procurement.lots import OUTSIDE_THE_SHARES, Financing, TargetGroup
from townhall.budgets.headings import Heading
from townhall.money import sum_of
from townhall.refusal import Obstacle


@dataclass(frozen=True)
class PlacementRules:
    """What counts as a placement under the contract; the defaults are common practice."""

    months: int = 6
    hours_per_week: Decimal = Decimal(12)
    gap_days: int = 14
    guarantee_months: int = 1


@dataclass(frozen=True)
class Agreement:
    """What both parties agree. A maximum or expected value that was not agreed is None, never nothing."""

    title: str
    target_group: TargetGroup
    financing: Financing
    starts_on: date
    ends_on: date
    lines: tuple[FeeLine, ...] = ()
    options: tuple[Option, ...] = ()
    maximum_value: Decimal | None = None
    expected_value: Decimal | None = None
    budget_heading: Heading = Heading()
    basis_reason: str = ""
    reason_for_longer: str = ""
    four_years_apply: bool = False
    extends_silently: bool = False
    placement: PlacementRules = field(default_factory=PlacementRules)
    norms: Norms = field(default_factory=Norms)
    sroi_percent: Decimal | None = None
    termination_months: int | None = None
    """Months of notice to end it early; None when none were agreed."""
    cpv_code: str = ""
    """What kind of service it is, where no tender says so; counts in the watch over thresholds."""

    @property
    def term(self) -> Term:
        """The term as it would begin."""
        return Term(starts_on=self.starts_on, ends_on=self.ends_on, options=self.options)


def obstacles_to_agreement(agreement: Agreement) -> list[Obstacle]:
    """Every reason why this cannot be a draft. A draft may still lack its fee schedule; signing asks for
    it."""
    found = terms.obstacles_to_agreeing(
        agreement.term,
        four_years_apply=agreement.four_years_apply,
        reason_for_longer=agreement.reason_for_longer,
        extends_silently=agreement.extends_silently,
    )
    if agreement.lines:
        found += obstacles_to_schedule(agreement.lines, agreement.financing)
    return found + obstacles_to_values(agreement)


def obstacles_to_values(agreement: Agreement) -> list[Obstacle]:
    """Why the amounts of this agreement do not fit together."""
    maximum, expected = agreement.maximum_value, agreement.expected_value
    if maximum is not None and expected is not None and expected > maximum:
        return [
            Obstacle(
                "maximum-below-expected",
                "Het maximum is lager dan de verwachte waarde. Verhoog het maximum of verlaag de "
                "verwachting.",
                "maximum_value",
            )
        ]
    return []


def lines_from_prices(lines: Sequence[FeeLine]) -> list[FeeLine]:
    """The lines of a bid: amounts as offered; a share stays only where it describes those amounts to the
    cent.

    Bidders price each milestone. When the prices follow the published shares, the contract can say "30 %";
    when they do not, the amount alone is the truth.
    """
    shared = [line for line in lines if line.kind not in OUTSIDE_THE_SHARES]
    tariff = sum_of((line.amount or Decimal(0)) * line.most_times for line in shared)
    if not shared or tariff <= 0 or any(line.share_percent in (None, 0) for line in shared):
        return [_without_share(line) for line in lines]
    by_share = {line.kind: line.amount for line in with_amounts(shared, tariff)}
    fits = all(by_share[line.kind] == line.amount for line in shared)
    return [line if fits and line in shared else _without_share(line) for line in lines]


def _without_share(line: FeeLine) -> FeeLine:
    return FeeLine(
        kind=line.kind,
        label=line.label,
        amount=line.amount,
        most_times=line.most_times,
        claim_within_days=line.claim_within_days,
    )
