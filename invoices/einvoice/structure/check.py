"""Whether a document is built as UBL 2.1 says: order, number, values, attributes."""

from collections.abc import Iterator

from invoices.einvoice.facts import Finding, Severity
from invoices.einvoice.structure.table import EXTENSION, EXTENSIONS, Aggregate, aggregates
from invoices.einvoice.structure.values import ATTRIBUTES, REQUIRED_ATTRIBUTE, VALUES, is_language
from invoices.einvoice.tree import Node, local

#: The id under which the structure is reported; it is no rule of EN 16931.
XSD = "XSD"
_ABOUT_THE_FILE = "{http://www.w3.org/2001/XMLSchema-instance}"


Fault = tuple[Node, str]


def structure_findings(root: Node, *, most: int = 50) -> list[Finding]:
    """What is not built as UBL 2.1 says, at most so many. ``root`` is an Invoice or a CreditNote."""
    faults: list[Fault] = []
    _look_at(root, aggregates()[root.name], faults)
    return [Finding(XSD, Severity.FATAL, element.place, text) for element, text in faults[:most]]


def _look_at(element: Node, aggregate: Aggregate, faults: list[Fault]) -> None:
    """Collect the faults of an aggregate and of everything in it."""
    faults.extend(_attribute_faults(element, frozenset()))
    parts, known, reached = aggregate.parts, aggregates(), -1
    seen: set[str] = set()
    for child in element.children:
        tag = child.tag
        part = parts.get(tag)
        if part is None:
            faults.append((child, f"Dit onderdeel kent UBL 2.1 hier niet: {child.name}. Haal het weg."))
            continue
        if part.order < reached:
            text = f"{child.name} staat te laat. UBL 2.1 heeft een vaste volgorde: zet het eerder."
            faults.append((child, text))
        elif tag in seen and not part.repeats:
            faults.append((child, f"{child.name} mag hier maar een keer staan. Haal de tweede weg."))
        reached = part.order if part.order > reached else reached
        seen.add(tag)
        if part.kind is not None:
            faults.extend(_value_faults(child, part.kind))
        elif part.aggregate == EXTENSIONS:
            faults.extend(_extension_faults(child))
        elif part.aggregate is not None:
            _look_at(child, known[part.aggregate], faults)
    if element.loose or element.text.strip():
        faults.append((element, "Hier staat losse tekst waar alleen onderdelen horen. Haal de tekst weg."))
    for tag in sorted(aggregate.required - seen, key=lambda missing: parts[missing].order):
        faults.append((element, f"{local(tag)} ontbreekt hier. UBL 2.1 verplicht dit onderdeel."))


def _value_faults(element: Node, kind: str) -> Iterator[Fault]:
    if element.children:
        yield element, f"In {element.name} horen geen onderdelen, alleen een waarde."
        return
    is_right, wanted = VALUES[kind]
    if not is_right(element.text):
        yield element, f"Bij {element.name} hoort {wanted}."
    yield from _attribute_faults(element, ATTRIBUTES[kind])
    needed = REQUIRED_ATTRIBUTE.get(kind)
    if needed and needed not in element.attributes:
        yield element, f"Bij {element.name} ontbreekt het kenmerk {needed}."


def _attribute_faults(element: Node, allowed: frozenset[str]) -> Iterator[Fault]:
    for name, value in element.attributes.items():
        if name.startswith(_ABOUT_THE_FILE):
            continue
        if name not in allowed:
            yield element, f"{element.name} heeft een kenmerk dat UBL 2.1 niet kent: {name}. Haal het weg."
        elif name == "languageID" and not is_language(value):
            yield element, f"Het kenmerk languageID bij {element.name} is geen taalcode, zoals nl."


def _extension_faults(element: Node) -> Iterator[Fault]:
    """An extension holds what its maker wants; only its envelope has a shape."""
    content = f"{{{EXTENSION}}}ExtensionContent"
    extensions = element.by_tag.get(f"{{{EXTENSION}}}UBLExtension", ())
    if not extensions or len(extensions) != len(element.children):
        yield element, "Onder UBLExtensions horen een of meer UBLExtension, en niets anders."
    for extension in extensions:
        contents = extension.by_tag.get(content, ())
        if len(contents) != 1 or len(contents[0].children) != 1:
            yield extension, "Een UBLExtension heeft precies een ExtensionContent, met daarin een onderdeel."
