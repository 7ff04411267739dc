"""The calculator of regimes, on published cases and on everything it must not guess."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from procurement import cli, regime_cases
from procurement.calculators import parse
from procurement.strict_json import CaseError

CASES = parse((Path(__file__).parent / "cases" / "thresholds.json").read_text("utf-8"))["cases"]
#: Rulings and rules in words: their rules are tested in test_estimates.py and test_regimes.py.
IN_WORDS = {"TH-S-08", "TH-S-09", "TH-S-10", "TH-S-12"}


@pytest.mark.parametrize("case", [c for c in CASES if c["id"] not in IN_WORDS], ids=lambda case: case["id"])
def test_a_published_case_comes_out_exactly(case):
    answer = regime_cases.calculate(case["inputs"])

    assert {key: answer.get(key) for key in case["expected"]} == case["expected"]
    assert all(reason["article"] and reason["text"] for reason in answer["reasons"])


@pytest.mark.parametrize("case", [c for c in CASES if c["id"] in IN_WORDS], ids=lambda case: case["id"])
def test_a_case_in_words_is_answered_with_what_is_not_understood(case):
    with pytest.raises(CaseError) as refusal:
        regime_cases.calculate(case["inputs"])

    named = " ".join(refusal.value.errors)
    known = {"date", "lots"}
    assert all(key in named for key in case["inputs"] if key not in known)


def services(**what_matters):
    given = {"date": "2024-03-01", "value_parts": [{"amount": 100000}]}
    return {**given, **what_matters}


def test_vat_is_taken_off_with_the_rate_given_or_the_general_rate_of_the_day():
    as_percent = services(value_parts=[{"amount": 242000, "vat_included": True, "vat_rate": 21}])
    as_fraction = services(value_parts=[{"amount": "242000", "vat_included": True, "vat_rate": "0.21"}])
    of_the_day = services(value_parts=[{"amount": 242000, "vat_included": True}])

    for case in (as_percent, as_fraction, of_the_day):
        assert regime_cases.calculate(case)["estimated_value"] == 200000


def test_a_rate_beside_an_amount_without_vat_changes_nothing():
    case = services(value_parts=[{"amount": 100000, "vat_included": False, "vat_rate": 21}])

    assert regime_cases.calculate(case)["estimated_value"] == 100000


def test_a_month_amount_without_end_counts_48_times():
    case = services(value_parts=[{"amount": 5000, "months": None, "cap_48": True}])

    assert regime_cases.calculate(case)["estimated_value"] == 240000


def test_only_a_kind_and_a_day_give_the_threshold():
    answer = regime_cases.calculate({"date": "2020-05-01", "threshold_kind": "services_central"})

    assert answer["threshold"] == 139000
    assert "at_or_above" not in answer


def test_amounts_without_a_day_give_the_estimate_alone():
    answer = regime_cases.calculate({"value_parts": [{"amount": "10.005"}]})

    assert str(answer["estimated_value"]) == "10.01"
    assert "threshold" not in answer


def test_before_july_2016_there_is_no_sas_threshold():
    answer = regime_cases.calculate(services(date="2015-03-01", threshold_kind="sas"))

    assert answer["threshold"] is None
    assert "at_or_above" not in answer


def test_in_the_first_half_of_2016_the_amount_of_the_table_comes_with_a_warning():
    days = ("2016-01-01", "2016-06-30", "2016-07-01")
    first, last, since = (regime_cases.calculate(services(date=day, threshold_kind="sas")) for day in days)

    assert [answer["threshold"] for answer in (first, last, since)] == [750000] * 3
    assert first["warn"] is last["warn"] is True
    assert "warn" not in since


@pytest.mark.parametrize(("amount", "warned"), [(220999, False), (221000, True), (749999, True), (750000, False)])
def test_a_sas_service_held_against_the_threshold_of_other_services_is_a_warning_where_it_matters(amount, warned):
    case = services(threshold_kind="services_subcentral", cpv="85312310", value_parts=[{"amount": amount}])

    assert regime_cases.calculate(case)["warn"] is warned


def test_a_lot_of_exactly_the_limit_says_what_the_directive_says():
    lots = [{"id": "A", "amount": 400000}, {"id": "B", "amount": 80000}]
    answer = regime_cases.calculate(services(lots=lots, value_parts=[{"amount": 480000}], date="2026-03-01"))

    assert answer["exempt_lots"] == ["B"]
    assert "under_directive_2014_24" in answer
    assert answer["reasons"][-1]["article"] == "art. 5 lid 10 richtlijn 2014/24/EU"


@pytest.mark.parametrize(
    ("cpv", "named"),
    [
        ("12345678", "CPV 2008: 12345678"),
        ("79611000-3", "79611000-3 (het is 79611000-0)"),
        (["85312310-5", "12345678-9"], "CPV 2008: 12345678"),
    ],
)
def test_a_code_that_does_not_exist_is_refused_by_name(cpv, named):
    result = run(json.dumps({"cpv": cpv}), "--json")

    assert result.exit_code == 2
    assert named in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_every_code_of_the_published_cases_is_one_of_the_vocabulary():
    cases = [case["inputs"] for case in CASES if "cpv" in case["inputs"]]

    answers = json.loads(run(json.dumps(cases, default=str), "--json").output)

    assert len(answers) == 5
    assert not any("error" in answer for answer in answers)


def test_a_social_form_with_another_main_code_is_a_warning():
    answer = regime_cases.calculate({"notice_type": "cn-social", "cpv": ["79634000", "85312300"]})

    assert answer["main_cpv_in_annex_xiv"] is False
    assert answer["warn"] is True


@pytest.mark.parametrize("form", ["cn-standard", "can-standard", "16"])
def test_a_standard_form_is_never_wrong_for_a_code(form):
    assert regime_cases.calculate({"notice_type": form, "cpv": "79634000-7"})["warn"] is False


def test_works_have_their_own_threshold_and_their_own_small_lots():
    lots = [{"id": 1, "amount": 5000000}, {"id": 2, "amount": 1000000}]
    answer = regime_cases.calculate({"date": "2026-02-02", "contract_type": "works", "lots": lots})

    assert answer["threshold"] == 5404000
    assert answer["exempt_lots"] == ["2"]


def test_lots_that_do_not_add_up_to_the_estimate_are_flagged():
    lots = [{"id": "A", "amount": 480000}, {"id": "B", "amount": 470000}]
    answer = regime_cases.calculate(services(value_parts=[{"amount": 1000000}], lots=lots))

    assert answer["difference_percent"] == 5
    assert answer["flag"] is True


@pytest.mark.parametrize(
    ("case", "named"),
    [
        ({}, "niets te berekenen"),
        (services(unknown=1), "unknown"),
        (services(date="1-3-2024"), "date"),
        (services(date="2028-03-01"), "geen drempelbedrag"),
        (services(threshold_kind="gas"), "threshold_kind"),
        (services(contract_type="leases"), "contract_type"),
        (services(value_parts=[]), "value_parts"),
        (services(value_parts=[{"amount": "veel"}]), "value_parts[0].amount"),
        (services(value_parts=[{"amount": -1}]), "value_parts[0].amount"),
        (services(value_parts=[{"amount": True}]), "value_parts[0].amount"),
        (services(value_parts=[{"amount": 1, "weeks": 3}]), "value_parts[0].weeks"),
        (services(value_parts=[{"amount": 1, "months": 3, "per_year": 2}]), "niet allebei"),
        (services(value_parts=[{"amount": 1, "cap_48": "ja"}]), "cap_48"),
        (services(value_parts=[{"amount": 1, "vat_included": True, "vat_rate": 121}]), "vat_rate"),
        (services(lots=[{"amount": 1}]), "lots[0].id"),
        (services(lots=[{"id": "A", "amount": 1}, {"id": "A", "amount": 2}]), "twee keer"),
        (services(small_lot_rule="tiny"), "small_lot_rule"),
        (services(cpv="8531"), "cpv"),
        (services(cpv=[]), "cpv"),
        (services(notice_type="letter"), "notice_type"),
        ({"threshold_kind": "works"}, "date"),
    ],
)
def test_what_is_not_understood_is_named_and_never_guessed(case, named):
    with pytest.raises(CaseError) as refusal:
        regime_cases.calculate(case)

    assert any(named in line for line in refusal.value.errors)


def run(given, *options):
    return CliRunner().invoke(cli.commands, ["regime", "-", *options], input=given)


def test_a_list_comes_back_in_the_same_order_with_errors_in_their_place():
    result = run(json.dumps([services(), {"x": 1}, services(date="2018-01-01")]), "--json")

    answers = json.loads(result.output)
    assert result.exit_code == 0
    assert [answer.get("threshold") for answer in answers] == [221000, None, 221000]
    assert "x" in answers[1]["error"]


def test_a_single_malformed_case_ends_with_two_and_a_line_per_error():
    result = run(json.dumps({"x": 1, "y": 2, "cpv": "85312310"}))

    assert result.exit_code == 2
    assert len(result.stderr.strip().splitlines()) == 2


def test_people_get_dutch_sentences():
    result = run(json.dumps(services(threshold_kind="sas", cpv="85312310", value_parts=[{"amount": 760000}])))

    assert "Raming: € 760.000,00" in result.output
    assert "art. 2.38–2.39 AW" in result.output
