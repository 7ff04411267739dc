"""The door to the files."""

from io import BytesIO

from flask import Blueprint, abort, send_file
from flask.typing import ResponseReturnValue

from townhall.accounts.gate import allowed, current_actor
from townhall.database import db
from townhall.documents import storage
from townhall.documents.access import may_read
from townhall.documents.models import Document

pages = Blueprint("documents", __name__, url_prefix="/documenten")


@pages.route("/<int:document_id>")
@allowed()
def download(document_id: int) -> ResponseReturnValue:
    """The bytes of one document, for who may read its kind; for others it does not exist."""
    document = db.session.get(Document, document_id)
    if document is None or not may_read(current_actor(), document):
        abort(404)
    return sent(document)


def sent(document: Document) -> ResponseReturnValue:
    """The bytes of a document, for a view that decided who may read it."""
    return send_file(
        BytesIO(storage.read(document)),
        mimetype=document.media_type,
        download_name=document.filename,
        as_attachment=document.media_type != "application/pdf",
        last_modified=document.stored_at,
        etag=document.sha256,
    )
