"""An uploaded file on its way in: encrypted before it touches a disk, and never in memory as a whole.

A web framework writes a large upload to a temporary file as it comes. What people send here may be a bid that nobody
may read, so the temporary file holds only chunks under a key that is in the memory of this request and nowhere else.
Whoever keeps the upload can keep those chunks as they are, with the key locked in its own way.
"""

import hashlib
import io
import tempfile
from collections.abc import Iterable, Iterator
from typing import Any, cast

from flask import Request
from nacl import utils
from nacl.secret import SecretBox

#: How much of a file is encrypted at a time.
CHUNK = 1_000_000
#: Up to here the encrypted chunks stay in memory.
IN_MEMORY = 2 * CHUNK
_OVERHEAD = SecretBox.NONCE_SIZE + SecretBox.MACBYTES


class PrivateUpload(io.RawIOBase):
    """A file to write once, from the first byte to the last, and then to read as often as needed, from anywhere."""

    def __init__(self, key: bytes | None = None) -> None:
        self.key = key or utils.random(SecretBox.KEY_SIZE)
        self.size = 0
        self._box = SecretBox(self.key)
        self._kept = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed with the upload
        self._pending = bytearray()
        self._hash = hashlib.sha256()
        self._position = 0
        self._open: tuple[int, bytes] = (-1, b"")

    @classmethod
    def of(cls, data: bytes) -> "PrivateUpload":
        """These bytes as an upload."""
        return cls.of_parts([data])

    @classmethod
    def of_parts(cls, parts: Iterable[bytes]) -> "PrivateUpload":
        """These parts, one after the other, as an upload."""
        upload = cls()
        for part in parts:
            upload.write(part)
        upload.seek(0)
        return upload

    def sha256(self) -> str:
        """The SHA-256 of what was written, in hexadecimal."""
        return self._hash.hexdigest()

    def chunks(self) -> Iterator[bytes]:
        """The chunks as they are kept: encrypted with ``key``."""
        self._finish()
        for number in range(self._count()):
            yield self._kept_chunk(number)

    def parts(self) -> Iterator[bytes]:
        """What was written, a chunk at a time."""
        return (self._box.decrypt(chunk) for chunk in self.chunks())

    # What Python asks of a file

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._hash.update(data)
        self._pending += data
        self.size += len(data)
        self._position = self.size
        while len(self._pending) >= CHUNK:
            self._keep(bytes(self._pending[:CHUNK]))
            del self._pending[:CHUNK]
        return len(data)

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.size}[whence]
        self._position = max(0, start + offset)
        return self._position

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer as far as there is something to read: readers of archives count on that."""
        self._finish()
        view, done = memoryview(buffer), 0
        while done < len(view) and self._position < self.size:
            number, start = divmod(self._position, CHUNK)
            part = self._opened(number)[start : start + len(view) - done]
            if not part:
                break
            view[done : done + len(part)] = part
            done += len(part)
            self._position += len(part)
        return done

    def close(self) -> None:
        self._kept.close()
        super().close()

    def _finish(self) -> None:
        if self._pending:
            self._keep(bytes(self._pending))
            self._pending.clear()

    def _keep(self, chunk: bytes) -> None:
        self._kept.seek(0, io.SEEK_END)
        self._kept.write(self._box.encrypt(chunk))

    def _count(self) -> int:
        return -(-self.size // CHUNK)

    def _kept_chunk(self, number: int) -> bytes:
        self._kept.seek(number * (CHUNK + _OVERHEAD))
        return self._kept.read(CHUNK + _OVERHEAD)

    def _opened(self, number: int) -> bytes:
        if self._open[0] != number:
            self._open = (number, self._box.decrypt(self._kept_chunk(number)))
        return self._open[1]


class PrivateRequest(Request):
    """A request whose files are kept encrypted while it lasts."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> Any:
        return cast(Any, PrivateUpload())
