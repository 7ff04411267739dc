"""The binding of EN 16931 to UBL: what UBL can hold and the standard has no place for (UBL-CR). Warnings only.

Which parts is data: ``extra_parts.txt``, a line per rule.
"""

from collections.abc import Sequence
from functools import cached_property
from importlib.resources import files

from invoices.einvoice.rules.base import Context, Document, Rule, Test, never, warning
from invoices.einvoice.rules.nodes import steps_of
from invoices.einvoice.tree import Kind, Node

LINES = ("cac:InvoiceLine", "cac:CreditNoteLine")


class ExtraParts(Context):
    """Every part in the table, each judged where it stands; two rules may be about the same part."""

    def __init__(self) -> None:
        super().__init__("/*")

    @cached_property
    def by_path(self) -> tuple[dict[tuple[str, ...], list[Rule]], dict[str, list[tuple[tuple[str, ...], Rule]]]]:
        """The rules on parts with a fixed place, by that place; the others by their tag, with how their place ends."""
        fixed: dict[tuple[str, ...], list[Rule]] = {}
        anywhere: dict[str, list[tuple[tuple[str, ...], Rule]]] = {}
        for id_, path in _table():
            place, _, attribute = path.partition("/@")
            rule = _rule(id_, place, attribute)
            if place.startswith("//"):
                steps = steps_of(place.removeprefix("//"))
                anywhere.setdefault(steps[-1], []).append((steps, rule))
            for each in {place.replace("LINE", line) for line in LINES} - {place if place.startswith("//") else ""}:
                fixed.setdefault(steps_of(each), []).append(rule)
        return fixed, anywhere

    @property
    def is_plain(self) -> bool:
        return False

    @property
    def tags(self) -> set[str | None]:
        fixed, anywhere = self.by_path
        return {*(path[-1] for path in fixed), *anywhere}

    def _at(self, kind: Kind) -> Sequence[Rule]:
        fixed, anywhere = self.by_path
        ending = [rule for steps, rule in anywhere.get(kind.tag, ()) if kind.path[-len(steps) :] == steps]
        return [*fixed.get(kind.path, ()), *ending]

    def fits(self, kind: Kind) -> bool:
        return bool(self._at(kind))

    def rules_for(self, node: Node, document: Document) -> Sequence[Rule] | None:
        rules: Sequence[Rule] | None = node.kind.known.get(self)
        if rules is None:
            rules = node.kind.known[self] = self._at(node.kind)
        return rules


def _table() -> list[tuple[str, str]]:
    lines = files(__package__).joinpath("extra_parts.txt").read_text("utf-8").splitlines()
    return [(line.split()[0], line.split()[1]) for line in lines if line and not line.startswith("#")]


def _rule(id_: str, place: str, attribute: str) -> Rule:
    name = place.removeprefix("//").replace("LINE", "regel").replace("cac:", "").replace("cbc:", "")
    what = f"het kenmerk {attribute} bij {name}" if attribute else name
    text = f"EN 16931 heeft geen plaats voor {what}; niemand leest het. Laat het weg."
    return warning(id_, without(attribute) if attribute else never, text)


def without(attribute: str) -> Test:
    """Whether an element does not have this attribute."""
    return lambda node, _: attribute not in node.attributes
