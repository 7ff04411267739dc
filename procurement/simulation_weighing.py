"""How price and quality weigh against each other on the plane: totals, what a point costs, what a range can decide.

Exact and unrounded: on the plane a bid is a place, and rounding comes only with the ranking.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from procurement.price_formulas import PriceField, PriceRule
from procurement.price_inverse import price_earning
from procurement.procedures import CriterionKind
from procurement.published_award import PublishedAward
from procurement.simulation_plan import SimulationPlan
from procurement.tender_formulas import WITH_PRICE_POINTS, PriceFormula, parameter, price_rule


@dataclass(frozen=True)
class Weighing:
    """A formula with its weights, measured against fixed prices."""

    formula: PriceFormula
    rule: PriceRule | None
    """None where the formula gives no points for the price."""
    price_weight: Decimal
    quality_weight: Decimal
    value: Fraction
    """What all quality is worth in euro; nought where the formula does not say so."""
    field: PriceField

    @classmethod
    def of(cls, award: PublishedAward, prices: Iterable[Decimal]) -> "Weighing":
        """The weighing of this award among these prices."""
        assert award.formula is not None, "an obstacle otherwise"
        has_points = award.formula in WITH_PRICE_POINTS
        on_value = award.formula == PriceFormula.AWARD_ON_VALUE
        return cls(
            formula=award.formula,
            rule=price_rule(award.formula, award.parameters) if has_points else None,
            price_weight=award.weight_of(CriterionKind.PRICE),
            quality_weight=award.weight_of(CriterionKind.QUALITY),
            value=parameter(award.parameters, "max_value") if on_value else Fraction(0),
            field=PriceField.of(Fraction(each) for each in prices),
        )

    def among(self, *prices: Decimal) -> "Weighing":
        """The same weighing with these prices bid as well."""
        return replace(self, field=PriceField.of([*self.field.prices, *(Fraction(each) for each in prices)]))

    @property
    def in_euros(self) -> bool:
        """Does the lowest total win?"""
        return self.rule is None

    @property
    def is_ratio(self) -> bool:
        """Is the total a price per point?"""
        return self.formula == PriceFormula.VALUE_FOR_MONEY

    def points_of(self, quality: Decimal) -> Fraction:
        """The quality points of a part of all quality, in percent."""
        return Fraction(self.quality_weight) * Fraction(quality) / 100

    def price_points(self, price: Fraction) -> Fraction:
        """The points of a price, unrounded."""
        assert self.rule is not None, "this formula gives no price points"
        return self.rule.points(price, Fraction(self.price_weight), self.field)

    def total(self, price: Fraction, quality: Fraction) -> Fraction:
        """The total of a place on the plane; without quality the price stands in for a price per point."""
        if self.rule is not None:
            return quality + self.price_points(price)
        if self.is_ratio:
            return price / quality if quality else price
        return price - self.value * quality / Fraction(self.quality_weight)

    def quality_for(self, total: Fraction, price: Fraction) -> Fraction | None:
        """The quality points that give this total at this price; may lie outside what can be earned."""
        if self.rule is not None:
            return total - self.price_points(price)
        if self.is_ratio:
            return price / total if total else None
        return (price - total) * Fraction(self.quality_weight) / self.value

    def worth_of_a_point(self, price: Fraction, quality: Fraction) -> Fraction | None:
        """What one more quality point may cost in euro with the same total; None where price does not count."""
        if self.is_ratio:
            return price / quality if quality else None
        if self.rule is None:
            return self.value / Fraction(self.quality_weight)
        share = self.rule.share(price, self.field)
        dearer = price_earning(share - 1 / Fraction(self.price_weight), self.rule, self.field)
        return None if dearer is None else dearer - price

    def bends(self) -> Sequence[Fraction]:
        """The prices where a line has a corner: from where less earns no more, and more loses nothing."""
        if self.rule is None:
            return ()
        ends = (price_earning(Fraction(share), self.rule, self.field) for share in (0, 1))
        return [each for each in ends if each is not None]

    def spreads(self, plan: SimulationPlan) -> tuple[Fraction, Fraction] | None:
        """How far totals can differ by price and by quality within the expected range; None for a ratio."""
        if self.is_ratio:
            return None
        low, high = Fraction(plan.price_low), Fraction(plan.price_high)
        quality = self.points_of(plan.quality_high) - self.points_of(plan.quality_low)
        if self.rule is None:
            return high - low, quality * self.value / Fraction(self.quality_weight)
        return self.price_points(low) - self.price_points(high), quality
