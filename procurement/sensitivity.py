"""How firm a ranking is: the share of small changes after which the same bid still wins, and which change that.

Five kinds of change, one at a time, each computed exactly by the same rules as the ranking: a weight, an assessor left
out, one score a step up or down, another bid left out, another formula. It decides nothing: the published rules do
(art. 2.115 Aanbestedingswet); it tells reader and decision maker how much hangs on little things.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from procurement.award_terms import AwardTerms
from procurement.price_formulas import FormulaError
from procurement.procedures import CriterionKind
from procurement.scoring import LOWEST_WINS, BidInput, BidResult, Criterion, Method, ReferenceSet, unplaced
from procurement.standings import Part, Standing, listed, settle_ties
from townhall.money import round_half_up


class VariantKind(StrEnum):
    """What is changed."""

    WEIGHT = "weight"
    ASSESSOR = "assessor"
    SCORE = "score"
    BID = "bid"
    FORMULA = "formula"


KIND_LABELS: Mapping[VariantKind, str] = {
    VariantKind.WEIGHT: "Gewicht 5 procentpunt hoger of lager",
    VariantKind.ASSESSOR: "Een beoordelaar minder",
    VariantKind.SCORE: "Eén score een stap hoger of lager",
    VariantKind.BID: "Een andere inschrijving minder",
    VariantKind.FORMULA: "Een andere formule",
}


class Effect(StrEnum):
    """What a change does to who wins."""

    SAME = "same"
    SHARED = "shared"
    OTHER = "other"


EFFECT_LABELS: Mapping[Effect, str] = {
    Effect.SAME: "dezelfde winnaar",
    Effect.SHARED: "gedeelde eerste plaats",
    Effect.OTHER: "een andere winnaar",
}


@dataclass(frozen=True)
class Trial:
    """One way to score a lot: these criteria, this method, these bids."""

    criteria: tuple[Criterion, ...]
    method: Method
    bids: tuple[BidInput, ...]
    terms: AwardTerms

    def result(self, bid: BidInput) -> BidResult:
        """What this bid earns among the bids of this trial."""
        by_all = self.method.reference_set == ReferenceSet.ALL_BIDS
        return unplaced(bid, self.criteria, self.method, [each for each in self.bids if each.is_valid or by_all])

    def results(self) -> dict[str, BidResult]:
        """What every bid that takes part earns."""
        return {bid.bidder: self.result(bid) for bid in self.bids if bid.is_valid}

    def first(self, results: Mapping[str, BidResult]) -> frozenset[str]:
        """Who stands first with these results, after the published rule for ties."""
        totals = {each.bidder: each.total for each in results.values() if each.total is not None}
        if not totals:
            return frozenset()
        best = (min if self.method.name in LOWEST_WINS else max)(totals.values())
        tied = [bidder for bidder, total in totals.items() if total == best]
        if len(tied) == 1:
            return frozenset(tied)
        settled = settle_ties([self._standing(results[bidder]) for bidder in tied])
        return frozenset(each.name for each in settled if each.rank == 1)

    def _standing(self, result: BidResult) -> Standing:
        price = next(bid.price for bid in self.bids if bid.bidder == result.bidder)
        decimals = self.terms.rounding_decimals
        return Standing(
            name=result.bidder,
            rank=1,
            total=None,
            price=round_half_up(price or Fraction(0), places=2),
            parts=tuple(
                Part(
                    code=each.id,
                    title="",
                    points=round_half_up(result.points[each.id], places=decimals),
                    weight=round_half_up(each.weight or Fraction(0), places=2),
                    is_price=each.kind == CriterionKind.PRICE,
                )
                for each in self.criteria
            ),
            tie_rule=self.terms.tie_rule,
        )


@dataclass(frozen=True)
class Change:
    """One thing that is different, in words, and who would stand first; None when it cannot be computed."""

    kind: VariantKind
    words: str
    first: frozenset[str] | None


@dataclass(frozen=True)
class Variant:
    """A change with what it does to the winner."""

    kind: VariantKind
    words: str
    effect: Effect
    winners: tuple[str, ...]
    """Who would stand first, by name."""


@dataclass(frozen=True)
class Share:
    """How many changes leave the winner where it is, and how many make it share; only of at least one change."""

    same: int
    shared: int
    total: int

    @property
    def percents(self) -> tuple[Decimal, Decimal, Decimal]:
        """Same winner, shared and other winner in percent, to one decimal; together exactly a hundred."""
        same = round_half_up(Fraction(100 * self.same, self.total), places=1)
        upto_shared = round_half_up(Fraction(100 * (self.same + self.shared), self.total), places=1)
        return same, upto_shared - same, 100 - upto_shared


@dataclass(frozen=True)
class Sensitivity:
    """All changes of one lot, in the order in which they were tried."""

    winners: tuple[str, ...]
    variants: tuple[Variant, ...]
    left_out: tuple[str, ...] = ()
    """The changes that cannot be computed with these figures."""

    @property
    def share(self) -> Share:
        """All kinds together."""
        return _share_of(self.variants)

    @property
    def shares(self) -> dict[VariantKind, Share]:
        """Per kind of which there is at least one."""
        by_kind = {kind: [each for each in self.variants if each.kind == kind] for kind in VariantKind}
        return {kind: _share_of(found) for kind, found in by_kind.items() if found}

    @property
    def changing(self) -> list[Variant]:
        """The changes after which somebody else wins, or the first place is shared."""
        return [each for each in self.variants if each.effect != Effect.SAME]

    def as_data(self) -> dict[str, Any]:
        """The outcome as plain data, for the annex of the report."""
        return {
            "words": in_words(self),
            "kinds": [
                {"label": KIND_LABELS[kind], "same": each.same, "shared": each.shared, "total": each.total}
                for kind, each in self.shares.items()
            ],
            "changing": [
                {"words": each.words, "effect": EFFECT_LABELS[each.effect], "winners": list(each.winners)}
                for each in self.changing
            ],
            "left_out": list(self.left_out),
        }


def judged(changes: Iterable[Change], base: frozenset[str], names: Mapping[str, str]) -> Sensitivity:
    """What every change does to this first place; ``names`` are the bidders by their key."""
    variants: list[Variant] = []
    left_out: list[str] = []
    for change in changes:
        if change.first is None:
            left_out.append(change.words)
            continue
        winners = _named(change.first, names)
        variants.append(Variant(change.kind, change.words, _effect(base, change.first), winners))
    return Sensitivity(_named(base, names), tuple(variants), tuple(left_out))


def first_of(trial: Trial) -> frozenset[str] | None:
    """Who stands first in this trial; None when the formula cannot be computed with its figures."""
    try:
        return trial.first(trial.results())
    except FormulaError:
        return None


def in_words(sensitivity: Sensitivity) -> str:
    """One Dutch paragraph: how firm the first place is, by what it hangs on most."""
    share = sensitivity.share
    if not share.total or not sensitivity.winners:
        return "Op dit perceel valt niets te variëren: er is geen inschrijving of criterium om mee te vergelijken."
    stays = "blijft eerste" if len(sensitivity.winners) == 1 else "blijven samen eerste"
    count = f"{share.same} van de {share.total} kleine veranderingen ({_percent(share)})"
    first = f"{listed(sensitivity.winners)} {stays} bij {count}."
    if share.same == share.total:
        return f"{first} Geen enkele ervan verandert wie wint: de rangorde is stevig."
    weak = [kind for kind, each in sensitivity.shares.items() if each.same < each.total]
    told = "; ".join(
        f"{KIND_LABELS[kind][0].lower()}{KIND_LABELS[kind][1:]} ({each.total - each.same} van {each.total})"
        for kind, each in sensitivity.shares.items()
        if kind in weak
    )
    return f"{first} Wat de eerste plaats wel verandert: {told}."


def _percent(share: Share) -> str:
    return f"{share.percents[0]:f}".replace(".", ",").removesuffix(",0") + " %"


def _share_of(variants: Sequence[Variant]) -> Share:
    effects = [each.effect for each in variants]
    return Share(effects.count(Effect.SAME), effects.count(Effect.SHARED), len(effects))


def _effect(base: frozenset[str], first: frozenset[str]) -> Effect:
    if first == base:
        return Effect.SAME
    return Effect.SHARED if first & base else Effect.OTHER


def _named(first: Iterable[str], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted(names[each] for each in first))


