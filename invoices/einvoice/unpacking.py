"""Reading a ZIP of e-invoices: from memory or a stream, file by file, never more than it says it holds."""

import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from invoices.packages import Packed, is_archive, obstacles_to_unpacking
from townhall.refusal import Obstacle, refuse_if

_LOCKED = 0x1
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


def unpacked(file: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """The name and the bytes of each file in this ZIP, one at a time; refuses what may not or cannot be unpacked."""
    try:
        archive = zipfile.ZipFile(file)
    except _BROKEN:
        text = "Dit is geen ZIP-bestand dat wij kunnen lezen. Pak uw facturen opnieuw in."
        refuse_if([Obstacle("package-unreadable", text, "file")])
        raise
    with archive:
        found = [(info, _packed(info)) for info in archive.infolist() if not info.is_dir() or info.file_size]
        wanted = [(info, packed) for info, packed in found if not packed.is_noise]
        refuse_if(obstacles_to_unpacking([packed for _, packed in wanted]))
        for info, packed in wanted:
            yield packed.name, _read(archive, info)


def _packed(info: zipfile.ZipInfo) -> Packed:
    # ``orig_filename`` is what stands in the file; ``filename`` has been made tidy.
    return Packed(info.orig_filename, info.file_size, bool(info.flag_bits & _LOCKED))


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The bytes, no more than was announced; a file that holds something else is broken, or a trap."""
    try:
        with archive.open(info) as packed:
            data = packed.read(info.file_size + 1)
    except _BROKEN:
        text = f"“{info.filename[:80]}” in de ZIP is beschadigd. Pak uw facturen opnieuw in."
        refuse_if([Obstacle("file-broken", text, "file")])
        raise
    if is_archive("", data[:4]):
        text = f"“{info.filename[:80]}” is zelf een ingepakt bestand; zet de facturen los in de ZIP."
        refuse_if([Obstacle("file-archive", text, "file")])
    return data
