"""The pages of changes, notices of default, the end and the exit plan; and their letters."""

from datetime import datetime, timedelta

import pytest

from contracts.models import FrameworkContract
from tests.conftest import MONDAY
from tests.factories.contracts import running_contract
from townhall.database import db
from townhall.jobs.operations import run_due_jobs


@pytest.fixture
def number(app) -> str:
    """A running contract without options, kept in the database."""
    with app.app_context():
        contract = running_contract(options=(), termination_months=1)
        db.session.commit()
        return contract.number


def text_of(response) -> str:
    return response.get_data(as_text=True)


def test_a_large_change_asks_for_its_notice_until_it_was_published(number, as_person):
    coen, page = as_person("coen"), f"/contracten/{number}"
    typed = {"kind": "unforeseen", "value": "200.000", "months": "0", "agreed_on": "23-11-2026", "reason": "Instroom"}
    assert "stelt een voorwaarde" in text_of(coen.post(f"{page}/wijzigingen/nieuw", data=typed))
    coen.post(f"{page}/wijzigingen/nieuw", data=typed | {"conditions_met": "y"})
    assert "Kondig een wijziging aan" in text_of(coen.get(page))
    assert "50 % van de oorspronkelijke" in text_of(coen.get(f"{page}/wijzigingen"))

    notice = {"published_on": "23-11-2026", "publication_reference": "TN 482113"}
    coen.post(f"{page}/wijzigingen/1/aankondiging", data=notice)

    assert "Kondig een wijziging aan" not in text_of(coen.get(page))
    assert "TN 482113" in text_of(as_person("ria").get(f"{page}/wijzigingen"))


def test_a_supplier_is_put_in_default_and_the_contract_ends_with_letters(number, app, as_person, set_now):
    coen, page = as_person("coen"), f"/contracten/{number}"
    said = {"failing": "Geen rapportage", "demanded": "Lever de rapportage", "hearing_on": "30-11-2026"}
    coen.post(f"{page}/ingebrekestelling/nieuw", data=said)
    notice = f"{page}/ingebrekestelling/1"
    assert "De opdrachtnemer kan reageren" in text_of(coen.get(notice))
    own = f"/portaal{notice}"
    assert "Geen rapportage" in text_of(as_person("sanne").get(own)) and as_person("rik").get(own).status_code == 404
    as_person("sanne").post(own, data={"reply": "De rapportage volgt"})
    assert "De rapportage volgt" in text_of(coen.get(notice))
    coen.post(f"{notice}/versturen", data={"cure_by": "07-12-2026"})
    coen.post(f"{notice}/brief")
    set_now(datetime.combine(MONDAY.date() + timedelta(days=15), MONDAY.time(), MONDAY.tzinfo))
    coen = as_person("coen")
    coen.post(f"{notice}/afronden", data={"outcome": "not_cured", "note": "Niets ontvangen"})
    assert "in verzuim" in text_of(coen.get(notice))
    coen.post(f"{page}/exitplan")
    end = {"ground": "default", "told_on": "08-12-2026", "terminated_on": "31-12-2026", "reason": "In verzuim"}

    coen.post(f"{page}/beeindigen", data=end | {"tracks": "run_on"})
    coen.post(f"{page}/einde/brief")
    with app.app_context():
        assert run_due_jobs() == 2
        contract = db.session.query(FrameworkContract).filter_by(number=number).one()
        titles = [entry.document.title for entry in contract.documents]

    assert titles == [f"Ingebrekestelling 1 {number}", f"Brief over de beëindiging van {number}"]
    leaving = text_of(coen.get(f"{page}/einde"))
    assert "0 van 10 stappen zijn klaar" in leaving and "Ontbinding na een ingebrekestelling" in leaving
    coen.post(f"{page}/exitplan/1", data={"note": "Besproken"})
    assert "1 van 10 stappen zijn klaar" in text_of(coen.get(f"{page}/einde"))


def test_every_step_has_its_page(number, as_person):
    coen, page = as_person("coen"), f"/contracten/{number}"
    typed = {"kind": "unforeseen", "value": "1", "months": "0", "agreed_on": "23-11-2026", "reason": "Instroom"}
    coen.post(f"{page}/wijzigingen/nieuw", data=typed | {"conditions_met": "y"})
    said = {"failing": "Geen rapportage", "demanded": "Lever de rapportage", "hearing_on": "30-11-2026"}
    coen.post(f"{page}/ingebrekestelling/nieuw", data=said)
    coen.post(f"{page}/exitplan")
    notice = f"{page}/ingebrekestelling/1"

    for address, heading in {
        f"{page}/wijzigingen/nieuw": "Wijziging vastleggen",
        f"{page}/wijzigingen/1/aankondiging": "Aankondiging vastleggen",
        f"{page}/beeindigen": "Tussentijds beëindigen",
        f"{page}/ingebrekestelling/nieuw": "Voornemen tot ingebrekestelling",
        f"{notice}/reactie": "Reactie vastleggen",
        f"{notice}/versturen": "Ingebrekestelling versturen",
        f"{notice}/afronden": "Ingebrekestelling afronden",
        f"{page}/exitplan/nieuw": "Stap toevoegen",
        f"{page}/exitplan/1": "Stap afvinken",
    }.items():
        answer = coen.get(address)
        assert answer.status_code == 200 and f"<h1>{heading}" in text_of(answer), address
