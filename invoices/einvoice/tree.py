"""A document as a plain tree: what is judged and read is walked through many times, and lxml is slow at that."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from lxml import etree

#: What an element without attributes or without elements in it has: made once, as most are.
_NOTHING: Mapping[str, Any] = MappingProxyType({})


def local(tag: str) -> str:
    """A tag without its namespace."""
    return tag.rpartition("}")[2]


class Node:
    """An element: its full tag, its text before the first element in it, its attributes, and what is in it."""

    __slots__ = ("tag", "text", "attributes", "parent", "children", "by_tag", "loose")

    def __init__(self, tag: str, text: str, attributes: Mapping[str, str], parent: "Node | None") -> None:
        self.tag = tag
        self.text = text
        self.attributes = attributes
        self.parent = parent
        self.children: Sequence[Node] = ()
        #: The elements directly in it, by tag and in their order.
        self.by_tag: Mapping[str, Sequence[Node]] = _NOTHING
        #: Whether there is text between or after the elements in it.
        self.loose = False

    def walk(self) -> Iterator["Node"]:
        """The element and everything in it, in the order of the document."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    def ancestors(self) -> Iterator["Node"]:
        """What it stands in, from near to far."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent

    @property
    def name(self) -> str:
        """The tag without its namespace."""
        return local(self.tag)

    @property
    def place(self) -> str:
        """Where it stands, as a person finds it: ``Invoice/InvoiceLine[2]/Price/PriceAmount``.

        A number stands only where brothers share a name.
        """
        if self.parent is None:
            return self.name
        brothers = self.parent.by_tag[self.tag]
        number = f"[{brothers.index(self) + 1}]" if len(brothers) > 1 else ""
        return f"{self.parent.place}/{self.name}{number}"


def tree_of(element: etree._Element, parent: Node | None = None) -> Node:
    """The element and everything in it as a plain tree; depth and size were bounded when it was read."""
    given = element.items()
    attributes = {str(name): str(value) for name, value in given} if given else _NOTHING
    node = Node(str(element.tag), element.text or "", attributes, parent)
    if len(element):
        children, by_tag = list[Node](), dict[str, list[Node]]()
        for child in element:
            below = tree_of(child, node)
            children.append(below)
            by_tag.setdefault(below.tag, []).append(below)
            if child.tail and not child.tail.isspace():
                node.loose = True
        node.children, node.by_tag = children, by_tag
    return node
