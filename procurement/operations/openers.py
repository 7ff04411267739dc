"""Naming who opens the bids, and making the keys before the tender is published."""

from collections.abc import Sequence
from datetime import datetime

from flask import current_app

from procurement import vault
from procurement.bids import EnvelopeKind
from procurement.models.openings import KeyShare, Opener, OpenerKey, TenderKey
from procurement.models.tenders import Tender
from procurement.openings import obstacles_to_making_keys, obstacles_to_naming, obstacles_to_passphrase
from procurement.permissions import ProcurementPermission
from procurement.queries.openings import current_key_of, current_keys_of, has_tender_keys, openers_of
from townhall.accounts.actor import Actor
from townhall.accounts.gate import holds
from townhall.accounts.models import Account
from townhall.audit import trail
from townhall.database import db
from townhall.refusal import Obstacle, Refusal, refuse_if


def make_opener_key(account: Account, passphrase: str, *, actor: Actor, now: datetime) -> OpenerKey:
    """Give this person a key of his own; an earlier key stays for the tenders it was used for."""
    assert actor.account_id == account.id, "a key is made by whoever knows the passphrase"
    refuse_if(obstacles_to_passphrase(passphrase))
    earlier = current_key_of(account.id)
    if earlier is not None:
        earlier.replaced_at = now
        db.session.flush()
    locked = vault.make_opener_key(passphrase, effort=_effort())
    key = OpenerKey(account_id=account.id, made_at=now)
    _keep(key, locked)
    db.session.add(key)
    after = {"replaces": earlier.id if earlier else None}
    trail.record("opener_key.made", key, actor=actor, now=now, after=after)
    return key


def change_passphrase(key: OpenerKey, *, old: str, new: str, actor: Actor, now: datetime) -> None:
    """Lock the same key with another passphrase."""
    assert actor.account_id == key.account_id, "only its owner changes a passphrase"
    refuse_if(obstacles_to_passphrase(new))
    try:
        locked = vault.change_passphrase(key.locked(), old=old, new=new)
    except vault.CannotUnlock as error:
        text = "Uw huidige wachtzin klopt niet. Probeer het opnieuw."
        raise Refusal([Obstacle("wrong-passphrase", text, "old")]) from error
    _keep(key, locked)
    trail.record("opener_key.passphrase_changed", key, actor=actor, now=now)


def name_openers(tender: Tender, accounts: Sequence[Account], *, actor: Actor, now: datetime) -> list[Opener]:
    """Say who opens the bids of this tender; any two of them do it together."""
    chosen = {account.id: account for account in accounts}
    refuse_if(
        obstacles_to_naming(frozenset(chosen), has_keys=has_tender_keys(tender))
        + _obstacles_to_persons(accounts)
    )
    before = openers_of(tender)
    for opener in before:
        if opener.account_id not in chosen:
            db.session.delete(opener)
    known = {opener.account_id for opener in before}
    for account in accounts:
        if account.id not in known:
            db.session.add(
                Opener(
                    tender_id=tender.id,
                    account_id=account.id,
                    function=account.function or "Opener van inschrijvingen",
                    named_at=now,
                )
            )
    db.session.flush()
    trail.record(
        "openers.named",
        tender,
        actor=actor,
        now=now,
        before={"openers": sorted(opener.account.name for opener in before)},
        after={"openers": sorted(account.name for account in accounts)},
    )
    return openers_of(tender)


def create_tender_keys(tender: Tender, *, actor: Actor, now: datetime) -> list[TenderKey]:
    """Make the two key pairs of a tender; the private halves go to pairs of openers and nowhere else."""
    openers = openers_of(tender)
    keys = current_keys_of([opener.account_id for opener in openers])
    refuse_if(
        obstacles_to_making_keys(openers=len(openers), with_key=len(keys), has_keys=has_tender_keys(tender))
    )
    for opener in openers:
        opener.key_id = keys[opener.account_id].id
    public_keys = {opener.id: keys[opener.account_id].public_key for opener in openers}
    made = [_make_tender_key(tender, kind, public_keys, now) for kind in EnvelopeKind]
    trail.record(
        "tender.keys_made",
        tender,
        actor=actor,
        now=now,
        after={
            "openers": sorted(opener.account.name for opener in openers),
            "public_keys": {key.kind.value: key.public_key.hex() for key in made},
        },
    )
    return made


def _obstacles_to_persons(accounts: Sequence[Account]) -> list[Obstacle]:
    return [
        Obstacle(
            "may-not-open", f"{each.name} heeft niet de rol om te openen. Kies iemand anders.", "openers"
        )
        for each in accounts
        if not holds(each.actor(), ProcurementPermission.BID_OPEN)
    ]


def _make_tender_key(
    tender: Tender, kind: EnvelopeKind, public_keys: dict[int, bytes], now: datetime
) -> TenderKey:
    shared = vault.make_tender_key(public_keys)
    key = TenderKey(tender_id=tender.id, kind=kind, public_key=shared.public_key, made_at=now)
    key.shares = [
        KeyShare(first_opener_id=first, second_opener_id=second, sealed=sealed)
        for (first, second), sealed in shared.shares.items()
    ]
    db.session.add(key)
    return key


def _keep(key: OpenerKey, locked: vault.LockedKey) -> None:
    key.public_key = locked.public_key
    key.locked_private_key = locked.locked_private_key
    key.salt = locked.salt
    key.operations, key.memory = locked.effort.operations, locked.effort.memory


def _effort() -> vault.Effort:
    settings = current_app.extensions["settings"]
    return vault.Effort(settings.passphrase_operations, settings.passphrase_memory_kib * 1024)
