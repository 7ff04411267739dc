"""The table of UBL 2.1, read from ``ubl-2.1.txt`` once."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from sys import intern

BASIC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
AGGREGATE = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
EXTENSION = "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"
EXTENSIONS = "UBLExtensions"


@dataclass(frozen=True)
class Part:
    """One part of an aggregate: where it comes in the order, and how often it may be there."""

    order: int
    required: bool
    repeats: bool
    #: The aggregate whose parts it has, or None for a basic component.
    aggregate: str | None
    #: The data type of a basic component, or None.
    kind: str | None


@dataclass(frozen=True)
class Aggregate:
    """An aggregate: its parts by their full tag, and the tags it cannot do without."""

    parts: dict[str, Part]
    required: frozenset[str]


@cache
def aggregates() -> dict[str, Aggregate]:
    """Every aggregate of an Invoice and a CreditNote, by name."""
    renamed: dict[str, str] = {}
    contents: dict[str, list[str]] = {}
    for name, words in _lines():
        if name.startswith("is "):
            renamed[name.removeprefix("is ")] = words
        elif not name.startswith("kind "):
            contents[name] = words.split()
    return {name: _aggregate(parts, kinds(), renamed) for name, parts in contents.items()}


@cache
def kinds() -> dict[str, str]:
    """The data type of every basic component, by name."""
    return {
        basic: name.removeprefix("kind ")
        for name, words in _lines()
        if name.startswith("kind ")
        for basic in words.split()
    }


def _lines() -> Iterator[tuple[str, str]]:
    """The lines of the table, as name and words; what is indented belongs to the line before it."""
    table = files(__package__).joinpath("ubl-2.1.txt").read_text("utf-8")
    for line in table.replace("\n  ", " ").splitlines():
        if line and not line.startswith("#"):
            name, _, words = line.partition(" = ")
            yield name, words


def _aggregate(words: list[str], kinds: dict[str, str], renamed: dict[str, str]) -> Aggregate:
    parts = {}
    for order, word in enumerate(words):
        name = word.strip(".?*+")
        if name == EXTENSIONS:
            tag, aggregate, kind = f"{{{EXTENSION}}}{name}", EXTENSIONS, None
        elif word.startswith("."):
            tag, aggregate, kind = f"{{{BASIC}}}{name}", None, kinds[name]
        else:
            tag, aggregate, kind = f"{{{AGGREGATE}}}{name}", renamed.get(name, name), None
        parts[intern(tag)] = Part(order, not word.endswith(("?", "*")), word.endswith(("*", "+")), aggregate, kind)
    return Aggregate(parts, frozenset(tag for tag, part in parts.items() if part.required))
