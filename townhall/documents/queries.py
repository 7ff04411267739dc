"""Questions about the files of the house."""

from sqlalchemy import select

from townhall.database import db
from townhall.documents.models import Document


def document_with_bytes(sha256: str, kind: str) -> Document | None:
    """The newest document of this kind with exactly these bytes."""
    return db.session.scalar(
        select(Document).where(Document.sha256 == sha256, Document.kind == kind).order_by(Document.id.desc()).limit(1)
    )
