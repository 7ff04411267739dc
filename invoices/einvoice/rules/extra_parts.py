"""The binding of EN 16931 to UBL: what UBL can hold and the standard has no place for (UBL-CR). Warnings only.

Which parts is data: ``extra_parts.txt``, a line per rule.
"""

from collections.abc import Sequence
from importlib.resources import files

from invoices.einvoice.rules.base import Document, Rule, Test, warning
from invoices.einvoice.rules.nodes import all_at
from invoices.einvoice.tree import Node

LINES = ("cac:InvoiceLine", "cac:CreditNoteLine")


def _without(path: str) -> Test:
    anywhere = path.startswith("//")
    path, _, attribute = path.removeprefix("//").partition("/@")
    paths = [path.replace("LINE", line) for line in LINES] if path.startswith("LINE/") else [path]

    def holds(node: Node, document: Document) -> bool:
        if anywhere:
            first, _, rest = paths[0].partition("/")
            found = [below for each in document.everywhere(first) for below in all_below(each, rest)]
        else:
            found = [below for each in paths for below in all_below(node, each)]
        return not any(attribute == "" or attribute in each.attributes for each in found)

    return holds


def all_below(node: Node, path: str) -> Sequence[Node]:
    """The elements at a path; the element itself when the path is empty."""
    return all_at(node, path) if path else [node]


def _rules() -> list[Rule]:
    table = files(__package__).joinpath("extra_parts.txt").read_text("utf-8")
    found = []
    for line in table.splitlines():
        if line and not line.startswith("#"):
            id_, path = line.split()
            name = path.removeprefix("//").replace("LINE", "regel").replace("cac:", "").replace("cbc:", "")
            text = f"EN 16931 heeft geen plaats voor {name}; niemand leest het. Laat het weg."
            found.append(warning(id_, _without(path), text))
    return found


EXTRA_PARTS = tuple(_rules())
