"""Comparing suppliers of one lot fairly: each got other people, so each is measured against what was to be expected.

Indirect standardisation over the distance to work: for every group of participants the result of the whole lot is
applied to the number of people this supplier had in it. What comes out is what an average supplier of the lot would
have reached with the same people. All figures are exact fractions. Source: the method of official statistics for
small groups; that outcomes must be seen beside the mix of referrals: UK Public Accounts Committee and NAO on the Work
Programme (parking and creaming).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from contracts.kpis import FEWEST
from townhall.money import round_half_up


class Distance(StrEnum):
    """How far somebody is from work: the step of the participation ladder at the referral, in three groups."""

    FAR = "far"
    MIDDLE = "middle"
    NEAR = "near"
    UNKNOWN = "unknown"


class Compared(StrEnum):
    """How a supplier stands beside what was to be expected."""

    TOO_LITTLE = "too_little"
    AS_EXPECTED = "as_expected"
    BETTER = "better"
    WORSE = "worse"


Part = tuple[int, int]
"""So many, of so many."""

#: A difference counts when chance alone brings a smaller one in nine of ten cases: 1.2816 standard deviations, one way.
_BEYOND_CHANCE = Fraction(12816, 10000) ** 2


def distance_of(ladder_step: int | None) -> Distance:
    """The group of this step: 1 and 2 far, 3 and 4 in between, 5 and 6 near; unknown where nobody filled it in."""
    if ladder_step is None:
        return Distance.UNKNOWN
    return (Distance.FAR, Distance.MIDDLE, Distance.NEAR)[(ladder_step - 1) // 2]


@dataclass(frozen=True)
class Comparison:
    """One supplier: reached, what was to be expected with the same people, and the corrected part."""

    count: int
    of: int
    expected: Fraction
    lot_rate: Fraction
    verdict: Compared

    @property
    def rate(self) -> Fraction | None:
        """What was reached, uncorrected."""
        return Fraction(self.count, self.of) if self.of >= FEWEST else None

    @property
    def corrected(self) -> Fraction | None:
        """The part this supplier would have reached with the people of the whole lot; None when that is unknown."""
        if self.of < FEWEST or self.expected == 0:
            return None
        return self.lot_rate * self.count / self.expected

    def published(self) -> tuple[Decimal | None, Decimal, Decimal | None]:
        """The percentage reached, the number that was to be expected and the corrected percentage, each with one
        decimal, rounded once and half up."""
        return _percent(self.rate), round_half_up(self.expected, places=1), _percent(self.corrected)


def _percent(share: Fraction | None) -> Decimal | None:
    return None if share is None else round_half_up(share * 100, places=1)


def compare(parts: Mapping[int, Mapping[Distance, Part]]) -> dict[int, Comparison]:
    """Per supplier (or contract) how it did beside the lot. ``parts``: per supplier, per group, so many of so many."""
    rates = _rates(list(parts.values()))
    everybody = [part for own in parts.values() for part in own.values()]
    lot_rate = _rate(everybody)
    others = sum(1 for own in parts.values() if sum(of for _, of in own.values()) >= FEWEST)
    return {key: _compared(own, rates, lot_rate, alone=others < 2) for key, own in parts.items()}


def _rates(all_parts: Sequence[Mapping[Distance, Part]]) -> dict[Distance, Fraction]:
    return {distance: _rate([own[distance] for own in all_parts if distance in own]) for distance in Distance}


def _rate(parts: Sequence[Part]) -> Fraction:
    of = sum(of for _, of in parts)
    return Fraction(sum(count for count, _ in parts), of) if of else Fraction(0)


def _compared(
    own: Mapping[Distance, Part], rates: Mapping[Distance, Fraction], lot_rate: Fraction, *, alone: bool
) -> Comparison:
    count, of = sum(count for count, _ in own.values()), sum(of for _, of in own.values())
    expected = sum((rates[distance] * of for distance, (_, of) in own.items()), Fraction(0))
    spread = sum((rates[d] * (1 - rates[d]) * of for d, (_, of) in own.items()), Fraction(0))
    if of < FEWEST or alone:
        verdict = Compared.TOO_LITTLE
    elif (count - expected) ** 2 <= _BEYOND_CHANCE * spread:
        verdict = Compared.AS_EXPECTED
    else:
        verdict = Compared.BETTER if count > expected else Compared.WORSE
    return Comparison(count, of, expected, lot_rate, verdict)


# --- parking and creaming --------------------------------------------------------------------------------


class SignalKind(StrEnum):
    """What a pattern may point at; a talk must show whether it is so."""

    CREAMING_RETURNS = "creaming_returns"
    CREAMING_PLACEMENTS = "creaming_placements"
    PARKING = "parking"
    PARKING_FAR = "parking_far"


@dataclass(frozen=True)
class GroupCounts:
    """The tracks of one contract in one group. ``silent``: running, not placed, and nothing heard for long."""

    referred: int = 0
    returned: int = 0
    started: int = 0
    placed: int = 0
    running: int = 0
    silent: int = 0

    def __add__(self, other: "GroupCounts") -> "GroupCounts":
        return GroupCounts(
            self.referred + other.referred, self.returned + other.returned, self.started + other.started,
            self.placed + other.placed, self.running + other.running, self.silent + other.silent,
        )  # fmt: skip


@dataclass(frozen=True)
class Signal:
    """A pattern with its facts: two parts that differ, or one that is high."""

    kind: SignalKind
    here: Part
    there: Part | None = None


#: A running track without any sign of progress for this long is silent.
SILENT_DAYS = 90
#: Two parts differ when they lie this far apart, and at least this many people are in each.
_APART = Fraction(20, 100)
_MANY_SILENT = Fraction(1, 3)
_FEWEST_RETURNED = 3


def referred_shares(counts: Mapping[Distance, GroupCounts], groups: Sequence[Distance]) -> list[Decimal | None]:
    """The part of each group in the referrals, in percent with one decimal; None when nobody was referred."""
    total = sum(own.referred for own in counts.values())
    return [_percent(Fraction(counts.get(group, GroupCounts()).referred, total)) if total else None for group in groups]


def signals_of(counts: Mapping[Distance, GroupCounts]) -> list[Signal]:
    """The patterns that point at picking the easy clients (creaming) or leaving the hard ones (parking)."""
    far = counts.get(Distance.FAR, GroupCounts())
    rest = counts.get(Distance.MIDDLE, GroupCounts()) + counts.get(Distance.NEAR, GroupCounts())
    near = counts.get(Distance.NEAR, GroupCounts())
    known = far + rest
    everybody = known + counts.get(Distance.UNKNOWN, GroupCounts())
    found = [
        *_differs(
            SignalKind.CREAMING_RETURNS, (far.returned, far.referred), (rest.returned, rest.referred),
            fewest=_FEWEST_RETURNED,
        ),
        *_differs(SignalKind.CREAMING_PLACEMENTS, (near.placed, known.placed), (near.started, known.started)),
        *_differs(SignalKind.PARKING_FAR, (far.silent, far.running), (rest.silent, rest.running)),
    ]  # fmt: skip
    if everybody.silent >= FEWEST and Fraction(everybody.silent, everybody.running) >= _MANY_SILENT:
        found.append(Signal(SignalKind.PARKING, (everybody.silent, everybody.running)))
    return found


def _differs(kind: SignalKind, here: Part, there: Part, *, fewest: int = 0) -> list[Signal]:
    if min(here[1], there[1]) < FEWEST or here[0] < fewest:
        return []
    apart = Fraction(*here) - Fraction(*there)
    return [Signal(kind, here, there)] if apart >= _APART else []
