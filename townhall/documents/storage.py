"""Where the bytes lie: a folder by default, each file under its SHA-256, written all or nothing."""

import hashlib
import os
import tempfile
from pathlib import Path

from flask import current_app

from townhall.documents.models import Document


class MissingBytes(RuntimeError):
    """The database knows a document whose bytes are not in the folder, or were changed there."""


def put(data: bytes) -> str:
    """Store these bytes; gives their SHA-256. Storing the same twice keeps one copy."""
    digest = hashlib.sha256(data).hexdigest()
    path = _path(digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(file.name, path)
    return digest


def get(digest: str) -> bytes:
    """The bytes with this SHA-256. Raises ``MissingBytes`` when they are gone or changed."""
    try:
        data = _path(digest).read_bytes()
    except FileNotFoundError as error:
        raise MissingBytes(digest) from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise MissingBytes(digest)
    return data


def read(document: Document) -> bytes:
    """The bytes of a document."""
    return get(document.sha256)


def _path(digest: str) -> Path:
    folder: Path = current_app.extensions["settings"].documents_folder()
    return folder / digest[:2] / digest
