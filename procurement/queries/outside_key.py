"""Reading what is locked with the key outside the database: drafts, and a supplier's copy of his own bid.

Only the supplier's own pages and operations ask this; no page of the municipality does.
"""

import json
from typing import Any

from flask import current_app

from procurement import vault
from procurement.bid_content import BidContent, content_of, from_draft
from procurement.bids import EnvelopeKind
from procurement.models.bids import Bid, BidDraft, DraftFile, SealedEnvelope, SealedFile
from procurement.queries.bids import documents_of
from procurement.queries.sealed_files import chunks_of
from townhall.documents import storage
from townhall.uploads import PrivateUpload


def outside_key() -> bytes:
    """The key of this installation, from its file or the environment."""
    key: bytes = current_app.extensions["settings"].draft_key()
    return key


def tender_key_place(tender_id: int, kind: EnvelopeKind) -> str:
    """Where the private key of a tender that one person opens belongs."""
    return f"tender-key:{tender_id}:{kind.value}"


def draft_place(lot_id: int, supplier_id: int) -> str:
    """Where a draft belongs; a draft that is moved to somebody else cannot be read there."""
    return f"draft:{lot_id}:{supplier_id}"


def draft_file_place(lot_id: int, supplier_id: int, position: int) -> str:
    """Where a document of a draft belongs."""
    return f"{draft_place(lot_id, supplier_id)}:file:{position}"


def copy_place(sha256: str) -> str:
    """Where the supplier's copy of an envelope or document belongs."""
    return f"copy:{sha256}"


def draft_content(draft: BidDraft | None) -> BidContent:
    """What the supplier wrote so far."""
    if draft is None:
        return BidContent()
    place = draft_place(draft.lot_id, draft.supplier_id)
    return from_draft(vault.take_out(outside_key(), place, draft.locked_content))


def draft_file_key(draft: BidDraft, file: DraftFile) -> bytes:
    """The key of the chunks of one document of a draft."""
    assert file.locked_key is not None, "it is in chunks"
    place = draft_file_place(draft.lot_id, draft.supplier_id, file.position)
    return vault.take_out(outside_key(), place, file.locked_key)


def old_draft_file(draft: BidDraft, file: DraftFile) -> PrivateUpload:
    """A document of a draft from before documents lay in chunks."""
    assert file.locked_content is not None
    place = draft_file_place(draft.lot_id, draft.supplier_id, file.position)
    return PrivateUpload.of(vault.take_out(outside_key(), place, file.locked_content))


def own_content(bid: Bid) -> BidContent | None:
    """A bid as its own supplier reads it; None when no copy is kept (replaced, withdrawn)."""
    envelopes = {envelope.kind: envelope for envelope in bid.envelopes}
    quality = _own_envelope(envelopes[EnvelopeKind.QUALITY])
    price = _own_envelope(envelopes[EnvelopeKind.PRICE])
    if quality is None:
        return None
    return content_of(json.loads(quality), None if price is None else json.loads(price))


def own_file_key(file: SealedFile) -> bytes | None:
    """The key of the chunks of a document, as its supplier has it; None when it was dropped."""
    if file.locked_copy is None:
        return None
    return vault.take_out(outside_key(), copy_place(file.sha256), file.locked_copy)


def own_file(file: SealedFile) -> PrivateUpload | None:
    """A document of a sealed bid as its supplier reads it; None when his copy was dropped."""
    kept = own_file_key(file)
    if kept is None or file.blob is None:  # from before there were chunks: the copy is the document itself
        return None if kept is None else PrivateUpload.of(kept)
    return PrivateUpload.of_parts(vault.open_chunk(kept, chunk) for chunk in chunks_of(file.blob))


def own_document(bid: Bid, position: int) -> tuple[str, Any] | None:
    """Name and open file of one document of the supplier's own bid, sealed or opened; None when there is none."""
    content = own_content(bid)
    named = {file.position: file.filename for file in content.files} if content else {}
    if position not in named:
        return None
    for opened in documents_of([bid.id]):
        if opened.position == position:
            return named[position], storage.open_checked(opened.document)
    file = own_file(next(file for file in bid.files if file.position == position))
    return None if file is None else (named[position], file)


def _own_envelope(envelope: SealedEnvelope) -> bytes | None:
    if envelope.opened_content is not None:
        return envelope.opened_content.encode()
    if envelope.locked_copy is None:
        return None
    return vault.take_out(outside_key(), copy_place(envelope.sha256), envelope.locked_copy)
