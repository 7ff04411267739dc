"""A bid as one file: made from a draft to take the hash of, and read when it follows after the closing."""

import json
import zipfile
from collections.abc import Iterator, Mapping

from procurement import vault
from procurement.bid_content import BidContent, as_draft, from_draft
from procurement.bids import FILE_KINDS, LARGEST_FILE
from procurement.models.bids import BidDraft, DraftFile
from procurement.queries.outside_key import draft_content, draft_file_key, old_draft_file
from procurement.queries.sealed_files import chunks_of
from townhall.documents.content import extension_of
from townhall.documents.operations import obstacles_to_storing_file
from townhall.refusal import Obstacle, Refusal, refuse_if
from townhall.uploads import PrivateUpload

CONTENT = "inschrijving.json"
SAME_MOMENT = (1980, 1, 1, 0, 0, 0)
NOT_OURS = Obstacle(
    "no-bid-file", "Dit is geen inschrijvingsbestand van dit portaal. Kies het bestand dat u hier maakte.", "file"
)


class _AppendOnly:
    """What an archive writes to: from the first byte to the last, never back."""

    def __init__(self, upload: PrivateUpload) -> None:
        self._upload = upload

    def write(self, data: bytes) -> int:
        return self._upload.write(data)

    def flush(self) -> None:
        pass


def package_of(draft: BidDraft) -> PrivateUpload:
    """The draft as one file, with a random number in it: so that its hash does not give away a guessable price."""
    content = draft_content(draft)
    if sum(file.size for file in content.files) > LARGEST_FILE - 1_000_000:
        text = "Uw documenten zijn samen te groot voor één bestand van 100 MB. Haal er een weg of maak ze kleiner."
        refuse_if([Obstacle("bid-file-size", text)])
    upload = PrivateUpload()
    with zipfile.ZipFile(_AppendOnly(upload), "w", zipfile.ZIP_STORED) as archive:  # type: ignore[call-overload]
        written = json.dumps({"bid": as_draft(content).decode(), "salt": vault.random_salt()}, sort_keys=True)
        archive.writestr(zipfile.ZipInfo(CONTENT, SAME_MOMENT), written)
        for file in draft.files:
            with archive.open(zipfile.ZipInfo(_name(file.position), SAME_MOMENT), "w") as entry:
                for part in _parts(draft, file):
                    entry.write(part)
    upload.seek(0)
    return upload


def read_package(upload: PrivateUpload) -> tuple[BidContent, dict[int, PrivateUpload]]:
    """What is in such a file: the content, and per position the document. Refuses what is not one."""
    try:
        with zipfile.ZipFile(upload) as archive:
            entries = {entry.filename: entry for entry in archive.infolist()}
            content = from_draft(json.loads(_read(archive, entries[CONTENT]))["bid"].encode())
            documents = {
                file.position: PrivateUpload.of_parts(_in_parts(archive, entries[_name(file.position)]))
                for file in content.files
            }
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, ArithmeticError) as error:
        raise Refusal([NOT_OURS]) from error
    _refuse_documents(content, documents)
    return content, documents


def _refuse_documents(content: BidContent, documents: Mapping[int, PrivateUpload]) -> None:
    obstacles = []
    for file in content.files:
        found = documents[file.position]
        if (found.sha256(), found.size) != (file.sha256, file.size) or extension_of(file.filename) not in FILE_KINDS:
            obstacles.append(NOT_OURS)
        obstacles += obstacles_to_storing_file(found, file.filename, size=found.size)
    refuse_if(obstacles)


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    return b"".join(_in_parts(archive, entry))


def _in_parts(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    # We pack nothing: what is packed may become far larger than it looks.
    if entry.compress_type != zipfile.ZIP_STORED:
        raise Refusal([NOT_OURS])
    with archive.open(entry) as file:
        while part := file.read(1_000_000):
            yield part


def _parts(draft: BidDraft, file: DraftFile) -> Iterator[bytes]:
    if file.blob is None:
        return old_draft_file(draft, file).parts()
    key = draft_file_key(draft, file)
    return (vault.open_chunk(key, chunk) for chunk in chunks_of(file.blob))


def _name(position: int) -> str:
    return f"document-{position:03}"
