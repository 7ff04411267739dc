"""What a purchase is worth before it is bought: the estimate of art. 2.13–2.22 Aanbestedingswet (AW).

Everything counts, always excl. VAT: every lot, every option, every extension that the documents name
(art. 2.15(2), 2.18). Splitting does not make it less (art. 2.14). The sums are exact and are rounded
once, to the cent, at the end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from townhall.money import ZERO, euros, round_to_cents, sum_of

#: Art. 2.17(e) AW: longer than this, or without an end, counts as this many months.
MONTHS_THAT_COUNT = 48


class EstimateMethod(StrEnum):
    """Over which time a purchase is estimated. Not to be chosen to stay under a threshold (art. 2.14(2) AW)."""

    WHOLE_TERM = "whole_term"
    """The whole term with every extension: a framework (art. 2.15(3), 2.22), or at most 48 months (2.17(d))."""
    MONTHS_48 = "months_48"
    """Services without a total price for longer than 48 months or without an end (art. 2.17(e))."""
    TWELVE_MONTHS = "twelve_months"
    """Services that come back regularly (art. 2.21)."""


@dataclass(frozen=True)
class ValuePart:
    """One amount in an estimate.

    Give ``years`` for an amount per year, ``months`` for an amount per month, neither for a total.
    ``vat_percent`` is the rate that is still in the amount; None when the amount is excl. VAT.
    """

    amount: Decimal
    years: Decimal | None = None
    months: Decimal | None = None
    has_no_end: bool = False
    at_most_48_months: bool = False
    vat_percent: Decimal | None = None


def value_of(part: ValuePart) -> Fraction:
    """The exact value of a part over its whole term, excl. VAT."""
    assert part.years is None or part.months is None, "an amount is per year or per month, not both"
    return _excluding_vat(part) * _times(part)


def _excluding_vat(part: ValuePart) -> Fraction:
    if part.vat_percent is None:
        return Fraction(part.amount)
    return Fraction(part.amount) / (1 + Fraction(part.vat_percent) / 100)


def _times(part: ValuePart) -> Fraction:
    if part.has_no_end:
        return Fraction(MONTHS_THAT_COUNT)
    if part.months is not None:
        months = Fraction(part.months)
        return min(months, Fraction(MONTHS_THAT_COUNT)) if part.at_most_48_months else months
    if part.years is not None:
        years = Fraction(part.years)
        return min(years, Fraction(MONTHS_THAT_COUNT, 12)) if part.at_most_48_months else years
    return Fraction(1)


def estimate_of(parts: Sequence[ValuePart]) -> Decimal:
    """The value of all parts together: splitting does not take anything away (art. 2.14, 2.18 AW)."""
    return round_to_cents(sum((value_of(part) for part in parts), Fraction(0)))


@dataclass(frozen=True)
class LotVolume:
    """What a lot is expected to take, for its worksheet."""

    clients_per_year: int
    months: int
    """Of the whole term, with every extension."""
    fee_per_client: Decimal


def value_of_lot(lot: LotVolume) -> Decimal:
    """People a year × years × fee, over the whole term with every extension."""
    exact = Fraction(lot.clients_per_year) * Fraction(lot.months, 12) * Fraction(lot.fee_per_client)
    return round_to_cents(exact)


@dataclass(frozen=True)
class RecurringPurchase:
    """Similar contracts that come back, as seen over twelve months (art. 2.21 AW)."""

    spent_in_last_12_months: Decimal
    expected_change_percent: Decimal = Decimal(0)


def value_of_recurring(purchase: RecurringPurchase) -> Decimal:
    """The last twelve months, corrected for what is expected to change in the next twelve (art. 2.21(a))."""
    exact = Fraction(purchase.spent_in_last_12_months)
    return round_to_cents(exact * (1 + Fraction(purchase.expected_change_percent) / 100))


# --- The small-lot rule (percelenregeling), art. 2.18(3) AW -----------------------------------------


@dataclass(frozen=True)
class LotValue:
    """A lot by name, with its estimate excl. VAT."""

    id: str
    value: Decimal


@dataclass(frozen=True)
class SmallLotLimit:
    """How small a lot must be to be left out, and which part of the whole may be left out."""

    amount: Decimal
    amount_itself_is_small: bool
    percent_of_all: Decimal = Decimal(20)

    def allows(self, value: Decimal) -> bool:
        """Whether a lot of this value is small enough."""
        return value < self.amount or (self.amount_itself_is_small and value == self.amount)


#: Art. 2.18(3) AW says "niet meer bedraagt dan"; art. 5(10) of the directive says "less than".
SERVICES_LOT_AT_MOST = SmallLotLimit(euros(80000), amount_itself_is_small=True)
SERVICES_LOT_LESS_THAN = SmallLotLimit(euros(80000), amount_itself_is_small=False)
WORKS_LOT_AT_MOST = SmallLotLimit(euros(1000000), amount_itself_is_small=True)
WORKS_LOT_LESS_THAN = SmallLotLimit(euros(1000000), amount_itself_is_small=False)


@dataclass(frozen=True)
class SmallLots:
    """Which lots may stay outside the European procedure, and which may not."""

    exempt: tuple[LotValue, ...]
    european: tuple[LotValue, ...]
    room: Decimal
    """20 % of the value of all lots: what may be left out at most."""
    limit: SmallLotLimit

    @property
    def together(self) -> Decimal:
        """What is left out, in all."""
        return sum_of(lot.value for lot in self.exempt)

    @property
    def has_candidates(self) -> bool:
        """Whether any lot is small enough, chosen or not."""
        return any(self.limit.allows(lot.value) for lot in (*self.exempt, *self.european))

    @property
    def at_the_limit(self) -> tuple[LotValue, ...]:
        """Lots of exactly the limit: small for the act, not for the directive (2014/24/EU art. 5(10): less than)."""
        is_small = self.limit.amount_itself_is_small
        return tuple(lot for lot in (*self.exempt, *self.european) if is_small and lot.value == self.limit.amount)


def small_lots(lots: Sequence[LotValue], limit: SmallLotLimit) -> SmallLots:
    """The choice of small lots with the largest total within the room.

    Of choices with the same total the one that comes first in the order of the lots is taken, so
    that everybody who repeats the sum finds the same lots.
    """
    exact_room = Fraction(sum_of(lot.value for lot in lots)) * Fraction(limit.percent_of_all) / 100
    candidates = [index for index, lot in enumerate(lots) if limit.allows(lot.value)]
    chosen = set(_fullest_choice([(index, lots[index].value) for index in candidates], exact_room))
    return SmallLots(
        exempt=tuple(lot for index, lot in enumerate(lots) if index in chosen),
        european=tuple(lot for index, lot in enumerate(lots) if index not in chosen),
        room=round_to_cents(exact_room),
        limit=limit,
    )


def _fullest_choice(candidates: Sequence[tuple[int, Decimal]], room: Fraction) -> tuple[int, ...]:
    if sum((Fraction(value) for _, value in candidates), Fraction(0)) <= room:
        return tuple(index for index, _ in candidates)
    # One entry per total that can be reached; the first way to reach it stays.
    ways: dict[Decimal, tuple[int, ...]] = {ZERO: ()}
    for index, value in candidates:
        for total, lots in list(ways.items()):
            if Fraction(total + value) <= room:
                ways.setdefault(total + value, (*lots, index))
    return ways[max(ways)]


# --- Signals around an estimate ----------------------------------------------------------------------


@dataclass(frozen=True)
class TotalCheck:
    """The total in a notice against the sum of its lots."""

    difference_percent: Decimal
    is_off: bool


#: From this difference on the total and its lots contradict each other.
LARGEST_DIFFERENCE_PERCENT = Decimal(5)


def check_of_total(total: Decimal, lots: Sequence[Decimal]) -> TotalCheck:
    """How far the lots are from the total; five percent or more is an error.

    Source: rule book of the Public Procurement Data Space,
    https://code.europa.eu/eproc/ppds/public-procurement-rulebook/-/issues/143.
    """
    together = sum_of(lots)
    if total == 0:
        return TotalCheck(Decimal(0) if together == 0 else Decimal(100), together != 0)
    exact = abs(Fraction(total) - Fraction(together)) * 100 / Fraction(total)
    return TotalCheck(round_to_cents(exact), exact >= LARGEST_DIFFERENCE_PERCENT)


@dataclass(frozen=True)
class EstimateAtDispatch:
    """The estimate as it stood when the notice was sent."""

    estimated_on: date
    value: Decimal
    was_realistic: bool
    was_chosen_to_escape: bool


def later_rise_asks_new_tender(estimate: EstimateAtDispatch) -> bool:
    """Whether spending above a threshold later on brings a duty that was not there at the start.

    It does not, as long as the estimate was realistic and its method not chosen to escape
    (https://europadecentraal.nl/praktijkvraag/gedurende-looptijd-contractwaarde-boven-europese-drempelwaarde/).
    Later spending is a reason to look, not another regime.
    """
    return estimate.was_chosen_to_escape or not estimate.was_realistic
