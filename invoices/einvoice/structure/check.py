"""Whether a document is built as UBL 2.1 says: order, number, values, attributes."""

from collections.abc import Iterator

from lxml import etree

from invoices.einvoice.facts import Finding, Severity
from invoices.einvoice.places import place_of
from invoices.einvoice.structure.table import EXTENSION, EXTENSIONS, Aggregate, aggregates
from invoices.einvoice.structure.values import ATTRIBUTES, REQUIRED_ATTRIBUTE, VALUES, is_language

#: The id under which the structure is reported; it is no rule of EN 16931.
XSD = "XSD"
_ABOUT_THE_FILE = "{http://www.w3.org/2001/XMLSchema-instance}"


Fault = tuple[etree._Element, str]


def structure_findings(root: etree._Element, *, most: int = 50) -> list[Finding]:
    """What is not built as UBL 2.1 says, at most so many. ``root`` is an Invoice or a CreditNote."""
    faults: list[Fault] = []
    _look_at(root, aggregates()[etree.QName(root).localname], faults)
    return [Finding(XSD, Severity.FATAL, place_of(element), text) for element, text in faults[:most]]


def _look_at(element: etree._Element, aggregate: Aggregate, faults: list[Fault]) -> None:
    """Collect the faults of an aggregate and of everything in it."""
    faults.extend(_attribute_faults(element, frozenset()))
    loose = [element.text]
    parts, known, reached = aggregate.parts, aggregates(), -1
    seen: set[str] = set()
    for child in element:
        tag = str(child.tag)
        part = parts.get(tag)
        loose.append(child.tail)
        if part is None:
            faults.append((child, f"Dit onderdeel kent UBL 2.1 hier niet: {_name(child)}. Haal het weg."))
            continue
        if part.order < reached:
            text = f"{_name(child)} staat te laat. UBL 2.1 heeft een vaste volgorde: zet het eerder."
            faults.append((child, text))
        elif tag in seen and not part.repeats:
            faults.append((child, f"{_name(child)} mag hier maar een keer staan. Haal de tweede weg."))
        reached = part.order if part.order > reached else reached
        seen.add(tag)
        if part.kind is not None:
            faults.extend(_value_faults(child, part.kind))
        elif part.aggregate == EXTENSIONS:
            faults.extend(_extension_faults(child))
        elif part.aggregate is not None:
            _look_at(child, known[part.aggregate], faults)
    if any(text is not None and text.strip() for text in loose):
        faults.append((element, "Hier staat losse tekst waar alleen onderdelen horen. Haal de tekst weg."))
    for tag in sorted(aggregate.required - seen, key=lambda missing: parts[missing].order):
        faults.append((element, f"{etree.QName(tag).localname} ontbreekt hier. UBL 2.1 verplicht dit onderdeel."))


def _value_faults(element: etree._Element, kind: str) -> Iterator[Fault]:
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


def _attribute_faults(element: etree._Element, allowed: frozenset[str]) -> Iterator[Fault]:
    for name, value in ((str(key), str(value)) for key, value in element.attrib.items()):
        if name.startswith(_ABOUT_THE_FILE):
            continue
        if name not in allowed:
            yield element, f"{_name(element)} heeft een kenmerk dat UBL 2.1 niet kent: {name}. Haal het weg."
        elif name == "languageID" and not is_language(value):
            yield element, f"Het kenmerk languageID bij {_name(element)} is geen taalcode, zoals nl."


def _extension_faults(element: etree._Element) -> Iterator[Fault]:
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
