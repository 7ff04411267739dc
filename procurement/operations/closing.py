"""Fixing at the closing what has come in: one Merkle root, mailed to bidders and openers before anybody opens."""

from datetime import datetime
from typing import Any

from procurement import vault
from procurement.bids import is_in_time
from procurement.models.bids import Bid
from procurement.models.openings import ClosingRoot
from procurement.models.tenders import Tender
from procurement.openings import has_settled
from procurement.queries.bids import submissions
from procurement.queries.opening_record import hashes_until
from procurement.queries.openings import closing_root_of, openers_of
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db, number_lock
from townhall.mail import add_mail
from townhall.refusal import Obstacle, refuse_if


def close_vault(tender: Tender, *, actor: Actor, now: datetime) -> ClosingRoot:
    """Fix the root over everything that came in before the closing, and mail it. Twice gives the same root."""
    number_lock(f"opening:{tender.id}")
    known = closing_root_of(tender)
    if known is not None:
        return known
    if not has_settled(tender.closes_at, now):
        text = "De inschrijving is nog niet gesloten. Wacht tot enkele minuten na de sluiting."
        refuse_if([Obstacle("not-closed-yet", text)])
    root = fix_closing_root(tender, now)
    after = {"closes_at": root.closes_at, "merkle_root": root.merkle_root, "received": root.received}
    trail.record("vault.closed", tender, actor=actor, now=now, after=after)
    return root


def fix_closing_root(tender: Tender, now: datetime) -> ClosingRoot:
    """The root of this closing, made and mailed when there is none; for the operation that records it.

    Only what was in time is in it: a late submission is listed at the opening, in the root of the opening.
    """
    known = closing_root_of(tender)
    if known is not None:
        return known
    assert tender.closes_at is not None, "a published tender has a closing moment"
    in_time = [bid for bid in submissions(tender) if is_in_time(bid.received_at, tender.closes_at)]
    hashes = hashes_until(in_time, tender.closes_at)
    root = ClosingRoot(
        tender_id=tender.id,
        closes_at=tender.closes_at,
        fixed_at=now,
        merkle_root=vault.merkle_root(hashes),
        received=len(hashes),
    )
    db.session.add(root)
    _tell(tender, root, in_time, now)
    return root


def _tell(tender: Tender, root: ClosingRoot, in_time: list[Bid], now: datetime) -> None:
    """Mail the root to everybody who handed something in, and to the openers.

    A bidder does not read how many others there are: after an outage the closing may still be moved
    (Aanbestedingswet art. 2.109), and then nobody may bid knowing more than another.
    """
    own: dict[str, list[Bid]] = {}
    for bid in in_time:
        own.setdefault(bid.supplier.email, []).append(bid)
    for email, bids in own.items():
        _mail(email, tender, root, now, bids=bids, for_opener=False)
    for opener in openers_of(tender):
        _mail(opener.account.email, tender, root, now, bids=[], for_opener=True)


def _mail(to: str, tender: Tender, root: ClosingRoot, now: datetime, **facts: Any) -> None:
    subject = f"Inschrijving gesloten: {tender.reference}"
    add_mail(to=to, subject=subject, template="mail/vault_closed.txt", now=now, tender=tender, root=root, **facts)
