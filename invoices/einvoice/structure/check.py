"""Whether a document is built as UBL 2.1 says: order, number, values, attributes."""

from collections.abc import Iterator

from invoices.einvoice.facts import Finding, Severity
from invoices.einvoice.structure.table import EXTENSION, EXTENSIONS, Aggregate, Part, aggregates
from invoices.einvoice.structure.values import ATTRIBUTES, REQUIRED_ATTRIBUTE, VALUES, is_language
from invoices.einvoice.tree import Node, local

#: The id under which the structure is reported; it is no rule of EN 16931.
XSD = "XSD"
_ABOUT_THE_FILE = "{http://www.w3.org/2001/XMLSchema-instance}"


Fault = tuple[Node, str]
#: Per data type: the attribute it cannot do without, those that need no second look, and whether a text is right.
_PLAIN = {
    kind: (REQUIRED_ATTRIBUTE.get(kind), ATTRIBUTES[kind] - {"languageID"}, is_right)
    for kind, (is_right, _) in VALUES.items()
}


def structure_findings(root: Node, *, most: int = 50) -> list[Finding]:
    """What is not built as UBL 2.1 says, at most so many. ``root`` is an Invoice or a CreditNote."""
    faults: list[Fault] = []
    _look_at(root, aggregates()[root.name], faults, most)
    return [Finding(XSD, Severity.FATAL, element.place, text) for element, text in faults[:most]]


def _look_at(element: Node, aggregate: Aggregate, faults: list[Fault], most: int) -> None:
    """Collect the faults of an aggregate and of everything in it, until there are enough."""
    if element.attributes:
        faults.extend(_attribute_faults(element, frozenset()))
    reached = -1
    for child in element.children:
        part = aggregate.parts.get(child.tag)
        if part is None:
            faults.append((child, f"Dit onderdeel kent UBL 2.1 hier niet: {child.name}. Haal het weg."))
        else:
            if part.order < reached or (child.order > 1 and not part.repeats):
                faults.append((child, _misplaced(child, is_late=part.order < reached)))
            reached = max(reached, part.order)
            if part.kind is None or not _is_plain_value(child, part.kind):
                _look_into(child, part, faults, most)
        if len(faults) >= most:
            return
    if element.loose or element.text.strip():
        faults.append((element, "Hier staat losse tekst waar alleen onderdelen horen. Haal de tekst weg."))
    if not aggregate.required <= element.by_tag.keys():
        missing = aggregate.required - element.by_tag.keys()
        for tag in sorted(missing, key=lambda each: aggregate.parts[each].order):
            faults.append((element, f"{local(tag)} ontbreekt hier. UBL 2.1 verplicht dit onderdeel."))


def _misplaced(element: Node, *, is_late: bool) -> str:
    if is_late:
        return f"{element.name} staat te laat. UBL 2.1 heeft een vaste volgorde: zet het eerder."
    return f"{element.name} mag hier maar een keer staan. Haal de tweede weg."


def _look_into(element: Node, part: Part, faults: list[Fault], most: int) -> None:
    """Collect the faults of one part of an aggregate: a value, an extension, or again an aggregate."""
    if part.kind is not None:
        faults.extend(_value_faults(element, part.kind))
    elif part.aggregate == EXTENSIONS:
        faults.extend(_extension_faults(element))
    elif part.aggregate is not None:
        _look_at(element, aggregates()[part.aggregate], faults, most)


def _is_plain_value(element: Node, kind: str) -> bool:
    """Whether all is well at first sight, as it mostly is."""
    needed, allowed, is_right = _PLAIN[kind]
    given = element.attributes
    return (
        not element.children
        and (needed is None or needed in given)
        and (not given or given.keys() <= allowed)
        and is_right(element.text)
    )


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
