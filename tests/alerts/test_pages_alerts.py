"""The pages about alerts: one of them in full, many at once, putting off, setting, and the months ahead."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from alerts.due import Fact
from alerts.models import Alert, AlertSetting
from alerts.occasion import OccasionKind
from alerts.operations.scanning import scan
from tests.conftest import MONDAY
from tests.factories.contracts import running_contract
from townhall.accounts.actor import SYSTEM
from townhall.accounts.roles import Role
from townhall.database import transaction

DUE = MONDAY.date() + timedelta(days=20)


@pytest.fixture
def alerts(people, session):
    facts = [
        Fact(OccasionKind.OPTION_DECISION, f"framework_contract:{number}", f"RO-{number}", "/contracten/", DUE)
        for number in (1, 2)
    ]
    with transaction():
        scan(facts, actor=SYSTEM, now=MONDAY)
    return session.query(Alert).order_by(Alert.id).all()


def test_an_alert_unfolds_to_its_rule_its_day_its_mail_and_what_happened(alerts, as_person):
    coen = as_person("coen")
    coen.post(f"/werkvoorraad/signalen/{alerts[0].id}/oppakken")

    page = coen.get(f"/werkvoorraad/signalen/{alerts[0].id}").text

    for words in (
        "verlengt nooit stilzwijgend", "13 december 2026", "30 dagen ervoor", "182 dagen ervoor; 91 dagen ervoor",
        "Signaal: opgepakt", "staat klaar", "het besluit over de optie is vastgelegd",
    ):  # fmt: skip
        assert words in page


def test_ticked_alerts_are_taken_up_together(alerts, as_person, session):
    answer = as_person("coen").post(
        "/werkvoorraad/signalen",
        data={"signaal": [str(each.id) for each in alerts], "doe": "oppakken"},
        follow_redirects=True,
    )

    assert "2 van 2 signalen opgepakt" in answer.text
    session.expire_all()
    assert all(each.taken_up_at for each in session.query(Alert))


def test_putting_off_past_the_day_is_refused_and_keeps_what_was_typed(alerts, as_person, session):
    answer = as_person("coen").post(
        f"/werkvoorraad/signalen/{alerts[0].id}/uitstellen",
        data={"until": "01-01-2027", "reason": "Wacht op het college."},
    )

    assert "na de dag waar het om gaat" in answer.text
    assert "Wacht op het college." in answer.text
    assert session.query(Alert).first().snoozed_until is None


def test_handing_over_up_to_a_day_is_shown_with_who_gets_it_back(alerts, as_person, people):
    coen, address = as_person("coen"), f"/werkvoorraad/signalen/{alerts[0].id}"

    past = coen.post(f"{address}/overdragen", data={"to": str(people.inge.id), "until": "22-11-2026"})
    coen.post(f"{address}/overdragen", data={"to": str(people.inge.id), "until": "30-11-2026"})
    page = coen.get(address).text

    assert "Deze dag is al voorbij" in past.text and "22-11-2026" in past.text
    assert f"Overgedragen aan {people.inge.name} tot en met 30 november 2026. Daarna komt het terug bij" in page
    assert f"Aan: {people.inge.name}; Tot en met: 30 november 2026" in page


def test_nobody_reads_or_handles_the_alert_of_another_role(alerts, as_person):
    number = alerts[0].id
    kim = as_person("kim")

    assert kim.get(f"/werkvoorraad/signalen/{number}").status_code == 404
    for act in ("oppakken", "gezien", "loslaten", "uitstellen", "overdragen"):
        assert kim.post(f"/werkvoorraad/signalen/{number}/{act}").status_code == 404
    assert as_person("ria").get(f"/werkvoorraad/signalen/{number}").status_code == 200
    assert as_person("sanne").post(f"/werkvoorraad/signalen/{number}/oppakken").status_code == 403


def test_a_setting_shows_its_difference_before_it_is_kept(people, as_person, session):
    contract = running_contract()
    about = f"{contract.number}: een oude optie."
    told = Fact(
        OccasionKind.OPTION_DECISION, f"framework_contract:{contract.id}", about, "/", date(2026, 12, 1),
        contract_id=contract.id,
    )  # fmt: skip
    for facts in ([told], []):
        scan(facts, actor=SYSTEM, now=MONDAY)
    session.commit()
    ali = as_person("ali")
    form = {
        "steps": "100, 14", "role": "contract_manager", "again_days": "3",
        "what_to_do": "Open het verlengingsdossier en leg een besluit voor: verlengen of niet.",
    }  # fmt: skip
    address = f"/werkvoorraad/instellingen/option_decision?contract={contract.id}"

    shown = ali.post(address, data=form | {"doe": "bekijken"}).text
    assert "Wat verandert er in 2026?" in shown
    assert "een oude optie. Afgelopen op 23 november 2026." in shown, "what was told this year and is over counts"
    assert session.query(AlertSetting).count() == 0

    ali.post(address, data=form | {"doe": "bewaren"})
    row = session.query(AlertSetting).one()
    assert (row.steps, row.contract_id, row.role, row.again_days) == ([100, 14], contract.id, None, 3)
    assert "moet een heel getal" not in ali.get(address).text
    assert "hele getallen" in ali.post(address, data=form | {"steps": "vroeg", "doe": "bewaren"}).text
    ali.post(f"/werkvoorraad/instellingen/option_decision/terug?contract={contract.id}")
    assert session.query(AlertSetting).count() == 0


def test_the_months_ahead_show_each_contract_with_its_days_and_go_to_excel(people, as_person, session, at_most_queries):
    contracts = [running_contract() for _ in range(3)]
    session.commit()
    coen = as_person("coen")

    with at_most_queries(120):
        page = coen.get("/werkvoorraad/komende-maanden/").text

    for contract in contracts:
        assert contract.number in page
    assert "beslis uiterlijk" in page
    assert "Als u niet verlengt" in page and "Aanbesteding beginnen" not in page
    assert "Aanbesteding beginnen" in as_person("inge").get("/werkvoorraad/komende-maanden/").text
    assert coen.get("/werkvoorraad/komende-maanden/opnieuw.xlsx").data.startswith(b"PK")
    session.add(AlertSetting(kind=OccasionKind.OPTION_DECISION, role=Role.INKOPER, what_to_do="Bel eerst."))
    session.commit()
    taken = BytesIO(coen.get("/werkvoorraad/komende-maanden/lijst.xlsx").data)
    rows = [row[3:] for row in load_workbook(taken).active.values if row[1] == "Besluit over verlenging nodig"]
    assert rows == [("Inkoper", "Bel eerst.")] * 3, "as it was set"
    assert as_person("kim").get("/werkvoorraad/komende-maanden/").status_code == 403
