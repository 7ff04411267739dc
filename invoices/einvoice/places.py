"""Where in a document something stands, as a person finds it: ``Invoice/InvoiceLine[2]/Price/PriceAmount``."""

from lxml import etree


def place_of(element: etree._Element) -> str:
    """The path of local names from the root, with a number where brothers share a name."""
    steps = []
    node: etree._Element | None = element
    while node is not None:
        parent = node.getparent()
        name = etree.QName(node).localname
        if parent is not None:
            brothers = [each for each in parent if each.tag == node.tag]
            if len(brothers) > 1:
                name += f"[{brothers.index(node) + 1}]"
        steps.append(name)
        node = parent
    return "/".join(reversed(steps))
