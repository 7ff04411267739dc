"""The pages of checking, scoring and consensus: each for who it is for, and silent until the time."""

from datetime import date
from decimal import Decimal

import pytest

from procurement.lifecycle import TenderStatus
from procurement.models.assessment import BidCheck, CommitteeMember, Score
from procurement.operations.assessment import appoint_committee
from procurement.queries.assessment import committee_of, member_of, quality_criteria_of
from procurement.queries.bids import opened_bids
from procurement.queries.tenders import tender_by_reference
from procurement.views.score_sheets import reading_list
from tests.factories.assessment import (
    CHECKED_AT,
    admit_all,
    assessable_tender,
    assessment_begun,
    score_all,
)
from townhall.accounts.models import AccountRole
from townhall.accounts.roles import Role
from townhall.database import db
from townhall.organisations.kinds import ShortcomingConsequence
from townhall.organisations.operations.organisations import establish_shortcoming

WHY = "Het plan noemt per deelnemer een vaste begeleider."


@pytest.fixture
def tender(session, set_now):
    """A tender whose assessors may score."""
    made = assessment_begun()
    db.session.commit()
    return made.reference


def text_of(response):
    """The page as text."""
    return response.get_data(as_text=True)


def test_inge_checks_a_bid_and_sees_what_is_missing(session, as_person):
    reference = assessable_tender().reference
    db.session.commit()
    bid = opened_bids(tender_by_reference(reference))[0]
    inge = as_person("inge")
    url = f"/aanbestedingen/{reference}/toetsing/{bid.id}"

    refused = inge.post(url, data={})
    assert "Zeg bij elke eis of de inschrijving voldoet" in text_of(refused)

    knock_out = next(each for each in bid.tender.requirements if each.kind.value == "knock_out")
    done = inge.post(url, data={"is_complete": "y", f"met_{knock_out.id}": "yes", "remarks": ""})
    assert done.status_code == 302
    assert db.session.query(BidCheck).count() == 1


def test_a_shortcoming_established_in_the_last_three_years_is_shown_and_excludes_nobody(session, as_person, people):
    reference = assessable_tender().reference
    bid = opened_bids(tender_by_reference(reference))[0]
    for day, words in ((date(2026, 5, 1), "Rapportages ontbraken."), (date(2021, 5, 1), "Lang geleden.")):
        establish_shortcoming(
            bid.supplier, established_on=day, contract_reference="RO-2024-003", description=words,
            consequence=ShortcomingConsequence.EARLY_TERMINATION, decision_reference="BIS 2026/12",
            actor=people.actor("coen"), now=CHECKED_AT,
        )  # fmt: skip
    db.session.commit()
    inge = as_person("inge")

    for url in (f"toetsing/{bid.id}", f"inschrijvingen/{bid.id}"):
        page = text_of(inge.get(f"/aanbestedingen/{reference}/{url}"))
        assert "Rapportages ontbraken." in page and "artikel 2.87 lid 1 onder g" in page, url
        assert "Lang geleden." not in page


def test_inge_sets_a_bid_aside_with_a_reason(session, as_person):
    reference = assessable_tender().reference
    db.session.commit()
    bid_id = opened_bids(tender_by_reference(reference))[0].id
    url = f"/aanbestedingen/{reference}/toetsing/{bid_id}/afwijzen"
    inge = as_person("inge")

    assert "Leg in ten minste een volledige zin uit" in text_of(
        inge.post(url, data={"ground": "knock_out", "reason": "nee"})
    )
    done = inge.post(url, data={"ground": "knock_out", "reason": "Eis 1 is niet ingevuld en niet herstelbaar."})
    assert done.status_code == 302


def test_the_committee_is_named_on_a_page_and_declares_on_another(session, as_person, people):
    tender = assessable_tender()
    admit_all(tender)
    reference = tender.reference
    db.session.commit()
    names = [str(people.anouk.id), str(people.bram.id)]
    inge, anouk = as_person("inge"), as_person("anouk")

    assert inge.post(f"/aanbestedingen/{reference}/commissie", data={"members": names}).status_code == 302
    assert "belang" in text_of(anouk.get(f"/aanbestedingen/{reference}/belangen"))
    assert anouk.post(f"/aanbestedingen/{reference}/belangen", data={"statement": "none"}).status_code == 302
    assert "U wacht op de start van de beoordeling" in text_of(anouk.get(f"/aanbestedingen/{reference}/beoordeling"))
    assert "Wacht op de start door de inkoper" in text_of(anouk.get("/aanbestedingen/mijn-beoordelingen"))
    bram = as_person("bram").post(
        f"/aanbestedingen/{reference}/belangen",
        data={
            "statement": "conflict",
            "supplier": str(opened_bids(tender_by_reference(reference))[0].supplier_id),
            "explanation": "Mijn zus werkt bij deze firma.",
        },
    )
    assert bram.status_code == 302
    db.session.expire_all()
    assert [each.account.name for each in committee_of(tender_by_reference(reference))] == ["Anouk Beoordelaar"]


def test_an_assessor_scores_a_bid_in_one_form_and_goes_on_to_the_next(tender, as_person, people):
    found = tender_by_reference(tender)
    first, second = reading_list(found, member_of(found, people.anouk.id))
    criterion = quality_criteria_of(found)[0]
    anouk = as_person("anouk")
    url = f"/aanbestedingen/{tender}/beoordeling/{first.id}"

    page = text_of(anouk.get(url))
    assert "Wij beginnen bij de werkgever." in page
    assert "8 – goed" in page

    refused = anouk.post(url, data={f"score_{criterion.id}": "8", f"motivation_{criterion.id}": "goed"})
    assert "Leg uit waarom u deze score geeft" in text_of(refused)

    done = anouk.post(url, data={f"score_{criterion.id}": "8", f"motivation_{criterion.id}": WHY})
    assert done.headers["Location"].endswith(f"/beoordeling/{second.id}#scores")
    assert db.session.query(Score).one().score == Decimal(8)


def test_an_assessor_hands_in_on_a_page_that_says_what_is_missing(tender, as_person, session):
    anouk = as_person("anouk")
    url = f"/aanbestedingen/{tender}/beoordeling/inleveren"

    assert "Nog 2 scores te geven" in text_of(anouk.get(url))
    assert "Nog 2 scores missen" in text_of(anouk.post(url))

    score_all(tender_by_reference(tender), "Anouk", hand_in=False)
    db.session.commit()
    assert anouk.post(url).status_code == 302


@pytest.mark.parametrize("name", ["bram", "inge", "ria"])
def test_no_page_tells_a_score_before_all_are_in(tender, as_person, name, session):
    secret = "GEHEIME-MOTIVERING-VAN-ANOUK"
    found = tender_by_reference(tender)
    score_all(found, "Anouk")
    for each in db.session.query(Score):
        each.motivation = secret
    bid, criterion = opened_bids(found)[0], quality_criteria_of(found)[0]
    db.session.commit()
    browser = as_person(name)

    for path in (
        "beoordeling",
        "consensus",
        "rangorde",
        "toetsing",
        "gunning",
        f"consensus/{bid.id}/{criterion.id}",
        f"beoordeling/{bid.id}",
        "beoordeling/inleveren",
    ):
        assert secret not in text_of(browser.get(f"/aanbestedingen/{tender}/{path}"))


def test_consensus_is_agreed_on_a_page_once_all_are_in(tender, as_person, session):
    found = tender_by_reference(tender)
    for name in ("Anouk", "Bram"):
        score_all(found, name)
    bid, criterion = opened_bids(found)[0], quality_criteria_of(found)[0]
    db.session.commit()
    inge = as_person("inge")

    assert "Anouk Beoordelaar" in text_of(inge.get(f"/aanbestedingen/{tender}/consensus"))
    url = f"/aanbestedingen/{tender}/consensus/{bid.id}/{criterion.id}"
    assert "laat een traject beginnen bij de werkgever" in text_of(inge.get(url))
    assert url in inge.get(f"/aanbestedingen/{tender}/consensus").text
    assert url not in as_person("ria").get(f"/aanbestedingen/{tender}/consensus").text, "the auditor only reads"
    assert inge.post(url, data={"score": "8", "motivation": WHY}).status_code == 302
    locked = inge.post(f"/aanbestedingen/{tender}/beoordeling/vaststellen")
    assert locked.status_code == 409
    assert "Nog zonder eindscore" in text_of(locked)


def test_somebody_outside_the_committee_has_no_desk(tender, as_person, people, session):
    member = member_of(tender_by_reference(tender), people.bram.id)
    member.stepped_down_at = member.appointed_at
    bid_id = opened_bids(tender_by_reference(tender))[0].id
    db.session.commit()

    assert as_person("bram").get(f"/aanbestedingen/{tender}/beoordeling/{bid_id}").status_code == 404
    assert as_person("coen").get(f"/aanbestedingen/{tender}/beoordeling").status_code == 403


def test_an_assessor_of_another_tender_reads_no_scores_of_this_committee(tender, as_person, people, session):
    found = tender_by_reference(tender)
    for name in ("Anouk", "Bram"):
        score_all(found, name)
    db.session.add(AccountRole(account_id=people.hanna.id, role=Role.ASSESSOR))
    other = assessable_tender()
    appoint_committee(other, [people.hanna, people.bram], actor=people.actor("inge"), now=CHECKED_AT)
    db.session.commit()
    pages = [f"/aanbestedingen/{tender}/consensus", f"/aanbestedingen/{tender}/consensus/signalen"]
    hanna = as_person("hanna")

    assert [hanna.get(page).status_code for page in pages] == [404, 404]
    assert pages[0] not in text_of(hanna.get(f"/aanbestedingen/{tender}/beoordeling"))
    for name in ("anouk", "inge", "ria"):
        browser = as_person(name)
        assert [browser.get(page).status_code for page in pages] == [200, 200], name
        assert pages[0] in text_of(browser.get(f"/aanbestedingen/{tender}/beoordeling"))


def test_the_assessors_start_lists_what_waits(tender, as_person):
    assert tender in text_of(as_person("anouk").get("/aanbestedingen/mijn-beoordelingen"))


def test_inge_starts_the_assessment_with_a_button(session, as_person, people):
    tender = assessable_tender()
    reference = tender.reference
    db.session.commit()
    inge = as_person("inge")

    assert "Toets eerst elke inschrijving" in text_of(inge.get(f"/aanbestedingen/{reference}/beoordeling"))
    refused = inge.post(f"/aanbestedingen/{reference}/beoordeling/starten")
    assert refused.status_code == 409
    db.session.expire_all()
    assert tender_by_reference(reference).status == TenderStatus.OPENED
    assert db.session.query(CommitteeMember).count() == 0


def test_the_meeting_sees_differences_signals_and_goes_from_one_open_score_to_the_next(tender, as_person, session):
    found = tender_by_reference(tender)
    base = f"/aanbestedingen/{tender}/consensus"
    inge = as_person("inge")
    assert "Wij wachten op" in inge.get(f"{base}/signalen").text
    score_all(found, "Anouk", {"Werkvooruit": 10, "Baanbrug": 6})
    score_all(found, "Bram", {"Werkvooruit": 4, "Baanbrug": 6})
    first, second = opened_bids(found)
    criterion = quality_criteria_of(found)[0]
    db.session.commit()

    assert "Nog zonder eindscore (2)" in inge.get(base).text
    wide = inge.get(f"{base}?toon=verschillen").text
    assert "Groot verschil" in wide and f"{base}/{first.id}/" in wide
    assert f"{base}/{second.id}/" not in wide
    signals = inge.get(f"{base}/signalen").text
    assert "Anouk Beoordelaar" in signals and "begonnen met dezelfde inschrijving" in signals
    second_page = inge.get(f"{base}/{second.id}/{criterion.id}").text
    assert '<option selected value="6">' in second_page, "everybody gave a six, so it is offered"
    done = inge.post(f"{base}/{first.id}/{criterion.id}", data={"score": "6", "motivation": WHY})
    assert done.headers["Location"] == f"{base}/{second.id}/{criterion.id}"
