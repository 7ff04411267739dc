"""How firm a ranking is: every change is the published computation with one thing different."""

from dataclasses import replace
from decimal import Decimal
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procurement.award_terms import AwardTerms, DropOutRule, RoundingPlace, TieRule
from procurement.procedures import CriterionKind, QualityMethod
from procurement.published_award import PublishedAward
from procurement.ranking import BidFacts, CriterionFacts, FeeFacts, rank_bids
from procurement.sensitivity import Effect, VariantKind, in_words
from procurement.sensitivity_changes import AssessorScores, sensitivity_of
from procurement.tender_formulas import PriceFormula
from townhall.money import euros

K1 = CriterionFacts(1, "K1", "Begeleiding", CriterionKind.QUALITY, Decimal(40))
K2 = CriterionFacts(2, "K2", "Werkgevers", CriterionKind.QUALITY, Decimal(20))
PRICE = CriterionFacts(3, "P", "Prijs", CriterionKind.PRICE, Decimal(40))
BOUNDS = {"full_at": "1000", "zero_at": "2000"}


def award(formula=PriceFormula.LINEAR_FIXED_BOUNDS, parameters=BOUNDS, criteria=(K1, K2, PRICE), **terms):
    """A published way of comparing."""
    method = terms.pop("quality_method", QualityMethod.CONSENSUS)
    return PublishedAward(criteria, formula, parameters, method, AwardTerms(**terms))


def bid(number, price, k1=8, k2=8, *, takes_part=True):
    """A bid with one fee that everybody reaches."""
    fee = FeeFacts("Traject", euros(price), Decimal(100))
    return BidFacts(number, f"Aanbieder {number}", (fee,), {1: Decimal(k1), 2: Decimal(k2)}, takes_part)


def words(found, kind):
    """The changes of one kind in words, with what they do."""
    return {each.words: each.effect for each in found.variants if each.kind == kind}


def test_a_clear_winner_stays_first_whatever_changes():
    found = sensitivity_of(award(), [bid(1, 1100, 10, 10), bid(2, 1900, 2, 2)], [])

    assert found.changing == []
    assert found.share.percents == (100, 0, 0)
    assert in_words(found).endswith("de rangorde is stevig.")


def test_each_weight_goes_up_and_down_and_the_others_make_room():
    # 50/50: K1 gives A 4 points more per 20 weight; A wins by 0,50 only while K1 weighs enough.
    found = sensitivity_of(award(), [bid(1, 1500, 10, 8), bid(2, 1310, 8, 8)], [])

    tried = words(found, VariantKind.WEIGHT)
    assert len(tried) == 6
    # A: 40 + 16 + 20 = 76; B: 32 + 16 + 27,60 = 75,60. Weighs K1 5 lighter: 35 + 17,33 + 21,67 against 75,23.
    assert tried["K1 weegt 5 procentpunt lichter"] == Effect.OTHER
    assert tried["P weegt 5 procentpunt zwaarder"] == Effect.OTHER
    assert tried["K1 weegt 5 procentpunt zwaarder"] == Effect.SAME


def test_a_score_goes_one_step_of_its_scale_each_way_and_not_beyond():
    found = sensitivity_of(award(), [bid(1, 1500, 10, 8), bid(2, 1500, 8, 8)], [])

    tried = words(found, VariantKind.SCORE)
    assert len(tried) == 7
    assert tried["Aanbieder 1 krijgt op K1 een 8 in plaats van een 10"] == Effect.SHARED
    assert tried["Aanbieder 2 krijgt op K1 een 10 in plaats van een 8"] == Effect.SHARED
    assert tried["Aanbieder 2 krijgt op K2 een 10 in plaats van een 8"] == Effect.SAME


def test_without_an_assessor_the_agreed_score_moves_as_far_as_the_mean():
    bids = [bid(1, 1500, 8, 8), bid(2, 1500, 6, 8)]
    fond = AssessorScores("Anouk", {(1, 1): Decimal(10), (1, 2): Decimal(8), (2, 1): Decimal(2), (2, 2): Decimal(8)})
    cool = AssessorScores("Bram", {(1, 1): Decimal(6), (1, 2): Decimal(8), (2, 1): Decimal(8), (2, 2): Decimal(8)})

    found = sensitivity_of(award(), bids, [fond, cool])

    # Without Anouk: 8 + (6 − 8) = 6 against 6 + (8 − 5) = 9.
    assert words(found, VariantKind.ASSESSOR) == {
        "Zonder de scores van Anouk": Effect.OTHER,
        "Zonder de scores van Bram": Effect.SAME,
    }


def test_without_an_assessor_the_mean_of_the_others_counts_where_the_mean_is_published():
    bids = [bid(1, 1500, 8, 8), bid(2, 1500, 7, 8)]
    one = AssessorScores("Anouk", {(1, 1): Decimal(10), (1, 2): Decimal(8), (2, 1): Decimal(6), (2, 2): Decimal(8)})
    two = AssessorScores("Bram", {(1, 1): Decimal(6), (1, 2): Decimal(8), (2, 1): Decimal(8), (2, 2): Decimal(8)})

    found = sensitivity_of(award(quality_method=QualityMethod.AVERAGE), bids, [one, two])

    assert words(found, VariantKind.ASSESSOR)["Zonder de scores van Anouk"] == Effect.OTHER


def test_a_third_bid_that_falls_away_turns_a_relative_ranking():
    # Domain reference 5.3: with Z the second bid wins, without it the first.
    criteria = (replace(K1, weight=Decimal(60)), PRICE)
    scale = replace(criteria[0], scale=tuple(replace(step) for step in K1.scale))
    relative = award(PriceFormula.RELATIVE_TO_LOWEST, {}, (scale, PRICE))
    x, y, z = (
        BidFacts(number, name, (FeeFacts("Traject", euros(price), Decimal(100)),), {1: Decimal(points) / 6})
        for number, name, price, points in ((1, "X", 100, 40), (2, "Y", 125, 47), (3, "Z", 60, 10))
    )

    found = sensitivity_of(relative, [x, y, z], [])

    assert found.winners == ("Y",)
    assert words(found, VariantKind.BID) == {
        "Zonder de inschrijving van X": Effect.SAME,
        "Zonder de inschrijving van Z": Effect.OTHER,
    }


def test_the_winner_itself_is_not_taken_away_and_lowest_price_is_no_alternative():
    found = sensitivity_of(award(), [bid(1, 1100, 10), bid(2, 1900, 2)], [])

    assert list(words(found, VariantKind.BID)) == ["Zonder de inschrijving van Aanbieder 2"]
    assert not any("Laagste prijs" in each for each in words(found, VariantKind.FORMULA))
    assert "Formule ‘Prijs per kwaliteitspunt’" in words(found, VariantKind.FORMULA)


def test_a_change_that_cannot_be_computed_is_left_out_and_named():
    found = sensitivity_of(award(), [bid(1, 1100, 10), bid(2, 1900, 0, 0)], [])

    assert found.left_out == ("Formule ‘Prijs per kwaliteitspunt’",)


def test_award_on_value_also_varies_what_all_quality_is_worth():
    found = sensitivity_of(
        award(PriceFormula.AWARD_ON_VALUE, {"max_value": "600"}, (K1, K2)), [bid(1, 1500, 10), bid(2, 1380, 6)], []
    )

    assert "Alle kwaliteit is samen 5 % meer waard" in words(found, VariantKind.WEIGHT)
    assert list(words(found, VariantKind.FORMULA)) == ["Formule ‘Prijs per kwaliteitspunt’"]


def test_lowest_price_hangs_on_nothing_but_the_bids():
    found = sensitivity_of(award(PriceFormula.LOWEST_PRICE, {}, ()), [bid(1, 1500), bid(2, 1380)], [])

    assert [each.kind for each in found.variants] == [VariantKind.BID]


scores = st.sampled_from([0, 2, 4, 6, 8, 10])
some_bids = st.lists(st.tuples(st.integers(1000, 1400), scores, scores), min_size=1, max_size=5).map(
    lambda rows: [bid(number, *row) for number, row in enumerate(rows, start=1)]
)
some_awards = st.builds(
    award,
    st.sampled_from([PriceFormula.LINEAR_FIXED_BOUNDS]),
    tie_rule=st.sampled_from(TieRule),
    rounding_place=st.sampled_from(RoundingPlace),
    rounding_decimals=st.sampled_from([0, 2]),
)


@settings(max_examples=60)
@given(bids=some_bids, published=some_awards)
def test_the_base_and_every_change_of_a_score_equal_the_real_ranking(bids, published):
    found = sensitivity_of(published, bids, [])

    assert found.winners == _winners(published, bids)
    told = {each.words: each.winners for each in found.variants if each.kind == VariantKind.SCORE}
    for one in bids:
        for criterion in (K1, K2):
            for step in (-2, 2):
                score = one.scores[criterion.id] + step
                if 0 <= score <= 10:
                    changed = replace(one, scores={**one.scores, criterion.id: score})
                    others = [changed if each is one else each for each in bids]
                    said = f"{one.name} krijgt op {criterion.code} een {score} in plaats van een {score - step}"
                    assert told[said] == _winners(published, others)


@settings(max_examples=40)
@given(bids=some_bids, published=some_awards, seed=st.randoms())
def test_the_order_of_bids_does_not_matter(bids, published, seed):
    shuffled = list(bids)
    seed.shuffle(shuffled)

    one, other = sensitivity_of(published, bids, []), sensitivity_of(published, shuffled, [])

    assert one.shares == other.shares
    assert {each.words for each in one.changing} == {each.words for each in other.changing}


@given(bids=some_bids)
def test_the_parts_of_the_chart_are_together_exactly_a_hundred(bids):
    for share in sensitivity_of(award(), bids, []).shares.values():
        assert sum(share.percents) == 100


def test_a_bid_that_only_counts_to_compare_with_never_wins():
    terms = award(PriceFormula.RELATIVE_TO_LOWEST, {}, drop_out_rule=DropOutRule.KEEP_REFERENCE)
    found = sensitivity_of(terms, [bid(1, 1500), bid(2, 1600), bid(3, 700, takes_part=False)], [])

    assert found.winners == ("Aanbieder 1",)
    assert "Zonder de inschrijving van Aanbieder 3" in words(found, VariantKind.BID)
    assert not any("Aanbieder 3" in each.winners for each in found.variants)


def test_twelve_bids_on_twenty_criteria_by_five_assessors_take_no_long_time():
    criteria = tuple(
        CriterionFacts(number, f"K{number}", "Kwaliteit", CriterionKind.QUALITY, Decimal(3)) for number in range(1, 21)
    )
    bids = [
        BidFacts(
            number,
            f"Aanbieder {number}",
            (FeeFacts("Traject", euros(1000 + 37 * number), Decimal(100)),),
            {each.id: Decimal((number * each.id) % 6 * 2) for each in criteria},
        )
        for number in range(1, 13)
    ]
    panel = [
        AssessorScores(f"B{at}", {(one.id, key): score for one in bids for key, score in one.scores.items()})
        for at in range(5)
    ]
    start = perf_counter()

    found = sensitivity_of(award(PriceFormula.LOG_RELATIVE, {"a": "2"}, (*criteria, PRICE)), bids, panel)

    assert 400 < found.share.total < 600
    assert perf_counter() - start < 5, "measured at well under a second on one core"


def _winners(published, bids):
    ranked = rank_bids(published.criteria, published.formula, published.parameters, bids, terms=published.terms)
    return tuple(sorted(each.standing.name for each in ranked if each.standing.rank == 1))


@pytest.mark.parametrize("individual", [[], [AssessorScores("Anouk", {(1, 1): Decimal(8)})]])
def test_one_assessor_or_none_cannot_be_left_out(individual):
    found = sensitivity_of(award(), [bid(1, 1500), bid(2, 1600)], individual)

    assert words(found, VariantKind.ASSESSOR) == {}
