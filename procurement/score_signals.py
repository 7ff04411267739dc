"""Signals about how scores came about, once all are in: strict or mild, drifting, or led by the order of reading.

A signal is a reason to talk in the consensus meeting, never a correction. Each score is compared with what the other
assessors gave the same bid on the same criterion, on a scale of ten; so a good bid is no mild assessor. There is no
rule of law here: independent and even judgement is what PIANOo asks of a committee (domain practice 5.4.3).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from townhall.money import round_half_up

#: A mean difference with the others from here on, on a scale of ten, is worth a conversation.
NOTABLE = Fraction(1)
#: With fewer scores a mean says too little.
FEWEST_SCORES = 6


@dataclass(frozen=True)
class GivenScore:
    """One score as the signals see it; ``turn`` rises with the order in which this assessor scored."""

    assessor: str
    bid_id: int
    criterion_id: int
    lot_id: int
    score: Decimal
    top: Decimal
    turn: int


@dataclass(frozen=True)
class AssessorSignal:
    """How one assessor scored beside the others, on a scale of ten, two decimals; above zero is milder."""

    name: str
    count: int
    leaning: Decimal
    early: Decimal
    """The mean difference over the first half of the own scores, in the order of scoring."""
    late: Decimal
    is_leaning: bool
    is_drifting: bool

    @property
    def drift(self) -> Decimal:
        """How much milder the second half was than the first."""
        return self.late - self.early


@dataclass(frozen=True)
class OrderEffect:
    """What being read first does to a bid, over all assessors."""

    first: Decimal | None
    """How much more a bid got from who read it first on its lot; None when everybody began with the same bid."""
    is_notable: bool


@dataclass(frozen=True)
class Mark:
    """A place on the line of a scale where scores stand."""

    percent: Decimal
    count: int


def marks_on(scores: Sequence[Decimal], top: Decimal) -> list[Mark]:
    """Where these scores stand on a line from nothing to ``top``, and how many on each place."""
    return [
        Mark(round_half_up(Fraction(score) * 100 / Fraction(top), places=1), scores.count(score))
        for score in sorted(set(scores))
    ]


def differences(scores: Sequence[GivenScore]) -> list[tuple[GivenScore, Fraction]]:
    """Every score with how much it is above the mean of the others on the same cell; lonely scores are left out."""
    cells: dict[tuple[int, int], list[GivenScore]] = {}
    for each in scores:
        cells.setdefault((each.bid_id, each.criterion_id), []).append(each)
    found = []
    for cell in cells.values():
        total = sum((_of_ten(each) for each in cell), Fraction(0))
        if len(cell) > 1:
            found += [(each, _of_ten(each) - (total - _of_ten(each)) / (len(cell) - 1)) for each in cell]
    return found


def assessor_signals(scores: Sequence[GivenScore]) -> list[AssessorSignal]:
    """Per assessor, by name, whether he leans to one side and whether he drifted on the way."""
    ordered = sorted(differences(scores), key=lambda pair: (pair[0].assessor, pair[0].turn))
    signals = []
    for name, pairs in groupby(ordered, key=lambda pair: pair[0].assessor):
        own = [difference for _, difference in pairs]
        half = len(own) // 2
        leaning, early, late = _mean(own), _mean(own[:half]), _mean(own[half:])
        enough = len(own) >= FEWEST_SCORES
        signals.append(
            AssessorSignal(
                name,
                len(own),
                _shown(leaning),
                _shown(early),
                _shown(late),
                is_leaning=enough and abs(leaning) >= NOTABLE,
                is_drifting=enough and abs(late - early) >= NOTABLE,
            )
        )
    return signals


def order_effect(scores: Sequence[GivenScore]) -> OrderEffect:
    """Whether bids did better or worse with the assessor who read them first on a lot and criterion."""
    firsts = _read_first(scores)
    if all(len(set(bids.values())) < 2 for bids in firsts.values()):
        return OrderEffect(None, is_notable=False)
    of_first = [
        difference
        for each, difference in differences(scores)
        if firsts[each.lot_id, each.criterion_id].get(each.assessor) == each.bid_id
    ]
    mean = _mean(of_first)
    return OrderEffect(_shown(mean), is_notable=len(of_first) >= FEWEST_SCORES and abs(mean) >= NOTABLE)


def _read_first(scores: Sequence[GivenScore]) -> Mapping[tuple[int, int], Mapping[str, int]]:
    """Per lot and criterion the bid that each assessor scored first."""
    first: dict[tuple[int, int], dict[str, int]] = {}
    for each in sorted(scores, key=lambda one: one.turn):
        first.setdefault((each.lot_id, each.criterion_id), {}).setdefault(each.assessor, each.bid_id)
    return first


def _of_ten(given: GivenScore) -> Fraction:
    return Fraction(given.score) * 10 / Fraction(given.top)


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values) if values else Fraction(0)


def _shown(value: Fraction) -> Decimal:
    return round_half_up(value, places=2)
