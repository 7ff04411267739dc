"""What stands in the way of publishing: every rule on its edge, all of them at once."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.award_set_up import AwardSetUp, CriterionFacts
from procurement.four_years import FourYears, obstacles_to_term
from procurement.lifecycle import MOVES, TenderStatus, obstacles_to_moving
from procurement.lots import MilestoneFacts, MilestoneKind
from procurement.procedures import CriterionKind, Procedure, StandstillKind
from procurement.progress import Part, preparation, road, whose_turn
from procurement.publication import (
    NO_GROUNDS_CHOSEN,
    obstacles_to_in_house_award,
    obstacles_to_publishing,
    points_of_attention,
)
from procurement.regime_facts import CpvValue, RegimeFacts
from procurement.regimes import advise
from procurement.tender_facts import AdviceFacts, LotFacts, Readiness, TenderFacts
from procurement.tender_formulas import PriceFormula
from procurement.timeline import Planning
from townhall.clock import AMSTERDAM
from townhall.money import euros

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=AMSTERDAM)
VALUE = euros(900000)
PARTS = (CpvValue("79611000", VALUE, is_main=True),)


def step(share="100", kind=MilestoneKind.PLACEMENT, fee="1000"):
    return MilestoneFacts(kind, "Plaatsing", Decimal(share), Decimal(50), euros(fee))


def lot(**what_matters):
    given = {
        "number": 1,
        "title": "Statushouders",
        "expected_value": VALUE,
        "maximum_value": euros(1500000),
        "milestones": (step(),),
    }
    return LotFacts(**{**given, **what_matters})


def award(**what_matters):
    given = {
        "criteria": (
            CriterionFacts("K1", CriterionKind.QUALITY, Decimal(60)),
            CriterionFacts("P", CriterionKind.PRICE, Decimal(40)),
        ),
        "formula": PriceFormula.LINEAR_FIXED_BOUNDS,
        "parameters": {"full_at": "2000", "zero_at": "4000"},
        "reason": "",
        "loose_wishes": (),
    }
    return AwardSetUp(**{**given, **what_matters})


def planning(**what_matters):
    given = {
        "procedure": Procedure.SAS,
        "notice_on": NOW.date(),
        "questions_until": NOW + timedelta(days=14),
        "answers_by": date(2026, 12, 18),
        "closes_at": datetime(2027, 1, 11, 12, 0, tzinfo=AMSTERDAM),
        "decision_on": date(2027, 2, 8),
        "standstill_days": 20,
        "starts_on": date(2027, 4, 1),
    }
    return Planning(**{**given, **what_matters})


def advice_for(estimate=VALUE, parts=PARTS, **what_matters):
    found = advise(RegimeFacts(estimate, NOW.date(), parts))
    return AdviceFacts(**{"is_kept": True, "is_current": True, "now": found, **what_matters})


def facts(**what_matters):
    given = {
        "status": TenderStatus.DRAFT,
        "procedure": Procedure.SAS,
        "procedure_reason": "",
        "duration_months": 24,
        "total_months": 48,
        "planning": planning(),
        "standstill_kind": StandstillKind.VOLUNTARY,
        "lots": (lot(),),
        "cpv_parts": PARTS,
        "award": award(),
        "knock_outs": 3,
        "advice": advice_for(),
        "readiness": Readiness(openers=3, keys_are_made=True, assessors=3),
        "invited": 0,
        "exclusion_codes": ("crimes", "taxes_decided", "bankruptcy"),
    }
    return TenderFacts(**{**given, **what_matters})


def codes(tender, now=NOW):
    return [obstacle.code for obstacle in obstacles_to_publishing(tender, now)]


def test_a_complete_tender_has_no_obstacles():
    assert codes(facts()) == []
    assert points_of_attention(facts()) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"lots": ()}, "no-lots"),
        ({"lots": (lot(milestones=()),)}, "no-milestones"),
        ({"lots": (lot(milestones=(step("99.99"),)),)}, "shares-not-100"),
        ({"lots": (lot(expected_value=euros(0)),)}, "no-expected-value"),
        ({"lots": (lot(maximum_value=None),)}, "no-maximum-value"),
        ({"lots": (lot(maximum_value=VALUE - euros("0.01")),)}, "maximum-below-estimate"),
        ({"lots": (lot(is_maximum_explained=False),)}, "maximum-unexplained"),
        ({"lots": (lot(turnover_required=Decimal(10**9), turnover_reason="Nodig."),)}, "turnover-too-high"),
        ({"cpv_parts": ()}, "no-cpv"),
        ({"cpv_parts": (CpvValue("79611000", VALUE),)}, "no-main-cpv"),
        ({"cpv_parts": (CpvValue("79611000", euros(855000), True),)}, "cpv-differs-from-estimate"),
        ({"advice": advice_for(is_kept=False)}, "advice-missing"),
        ({"advice": advice_for(is_current=False)}, "advice-stale"),
        ({"award": award(formula=None)}, "no-formula"),
        ({"award": award(parameters={})}, "formula-parameter"),
        ({"award": award(loose_wishes=("1.4",))}, "wish-without-criterion"),
        ({"knock_outs": 0}, "no-requirements"),
        ({"duration_months": None}, "duration-missing"),
        ({"planning": planning(closes_at=None)}, "date-missing"),
        ({"planning": planning(answers_by=date(2027, 1, 2))}, "answers-too-late"),
        ({"standstill_kind": StandstillKind.STATUTORY}, "standstill-not-statutory"),
        ({"readiness": Readiness(2, True, 3)}, "too-few-openers"),
        ({"readiness": Readiness(3, False, 3)}, "no-keys"),
        ({"procedure": Procedure.SINGLE_PRIVATE}, "procedure-not-allowed"),
        ({"procedure": Procedure.IN_HOUSE}, "in-house-is-not-published"),
        ({"procedure": Procedure.OPEN_HOUSE}, "procedure-unexplained"),
        ({"status": TenderStatus.PUBLISHED}, "status-does-not-allow"),
    ],
)
def test_each_lack_is_named(changes, expected):
    assert expected in codes(facts(**changes))


def test_everything_is_said_at_once():
    found = codes(
        facts(lots=(), cpv_parts=(), knock_outs=0, advice=advice_for(is_kept=False), award=award(formula=None))
    )

    assert found == ["no-lots", "no-cpv", "advice-missing", "no-formula", "no-requirements"]


def test_values_of_codes_within_five_percent_are_good_enough():
    almost = (CpvValue("79611000", euros("855000.01"), True),)

    assert codes(facts(cpv_parts=almost)) == []


def test_a_bonus_comes_on_top_of_the_shares():
    steps = (step("100"), step("0", MilestoneKind.BONUS))

    assert codes(facts(lots=(lot(milestones=steps),))) == []


def test_publishing_in_another_period_than_the_advice_is_refused():
    in_2028 = datetime(2028, 1, 3, 9, 0, tzinfo=AMSTERDAM)

    assert "advice-of-other-period" in codes(facts(), now=in_2028)


def test_the_day_of_publishing_counts_and_not_the_planned_notice():
    late = datetime(2027, 1, 4, 9, 0, tzinfo=AMSTERDAM)

    assert {"closing-too-soon", "dates-out-of-order"} <= set(codes(facts(), now=late))


def test_a_full_procedure_has_its_statutory_standstill():
    full = facts(procedure=Procedure.EU_OPEN, planning=planning(procedure=Procedure.EU_OPEN))

    assert codes(full) == ["standstill-required"]
    assert codes(replace(full, standstill_kind=StandstillKind.STATUTORY)) == []
    short = replace(full.planning, standstill_days=19)
    assert codes(replace(full, standstill_kind=StandstillKind.STATUTORY, planning=short)) == ["standstill-required"]


@pytest.mark.parametrize(
    ("months", "choice", "reason", "expected"),
    [
        (48, None, "", []),
        (49, None, "", ["four-years-not-chosen"]),
        (49, FourYears.FOLLOW, "Een reden.", ["longer-than-four-years"]),
        (49, FourYears.DEVIATE, " ", ["longer-than-four-years"]),
        (49, FourYears.DEVIATE, "Trajecten duren tot drie jaar.", []),
        (48, FourYears.FOLLOW, "", []),
    ],
)
def test_social_services_follow_the_four_years_or_say_why_not(months, choice, reason, expected):
    assert codes(facts(total_months=months, four_years=choice, long_term_reason=reason)) == expected


@pytest.mark.parametrize("procedure", [Procedure.OPEN_HOUSE, Procedure.IN_HOUSE])
def test_four_years_are_no_matter_where_nobody_is_kept_out(procedure):
    assert obstacles_to_term(120, procedure, None, "") == []


def test_more_than_four_years_needs_a_reason_in_the_full_regime():
    long = facts(total_months=49)
    full = replace(
        long,
        procedure=Procedure.EU_OPEN,
        planning=planning(procedure=Procedure.EU_OPEN),
        standstill_kind=StandstillKind.STATUTORY,
    )
    assert codes(full) == ["longer-than-four-years"]
    assert codes(replace(full, long_term_reason="Investering in eigen werkplaatsen.")) == []


def test_the_full_regime_misses_no_mandatory_ground():
    tender = facts(exclusion_codes=("crimes",))
    assert codes(tender) == []
    full = replace(
        tender,
        procedure=Procedure.EU_OPEN,
        planning=planning(procedure=Procedure.EU_OPEN),
        standstill_kind=StandstillKind.STATUTORY,
    )
    assert codes(full) == ["mandatory-ground-missing"]


def test_whoever_chose_no_grounds_where_they_are_a_choice_is_told():
    assert points_of_attention(facts(exclusion_codes=None)) == [NO_GROUNDS_CHOSEN]
    assert points_of_attention(facts(exclusion_codes=())) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"criteria": ()}, ["no-quality-criteria", "no-price-criterion"]),
        ({"criteria": award().criteria[:1]}, ["no-price-criterion", "weights-not-100"]),
        (
            {"formula": PriceFormula.AWARD_ON_VALUE, "parameters": {"max_value": "5"}},
            ["price-criterion-without-points"],
        ),
        (
            {"formula": PriceFormula.LOWEST_PRICE},
            ["quality-beside-lowest-price", "lowest-price-unexplained"],
        ),
        ({"formula": PriceFormula.LOWEST_PRICE, "criteria": (), "reason": "Standaardproduct."}, []),
        (
            {"formula": PriceFormula.LIFE_CYCLE_COST, "criteria": (), "parameters": {"cost_lines": "Licentie: 1"}},
            ["lowest-price-unexplained"],
        ),
        (
            {
                "formula": PriceFormula.AWARD_ON_VALUE,
                "parameters": {"max_value": "5"},
                "criteria": (CriterionFacts("K1", CriterionKind.QUALITY, Decimal(100)),),
            },
            [],
        ),
    ],
)
def test_criteria_and_formula_fit_each_other(changes, expected):
    assert codes(facts(award=award(**changes))) == expected


def test_a_relative_formula_is_allowed_with_a_warning():
    relative = facts(award=award(formula=PriceFormula.RELATIVE_TO_LOWEST))

    assert codes(relative) == []
    assert "relatief" in points_of_attention(relative)[0]


@pytest.mark.parametrize(
    ("procedure", "invited", "is_refused"),
    [
        (Procedure.MULTIPLE_PRIVATE, 2, True),
        (Procedure.MULTIPLE_PRIVATE, 3, False),
        (Procedure.MULTIPLE_PRIVATE, 5, False),
        (Procedure.MULTIPLE_PRIVATE, 6, True),
        (Procedure.SINGLE_PRIVATE, 0, True),
        (Procedure.SINGLE_PRIVATE, 1, False),
    ],
)
def test_a_private_procedure_asks_its_number_of_suppliers(procedure, invited, is_refused):
    value = euros(60000) if procedure == Procedure.MULTIPLE_PRIVATE else euros(30000)
    parts = (CpvValue("79611000", value, is_main=True),)
    private = facts(
        procedure=procedure,
        invited=invited,
        lots=(lot(expected_value=value),),
        cpv_parts=parts,
        advice=advice_for(value, parts),
        planning=planning(procedure=procedure, questions_until=None, answers_by=None),
    )

    assert ("invitations" in codes(private)) is is_refused
    assert not set(codes(private)) - {"invitations"}


def test_in_house_asks_reason_lots_and_term_but_no_bids():
    in_house = facts(procedure=Procedure.IN_HOUSE, readiness=Readiness(0, False, 0), knock_outs=0)

    found = [each.code for each in obstacles_to_in_house_award(in_house)]
    assert found == ["in-house-unexplained"]
    assert obstacles_to_in_house_award(replace(in_house, procedure_reason="art. 2.24b")) == []


def test_whose_turn_it_is_follows_what_was_just_done():
    locked, ranked = TenderStatus.QUALITY_LOCKED, TenderStatus.RANKED

    assert whose_turn(locked, is_closed=True) == "Twee openers openen de prijzen."
    assert "bepaalt de rangorde" in whose_turn(locked, is_closed=True, are_prices_open=True)
    assert "maakt het gunningsverslag" in whose_turn(ranked, is_closed=True)
    assert "met mandaat" in whose_turn(ranked, is_closed=True, has_draft_report=True)


def test_progress_puts_each_obstacle_at_its_part():
    found = obstacles_to_publishing(facts(lots=(), knock_outs=0), NOW)
    parts = {state.part: state for state in preparation(Procedure.SAS, found)}

    assert not parts[Part.LOTS].is_done
    assert not parts[Part.REQUIREMENTS].is_done
    assert parts[Part.REGIME].is_done
    assert sum(len(state.lacking) for state in parts.values()) == len(found)


@given(st.sampled_from(TenderStatus), st.sampled_from(TenderStatus))
def test_a_move_is_refused_exactly_when_it_is_not_in_the_table(status, to):
    assert bool(obstacles_to_moving(status, to)) is (to not in MOVES[status])


@given(st.sampled_from(TenderStatus))
def test_the_road_has_at_most_one_present_step(status):
    assert sum(state == "current" for _, state in road(status)) <= 1


def test_every_status_but_the_ends_leads_somewhere_and_quality_never_reopens():
    ends = {status for status, moves in MOVES.items() if not moves}

    assert ends == {TenderStatus.NOT_AWARDED, TenderStatus.WITHDRAWN}
    assert MOVES[TenderStatus.AWARDED] == {TenderStatus.STANDSTILL}  # a judge takes a final award away
    assert TenderStatus.ASSESSMENT not in MOVES[TenderStatus.QUALITY_LOCKED]
    assert all(TenderStatus.DRAFT not in moves for moves in MOVES.values())
