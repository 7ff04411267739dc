"""How a supplier does: the agreed figures, exact, and silent where there is too little to go on.

Placed: placements on the tracks that started, without the drop-outs for a valid reason. Sustained: still at
work after six months, of the placements that are six months old. Dropped out: ended without a valid reason,
of the tracks that started. Source: house practice for performance contracts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from townhall.money import round_half_up

#: Below this number of people a percentage says nothing, and may point at a person.
FEWEST = 5


class KpiCode(StrEnum):
    """Which figure."""

    PLACED = "placed"
    SUSTAINED = "sustained"
    DROPPED_OUT = "dropped_out"


class KpiVerdict(StrEnum):
    """How a figure stands against its norm."""

    TOO_LITTLE = "too_little"
    NO_NORM = "no_norm"
    MET = "met"
    MISSED = "missed"


@dataclass(frozen=True)
class TrackCounts:
    """Tracks of one contract, counted over one period."""

    started: int = 0
    dropped_out_with_reason: int = 0
    dropped_out_without_reason: int = 0
    placed: int = 0
    due_for_six_months: int = 0
    at_work_after_six_months: int = 0


@dataclass(frozen=True)
class Norms:
    """What was agreed, in percent; none where nothing was agreed."""

    placed_at_least: Decimal | None = None
    sustained_at_least: Decimal | None = None
    dropped_out_at_most: Decimal | None = None


@dataclass(frozen=True)
class Kpi:
    """One figure: so many of so many, its norm, and how it stands."""

    code: KpiCode
    count: int
    of: int
    norm: Decimal | None
    verdict: KpiVerdict

    @property
    def share(self) -> Fraction | None:
        """The exact part; none when there is too little to go on."""
        return None if self.verdict is KpiVerdict.TOO_LITTLE else Fraction(self.count, self.of)

    @property
    def percent(self) -> Fraction | None:
        """The exact percentage; none when there is too little to go on."""
        return None if self.share is None else self.share * 100

    @property
    def published(self) -> Decimal | None:
        """The percentage with one decimal, rounded once and half up; none when there is too little to go
        on."""
        return None if self.percent is None else round_half_up(self.percent, places=1)


def kpis_of(counts: TrackCounts, norms: Norms) -> list[Kpi]:
    """The figures in the order in which they are reported."""
    in_play = counts.started - counts.dropped_out_with_reason
    return [
        _at_least(KpiCode.PLACED, counts.placed, in_play, norms.placed_at_least),
        _at_least(
            KpiCode.SUSTAINED,
            counts.at_work_after_six_months,
            counts.due_for_six_months,
            norms.sustained_at_least,
        ),
        _at_most(
            KpiCode.DROPPED_OUT,
            counts.dropped_out_without_reason,
            counts.started,
            norms.dropped_out_at_most,
        ),
    ]


def norms_met(kpis: Sequence[Kpi]) -> int:
    """How many figures meet their norm."""
    return sum(1 for kpi in kpis if kpi.verdict is KpiVerdict.MET)


def norms_missed(kpis: Sequence[Kpi]) -> int:
    """How many figures miss their norm."""
    return sum(1 for kpi in kpis if kpi.verdict is KpiVerdict.MISSED)


def _at_least(code: KpiCode, count: int, of: int, norm: Decimal | None) -> Kpi:
    enough = of >= FEWEST
    is_met = enough and norm is not None and Fraction(count, of) * 100 >= Fraction(norm)
    return Kpi(code, count, of, norm, _verdict(enough, norm, is_met))


def _at_most(code: KpiCode, count: int, of: int, norm: Decimal | None) -> Kpi:
    enough = of >= FEWEST
    is_met = enough and norm is not None and Fraction(count, of) * 100 <= Fraction(norm)
    return Kpi(code, count, of, norm, _verdict(enough, norm, is_met))


def _verdict(enough: bool, norm: Decimal | None, is_met: bool) -> KpiVerdict:
    if not enough:
        return KpiVerdict.TOO_LITTLE
    if norm is None:
        return KpiVerdict.NO_NORM
    return KpiVerdict.MET if is_met else KpiVerdict.MISSED
