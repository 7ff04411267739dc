"""A document as a plain tree: what is judged and read is walked through many times, and lxml is slow at that."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from sys import intern
from types import MappingProxyType
from typing import Any

from lxml import etree

#: What an element without attributes or without elements in it has: made once, as most are.
_NOTHING: Mapping[str, Any] = MappingProxyType({})


def local(tag: str) -> str:
    """A tag without its namespace."""
    return tag.rpartition("}")[2]


class Kind:
    """A name below the names above it. All elements that stand there share it, also those of other documents."""

    __slots__ = ("tag", "name", "above", "path", "known")

    def __init__(self, tag: str, above: "Kind | None") -> None:
        self.tag = intern(tag)  # so that a look-up by tag compares addresses, not letters
        self.name = local(tag)
        self.above = above
        #: The tags that lead here from the root, without that of the root.
        self.path: tuple[str, ...] = () if above is None else (*above.path, tag)
        #: What others found out about elements that stand here, so that it is found out once.
        self.known: dict[Any, Any] = {}


@lru_cache(maxsize=8192)  # an invoice has a hundred; a file with names of its own making pushes out, and no more
def kind_of(tag: str, above: Kind | None) -> Kind:
    """The kind with this name below that kind."""
    return Kind(tag, above)


class Node:
    """An element: its full tag, its text before the first element in it, its attributes, and what is in it."""

    __slots__ = ("kind", "tag", "text", "attributes", "parent", "children", "by_tag", "loose", "order")

    def __init__(self, kind: Kind, text: str, attributes: Mapping[str, str], parent: "Node | None") -> None:
        self.kind = kind
        self.tag = kind.tag
        self.text = text
        self.attributes = attributes
        self.parent = parent
        self.children: Sequence[Node] = ()
        #: The elements directly in it, by tag and in their order.
        self.by_tag: Mapping[str, Sequence[Node]] = _NOTHING
        #: Whether there is text between or after the elements in it.
        self.loose = False
        #: Which of its brothers of the same name it is, from 1.
        self.order = 1

    def walk(self) -> list["Node"]:
        """The element and everything in it, in the order of the document."""
        found: list[Node] = []
        _collect(self, found)
        return found

    def let_go(self) -> None:
        """Forget who stands in whom, so that all of it is freed at once when nobody needs it any more."""
        for child in self.children:
            if child.children:
                child.let_go()
        self.children, self.by_tag = (), _NOTHING

    def ancestors(self) -> Iterator["Node"]:
        """What it stands in, from near to far."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent

    @property
    def name(self) -> str:
        """The tag without its namespace."""
        return self.kind.name

    @property
    def place(self) -> str:
        """Where it stands, as a person finds it: ``Invoice/InvoiceLine[2]/Price/PriceAmount``.

        A number stands only where brothers share a name.
        """
        if self.parent is None:
            return self.name
        number = f"[{self.order}]" if len(self.parent.by_tag[self.tag]) > 1 else ""
        return f"{self.parent.place}/{self.name}{number}"


def _collect(node: Node, found: list[Node]) -> None:
    found.append(node)
    for child in node.children:
        if child.children:
            _collect(child, found)
        else:
            found.append(child)


def tree_of(element: etree._Element) -> Node:
    """The element and everything in it as a plain tree; depth and size were bounded when it was read."""
    root = Node(kind_of(str(element.tag), None), element.text or "", dict(element.items()), None)  # type: ignore[arg-type]
    if len(element):
        _fill(root, element)
    return root


def _fill(node: Node, element: etree._Element) -> None:
    """Put into the node what is in the element."""
    children, by_tag, kind = list[Node](), dict[str, list[Node]](), node.kind
    for child in element:
        given = child.items()
        attributes = dict(given) if given else _NOTHING
        below = Node(kind_of(str(child.tag), kind), child.text or "", attributes, node)  # type: ignore[arg-type]
        tag = below.tag
        children.append(below)
        brothers = by_tag.get(tag)
        if brothers is None:
            by_tag[tag] = [below]
        else:
            brothers.append(below)
            below.order = len(brothers)
        if len(child):
            _fill(below, child)
        tail = child.tail
        if tail and not tail.isspace():
            node.loose = True
    node.children, node.by_tag = children, by_tag
