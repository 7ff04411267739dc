"""Reading a PDF of this house back: the text of every page, and the files that travel inside it.

Text is read through the map every font carries (ToUnicode), as a screen reader does; so it does not matter in which
order a font numbers its letters.
"""

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pikepdf

from townhall.refusal import Obstacle, Refusal

_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
Letters = Mapping[int, str]


def attachment_of(pdf: bytes, name: str) -> bytes | None:
    """The file with this name inside the PDF, None when there is none; a ``Refusal`` when it is no PDF."""
    with _opened(pdf) as document:
        return document.attachments[name].get_file().read_bytes() if name in document.attachments else None


def texts_of(pdf: bytes) -> list[str]:
    """The text of every page, in the order in which it is drawn; a ``Refusal`` when it is no PDF."""
    with _opened(pdf) as document:
        return ["".join(_drawn(page, page.get("/Resources", {}), 0)) for page in document.pages]


def text_as_far_as_readable(pdf: bytes, *, most_pages: int = 20) -> str:
    """What can be read in a PDF of somebody else; empty when it is none, is closed, or holds only pictures."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            return "\n".join("".join(_written(page)) for page in list(document.pages)[:most_pages])
    except Exception:  # any fault in a file of somebody else: there is nothing to read then
        return ""


def _written(page: Any) -> Iterator[str]:
    """What a page writes itself: fonts of two bytes by their map, others as they stand."""
    fonts = page.get("/Resources", {}).get("/Font", {})
    letters: Letters | None = None
    for instruction in pikepdf.parse_content_stream(page):
        operands: Any = instruction.operands
        match str(instruction.operator):
            case "Tf":
                font = fonts[str(operands[0])]
                letters = letters_of(font) if font.get("/Subtype") == "/Type0" else None
            case "Tj" | "TJ" | "'" | '"':
                parts = operands[-1] if isinstance(operands[-1], pikepdf.Array) else [operands[-1]]
                for part in (bytes(each) for each in parts if isinstance(each, pikepdf.String)):
                    yield part.decode("latin-1") if letters is None else _text(part, letters)
            case "ET" | "Td" | "TD" | "T*" | "Tm":
                yield "\n"


def _opened(pdf: bytes) -> pikepdf.Pdf:
    try:
        return pikepdf.open(io.BytesIO(pdf))
    except pikepdf.PdfError as error:
        raise Refusal([Obstacle("not-a-pdf", "Dit bestand is geen pdf, of het is beschadigd.", "file")]) from error


def _drawn(stream: Any, resources: Any, depth: int) -> Iterator[str]:
    """Everything a page or a drawing inside it writes, a piece at a time."""
    assert depth < 20, "drawings of ours do not hold each other"
    fonts: dict[str, Letters] = {}
    letters: Letters = {}
    for instruction in pikepdf.parse_content_stream(stream):
        operands: Any = instruction.operands
        match str(instruction.operator):
            case "Tf":
                name = str(operands[0])
                if name not in fonts:
                    fonts[name] = letters_of(resources["/Font"][name])
                letters = fonts[name]
            case "Tj" | "'" | '"':
                yield _text(bytes(operands[-1]), letters)
            case "TJ":
                yield "".join(_text(bytes(each), letters) for each in operands[0] if isinstance(each, pikepdf.String))
            case "ET":
                yield "\n"
            case "Do":
                inner = resources["/XObject"][str(operands[0])]
                if inner.get("/Subtype") == "/Form":
                    yield from _drawn(inner, inner.get("/Resources", resources), depth + 1)


def letters_of(font: Any) -> Letters:
    """Per number of a glyph the letters it stands for."""
    if "/ToUnicode" not in font:
        return {}
    plan = font["/ToUnicode"].read_bytes()
    letters = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", plan, re.DOTALL):
        for glyph, text in _PAIR.findall(block):
            letters[int(glyph, 16)] = _utf16(text)
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", plan, re.DOTALL):
        for first, last, text in _RANGE.findall(block):
            for at in range(int(first, 16), int(last, 16) + 1):
                letters[at] = chr(int(text, 16) + at - int(first, 16))
    return letters


def _text(codes: bytes, letters: Letters) -> str:
    numbers = (int.from_bytes(codes[at : at + 2], "big") for at in range(0, len(codes), 2))
    return "".join(letters.get(number, "\N{REPLACEMENT CHARACTER}") for number in numbers)


def _utf16(text: bytes) -> str:
    return bytes.fromhex(text.decode()).decode("utf-16-be", "replace")
