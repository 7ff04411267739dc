"""The pages of preparing and publishing a tender, as the people who use them."""

import re
from datetime import date, datetime

import pytest
from sqlalchemy import func, select

from procurement.bids import EnvelopeKind
from procurement.lifecycle import TenderStatus
from procurement.models.openings import Opener, TenderKey
from procurement.models.policy import PolicyBandRow
from procurement.models.tenders import Lot, Tender
from procurement.procedures import Procedure
from procurement.tender_formulas import PriceFormula
from tests.conftest import MONDAY
from tests.factories.tenders import published_tender, saved_tender
from townhall.audit.models import AuditEntry
from townhall.clock import AMSTERDAM
from townhall.money import euros

STAFF_PAGES = ("", "/percelen", "/regime", "/eisen", "/criteria", "/stukken", "/vragen")
BUYER_PAGES = (
    "/gegevens", "/planning", "/percelen/nieuw", "/percelen/1", "/cpv", "/cpv?zoek=opleiding", "/eisen/nieuw",
    "/eisen/E-00000001", "/criteria/nieuw", "/criteria/1", "/criteria/formule", "/publiceren", "/intrekken",
    "/sluiting", "/inbesteding", "/uitnodigingen", "/vragen/nota",
)  # fmt: skip


@pytest.fixture
def inge(as_person):
    return as_person("inge")


def with_keys(tender, people, session):
    for name in ("gert", "hanna", "bram"):
        session.add(Opener(tender_id=tender.id, account_id=getattr(people, name).id, named_at=MONDAY))
    for number, kind in enumerate(EnvelopeKind):
        key = TenderKey(tender_id=tender.id, kind=kind, public_key=bytes([number]) * 32, made_at=MONDAY)
        session.add(key)
    session.flush()
    return tender


def text_of(response):
    return re.sub(r"\s+", " ", response.get_data(as_text=True))


def version_of(page):
    return re.search(r'name="seen_version"[^>]*value="(\d+)"', page.get_data(as_text=True)).group(1)


@pytest.mark.parametrize("make", [saved_tender, published_tender])
def test_every_page_opens_for_the_buyer(session, inge, make):
    tender = make(lots=2)
    url = f"/aanbestedingen/{tender.reference}"

    for path in (*STAFF_PAGES, *BUYER_PAGES):
        assert inge.get(url + path).status_code == 200, path


@pytest.mark.parametrize("procedure", list(Procedure))
def test_an_empty_draft_opens_whatever_its_procedure(session, inge, procedure):
    tender = Tender(title="Leeg", procedure=procedure, reference="2026-900", status=TenderStatus.DRAFT)
    session.add(tender)

    for path in (*STAFF_PAGES, "/cpv", "/publiceren", "/inbesteding", "/uitnodigingen", "/planning"):
        assert inge.get(f"/aanbestedingen/2026-900{path}").status_code == 200, path


def test_the_auditor_reads_and_changes_nothing(session, as_person):
    tender = saved_tender()
    ria = as_person("ria")

    for path in STAFF_PAGES:
        assert ria.get(f"/aanbestedingen/{tender.reference}{path}").status_code == 200
    for path in BUYER_PAGES:
        assert ria.get(f"/aanbestedingen/{tender.reference}{path}").status_code == 403
    assert ria.post(f"/aanbestedingen/{tender.reference}/stukken").status_code == 403
    assert "Nieuwe aanbesteding" not in text_of(ria.get("/aanbestedingen"))


def test_a_supplier_sees_no_staff_page_and_no_draft(session, as_person):
    tender = saved_tender()
    sanne = as_person("sanne")

    assert sanne.get(f"/aanbestedingen/{tender.reference}").status_code == 403
    assert sanne.get(f"/portaal/aanbestedingen/{tender.reference}").status_code == 404


def test_a_reference_that_does_not_exist_is_not_found(inge):
    assert inge.get("/aanbestedingen/1999-001").status_code == 404


def test_a_tender_begins_with_a_title_and_a_procedure(session, inge):
    answer = inge.post(
        "/aanbestedingen/nieuw", data={"title": "Trajecten 2027", "procedure": "sas"}, follow_redirects=True
    )

    assert "Trajecten 2027" in text_of(answer)
    assert session.scalar(select(Tender.title)) == "Trajecten 2027"


def test_a_tender_that_follows_a_contract_begins_with_what_is_known_and_leads_to_its_planning(session, inge):
    begin = text_of(inge.get("/aanbestedingen/nieuw?titel=Werkfit+vanaf+2027&procedure=sas&start=2027-09-01"))
    assert 'value="Werkfit vanaf 2027"' in begin and 'value="01-09-2027"' in begin
    assert "Nieuwe aanbesteding" in text_of(inge.get("/aanbestedingen/nieuw?procedure=x&start=morgen"))

    answer = inge.post(
        "/aanbestedingen/nieuw",
        data={"title": "Werkfit vanaf 2027", "procedure": "sas", "starts_on": "01-09-2027"}, follow_redirects=True,
    )  # fmt: skip

    assert answer.request.path.endswith("/tijdlijn/terugrekenen")
    assert 'value="01-09-2027"' in text_of(answer)
    assert session.scalar(select(Tender.starts_on)) == date(2027, 9, 1)


def test_wrong_input_keeps_what_was_typed_and_changes_nothing(session, inge):
    answer = inge.post("/aanbestedingen/nieuw", data={"title": "", "description": "Al dit typwerk"})

    page = text_of(answer)
    assert "Controleer deze velden" in page
    assert "Al dit typwerk" in page
    assert session.scalar(select(func.count(Tender.id))) == 0


def test_a_bsn_in_a_text_is_refused(session, inge):
    answer = inge.post("/aanbestedingen/nieuw", data={"title": "Deelnemer 111222333", "procedure": "sas"})

    assert "burgerservicenummer" in text_of(answer)


def test_the_list_searches_and_filters(session, inge):
    saved_tender(title="Statushouders aan het werk")
    published_tender(title="Jobcoaching 100%")

    assert "Jobcoaching" not in text_of(inge.get("/aanbestedingen?zoek=statushouders"))
    assert "Jobcoaching" in text_of(inge.get("/aanbestedingen?zoek=100%25"))
    assert "Statushouders" not in text_of(inge.get("/aanbestedingen?status=published"))
    assert "Niets gevonden" in text_of(inge.get("/aanbestedingen?zoek=bestaat_niet"))


def test_a_stale_form_is_refused_in_words(session, inge):
    tender = saved_tender(title="Oud")
    url = f"/aanbestedingen/{tender.reference}/gegevens"
    version = version_of(inge.get(url))
    form = {"title": "Eerste", "procedure": "sas", "seen_version": version}
    assert inge.post(url, data=form).status_code == 302

    answer = inge.post(url, data={**form, "title": "Tweede"})

    assert "Iemand anders heeft dit intussen gewijzigd: Inge" in text_of(answer)
    assert f'href="{url}"' in answer.text, "a link to the new version"
    assert "Tweede" in text_of(answer)
    assert session.scalar(select(Tender.title)) == "Eerste"


def test_the_planning_keeps_dutch_dates(session, inge):
    tender = saved_tender()
    url = f"/aanbestedingen/{tender.reference}/planning"
    form = {
        "seen_version": version_of(inge.get(url)), "notice_on": "1-12-2026", "closes_at": "20-01-2027 12:00",
        "standstill_kind": "voluntary", "standstill_days": "20", "extension_count": "1",
        "extension_months": "12", "duration_months": "24",
    }  # fmt: skip

    answer = inge.post(url, data=form)

    assert answer.status_code == 302
    assert tender.notice_on == date(2026, 12, 1)
    assert tender.answers_by is None
    assert tender.total_months() == 36


def lot_form(**what_matters):
    form = {
        "title": "50-plussers", "target_group": "over_fifty", "clients_per_year": "40",
        "financing": "no_cure_less_pay", "maximum_value": "1.000.000", "maximum_reason": "Budget van de raad",
        "milestones-0-kind": "intake", "milestones-0-share_percent": "25",
        "milestones-0-expected_attainment": "100", "milestones-0-highest_fee": "1.250,50",
        "milestones-1-kind": "placement", "milestones-1-share_percent": "75",
        "milestones-1-expected_attainment": "50", "milestones-1-highest_fee": "3000",
        "milestones-2-kind": "",
    }  # fmt: skip
    return {**form, **what_matters}


def test_a_lot_is_added_with_its_milestones(session, inge):
    tender = saved_tender(lots=0)

    answer = inge.post(f"/aanbestedingen/{tender.reference}/percelen/nieuw", data=lot_form(), follow_redirects=True)

    lot = session.scalar(select(Lot))
    # 40 people × 4 years × (1.250,50 + half of 3.000)
    assert lot.expected_value == euros("440080")
    assert [each.label for each in lot.milestones] == ["Intake", "Plaatsing"]
    assert "€\xa0440.080,00" in answer.get_data(as_text=True)


def test_a_lot_with_mistakes_says_each_and_keeps_the_rows(session, inge):
    tender = saved_tender(lots=0)
    wrong = lot_form(**{"clients_per_year": "veel", "milestones-0-highest_fee": "abc"})

    page = text_of(inge.post(f"/aanbestedingen/{tender.reference}/percelen/nieuw", data=wrong))

    assert "Vul een heel getal in" in page
    assert "Vul een bedrag in" in page
    assert 'value="abc"' in page
    assert session.scalar(select(func.count(Lot.id))) == 0


def test_no_cure_no_pay_with_an_intake_fee_is_refused_on_the_page(session, inge):
    tender = saved_tender(lots=0)

    page = text_of(
        inge.post(f"/aanbestedingen/{tender.reference}/percelen/nieuw", data=lot_form(financing="no_cure_no_pay"))
    )

    assert "Bij no cure no pay wordt alleen voor resultaat betaald" in page
    assert 'value="50-plussers"' in page


def test_a_lot_is_changed_and_removed(session, inge):
    tender = saved_tender(lots=2)
    url = f"/aanbestedingen/{tender.reference}/percelen"

    inge.post(f"{url}/2", data=lot_form(title="Anders"))
    assert [lot.title for lot in tender.lots] == ["Perceel 1", "Anders"]
    inge.post(f"{url}/2/verwijderen")

    session.expire_all()
    assert len(tender.lots) == 1


def test_codes_are_searched_added_valued_and_removed(session, inge):
    tender = saved_tender()
    url = f"/aanbestedingen/{tender.reference}/cpv"
    assert "80530000-8" in text_of(inge.get(f"{url}?zoek=beroepsopleiding"))
    inge.post(f"{url}/toevoegen", data={"code": "80530000"})
    form = {
        "seen_version": version_of(inge.get(url)), "parts-0-code": "79611000", "parts-0-value": "100",
        "parts-1-code": "80530000", "parts-1-value": "50", "main": "80530000",
    }  # fmt: skip

    inge.post(url, data={**form, "remove": "79611000"})

    session.expire_all()
    assert [(part.code, part.value, part.is_main) for part in tender.cpv_parts] == [("80530000", euros(50), True)]


def test_a_code_that_does_not_exist_is_refused(session, inge):
    tender = saved_tender()

    answer = inge.post(f"/aanbestedingen/{tender.reference}/cpv/toevoegen", data={"code": "12345678"})

    assert answer.status_code == 409
    assert "bestaat niet" in text_of(answer)


def test_the_browser_of_codes_pages_through_all_of_them(session, inge):
    assert "9.458" in text_of(inge.get("/cpv-codes"))
    assert inge.get("/cpv-codes?pagina=379").status_code == 200
    assert "79611000-0" in text_of(inge.get("/cpv-codes?zoek=sollicitatiebegeleiding"))


def test_the_advice_is_explained_kept_and_compared(session, inge):
    tender = saved_tender(with_advice=False)
    url = f"/aanbestedingen/{tender.reference}/regime"
    page = text_of(inge.get(url))
    assert "Advies van nu" in page and "art. 2.15 lid 1 AW" in page

    inge.post(f"{url}/vastleggen")
    assert "Vastgelegd door Inge Inkoop" in text_of(inge.get(url))
    tender.lots[0].expected_value = euros(100000)
    session.flush()

    page = text_of(inge.get(url))
    assert "Wat er is veranderd sinds het advies" in page
    assert "€ 100.000,00" in page


def test_a_published_tender_is_not_asked_to_redo_its_advice(session, inge):
    tender = published_tender()
    tender.notice_on = date(2026, 11, 20)
    session.flush()

    page = text_of(inge.get(f"/aanbestedingen/{tender.reference}/regime"))

    assert "Vastgelegd advies" in page
    assert "Wat er is veranderd sinds het advies" not in page


def test_the_page_of_a_tender_links_to_the_next_step(session, inge, people):
    draft = with_keys(saved_tender(), people, session)
    url = f"/aanbestedingen/{draft.reference}"
    assert "Alles is compleet" in text_of(inge.get(url))

    draft.starts_on = None
    session.flush()
    assert f'Volgende stap: <a href="{url}/planning">' in text_of(inge.get(url))

    running = published_tender()
    assert f'<a href="/aanbestedingen/{running.reference}/vragen">Naar de vragen</a>' in text_of(
        inge.get(f"/aanbestedingen/{running.reference}")
    )


def test_a_number_that_is_too_high_is_named_with_its_field(session, inge):
    tender = saved_tender()
    page = text_of(
        inge.post(
            f"/aanbestedingen/{tender.reference}/criteria/nieuw",
            data={"code": "X", "title": "Extra", "kind": "quality", "weight": "13.000"},
        )
    )
    assert "Gewicht: vul 10000 of minder in." in page


def test_the_memo_is_made_by_a_job_and_stands_in_the_file(session, inge):
    from townhall.documents import storage
    from townhall.documents.models import Document
    from townhall.jobs.operations import run_due_jobs

    tender = saved_tender()
    url = f"/aanbestedingen/{tender.reference}/regime"
    answer = inge.post(f"{url}/memo")
    assert answer.status_code == 302

    assert run_due_jobs() == 1
    document = session.scalar(select(Document))
    assert storage.read(document).startswith(b"%PDF")
    assert f"{document.title} openen" in inge.get(answer.location).text
    assert f'href="/documenten/{document.id}"' in inge.get(url).text
    assert inge.post(f"{url}/memo").status_code == 409


def test_an_older_advice_stays_readable_beside_a_newer_one(session, inge):
    tender = saved_tender(lots=2)  # with an advice from before advices were filed one by one
    url = f"/aanbestedingen/{tender.reference}/regime"
    tender.lots[0].expected_value = euros(60000)
    session.flush()

    inge.post(f"{url}/vastleggen")

    page = text_of(inge.get(url))
    assert "Regime-advies 2" in page and "Regime-advies 1" in page and "De pdf wordt gemaakt" in page
    older, newer = text_of(inge.get(f"{url}/adviezen/1")), text_of(inge.get(f"{url}/adviezen/2"))
    assert "Mag erbuiten blijven" in newer and "Mag erbuiten blijven" not in older
    assert inge.get(f"{url}/adviezen/3").status_code == 404


def test_values_that_need_a_reason_are_refused_together_and_nothing_typed_is_lost(session, inge):
    tender = saved_tender(lots=0)
    typed = lot_form(maximum_reason="", estimate_method="twelve_months", **{"options-0-label": "Extra training"})

    page = text_of(inge.post(f"/aanbestedingen/{tender.reference}/percelen/nieuw", data=typed))

    for reason in ("Leg uit waarom u niet over", "Optie 1: vul in wat de optie kost", "andere maximale waarde kiest"):
        assert reason in page
    assert 'value="Extra training"' in page and 'value="1.000.000"' in page
    assert session.scalar(select(func.count(Lot.id))) == 0


def test_the_form_of_a_lot_shows_only_a_maximum_that_somebody_typed(session, inge):
    tender = saved_tender()
    url = f"/aanbestedingen/{tender.reference}/percelen/1"
    assert 'name="maximum_value" type="text" value="2.976.000,00"' in text_of(inge.get(url))

    inge.post(f"{url}/maximum")

    assert 'name="maximum_value" type="text" value=""' in text_of(inge.get(url))


def test_the_computed_maximum_is_taken_over_with_one_button(session, inge):
    tender = saved_tender()
    url = f"/aanbestedingen/{tender.reference}/percelen"
    assert "Het werkblad komt op een maximale waarde" in text_of(inge.get(url))

    inge.post(f"{url}/1/maximum")

    page = text_of(inge.get(url))
    assert "Het werkblad komt op een maximale waarde" not in page
    # 120 a year × 4 years × 5.000; in two lines, and their sum.
    assert tender.lots[0].maximum_value == euros(2400000)
    assert "120 deelnemers per jaar × 24 maanden ÷ 12 × € 5.000,00" in page


def test_requirements_and_criteria_are_added_changed_and_removed(session, inge):
    tender = saved_tender()
    url = f"/aanbestedingen/{tender.reference}"

    inge.post(f"{url}/eisen/nieuw", data={"text": "Nieuwe eis", "kind": "knock_out", "lot": "1"})
    added = tender.requirements[-1].key
    inge.post(f"{url}/eisen/{added}", data={"text": "Nu een wens", "kind": "wish", "criterion": "K1"})
    inge.post(f"{url}/eisen/E-00000001/verwijderen")
    inge.post(f"{url}/criteria/nieuw", data={"code": "K2", "title": "SROI", "kind": "quality", "weight": "10"})
    inge.post(f"{url}/criteria/3", data={"code": "K3", "title": "SROI", "kind": "quality", "weight": "5,5"})

    session.expire_all()
    assert [(each.code, each.text) for each in tender.requirements][-1] == ("1.2", "Nu een wens")
    assert str(tender.criteria[-1].weight) == "5.5"
    inge.post(f"{url}/criteria/3/verwijderen")
    session.expire_all()
    assert len(tender.criteria) == 2


def test_a_formula_needs_its_own_numbers(session, inge):
    tender = saved_tender()
    url = f"/aanbestedingen/{tender.reference}/criteria/formule"
    form = {
        "seen_version": version_of(inge.get(url)), "price_formula": "award_on_value", "quality_method": "average",
        "total_points": "100", "rounding_place": "per_criterion", "rounding_decimals": "2", "tie_rule": "draw",
        "drop_out_rule": "recompute", "allocation_rule": "lot_order",
    }  # fmt: skip

    assert "ontbreekt" in text_of(inge.post(url, data=form))
    inge.post(url, data={**form, "max_value": "60.000", "full_at": "12"})

    session.expire_all()
    assert tender.price_formula == PriceFormula.AWARD_ON_VALUE
    assert tender.price_parameters == {"max_value": "60000"}


def test_publishing_is_refused_with_the_whole_list(session, inge):
    tender = saved_tender(lots=0, closes_at=None)
    url = f"/aanbestedingen/{tender.reference}/publiceren"

    page = text_of(inge.post(url))

    for sentence in ("nog geen perceel", "nog geen CPV-code", "regime-advies", "sluiting ontbreekt", "openers"):
        assert sentence in page
    assert tender.status == TenderStatus.DRAFT
    assert session.scalar(select(func.count(AuditEntry.id))) == 0


def test_a_complete_tender_is_published_from_its_page(session, inge, people):
    tender = with_keys(saved_tender(lots=2), people, session)
    url = f"/aanbestedingen/{tender.reference}"
    assert "Nu publiceren" in text_of(inge.get(f"{url}/publiceren"))

    answer = inge.post(f"{url}/publiceren", follow_redirects=True)

    assert "is gepubliceerd" in text_of(answer)
    assert tender.status == TenderStatus.PUBLISHED
    assert "ligt daarom vast" in text_of(inge.get(f"{url}/percelen/1"))


def test_an_in_house_award_is_recorded_from_its_page(session, inge):
    tender = saved_tender(procedure=Procedure.IN_HOUSE, procedure_reason="Werkpas BV, art. 2.24b AW")

    inge.post(f"/aanbestedingen/{tender.reference}/inbesteding")

    assert tender.status == TenderStatus.AWARDED


def test_closing_is_moved_and_a_tender_withdrawn_from_their_pages(session, inge):
    tender = published_tender()
    url = f"/aanbestedingen/{tender.reference}"

    page = text_of(inge.post(f"{url}/sluiting", data={"closes_at": "01-01-2027 12:00", "reason": "Storing"}))
    assert "Kies een later moment" in page and "Storing" in page
    inge.post(f"{url}/sluiting", data={"closes_at": "20-01-2027 12:00", "reason": "Storing"})
    assert tender.closes_at.day == 20
    inge.post(f"{url}/intrekken", data={"reason": "Budget vervallen"})

    assert tender.status == TenderStatus.WITHDRAWN
    assert "Budget vervallen" in text_of(inge.get(url))


def test_documents_are_uploaded_and_refused_when_they_are_not_what_they_say(session, inge):
    from io import BytesIO

    tender = saved_tender()
    url = f"/aanbestedingen/{tender.reference}/stukken"
    fake = {"file": (BytesIO(b"geen pdf"), "leidraad.pdf"), "title": "Leidraad"}
    assert "geen pdf-bestand" in text_of(inge.post(url, data=fake))
    inge.post(url, data={"file": (BytesIO(b"%PDF-1.7\n%%EOF\n"), "leidraad.pdf"), "title": "Leidraad"})

    session.expire_all()
    assert "Leidraad" in text_of(inge.get(url))
    inge.post(f"{url}/{tender.documents[0].id}/verwijderen")
    assert "Nog geen stukken" in text_of(inge.get(url))


def test_a_private_tender_lists_whom_it_asks(session, inge, people):
    tender = saved_tender(procedure=Procedure.MULTIPLE_PRIVATE)
    url = f"/aanbestedingen/{tender.reference}/uitnodigingen"
    sanne = people.sanne.organisation

    inge.post(url, data={"supplier": str(sanne.id)})
    page = text_of(inge.post(url, data={"supplier": str(sanne.id)}))

    assert "staat al op de lijst" in page
    assert sanne.name in page


def test_the_administrator_adds_limits_and_amounts_and_the_buyer_reads_them(session, as_person, inge):
    ali = as_person("ali")
    form = {
        "market": "sas", "multiple_from": "30.000", "in_force_from": "01-01-2027", "source": "Beleid 2027",
    }  # fmt: skip
    assert ali.post("/inkoopbeleid/grenzen", data=form).status_code == 302
    assert "staan er al grenzen" in text_of(ali.post("/inkoopbeleid/grenzen", data=form))
    amounts = {
        "year": "2028", "services_subcentral": "220.000", "services_central": "145.000", "works": "5.500.000",
        "sas": "750.000", "services_special_sectors": "440.000", "source": "Publicatieblad",
    }  # fmt: skip
    assert ali.post("/inkoopbeleid/drempels", data=amounts).status_code == 302

    page = text_of(inge.get("/inkoopbeleid"))
    assert "Beleid 2027" in page and "€ 220.000,00" in page
    assert inge.post("/inkoopbeleid/grenzen", data=form).status_code == 403
    assert session.scalar(select(func.count(PolicyBandRow.id))) == 2


@pytest.mark.parametrize("lots", [1, 8])
def test_the_page_of_a_tender_takes_as_many_queries_for_one_lot_as_for_eight(session, inge, at_most_queries, lots):
    tender = published_tender(lots=lots)
    url = f"/aanbestedingen/{tender.reference}"

    for path, most in (("", 27), ("/percelen", 12), ("/eisen", 14), ("/regime", 15)):
        with at_most_queries(most):
            inge.get(url + path)


@pytest.mark.parametrize("tenders", [1, 20])
def test_the_list_takes_as_many_queries_for_one_tender_as_for_twenty(session, inge, at_most_queries, tenders):
    for _ in range(tenders):
        saved_tender()

    with at_most_queries(9):
        inge.get("/aanbestedingen")


def test_staff_reads_the_planned_and_the_last_day_for_answers_each_by_its_name(session, as_person):
    tender = published_tender(
        answers_by=date(2026, 12, 10), closes_at=datetime(2026, 12, 28, 12, 0, tzinfo=AMSTERDAM)
    )

    page = text_of(as_person("inge").get(f"/aanbestedingen/{tender.reference}"))

    assert "Antwoorden gepland, uiterlijk" in page and "10 december 2026" in page
    assert "Laatste dag voor antwoorden (art. 2.54 AW, vrijwillig toegepast)" in page and "18 december 2026" in page


def test_the_codes_and_the_openers_keep_the_tabs_of_their_tender(session, inge):
    tender = saved_tender()

    for path in ("cpv", "openers"):
        page = inge.get(f"/aanbestedingen/{tender.reference}/{path}").get_data(as_text=True)
        assert f'href="/aanbestedingen/{tender.reference}/regime"' in page


def test_the_sources_of_the_thresholds_are_named_in_dutch(session, inge):
    page = text_of(inge.get("/inkoopbeleid"))

    assert "Gedelegeerde Verordeningen (EU)" in page and " and " not in page
