"""What a rule is, where it applies, and how a document is held against a list of them.

As in the official rules (ISO Schematron), rules stand in patterns; within one pattern an element is judged by the
first context that fits it, and in every pattern anew.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from invoices.einvoice.facts import Finding, Severity
from invoices.einvoice.rules.nodes import (
    RuleError,
    all_at,
    is_filled,
    is_there,
    tag_of,
)
from invoices.einvoice.tree import Node

#: The id under which a rule that breaks off is reported.
RULE_ERROR = "RULE-ERROR"


class Document:
    """A whole document, with what many rules ask of it looked up once."""

    def __init__(self, root: Node) -> None:
        self.root = root

    @cached_property
    def lines(self) -> list[Node]:
        """Every line, wherever it stands (BG-25)."""
        return [*self.everywhere("cac:InvoiceLine"), *self.everywhere("cac:CreditNoteLine")]

    @cached_property
    def own_lines(self) -> list[Node]:
        """The lines of the document itself."""
        return [line for line in self.lines if line.parent is self.root]

    @cached_property
    def own_allowances(self) -> Sequence[Node]:
        """The allowances and charges of the document itself (BG-20, BG-21)."""
        return all_at(self.root, "cac:AllowanceCharge")

    @cached_property
    def allowances(self) -> list[Node]:
        """Every allowance or charge, also of lines and prices."""
        return self.everywhere("cac:AllowanceCharge")

    @cached_property
    def item_categories(self) -> list[Node]:
        """The VAT categories of the lines' items (BG-30)."""
        return self.everywhere("cac:ClassifiedTaxCategory")

    @cached_property
    def categories(self) -> list[Node]:
        """The VAT categories of breakdowns, allowances and charges."""
        return self.everywhere("cac:TaxCategory")

    @cached_property
    def breakdown(self) -> Sequence[Node]:
        """The VAT categories of the VAT breakdown (BG-23)."""
        return all_at(self.root, "cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory")

    @cached_property
    def known(self) -> dict[str, object]:
        """What rules keep for each other while one document is judged."""
        return {}

    @cached_property
    def _everywhere(self) -> dict[str, list[Node]]:
        by_tag: dict[str, list[Node]] = {}
        for node in self.root.walk():
            by_tag.setdefault(node.tag, []).append(node)
        return by_tag

    def everywhere(self, name: str) -> list[Node]:
        """Every element of this name, in the order of the document."""
        return self._everywhere.get(tag_of(name), [])

    def has(self, path: str) -> bool:
        """Whether there is an element at this path below the root."""
        return is_there(self.root, path)


Test = Callable[[Node, Document], bool]


@dataclass(frozen=True)
class Rule:
    """One rule: its official id, when it holds, and what to do when it does not, in Dutch."""

    id: str
    holds: Test
    text: str
    severity: Severity = Severity.FATAL


def warning(id_: str, holds: Test, text: str) -> Rule:
    """A rule that leaves a document valid."""
    return Rule(id_, holds, text, Severity.WARNING)


class Context:
    """The elements that some rules are about.

    ``path`` is read from its end: ``cac:Party/cbc:EndpointID`` fits every such element, ``/*`` only the root,
    ``/*/cac:TaxTotal`` only what stands directly under it. Several paths are parted by `` | ``.
    """

    def __init__(self, path: str, *rules: Rule, when: Test | None = None) -> None:
        self.paths = [self._read(each.strip()) for each in path.split(" | ")]
        self.when = when
        self.rules = rules

    @staticmethod
    def _read(path: str) -> tuple[bool, tuple[str, ...]]:
        from_root = path.startswith("/*")
        names = [name for name in path.removeprefix("/*").split("/") if name]
        return from_root, tuple(tag_of(name) for name in reversed(names))

    def may_fit(self, tag: str, parent: str | None) -> bool:
        """Whether an element of this name under one of that name can fit; ``parent`` is None for the root."""
        return any(
            (not tags and parent is None) or (tags[:1] == (tag,) and tags[1:2] in ((), (parent,)))
            for _, tags in self.paths
        )

    def rules_for(self, node: Node, document: Document) -> Sequence[Rule] | None:
        """The rules on this element, or None when it is not one of them."""
        if not any(self._is_at(node, from_root, tags) for from_root, tags in self.paths):
            return None
        return self.rules if self.when is None or self.when(node, document) else None

    @staticmethod
    def _is_at(node: Node, from_root: bool, tags: tuple[str, ...]) -> bool:
        at: Node | None = node
        for tag in tags:
            if at is None or at.tag != tag:
                return False
            at = at.parent
        return not from_root or (at is not None and at.parent is None)


class Named(Context):
    """The elements whose name ends like this, wherever they stand."""

    def __init__(self, ending: str, *rules: Rule, when: Test | None = None) -> None:
        super().__init__("/*", *rules, when=when)
        self.ending = ending

    def may_fit(self, tag: str, parent: str | None) -> bool:
        return tag.endswith(self.ending)

    def rules_for(self, node: Node, document: Document) -> Sequence[Rule] | None:
        return self.rules if self.when is None or self.when(node, document) else None


class Pattern:
    """Contexts in their order: an element is judged by the first that fits it."""

    def __init__(self, *contexts: Context) -> None:
        self.contexts = contexts


class RuleBook:
    """Patterns together, as a document is held against them: every pattern judges every element.

    Which contexts can fit an element is found once for each name under each other name, and kept.
    """

    def __init__(self, *patterns: Pattern) -> None:
        self.patterns = patterns
        self._possible: dict[tuple[str, str | None], list[list[Context]]] = {}

    def findings(self, root: Node) -> Iterator[Finding]:
        """Every rule that a document does not keep, in the order of its elements."""
        document = Document(root)
        possible = self._possible
        for node in root.walk():
            key = node.tag, None if node.parent is None else node.parent.tag
            patterns = possible.get(key)
            if patterns is None:
                patterns = possible[key] = self._that_may_fit(*key)
            for contexts in patterns:
                yield from _judge(node, contexts, document)

    def _that_may_fit(self, tag: str, parent: str | None) -> list[list[Context]]:
        fitting = [[each for each in one.contexts if each.may_fit(tag, parent)] for one in self.patterns]
        return [contexts for contexts in fitting if contexts]


def _judge(node: Node, contexts: Sequence[Context], document: Document) -> Iterator[Finding]:
    for context in contexts:
        try:
            rules = context.rules_for(node, document)
        except RuleError:
            continue
        if rules is not None:
            yield from _broken(rules, node, document)
            return


def _broken(rules: Sequence[Rule], node: Node, document: Document) -> Iterator[Finding]:
    for rule in rules:
        try:
            if not rule.holds(node, document):
                yield Finding(rule.id, rule.severity, node.place, rule.text)
        except RuleError:
            text = f"Regel {rule.id} kan niet rekenen met wat hier staat. Verbeter het getal of haal het dubbele weg."
            yield Finding(RULE_ERROR, Severity.FATAL, node.place, text)


# What most rules ask.


def has(*paths: str) -> Test:
    """Whether there is an element at one of these paths."""
    return lambda node, _: any(is_there(node, path) for path in paths)


def filled(*paths: str) -> Test:
    """Whether an element at one of these paths has a text."""
    return lambda node, _: any(is_filled(node, path) for path in paths)


def at_most_one(path: str) -> Test:
    """Whether there is at most one element at this path."""
    return lambda node, _: len(all_at(node, path)) <= 1


def has_attribute(name: str) -> Test:
    """Whether the element has this attribute."""
    return lambda node, _: name in node.attributes


def at_most_two_decimals(path: str) -> Test:
    """Whether the amount at this path has at most two decimals."""
    return lambda node, _: all(decimals_of(each.text) <= 2 for each in all_at(node, path))


def decimals_of(written: str) -> int:
    """How many characters stand behind the point."""
    return len(written.partition(".")[2])


def never(_: Node, __: Document) -> bool:
    """What should not be there at all."""
    return False
