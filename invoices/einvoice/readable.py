"""An e-invoice as people read it: every value in the document under its Dutch name, and nothing left out.

Which term stands where is data: ``terms.txt``. What has no name there comes last, under the place where it stands.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from invoices.einvoice.rules.nodes import steps_of
from invoices.einvoice.structure.table import kinds
from invoices.einvoice.tree import Node

_ROOT = "."
_NUMBER = re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]+))?", re.ASCII)
LINE = "Regel"

#: What codes mean, per element that holds them; the codes a municipality meets.
_TYPES = {"380": "factuur", "381": "creditnota", "384": "correctiefactuur", "389": "factuur uitgereikt door afnemer"}
_CATEGORIES = {
    "S": "belast", "Z": "nultarief", "E": "vrijgesteld", "AE": "verlegd", "K": "levering binnen de EU",
    "G": "uitvoer buiten de EU", "O": "buiten de btw",
}  # fmt: skip
CODES = {
    "InvoiceTypeCode": _TYPES,
    "CreditNoteTypeCode": _TYPES,
    "PaymentMeansCode": {
        "30": "overboeking", "48": "bankkaart", "49": "incasso", "57": "doorlopende afspraak",
        "58": "SEPA-overboeking", "59": "SEPA-incasso",
    },
    "IdentificationCode": {"NL": "Nederland", "BE": "België", "DE": "Duitsland"},
    "DocumentTypeCode": {"130": "gefactureerd object", "50": "project"},
}  # fmt: skip
#: What attributes mean.
_SCHEMES = {"0106": "KvK-nummer", "0190": "OIN", "9944": "btw-nummer", "0088": "GLN", "SEPA": "incassant"}
_UNITS = {"C62": "stuk", "H87": "stuk", "EA": "stuk", "HUR": "uur", "DAY": "dag", "MON": "maand", "E48": "dienst"}


@dataclass(frozen=True)
class Term:
    """One business term: its number, its name, and the group it stands in."""

    number: str
    label: str
    group: int
    #: How deep in the document an element of its group stands.
    depth: int
    order: int


@dataclass(frozen=True)
class Row:
    """One value. ``term`` is its number in EN 16931, or nothing; ``attachment`` is the number of a file, from 1."""

    term: str
    label: str
    value: str
    attachment: int | None = None


@dataclass(frozen=True)
class Group:
    """Values that belong together."""

    title: str
    rows: Sequence[Row]

    def value(self, *numbers: str) -> str:
        """The first value under one of these numbers of terms; empty when there is none."""
        return next((row.value for row in self.rows if row.term in numbers), "")


@dataclass(frozen=True)
class Readable:
    """The whole document: what stands before the lines, the lines, what follows, and what has no name."""

    before: Sequence[Group]
    lines: Sequence[Group]
    after: Sequence[Group]
    other: Sequence[Row]


def readable(root: Node) -> Readable:
    """Every text and every attribute of a document, in the order in which people read an invoice."""
    names, known = terms()
    found: dict[int, dict[int, list[tuple[int, Row]]]] = {}
    other: list[Row] = []
    attachment = 0
    for path, node in _with_paths(root):
        is_file = node.name == "EmbeddedDocumentBinaryObject"
        attachment += is_file
        if not (node.text.strip() or node.attributes):
            continue
        term = known.get(path)
        value = _file(node) if is_file else value_of(node)
        if term is None:
            other.append(Row("", node.place, value, attachment if is_file else None))
            continue
        row = Row(term.number, term.label, value, attachment if is_file else None)
        instance = [node, *node.ancestors()][len(path) - term.depth]
        found.setdefault(term.group, {}).setdefault(id(instance), []).append((term.order, row))
    groups = [
        Group(names[group], [row for _order, row in sorted(rows, key=lambda each: each[0])])
        for group in sorted(found)
        for rows in found[group].values()
    ]
    places = [place for place, group in enumerate(groups) if group.title == LINE]
    first, last = (places[0], places[-1] + 1) if places else (len(groups), len(groups))
    return Readable(groups[:first], groups[first:last], groups[last:], other)


@cache
def terms() -> tuple[Sequence[str], dict[tuple[str, ...], Term]]:
    """The titles of the groups in their order, and every term by the tags that lead to it from the root."""
    titles: list[str] = []
    bases: list[tuple[str, ...]] = []
    known: dict[tuple[str, ...], Term] = {}
    orders: dict[str, int] = {}
    for line in files(__package__).joinpath("terms.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            title, _, places = line[1:].partition("] ")
            titles.append(title)
            bases = [() if place == _ROOT else steps_of(place) for place in places.split(" | ")]
            orders = {}
        elif line and not line.startswith("#"):
            number, label, place = line.split(" | ")
            # What stands in one element stays together, in the order of the document: a name beside its value.
            order = orders.setdefault(place.partition("/")[0], len(orders))
            for base in bases:
                known[(*base, *steps_of(place))] = Term(number, label, len(titles) - 1, len(base), order)
    return titles, known


def _with_paths(root: Node) -> Iterator[tuple[tuple[str, ...], Node]]:
    """Every element with the tags that lead to it, in the order of the document."""
    waiting: list[tuple[tuple[str, ...], Node]] = [((), root)]
    while waiting:
        path, node = waiting.pop()
        yield path, node
        waiting.extend(((*path, child.tag), child) for child in reversed(node.children))


def value_of(node: Node) -> str:
    """The text of an element as a Dutch reader writes it, with all its attributes."""
    text = node.text.strip()
    kind = kinds().get(node.name, "")
    attributes = dict(node.attributes)
    if kind in ("Amount", "Quantity", "Percent", "Numeric"):
        text = _dutch_number(text)
        unit = attributes.pop("currencyID", "") or attributes.pop("unitCode", "")
        text = f"{text} {unit}" + (f" ({_UNITS[unit]})" if unit in _UNITS else "") if unit else text
        text += "\N{NO-BREAK SPACE}%" if kind == "Percent" else ""
    elif kind == "Date":
        text = _dutch_day(text)
    elif kind == "Indicator":
        text = {"true": "ja", "1": "ja", "false": "nee", "0": "nee"}.get(text, text)
    elif meaning := _meaning(node, text):
        text = f"{text} ({meaning})"
    notes = [f"{_SCHEMES[value]}, {name} {value}" if value in _SCHEMES and name == "schemeID" else f"{name} {value}"
             for name, value in attributes.items()]  # fmt: skip
    return f"{text} [{'; '.join(notes)}]" if notes else text


def _meaning(node: Node, text: str) -> str | None:
    if node.name == "ID" and node.parent is not None and node.parent.name in ("TaxCategory", "ClassifiedTaxCategory"):
        return _CATEGORIES.get(text)
    return CODES.get(node.name, {}).get(text)


def _file(node: Node) -> str:
    """A file by its name and kind; what is in it is not shown but downloaded."""
    size = len("".join(node.text.split())) * 3 // 4
    notes = [value for name, value in node.attributes.items() if name != "filename"]
    return f"{node.attributes.get('filename', 'bijlage')} ({', '.join([*notes, f'{max(1, size // 1000)} kB'])})"


def _dutch_number(text: str) -> str:
    """With a comma and dots between thousands; no digit is added or dropped."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return text
    sign, whole, decimals = found.groups()
    dotted = re.sub(r"(?<=[0-9])(?=(?:[0-9]{3})+$)", ".", whole)
    return f"{sign}{dotted}" + (f",{decimals}" if decimals else "")


def _dutch_day(text: str) -> str:
    try:
        return f"{date.fromisoformat(text):%d-%m-%Y}"
    except ValueError:
        return text
