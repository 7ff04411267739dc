"""A hash in time, the bid within one working day (art. 2.109a Aanbestedingswet)."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from procurement.bids import BidStatus, DocumentPart
from procurement.models.bids import Bid
from procurement.models.late_bids import BidHash
from procurement.operations.bid_hashes import deliver_hash, deliver_hash_of_draft, submit_announced_bid
from procurement.operations.drafts import add_draft_file, save_draft
from procurement.parties import Parties, Party, PartyKind
from procurement.queries.late_bids import late_attempts
from procurement.queries.outside_key import own_content
from procurement.queries.vault_proof import flaws_in_vault
from tests.factories.bids import (
    CLOSES_AT,
    NOW,
    PDF,
    account_of,
    content_for,
    open_for_bids,
    opened,
    submitted_bid,
    supplier_of,
)
from townhall.money import euros
from townhall.refusal import Refusal
from townhall.uploads import PrivateUpload

NEXT_DAY = CLOSES_AT + timedelta(days=1)


def codes(refusal: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [obstacle.code for obstacle in refusal.value.obstacles]


def announced(tender: Any, *, complete: bool = True) -> bytes:
    """Sanne's bid as one file, of which she delivered the hash just before the closing."""
    lot, actor, supplier = tender.lots[0], account_of("Sanne").actor(), supplier_of("Sanne")
    content = content_for(lot)
    content = content if complete else replace(content, prices={})
    save_draft(tender, lot, supplier, content, actor=actor, now=NOW)
    add_draft_file(tender, lot, supplier, part=DocumentPart.PLAN, filename="plan.pdf", data=PDF, actor=actor, now=NOW)
    return deliver_hash_of_draft(tender, lot, supplier, actor=actor, now=CLOSES_AT).read()


def follow(tender: Any, file: bytes, *, now: Any = NEXT_DAY, name: str = "Sanne") -> Bid:
    return submit_announced_bid(
        tender, tender.lots[0], supplier_of(name), PrivateUpload.of(file), actor=account_of(name).actor(), now=now
    )


def test_a_bid_that_follows_with_the_same_hash_counts_and_is_opened(session: Any) -> None:
    tender = open_for_bids()
    earlier = submitted_bid(tender, tender.lots[0], "Sanne", prices=["100", "200"])
    file = announced(tender)
    with pytest.raises(Refusal) as refusal:
        opened(tender)
    assert codes(refusal) == ["announced-bid-awaited"]

    bid = follow(tender, file)
    content = own_content(bid)
    record = opened(tender, now=CLOSES_AT + timedelta(days=2)).record

    assert (bid.status, earlier.status) == (BidStatus.OPENED, BidStatus.REPLACED)
    assert content is not None and content.prices == content_for(tender.lots[0]).prices
    assert [file.filename for file in content.files] == ["plan.pdf"]
    assert record is not None and "hash ontvangen op" in record["bids"][1]["result"]
    assert flaws_in_vault(tender) == []


@pytest.mark.parametrize(
    ("moment", "refused_for"),
    [
        (CLOSES_AT.replace(day=1, month=12, hour=23, minute=59, second=59), None),
        (CLOSES_AT.replace(day=2, month=12, hour=0, minute=0, second=0), "bid-after-hash-too-late"),
    ],
)
def test_it_may_follow_until_the_end_of_the_next_working_day(
    session: Any, moment: Any, refused_for: str | None
) -> None:
    tender = open_for_bids()
    file = announced(tender)

    if refused_for is None:
        assert follow(tender, file, now=moment).status == BidStatus.SUBMITTED
    else:
        with pytest.raises(Refusal) as refusal:
            follow(tender, file, now=moment)
        assert codes(refusal) == [refused_for]


def test_one_changed_byte_is_another_hash(session: Any) -> None:
    tender = open_for_bids()
    file = announced(tender)

    with pytest.raises(Refusal) as refusal:
        follow(tender, file[:-1] + bytes([file[-1] ^ 1]))

    assert codes(refusal) == ["hash-differs"]
    assert session.query(Bid).count() == 0


def test_a_rival_cannot_deliver_what_somebody_else_announced(session: Any) -> None:
    tender = open_for_bids()
    file = announced(tender)

    with pytest.raises(Refusal) as refusal:
        follow(tender, file, name="Rik")

    assert codes(refusal) == ["no-hash-in-time"]


def test_a_hash_after_the_closing_is_refused_and_twice_the_same_as_well(session: Any) -> None:
    tender = open_for_bids()
    lot, actor, supplier = tender.lots[0], account_of("Sanne").actor(), supplier_of("Sanne")
    deliver_hash(tender, lot, supplier, "AB " + "ab" * 31, actor=actor, now=CLOSES_AT)

    for sha256, now, code in (
        ("cd" * 32, CLOSES_AT + timedelta(seconds=1), "bid-too-late"),
        ("ab" * 32, CLOSES_AT, "hash-known"),
        ("geen hash", CLOSES_AT, "no-sha256"),
    ):
        with pytest.raises(Refusal) as refusal:
            deliver_hash(tender, lot, supplier, sha256, actor=actor, now=now)
        assert codes(refusal) == [code]
    assert session.query(BidHash).one().sha256 == "ab" * 32


def test_an_announced_bid_is_as_complete_as_any_other(session: Any) -> None:
    tender = open_for_bids()
    file = announced(tender, complete=False)

    with pytest.raises(Refusal) as refusal:
        follow(tender, file)

    assert set(codes(refusal)) == {"price-missing"}


def _changed(file: bytes, change: Callable[[dict[str, bytes]], None], compression: int = zipfile.ZIP_STORED) -> bytes:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    change(entries)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return packed.getvalue()


@pytest.mark.parametrize(
    "broken",
    [
        lambda file: b"geen archief",
        lambda file: _changed(file, lambda entries: entries.pop("document-001")),
        lambda file: _changed(file, lambda entries: entries.update({"document-001": PDF + b"x"})),
        lambda file: _changed(file, lambda entries: entries.update({"inschrijving.json": b"[]"})),
        lambda file: _changed(file, lambda entries: entries.update({"inschrijving.json": b'{"bid": "{}"}'})),
        lambda file: _changed(file, lambda entries: None, zipfile.ZIP_DEFLATED),
    ],
)
def test_a_file_that_was_not_made_here_is_refused_in_words(session: Any, broken: Callable[[bytes], bytes]) -> None:
    tender = open_for_bids()
    file = broken(announced(tender))
    lot, actor, supplier = tender.lots[0], account_of("Sanne").actor(), supplier_of("Sanne")
    deliver_hash(tender, lot, supplier, hashlib.sha256(file).hexdigest(), actor=actor, now=CLOSES_AT)

    with pytest.raises(Refusal) as refusal:
        follow(tender, file)

    assert "no-bid-file" in codes(refusal)


def test_two_files_of_one_draft_have_two_hashes_so_that_no_price_can_be_guessed(session: Any) -> None:
    tender = open_for_bids()
    first, lot, actor = announced(tender), tender.lots[0], account_of("Sanne").actor()

    second = deliver_hash_of_draft(tender, lot, supplier_of("Sanne"), actor=actor, now=CLOSES_AT).read()

    assert first != second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert json.loads(archive.read("inschrijving.json"))["salt"]


def test_a_supplier_announces_and_follows_through_the_pages(
    session: Any, as_person: Callable[[str], FlaskClient], set_now: Any
) -> None:
    tender = open_for_bids()
    lot, supplier = tender.lots[0], supplier_of("Sanne")
    parties = Parties((Party(1, PartyKind.SUBCONTRACTOR, "Hulp BV", "90000026", euros("10"), "Coaching"),))
    content = replace(content_for(lot), parties=parties)
    save_draft(tender, lot, supplier, content, actor=account_of("Sanne").actor(), now=NOW)
    browser, page = as_person("sanne"), f"/portaal/inschrijvingen/{tender.reference}/perceel/1/hash"

    file = browser.post(f"{page}/bestand").data
    assert hashlib.sha256(file).hexdigest() in browser.get(page).text
    set_now(NEXT_DAY)
    wrong = browser.post(f"{page}/nasturen", data={"file": (io.BytesIO(b"iets anders"), "inschrijving.zip")})
    rival = as_person("rik").post(f"{page}/nasturen", data={"file": (io.BytesIO(file), "inschrijving.zip")})
    right = browser.post(f"{page}/nasturen", data={"file": (io.BytesIO(file), "inschrijving.zip")})

    assert "Dat is niet de hash" in wrong.text and "Wij hebben uw poging genoteerd" in rival.text
    assert [each.what for each in late_attempts(tender)] == ["inschrijving nasturen"] * 2
    assert right.status_code == 302 and session.query(Bid).one().status == BidStatus.SUBMITTED
    assert "Er valt niets na te sturen" in browser.get(f"{page}/nasturen").text
