"""What a rule is, where it applies, and how a document is held against a list of them.

As in the official rules (ISO Schematron), rules stand in patterns; within one pattern an element is judged by the
first context that fits it, and in every pattern anew.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar, cast

from invoices.einvoice.facts import Finding, Severity
from invoices.einvoice.rules.nodes import (
    RuleError,
    all_at,
    is_filled,
    is_there,
    tag_of,
)
from invoices.einvoice.tree import Kind, Node

#: The id under which a rule that breaks off is reported.
RULE_ERROR = "RULE-ERROR"
#: How often one rule is told; who mends those knows how to mend the rest.
MOST_PER_RULE = 100


Found = TypeVar("Found")


class Document:
    """A whole document, with what many rules ask of it looked up once."""

    def __init__(self, root: Node) -> None:
        self.root = root
        self._found: dict[object, object] = {}

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

    def once(self, key: object, find: Callable[[], Found]) -> Found:
        """What a rule found in this document under this key; found the first time only."""
        if key not in self._found:
            self._found[key] = find()
        return cast(Found, self._found[key])

    @cached_property
    def nodes(self) -> list[Node]:
        """Every element, in the order of the document."""
        return self.root.walk()

    @cached_property
    def _everywhere(self) -> dict[str, list[Node]]:
        by_tag = defaultdict[str, list[Node]](list)
        for node in self.nodes:
            by_tag[node.tag].append(node)
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

    @property
    def is_plain(self) -> bool:
        """Whether its rules count for every element it fits."""
        return self.when is None

    @property
    def tags(self) -> set[str | None]:
        """The tags of the elements it may be about; None for the root, whatever its name."""
        return {tags[0] if tags else None for _, tags in self.paths}

    def fits(self, kind: Kind) -> bool:
        """Whether it is about the elements that stand here."""
        return any(self._is_at(kind, from_root, tags) for from_root, tags in self.paths)

    def rules_for(self, node: Node, document: Document) -> Sequence[Rule] | None:
        """The rules on this element, which it fits, or None when a condition says that it is not one of them."""
        return self.rules if self.when is None or self.when(node, document) else None

    @staticmethod
    def _is_at(kind: Kind, from_root: bool, tags: tuple[str, ...]) -> bool:
        at: Kind | None = kind
        for tag in tags:
            if at is None or at.tag != tag:
                return False
            at = at.above
        return not from_root or (at is not None and at.above is None)


class Named(Context):
    """The elements whose name ends like this, wherever they stand."""

    def __init__(self, ending: str, *rules: Rule, when: Test | None = None) -> None:
        super().__init__("/*", *rules, when=when)
        self.ending = ending

    def fits(self, kind: Kind) -> bool:
        return kind.tag.endswith(self.ending)


class Pattern:
    """Contexts in their order: an element is judged by the first that fits it."""

    def __init__(self, *contexts: Context) -> None:
        self.contexts = contexts
        self._named = [(place, each) for place, each in enumerate(contexts) if isinstance(each, Named)]
        self._by_tag: dict[str | None, list[tuple[int, Context]]] = {}
        for place, each in enumerate(contexts):
            for tag in () if isinstance(each, Named) else each.tags:
                self._by_tag.setdefault(tag, []).append((place, each))

    def contexts_of(self, kind: Kind) -> list[Context]:
        """The contexts that fit what stands here, in their order."""
        for_root = self._by_tag.get(None, []) if kind.above is None else []
        candidates = {*self._by_tag.get(kind.tag, []), *for_root, *self._named}
        return [each for _, each in sorted(candidates, key=lambda one: one[0]) if each.fits(kind)]


@dataclass(frozen=True)
class Plan:
    """How the elements that stand at one place are judged: by these rules, and by the first context of each row."""

    always: Sequence[Rule]
    perhaps: Sequence[Sequence[Context]]

    def findings(self, node: Node, document: Document) -> Sequence[Finding]:
        """The rules that an element does not keep."""
        broken = _broken(self.always, node, document)
        for contexts in self.perhaps:
            for context in contexts:
                try:
                    rules = context.rules_for(node, document)
                except RuleError:
                    continue
                if rules is not None:
                    broken = [*broken, *_broken(rules, node, document)] if rules else broken
                    break
        return broken


def _broken(rules: Sequence[Rule], node: Node, document: Document) -> Sequence[Finding]:
    broken: list[Finding] | None = None
    for rule in rules:
        try:
            if rule.holds(node, document):
                continue
            finding = Finding(rule.id, rule.severity, node.place, rule.text)
        except RuleError:
            text = f"Regel {rule.id} kan niet rekenen met wat hier staat. Verbeter het getal of haal het dubbele weg."
            finding = Finding(RULE_ERROR, Severity.FATAL, node.place, text)
        broken = [*(broken or ()), finding]
    return broken or ()


class RuleBook:
    """Patterns together, as a document is held against them: every pattern judges every element.

    Which contexts fit an element follows from where it stands, and is found out once for each place.
    """

    def __init__(self, *patterns: Pattern) -> None:
        self.patterns = patterns

    def findings(self, root: Node) -> Iterator[Finding]:
        """Every rule that a document does not keep, in the order of its elements; each at most so many times."""
        document = Document(root)
        told: Counter[str] = Counter()
        for node in document.nodes:
            known = node.kind.known
            plan = known.get(self)
            if plan is None:
                plan = known[self] = self._plan(node.kind)
            for finding in plan.findings(node, document):
                told[finding.rule] += 1
                if told[finding.rule] < MOST_PER_RULE:
                    yield finding
                elif told[finding.rule] == MOST_PER_RULE:
                    yield replace(finding, text=f"{finding.text} Dit komt vaker voor in het bestand.")

    def _plan(self, kind: Kind) -> Plan:
        rows = [contexts for one in self.patterns if (contexts := one.contexts_of(kind))]
        plain = [contexts[0] for contexts in rows if contexts[0].is_plain]
        return Plan(
            tuple(rule for context in plain for rule in context.rules),
            [contexts for contexts in rows if contexts[0] not in plain],
        )


# What most rules ask.


def has(*paths: str) -> Test:
    """Whether there is an element at one of these paths."""
    if len(paths) == 1 and "/" not in paths[0]:
        tag = tag_of(paths[0])
        return lambda node, _: tag in node.by_tag
    return lambda node, _: any(is_there(node, path) for path in paths)


def filled(*paths: str) -> Test:
    """Whether an element at one of these paths has a text."""
    if len(paths) == 1 and "/" not in paths[0]:
        tag = tag_of(paths[0])
        return lambda node, _: tag in node.by_tag and any(each.text for each in node.by_tag[tag])
    return lambda node, _: any(is_filled(node, path) for path in paths)


def at_most_one(path: str) -> Test:
    """Whether there is at most one element at this path."""
    if "/" not in path:
        tag = tag_of(path)
        return lambda node, _: tag not in node.by_tag or len(node.by_tag[tag]) == 1
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
