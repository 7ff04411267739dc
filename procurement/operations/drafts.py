"""A supplier follows a tender and writes a bid; nobody else can read what he writes."""

from datetime import datetime

from procurement import vault
from procurement.bid_content import BidContent, BidFile, as_draft
from procurement.bids import (
    FILE_KINDS,
    LARGEST_FILE,
    MOST_FILES,
    MOST_TOGETHER,
    DocumentPart,
    obstacles_to_bidding,
)
from procurement.models.bids import Bid, BidDraft, DraftFile, Registration
from procurement.models.sealed_files import SealedBlob
from procurement.models.tenders import Lot, Tender
from procurement.operations.sealed_files import forget_blob, keep_upload
from procurement.queries.bids import bidding_facts, draft_of, registration_of
from procurement.queries.outside_key import (
    draft_content,
    draft_file_place,
    draft_place,
    old_draft_file,
    outside_key,
    own_content,
    own_file_key,
)
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db, number_lock
from townhall.documents.content import extension_of
from townhall.documents.operations import obstacles_to_storing_file, safe_name
from townhall.organisations.models import Organisation
from townhall.refusal import Obstacle, refuse_if
from townhall.uploads import PrivateUpload


def register_interest(tender: Tender, supplier: Organisation, *, actor: Actor, now: datetime) -> Registration:
    """Let a supplier follow a tender: its news then comes by mail. Doing it twice changes nothing."""
    known = registration_of(tender, supplier.id)
    if known is not None:
        return known
    refuse_if(obstacles_to_bidding(bidding_facts(tender), now))
    registration = Registration(tender_id=tender.id, supplier_id=supplier.id, registered_at=now)
    db.session.add(registration)
    after = {"supplier": supplier.name}
    trail.record("tender.interest_registered", tender, actor=actor, now=now, after=after)
    return registration


def save_draft(
    tender: Tender, lot: Lot, supplier: Organisation, content: BidContent, *, actor: Actor, now: datetime
) -> BidDraft:
    """Keep what the supplier wrote so far. Documents come and go by operations of their own."""
    refuse_if(obstacles_to_bidding(bidding_facts(tender, supplier.id), now))
    draft = _draft_for(lot, supplier, now)
    _write(draft, content, now)
    trail.record("bid_draft.saved", draft, actor=actor, now=now)
    return draft


def add_draft_file(
    tender: Tender,
    lot: Lot,
    supplier: Organisation,
    *,
    part: DocumentPart,
    filename: str,
    data: bytes | PrivateUpload,
    actor: Actor,
    now: datetime,
) -> BidDraft:
    """Add a document to the draft, after a look at its content; ``now`` is when it began to come in."""
    draft = draft_of(lot.id, supplier.id)
    content = draft_content(draft)
    name = safe_name(filename)
    upload = PrivateUpload.of(data) if isinstance(data, bytes) else data
    refuse_if(
        obstacles_to_bidding(bidding_facts(tender, supplier.id), now)
        + obstacles_to_storing_file(upload, name, size=upload.size)
        + _obstacles_to_bid_file(upload.size, name, content)
    )
    draft = draft or _draft_for(lot, supplier, now)
    position = content.next_position()
    _write(draft, content.with_file(BidFile(position, part, name, upload.sha256(), upload.size)), now)
    draft.files.append(_locked_file(draft, position, keep_upload(upload), upload.key))
    trail.record("bid_draft.file_added", draft, actor=actor, now=now, after={"position": position})
    return draft


def remove_draft_file(
    tender: Tender, lot: Lot, supplier: Organisation, *, position: int, actor: Actor, now: datetime
) -> None:
    """Take a document out of the draft."""
    refuse_if(obstacles_to_bidding(bidding_facts(tender, supplier.id), now))
    draft = draft_of(lot.id, supplier.id)
    if draft is None or position not in {file.position for file in draft.files}:
        refuse_if([Obstacle("file-gone", "Dit document staat niet meer in uw concept.")])
    assert draft is not None
    _write(draft, draft_content(draft).without_file(position), now)
    gone = next(file for file in draft.files if file.position == position)
    draft.files.remove(gone)
    if gone.blob is not None:
        forget_blob(gone.blob)
    trail.record("bid_draft.file_removed", draft, actor=actor, now=now, after={"position": position})


def revise_bid(bid: Bid, *, actor: Actor, now: datetime) -> BidDraft:
    """Start a draft from a bid that was handed in. The bid keeps counting until the draft is handed in."""
    refuse_if(obstacles_to_bidding(bidding_facts(bid.tender, bid.supplier_id), now))
    draft = draft_of(bid.lot_id, bid.supplier_id)
    if draft is not None:
        return draft
    draft = draft_from(bid, now)
    if draft is None:
        refuse_if([Obstacle("no-copy", "Van deze inschrijving is geen kopie bewaard. Begin opnieuw.")])
    assert draft is not None
    trail.record("bid_draft.begun_from_bid", draft, actor=actor, now=now, after={"bid": bid.receipt_code})
    return draft


def draft_from(bid: Bid, now: datetime) -> BidDraft | None:
    """A draft with the content of this bid, for the operation that records it; None without a copy."""
    content = own_content(bid)
    if content is None:
        return None
    draft = _draft_for(bid.lot, bid.supplier, now)
    _write(draft, content, now)
    for file in bid.files:
        key, blob = own_file_key(file), file.blob
        assert key is not None, "copies of envelope and documents are dropped together"
        if blob is None:  # from before there were chunks: the copy is the document itself
            upload = PrivateUpload.of(key)
            key, blob = upload.key, keep_upload(upload)
        draft.files.append(_locked_file(draft, file.position, blob, key))
    return draft


def put_in_chunks(draft: BidDraft) -> None:
    """Documents of a draft from before there were chunks, as they are kept now."""
    for file in draft.files:
        if file.blob is None:
            upload = old_draft_file(draft, file)
            locked = _locked_file(draft, file.position, keep_upload(upload), upload.key)
            file.blob, file.locked_key, file.locked_content = locked.blob, locked.locked_key, None


def _draft_for(lot: Lot, supplier: Organisation, now: datetime) -> BidDraft:
    number_lock(f"bid:{lot.id}:{supplier.id}")
    draft = draft_of(lot.id, supplier.id)
    if draft is None:
        draft = BidDraft(lot_id=lot.id, supplier_id=supplier.id, begun_at=now, saved_at=now)
        draft.lot, draft.supplier = lot, supplier
        _write(draft, BidContent(), now)
        db.session.add(draft)
    return draft


def _write(draft: BidDraft, content: BidContent, now: datetime) -> None:
    place = draft_place(draft.lot_id, draft.supplier_id)
    draft.locked_content = vault.lock_away(outside_key(), place, as_draft(content))
    draft.saved_at = now


def _locked_file(draft: BidDraft, position: int, blob: SealedBlob, key: bytes) -> DraftFile:
    place = draft_file_place(draft.lot_id, draft.supplier_id, position)
    return DraftFile(position=position, blob=blob, locked_key=vault.lock_away(outside_key(), place, key))


def _obstacles_to_bid_file(size: int, name: str, content: BidContent) -> list[Obstacle]:
    obstacles = []
    if extension_of(name) not in FILE_KINDS:
        text = "Kies een pdf-, docx- of xlsx-bestand. Andere soorten nemen wij bij een inschrijving niet aan."
        obstacles.append(Obstacle("bid-file-kind", text, "file"))
    if size > LARGEST_FILE:
        text = "Dit bestand is groter dan 100 MB. Maak het kleiner."
        obstacles.append(Obstacle("bid-file-size", text, "file"))
    elif size + sum(file.size for file in content.files) > MOST_TOGETHER:
        text = "Uw documenten zijn samen groter dan 250 MB. Maak dit bestand kleiner of haal een ander weg."
        obstacles.append(Obstacle("bid-files-size", text, "file"))
    if len(content.files) >= MOST_FILES:
        text = f"U heeft al {MOST_FILES} documenten. Voeg documenten samen of haal er een weg."
        obstacles.append(Obstacle("bid-files-full", text, "file"))
    return obstacles
