"""Bidding and opening through the pages, as each role."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from procurement.bids import BidStatus, EnvelopeKind
from procurement.exclusion import GROUNDS
from procurement.lifecycle import TenderStatus
from procurement.models.bids import Bid, Registration
from procurement.models.tenders import Tender
from procurement.operations.drafts import save_draft
from procurement.queries.bids import draft_of, milestones_for, quality_criteria, requirements_for
from procurement.queries.openings import has_tender_keys
from procurement.queries.outside_key import draft_content
from tests.factories.bids import (
    CLOSES_AT,
    NOW,
    PDF,
    account_of,
    content_for,
    give_keys,
    open_for_bids,
    opened,
    opened_tender,
    passphrase_of,
    submitted_bid,
    supplier_of,
    tender_for_bids,
)
from townhall.audit.models import AuditEntry
from townhall.database import db
from townhall.jobs.models import Job, JobState
from townhall.jobs.operations import run_due_jobs
from townhall.money import euros

Browser = Callable[[str], FlaskClient]
SetNow = Callable[[datetime], None]


@pytest.fixture
def tender(app: Flask, session: Any) -> Tender:
    """A published tender with a vault."""
    tender = open_for_bids()
    session.commit()
    return tender


def text_of(response: Any) -> str:
    assert response.status_code == 200, response.status
    return str(response.get_data(as_text=True))


def lot_url(tender: Tender, page: str = "") -> str:
    return f"/portaal/inschrijvingen/{tender.reference}/perceel/1{page}"


def last_act() -> AuditEntry:
    return db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()


def test_a_supplier_follows_writes_and_hands_in_a_bid(
    session: Any, tender: Tender, as_person: Browser
) -> None:
    sanne, lot = as_person("sanne"), tender.lots[0]
    grounds = {ground.code: "nee" for ground in GROUNDS}
    answers = {f"eis_{each.id}": "ja" for each in requirements_for(lot)}
    texts = {f"criterium_{each.id}": "Wij bellen werkgevers." for each in quality_criteria(tender.id)}
    fees = {f"mijlpaal_{each.id}": "1.250,50" for each in milestones_for(lot)}

    assert sanne.post(f"/portaal/inschrijvingen/{tender.reference}").status_code == 302
    assert session.query(Registration).count() == 1
    for page, typed in (
        ("/verklaring", {**grounds, "signatory": "S. de Vries", "signatory_function": "Directeur"}),
        ("/eisen", answers),
        ("/kwaliteit", texts),
        ("/prijzen", fees),
    ):
        assert sanne.post(lot_url(tender, page), data=typed).status_code == 302
    upload = {"part": "plan", "file": (BytesIO(PDF), "plan.pdf")}
    assert sanne.post(lot_url(tender, "/documenten"), data=upload).status_code == 302
    assert "plan.pdf" in text_of(sanne.get(lot_url(tender, "/documenten")))
    check = text_of(sanne.get(lot_url(tender, "/indienen")))
    assert "Wij bellen werkgevers." in check and "1.250,50" in check
    answer = sanne.post(lot_url(tender, "/indienen"), data={"truthful": "y"})

    session.expire_all()
    bid = session.scalars(select(Bid)).one()
    assert answer.location.endswith(f"/portaal/ingediend/{bid.id}")
    page = text_of(sanne.get(answer.location))
    assert bid.content_hash in page and "plan.pdf" in page
    assert "1.250,50" in text_of(sanne.get(f"/portaal/ingediend/{bid.id}/lezen"))
    assert sanne.get(f"/portaal/ingediend/{bid.id}/document/1").data == PDF


def test_a_part_is_kept_also_when_it_is_not_complete(
    session: Any, tender: Tender, as_person: Browser
) -> None:
    sanne, lot = as_person("sanne"), tender.lots[0]
    first = milestones_for(lot)[0]

    sanne.post(lot_url(tender, "/prijzen"), data={f"mijlpaal_{first.id}": "1750"})

    draft = draft_of(lot.id, supplier_of("Sanne").id)
    assert draft_content(draft).prices == {first.id: euros("1750")}
    page = text_of(sanne.get(lot_url(tender)))
    assert "1 van 2" in page and "Nog niet klaar" in page


def test_a_price_above_the_highest_fee_keeps_what_was_typed(
    session: Any, tender: Tender, as_person: Browser
) -> None:
    first = milestones_for(tender.lots[0])[0]

    page = text_of(
        as_person("sanne").post(lot_url(tender, "/prijzen"), data={f"mijlpaal_{first.id}": "2.000,01"})
    )

    assert "Vul 2.000,00 of minder in." in page and 'value="2.000,01"' in page
    assert draft_of(tender.lots[0].id, supplier_of("Sanne").id) is None


def test_handing_in_too_early_shows_everything_that_is_missing(
    session: Any, tender: Tender, as_person: Browser
) -> None:
    sanne = as_person("sanne")
    sanne.post(lot_url(tender, "/verklaring"), data={})

    page = text_of(sanne.get(lot_url(tender, "/indienen")))

    for words in ("uitsluitingsgronden", "eis 1.1", "wens 1.2", "Plan van aanpak", "Start van het traject"):
        assert words in page
    assert "Indienen</button>" not in page


def test_a_late_attempt_is_refused_noted_and_leaves_nothing(
    session: Any, tender: Tender, as_person: Browser, set_now: SetNow
) -> None:
    lot = tender.lots[0]
    save_draft(
        tender, lot, supplier_of("Sanne"), content_for(lot), actor=account_of("Sanne").actor(), now=NOW
    )
    session.commit()
    sanne = as_person("sanne")
    set_now(CLOSES_AT + timedelta(seconds=1))

    page = text_of(sanne.post(lot_url(tender, "/indienen"), data={"truthful": "y"}))

    assert "De inschrijving sloot op 30-11-2026 om 12:00:00 uur" in page
    assert "Dit kan niet meer" in page and "Dit kan nog niet" not in page
    assert "Wij hebben uw poging genoteerd" in page
    session.expire_all()
    assert session.query(Bid).count() == 0
    entry = last_act()
    assert entry.act == "bid.attempted_too_late" and "Werkvooruit" in entry.after


def test_who_only_looks_after_closing_reads_no_attempt_and_nothing_that_is_missing(
    session: Any, tender: Tender, as_person: Browser, set_now: SetNow
) -> None:
    sanne = as_person("sanne")
    sanne.post(lot_url(tender, "/verklaring"), data={})
    set_now(CLOSES_AT + timedelta(seconds=1))

    page = text_of(sanne.get(lot_url(tender, "/indienen")))

    assert "Dit kan niet meer" in page and "De inschrijving sloot op" in page
    assert "poging" not in page and "Dit moet nog" not in page and "Plan van aanpak" not in page.split("<h2")[1]
    assert last_act().act != "bid.attempted_too_late"


def test_a_bid_is_changed_and_withdrawn_through_the_pages(
    session: Any, tender: Tender, as_person: Browser
) -> None:
    bid = submitted_bid(tender, tender.lots[0])
    session.commit()
    sanne = as_person("sanne")

    assert sanne.post(f"/portaal/ingediend/{bid.id}/wijzigen").status_code == 302
    assert "de ingediende versie telt" in text_of(sanne.get(lot_url(tender)))
    assert "telt dan niet meer mee" in text_of(sanne.get(f"/portaal/ingediend/{bid.id}/intrekken"))
    assert sanne.post(f"/portaal/ingediend/{bid.id}/intrekken").status_code == 302

    session.expire_all()
    assert bid.status == BidStatus.WITHDRAWN
    assert "Ingetrokken" in text_of(sanne.get("/portaal/inschrijvingen"))


def test_a_rival_finds_nothing_of_sannes(session: Any, tender: Tender, as_person: Browser) -> None:
    bid = submitted_bid(tender, tender.lots[0], quality="ZONNEBLOEM", files={"plan.pdf": PDF})
    session.commit()
    rik = as_person("rik")

    for page in ("", "/lezen", "/document/1", "/intrekken"):
        assert rik.get(f"/portaal/ingediend/{bid.id}{page}").status_code == 404
    for page in ("/intrekken", "/wijzigen"):
        assert rik.post(f"/portaal/ingediend/{bid.id}{page}").status_code == 404
    assert bid.receipt_code not in text_of(rik.get("/portaal/inschrijvingen"))
    assert bid.receipt_code not in text_of(rik.get(lot_url(tender)))
    for page in ("opening", "inschrijvingen", "openers", f"inschrijvingen/{bid.id}"):
        assert rik.get(f"/aanbestedingen/{tender.reference}/{page}").status_code == 403


def test_the_receipt_pdf_is_for_its_supplier_alone(session: Any, tender: Tender, as_person: Browser) -> None:
    bid = submitted_bid(tender, tender.lots[0])
    session.commit()
    assert run_due_jobs() == 1
    session.expire_all()

    url = f"/documenten/{bid.receipt_document_id}"
    assert as_person("sanne").get(url).data.startswith(b"%PDF")
    for name in ("rik", "inge", "ali", "ria"):
        assert as_person(name).get(url).status_code == 404


def test_an_opener_makes_a_key_and_changes_his_passphrase(session: Any, as_person: Browser) -> None:
    gert = as_person("gert")
    weak = text_of(gert.post("/mijn-sleutel", data={"passphrase": "kort", "again": "kort"}))
    assert "ten minste drie woorden" in weak
    differ = text_of(gert.post("/mijn-sleutel", data={"passphrase": "a", "again": "b"}))
    assert "niet gelijk" in differ

    words = passphrase_of("Gert")
    assert gert.post("/mijn-sleutel", data={"passphrase": words, "again": words}).status_code == 302
    assert "U heeft een sleutel" in text_of(gert.get("/mijn-sleutel"))
    new = "een heel andere zin daarna"
    typed = {"old": "verkeerd", "passphrase": new, "again": new}
    assert "klopt niet" in text_of(gert.post("/mijn-sleutel/wachtzin", data=typed))
    assert gert.post("/mijn-sleutel/wachtzin", data={**typed, "old": words}).status_code == 302


def test_the_buyer_names_openers_and_makes_the_keys(session: Any, as_person: Browser) -> None:
    tender = tender_for_bids()
    session.commit()
    inge, url = as_person("inge"), f"/aanbestedingen/{tender.reference}/openers"
    ids = [str(account_of(name).id) for name in ("Bram", "Gert", "Hanna")]

    assert "ten minste 3 openers" in text_of(inge.post(url, data={"openers": ids[:2]}))
    assert inge.post(url, data={"openers": ids}).status_code == 302
    assert "3 openers hebben nog geen sleutel" in text_of(inge.get(url))
    assert inge.post(f"{url}/sleutels").status_code == 409
    for name in ("bram", "gert", "hanna"):
        words = passphrase_of(name)
        as_person(name).post("/mijn-sleutel", data={"passphrase": words, "again": words})
    assert inge.post(f"{url}/sleutels").status_code == 302

    session.expire_all()
    assert has_tender_keys(tender)
    assert "De kluis is klaar" in text_of(inge.get(url))


def test_two_openers_open_through_the_pages(
    session: Any, tender: Tender, as_person: Browser, set_now: SetNow
) -> None:
    bid = submitted_bid(tender, tender.lots[0], quality="ZONNEBLOEM", files={"plan.pdf": PDF})
    session.commit()
    bram, gert, inge = as_person("bram"), as_person("gert"), as_person("inge")
    base = f"/aanbestedingen/{tender.reference}"
    step = f"{base}/opening/kwaliteit"
    before = text_of(inge.get(f"{base}/opening"))
    assert bid.receipt_code in before and "ZONNEBLOEM" not in before
    assert "nog niet gesloten" in text_of(bram.post(step, data={"passphrase": passphrase_of("Bram")}))
    assert inge.get(f"{base}/inschrijvingen/{bid.id}").status_code == 404
    set_now(CLOSES_AT + timedelta(minutes=3))

    assert "klopt niet" in text_of(bram.post(step, data={"passphrase": "een foute zin hoor"}))
    assert last_act().act == "opening.wrong_passphrase"
    assert bram.post(step, data={"passphrase": passphrase_of("Bram")}).status_code == 302
    again = text_of(bram.post(step, data={"passphrase": passphrase_of("Bram")}))
    assert "moet een andere opener zetten" in again
    assert gert.post(step, data={"passphrase": passphrase_of("Gert")}).status_code == 302

    assert "ZONNEBLOEM" in text_of(inge.get(f"{base}/inschrijvingen/{bid.id}"))
    assert last_act().act == "bid.read" and last_act().actor_name == "Inge Inkoop"
    assert inge.get(f"{base}/inschrijvingen/{bid.id}/document/1").data == PDF
    assert last_act().after == '{"what":"document 1"}'
    assert "Boomwortel" in text_of(inge.get(f"{step}/proces-verbaal"))
    assert run_due_jobs() == 2
    assert "Proces-verbaal als PDF" in text_of(inge.get(f"{base}/opening"))
    job = session.scalars(select(Job).where(Job.kind == "procurement.opening-record")).one()
    assert job.state == JobState.DONE
    assert inge.get(f"/documenten/{job.document_id}").data.startswith(b"%PDF")


def test_no_page_shows_a_price_before_the_price_opening(
    session: Any, tender: Tender, as_person: Browser
) -> None:
    bid = submitted_bid(tender, tender.lots[0], prices=["1777.77", "2333.33"])
    opened(tender)
    session.commit()
    url = f"/aanbestedingen/{tender.reference}/inschrijvingen/{bid.id}"

    for name in ("inge", "ria"):
        page = text_of(as_person(name).get(url))
        assert "1.777,77" not in page and "De prijzen zijn nog verzegeld" in page

    tender.status = TenderStatus.QUALITY_LOCKED
    opened(tender, kind=EnvelopeKind.PRICE, now=CLOSES_AT + timedelta(days=9))
    session.commit()
    assert "1.777,77" in text_of(as_person("inge").get(url))


@pytest.mark.parametrize("name", ["ali", "coen", "kim", "fatima", "wim", "sanne"])
def test_who_has_no_business_with_bids_sees_none(
    app: Flask, session: Any, as_person: Browser, name: str
) -> None:
    tender = opened_tender()
    session.commit()
    bid = session.scalars(select(Bid).limit(1)).one()
    browser = as_person(name)

    for page in ("inschrijvingen", f"inschrijvingen/{bid.id}", "opening", "opening/kwaliteit", "openers"):
        assert browser.get(f"/aanbestedingen/{tender.reference}/{page}").status_code == 403


def test_an_opened_document_has_no_way_around_the_trail(app: Flask, session: Any, as_person: Browser) -> None:
    from procurement.models.bids import BidDocument

    tender = open_for_bids()
    submitted_bid(tender, tender.lots[0], files={"plan.pdf": PDF})
    opened(tender)
    session.commit()
    document = session.scalars(select(BidDocument)).one()

    for name in ("inge", "anouk", "gert", "bram", "ali", "rik"):
        assert as_person(name).get(f"/documenten/{document.document_id}").status_code == 404


def test_openers_see_what_waits_for_them(session: Any, tender: Tender, as_person: Browser) -> None:
    assert tender.reference in text_of(as_person("bram").get("/aanbestedingen/te-openen"))


def test_every_page_of_the_portal_and_the_opening_can_be_shown(
    app: Flask, session: Any, as_person: Browser, set_now: SetNow
) -> None:
    tender = opened_tender(prices_too=True)
    session.commit()
    bid = session.scalars(select(Bid).where(Bid.supplier_id == supplier_of("Sanne").id)).one()
    set_now(CLOSES_AT + timedelta(days=20))
    sanne, inge, bram = as_person("sanne"), as_person("inge"), as_person("bram")
    base = f"/aanbestedingen/{tender.reference}"

    for page in ("", "/verklaring", "/eisen", "/kwaliteit", "/prijzen", "/documenten", "/indienen"):
        text_of(sanne.get(lot_url(tender, page)))
    for url in (
        "/portaal/inschrijvingen",
        f"/portaal/inschrijvingen/{tender.reference}",
        f"/portaal/ingediend/{bid.id}",
        f"/portaal/ingediend/{bid.id}/lezen",
    ):
        text_of(sanne.get(url))
    for url in (f"{base}/openers", f"{base}/opening", f"{base}/inschrijvingen"):
        text_of(inge.get(url))
    for kind in ("kwaliteit", "prijzen"):
        text_of(inge.get(f"{base}/opening/{kind}/proces-verbaal"))
        text_of(bram.get(f"{base}/opening/{kind}"))


def test_the_list_of_received_bids_takes_a_fixed_number_of_queries(
    app: Flask, session: Any, as_person: Browser, at_most_queries: Any
) -> None:
    tender = opened_tender(lots=3)
    session.commit()
    inge = as_person("inge")

    with at_most_queries(15):
        text_of(inge.get(f"/aanbestedingen/{tender.reference}/inschrijvingen"))


def test_the_command_proves_the_receipts(app: Flask, session: Any) -> None:
    tender = opened_tender()
    session.commit()
    bid = session.scalars(select(Bid).limit(1)).one()
    runner = app.test_cli_runner()

    good = runner.invoke(
        args=["procurement", "vault", "verify", tender.reference, "--receipt", bid.content_hash]
    )
    assert good.exit_code == 0 and "In orde" in good.output and "is gevonden" in good.output

    bid.receipt_code = "0000-0000-0000-0000"
    session.commit()
    bad = runner.invoke(args=["procurement", "vault", "verify"])
    assert bad.exit_code == 1 and "FOUT" in bad.output
    none = runner.invoke(args=["procurement", "vault", "verify", "--receipt", "ab" * 32])
    assert none.exit_code == 1 and "niet gevonden" in none.output
    assert runner.invoke(args=["procurement", "vault", "verify", "2099-1"]).exit_code == 1


def test_keys_stay_when_the_same_people_serve_two_tenders(session: Any) -> None:
    first, second = tender_for_bids(), tender_for_bids()
    give_keys(first)
    give_keys(second)

    assert has_tender_keys(first) and has_tender_keys(second)
