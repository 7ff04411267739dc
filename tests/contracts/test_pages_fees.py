"""A contract manager writes a schedule, reads it back in Dutch, and tries it on five clients."""

import html
import re
from datetime import date
from decimal import Decimal

import pytest

from contracts.fee_rules.payable_case import calculate
from contracts.fee_terms import FeeTerms
from contracts.models import FrameworkContract
from procurement.calculators import parse
from tests.factories.contracts import draft_contract, running_contract
from tests.factories.tracks import placed_track
from townhall.audit.queries import history_of
from townhall.database import db

#: 30 % plan, 30 % placement of 6 months and 24 hours, 40 % after 6 months, full clawback within 3 months.
AS_TYPED = {
    "tariff": "4.500",
    "lines-0-kind": "plan",
    "lines-0-share_percent": "30",
    "lines-1-kind": "placement",
    "lines-1-share_percent": "30",
    "lines-1-evidence": "Arbeidsovereenkomst, gemaskeerd.",
    "lines-2-kind": "sustained_6m",
    "lines-2-share_percent": "40",
    "lines-2-claim_within_days": "60",
    "placement_months": "6",
    "placement_hours": "24",
    "placement_gap_days": "14",
    "guarantee_months": "3",
    "clawback": "full",
    "work_kinds": ["regular", "wage_cost_subsidy", "agreement_job"],
}


def text_of(response):
    assert response.status_code == 200, response.status_code
    plain = html.unescape(re.sub(r"<[^>]+>", " ", response.get_data(as_text=True)))
    return re.sub(r"[\s\N{NO-BREAK SPACE}]+", " ", plain)


@pytest.fixture
def number(session, people):
    found = draft_contract().number
    session.commit()
    return found


def the_contract(number):
    return db.session.query(FrameworkContract).filter_by(number=number).one()


def test_the_schedule_is_looked_at_before_it_is_saved(number, app, as_person):
    page = text_of(as_person("coen").post(f"/contracten/{number}/vergoeding", data=AS_TYPED | {"bekijken": "ja"}))

    assert "Eindigt het werk binnen 3 maanden, dan komt de hele vergoeding voor de plaatsing terug." in page
    assert "Declareren kan tot 60 dagen na de goedkeuring." in page
    assert "Dit is nog niet opgeslagen." in page
    assert "Stopt na zes weken" in page and "Terug: Plaatsing € -1.350,00" in page.replace("-€ ", "€ -")
    with app.app_context():
        assert the_contract(number).guarantee_months == 1


def test_what_is_saved_is_previewed_and_on_record(number, app, as_person):
    answer = as_person("coen").post(f"/contracten/{number}/vergoeding", data=AS_TYPED)

    assert answer.location == f"/contracten/{number}/vergoeding/voorbeeld"
    page = text_of(as_person("coen").get(answer.location))
    # The five made-up clients: one who stays, one with too few hours, one who stops, one who goes on, one drop-out.
    assert re.findall(r"Samen (-?€ [\d.,]+)", page)[-5:] == [
        "€ 4.500,00", "€ 1.350,00", "€ 1.350,00", "€ 4.500,00", "€ 1.350,00"
    ]  # fmt: skip
    with app.app_context():
        contract = the_contract(number)
        assert (contract.placement_months, contract.placement_hours, contract.guarantee_months) == (6, 24, 3)
        assert contract.milestones[1].evidence == "Arbeidsovereenkomst, gemaskeerd."
        assert "binnen 3 maanden" in str(history_of(contract)[0].after)


def test_somebody_fills_in_a_client_of_his_own(number, as_person):
    query = {
        "until": "31-12-2027",
        "clients-0-name": "Werkt vier maanden",
        "clients-0-referred_on": "05-01-2026",
        "clients-0-plan_on": "19-01-2026",
        "clients-0-started_on": "19-01-2026",
        "clients-0-first_job-starts_on": "01-03-2026",
        "clients-0-first_job-agreed_until": "31-12-2026",
        "clients-0-first_job-ended_on": "30-06-2026",
        "clients-0-first_job-hours": "32",
    }

    page = text_of(as_person("coen").get(f"/contracten/{number}/vergoeding/voorbeeld", query_string=query))

    assert "Werkt vier maanden" in page
    assert "Samen € 2.700,00" in page
    assert "geen 6 maanden achter elkaar aan het werk" in page


def test_a_client_that_cannot_be_read_is_said_so_and_kept(number, as_person):
    query = {"until": "31-12-2027", "clients-0-name": "Anders", "clients-0-referred_on": "volgende week"}

    page = as_person("coen").get(f"/contracten/{number}/vergoeding/voorbeeld", query_string=query)

    assert "volgende week" in page.get_data(as_text=True)
    assert "Vul een datum in" in text_of(page)


def test_a_schedule_that_contradicts_itself_is_refused_with_all_reasons(number, app, as_person):
    wrong = AS_TYPED | {
        "lines-0-share_percent": "80",
        "lines-1-kind": "",
        "lines-2-claim_within_days": "0",
        "guarantee_months": "9",
        "most_per_year": "100",
    }

    page = text_of(as_person("coen").post(f"/contracten/{number}/vergoeding", data=wrong))

    for reason in (
        "samen 120 %", "kan nooit worden bereikt", "sluit voordat hij opengaat", "Maak de terugvordering korter",
        "Het maximum per jaar is lager dan één mijlpaal",
    ):  # fmt: skip
        assert reason in page, reason
    assert 'value="80"' in as_person("coen").post(f"/contracten/{number}/vergoeding", data=wrong).get_data(as_text=True)


def test_a_track_shows_what_it_brings_and_asks_for_the_hours_it_needs(session, people, as_person):
    contract = running_contract(fee_terms=FeeTerms(able_share=Decimal(75)).to_keep())
    track = placed_track(contract, starts_on=date(2026, 4, 1)).number
    session.commit()
    kim = as_person("kim")

    asked = text_of(kim.get(f"/trajecten/{track}/vergoeding"))
    kim.post(f"/trajecten/{track}/uren", data={"able_hours": "40"})
    known = text_of(kim.get(f"/trajecten/{track}/vergoeding"))

    assert "eerst vastleggen: hoeveel uur per week de deelnemer kan werken" in asked and "Samen € 1.350,00" in asked
    assert "40 uur per week" in known and "Samen € 4.500,00" in known


def test_a_usual_schedule_is_a_start(number, as_person):
    page = as_person("coen").get(f"/contracten/{number}/vergoeding?regeling=NCNP-50/50").get_data(as_text=True)

    assert re.search(r'name="lines-0-share_percent"[^>]*value="50"', page)
    assert re.search(r'<option selected value="placement">|<option value="placement" selected>', page)


def test_a_bonus_after_a_year_of_work_is_a_start_that_asks_for_its_amount(number, as_person):
    coen, typed = as_person("coen"), AS_TYPED | {"lines-3-kind": "bonus", "lines-3-months": "12"}
    page = coen.get(f"/contracten/{number}/vergoeding?regeling=NCLP-30/30/40%2BBONUS").get_data(as_text=True)

    assert re.search(r'name="lines-3-months"[^>]*value="12"', page)
    assert "Vul bij ‘Bonus voor duurzaam werk’" in text_of(coen.post(f"/contracten/{number}/vergoeding", data=typed))
    assert coen.post(f"/contracten/{number}/vergoeding", data=typed | {"lines-3-amount": "500"}).status_code == 302
    # Who stays at work brings the bonus as well; the others do not.
    tried = text_of(coen.get(f"/contracten/{number}/vergoeding/voorbeeld"))
    assert re.findall(r"Samen (-?€ [\d.,]+)", tried)[-5:] == [
        "€ 5.000,00", "€ 1.350,00", "€ 1.350,00", "€ 5.000,00", "€ 1.350,00"
    ]  # fmt: skip


def test_the_file_of_the_schedule_gives_the_same_with_the_command(number, as_person):
    file = parse(as_person("coen").get(f"/contracten/{number}/vergoeding/regels.json").get_data(as_text=True))

    answers = calculate(file)["histories"]

    # This draft asks for a month only: who stops after six weeks, was placed.
    assert [answer["payable"] for answer in answers] == [4500, 1350, 2700, 4500, 1350]
