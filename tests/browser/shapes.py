"""What can be said of a page without a browser: the shape of its parts, and words that should not be on it."""

import re
from collections.abc import Iterable

from lxml.html import HtmlElement

#: What a form library says by itself, and what a template shows of a value that was forgotten.
LEFTOVERS = re.compile(
    r"This field|Not a valid|Invalid |is required|must be|Field must|\b(?:None|undefined|True|False)\b"
)

#: What the look of an element hangs on: these attributes as they stand, and whether it has those.
STANDING = ("class", "type", "role", "lang", "dir", "scope", "tabindex", "required", "disabled", "hidden", "open")
NAMING = ("alt", "title", "for", "aria-label", "aria-labelledby", "aria-describedby", "autocomplete", "href", "id")


def shapes_of(tree: HtmlElement) -> frozenset[int]:
    """The shapes of the main part of a page and of what is around it."""
    body = tree if tree.tag == "body" else tree.find("body")
    main = tree.find(".//main")
    return frozenset((shape_of(main), shape_of(body, main)))


def shape_of(element: HtmlElement, skipped: HtmlElement | None = None) -> int:
    """A number for an element without its texts; equal neighbours, as the rows of a table, count once."""
    own = tuple(element.get(name) for name in STANDING)
    has = tuple(bool(element.get(name)) for name in NAMING)
    texts = bool((element.text or "").strip()) or any((child.tail or "").strip() for child in element)
    parts: list[int] = []
    for child in element:
        if isinstance(child.tag, str) and child is not skipped:
            shape = shape_of(child, skipped)
            if parts[-1:] != [shape]:
                parts.append(shape)
    return hash((element.tag, own, has, texts, *parts))


def leftovers_in(tree: HtmlElement) -> Iterable[str]:
    """The words of a form library or a forgotten value, outside scripts and styles."""
    for text in tree.xpath("//body//text()[not(ancestor::script or ancestor::style or ancestor::template)]"):
        yield from (left.group() for left in LEFTOVERS.finditer(text))
