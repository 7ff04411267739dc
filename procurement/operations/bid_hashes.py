"""A hash in time, the bid within one working day (Aanbestedingswet art. 2.109a)."""

from datetime import datetime

from procurement.bids import NO_DRAFT, obstacles_to_bidding
from procurement.completeness import obstacles_to_submitting
from procurement.late_bids import obstacles_to_announced, obstacles_to_hash
from procurement.models.bids import Bid
from procurement.models.late_bids import BidHash
from procurement.models.tenders import Lot, Tender
from procurement.operations.bid_packages import package_of, read_package
from procurement.operations.bids import Document, confirm_bid, count_bid, record_submission, seal_bid
from procurement.operations.sealed_files import keep_upload
from procurement.queries.bids import asked_of, bidding_facts, draft_of
from procurement.queries.late_bids import announced_facts, hashes_by
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db, number_lock
from townhall.organisations.models import Organisation
from townhall.refusal import Obstacle, refuse_if
from townhall.uploads import PrivateUpload


def deliver_hash(
    tender: Tender, lot: Lot, supplier: Organisation, sha256: str, *, actor: Actor, now: datetime
) -> BidHash:
    """Note the hash of a bid before the closing. The bid itself may follow until the end of the next working day."""
    assert actor.organisation_id == supplier.id, "nobody bids for another"
    typed = "".join(sha256.lower().split())
    obstacles = [*obstacles_to_bidding(bidding_facts(tender, supplier.id), now), *obstacles_to_hash(typed)]
    if typed in {each.sha256 for each in hashes_by(lot, supplier.id)}:
        obstacles.append(Obstacle("hash-known", "Deze hash hebben wij al van u.", "sha256"))
    refuse_if(obstacles)
    delivered = BidHash(tender=tender, lot=lot, supplier=supplier, sha256=typed, delivered_at=now)
    db.session.add(delivered)
    after = {"lot": lot.number, "supplier": supplier.name, "sha256": typed}
    trail.record("bid.hash_delivered", tender, actor=actor, now=now, after=after)
    return delivered


def deliver_hash_of_draft(
    tender: Tender, lot: Lot, supplier: Organisation, *, actor: Actor, now: datetime
) -> PrivateUpload:
    """Make one file of what the supplier wrote, note its hash, and give him the file to keep."""
    draft = draft_of(lot.id, supplier.id)
    if draft is None:
        refuse_if([*obstacles_to_bidding(bidding_facts(tender, supplier.id), now), NO_DRAFT])
    assert draft is not None
    file = package_of(draft)
    deliver_hash(tender, lot, supplier, file.sha256(), actor=actor, now=now)
    return file


def submit_announced_bid(
    tender: Tender, lot: Lot, supplier: Organisation, upload: PrivateUpload, *, actor: Actor, now: datetime
) -> Bid:
    """Take in the bid of which the hash came in time, when the SHA-256 of its file agrees. It counts as in time."""
    assert actor.organisation_id == supplier.id, "nobody bids for another"
    number_lock(f"bid:{lot.id}:{supplier.id}")
    sha256 = upload.sha256()
    refuse_if(obstacles_to_announced(announced_facts(tender, lot, supplier.id), sha256, now))
    content, documents = read_package(upload)
    refuse_if(obstacles_to_submitting(content, asked_of(lot)))
    kept = [Document(position, keep_upload(file), file.key) for position, file in documents.items()]
    bid = seal_bid(lot, supplier, content, kept, begun_at=now, actor=actor, now=now)
    db.session.flush()
    earlier = count_bid(bid, now)
    announced = next(each for each in hashes_by(lot, supplier.id) if each.sha256 == sha256)
    announced.bid = bid
    confirm_bid(bid, actor, now)
    record_submission(bid, earlier, actor=actor, now=now, announced_by=sha256)
    return bid
