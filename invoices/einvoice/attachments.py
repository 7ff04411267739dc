"""The files inside an e-invoice (BT-125), and how they may safely leave it."""

import binascii
from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass

from invoices.einvoice.tree import Node

#: Where the files of an invoice stand.
ATTACHED = "cac:AdditionalDocumentReference/cac:Attachment/cbc:EmbeddedDocumentBinaryObject"
#: The kinds of file that EN 16931 knows (BR-CL-24), with the only extension each leaves with.
EXTENSIONS = {
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "text/csv": "csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_STARTS = {
    "pdf": b"%PDF-",
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff",
    "xlsx": b"PK\x03\x04",
    "ods": b"PK\x03\x04",
}


@dataclass(frozen=True)
class Attachment:
    """One file: the name and kind it says it has, and its content in base64 without white space."""

    filename: str
    media_type: str
    content: str

    @property
    def data(self) -> bytes:
        """The bytes; none when they are not written as base64."""
        try:
            return b64decode(self.content, validate=True)
        except (binascii.Error, ValueError):
            return b""

    @property
    def extension(self) -> str:
        """What the content is, whatever the name says; ``bin`` when it is no kind that belongs on an invoice."""
        extension = EXTENSIONS.get(self.media_type, "bin")
        promised = _STARTS.get(extension, b"")
        return extension if self.data.startswith(promised) else "bin"


def attachment_of(node: Node) -> Attachment:
    """The file in this element."""
    return Attachment(
        node.attributes.get("filename", ""), node.attributes.get("mimeCode", ""), "".join(node.text.split())
    )


def attachments_of(root: Node) -> Sequence[Attachment]:
    """Every file in the document, wherever it stands, in its order."""
    return [attachment_of(node) for node in root.walk() if node.name == "EmbeddedDocumentBinaryObject"]


def repeated(attachments: Sequence[Attachment]) -> set[int]:
    """The numbers, from 1, of the files that were there before: the same name, or the same content."""
    seen: set[tuple[str, str]] = set()
    again = set()
    for number, each in enumerate(attachments, start=1):
        marks = {("name", each.filename), ("content", each.content)} - {("name", ""), ("content", "")}
        if marks & seen:
            again.add(number)
        seen |= marks
    return again
