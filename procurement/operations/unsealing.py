"""Reading the envelopes with a key that two openers have just released."""

import json
from datetime import datetime

from procurement import vault
from procurement.bid_content import BidContent, content_of, costs_of, prices_of
from procurement.bids import BidStatus, EnvelopeKind
from procurement.models.bids import (
    Bid,
    BidAnswer,
    BidCost,
    BidDeclaration,
    BidDocument,
    BidPrice,
    SealedEnvelope,
)
from procurement.models.tenders import Tender
from procurement.parties import facts_of_parties
from procurement.queries.bids import bids_to_open
from procurement.queries.sealed_files import plain_parts
from townhall.accounts.actor import SYSTEM
from townhall.database import db
from townhall.documents.operations import store_large_document

DOCUMENT_KIND = "procurement.bid-document"


class Tampered(Exception):
    """What is stored is not what was received."""


def unseal_all(tender: Tender, kind: EnvelopeKind, private_key: bytes, now: datetime) -> dict[int, str]:
    """Read this envelope of every bid that counts; gives per bid that stays closed the reason, in Dutch.

    A bid that was damaged stays sealed and is named in the record; it does not keep the others shut.
    """
    irregular: dict[int, str] = {}
    for bid in bids_to_open(tender, kind):
        try:
            if kind == EnvelopeKind.QUALITY:
                _open_quality(bid, private_key, now)
            else:
                _open_prices(bid, private_key, now)
        except (Tampered, vault.CannotUnlock):
            irregular[bid.id] = "De bewaarde inhoud is niet meer wat er is ontvangen. Niet geopend."
    return irregular


def _open_quality(bid: Bid, private_key: bytes, now: datetime) -> None:
    envelope = _envelope(bid, EnvelopeKind.QUALITY)
    plaintext = _unsealed(envelope, private_key)
    for file in bid.files:
        if vault.sha256_of_parts(plain_parts(file, private_key)) != file.sha256:
            raise Tampered
    # Nothing is written before everything of this bid was read and proven.
    content = content_of(json.loads(plaintext))
    _mark_opened(envelope, plaintext, now)
    bid.status = BidStatus.OPENED
    for file in bid.files:
        file.locked_copy = None
    _write_answers(bid, content)
    _write_documents(bid, content, private_key, now)


def _open_prices(bid: Bid, private_key: bytes, now: datetime) -> None:
    envelope = _envelope(bid, EnvelopeKind.PRICE)
    plaintext = _unsealed(envelope, private_key)
    _mark_opened(envelope, plaintext, now)
    facts = json.loads(plaintext)
    for milestone_id, amount in prices_of(facts).items():
        db.session.add(BidPrice(bid_id=bid.id, milestone_id=milestone_id, amount=amount))
    for line_number, amount in costs_of(facts).items():
        db.session.add(BidCost(bid_id=bid.id, line_number=line_number, amount=amount))


def _envelope(bid: Bid, kind: EnvelopeKind) -> SealedEnvelope:
    return next(envelope for envelope in bid.envelopes if envelope.kind == kind)


def _unsealed(sealed: SealedEnvelope, private_key: bytes) -> bytes:
    if vault.sha256(sealed.ciphertext) != sealed.sealed_sha256:
        raise Tampered
    plaintext = vault.open_(private_key, sealed.ciphertext)
    if vault.sha256(plaintext) != sealed.sha256:
        raise Tampered
    return plaintext


def _mark_opened(envelope: SealedEnvelope, plaintext: bytes, now: datetime) -> None:
    envelope.opened_at, envelope.opened_content = now, plaintext.decode()
    envelope.locked_copy = None


def _write_answers(bid: Bid, content: BidContent) -> None:
    declaration = content.declaration
    db.session.add(
        BidDeclaration(
            bid_id=bid.id,
            applies=dict(declaration.applies),
            explanation=declaration.explanation,
            signatory=declaration.signatory,
            signatory_function=declaration.signatory_function,
            parties=facts_of_parties(content.parties),
            preference=content.preference,
        )
    )
    for requirement_id, answer in content.answers.items():
        db.session.add(
            BidAnswer(
                bid_id=bid.id,
                requirement_id=requirement_id,
                complies=answer.complies,
                holds_from=answer.holds_from,
                text=answer.note,
            )
        )
    for criterion_id, words in content.qualities.items():
        db.session.add(BidAnswer(bid_id=bid.id, criterion_id=criterion_id, text=words))


def _write_documents(bid: Bid, content: BidContent, private_key: bytes, now: datetime) -> None:
    sealed = {file.position: file for file in bid.files}
    for file in content.files:
        # Stored by the house, not by the opener: who stores a document may always read it.
        document = store_large_document(
            plain_parts(sealed[file.position], private_key),
            sha256=file.sha256,
            size=file.size,
            filename=file.filename,
            kind=DOCUMENT_KIND,
            actor=SYSTEM,
            now=now,
        )
        db.session.add(
            BidDocument(bid_id=bid.id, document_id=document.id, part=file.part, position=file.position)
        )
