"""The pages about results: read by staff and by the own supplier, filled in by who manages the contract."""

from datetime import date
from decimal import Decimal

import pytest

from contracts.models.performance import ContractKpi, ProgressReport, SatisfactionSurvey
from contracts.operations.progress_reports import agree_on_rhythm
from contracts.reporting import Rhythm
from procurement.lots import MilestoneKind, TargetGroup
from tests.conftest import MONDAY
from tests.factories.contracts import account_of, running_contract
from tests.factories.tracks import placed_track, running_track, verified_achievement
from townhall.database import db


@pytest.fixture
def contract(app):
    with app.app_context():
        contract = running_contract(norm_placed=Decimal(50), sroi_percent=Decimal(5))
        agree_on_rhythm(contract, Rhythm(date(2026, 1, 1), 3), actor=account_of("coen").actor(), now=MONDAY)
        for _ in range(6):
            placed_track(contract)
        verified_achievement(running_track(contract), MilestoneKind.PLAN)
        number = contract.number
        db.session.commit()
    return number


@pytest.mark.parametrize(
    "page",
    [
        "resultaten", "resultaten?periode=jaar", "resultaten/placed", "resultaten/normen", "resultaten/vergelijking",
        "rapportages", "ervaringen", "gesprekken", "social-return", "verwachting",
    ],
)  # fmt: skip
def test_staff_read_every_page_about_results(as_person, contract, page):
    found = as_person("coen").get(f"/contracten/{contract}/{page}")

    assert found.status_code == 200


def test_a_figure_unfolds_to_its_tracks(as_person, contract):
    text = as_person("coen").get(f"/contracten/{contract}/resultaten/placed").get_data(as_text=True)

    assert "7 trajecten in dit cijfer" in text
    assert text.count("Telt niet</span>") == 1


def test_the_tracks_of_a_sensitive_lot_stay_closed_behind_a_figure(app, as_person):
    with app.app_context():
        contract = running_contract(target_group=TargetGroup.EX_OFFENDERS)
        track = running_track(contract)
        number, track_number = contract.number, track.number
        db.session.commit()
    score = as_person("coen").get(f"/contracten/{number}/resultaten").get_data(as_text=True)
    text = as_person("coen").get(f"/contracten/{number}/resultaten/placed").get_data(as_text=True)

    assert track_number not in text
    assert "ziet alleen wie eraan werkt" in text
    assert "minder dan 5" in score and "minder dan 5" in text and "0 van 1" not in score + text


def test_a_norm_is_agreed_on_the_page(as_person, app, contract):
    sent = {
        "code": "plan_speed", "norm": "90", "within_days": "30", "period": "year", "source": "promise",
        "source_text": "Wens 3",
    }  # fmt: skip
    answer = as_person("coen").post(f"/contracten/{contract}/resultaten/normen/nieuw", data=sent)

    assert answer.status_code == 302
    with app.app_context():
        row = db.session.query(ContractKpi).one()
        assert (row.norm, row.within_days, row.source_text) == (90, 30, "Wens 3")


def test_grades_are_read_in_and_wrong_lines_named(as_person, app, contract):
    coen, url = as_person("coen"), f"/contracten/{contract}/ervaringen/metingen/nieuw"
    sent = {"held_on": "20-11-2026", "asked": "participants", "grades": "7\n8\nnegen"}

    assert "Regel 3" in coen.post(url, data=sent).get_data(as_text=True)
    assert coen.post(url, data=sent | {"grades": "7\n8\n9"}).status_code == 302
    with app.app_context():
        assert db.session.query(SatisfactionSurvey).one().answers == 3


def test_the_supplier_sends_a_report_and_reads_the_own_results(as_person, app, contract):
    sanne = as_person("sanne")
    page = sanne.get(f"/portaal/contracten/{contract}/resultaten").get_data(as_text=True)
    assert "Te laat: nog niet ingediend" in page

    answer = sanne.post(f"/portaal/contracten/{contract}/rapportages/2026-01-01", data={"results": "Goed gegaan"})

    assert answer.status_code == 302
    with app.app_context():
        assert db.session.query(ProgressReport).one().facts_then["started"] == 7
    assert "Te laat, uiterlijk" in sanne.get(f"/portaal/contracten/{contract}/rapportages/2026-01-01").get_data(
        as_text=True
    )


@pytest.mark.parametrize("page", ["resultaten", "rapportages/2026-01-01", "social-return/nieuw", "verbeterplannen/1"])
def test_another_supplier_cannot_see_or_guess_results(as_person, contract, page):
    assert as_person("rik").get(f"/portaal/contracten/{contract}/{page}").status_code == 404


def test_a_forecast_with_too_little_to_go_on_says_so(as_person, contract):
    text = as_person("coen").get(f"/contracten/{contract}/verwachting").get_data(as_text=True)

    assert "Te weinig gegevens voor een verwachting" in text
