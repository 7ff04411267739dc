"""What is published about comparing is what the ranking does: frozen, with minimums, ties and drop-outs."""

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from procurement.admissibility import RejectionGround
from procurement.award_terms import (
    HOUSE_SCALE,
    AllocationRule,
    AwardTerms,
    DropOutRule,
    RoundingPlace,
    ScaleStep,
    TieRule,
    obstacles_to_terms,
    read_scale,
    scale_as_data,
    scale_of_data,
    terms_in_words,
)
from procurement.bids import EnvelopeKind
from procurement.models.award_terms import CriterionGroup, PriceSimulation
from procurement.models.tenders import AwardCriterion
from procurement.operations.bid_checks import reject_bid
from procurement.operations.criteria import add_criterion, add_group, change_criterion, change_group, remove_group
from procurement.operations.ranking import rank_tender
from procurement.operations.simulation import store_simulation
from procurement.operations.tenders import change_tender
from procurement.procedures import CriterionKind, QualityMethod
from procurement.published_award import PublishedAward, read_back
from procurement.queries.award_terms import award_of, award_of_now, criteria_tree, simulation_state_of
from procurement.queries.awards import rankings_of
from procurement.queries.bids import opened_bids
from procurement.queries.tender_facts import facts_of
from procurement.ranking import BidFacts, CriterionFacts, FeeFacts, rank_bids
from procurement.ranking_case import case_of
from procurement.scoring_case import score_case
from procurement.simulation_plan import SimulationPlan, spread
from procurement.simulation_state import SimulationState
from procurement.tender_content import CriterionContent, GroupContent
from procurement.tender_formulas import PriceFormula
from tests.conftest import MONDAY
from tests.factories.assessment import LOCKED_AT, assessment_begun, quality_locked, ranked_tender
from tests.factories.bids import opened
from tests.factories.tenders import published_tender, saved_tender
from townhall.jobs.operations import run_due_jobs
from townhall.money import euros
from townhall.refusal import Refusal

K1 = CriterionFacts(1, "K1", "Aanpak", CriterionKind.QUALITY, Decimal(60))
PRICE = CriterionFacts(2, "P", "Prijs", CriterionKind.PRICE, Decimal(40))
FIXED = (PriceFormula.LINEAR_FIXED_BOUNDS, {"full_at": "1000", "zero_at": "2000"})
PLAN = SimulationPlan(
    euros(2500), euros(3500), Decimal(50), Decimal(90),
    spread(euros(2500), euros(3500), Decimal(50), Decimal(90)), is_generated=True,
)  # fmt: skip


def bid(number, price, score, *, takes_part=True):
    fees = (FeeFacts("Traject", euros(price), Decimal(100)),)
    return BidFacts(number, f"B{number}", fees, {1: Decimal(score)}, takes_part=takes_part)


def ranked(bids, criteria=(K1, PRICE), formula=FIXED, **terms):
    found = rank_bids(criteria, *formula, bids, terms=AwardTerms(**terms))
    return [(one.standing.name, one.standing.rank, one.standing.total) for one in found]


# --- the rules -----------------------------------------------------------------------------------------


def test_a_bid_below_a_minimum_has_no_place_and_is_told_why():
    criteria = (replace(K1, minimum=Decimal(6)), PRICE)
    bids = [bid(1, 1000, 4), bid(2, 1500, 6)]

    found = rank_bids(criteria, *FIXED, bids)

    assert [(one.standing.name, one.standing.rank) for one in found] == [("B2", 1), ("B1", None)]
    assert found[0].why_above_next == "B1 krijgt geen plaats: onder de minimumscore op K1 Aanpak (4, minimaal 6)."
    assert found[1].why_above_next == ""


def test_a_score_at_the_minimum_keeps_its_place():
    criteria = (replace(K1, minimum=Decimal(6)), PRICE)

    assert [rank for _, rank, _ in ranked([bid(1, 1000, 6)], criteria)] == [1]


def test_an_own_scale_gives_all_points_at_its_top():
    own = (replace(K1, scale=(ScaleStep(Decimal(1), "matig"), ScaleStep(Decimal(5), "top"))), PRICE)

    assert ranked([bid(1, 2000, 5), bid(2, 2000, 1)], own) == [("B1", 1, Decimal("60.00")), ("B2", 2, Decimal("12.00"))]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        # Both have 52 points: B1 is better, B2 cheaper.
        (TieRule.QUALITY_FIRST, [("B1", 1), ("B2", 2)]),
        (TieRule.PRICE_FIRST, [("B2", 1), ("B1", 2)]),
        (TieRule.DRAW, [("B1", 1), ("B2", 1)]),
    ],
)
def test_a_tie_is_settled_by_the_published_rule(rule, expected):
    bids = [bid(1, 1600, 6), bid(2, 1300, 4)]

    assert [(name, rank) for name, rank, _ in ranked(bids, tie_rule=rule)] == expected


def test_price_first_says_that_the_price_decided():
    bids = [bid(1, 1600, 6), bid(2, 1300, 4)]

    why = rank_bids((K1, PRICE), *FIXED, bids, terms=AwardTerms(tie_rule=TieRule.PRICE_FIRST))[0].why_above_next

    assert "gaat de laagste prijs voor: €\xa01.300,00 tegen €\xa01.600,00" in why


def test_rounding_only_the_total_can_change_who_ties():
    # 40 × (2000 − 1333,33) ÷ 1000 = 26,6668; two criteria of 20 × 7 ÷ 9 = 15,555… each.
    seven = tuple(ScaleStep(Decimal(score), "x") for score in range(10))
    halves = tuple(
        CriterionFacts(number, f"K{number}", "x", CriterionKind.QUALITY, Decimal(20), scale=seven) for number in (1, 3)
    )
    one = BidFacts(1, "B1", (FeeFacts("T", euros("1333.33"), Decimal(100)),), {1: Decimal(7), 3: Decimal(7)})

    each = rank_bids((*halves, PRICE), *FIXED, [one], terms=AwardTerms())[0].standing
    total = rank_bids(
        (*halves, PRICE), *FIXED, [one], terms=AwardTerms(rounding_place=RoundingPlace.TOTAL_ONLY)
    )[0].standing

    assert each.total == Decimal("57.79")  # 15,56 + 15,56 + 26,67
    assert total.total == Decimal("57.78")  # 15,5556 + 15,5556 + 26,6668 = 57,7779


@given(
    st.lists(st.tuples(st.integers(1000, 2000), st.sampled_from([0, 2, 4, 6, 8, 10])), min_size=3, max_size=6),
    st.sampled_from([PriceFormula.RELATIVE_TO_LOWEST, PriceFormula.BETWEEN_LOW_AND_HIGH]),
)
def test_a_bid_that_only_counts_to_compare_with_leaves_the_points_of_the_others(rows, formula):
    everybody = [bid(number, price, score) for number, (price, score) in enumerate(rows)]
    totals = {name: total for name, _, total in ranked(everybody, formula=(formula, {}))}

    found = ranked([replace(everybody[0], takes_part=False), *everybody[1:]], formula=(formula, {}))

    assert {name: total for name, _, total in found} == {name: totals[name] for name in totals if name != "B0"}


@given(
    st.builds(
        AwardTerms,
        total_points=st.decimals(1, 1000, places=1),
        rounding_place=st.sampled_from(RoundingPlace),
        rounding_decimals=st.integers(0, 4),
        tie_rule=st.sampled_from(TieRule),
        drop_out_rule=st.sampled_from(DropOutRule),
        most_lots=st.none() | st.integers(1, 9),
        allocation_rule=st.sampled_from(AllocationRule),
    ),
    st.sampled_from([PriceFormula.LINEAR_FIXED_BOUNDS, PriceFormula.AWARD_ON_VALUE, PriceFormula.VALUE_FOR_MONEY]),
    st.none() | st.just(Decimal(6)),
)
def test_a_snapshot_reads_back_as_it_was_and_the_calculator_agrees(terms, formula, minimum):
    criteria = (replace(K1, minimum=minimum), *((PRICE,) if formula == PriceFormula.LINEAR_FIXED_BOUNDS else ()))
    parameters = {"full_at": "1000", "zero_at": "2000", "max_value": "900"}
    award = PublishedAward(criteria, formula, parameters, QualityMethod.AVERAGE, terms)
    bids = [bid(1, 1250, 8), bid(2, 1100, 4), bid(3, 1900, 10)]

    assert obstacles_to_terms(terms) == []
    assert read_back(json.loads(json.dumps(award.as_data()))) == award
    answer = score_case(case_of(criteria, formula, parameters, bids, terms))
    told = {one.standing.name: one.standing.rank for one in rank_bids(criteria, formula, parameters, bids, terms=terms)}
    assert {name: row["rank"] for name, row in answer["bids"].items()} == told


def test_the_terms_are_told_in_words_and_a_limit_only_when_there_is_one():
    assert "Percelen per inschrijver" not in dict(terms_in_words(AwardTerms()))
    limited = dict(terms_in_words(AwardTerms(most_lots=2, rounding_decimals=1)))

    assert limited["Percelen per inschrijver"] == "Hooguit 2 percelen. Toedeling: in de volgorde van de percelen."
    assert limited["Afronding"].endswith("Op 1 decimaal, een half naar boven.")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"total_points": Decimal(0)}, "total-not-positive"),
        ({"rounding_decimals": 5}, "decimals-out-of-range"),
        ({"most_lots": 0}, "most-lots-not-positive"),
    ],
)
def test_terms_that_cannot_be_are_named(changed, code):
    assert [each.code for each in obstacles_to_terms(AwardTerms(**changed))] == [code]


def test_a_scale_is_read_line_by_line():
    scale, problems = read_scale("10 uitstekend\n0: niets\n\n7,5 – ruim voldoende")

    assert problems == []
    assert scale == (
        ScaleStep(Decimal(0), "niets"),
        ScaleStep(Decimal("7.5"), "ruim voldoende"),
        ScaleStep(Decimal(10), "uitstekend"),
    )
    assert scale_of_data(scale_as_data(scale)) == scale
    assert read_scale("  ") == (None, [])
    assert scale_of_data(None) == HOUSE_SCALE


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("goed", "scale-unreadable"),
        ("8", "scale-unreadable"),
        ("-1 slecht\n4 goed", "scale-unreadable"),
        ("8 goed", "scale-size"),
        ("8 goed\n8 beter", "scale-twice"),
        ("NaN niets\n3 iets", "scale-unreadable"),
    ],
)
def test_a_scale_that_cannot_be_is_refused(typed, code):
    assert code in [each.code for each in read_scale(typed)[1]]


# --- the verbs -----------------------------------------------------------------------------------------


def test_a_main_criterion_weighs_what_is_under_it_and_goes_only_when_empty(session, people):
    tender, inge = saved_tender(), people.actor("inge")
    group = add_group(tender, GroupContent("Q", "Kwaliteit"), actor=inge, now=MONDAY)
    content = CriterionContent("Q1", "Team", CriterionKind.QUALITY, Decimal(15), group_code="Q")
    part = add_criterion(tender, content, actor=inge, now=MONDAY)
    change_group(tender, group, GroupContent("Q", "Kwaliteit van het werk"), actor=inge, now=MONDAY)

    branch = next(each for each in criteria_tree(tender) if each.group)
    assert [each.code for each in branch.criteria] == ["Q1"]
    assert [each.group for each in award_of(tender).criteria] == ["", "", "Q Kwaliteit van het werk"]
    with pytest.raises(Refusal) as refusal:
        remove_group(tender, group, actor=inge, now=MONDAY)
    assert [each.code for each in refusal.value.obstacles] == ["group-has-criteria"]

    change_criterion(part, replace(content, group_code=None), actor=inge, now=MONDAY)
    assert "group-without-criteria" in {each.code for each in _award_obstacles(tender)}
    remove_group(tender, group, actor=inge, now=MONDAY)
    assert session.scalar(select(func.count(CriterionGroup.id))) == 0


def _award_obstacles(tender):
    from procurement.award_set_up import obstacles_to_award_set_up

    return obstacles_to_award_set_up(facts_of(tender).award, tender.procedure)


def test_a_criterion_that_cannot_be_says_everything_at_once(session, people):
    wrong = CriterionContent(
        "K1", "Nog eens", CriterionKind.PRICE, Decimal(0), group_code="Z", minimum=Decimal(11)
    )

    with pytest.raises(Refusal) as refusal:
        add_criterion(saved_tender(), wrong, actor=people.actor("inge"), now=MONDAY)

    assert [each.code for each in refusal.value.obstacles] == [
        "code-in-use", "weight-out-of-range", "price-with-score", "minimum-off-scale", "group-unknown",
    ]  # fmt: skip


def test_weights_add_up_to_the_total_that_the_documents_name(session, people):
    tender = saved_tender()
    assert "weights-not-100" not in {each.code for each in _award_obstacles(tender)}

    change_tender(tender, {"total_points": Decimal(1000)}, actor=people.actor("inge"), now=MONDAY)

    assert "Maak er 1000 van" in next(each.text for each in _award_obstacles(tender) if each.code == "weights-not-100")


def test_what_was_published_ranks_whatever_the_tables_say_later(session, people):
    tender = assessment_begun()
    tender.published_award = award_of_now(tender).as_data()
    quality_locked(tender, {"Werkvooruit": 10, "Baanbrug": 6})
    opened(tender, kind=EnvelopeKind.PRICE, by=("Gert", "Hanna"), now=LOCKED_AT + timedelta(hours=1))
    before = [row.total for row in rank_tender(tender, actor=people.actor("inge"), now=LOCKED_AT)[0].rows]

    session.execute(update(AwardCriterion).values(weight=Decimal(1), scale=[["0", "a"], ["50", "b"]]))
    tender.price_formula, tender.rounding_decimals = PriceFormula.RELATIVE_TO_LOWEST, 0
    session.flush()
    session.expire_all()
    after = rank_tender(tender, actor=people.actor("inge"), now=LOCKED_AT)[0]

    assert [row.total for row in after.rows] == before
    assert after.formula == PriceFormula.LINEAR_FIXED_BOUNDS
    assert award_of(tender) != award_of_now(tender)


@pytest.mark.parametrize(
    ("rule", "changes"),
    [(DropOutRule.RECOMPUTE, True), (DropOutRule.KEEP_REFERENCE, False), (DropOutRule.KEEP_ORDER, False)],
)
def test_a_bid_that_falls_away_after_the_ranking_does_what_was_published(session, people, rule, changes):
    tender = ranked_tender(formula=PriceFormula.RELATIVE_TO_LOWEST)
    tender.drop_out_rule = rule
    first = rankings_of(tender)[tender.lots[0].id]
    # Baanbrug asks 2950 and is the reference for Werkvooruit, which asks 3050.
    totals = {row.supplier.name.split()[0]: row.total for row in first.rows}
    gone = next(each for each in opened_bids(tender) if each.supplier.name.startswith("Baanbrug"))
    reject_bid(
        gone, "De inschrijver trok zich na de rangorde schriftelijk terug.", ground=RejectionGround.WITHDRAWN,
        actor=people.actor("inge"), now=LOCKED_AT,
    )  # fmt: skip

    again = rank_tender(tender, actor=people.actor("inge"), now=LOCKED_AT)[0]

    assert [(row.supplier.name.split()[0], row.rank) for row in again.rows] == [("Werkvooruit", 1)]
    assert (again.rows[0].total != totals["Werkvooruit"]) is changes


def test_a_simulation_stays_in_the_file_and_is_out_of_date_after_a_change(session, people):
    tender, inge = saved_tender(), people.actor("inge")
    assert simulation_state_of(tender) == SimulationState.MISSING

    kept = store_simulation(tender, PLAN, actor=inge, now=MONDAY)
    run_due_jobs()

    session.expire_all()
    assert kept.document_id is not None
    assert kept.result["bids"][0]["rank"] == 1
    assert simulation_state_of(tender) == SimulationState.CURRENT
    change_tender(tender, {"tie_rule": TieRule.DRAW}, actor=inge, now=MONDAY)
    assert simulation_state_of(tender) == SimulationState.OUTDATED


def test_a_simulation_of_what_is_published_is_refused_and_keeps_nothing(session, people):
    with pytest.raises(Refusal):
        store_simulation(published_tender(), PLAN, actor=people.actor("inge"), now=MONDAY)

    assert session.scalar(select(func.count(PriceSimulation.id))) == 0
