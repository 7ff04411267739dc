"""The bytes of a document in a bid, in chunks, each encrypted before it touched a disk.

Encrypted once, when it is uploaded, with a key of its own. Draft and bid hold only that key, each locked in its own
way: so handing in a bid does not touch the bytes again, however large they are.
"""

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from townhall.database import Record


class SealedBlob(Record):
    """One uploaded document; ``sealed_sha256`` is over its chunks as they are kept."""

    __tablename__ = "sealed_blob"

    id: Mapped[int] = mapped_column(primary_key=True)
    size: Mapped[int]
    sealed_sha256: Mapped[str] = mapped_column(String(64))


class SealedChunk(Record):
    """A part of a document of at most one megabyte, encrypted."""

    __tablename__ = "sealed_chunk"
    __table_args__ = (UniqueConstraint("blob_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    blob_id: Mapped[int] = mapped_column(ForeignKey("sealed_blob.id"), index=True)
    number: Mapped[int]
    ciphertext: Mapped[bytes] = mapped_column(LargeBinary)
