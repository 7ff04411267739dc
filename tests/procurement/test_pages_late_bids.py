"""Bids around the closing, through the pages."""

import hashlib
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import stream_encode_multipart

from procurement.bids import BidStatus
from procurement.models.bids import Bid, BidDraft
from procurement.models.sealed_files import SealedChunk
from procurement.models.tenders import Tender
from procurement.operations.bids import submit_bid
from procurement.operations.drafts import save_draft
from procurement.queries.bids import milestones_for, quality_criteria
from tests.factories.bids import CLOSES_AT, NOW, PDF, account_of, content_for, open_for_bids, supplier_of
from townhall.audit.models import AuditEntry
from townhall.database import db
from townhall.health.operations import note_minute

Browser = Callable[[str], FlaskClient]


@pytest.fixture
def tender(app: Flask, session: Any) -> Tender:
    """A published tender with a vault."""
    tender = open_for_bids()
    session.commit()
    return tender


def lot_url(tender: Tender, page: str = "") -> str:
    return f"/portaal/inschrijvingen/{tender.reference}/perceel/1{page}"


def last_act() -> AuditEntry:
    return db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()


class SlowBody(io.BytesIO):
    """A request body of which the last byte comes in later: reading it to the end moves the clock."""

    def __init__(self, body: bytes, move_clock: Callable[[], None]) -> None:
        super().__init__(body)
        self._move_clock = move_clock

    def readinto(self, buffer: Any) -> int:
        done = super().readinto(buffer)
        if self.tell() == len(self.getbuffer()):
            self._move_clock()
        return done


def send_slowly(browser: FlaskClient, url: str, fields: dict[str, Any], done: Callable[[], None]) -> Any:
    """Send a form of which the last byte comes in when ``done`` has moved the clock."""
    stream, length, boundary = stream_encode_multipart(MultiDict(fields), use_tempfile=False)
    return browser.post(
        url, input_stream=SlowBody(stream.read(), done), content_length=length,
        content_type=f'multipart/form-data; boundary="{boundary}"', follow_redirects=True,
    )  # fmt: skip


@pytest.mark.parametrize("page", ["indienen", "documenten"])
def test_an_upload_that_runs_over_the_closing_is_sealed_and_held(
    session: Any, tender: Tender, as_person: Browser, set_now: Any, page: str
) -> None:
    lot, supplier = tender.lots[0], supplier_of("Sanne")
    save_draft(tender, lot, supplier, content_for(lot), actor=account_of("Sanne").actor(), now=NOW)
    browser = as_person("sanne")
    set_now(CLOSES_AT - timedelta(seconds=30))

    answer = send_slowly(
        browser,
        lot_url(tender, f"/{page}"),
        {"part": "plan", "file": FileStorage(io.BytesIO(PDF), "plan.pdf"), "truthful": "y"},
        lambda: set_now(CLOSES_AT + timedelta(seconds=40)),
    )

    bid = session.query(Bid).one()
    assert (bid.status, bid.begun_at, bid.received_at) == (
        BidStatus.HELD, CLOSES_AT - timedelta(seconds=30), CLOSES_AT + timedelta(seconds=40),
    )  # fmt: skip
    assert [file.sha256 for file in bid.files] == [hashlib.sha256(PDF).hexdigest()]
    assert "Uw inschrijving is aangehouden" in answer.text


def test_an_upload_over_the_closing_of_an_unfinished_bid_leaves_nothing(
    session: Any, tender: Tender, as_person: Browser, set_now: Any
) -> None:
    browser = as_person("sanne")
    set_now(CLOSES_AT - timedelta(seconds=30))

    answer = send_slowly(
        browser,
        lot_url(tender, "/documenten"),
        {"part": "plan", "file": FileStorage(io.BytesIO(PDF), "plan.pdf")},
        lambda: set_now(CLOSES_AT + timedelta(seconds=40)),
    )

    assert "De inschrijving sloot op" in answer.text and "beantwoord nog" in answer.text
    assert session.query(Bid).count() == session.query(BidDraft).count() == session.query(SealedChunk).count() == 0
    assert last_act().act == "bid.attempted_too_late"


def test_a_buyer_proposes_an_opener_decides_and_a_rival_sees_nothing_of_it(
    session: Any, tender: Tender, as_person: Browser, set_now: Any
) -> None:
    lot, actor, supplier = tender.lots[0], account_of("Sanne").actor(), supplier_of("Sanne")
    save_draft(tender, lot, supplier, content_for(lot), actor=actor, now=NOW)
    bid = submit_bid(
        tender, lot, supplier, actor=actor, now=CLOSES_AT + timedelta(seconds=9), begun_at=CLOSES_AT
    )
    note_minute(CLOSES_AT - timedelta(minutes=2), answered=True, milliseconds=8)
    note_minute(CLOSES_AT - timedelta(minutes=1), answered=False, milliseconds=10_000)
    set_now(CLOSES_AT + timedelta(hours=1))
    inge, gert, page = as_person("inge"), as_person("gert"), f"/aanbestedingen/{tender.reference}/rond-de-sluiting"
    late = f"{page}/{bid.id}"

    assert "De site antwoordde niet" in inge.get(page).text
    assert f'/{tender.reference}/inschrijvingen" aria-current="page"' in inge.get(page).text
    minutes = inge.get(f"{page}/storingsdossier.csv").text.splitlines()
    assert minutes[1:] == ["30-11-2026 11:58;ja", "30-11-2026 11:59;nee"]
    assert "Leg in ten minste" in inge.post(late, data={"choice": "toelaten", "reason": "kort"}).text
    inge.post(late, data={"choice": "toelaten", "reason": "De storing lag aan onze kant; zij was al bezig."})
    assert "Een ander stelt het vast" in inge.get(late).text
    assert gert.post(f"{late}/vaststellen").status_code == 302

    session.refresh(bid)
    assert bid.status == BidStatus.SUBMITTED
    assert "Toelaten" in inge.get(late).text
    for name in ("rik", "sanne", "coen", "ali"):
        assert as_person(name).get(page).status_code in (403, 404)
    assert as_person("ria").get(late).status_code == 403


def test_a_proposal_is_taken_back_and_the_closing_moves_after_an_outage(
    session: Any, tender: Tender, as_person: Browser, set_now: Any
) -> None:
    lot, actor, supplier = tender.lots[0], account_of("Sanne").actor(), supplier_of("Sanne")
    save_draft(tender, lot, supplier, content_for(lot), actor=actor, now=NOW)
    bid = submit_bid(tender, lot, supplier, actor=actor, now=CLOSES_AT + timedelta(seconds=9), begun_at=CLOSES_AT)
    set_now(CLOSES_AT + timedelta(hours=1))
    inge, page = as_person("inge"), f"/aanbestedingen/{tender.reference}/rond-de-sluiting"
    inge.post(f"{page}/{bid.id}", data={"choice": "weigeren", "reason": "Zij begon te laat met versturen, vinden wij."})
    inge.post(f"{page}/{bid.id}/terugnemen")

    words = "Van 11.50 tot 12.10 uur antwoordde de site niet."
    refused = inge.post(f"{page}/verlengen", data={"closes_at": "30-11-2026 12:30", "reason": words})
    moved = inge.post(f"{page}/verlengen", data={"closes_at": "01-12-2026 12:00", "reason": words})

    assert words in refused.text and "Kies een moment na" in refused.text
    assert moved.status_code == 302
    session.refresh(bid)
    session.refresh(tender)
    assert (bid.status, tender.closes_at) == (BidStatus.SUBMITTED, CLOSES_AT + timedelta(days=1))
    assert "zij is daarmee op tijd" in inge.get(f"{page}/{bid.id}").text


def test_what_was_typed_in_a_bid_survives_an_expired_login(session: Any, tender: Tender, as_person: Browser) -> None:
    criterion, price = quality_criteria(tender.id)[0], milestones_for(tender.lots[0])[0]
    own_page = {"Origin": "http://localhost"}
    for part, typed in (
        ("kwaliteit", {f"criterium_{criterion.id}": "Wij bellen elke week een werkgever."}),
        ("prijzen", {f"mijlpaal_{price.id}": "1.234,50"}),
    ):
        expired = as_person("sanne")
        expired.delete_cookie("session")

        kept = expired.post(lot_url(tender, f"/{part}"), data=typed, headers=own_page)
        back = as_person("sanne").post(lot_url(tender, f"/{part}"), data={**typed, "_hersteld": "1"}, headers=own_page)

        (words,) = typed.values()
        assert kept.status_code == 401 and "Wat u typte, is bewaard" in kept.text and words in kept.text
        assert back.status_code == 200 and words in back.text
    assert session.query(BidDraft).count() == 0
