"""The chunks in which documents of bids are kept."""

from collections.abc import Iterator

from sqlalchemy import select

from procurement import vault
from procurement.models.bids import SealedFile
from procurement.models.sealed_files import SealedBlob, SealedChunk
from townhall.database import db


def chunks_of(blob: SealedBlob) -> Iterator[bytes]:
    """The encrypted chunks of a document in their order, never all of them in memory."""
    statement = select(SealedChunk.ciphertext).where(SealedChunk.blob_id == blob.id).order_by(SealedChunk.number)
    return iter(db.session.scalars(statement, execution_options={"yield_per": 2}))


def is_in_a_bid(blob: SealedBlob) -> bool:
    """Whether a bid that was handed in holds this document."""
    return db.session.scalar(select(SealedFile.id).where(SealedFile.blob_id == blob.id).limit(1)) is not None


def kept_of(file: SealedFile) -> bytes:
    """What ``sealed_sha256`` is the hash of, from what is stored now: the sealed key, and the hash over the chunks."""
    if file.blob is None:
        assert file.ciphertext is not None, "a sealed file is in chunks or in one piece"
        return file.ciphertext
    assert file.sealed_key is not None
    return file.sealed_key + bytes.fromhex(vault.sha256_of_parts(chunks_of(file.blob)))


def plain_parts(file: SealedFile, private_key: bytes) -> Iterator[bytes]:
    """What is in a sealed document, a part at a time; ``vault.CannotUnlock`` when a byte was changed."""
    if file.blob is None:
        yield vault.open_(private_key, kept_of(file))
        return
    assert file.sealed_key is not None
    key = vault.open_(private_key, file.sealed_key)
    for chunk in chunks_of(file.blob):
        yield vault.open_chunk(key, chunk)
