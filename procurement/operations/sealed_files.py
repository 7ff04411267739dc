"""Keeping the chunks of an upload, encrypted as they came in; a part of the operations that record it."""

import hashlib

from sqlalchemy import delete, insert

from procurement.models.sealed_files import SealedBlob, SealedChunk
from procurement.queries.sealed_files import is_in_a_bid
from townhall.database import db
from townhall.uploads import PrivateUpload


def keep_upload(upload: PrivateUpload) -> SealedBlob:
    """The upload as rows, one statement per chunk: so that no more than one chunk is in memory."""
    blob = SealedBlob(size=upload.size, sealed_sha256="")
    db.session.add(blob)
    db.session.flush()
    kept = hashlib.sha256()
    for number, chunk in enumerate(upload.chunks()):
        kept.update(chunk)
        db.session.execute(insert(SealedChunk).values(blob_id=blob.id, number=number, ciphertext=chunk))
    blob.sealed_sha256 = kept.hexdigest()
    return blob


def forget_blob(blob: SealedBlob) -> None:
    """Remove a document that left its draft, unless a bid that was handed in holds it."""
    db.session.flush()
    if not is_in_a_bid(blob):
        db.session.execute(delete(SealedChunk).where(SealedChunk.blob_id == blob.id))
        db.session.delete(blob)
