"""What kind of file this is, by its content; the name is only a wish."""

import zipfile
from typing import Any

#: Extension → media type of what may come in.
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "csv": "text/csv; charset=utf-8",
    "xml": "application/xml",
    "json": "application/json",
    "txt": "text/plain; charset=utf-8",
    "zip": "application/zip",
    "ics": "text/calendar; charset=utf-8",
}

_STARTS = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff"}
_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}


def extension_of(filename: str) -> str:
    """The extension in lower case, or nothing."""
    return filename.rpartition(".")[2].lower() if "." in filename else ""


def is_what_it_says(file: Any, extension: str) -> bool:
    """Whether the content of this open file is of the kind that the extension promises; reads no more than it needs."""
    file.seek(0)
    start = file.read(4096)
    if promised := _STARTS.get(extension):
        return bool(start.startswith(promised))
    if part := _PARTS.get(extension):
        return _zip_holds(file, part)
    if extension == "zip":
        return zipfile.is_zipfile(file)
    return extension in MEDIA_TYPES and b"\0" not in start


def _zip_holds(file: Any, part: str) -> bool:
    try:
        with zipfile.ZipFile(file) as archive:
            return part in archive.namelist()
    except zipfile.BadZipFile:
        return False
