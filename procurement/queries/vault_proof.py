"""Proving that what is stored is what was received: receipts, contents, Merkle root and trail."""

import json
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from procurement import vault
from procurement.bid_content import Answer, BidContent, content_of, costs_of, prices_of
from procurement.bids import EnvelopeKind
from procurement.models.bids import Bid, BidAnswer, BidDeclaration, BidDocument, SealedEnvelope, SealedFile
from procurement.models.tenders import Tender
from procurement.parties import facts_of_parties
from procurement.queries import bids as questions
from procurement.queries.opening_record import hashes_until
from procurement.queries.openings import closing_roots_of, openings_of
from procurement.queries.sealed_files import kept_of
from procurement.receipts import (
    Flaw,
    Leaf,
    SealedPart,
    flaws_in_part,
    flaws_in_receipt,
    flaws_in_tree,
    leaves_in_order,
)
from townhall.audit.models import AuditEntry
from townhall.database import db
from townhall.documents import storage


def flaws_in_vault(tender: Tender) -> list[Flaw]:
    """Everything in the vault of this tender that is not as it was received; empty when all is well."""
    received = _everything_received(tender)
    flaws = _missing_from_the_trail(tender, received)
    for bid in received:
        flaws += flaws_in_receipt(questions.receipt_of(bid), bid.content_hash, bid.receipt_code)
        flaws += _flaws_in_contents(bid)
    flaws += _flaws_in_rows(received)
    leaves = leaves_in_order(Leaf(bid.received_at, bid.id, bid.content_hash) for bid in received)
    for opening in openings_of(tender).values():
        if opening.merkle_root is not None:
            flaws += flaws_in_tree(leaves, opening.merkle_root, where=f"Opening {opening.kind.value}")
    for root in closing_roots_of(tender):
        until = hashes_until(received, root.closes_at)
        flaws += flaws_in_tree(until, root.merkle_root, where=f"Sluiting {root.closes_at:%d-%m-%Y %H:%M}")
    return flaws


def gives_root(tender: Tender, root: str) -> bool:
    """Whether what is stored still gives this root, that was mailed at the closing or at an opening.

    The roots in the database say nothing here: whoever changes bids there can change those as well.
    """
    received = questions.submissions(tender)
    closings = {fixed.closes_at for fixed in closing_roots_of(tender)}
    trees = [hashes_until(received, closes_at) for closes_at in closings]
    trees.append(leaves_in_order(Leaf(bid.received_at, bid.id, bid.content_hash) for bid in received))
    return any(vault.merkle_root(tree) == root.lower() for tree in trees)


def tenders_with_bids() -> list[Tender]:
    """Every tender that ever received a bid."""
    return list(
        db.session.scalars(
            select(Tender)
            .where(select(Bid.id).where(Bid.tender_id == Tender.id).exists())
            .order_by(Tender.id)
        )
    )


def tender_with_reference(reference: str) -> Tender | None:
    """The tender with this reference."""
    return db.session.scalar(select(Tender).where(Tender.reference == reference))


def count_received(tender: Tender) -> int:
    """How many submissions there are, also replaced and withdrawn."""
    return len(questions.submissions(tender))


def has_receipt(tender: Tender, content_hash: str) -> bool:
    """Whether this receipt belongs to a submission of this tender."""
    statement = select(Bid.id).where(Bid.tender_id == tender.id, Bid.content_hash == content_hash.lower())
    return db.session.scalar(statement) is not None


def _everything_received(tender: Tender) -> list[Bid]:
    return list(
        db.session.scalars(
            select(Bid)
            .where(Bid.tender_id == tender.id)
            .options(
                joinedload(Bid.supplier),
                joinedload(Bid.lot),
                selectinload(Bid.envelopes).undefer(SealedEnvelope.ciphertext),
                selectinload(Bid.envelopes).undefer(SealedEnvelope.opened_content),
                selectinload(Bid.files).undefer(SealedFile.ciphertext),
            )
            .order_by(Bid.received_at, Bid.id)
        )
    )


def _missing_from_the_trail(tender: Tender, received: Sequence[Bid]) -> list[Flaw]:
    """Submissions the trail knows and the vault does not, and the other way around."""
    entries = db.session.scalars(
        select(AuditEntry.after).where(
            AuditEntry.act == "bid.submitted",
            AuditEntry.subject_label.startswith(f"{tender.reference} perceel ", autoescape=True),
        )
    )
    noted = {json.loads(after)["content_hash"] for after in entries}
    stored = {bid.content_hash for bid in received}
    where = tender.reference
    return [
        Flaw(where, f"Het spoor kent een inschrijving die er niet meer is: {hash_}.")
        for hash_ in sorted(noted - stored)
    ] + [
        Flaw(where, f"Er is een inschrijving die het spoor niet kent: {hash_}.")
        for hash_ in sorted(stored - noted)
    ]


def _flaws_in_contents(bid: Bid) -> list[Flaw]:
    where, flaws = bid.receipt_code, []
    for envelope in bid.envelopes:
        part = SealedPart(envelope.kind.value, envelope.sha256, envelope.sealed_sha256)
        opened = None if envelope.opened_content is None else envelope.opened_content.encode()
        flaws += flaws_in_part(part, envelope.ciphertext, opened, where=where)
    for file in bid.files:
        part = SealedPart(f"document {file.position}", file.sha256, file.sealed_sha256)
        flaws += flaws_in_part(part, kept_of(file), None, where=where)
    return flaws


def _flaws_in_rows(received: Sequence[Bid]) -> list[Flaw]:
    """Whether the rows people work with say what came out of the envelopes."""
    ids = [bid.id for bid in received]
    answers = _by_bid(questions.answers_of(ids))
    documents = _documents_by_bid(questions.documents_of(ids))
    prices, costs = questions.prices_of(ids), questions.costs_of(ids)
    declarations = {
        row.bid_id: row
        for row in db.session.scalars(select(BidDeclaration).where(BidDeclaration.bid_id.in_(ids)))
    }
    flaws = []
    for bid in received:
        opened = {each.kind: each.opened_content for each in bid.envelopes}
        quality, price = opened[EnvelopeKind.QUALITY], opened[EnvelopeKind.PRICE]
        try:
            expected = BidContent() if quality is None else content_of(json.loads(quality))
            facts = {"prices": {}} if price is None else json.loads(price)
            expected_prices, expected_costs = prices_of(facts), costs_of(facts)
        except (KeyError, ValueError):
            continue  # changed content was already named above
        if _differs(expected, answers.get(bid.id, []), declarations.get(bid.id), quality is not None):
            flaws.append(Flaw(bid.receipt_code, "De antwoorden zijn niet meer wat er uit de envelop kwam."))
        if prices[bid.id] != expected_prices or costs[bid.id] != expected_costs:
            flaws.append(Flaw(bid.receipt_code, "De prijzen zijn niet meer wat er uit de envelop kwam."))
        if _documents_differ(expected, documents.get(bid.id, [])):
            flaws.append(Flaw(bid.receipt_code, "De documenten zijn niet meer wat er is ingediend."))
    return flaws


def _differs(
    expected: BidContent, rows: Sequence[BidAnswer], declaration: BidDeclaration | None, opened: bool
) -> bool:
    answers = {
        row.requirement_id: Answer(row.complies, row.text, row.holds_from)
        for row in rows
        if row.requirement_id is not None
    }
    qualities = {row.criterion_id: row.text for row in rows if row.criterion_id is not None}
    if answers != expected.answers or qualities != expected.qualities:
        return True
    if declaration is None:
        return opened
    stated = expected.declaration
    return (
        declaration.applies != stated.applies
        or declaration.explanation != stated.explanation
        or declaration.signatory != stated.signatory
        or declaration.signatory_function != stated.signatory_function
        or declaration.parties != facts_of_parties(expected.parties)
        or declaration.preference != expected.preference
    )


def _documents_differ(expected: BidContent, rows: Sequence[BidDocument]) -> bool:
    stored = {row.position: row.document for row in rows}
    if {file.position: file.sha256 for file in expected.files} != {
        position: document.sha256 for position, document in stored.items()
    }:
        return True
    return not all(storage.is_intact(document) for document in stored.values())


def _by_bid(rows: Sequence[BidAnswer]) -> dict[int, list[BidAnswer]]:
    grouped: dict[int, list[BidAnswer]] = {}
    for row in rows:
        grouped.setdefault(row.bid_id, []).append(row)
    return grouped


def _documents_by_bid(rows: Sequence[BidDocument]) -> dict[int, list[BidDocument]]:
    grouped: dict[int, list[BidDocument]] = {}
    for row in rows:
        grouped.setdefault(row.bid_id, []).append(row)
    return grouped
