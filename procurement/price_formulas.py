"""How a price becomes points: every published formula, exact, with its words and its warning.

All arithmetic is done in ``Fraction``; only the two formulas with a root or a logarithm take a
decimal of fifty digits on the way. Nothing here rounds: that happens once, at the published points.
The letters F1 … F7 follow the usual Dutch literature (PIANOo, "Scores toekennen"); the sources of
the logarithmic and the fixed-bounds formula are the manuals of Negometrix (Mercell).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from typing import ClassVar

DIGITS = Context(prec=50)


class FormulaError(ValueError):
    """A formula that cannot be worked out with these figures; the text says why, in Dutch."""


@dataclass(frozen=True)
class PriceField:
    """The prices a relative formula measures against."""

    prices: tuple[Fraction, ...]

    @classmethod
    def of(cls, prices: Iterable[Fraction]) -> "PriceField":
        """The field of these prices."""
        return cls(tuple(prices))

    @property
    def lowest(self) -> Fraction:
        """The lowest price of all."""
        return min(self._some())

    @property
    def highest(self) -> Fraction:
        """The highest price of all."""
        return max(self._some())

    @property
    def average(self) -> Fraction:
        """The mean price, unrounded."""
        prices = self._some()
        return sum(prices, Fraction(0)) / len(prices)

    def _some(self) -> tuple[Fraction, ...]:
        if not self.prices:
            raise FormulaError("er is geen geldige prijs om mee te vergelijken")
        return self.prices


class PriceRule:
    """A price formula: the share of the weight that a price earns."""

    #: Does the outcome depend on the prices of others? Then a bid that falls away can turn the ranking.
    is_relative: ClassVar[bool] = False
    #: The name in the literature, for the buyer who looks it up.
    letter: ClassVar[str] = ""
    words: ClassVar[str] = ""

    def share(self, price: Fraction, among: PriceField) -> Fraction:
        """The part of the weight this price earns; 1 is everything."""
        raise NotImplementedError

    def points(self, price: Fraction, weight: Fraction, among: PriceField) -> Fraction:
        """The exact points of a price."""
        return weight * self.share(price, among)


@dataclass(frozen=True)
class LowestOverPrice(PriceRule):
    """F1: the lowest price divided by the own price, when asked raised to a power."""

    exponent: Fraction = Fraction(1)
    is_relative: ClassVar[bool] = True
    letter: ClassVar[str] = "F1"
    words: ClassVar[str] = "gewicht × laagste prijs ÷ eigen prijs"

    def share(self, price: Fraction, among: PriceField) -> Fraction:
        """1 for the lowest, a half for double the price."""
        return power(ratio(among.lowest, price), self.exponent)


@dataclass(frozen=True)
class DeviationFromLowest(PriceRule):
    """F2: what a price is dearer than the lowest comes off, in proportion."""

    floor_zero: bool = True
    is_relative: ClassVar[bool] = True
    letter: ClassVar[str] = "F2"
    words: ClassVar[str] = "gewicht × (1 − (eigen prijs − laagste prijs) ÷ laagste prijs)"

    def share(self, price: Fraction, among: PriceField) -> Fraction:
        """0 at double the lowest price; beyond that below zero, unless a floor was published."""
        earned = 2 - ratio(price, among.lowest)
        return max(Fraction(0), earned) if self.floor_zero else earned


@dataclass(frozen=True)
class SpanFromLowest(PriceRule):
    """Linear from the lowest price to the lowest price plus a published percentage."""

    span_percent: Fraction
    is_relative: ClassVar[bool] = True
    words: ClassVar[str] = "gewicht × (laagste prijs + marge − eigen prijs) ÷ marge, minimaal 0"

    def share(self, price: Fraction, among: PriceField) -> Fraction:
        """0 from the end of the span."""
        span = among.lowest * self.span_percent / 100
        return max(Fraction(0), ratio(among.lowest + span - price, span))


@dataclass(frozen=True)
class BetweenLowAndHigh(PriceRule):
    """F3: the lowest bid earns everything, the highest nothing."""

    is_relative: ClassVar[bool] = True
    letter: ClassVar[str] = "F3"
    words: ClassVar[str] = "gewicht × (hoogste prijs − eigen prijs) ÷ (hoogste prijs − laagste prijs)"

    def share(self, price: Fraction, among: PriceField) -> Fraction:
        """Everything, too, when all prices are equal."""
        if among.highest == among.lowest:
            return Fraction(1)
        return (among.highest - price) / (among.highest - among.lowest)


@dataclass(frozen=True)
class RelativeToAverage(PriceRule):
    """F4: measured against the mean of the prices."""

    factor: Fraction
    is_relative: ClassVar[bool] = True
    letter: ClassVar[str] = "F4"
    words: ClassVar[str] = "gewicht × (factor − eigen prijs ÷ gemiddelde prijs), tussen 0 en het gewicht"

    def share(self, price: Fraction, among: PriceField) -> Fraction:
        """Kept between nothing and everything."""
        return clamp(self.factor - ratio(price, among.average))


@dataclass(frozen=True)
class FixedRange(PriceRule):
    """F5: linear between two published prices; does not look at other bids."""

    full_at: Fraction
    zero_at: Fraction
    clamped: bool = True
    letter: ClassVar[str] = "F5"
    words: ClassVar[str] = "gewicht × (bovengrens − eigen prijs) ÷ (bovengrens − ondergrens)"

    def __post_init__(self) -> None:
        if self.full_at >= self.zero_at:
            raise FormulaError("de prijs met alle punten moet lager zijn dan de prijs met nul punten")

    def holds(self, price: Fraction) -> bool:
        """Lies the price between the bounds?"""
        return self.full_at <= price <= self.zero_at

    def share(self, price: Fraction, among: PriceField) -> Fraction:
        """Outside the bounds everything or nothing when clamped, else straight on."""
        earned = (self.zero_at - price) / (self.zero_at - self.full_at)
        return clamp(earned) if self.clamped else earned


@dataclass(frozen=True)
class Step:
    """One step of a staircase: prices up to and including ``up_to`` earn ``share`` of the weight."""

    up_to: Fraction
    share: Fraction


@dataclass(frozen=True)
class Staircase(PriceRule):
    """F6: a published table of price bands; a bound belongs to its own band, above the last is nothing."""

    steps: tuple[Step, ...]
    letter: ClassVar[str] = "F6"
    words: ClassVar[str] = "punten volgens de gepubliceerde staffel"

    def __post_init__(self) -> None:
        bounds = [step.up_to for step in self.steps]
        shares = [step.share for step in self.steps]
        if not bounds or bounds != sorted(set(bounds)):
            raise FormulaError("de grenzen van de staffel moeten oplopen")
        if shares != sorted(shares, reverse=True):
            raise FormulaError("een hogere prijs mag in de staffel niet meer punten geven")

    def share(self, price: Fraction, among: PriceField) -> Fraction:
        """The share of the first band that holds the price."""
        return next((step.share for step in self.steps if price <= step.up_to), Fraction(0))


@dataclass(frozen=True)
class ReferenceOverPrice(PriceRule):
    """F7: a published reference price divided by the own price, never more than everything."""

    reference: Fraction
    letter: ClassVar[str] = "F7"
    words: ClassVar[str] = "gewicht × referentieprijs ÷ eigen prijs, maximaal het gewicht"

    def share(self, price: Fraction, among: PriceField) -> Fraction:
        """Everything at or below the reference."""
        return min(Fraction(1), ratio(self.reference, price))


@dataclass(frozen=True)
class LogRelative(PriceRule):
    """The log formula: nothing at ``a`` times the lowest price, below zero beyond."""

    a: Fraction
    is_relative: ClassVar[bool] = True
    words: ClassVar[str] = "gewicht × (1 − log(eigen prijs ÷ laagste prijs) ÷ log(A))"

    def __post_init__(self) -> None:
        if self.a <= 1:
            raise FormulaError("A moet groter zijn dan 1")

    def share(self, price: Fraction, among: PriceField) -> Fraction:
        """The gap between two bids does not depend on the lowest price, only its level does."""
        times = ratio(price, among.lowest)
        if times == 1:
            return Fraction(1)
        return 1 - natural_log(times) / natural_log(self.a)


def clamp(share: Fraction) -> Fraction:
    """The share, not below nothing and not above everything."""
    return min(Fraction(1), max(Fraction(0), share))


def ratio(above: Fraction, below: Fraction) -> Fraction:
    """A quotient that refuses, in words, to divide by nothing."""
    if below <= 0:
        raise FormulaError("de formule deelt door een prijs of marge van nul of lager")
    return above / below


def power(base: Fraction, exponent: Fraction) -> Fraction:
    """The base to this power: exact for whole exponents, else to fifty digits."""
    if exponent.denominator == 1:
        if base == 0 and exponent < 0:
            raise FormulaError("nul tot een negatieve macht bestaat niet")
        return base ** int(exponent)
    return Fraction(DIGITS.power(decimal_of(base), decimal_of(exponent)))


def natural_log(value: Fraction) -> Fraction:
    """The natural logarithm, to fifty digits."""
    if value <= 0:
        raise FormulaError("de logaritme van een prijs van nul of lager bestaat niet")
    return Fraction(DIGITS.ln(decimal_of(value)))


def decimal_of(value: Fraction) -> Decimal:
    """The value as a decimal of fifty digits."""
    return DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator))
