"""The small changes with which the firmness of a ranking is tried, each made from the facts of the lot."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from procurement.award_terms import plain
from procurement.price_formulas import FormulaError
from procurement.procedures import CriterionKind, QualityMethod
from procurement.published_award import PublishedAward
from procurement.ranking import BidFacts, CriterionFacts, scoring_of
from procurement.scoring import BidInput, BidResult
from procurement.sensitivity import Change, Sensitivity, Trial, VariantKind, first_of, judged
from procurement.tender_formulas import FORMULAS, WITH_PRICE_POINTS, WITHOUT_QUALITY, PriceFormula
from townhall.money import round_half_up

#: A weight goes up or down by this part of all weights together; the other weights make room in proportion.
WEIGHT_STEP = Fraction(5, 100)
#: What a formula asks that these documents did not publish; the words of the change name it.
ASSUMED: Mapping[PriceFormula, tuple[Mapping[str, str], str]] = {
    PriceFormula.SPAN_FROM_LOWEST: ({"span_percent": "50"}, " (marge 50 %)"),
    PriceFormula.RELATIVE_TO_AVERAGE: ({"factor": "1.5"}, " (factor 1,5)"),
    PriceFormula.LOG_RELATIVE: ({"a": "2"}, " (A = 2)"),
}
#: Bounds and a reference price are the buyer's own figures: without published ones these formulas say nothing.
NEED_OWN_FIGURES = frozenset(
    {
        PriceFormula.LINEAR_FIXED_BOUNDS,
        PriceFormula.REFERENCE_PRICE,
        PriceFormula.STAIRCASE,
        PriceFormula.OWN_METHOD,
        PriceFormula.AWARD_ON_VALUE,
    }
)


@dataclass(frozen=True)
class AssessorScores:
    """What one assessor gave, per bid and criterion."""

    name: str
    scores: Mapping[tuple[int, int], Decimal]


def sensitivity_of(
    award: PublishedAward, bids: Sequence[BidFacts], individual: Sequence[AssessorScores]
) -> Sensitivity:
    """How firm the first place of a lot is. Raises ``FormulaError`` when the ranking itself cannot be computed.

    The number of changes is at most two per score and weight and one per assessor, bid and formula, so the
    time it takes is bounded by the size of the lot.
    """
    assert award.formula is not None, "an obstacle otherwise"
    names = {str(bid.id): bid.name for bid in bids}
    trial = _trial(award, award.formula, award.parameters, bids)
    base = trial.results()
    first = trial.first(base)
    changes = [
        *_of_weights(award, trial),
        *_without_assessors(award, bids, individual),
        *_of_scores(award, trial, base, names),
        *_without_bids(trial, first, names),
        *_of_formulas(award, award.formula, bids),
    ]
    return judged(changes, first, names)


def _trial(
    award: PublishedAward, formula: PriceFormula, parameters: Mapping[str, str], bids: Sequence[BidFacts]
) -> Trial:
    criteria, method, inputs = scoring_of(award.criteria, formula, parameters, bids, terms=award.terms)
    return Trial(tuple(criteria), method, tuple(inputs), award.terms)


def _of_weights(award: PublishedAward, trial: Trial) -> Iterator[Change]:
    """Each weight up and down; under award on value the worth of all quality up and down as well."""
    codes = {str(each.id): each.code for each in award.criteria}
    total = sum((each.weight or Fraction(0) for each in trial.criteria), Fraction(0))
    for criterion in trial.criteria:
        weight = criterion.weight or Fraction(0)
        for step, word in ((WEIGHT_STEP, "zwaarder"), (-WEIGHT_STEP, "lichter")):
            wanted = max(Fraction(0), weight + step * total)
            if weight < total and wanted <= total and wanted != weight:
                others = (total - wanted) / (total - weight)
                changed = tuple(
                    replace(each, weight=wanted if each is criterion else (each.weight or Fraction(0)) * others)
                    for each in trial.criteria
                )
                words = f"{codes[criterion.id]} weegt 5 procentpunt {word}"
                if wanted == 0:
                    words = f"{codes[criterion.id]} telt niet mee (woog minder dan 5 procentpunt)"
                yield Change(VariantKind.WEIGHT, words, first_of(replace(trial, criteria=changed)))
    if award.formula == PriceFormula.AWARD_ON_VALUE:
        for step, word in ((WEIGHT_STEP, "meer"), (-WEIGHT_STEP, "minder")):
            changed = tuple(replace(each, weight=(each.weight or Fraction(0)) * (1 + step)) for each in trial.criteria)
            words = f"Alle kwaliteit is samen 5 % {word} waard"
            yield Change(VariantKind.WEIGHT, words, first_of(replace(trial, criteria=changed)))


def _without_assessors(
    award: PublishedAward, bids: Sequence[BidFacts], individual: Sequence[AssessorScores]
) -> Iterator[Change]:
    """Each assessor left out; not when that leaves nobody."""
    if len(individual) < 2 or award.formula is None:
        return
    for gone in individual:
        others = [each for each in individual if each is not gone]
        changed = [_rescored(award, bid, individual, others) for bid in bids]
        trial = _trial(award, award.formula, award.parameters, changed)
        yield Change(VariantKind.ASSESSOR, f"Zonder de scores van {gone.name}", first_of(trial))


def _rescored(
    award: PublishedAward, bid: BidFacts, everybody: Sequence[AssessorScores], others: Sequence[AssessorScores]
) -> BidFacts:
    """The bid with the final scores as they would be without somebody.

    Where the mean counts, the mean of the others. Where the committee agreed on a score, that score moves as far as
    the mean does, and stays on the scale.
    """
    scores = dict(bid.scores)
    for criterion in award.criteria:
        cell = (bid.id, criterion.id)
        given = [each.scores[cell] for each in everybody if cell in each.scores]
        left = [each.scores[cell] for each in others if cell in each.scores]
        if criterion.id in scores and left and len(left) < len(given):
            scores[criterion.id] = _moved(award, criterion, scores[criterion.id], given, left)
    return replace(bid, scores=scores)


def _moved(
    award: PublishedAward, criterion: CriterionFacts, final: Decimal, given: Sequence[Decimal], left: Sequence[Decimal]
) -> Decimal:
    mean = _mean(left)
    if award.quality_method != QualityMethod.AVERAGE:
        mean = Fraction(final) + mean - _mean(given)
    steps = [step.score for step in criterion.scale]
    return min(max(round_half_up(mean, places=2), min(steps)), max(steps))


def _mean(scores: Sequence[Decimal]) -> Fraction:
    return sum((Fraction(each) for each in scores), Fraction(0)) / len(scores)


def _of_scores(
    award: PublishedAward, trial: Trial, base: Mapping[str, BidResult], names: Mapping[str, str]
) -> Iterator[Change]:
    """Each final score to the next step of its scale, up and down; only that bid is scored again."""
    for bid in trial.bids:
        for criterion in award.criteria if bid.is_valid else ():
            if criterion.kind != CriterionKind.QUALITY or str(criterion.id) not in bid.scores:
                continue
            score = bid.scores[str(criterion.id)]
            assert isinstance(score, Fraction), "scores of a committee are numbers"
            for step in _next_steps(criterion, score):
                changed = replace(bid, scores={**bid.scores, str(criterion.id): Fraction(step)})
                now = plain(round_half_up(score, places=2))
                words = f"{names[bid.bidder]} krijgt op {criterion.code} een {plain(step)} in plaats van een {now}"
                yield Change(VariantKind.SCORE, words, _first_with(trial, base, changed))


def _next_steps(criterion: CriterionFacts, score: Fraction) -> list[Decimal]:
    steps = sorted(step.score for step in criterion.scale)
    higher = [each for each in steps if each > score][:1]
    lower = [each for each in steps if each < score][-1:]
    return higher + lower


def _first_with(trial: Trial, base: Mapping[str, BidResult], changed: BidInput) -> frozenset[str] | None:
    """Who stands first with one bid scored otherwise: what the others earn does not depend on its scores."""
    try:
        return trial.first({**base, changed.bidder: trial.result(changed)})
    except FormulaError:
        return None


def _without_bids(trial: Trial, first: frozenset[str], names: Mapping[str, str]) -> Iterator[Change]:
    """Each other bid left out, also one that only counts to compare with: it matters to relative formulas."""
    for gone in trial.bids:
        if gone.bidder not in first:
            left = tuple(bid for bid in trial.bids if bid is not gone)
            words = f"Zonder de inschrijving van {names[gone.bidder]}"
            yield Change(VariantKind.BID, words, first_of(replace(trial, bids=left)))


def _of_formulas(award: PublishedAward, published: PriceFormula, bids: Sequence[BidFacts]) -> Iterator[Change]:
    """The other formulas that can be computed from the same criteria; lowest price would drop the quality."""
    if published == PriceFormula.LIFE_CYCLE_COST:
        yield from _of_life_cycle(award, bids)
    if published in WITHOUT_QUALITY:
        return
    has_price_weight = published in WITH_PRICE_POINTS
    for formula in PriceFormula:
        usable = formula == PriceFormula.VALUE_FOR_MONEY or (formula in WITH_PRICE_POINTS and has_price_weight)
        if formula == published or formula in NEED_OWN_FIGURES or not usable:
            continue
        assumed, told = ASSUMED.get(formula, ({}, ""))
        words = f"Formule ‘{FORMULAS[formula].name}’{told}"
        yield Change(VariantKind.FORMULA, words, first_of(_trial(award, formula, assumed, bids)))


def _of_life_cycle(award: PublishedAward, bids: Sequence[BidFacts]) -> Iterator[Change]:
    """The costs left out, and the discount rate one percentage point up and down; it never falls below nought."""
    formula, parameters = PriceFormula.LIFE_CYCLE_COST, award.parameters
    words = f"Formule ‘{FORMULAS[PriceFormula.LOWEST_PRICE].name}’, zonder de kosten van later"
    yield Change(VariantKind.FORMULA, words, first_of(_trial(award, PriceFormula.LOWEST_PRICE, {}, bids)))
    for percent in (award.discount_percent + 1, award.discount_percent - 1):
        if percent < 0:
            continue
        changed = [replace(bid, costs=tuple(replace(each, percent=percent) for each in bid.costs)) for bid in bids]
        words = f"Discontovoet {plain(round_half_up(percent, places=2))} %"
        yield Change(VariantKind.FORMULA, words, first_of(_trial(award, formula, parameters, changed)))
