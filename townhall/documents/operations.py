"""Putting a file in the house."""

import re
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Any

from townhall.accounts.actor import Actor
from townhall.database import db
from townhall.documents import storage
from townhall.documents.content import MEDIA_TYPES, extension_of, is_what_it_says
from townhall.documents.models import Document
from townhall.identifiers import holds_bsn
from townhall.refusal import Obstacle, refuse_if


def store_document(
    data: bytes, *, filename: str, kind: str, actor: Actor, now: datetime, title: str = ""
) -> Document:
    """Keep these bytes under this name. The operation that asks for it records it in the trail.

    Refuses an empty file, a kind the house does not take, a content that is not what the name
    says, and a name that holds what looks like a BSN.
    """
    name = safe_name(filename)
    refuse_if(obstacles_to_storing(data, name))
    return _noted(storage.put(data), len(data), name, kind=kind, title=title, actor=actor, now=now)


def store_large_document(
    parts: Iterable[bytes], *, sha256: str, size: int, filename: str, kind: str, actor: Actor, now: datetime
) -> Document:
    """Keep a file that was looked at when it came in, part by part; ``MissingBytes`` when its hash differs."""
    storage.put_parts(parts, sha256)
    return _noted(sha256, size, safe_name(filename), kind=kind, title="", actor=actor, now=now)


def _noted(sha256: str, size: int, name: str, *, kind: str, title: str, actor: Actor, now: datetime) -> Document:
    document = Document(
        kind=kind,
        title=title or name,
        filename=name,
        media_type=MEDIA_TYPES[extension_of(name)],
        sha256=sha256,
        size=size,
        stored_by_id=actor.account_id,
        stored_at=now,
    )
    db.session.add(document)
    db.session.flush()
    return document


def obstacles_to_storing(data: bytes, filename: str) -> list[Obstacle]:
    """Why these bytes do not come in."""
    return obstacles_to_storing_file(BytesIO(data), filename, size=len(data))


def obstacles_to_storing_file(file: Any, filename: str, *, size: int) -> list[Obstacle]:
    """Why this open file does not come in."""
    obstacles = []
    extension = extension_of(filename)
    if not size:
        obstacles.append(Obstacle("file-empty", f"Het bestand {filename} is leeg. Kies een ander bestand."))
    elif extension not in MEDIA_TYPES:
        kinds = ", ".join(sorted(MEDIA_TYPES))
        obstacles.append(Obstacle("file-kind", f"Raamwerk neemt dit soort bestand niet aan. Kies uit: {kinds}."))
    elif not is_what_it_says(file, extension):
        text = f"De inhoud van {filename} is geen {extension}-bestand. Sla het opnieuw op en probeer het nog eens."
        obstacles.append(Obstacle("file-content", text))
    if holds_bsn(filename):
        text = "In de bestandsnaam lijkt een burgerservicenummer te staan. Geef het bestand een andere naam."
        obstacles.append(Obstacle("file-name-bsn", text))
    return obstacles


def safe_name(filename: str) -> str:
    """The name without folders and odd signs, at most 200 long, extension kept."""
    name = re.sub(r"[^\w .()&+-]", "_", filename.replace("\\", "/").rpartition("/")[2]).strip(" .") or "bestand"
    if len(name) > 200:
        stem, dot, extension = name.rpartition(".")
        name = stem[: 199 - len(extension)] + dot + extension
    return name
