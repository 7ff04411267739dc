"""Writing the trail, and proving that nobody rewrote it."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import inspect, select

from townhall.accounts.actor import Actor
from townhall.audit.models import AuditEntry
from townhall.column_types import canonical_json
from townhall.database import Record, db, number_lock

GENESIS = "0" * 64


def record(
    act: str,
    subject: Record,
    *,
    actor: Actor,
    now: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> AuditEntry:
    """Add one act to the trail, in the transaction of the operation. Takes the chain's lock: call it last."""
    db.session.flush()
    number_lock("audit")
    last = db.session.execute(
        select(AuditEntry.id, AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
    ).first()
    entry = AuditEntry(
        id=(last.id if last else 0) + 1,
        at=now,
        act=act,
        actor_id=actor.account_id,
        actor_name=actor.name,
        actor_roles=", ".join(sorted(actor.roles)),
        subject_type=subject.__tablename__,
        subject_id=_key_of(subject),
        subject_label=_label_of(subject),
        before=canonical_json(before or {}),
        after=canonical_json(after or {}),
        reason=reason,
        previous_hash=last.hash if last else GENESIS,
    )
    entry.hash = hash_of(entry)
    db.session.add(entry)
    db.session.flush()
    return entry


def hash_of(entry: AuditEntry) -> str:
    """SHA-256 over every column but the hash itself, in canonical JSON."""
    content = {
        column.key: getattr(entry, column.key)
        for column in inspect(AuditEntry).column_attrs
        if column.key != "hash"
    }
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()


@dataclass(frozen=True)
class ChainVerdict:
    """Whether the trail is whole: ``broken_at`` is the first entry that does not fit, ``head`` the last hash."""

    entries: int
    head: str
    broken_at: int | None = None
    why: str = ""


def verify(entries: Iterable[AuditEntry], *, expected_head: str | None = None) -> ChainVerdict:
    """Walk the chain from the first entry; ``expected_head`` must be the hash of one of the entries.

    A head that was noted earlier proves that nothing before it was rewritten, cut off or replaced.
    """
    previous, number, head_seen = GENESIS, 0, expected_head is None
    for entry in entries:
        number += 1
        if entry.id != number:
            return ChainVerdict(number, previous, number, "er ontbreekt een regel")
        if entry.previous_hash != previous:
            return ChainVerdict(number, previous, entry.id, "de regel sluit niet aan op de vorige")
        if hash_of(entry) != entry.hash:
            return ChainVerdict(number, previous, entry.id, "de inhoud is veranderd")
        previous = entry.hash
        head_seen = head_seen or previous == expected_head
    if not head_seen:
        return ChainVerdict(number, previous, number or None, "de opgegeven kop komt niet voor in het spoor")
    return ChainVerdict(number, previous)


def _key_of(subject: Record) -> str:
    key = inspect(subject).identity
    assert key is not None, "flushed above"
    return "/".join(str(part) for part in key)


def _label_of(subject: Record) -> str:
    for name in ("reference", "number", "title", "name", "code", "filename"):
        if label := getattr(subject, name, None):
            return str(label)[:200]
    return ""
