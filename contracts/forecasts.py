"""What the running tracks will still cost, and when the maximum is used up: with an interval, or «too little to say».

A track walks a chain of steps that each bring a fee. The chance of a step, given the one before, is not known: it is
estimated from what became of earlier tracks, as a beta distribution that starts from the other contracts of the lot
(the prior) and is moved by the contract's own history. The expectation and the variance of the sum over all running
tracks follow exactly, the uncertainty about the chances themselves included; the interval is 1.2816 standard
deviations to both sides, so that the outcome lies in it in about 80 of 100 cases. Chains of one contract (such as a
monthly fee beside the milestones) rise and fall together: their deviations add up, which is the careful side.

Everything is an exact fraction until it is published. Source: house method; peers.md knows no product that has one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum
from fractions import Fraction

from townhall.money import ZERO, round_to_cents

#: An outcome lies within this many standard deviations in 80 of 100 cases (normal distribution).
Z80 = Fraction(12816, 10000)
#: Below this many tracks of which the outcome of a step is known, own and lot together, nothing is said.
FEWEST_KNOWN = 10
#: The other contracts of the lot weigh at most as much as this many tracks.
PRIOR_WEIGHT = 10
#: No use is forecast further ahead than this.
HORIZON_DAYS = 3650


@dataclass(frozen=True)
class Evidence:
    """What became of earlier tracks at one step: so many reached it, of so many of which the outcome is known."""

    reached: int = 0
    of: int = 0

    def __add__(self, other: "Evidence") -> "Evidence":
        return Evidence(self.reached + other.reached, self.of + other.of)


@dataclass(frozen=True)
class Chance:
    """An estimated chance: its expectation, and that of its square."""

    mean: Fraction
    square: Fraction


def chance_of(own: Evidence, lot: Evidence) -> Chance:
    """The chance of a step: own history on top of a prior from the rest of the lot, which weighs at most ten tracks."""
    weight = min(lot.of + 2, PRIOR_WEIGHT)
    prior = Fraction(lot.reached + 1, lot.of + 2)
    successes = own.reached + weight * prior
    total = own.of + weight
    mean = successes / total
    return Chance(mean, mean * (successes + 1) / (total + 1))


def is_enough(own: Evidence, lot: Evidence) -> bool:
    """Whether enough is known of this step to forecast with."""
    return own.of + lot.of >= FEWEST_KNOWN


@dataclass(frozen=True)
class Group:
    """Tracks that stand at the same place of a chain: ``stands`` is the step they may reach next, ``fees`` what each
    step would bring (nothing where it falls outside what is asked)."""

    number: Fraction | int
    stands: int
    fees: tuple[Decimal, ...]


@dataclass(frozen=True)
class Outlook:
    """A sum of fees as a random quantity: its expectation, its variance, and the most it can be."""

    mean: Fraction = Fraction(0)
    variance: Fraction = Fraction(0)
    most: Decimal = ZERO

    @property
    def deviation(self) -> Fraction:
        """The standard deviation."""
        return square_root(self.variance)

    @property
    def low(self) -> Decimal:
        """The lower end of the 80 % interval, in whole cents; never below nothing."""
        return round_to_cents(max(self.mean - Z80 * self.deviation, Fraction(0)))

    @property
    def high(self) -> Decimal:
        """The upper end of the 80 % interval, in whole cents; never above the most it can be."""
        return min(round_to_cents(self.mean + Z80 * self.deviation), self.most)

    @property
    def expected(self) -> Decimal:
        """The expectation, in whole cents."""
        return round_to_cents(self.mean)


def square_root(value: Fraction) -> Fraction:
    """The square root to twenty digits; fractions have no exact one."""
    with localcontext() as context:
        context.prec = 40
        root = (Decimal(value.numerator) / Decimal(value.denominator)).sqrt()
        context.prec = 20
        return Fraction(+root)


def outlook(chances: Sequence[Chance], groups: Sequence[Group]) -> Outlook:
    """What the tracks in these groups will bring along one chain.

    With P the part that gets from a place s to a step j (the product of the chances between), the sum given the
    chances is ∑ w·P; its own spread and the spread of the chances add up (law of total variance).
    """
    weights: dict[tuple[int, int], Fraction] = {}
    squares, most = Fraction(0), Fraction(0)
    own_means_squared = Fraction(0)
    for group in groups:
        fees = [Fraction(fee) for fee in group.fees]
        steps = [step for step in range(group.stands, len(chances)) if fees[step]]
        so_far = Fraction(0)
        for step in steps:
            part = _both(chances, (group.stands, step), None)
            squares += group.number * part * (2 * so_far * fees[step] + fees[step] ** 2)
            so_far += fees[step]
            key = (group.stands, step)
            weights[key] = weights.get(key, Fraction(0)) + group.number * fees[step]
        most += group.number * so_far
        own_means_squared += group.number * sum(
            (
                fees[one] * fees[other] * _both(chances, (group.stands, one), (group.stands, other))
                for one in steps
                for other in steps
            ),
            Fraction(0),
        )
    mean = sum((weight * _both(chances, path, None) for path, weight in weights.items()), Fraction(0))
    mean_squared = sum(
        (
            one_weight * other_weight * _both(chances, one, other)
            for one, one_weight in weights.items()
            for other, other_weight in weights.items()
        ),
        Fraction(0),
    )
    variance = (squares - own_means_squared) + (mean_squared - mean**2)
    return Outlook(mean, max(variance, Fraction(0)), round_to_cents(most))


Path = tuple[int, int]


def _both(chances: Sequence[Chance], one: Path, other: Path | None) -> Fraction:
    """The expectation of the part along one path, times that along another; steps on both count squared."""
    product = Fraction(1)
    for step in range(len(chances)):
        on_one = one[0] <= step <= one[1]
        on_other = other is not None and other[0] <= step <= other[1]
        if on_one and on_other:
            product *= chances[step].square
        elif on_one or on_other:
            product *= chances[step].mean
    return product


def in_step(outlooks: Sequence[Outlook]) -> Outlook:
    """Sums that rise and fall together, such as the chains of one contract: their deviations add up."""
    deviation = sum((each.deviation for each in outlooks), Fraction(0))
    return Outlook(_means(outlooks), deviation**2, _most(outlooks))


def side_by_side(outlooks: Sequence[Outlook]) -> Outlook:
    """Sums that do not depend on each other, such as contracts of different suppliers: their variances add up."""
    return Outlook(_means(outlooks), sum((each.variance for each in outlooks), Fraction(0)), _most(outlooks))


def _means(outlooks: Sequence[Outlook]) -> Fraction:
    return sum((each.mean for each in outlooks), Fraction(0))


def _most(outlooks: Sequence[Outlook]) -> Decimal:
    return sum((each.most for each in outlooks), ZERO)


# --- when the maximum is used up --------------------------------------------------------------------------


class Exhaustion(StrEnum):
    """What can be said about the day on which the maximum is used up."""

    NONE_AGREED = "none_agreed"
    TOO_LITTLE = "too_little"
    REACHED = "reached"
    EXPECTED = "expected"
    NOT_SEEN = "not_seen"


@dataclass(frozen=True)
class Inflow:
    """How many people were referred in how many days."""

    referred: int
    days: int

    @property
    def per_day(self) -> Fraction:
        """The pace: a Poisson process of which the pace itself is estimated."""
        return (self.referred + Fraction(1, 2)) / self.days

    @property
    def uncertainty(self) -> Fraction:
        """The variance of that estimate."""
        return (self.referred + Fraction(1, 2)) / Fraction(self.days) ** 2


@dataclass(frozen=True)
class ExhaustionDays:
    """In how many days the people referred until then will use up the room; None: not within ten years."""

    kind: Exhaustion
    early: int | None = None
    expected: int | None = None
    late: int | None = None


#: So many referrals make a pace.
FEWEST_REFERRED = 5


def exhaustion(room: Decimal | None, inflow: Inflow, with_new: Callable[[Fraction], Outlook]) -> ExhaustionDays:
    """When what is referred will cost the room that is left, at the pace of now.

    ``room``: the maximum less what was earned; None: no maximum agreed. ``with_new``: what the running tracks and so
    many new ones will bring together.
    """
    if room is None:
        return ExhaustionDays(Exhaustion.NONE_AGREED)
    if with_new(Fraction(0)).mean >= room:
        return ExhaustionDays(Exhaustion.REACHED, 0, 0, 0)
    if inflow.referred < FEWEST_REFERRED:
        return ExhaustionDays(Exhaustion.TOO_LITTLE)
    early, expected, late = (
        _first_day(lambda days, sign=sign: _used(days, inflow, with_new, sign) >= room)  # type: ignore[misc]
        for sign in (1, 0, -1)
    )
    kind = Exhaustion.NOT_SEEN if expected is None else Exhaustion.EXPECTED
    return ExhaustionDays(kind, early, expected, late)


def _used(days: int, inflow: Inflow, with_new: Callable[[Fraction], Outlook], sign: int) -> Fraction:
    """What will have been used by those referred within so many days: expected, or at an end of the interval."""
    new = inflow.per_day * days
    both = with_new(new)
    if sign == 0:
        return both.mean
    each = (both.mean - with_new(Fraction(0)).mean) / new if new else Fraction(0)
    spread = both.variance + each**2 * (new + inflow.uncertainty * days**2)
    return both.mean + sign * Z80 * square_root(spread)


def _first_day(is_used_up: Callable[[int], bool]) -> int | None:
    if not is_used_up(HORIZON_DAYS):
        return None
    low, high = 0, HORIZON_DAYS
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if is_used_up(middle) else (middle + 1, high)
    return low
