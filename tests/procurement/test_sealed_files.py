"""Documents in chunks: kept encrypted, shared by draft and bid, forgotten when nobody holds them; and older ones."""

from typing import Any

import pytest

from procurement import vault
from procurement.bids import BidStatus, DocumentPart, EnvelopeKind
from procurement.models.bids import Bid, DraftFile, SealedFile
from procurement.models.sealed_files import SealedBlob, SealedChunk
from procurement.models.tenders import Tender
from procurement.operations import drafts
from procurement.operations.bids import submit_bid, withdraw_bid
from procurement.operations.drafts import add_draft_file, remove_draft_file, revise_bid, save_draft
from procurement.queries.bids import documents_of, draft_of
from procurement.queries.openings import tender_keys
from procurement.queries.outside_key import copy_place, draft_file_place, outside_key, own_document
from procurement.queries.vault_proof import flaws_in_vault
from tests.factories.bids import NOW, PDF, account_of, content_for, open_for_bids, opened, submitted_bid, supplier_of
from townhall import uploads
from townhall.documents import storage
from townhall.refusal import Refusal

LONG = PDF + b"een lang plan " * 100


@pytest.fixture
def tender(session: Any, monkeypatch: pytest.MonkeyPatch) -> Tender:
    """An open tender, where a chunk is small."""
    monkeypatch.setattr(uploads, "CHUNK", 500)
    return open_for_bids()


def drafted(tender: Tender, data: bytes = LONG) -> None:
    lot, actor, supplier = tender.lots[0], account_of("Sanne").actor(), supplier_of("Sanne")
    save_draft(tender, lot, supplier, content_for(lot), actor=actor, now=NOW)
    add_draft_file(
        tender, lot, supplier, part=DocumentPart.PLAN, filename="plan.pdf", data=data, actor=actor, now=NOW
    )


def test_a_document_is_encrypted_once_and_travels_from_draft_to_bid_and_back(session: Any, tender: Tender) -> None:
    drafted(tender)
    lot, actor, supplier = tender.lots[0], account_of("Sanne").actor(), supplier_of("Sanne")

    bid = submit_bid(tender, lot, supplier, actor=actor, now=NOW)
    revise_bid(bid, actor=actor, now=NOW)
    second = submit_bid(tender, lot, supplier, actor=actor, now=NOW)
    withdraw_bid(second, actor=actor, now=NOW)
    third = submit_bid(tender, lot, supplier, actor=actor, now=NOW)

    assert session.query(SealedBlob).count() == 1
    assert session.query(SealedChunk).count() == -(-len(LONG) // 500)
    assert all(b"lang plan" not in chunk.ciphertext for chunk in session.query(SealedChunk))
    assert flaws_in_vault(tender) == []
    found = own_document(third, 1)
    assert found is not None and found[1].read() == LONG
    opened(tender)
    assert storage.read(documents_of([third.id])[0].document) == LONG
    assert flaws_in_vault(tender) == []


def test_a_document_taken_out_of_a_draft_is_gone_unless_a_bid_holds_it(session: Any, tender: Tender) -> None:
    lot, actor, supplier = tender.lots[0], account_of("Sanne").actor(), supplier_of("Sanne")
    drafted(tender)
    remove_draft_file(tender, lot, supplier, position=1, actor=actor, now=NOW)
    assert session.query(SealedChunk).count() == session.query(SealedBlob).count() == 0

    bid = submitted_bid(tender, lot, "Sanne", files={"plan.pdf": LONG})
    revise_bid(bid, actor=actor, now=NOW)
    remove_draft_file(tender, lot, supplier, position=1, actor=actor, now=NOW)

    assert session.query(SealedBlob).count() == 1
    found = own_document(bid, 1)
    assert found is not None and found[1].read() == LONG


@pytest.mark.parametrize("damage", ["chunk", "key", "order", "gone"])
def test_a_changed_chunk_key_or_order_is_found_and_keeps_the_bid_shut(
    session: Any, tender: Tender, damage: str
) -> None:
    bid = submitted_bid(tender, tender.lots[0], "Sanne", files={"plan.pdf": LONG})
    first, second, *_rest = session.query(SealedChunk).order_by(SealedChunk.number).all()
    file = session.query(SealedFile).one()
    if damage == "chunk":
        first.ciphertext = first.ciphertext[:-1] + bytes([first.ciphertext[-1] ^ 1])
    elif damage == "key":
        file.sealed_key = file.sealed_key[:-1] + bytes([file.sealed_key[-1] ^ 1])
    elif damage == "order":
        first.ciphertext, second.ciphertext = second.ciphertext, first.ciphertext
    else:
        session.delete(second)
    session.flush()

    assert [flaw.where for flaw in flaws_in_vault(tender)] == [bid.receipt_code]
    opened(tender)
    assert bid.status == BidStatus.SUBMITTED


@pytest.mark.parametrize(
    ("largest", "together", "expected"),
    [
        (len(LONG), 2 * len(LONG), []),
        (len(LONG) - 1, 2 * len(LONG), ["bid-file-size"]),
        (len(LONG), 2 * len(LONG) - 1, ["bid-files-size"]),
    ],
)
def test_a_document_or_all_together_can_be_too_large(
    session: Any, tender: Tender, monkeypatch: pytest.MonkeyPatch, largest: int, together: int, expected: list[str]
) -> None:
    drafted(tender)
    monkeypatch.setattr(drafts, "LARGEST_FILE", largest)
    monkeypatch.setattr(drafts, "MOST_TOGETHER", together)

    found: list[str] = []
    try:
        add_draft_file(
            tender, tender.lots[0], supplier_of("Sanne"), part=DocumentPart.PLAN, filename="b.pdf", data=LONG,
            actor=account_of("Sanne").actor(), now=NOW,
        )  # fmt: skip
    except Refusal as refusal:
        found = [obstacle.code for obstacle in refusal.obstacles]

    assert found == expected


def test_a_draft_from_before_there_were_chunks_is_handed_in_like_any_other(session: Any, tender: Tender) -> None:
    drafted(tender)
    lot, supplier = tender.lots[0], supplier_of("Sanne")
    draft = draft_of(lot.id, supplier.id)
    assert draft is not None
    place = draft_file_place(lot.id, supplier.id, 1)
    old = DraftFile(position=1, locked_content=vault.lock_away(outside_key(), place, LONG))
    draft.files = []
    session.flush()
    draft.files = [old]
    session.flush()

    bid = submit_bid(tender, lot, supplier, actor=account_of("Sanne").actor(), now=NOW)
    opened(tender)

    assert storage.read(documents_of([bid.id])[0].document) == LONG


def test_a_bid_from_before_there_were_chunks_is_read_revised_opened_and_proven(session: Any, tender: Tender) -> None:
    bid = submitted_bid(tender, tender.lots[0], "Sanne", files={"plan.pdf": LONG})
    _as_it_used_to_be(bid)
    session.flush()

    found = own_document(bid, 1)
    assert found is not None and found[1].read() == LONG
    assert revise_bid(bid, actor=account_of("Sanne").actor(), now=NOW).files[0].blob is not None
    assert [flaw.what for flaw in flaws_in_vault(tender)] == [
        "De gegevens geven niet meer de hash van het ontvangstbewijs."
    ]  # the receipt was made for the chunks
    opened(tender)
    assert storage.read(documents_of([bid.id])[0].document) == LONG


def _as_it_used_to_be(bid: Bid) -> None:
    """Put the document of this bid back in one piece, as the first release kept it."""
    file = bid.files[0]
    file.ciphertext = vault.seal(tender_keys(bid.tender)[EnvelopeKind.QUALITY].public_key, LONG)
    file.sealed_sha256 = vault.sha256(file.ciphertext)
    file.locked_copy = vault.lock_away(outside_key(), copy_place(file.sha256), LONG)
    file.blob = file.sealed_key = None
