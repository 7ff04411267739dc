"""The pages from ranking to final award, and the supplier's own letters."""

import pytest

from procurement.bids import EnvelopeKind
from procurement.lifecycle import TenderStatus
from procurement.queries.awards import letters_of, letters_to, lot_awards_of, reports_of
from procurement.queries.tenders import tender_by_reference
from tests.factories.assessment import (
    DECIDED_AT,
    LOCKED_AT,
    after_standstill,
    assessable_tender,
    assessment_begun,
    decided_tender,
    drafted_report,
    give_mandate,
    quality_locked,
    ranked_tender,
    told_tender,
)
from tests.factories.bids import opened
from townhall.database import db
from townhall.jobs.operations import run_due_jobs

LONG = "Na beraad blijkt dat de inschrijving niet aan de eisen kan voldoen."


def text_of(response):
    """The page as text."""
    return response.get_data(as_text=True)


@pytest.fixture
def saved(session, set_now):
    """Saves a tender and moves the clock to the day of the decision."""

    def save(tender):
        db.session.commit()
        set_now(DECIDED_AT)
        return tender.reference

    return save


def test_the_ranking_is_made_with_a_button_and_explains_itself(saved, as_person):
    tender = quality_locked(assessment_begun(), {"Werkvooruit": 10, "Baanbrug": 6})
    reference = saved(tender)
    inge = as_person("inge")
    url = f"/aanbestedingen/{reference}/rangorde"

    assert "nog niet geopend" in text_of(inge.get(url))
    opened(tender_by_reference(reference), kind=EnvelopeKind.PRICE, by=("Gert", "Hanna"), now=LOCKED_AT)
    db.session.commit()
    assert inge.post(url).status_code == 302

    page = text_of(inge.get(url))
    assert "Waarom Werkvooruit Haarlem BV (fictief) boven Baanbrug BV (fictief) staat" in page
    assert "€\N{NO-BREAK SPACE}3.050,00" in page
    assert as_person("ria").post(url).status_code == 403


def test_no_price_is_on_any_page_before_quality_is_locked(saved, as_person):
    reference = saved(assessment_begun())

    for name in ("inge", "anouk", "ria"):
        for path in ("beoordeling", "rangorde", "gunning", "consensus", "inschrijvingen"):
            page = text_of(as_person(name).get(f"/aanbestedingen/{reference}/{path}"))
            assert "1.800" not in page
            assert "1800" not in page


def test_the_report_is_drafted_by_inge_and_adopted_by_wim(saved, as_person):
    tender = ranked_tender()
    give_mandate()
    reference = saved(tender)
    inge, wim = as_person("inge"), as_person("wim")

    drafted = inge.post(
        f"/aanbestedingen/{reference}/verslag",
        data={
            "withheld_information_applies": "no",
            "withheld_information": "Geen ondernemer heeft hierom verzocht.",
            "conflicts_applies": "no",
            "conflicts": "Er zijn geen belangenconflicten geconstateerd.",
            "prior_involvement_applies": "no",
            "prior_involvement": "Geen inschrijver was betrokken bij de voorbereiding.",
        },
    )
    assert drafted.status_code == 302
    refused = wim.post(f"/aanbestedingen/{reference}/verslag/1/vaststellen", data={"mandate_reference": "Register 14"})
    assert "Onderdeel h" in text_of(refused)

    inge.post(
        f"/aanbestedingen/{reference}/verslag",
        data={
            "withheld_information_applies": "no",
            "withheld_information": "Geen ondernemer heeft hierom verzocht.",
            "conflicts_applies": "no",
            "conflicts": "Er zijn geen belangenconflicten geconstateerd.",
            "prior_involvement_applies": "no",
            "prior_involvement": "Geen inschrijver was betrokken bij de voorbereiding.",
            "winners": "De winnaar werkt zonder onderaannemers.",
        },
    )
    assert as_person("inge").get(f"/aanbestedingen/{reference}/verslag/1/vaststellen").status_code == 403
    adopted = wim.post(f"/aanbestedingen/{reference}/verslag/1/vaststellen", data={"mandate_reference": "Register 14"})
    assert adopted.status_code == 302
    db.session.expire_all()
    assert tender_by_reference(reference).status == TenderStatus.DECIDED


def test_who_asked_for_the_report_follows_how_far_the_pdf_is(saved, as_person):
    tender = ranked_tender()
    job = f"/opdrachten/{drafted_report(tender).job_id}"
    reference = saved(tender)
    inge, wim = as_person("inge"), as_person("wim")

    assert job in text_of(inge.get(f"/aanbestedingen/{reference}/verslag/1"))
    assert inge.get(job).status_code == 200
    assert job not in text_of(wim.get(f"/aanbestedingen/{reference}/verslag/1"))


def test_a_draft_of_the_report_is_not_for_everybody(saved, as_person):
    tender = ranked_tender()
    drafted_report(tender)
    reference = saved(tender)

    assert as_person("wim").get(f"/aanbestedingen/{reference}/verslag/1").status_code == 200
    assert as_person("coen").get(f"/aanbestedingen/{reference}/verslag/1").status_code == 404


def test_the_letters_are_sent_with_one_button(saved, as_person):
    reference = saved(decided_tender(lots=2))
    inge = as_person("inge")

    assert "verstuur de brieven" in text_of(inge.get(f"/aanbestedingen/{reference}/gunning"))
    assert inge.post(f"/aanbestedingen/{reference}/gunning/brieven").status_code == 302

    page = text_of(inge.get(f"/aanbestedingen/{reference}/gunning"))
    assert "4 januari 2027" in page
    assert "Werkvooruit" in page
    assert inge.post(f"/aanbestedingen/{reference}/gunning/brieven").status_code == 409


def test_an_objection_is_recorded_and_settled_and_the_award_made_final(saved, as_person, people, set_now):
    tender = told_tender()
    award_id, later = lot_awards_of(tender)[0].id, after_standstill(tender)
    reference = saved(tender)
    inge, wim = as_person("inge"), as_person("wim")
    base = f"/aanbestedingen/{reference}/gunning"

    done = inge.post(
        f"{base}/{award_id}/bezwaar",
        data={
            "kind": "summons",
            "supplier": str(people.rik.organisation_id),
            "received_on": "14-12-2026",
            "grounds": "De motivering op K1 is te dun.",
        },
    )
    assert done.status_code == 302
    assert inge.post(f"{base}/{award_id}/bewijsstukken", data={"remarks": "KvK gezien."}).status_code == 302
    set_now(later)
    assert "Er loopt een kort geding" in text_of(wim.post(f"{base}/{award_id}/definitief"))

    objection_id = lot_awards_of(tender_by_reference(reference))[0].objections[0].id
    settled = inge.post(
        f"{base}/bezwaren/{objection_id}",
        data={"outcome": "rejected", "settled_on": f"{later:%d-%m-%Y}", "settlement": LONG},
    )
    assert settled.status_code == 302
    assert wim.post(f"{base}/{award_id}/definitief").status_code == 302
    db.session.expire_all()
    assert tender_by_reference(reference).status == TenderStatus.AWARDED


def test_a_lot_is_declined_with_a_reason(saved, as_person):
    reference = saved(ranked_tender(lots=2))
    inge = as_person("inge")
    url = f"/aanbestedingen/{reference}/gunning/perceel/2/niet-gunnen"

    assert "Leg in een volledige zin uit" in text_of(inge.post(url, data={"reason": "nee"}))
    assert inge.post(url, data={"reason": LONG}).status_code == 302
    assert "Niet gegund" in text_of(inge.get(f"/aanbestedingen/{reference}/gunning"))


def test_a_tender_that_awards_nothing_goes_through_the_pages_to_report_and_letters(saved, as_person, people):
    give_mandate()
    reference = saved(assessable_tender())
    inge, wim, url = as_person("inge"), as_person("wim"), f"/aanbestedingen/{reference}"

    assert inge.post(f"{url}/gunning/perceel/1/niet-gunnen", data={"reason": LONG}).status_code == 302
    page = text_of(inge.get(f"{url}/gunning"))
    assert "Geen enkel perceel wordt gegund" in page and "Gunningsverslag opstellen" in page
    drafted_report(tender_by_reference(reference))
    db.session.commit()
    adopted = wim.post(f"{url}/verslag/1/vaststellen", data={"mandate_reference": "Register 14"})
    assert adopted.status_code == 302
    run_due_jobs()
    done = text_of(inge.post(f"{url}/gunning/brieven", follow_redirects=True))
    run_due_jobs()

    assert "2 brieven zijn tegelijk verstuurd. De aanbesteding is afgesloten zonder gunning." in done
    report = reports_of(tender_by_reference(reference))[0]
    assert as_person("ria").get(f"/documenten/{report.document_id}").data.startswith(b"%PDF")
    shown = text_of(as_person("ria").get(f"{url}/verslag/1"))
    assert f"Perceel 1 (Statushouders 1): {LONG}" in shown and "Geen enkel perceel is gegund" in shown
    letter = letters_to(people.sanne.organisation_id)[0]
    assert LONG in text_of(as_person("sanne").get(f"/portaal/gunningen/{letter.id}"))


def test_a_supplier_reads_its_own_letter_and_never_another(saved, as_person, people):
    tender = told_tender()
    mine, other = {}, {}
    for letter in letters_of(tender):
        (mine if letter.supplier_id == people.rik.organisation_id else other)[letter.id] = letter
    mine_id, other_id = next(iter(mine)), next(iter(other))
    saved(tender)
    rik = as_person("rik")

    assert "2026-" in text_of(rik.get("/portaal/gunningen"))
    page = text_of(rik.get(f"/portaal/gunningen/{mine_id}"))
    assert "Werkvooruit Haarlem BV (fictief)" in page
    assert "Rechtbank Noord-Holland" in page
    assert rik.get(f"/portaal/gunningen/{other_id}").status_code == 404


def test_the_papers_are_made_by_the_job_and_kept_from_others(saved, as_person, people):
    tender = told_tender()
    reference = saved(tender)

    assert run_due_jobs() >= 3

    db.session.expire_all()
    report = reports_of(tender_by_reference(reference))[0]
    letters = {each.supplier_id: each for each in letters_of(tender_by_reference(reference))}
    rik, sanne = people.rik.organisation_id, people.sanne.organisation_id
    assert report.document_id
    assert all(each.document_id for each in letters.values())
    assert as_person("ria").get(f"/documenten/{report.document_id}").status_code == 200
    assert as_person("rik").get(f"/documenten/{report.document_id}").status_code == 404
    assert as_person("rik").get(f"/documenten/{letters[rik].document_id}").status_code == 200
    assert as_person("rik").get(f"/documenten/{letters[sanne].document_id}").status_code == 404
