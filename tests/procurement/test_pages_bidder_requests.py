"""The pages of repairs and low prices, for the buyer and in the portal."""

from datetime import timedelta
from io import BytesIO

import pytest

from procurement.bids import EnvelopeKind
from procurement.models.assessment import BidCheck
from procurement.models.bidder_requests import BidderRequest
from procurement.queries.bids import opened_bids
from procurement.queries.tenders import tender_by_reference
from tests.factories.assessment import LOCKED_AT, admit_all, assessable_tender, assessment_begun, quality_locked
from tests.factories.bids import CLOSES_AT, PDF, opened
from townhall.database import db

ASKED = "Uw verklaring mist de handtekening van een bevoegde persoon."
ANSWER = "Hierbij de verklaring met de handtekening van onze directeur."


@pytest.fixture
def repair(session, as_person, set_now):
    """A repair noted on a page for the bid of Sanne, after the other bid was admitted."""
    set_now(CLOSES_AT + timedelta(days=1))
    tender = assessable_tender()
    first, second = opened_bids(tender)
    admit_all(tender)
    db.session.delete(db.session.query(BidCheck).filter_by(bid_id=first.id).one())
    db.session.commit()
    assert first.supplier.name.startswith("Werkvooruit") and second.id != first.id
    inge = as_person("inge")
    url = f"/aanbestedingen/{tender.reference}/toetsing/{first.id}"
    assert "Herstel noteren" in inge.get(url).text
    said = {"kind": "signature", "subject": ASKED, "is_threatened": "nee", "changes_offer": "nee"}
    assert inge.post(f"{url}/herstel", data=said).status_code == 302
    return tender.reference


def test_what_may_not_be_repaired_is_refused_on_the_page_and_keeps_what_was_typed(repair, as_person):
    bid = opened_bids(tender_by_reference(repair))[1]
    said = {"kind": "signature", "subject": ASKED, "is_threatened": "ja", "changes_offer": "ja"}

    page = as_person("inge").post(f"/aanbestedingen/{repair}/toetsing/{bid.id}/herstel", data=said).text

    assert "Dan mag u geen herstel toestaan" in page
    assert "Herstel mag de prijs" in page
    assert ASKED in page


def test_a_repair_is_sent_answered_in_the_portal_and_judged(repair, as_person):
    inge, sanne, rik = as_person("inge"), as_person("sanne"), as_person("rik")
    request = db.session.query(BidderRequest).one()
    own = f"/portaal/verzoeken/{request.id}"
    assert sanne.get(own).status_code == 404, "not sent yet"
    assert "Verzoek versturen" in inge.get(f"/aanbestedingen/{repair}/herstel").text

    assert inge.post(f"/aanbestedingen/{repair}/herstel", data={"days": "2"}).status_code == 302
    assert ASKED in sanne.get(own).text
    assert "Wacht op uw antwoord" in sanne.get("/portaal/verzoeken").text
    assert rik.get(own).status_code == rik.post(own, data={"answer": ANSWER}).status_code == 404
    sent = {"answer": ANSWER, "file": (BytesIO(PDF), "verklaring.pdf")}
    assert sanne.post(own, data=sent).status_code == 302
    assert sanne.get(f"{own}/bijlage").data == PDF
    judge = f"/aanbestedingen/{repair}/verzoeken/{request.id}"
    assert ANSWER in inge.get(judge).text
    assert inge.get(f"{judge}/bijlage").data == PDF
    said = {"is_satisfied": "ja", "judgement": "De handtekening is er nu, van een bevoegde persoon."}
    assert inge.post(judge, data=said).status_code == 302
    assert "Hersteld" in inge.get(f"/aanbestedingen/{repair}/herstel").text


def test_low_prices_are_measured_asked_about_and_shown_on_pages(session, as_person, set_now):
    tender = quality_locked(assessment_begun())
    reference, lot = tender.reference, tender.lots[0].id
    db.session.commit()
    set_now(LOCKED_AT)
    inge, url = as_person("inge"), f"/aanbestedingen/{reference}/lage-prijzen"
    assert "nog verzegeld" in inge.get(url).text
    assert inge.post(f"{url}/maatstaf", data={"percent": "80", f"floor_{lot}": "3.000"}).status_code == 302
    opened(tender_by_reference(reference), kind=EnvelopeKind.PRICE, by=("Gert", "Hanna"), now=LOCKED_AT)
    db.session.commit()

    page = inge.get(url).text
    assert "onder de eigen kostprijs van" in page
    assert "Vraag om toelichting op een opvallend lage prijs" in inge.get(f"/aanbestedingen/{reference}/rangorde").text
    assert inge.post(url, data={"question": "Licht uw lage prijs toe met cijfers.", "days": "5"}).status_code == 302

    assert (
        "Licht uw lage prijs toe"
        in as_person("rik").get(f"/portaal/verzoeken/{db.session.query(BidderRequest).one().id}").text
    )
    assert "Gevraagd, tot" in inge.get(url).text
    assert as_person("anouk").get(url).status_code == 403
