"""Whether a document is built as UBL 2.1 says: order, number, values, attributes."""

from collections.abc import Iterator

from lxml import etree

from invoices.einvoice.facts import Finding, Severity
from invoices.einvoice.places import place_of
from invoices.einvoice.structure.table import EXTENSION, EXTENSIONS, Aggregate, Part, aggregates
from invoices.einvoice.structure.values import ATTRIBUTES, REQUIRED_ATTRIBUTE, VALUES, is_language

#: The id under which the structure is reported; it is no rule of EN 16931.
XSD = "XSD"
_ABOUT_THE_FILE = "{http://www.w3.org/2001/XMLSchema-instance}"


def structure_findings(root: etree._Element, *, most: int = 50) -> list[Finding]:
    """What is not built as UBL 2.1 says, at most so many. ``root`` is an Invoice or a CreditNote."""
    name = etree.QName(root).localname
    found = []
    for element, text in _faults(root, aggregates()[name]):
        found.append(Finding(XSD, Severity.FATAL, place_of(element), text))
        if len(found) == most:
            break
    return found


def _faults(element: etree._Element, aggregate: Aggregate) -> Iterator[tuple[etree._Element, str]]:
    """Each fault with the element it is in."""
    yield from _attribute_faults(element, frozenset())
    if (element.text or "").strip():
        yield element, "Hier staat losse tekst waar alleen onderdelen horen. Haal de tekst weg."
    parts, seen, reached = aggregate.parts, set(), -1
    for child in element:
        tag = child.tag
        part = parts.get(tag)  # type: ignore[arg-type]
        if part is None:
            yield child, f"Dit onderdeel kent UBL 2.1 hier niet: {_name(child)}. Haal het weg."
            continue
        if part.order < reached:
            yield child, f"{_name(child)} staat te laat. UBL 2.1 heeft een vaste volgorde: zet het eerder."
        elif tag in seen and not part.repeats:
            yield child, f"{_name(child)} mag hier maar een keer staan. Haal de tweede weg."
        reached = max(reached, part.order)
        seen.add(tag)
        if (child.tail or "").strip():
            yield element, "Hier staat losse tekst waar alleen onderdelen horen. Haal de tekst weg."
        yield from _part_faults(child, part)
    for tag in sorted(aggregate.required - seen, key=lambda missing: parts[missing].order):
        yield element, f"{etree.QName(tag).localname} ontbreekt hier. UBL 2.1 verplicht dit onderdeel."


def _part_faults(child: etree._Element, part: Part) -> Iterator[tuple[etree._Element, str]]:
    if part.aggregate == EXTENSIONS:
        yield from _extension_faults(child)
    elif part.aggregate is not None:
        yield from _faults(child, aggregates()[part.aggregate])
    else:
        assert part.kind is not None
        yield from _value_faults(child, part.kind)


def _value_faults(element: etree._Element, kind: str) -> Iterator[tuple[etree._Element, str]]:
    if len(element):
        yield element, f"In {_name(element)} horen geen onderdelen, alleen een waarde."
        return
    is_right, wanted = VALUES[kind]
    if not is_right(element.text or ""):
        yield element, f"Bij {_name(element)} hoort {wanted}."
    yield from _attribute_faults(element, ATTRIBUTES[kind])
    needed = REQUIRED_ATTRIBUTE.get(kind)
    if needed and element.get(needed) is None:
        yield element, f"Bij {_name(element)} ontbreekt het kenmerk {needed}."


def _attribute_faults(element: etree._Element, allowed: frozenset[str]) -> Iterator[tuple[etree._Element, str]]:
    for name, value in ((str(key), str(value)) for key, value in element.attrib.items()):
        if name.startswith(_ABOUT_THE_FILE):
            continue
        if name not in allowed:
            yield element, f"{_name(element)} heeft een kenmerk dat UBL 2.1 niet kent: {name}. Haal het weg."
        elif name == "languageID" and not is_language(value):
            yield element, f"Het kenmerk languageID bij {_name(element)} is geen taalcode, zoals nl."


def _extension_faults(element: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """An extension holds what its maker wants; only its envelope has a shape."""
    content = f"{{{EXTENSION}}}ExtensionContent"
    extensions = [child for child in element if child.tag == f"{{{EXTENSION}}}UBLExtension"]
    if not extensions or len(extensions) != len(element):
        yield element, "Onder UBLExtensions horen een of meer UBLExtension, en niets anders."
    for extension in extensions:
        contents = [child for child in extension if child.tag == content]
        if len(contents) != 1 or len(contents[0]) != 1:
            yield extension, "Een UBLExtension heeft precies een ExtensionContent, met daarin een onderdeel."


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname
