"""Two people open the envelopes of a tender, each with one click and an own passphrase.

The first step takes one layer off the shares and leaves what is still sealed for each of the other
openers. The second step takes off the last layer, reads every envelope and forgets the key.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from procurement import vault
from procurement.bids import EnvelopeKind
from procurement.lifecycle import TenderStatus, obstacles_to_moving
from procurement.models.bids import Bid
from procurement.models.openings import Opener, Opening, OpeningRemainder
from procurement.models.tenders import Tender
from procurement.openings import obstacles_to_beginning, obstacles_to_completing
from procurement.operations.closing import fix_closing_root
from procurement.operations.unsealing import unseal_all
from procurement.queries.bids import registrations_of, submissions
from procurement.queries.opening_record import record_facts
from procurement.queries.openings import (
    opener_of,
    openers_of,
    opening_facts,
    opening_of,
    remainder_for,
    shares_of_first,
    tender_keys,
)
from procurement.receipts import Leaf, leaves_in_order
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db, number_lock
from townhall.jobs.operations import request_job
from townhall.mail import add_mail
from townhall.refusal import Obstacle, Refusal, refuse_if

WRONG_PASSPHRASE = "wrong-passphrase"


def begin_opening(
    tender: Tender, passphrase: str, *, kind: EnvelopeKind = EnvelopeKind.QUALITY, actor: Actor, now: datetime
) -> Opening:
    """The first of two steps: this opener takes his layer off, so that any other one can finish.

    Somebody for whom an earlier first step left nothing begins anew; that step then counts no longer.
    """
    number_lock(f"opening:{tender.id}")
    opener = opener_of(tender, actor.account_id)
    refuse_if(obstacles_to_beginning(opening_facts(tender, kind), opener.id if opener else None, now))
    assert opener is not None
    shares = shares_of_first(tender, kind, opener)
    peeled = _peel(opener, passphrase, [share.sealed for share in shares])
    opening = opening_of(tender, kind) or Opening(tender_id=tender.id, kind=kind)
    opening.first_opener, opening.begun_at, opening.remainders = opener, now, []
    db.session.add(opening)
    db.session.flush()
    opening.remainders = [
        OpeningRemainder(opener_id=share.second_opener_id, sealed=sealed)
        for share, sealed in zip(shares, peeled, strict=True)
    ]
    root = fix_closing_root(tender, now)
    after = {"kind": kind.value, "closing_root": root.merkle_root}
    trail.record("opening.begun", tender, actor=actor, now=now, after=after)
    return opening


def complete_opening(
    tender: Tender, passphrase: str, *, kind: EnvelopeKind = EnvelopeKind.QUALITY, actor: Actor, now: datetime
) -> Opening:
    """The second step, by another opener: every envelope is read, and the record is fixed."""
    number_lock(f"opening:{tender.id}")
    opener = opener_of(tender, actor.account_id)
    refuse_if(obstacles_to_completing(opening_facts(tender, kind), opener.id if opener else None, now))
    opening = opening_of(tender, kind)
    assert opener is not None and opening is not None
    private_key = _private_key(tender, opening, opener, passphrase)

    irregular = unseal_all(tender, kind, private_key, now)
    opening.second_opener_id, opening.completed_at = opener.id, now
    opening.remainders = []
    if kind == EnvelopeKind.QUALITY:
        refuse_if(obstacles_to_moving(tender.status, TenderStatus.OPENED))
        tender.status = TenderStatus.OPENED
    received = submissions(tender)
    hashes = leaves_in_order(Leaf(bid.received_at, bid.id, bid.content_hash) for bid in received)
    opening.merkle_root = vault.merkle_root(hashes)
    db.session.flush()
    opening.record = record_facts(tender, opening, opener, received, irregular)
    _tell(tender, opening, received, hashes, now)
    request_job(
        "procurement.opening-record",
        {"opening_id": opening.id},
        actor=actor,
        now=now,
        title=f"Proces-verbaal van opening {tender.reference}",
    )
    trail.record(
        "opening.completed",
        tender,
        actor=actor,
        now=now,
        after={
            "kind": kind.value,
            "first_opener": opening.first_opener.account.name,
            "merkle_root": opening.merkle_root,
            "received": len(received),
            "irregular": len(irregular),
        },
    )
    return opening


def record_wrong_passphrase(tender: Tender, *, actor: Actor, now: datetime) -> None:
    """Note that an opener typed a wrong passphrase; many of these are a sign of guessing."""
    trail.record("opening.wrong_passphrase", tender, actor=actor, now=now)


def _peel(opener: Opener, passphrase: str, layers: list[bytes]) -> list[bytes]:
    assert opener.key is not None, "filled when the keys of the tender were made"
    try:
        return vault.peel_all(layers, opener.key.locked(), passphrase)
    except vault.CannotUnlock as error:
        text = "Uw wachtzin klopt niet. Gebruik de wachtzin die u had toen de sleutels van deze kluis zijn gemaakt."
        raise Refusal([Obstacle(WRONG_PASSPHRASE, text, "passphrase")]) from error


def _private_key(tender: Tender, opening: Opening, opener: Opener, passphrase: str) -> bytes:
    remainder = remainder_for(opening, opener)
    assert remainder is not None, "the first step leaves something for every other opener"
    private_key = _peel(opener, passphrase, [remainder.sealed])[0]
    if not vault.is_pair(private_key, tender_keys(tender)[opening.kind].public_key):
        text = "De sleutel van de kluis past niet bij deze aanbesteding. Waarschuw de auditor."
        raise Refusal([Obstacle("vault-damaged", text)])
    return private_key


def _tell(
    tender: Tender, opening: Opening, received: Sequence[Bid], hashes: Sequence[str], now: datetime
) -> None:
    """Mail the Merkle root to the openers and to everybody who follows, with the path to it for their own bids."""
    own: dict[str, list[dict[str, Any]]] = {opener.account.email: [] for opener in openers_of(tender)}
    own |= {registration.supplier.email: [] for registration in registrations_of(tender)}
    for position, bid in enumerate(received):
        proof = vault.merkle_proof(hashes, position)
        line = {"receipt_code": bid.receipt_code, "lot": bid.lot.number, "proof": proof}
        own.setdefault(bid.supplier.email, []).append(line)
    for email, proofs in own.items():
        add_mail(
            to=email,
            subject=f"Inschrijvingen geopend: {tender.reference}",
            template="mail/bids_opened.txt",
            now=now,
            tender=tender,
            opening=opening,
            prices=opening.kind == EnvelopeKind.PRICE,
            received=len(received),
            proofs=proofs,
        )
