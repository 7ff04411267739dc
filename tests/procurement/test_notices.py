"""The fields of the notice: derived, asked, complete before publication, and exported by business term."""

import json
import os
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from procurement.exclusion import GROUNDS
from procurement.lifecycle import TenderStatus
from procurement.models.estimates import LotOption
from procurement.notice_facts import Origin
from procurement.notice_fields import GROUND_CODES, as_json, notice_rows, obstacles_to_notice
from procurement.notice_questions import ASKED, obstacles_to_answers
from procurement.notice_result import LotResult, Winner, obstacles_to_result, re_estimate, result_rows
from procurement.notice_withholding import (
    NOTHING,
    WITHHOLDABLE,
    Withholding,
    obstacles_to_withholding,
    withholding_rows,
)
from procurement.operations.notices import answer_notice, withhold_results
from procurement.procedures import Procedure
from procurement.publication import obstacles_to_publishing, points_of_attention
from procurement.queries.notice_results import result_facts_of
from procurement.queries.notices import notice_facts_of, regions, withholding_of
from procurement.queries.tender_facts import facts_of
from tests.conftest import MONDAY
from tests.factories.tenders import published_tender, saved_tender
from townhall.money import euros
from townhall.refusal import Refusal

STANDARDS = Path(os.environ.get("RAAMWERK_STANDARDS", Path(__file__).parents[3] / "shared" / "standards"))


@pytest.fixture
def inge(as_person):
    return as_person("inge")


def text_of(answer):
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


def fields_of(tender):
    facts = notice_facts_of(tender, None, address="https://example.org/t")
    return as_json(facts, notice_rows(facts))["fields"]


def test_what_the_tender_says_is_in_the_notice_by_number(session):
    tender = saved_tender(lots=2)

    fields = fields_of(tender)

    assert fields["Procedure"]["BT-21"] == tender.title
    assert fields["Procedure"]["BT-105"] == "oth-single"
    assert fields["Procedure"]["BT-262"] == "79611000-0"
    total = sum((lot.expected_value for lot in tender.lots), euros(0))
    assert fields["Procedure"]["BT-27"] == f"{total:.2f}"
    assert fields["LOT-0002"]["BT-271"] == f"{tender.lots[1].maximum_value:.2f}"
    assert fields["LOT-0001"]["BT-131"] == "2027-01-11T12:00+01:00"
    assert fields["LOT-0001"]["BT-36"] == 24
    assert fields["LOT-0001"]["BT-58"] == 2
    assert fields["LOT-0001"]["BT-541"] == ["60", "40"]
    assert fields["Aanbestedende dienst"]["BT-500"] == "Gemeente Haarlem"


@pytest.mark.parametrize(
    ("codes", "expected"), [(["crimes", "bankruptcy"], ["exg-crim", "exg-sitn-bankr"]), ([], None)]
)
def test_the_notice_names_the_chosen_grounds_only_and_lacks_nothing_without(session, codes, expected):
    tender = saved_tender(exclusion_codes=codes)

    assert fields_of(tender)["Procedure"].get("BT-67") == expected
    assert obstacles_to_notice(notice_facts_of(tender, None)) == []


def test_the_options_of_a_lot_are_in_its_part_of_the_notice(session):
    tender = saved_tender(lots=2)
    tender.lots[0].options = [LotOption(sequence=1, label="Training voor werkgevers", amount=euros(4000))]
    session.flush()

    fields = fields_of(tender)

    assert fields["LOT-0001"]["BT-54"] == "Training voor werkgevers"
    assert "BT-54" not in fields["LOT-0002"]


@pytest.mark.parametrize(
    ("procedure", "subtype"), [(Procedure.SAS, 20), (Procedure.EU_OPEN, 16), (Procedure.EU_RESTRICTED, 16)]
)
def test_the_form_follows_the_procedure(session, procedure, subtype):
    facts = notice_facts_of(saved_tender(procedure=procedure), None)

    assert as_json(facts, notice_rows(facts))["notice_subtype"] == subtype


def test_a_complete_tender_lacks_nothing_and_says_what_nobody_looked_at(session):
    facts = facts_of(saved_tender())

    assert [each.code for each in obstacles_to_publishing(facts, MONDAY) if each.code.startswith("notice")] == []
    assert any("standaard van de gemeente" in text for text in points_of_attention(facts))


def test_everything_that_is_missing_is_named_at_once(session):
    tender = saved_tender(description="", duration_months=48, extension_count=1, procedure_reason="")
    facts = facts_of(tender)

    texts = " ".join(each.text for each in obstacles_to_publishing(facts, MONDAY))

    assert "BT-24 (Omschrijving) ontbreekt" in texts
    assert "BT-109" in texts


def test_a_private_procedure_has_no_european_notice(session, inge):
    tender = saved_tender(procedure=Procedure.MULTIPLE_PRIVATE)

    assert obstacles_to_notice(notice_facts_of(tender, None)) == []
    assert "Geen Europese aankondiging" in text_of(inge.get(f"/aanbestedingen/{tender.reference}/aankondiging"))


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({"BT-60": "eu-funds"}, ["BT-6140"]),
        ({"BT-751": "true"}, ["BT-75"]),
        ({"BT-60": "eu-funds", "BT-751": "true", "BT-113": ""}, ["BT-6140", "BT-75", "BT-113"]),
        ({"BT-765": "fa-w-rc"}, ["BT-765"]),
        ({"BT-765": "none", "BT-113": ""}, []),
        ({"BT-60": "eu-funds", "BT-6140": "ESF+"}, []),
        ({}, []),
    ],
)
def test_answers_that_do_not_fit_together_are_refused_all_at_once(answers, wrong):
    obstacles = obstacles_to_answers(answers)

    assert [each.text.split()[0].rstrip(":") for each in obstacles] == wrong


def test_an_answer_takes_the_place_of_the_usual_one(session, people):
    tender = saved_tender()
    answer_notice(tender, {"BT-98": 90, "BT-71": "res-ws"}, actor=people.actor("inge"), now=MONDAY)

    rows = {row.bt: row for row in notice_rows(notice_facts_of(tender, None))}

    assert (rows["BT-98"].value, rows["BT-98"].origin) == (90, Origin.ANSWERED)
    assert rows["BT-71"].words == "Voorbehouden aan beschutte werkplaatsen"
    assert rows["BT-10"].origin == Origin.USUAL


def test_a_published_tender_keeps_its_answers(session, people):
    with pytest.raises(Refusal):
        answer_notice(published_tender(), {"BT-98": 90}, actor=people.actor("inge"), now=MONDAY)


def filled_in(**what_matters):
    usual = {each.name: each.default if each.default is not None else "" for each in ASKED}
    return {**usual, **what_matters}


def test_the_page_keeps_the_answers(session, inge):
    tender = saved_tender()
    url = f"/aanbestedingen/{tender.reference}/aankondiging"

    answer = inge.post(f"{url}/gegevens", data=filled_in(bt_98="150", bt_70="Vijf procent social return."))

    assert answer.status_code == 302
    page = text_of(inge.get(url))
    assert "Vijf procent social return." in page
    assert "150" in page


def test_the_page_refuses_all_that_clashes_and_keeps_what_was_typed(session, inge):
    tender = saved_tender()
    form = filled_in(bt_60="eu-funds", bt_751="true", bt_300="Bel de klachtenlijn.")

    page = text_of(inge.post(f"/aanbestedingen/{tender.reference}/aankondiging/gegevens", data=form))

    assert "BT-6140 ontbreekt" in page
    assert "BT-75 ontbreekt" in page
    assert "Bel de klachtenlijn." in page


def test_the_fields_can_be_taken_along_as_a_table_and_as_json(session, inge):
    tender = saved_tender()
    url = f"/aanbestedingen/{tender.reference}/aankondiging"

    table = inge.get(f"{url}?bestand=csv").get_data(as_text=True)
    data = json.loads(inge.get(f"{url}/json").get_data(as_text=True))

    assert "Procedure;BT-21;Titel" in table
    assert data["fields"]["Procedure"]["BT-21"] == tender.title
    assert inge.get(f"{url}?bestand=xlsx").status_code == 200


def test_only_the_buyer_answers_and_suppliers_see_nothing(session, as_person):
    url = f"/aanbestedingen/{saved_tender().reference}/aankondiging"

    assert as_person("ria").get(url).status_code == 200
    assert as_person("ria").get(f"{url}/gegevens").status_code == 403
    assert as_person("sanne").get(url).status_code == 403


def test_every_exclusion_ground_has_a_code_of_the_published_list():
    assert {ground.code for ground in GROUNDS} == set(GROUND_CODES)


def test_haarlem_lies_in_a_region_of_the_list():
    assert dict(regions())["NL32A"] == "Agglomeratie Haarlem"


@pytest.mark.skipif(not STANDARDS.is_dir(), reason="no published standards here; set RAAMWERK_STANDARDS")
def test_every_number_is_a_business_term_of_the_published_forms(session):
    published = set()
    for name in ("20.json", "33.json"):
        text = (STANDARDS / "eforms-1.15.1" / name).read_text()
        published |= set(re.findall(r'"(BT-\d+)[^"]*"', text))
    tender = saved_tender()

    results = result_rows([replace(RESULT, winner=replace(RESULT.winner, subcontracted=Decimal(10)))])
    withheld = withholding_rows(replace(WITHHELD, fields=tuple(WITHHOLDABLE)), results)
    ours = {row.bt for row in notice_rows(notice_facts_of(tender, None))} | {each.bt for each in ASKED}
    ours |= {row.bt for row in [*results, *withheld]}

    assert ours - published == set()


RESULT = LotResult(
    number=1, title="Perceel", received=3, admitted=2, maximum_value=euros(1000), decided_on=MONDAY.date(),
    winner=Winner("Werkvooruit", "90000018", 1, euros("1470")), is_closed=False, re_estimated=euros(900),
    signed_on=date(2026, 12, 28),
)  # fmt: skip


def result(**what_matters):
    return {row.bt: row.value for row in result_rows([replace(RESULT, **what_matters)])}


def test_a_lot_with_a_winner_says_who_on_which_place_for_which_price():
    assert result() == {
        "BT-142": "selec-w", "BT-760": "tenders", "BT-759": 3, "BT-118": "1000.00", "BT-1451": "2026-11-23",
        "BT-500": "Werkvooruit", "BT-501": "90000018", "BT-171": 1, "BT-720": "1470.00", "BT-709": "1000.00",
        "BT-660": "900.00", "BT-145": "2026-12-28", "BT-773": "no",
    }  # fmt: skip


def test_what_others_do_for_the_winner_is_a_part_of_the_value_that_is_expected_again():
    winner = Winner("Werkvooruit", "90000018", 1, euros("1470"), subcontracted=Decimal("12.5"))

    row = result(winner=winner)

    assert (row["BT-773"], row["BT-555"], row["BT-553"]) == ("yes", "12.5", "112.50")


def test_what_is_not_known_yet_is_named_with_where_it_comes_from():
    rows = result_rows([replace(RESULT, signed_on=None, re_estimated=None)])

    texts = [each.text for each in obstacles_to_result(rows)]

    assert [text.split()[2] for text in texts] == ["BT-660", "BT-145"]
    assert "bij het contract" in texts[1]
    assert obstacles_to_result(result_rows([RESULT])) == []


def test_a_lot_is_estimated_again_at_the_price_of_the_winner():
    assert re_estimate(euros("1470"), clients_per_year=50, months=30) == euros("183750")
    assert re_estimate(euros("1470"), clients_per_year=50, months=None) is None


WITHHELD = Withholding(("BT-720", "BT-171"), "eo-int", "De tarieven zijn bedrijfsgeheim.", date(2027, 6, 1))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"fields": (), "reason": "", "explanation": "", "public_on": None}, []),
        ({"reason": ""}, ["withholding-reason"]),
        ({"explanation": " ", "public_on": MONDAY.date()}, ["withholding-unexplained", "withholding-day"]),
        (
            {"reason": "omdat", "explanation": "", "public_on": None},
            ["withholding-reason", "withholding-unexplained", "withholding-day"],
        ),
    ],
)
def test_publishing_later_asks_a_ground_an_explanation_and_a_day(changes, expected):
    found = obstacles_to_withholding(replace(WITHHELD, **changes), MONDAY.date())

    assert [each.code for each in found] == expected


def test_a_withheld_field_says_what_why_and_until_when_beside_its_value():
    rows = withholding_rows(WITHHELD, result_rows([RESULT]))

    assert [(row.bt, row.value) for row in rows if "BT-720" in row.label] == [
        ("BT-195", "BT-720"), ("BT-197", "eo-int"), ("BT-196", WITHHELD.explanation), ("BT-198", "2027-06-01"),
    ]  # fmt: skip
    assert len(rows) == 8


def test_there_is_nothing_to_withhold_before_there_is_a_result(session, people):
    tender, inge = published_tender(), people.actor("inge")
    with pytest.raises(Refusal):
        withhold_results(tender, WITHHELD, actor=inge, now=MONDAY)

    tender.status = TenderStatus.STANDSTILL
    data = withhold_results(tender, WITHHELD, actor=inge, now=MONDAY)
    assert withholding_of(data) == WITHHELD

    withhold_results(tender, NOTHING, actor=inge, now=MONDAY)
    assert withholding_of(data) == NOTHING


@pytest.mark.parametrize(("received", "admitted", "reason"), [(0, 0, "no-rece"), (3, 0, "all-rej"), (3, 2, "other")])
def test_a_lot_without_a_winner_says_why(received, admitted, reason):
    row = result(winner=None, is_closed=True, received=received, admitted=admitted)

    assert (row["BT-142"], row["BT-144"]) == ("clos-nw", reason)


def test_nobody_reads_an_outcome_before_the_letters_are_out(session):
    assert result_facts_of(published_tender()) == []
    assert result_facts_of(published_tender(status=TenderStatus.DECIDED)) == []
    (row,) = result_facts_of(published_tender(status=TenderStatus.STANDSTILL))
    assert (row.received, row.winner, row.is_closed) == (0, None, False)
