"""The regime advice: the heaviest part, the day of the notice, the estimate, the policy."""

from dataclasses import replace
from datetime import date

import pytest

from procurement.annex_xiv import is_in_annex_xiv
from procurement.bands import DEFAULT_BANDS, Market, PolicyBand, band_for
from procurement.estimates import LotValue
from procurement.procedures import Procedure
from procurement.queries.cpv import all_cpv_codes, cpv_code, cpv_codes_about
from procurement.regime_facts import CpvValue, Reason, Regime, RegimeFacts
from procurement.regime_snapshot import changes_since, read_back, snapshot_of
from procurement.regimes import advise, lighter_regime_of_2012_is_allowed, obstacles_to_procedure
from townhall.money import euros

NOTICE = date(2026, 3, 2)


def facts(**what_matters):
    given = {
        "estimate": euros(900000),
        "notice_on": NOTICE,
        "cpv_parts": (CpvValue("79611000", euros(900000), is_main=True),),
    }
    return RegimeFacts(**{**given, **what_matters})


def test_social_services_from_750_000_may_follow_the_sas_procedure():
    advice = advise(facts(estimate=euros(750000)))

    assert advice.regime == Regime.SAS
    assert advice.procedures == (Procedure.SAS, Procedure.EU_OPEN, Procedure.EU_RESTRICTED)
    assert len(advice.voluntary) == 5
    assert advice.threshold.amount == euros(750000)


def test_one_cent_below_is_national():
    advice = advise(facts(estimate=euros("749999.99")))

    assert advice.regime == Regime.NATIONAL
    assert advice.procedures[0] == Procedure.MULTIPLE_PRIVATE
    assert not advice.voluntary
    assert [warning.article for warning in advice.warnings] == ["art. 2.14 AW"]


@pytest.mark.parametrize(
    ("estimate", "warned"), [("674999.99", False), ("675000", True), ("749999", True), ("750000", False)]
)
def test_an_estimate_within_a_tenth_under_the_threshold_must_be_explained(estimate, warned):
    warnings = advise(facts(estimate=euros(estimate))).warnings

    assert ("art. 2.14 AW" in [warning.article for warning in warnings]) is warned


@pytest.mark.parametrize(
    ("estimate", "maximum", "warned"),
    [(600000, 750000, True), (600000, 749999, False), (750000, 900000, False), (600000, None, False)],
)
def test_a_maximum_that_reaches_the_threshold_while_the_estimate_does_not_is_named(estimate, maximum, warned):
    given = facts(estimate=euros(estimate), maximum=None if maximum is None else euros(maximum))

    assert any("De maximale waarde" in warning.text for warning in advise(given).warnings) is warned


def some_lots(*amounts):
    return tuple(LotValue(f"Perceel {number}", euros(amount)) for number, amount in enumerate(amounts, start=1))


def test_small_lots_may_stay_outside_only_where_the_act_applies_to_more_lots():
    lots = some_lots(400000, 180000, 75000, 60000, 85000)
    above, below = facts(estimate=euros(800000), lots=lots), facts(estimate=euros(700000), lots=lots)

    advice = advise(above)

    assert [lot.id for lot in advice.small_lots.exempt] == ["Perceel 3", "Perceel 4"]
    assert (advice.small_lots.room, advice.small_lots.together) == (euros(160000), euros(135000))
    assert "Perceel 3; Perceel 4 (samen € 135.000,00)" in advice.reasons[-1].text
    assert advise(below).small_lots is None
    assert advise(replace(above, lots=some_lots(800000))).small_lots is None


def test_a_lot_of_exactly_the_limit_is_small_for_the_act_and_not_for_the_directive():
    advice = advise(facts(lots=some_lots(820000, 80000)))

    assert [lot.id for lot in advice.small_lots.exempt] == ["Perceel 2"]
    assert advice.warnings[-1].article == "art. 5 lid 10 richtlijn 2014/24/EU"


def test_an_advice_is_read_back_as_it_was_kept_and_an_old_one_still_reads():
    given = facts(
        estimate=euros(900000), maximum=euros(1000000), lots=some_lots(820000, 80000),
        methods=(Reason("art. 2.21 AW", "Perceel 2 is geraamd over twaalf maanden."),),
    )  # fmt: skip
    kept = {**snapshot_of(given, advise(given)), "made_at": "2026-03-02T09:00:00+01:00", "made_by": "Inge"}

    assert (read_back(kept).facts, read_back(kept).advice) == (given, advise(given))
    for key in ("maximum", "lots", "methods"):
        del kept["facts"][key]
    del kept["advice"]["small_lots"]
    assert read_back(kept).facts.lots == ()
    changes = changes_since(kept, snapshot_of(given, advise(given)))
    assert ("Maximale waarde", "niet bekend", "€ 1.000.000,00") in changes


def test_the_heaviest_part_decides_and_both_sides_are_named():
    mixed = facts(cpv_parts=(CpvValue("79611000", euros(400000), True), CpvValue("79610000", euros(500000))))

    advice = advise(mixed)

    assert advice.regime == Regime.FULL
    assert advice.procedures == (Procedure.EU_OPEN, Procedure.EU_RESTRICTED)
    assert "art. 2.12a lid 2 AW" in [reason.article for reason in advice.reasons]


def test_equal_parts_fall_under_the_stricter_regime():
    halves = facts(cpv_parts=(CpvValue("79611000", euros(450000)), CpvValue("79610000", euros(450000))))

    assert advise(halves).regime == Regime.FULL


def test_placement_of_staff_is_european_from_the_ordinary_threshold():
    placement = facts(estimate=euros(216000), cpv_parts=(CpvValue("79610000", euros(216000)),))

    assert advise(placement).regime == Regime.FULL
    assert advise(replace(placement, estimate=euros(215999))).regime == Regime.NATIONAL


def test_before_july_2016_social_services_were_2b_services():
    advice = advise(facts(notice_on=date(2015, 3, 1), estimate=euros(300000)))

    assert advice.regime == Regime.TWO_B
    assert advice.threshold.amount == euros(207000)


def test_a_day_without_a_row_gets_no_advice_but_a_reason():
    advice = advise(facts(notice_on=date(2028, 1, 3)))

    assert advice.regime == Regime.UNKNOWN
    assert advice.procedures == ()
    assert any("geen drempelbedrag" in reason.text for reason in advice.reasons)


def test_a_broad_code_asks_for_an_explanation():
    advice = advise(facts(cpv_parts=(CpvValue("75121000", euros(900000)),)))

    assert advice.main_object_is_sas
    assert any("75121000" in warning.text for warning in advice.warnings)


@pytest.mark.parametrize(("a", "b", "allowed"), [(100, 100, True), (101, 100, False), (0, 1, True)])
def test_until_2016_equal_b_services_were_enough(a, b, allowed):
    assert lighter_regime_of_2012_is_allowed(a_services=euros(a), b_services=euros(b)) is allowed


@pytest.mark.parametrize(
    ("market", "estimate", "procedure"),
    [
        (Market.SERVICES, 0, Procedure.SINGLE_PRIVATE),
        (Market.SERVICES, 49999, Procedure.SINGLE_PRIVATE),
        (Market.SERVICES, 50000, Procedure.MULTIPLE_PRIVATE),
        (Market.WORKS, 1500000, Procedure.NATIONAL_OPEN),
    ],
)
def test_the_bands_begin_at_their_amount(market, estimate, procedure):
    assert band_for(market, euros(estimate), NOTICE).procedure == procedure


def test_a_new_policy_replaces_the_old_one_from_its_first_day():
    new = PolicyBand(Market.SAS, euros(0), Procedure.MULTIPLE_PRIVATE, date(2026, 1, 1), "beleid 2026")
    bands = [*DEFAULT_BANDS, new]

    assert band_for(Market.SAS, euros(1000), date(2026, 1, 1), bands=bands) == new
    assert band_for(Market.SAS, euros(1000), date(2025, 12, 31), bands=bands) != new


def test_a_lighter_procedure_than_the_act_allows_is_refused_whatever_the_reason():
    obstacles = obstacles_to_procedure(Procedure.MULTIPLE_PRIVATE, advise(facts()), reason="haast")

    assert [obstacle.code for obstacle in obstacles] == ["procedure-not-allowed"]


def test_a_lighter_procedure_than_the_policy_asks_needs_a_reason():
    below = advise(facts(estimate=euros(60000)))

    assert obstacles_to_procedure(Procedure.SINGLE_PRIVATE, below, reason=" ")[0].field == "procedure_reason"
    assert obstacles_to_procedure(Procedure.SINGLE_PRIVATE, below, reason="enige aanbieder") == []
    assert obstacles_to_procedure(Procedure.SAS, below, reason="") == []


def test_in_house_is_possible_above_the_threshold_with_its_reason():
    advice = advise(facts())

    assert obstacles_to_procedure(Procedure.IN_HOUSE, advice, reason="")
    assert obstacles_to_procedure(Procedure.IN_HOUSE, advice, reason="art. 2.24b: samen met Zandvoort") == []


@pytest.mark.parametrize(
    ("code", "is_sas"),
    [
        ("79611000", True), ("85312510", True), ("80500000", True), ("85147000", True), ("80660000", True),
        ("79634000", False), ("79600000", False), ("79610000", False), ("80670000", False),
    ],
)  # fmt: skip
def test_annex_xiv_knows_the_codes_of_reintegration(code, is_sas):
    assert is_in_annex_xiv(code) is is_sas


def test_the_vocabulary_has_all_codes_with_their_dutch_names():
    assert len(all_cpv_codes()) == 9458
    assert sum(1 for each in all_cpv_codes().values() if each.is_sas) == 423
    assert cpv_code("79611000-0").name == "Diensten voor sollicitatiebegeleiding"
    assert cpv_code("79611000-1") is None
    assert cpv_code("12345678") is None


def test_search_finds_words_and_numbers():
    assert "80530000" in [each.code for each in cpv_codes_about("beroepsopleiding")]
    assert all(each.code.startswith("7961") for each in cpv_codes_about("7961"))
    assert cpv_codes_about("geen enkele code heet zo") == []
