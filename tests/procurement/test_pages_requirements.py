"""The pages around the Programma van Eisen, as the people who use them."""

import html
import io
import re
from datetime import date

import pytest

from procurement.models.requirements import LibraryRequirement
from procurement.operations.requirement_revisions import RequirementRevision, apply_revisions
from procurement.operations.requirement_versions import freeze_requirements_version
from procurement.procedures import RequirementKind, VerificationMoment
from procurement.tender_content import RequirementContent
from tests.conftest import MONDAY
from tests.factories.tenders import published_tender, saved_tender
from townhall.documents.models import Document
from townhall.jobs.operations import run_due_jobs

REQUIREMENT = {"text": "U heeft een SROI-plan.", "kind": "knock_out", "verification": "with_bid", "section": "1"}


@pytest.fixture
def inge(as_person):
    return as_person("inge")


def url_of(tender):
    return f"/aanbestedingen/{tender.reference}/eisen"


def text_of(response):
    return re.sub(r"\s+", " ", response.get_data(as_text=True))


def library_item(session, text="U heeft een privacyreglement."):
    item = LibraryRequirement(
        category="Privacy", text=text, kind=RequirementKind.KNOCK_OUT, verification=VerificationMoment.WITH_BID
    )
    session.add(item)
    session.flush()
    return item


def in_three_versions(people, make=published_tender, count=40):
    """A published tender with this many requirements in three versions; each changes one requirement."""
    tender = make()
    actor = people.actor("inge")
    new = [RequirementRevision(content=RequirementContent(f"Eis nummer {number}.")) for number in range(count - 2)]
    apply_revisions(tender, new, now=MONDAY)
    for number in (1, 2, 3):
        key = tender.requirements[number - 1].key
        change = RequirementRevision(key, RequirementContent(f"Anders dan in versie {number}."))
        freeze_requirements_version(tender, reason=f"Reden {number}", actor=actor, now=tender.published_at or MONDAY)
        apply_revisions(tender, [change], now=MONDAY)
    return tender


def test_what_was_typed_stays_with_every_reason(session, inge):
    tender = saved_tender()

    page = text_of(inge.post(f"{url_of(tender)}/nieuw", data={**REQUIREMENT, "kind": "conditional", "criterion": "K1"}))

    assert "vanaf welke dag" in page and "levert geen punten op" in page
    assert "U heeft een SROI-plan." in page
    assert len(tender.requirements) == 2


def test_a_conditional_requirement_shows_its_day_and_its_check(session, inge):
    tender = saved_tender()
    form = {**REQUIREMENT, "kind": "conditional", "holds_from": "1-4-2027", "verification": "before_signing"}

    inge.post(f"{url_of(tender)}/nieuw", data={**form, "verification_method": "Kopie van het plan"})

    page = text_of(inge.get(url_of(tender)))
    assert "vanaf 1 april 2027" in page
    assert "Toets: voor de ondertekening. Kopie van het plan" in page


def test_sections_and_order_go_by_buttons_alone(session, inge):
    tender = saved_tender()
    url = url_of(tender)

    inge.post(f"{url}/indeling", data={"title": "Privacy"})
    inge.post(f"{url}/E-00000002/omlaag")
    inge.post(f"{url}/hoofdstukken/2/omhoog")
    inge.post(f"{url}/hoofdstukken/1", data={"title": "Privacy en beveiliging"})

    session.expire_all()
    assert [section.title for section in tender.sections] == ["Privacy en beveiliging", "Algemeen"]
    assert [(each.code, each.key) for each in tender.requirements] == [("1.1", "E-00000002"), ("2.1", "E-00000001")]
    assert "bestaat al" in text_of(inge.post(f"{url}/indeling", data={"title": "algemeen"}))
    assert inge.post(f"{url}/hoofdstukken/1/verwijderen").status_code == 409


def test_versions_are_saved_and_compared_to_the_word(session, inge):
    tender = saved_tender()
    url = url_of(tender)
    inge.post(f"{url}/versies", data={"reason": "Eerste opzet"})
    inge.post(f"{url}/E-00000001", data={**REQUIREMENT, "text": "U heeft twee keurmerken."})
    inge.post(f"{url}/versies", data={"reason": "Na overleg"})

    page = inge.get(f"{url}/versies/verschil?van=1&naar=2").text

    assert re.search(r"<del>.*een keurmerk\..*</del>", page) and re.search(r"<ins>.*twee keurmerken\..*</ins>", page)
    assert "niets gewijzigd" in text_of(inge.post(f"{url}/versies", data={"reason": "Nog eens"}))
    assert "U heeft een keurmerk." in inge.get(f"{url}/versies/1").text
    assert inge.get(f"{url}/versies/9").status_code == 404
    assert inge.get(f"{url}/versies/verschil?van=1&naar=9").status_code == 404


@pytest.mark.parametrize("count", [3, 40])
@pytest.mark.parametrize(
    ("path", "most"), [("", 15), ("/versies", 15), ("/versies/3", 15), ("/versies/verschil?van=1&naar=3", 14)]
)
def test_forty_requirements_in_three_versions_take_as_many_queries_as_three(
    session, inge, people, at_most_queries, count, path, most
):
    tender = in_three_versions(people, count=count)

    with at_most_queries(most):
        assert inge.get(url_of(tender) + path).status_code == 200


@pytest.mark.parametrize("path", ["/pdf", "/versies/verschil/pdf?van=1&naar=3"])
def test_a_pdf_is_made_as_a_job(session, inge, people, path):
    tender = in_three_versions(people, count=5)

    inge.post(url_of(tender) + path)

    assert run_due_jobs() == 1
    document = session.query(Document).one()
    assert tender.reference in document.filename
    assert inge.get(f"/documenten/{document.id}").data.startswith(b"%PDF")


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_file_goes_out_and_back_in_after_a_look_at_what_changes(session, inge, kind):
    tender = saved_tender()
    url = url_of(tender)
    written = inge.get(f"{url}/export/{kind}").data
    upload = {"file": (io.BytesIO(written), f"pve.{kind}")}
    assert "Deze versies zijn gelijk" in inge.post(f"{url}/importeren", data=upload).text

    changed = (
        "Hoofdstuk;Tekst;Soort;Geldt vanaf;Kenmerk\r\n"
        "Privacy;U heeft een reglement.;Voorwaardelijke eis;1-4-2027;\r\n"
        "Algemeen;U heeft twee keurmerken.;Eis (knock-out);;E-00000001\r\n"
    )
    page = inge.post(f"{url}/importeren", data={"file": (io.BytesIO(changed.encode()), "pve.csv")}).text
    session.expire_all()
    assert len(tender.sections) == 1
    hidden = dict(re.findall(r'name="(table|seen)"[^>]*value="([^"]*)"', page))

    inge.post(f"{url}/importeren/uitvoeren", data={name: html.unescape(value) for name, value in hidden.items()})

    session.expire_all()
    assert [(each.code, each.text, each.holds_from) for each in tender.requirements] == [
        ("1.1", "U heeft een reglement.", date(2027, 4, 1)),
        ("2.1", "U heeft twee keurmerken.", None),
    ]


def test_a_file_with_one_mistake_changes_nothing_and_names_every_mistake(session, inge):
    tender = saved_tender()
    wrong = "Hoofdstuk;Tekst;Soort\r\nAlgemeen;Goed;Eis\r\nAlgemeen;;Eis\r\n;Fout;Misschien\r\n"

    page = text_of(
        inge.post(f"{url_of(tender)}/importeren", data={"file": (io.BytesIO(wrong.encode()), "pve.csv")})
    )

    assert "Regel 3: Vul de tekst" in page and "Regel 4: Vul het hoofdstuk in" in page and "‘Misschien’" in page
    assert len(tender.requirements) == 2


def test_a_damaged_confirmation_changes_nothing(session, inge):
    tender = saved_tender()

    page = inge.post(f"{url_of(tender)}/importeren/uitvoeren", data={"table": "{", "seen": "[]"}).text

    assert "beschadigd" in page
    assert len(tender.requirements) == 2


def test_the_library_is_filled_searched_and_used(session, inge):
    tender = saved_tender()
    inge.post("/eisenbibliotheek/nieuw", data={**REQUIREMENT, "category": "Social return"})
    item = session.query(LibraryRequirement).one()

    inge.post(f"{url_of(tender)}/uit-bibliotheek", data={"chosen": [str(item.id)], "section": "1"})

    session.expire_all()
    assert tender.requirements[-1].text == "U heeft een SROI-plan."
    page = text_of(inge.get("/eisenbibliotheek?zoek=sroi"))
    assert "Social return" in page and "1 ×" in page
    assert tender.reference in inge.get(f"/eisenbibliotheek/{item.id}").text
    assert "Niets gevonden" in inge.get("/eisenbibliotheek?zoek=bestaat-niet").text


def test_a_retired_requirement_is_offered_no_longer(session, inge):
    tender, item = saved_tender(), library_item(session)
    url = f"{url_of(tender)}/uit-bibliotheek"
    assert item.text in inge.get(url).text

    inge.post(f"/eisenbibliotheek/{item.id}/uit-gebruik")

    assert item.text not in inge.get(url).text
    inge.post(f"/eisenbibliotheek/{item.id}/in-gebruik")
    assert item.text in inge.get(url).text


def test_a_requirement_of_a_tender_fills_the_form_of_the_library(session, inge):
    tender = saved_tender()

    page = inge.get(f"/eisenbibliotheek/nieuw?aanbesteding={tender.reference}&eis=E-00000001").text

    assert "U heeft een keurmerk." in page


def test_requirements_are_copied_from_another_tender(session, inge):
    source, tender = saved_tender(), saved_tender()
    url = f"{url_of(tender)}/kopieren"
    assert source.reference in inge.get(url).text

    inge.post(f"{url}?van={source.reference}", data={"chosen": ["E-00000001"], "section": "1"})

    session.expire_all()
    assert [each.text for each in tender.requirements].count("U heeft een keurmerk.") == 2


@pytest.mark.parametrize("path", ["/indeling", "/importeren", "/uit-bibliotheek", "/kopieren", "/eisenbibliotheek"])
def test_who_only_reads_tenders_changes_nothing(session, as_person, path):
    tender = saved_tender()
    ria = as_person("ria")
    is_library = path == "/eisenbibliotheek"

    assert ria.get(path if is_library else url_of(tender) + path).status_code == (200 if is_library else 403)
    assert ria.post(f"{url_of(tender)}/E-00000001/omlaag").status_code == 403


def test_a_published_document_stays_as_it_is(session, inge):
    tender = published_tender()

    inge.post(f"{url_of(tender)}/E-00000001/omlaag")
    inge.post(f"{url_of(tender)}/versies", data={"reason": "Stiekem"})

    session.expire_all()
    assert [each.key for each in tender.requirements] == ["E-00000001", "E-00000002"]


def test_bidders_see_what_changed_after_the_publication(session, visitor, people):
    tender = in_three_versions(people, count=5)
    session.commit()
    url = f"/portaal/aanbestedingen/{tender.reference}"

    assert "gewijzigd na de publicatie" in visitor.get(url).text
    page = visitor.get(f"{url}/eisen").text

    assert "<ins>" in page and "versie 2" in page
    assert visitor.get("/portaal/aanbestedingen/9999-001/eisen").status_code == 404
