"""Where the bytes lie: a folder by default, each file under its SHA-256, written all or nothing."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from flask import current_app

from townhall.documents.models import Document


class MissingBytes(RuntimeError):
    """The database knows a document whose bytes are not in the folder, or were changed there."""


def put(data: bytes) -> str:
    """Store these bytes; gives their SHA-256. Storing the same twice keeps one copy."""
    digest = hashlib.sha256(data).hexdigest()
    put_parts([data], digest)
    return digest


def put_parts(parts: Iterable[bytes], digest: str) -> None:
    """Store these bytes, a part at a time; together they have this SHA-256. Another one is a ``MissingBytes``."""
    path = _path(digest)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    found = hashlib.sha256()
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        for part in parts:
            found.update(part)
            file.write(part)
        file.flush()
        os.fsync(file.fileno())
    if found.hexdigest() != digest:
        os.unlink(file.name)
        raise MissingBytes(digest)
    os.replace(file.name, path)


def get(digest: str) -> bytes:
    """The bytes with this SHA-256. Raises ``MissingBytes`` when they are gone or changed."""
    try:
        data = _path(digest).read_bytes()
    except FileNotFoundError as error:
        raise MissingBytes(digest) from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise MissingBytes(digest)
    return data


def is_intact(document: Document) -> bool:
    """Whether the bytes of a document are there and unchanged, read a part at a time."""
    try:
        open_checked(document).close()
    except MissingBytes:
        return False
    return True


def open_checked(document: Document) -> BinaryIO:
    """The file of a document, after a look at its bytes. Raises ``MissingBytes`` when they are gone or changed."""
    try:
        file = open(_path(document.sha256), "rb")  # noqa: SIM115 - whoever asked for it closes it
    except FileNotFoundError as error:
        raise MissingBytes(document.sha256) from error
    if hashlib.file_digest(file, "sha256").hexdigest() != document.sha256:
        file.close()
        raise MissingBytes(document.sha256)
    file.seek(0)
    return file


def read(document: Document) -> bytes:
    """The bytes of a document."""
    return get(document.sha256)


def _path(digest: str) -> Path:
    folder: Path = current_app.extensions["settings"].documents_folder()
    return folder / digest[:2] / digest
