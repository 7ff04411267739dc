"""Handing in, replacing and withdrawing a bid, until the closing second."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from procurement import vault
from procurement.admissions import obstacles_to_applying_again
from procurement.bid_content import BidContent, envelopes_of
from procurement.bids import MOVES, NO_DRAFT, BidStatus, EnvelopeKind, is_in_time, obstacles_to_bidding
from procurement.completeness import obstacles_to_submitting
from procurement.models.bids import Bid, Registration, SealedEnvelope, SealedFile
from procurement.models.openings import TenderKey
from procurement.models.sealed_files import SealedBlob
from procurement.models.tenders import Lot, Tender
from procurement.operations.drafts import draft_from, put_in_chunks
from procurement.queries.bids import (
    asked_of,
    bidding_facts,
    current_bid,
    draft_of,
    receipt_of,
    registration_of,
)
from procurement.queries.offers import outcome_of
from procurement.queries.openings import tender_keys
from procurement.queries.outside_key import copy_place, draft_content, draft_file_key, outside_key
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db, number_lock
from townhall.jobs.operations import request_job
from townhall.mail import add_mail
from townhall.organisations.models import Organisation
from townhall.refusal import Obstacle, Refusal, refuse_if


def submit_bid(
    tender: Tender,
    lot: Lot,
    supplier: Organisation,
    *,
    actor: Actor,
    now: datetime,
    begun_at: datetime | None = None,
) -> Bid:
    """Seal the supplier's draft as his bid for this lot; an earlier bid is replaced by it.

    ``now`` is the moment of receipt by the clock of the server, ``begun_at`` when the sending began. Begun before the
    closing and received after it: sealed and held, until two people decide. The draft is gone afterwards: what
    remains is sealed for two openers, with a copy only the supplier's own pages can read.
    """
    assert actor.organisation_id == supplier.id, "nobody bids for another"
    number_lock(f"bid:{lot.id}:{supplier.id}")
    begun_at = begun_at or now
    _wait_for_an_opening(tender, now)
    refuse_if(obstacles_to_bidding(bidding_facts(tender, supplier.id), begun_at) + _obstacles_of_earlier(lot, supplier))
    draft = draft_of(lot.id, supplier.id)
    if draft is None:
        raise Refusal([NO_DRAFT])
    content = draft_content(draft)
    refuse_if(obstacles_to_submitting(content, asked_of(lot)))

    assert tender.closes_at is not None, "it takes bids"
    put_in_chunks(draft)
    documents = [Document(file.position, file.blob, draft_file_key(draft, file)) for file in draft.files if file.blob]
    bid = seal_bid(lot, supplier, content, documents, begun_at=begun_at, actor=actor, now=now)
    db.session.delete(draft)
    db.session.flush()
    earlier = count_bid(bid, now) if is_in_time(now, tender.closes_at) else None
    follow(tender, supplier, now)
    confirm_bid(bid, actor, now)
    record_submission(bid, earlier, actor=actor, now=now)
    return bid


def _wait_for_an_opening(tender: Tender, now: datetime) -> None:
    """What ran over may come in while two openers open, or while the closing is moved: never half of each."""
    if tender.closes_at is not None and not is_in_time(now, tender.closes_at):
        number_lock(f"opening:{tender.id}")
        db.session.refresh(tender)


def record_submission(
    bid: Bid, earlier: Bid | None, *, actor: Actor, now: datetime, announced_by: str | None = None
) -> None:
    """Write in the trail what came in, and which hash announced it; a part of what takes it in."""
    trail.record(
        "bid.submitted",
        bid,
        actor=actor,
        now=now,
        after={
            "lot": bid.lot.number,
            "supplier": bid.supplier.name,
            "begun_at": bid.begun_at,
            "received_at": now,
            "status": bid.status.value,
            "content_hash": bid.content_hash,
            "replaces": earlier.receipt_code if earlier else None,
            "announced_by": announced_by,
        },
    )


def hold_what_ran_over(
    tender: Tender, lot: Lot, supplier: Organisation, *, actor: Actor, now: datetime, begun_at: datetime
) -> Bid | None:
    """Seal and hold what was written when a document was still on its way at the closing; None when it was in time.

    What is not complete could not have counted: it is refused as too late, with what is missing.
    """
    too_late = obstacles_to_bidding(bidding_facts(tender), now)
    if not too_late:
        return None
    missing = obstacles_to_submitting(draft_content(draft_of(lot.id, supplier.id)), asked_of(lot))
    refuse_if([*too_late, *missing] if missing else [])
    return submit_bid(tender, lot, supplier, actor=actor, now=now, begun_at=begun_at)


def withdraw_bid(bid: Bid, *, actor: Actor, now: datetime) -> None:
    """Take a bid back before the deadline; its content becomes a draft, the sealed bid is never opened."""
    assert actor.organisation_id == bid.supplier_id, "nobody withdraws for another"
    number_lock(f"bid:{bid.lot_id}:{bid.supplier_id}")
    db.session.refresh(bid)
    refuse_if(obstacles_to_bidding(bidding_facts(bid.tender, bid.supplier_id), now))
    if BidStatus.WITHDRAWN not in MOVES[bid.status]:
        raise Refusal([Obstacle("bid-not-current", "Deze inschrijving is al ingetrokken of vervangen.")])
    if draft_of(bid.lot_id, bid.supplier_id) is None:
        draft_from(bid, now)
    end_bid(bid, BidStatus.WITHDRAWN, now)
    add_mail(
        to=bid.supplier.email,
        subject=f"Inschrijving ingetrokken: {bid.tender.reference}, perceel {bid.lot.number}",
        template="mail/bid_withdrawn.txt",
        now=now,
        bid=bid,
    )
    trail.record("bid.withdrawn", bid, actor=actor, now=now, after={"content_hash": bid.content_hash})


def record_late_attempt(
    tender: Tender, lot: Lot, supplier: Organisation, *, what: str, actor: Actor, now: datetime
) -> None:
    """Note that somebody tried after closing. Nothing of what was sent is kept."""
    trail.record(
        "bid.attempted_too_late",
        tender,
        actor=actor,
        now=now,
        after={"lot": lot.number, "supplier": supplier.name, "what": what, "closed_at": tender.closes_at},
    )


def record_reading(bid: Bid, *, what: str, actor: Actor, now: datetime) -> None:
    """Note that somebody of the municipality read an opened bid, or a document of it."""
    trail.record("bid.read", bid, actor=actor, now=now, after={"what": what})


@dataclass(frozen=True)
class Document:
    """A document that is sealed with a bid: its chunks and their key."""

    position: int
    blob: SealedBlob
    key: bytes


def seal_bid(
    lot: Lot,
    supplier: Organisation,
    content: BidContent,
    documents: Sequence[Document],
    *,
    begun_at: datetime,
    actor: Actor,
    now: datetime,
) -> Bid:
    """The bid as it came in, sealed and held until it counts; a part of what records it."""
    bid = Bid(
        tender=lot.tender,
        lot=lot,
        supplier=supplier,
        status=BidStatus.HELD,
        begun_at=begun_at,
        received_at=now,
        submitted_by_id=actor.account_id,
    )
    _seal_into(bid, content, documents, tender_keys(lot.tender))
    db.session.add(bid)
    return bid


def _seal_into(
    bid: Bid, content: BidContent, documents: Sequence[Document], keys: dict[EnvelopeKind, TenderKey]
) -> None:
    """Fill the bid with sealed envelopes and documents, and with the hash over all of it."""
    key = outside_key()
    for kind, facts in envelopes_of(content).items():
        plaintext = vault.canonical({**facts, "salt": vault.random_salt()})
        ciphertext, digest = vault.seal(keys[kind].public_key, plaintext), vault.sha256(plaintext)
        bid.envelopes.append(
            SealedEnvelope(
                kind=kind,
                sha256=digest,
                sealed_sha256=vault.sha256(ciphertext),
                ciphertext=ciphertext,
                locked_copy=vault.lock_away(key, copy_place(digest), plaintext),
            )
        )
    described = {file.position: file for file in content.files}
    for document in documents:
        digest = described[document.position].sha256
        sealed_key = vault.seal(keys[EnvelopeKind.QUALITY].public_key, document.key)
        bid.files.append(
            SealedFile(
                position=document.position,
                size=document.blob.size,
                sha256=digest,
                sealed_sha256=vault.sha256(sealed_key + bytes.fromhex(document.blob.sealed_sha256)),
                blob=document.blob,
                sealed_key=sealed_key,
                locked_copy=vault.lock_away(key, copy_place(digest), document.key),
            )
        )
    bid.content_hash = receipt_of(bid).hash()
    bid.receipt_code = vault.receipt_code(bid.content_hash)


def _obstacles_of_earlier(lot: Lot, supplier: Organisation) -> list[Obstacle]:
    """An application to an open house that was opened: is another one of use?"""
    earlier = current_bid(lot.id, supplier.id)
    if earlier is None or earlier.status != BidStatus.OPENED:
        return []
    return obstacles_to_applying_again(outcome_of(earlier))


def count_bid(bid: Bid, now: datetime) -> Bid | None:
    """Let a sealed bid take part; gives the earlier one of this bidder that it replaces. A part of what records it."""
    assert BidStatus.SUBMITTED in MOVES[bid.status]
    earlier = current_bid(bid.lot_id, bid.supplier_id)
    if earlier is not None:
        end_bid(earlier, BidStatus.REPLACED, now)
        db.session.flush()  # the one-current-bid index sees the rows one by one
        earlier.replaced_by_id = bid.id
    bid.status = BidStatus.SUBMITTED
    return earlier


def end_bid(bid: Bid, status: BidStatus, now: datetime) -> None:
    """Let a bid count no longer, and drop the copies that could still be read."""
    assert status in MOVES[bid.status]
    bid.status, bid.ended_at = status, now
    for envelope in bid.envelopes:
        envelope.locked_copy = None
    for file in bid.files:
        file.locked_copy = None


def follow(tender: Tender, supplier: Organisation, now: datetime) -> None:
    """Whoever takes part hears the news of the tender; a part of what records that he does."""
    if registration_of(tender, supplier.id) is None:
        db.session.add(Registration(tender_id=tender.id, supplier_id=supplier.id, registered_at=now))


def confirm_bid(bid: Bid, actor: Actor, now: datetime) -> None:
    """Give the supplier his receipt, by mail and as a PDF; a part of what takes the bid in."""
    add_mail(
        to=bid.supplier.email,
        subject=f"Ontvangstbewijs inschrijving {bid.tender.reference}, perceel {bid.lot.number}",
        template="mail/bid_received.txt",
        now=now,
        bid=bid,
        manifest=json.dumps(receipt_of(bid).manifest(), ensure_ascii=False, indent=1, sort_keys=True),
    )
    request_job(
        "procurement.bid-receipt",
        {"bid_id": bid.id},
        actor=actor,
        now=now,
        title=f"Ontvangstbewijs {bid.receipt_code}",
    )
