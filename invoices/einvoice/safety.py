"""Which bytes may become a document: small enough, shallow enough, without a document type declaration.

Expat reads up to the first element and stops at a declaration that could name an entity, before lxml builds
anything; how many elements there can be at most is counted in the bytes.
"""

from xml.parsers import expat

from lxml import etree

from invoices.einvoice.facts import Finding, Severity, Unreadable

MAX_BYTES = 25_000_000
MAX_DEPTH = 50
MAX_ELEMENTS = 300_000
#: Different places of elements; an invoice that uses all of EN 16931 has three hundred.
MAX_PLACES = 2_000
MAX_ATTRIBUTES = 100
#: A smaller file cannot hold so much that it takes long; what is in it is not counted.
SMALL = 60_000
#: Of one name in one place; lines have their own limit.
MAX_BROTHERS = 1_000
#: Of the text of an element or an attribute; a file in the invoice may fill the whole of it.
MAX_TEXT = 100_000
MAX_LINES = 5_000
MAX_VAT_SUBTOTALS = 100


class _Stop(Exception):
    """Raised to end the walk, with the finding that stopped it, if any."""

    def __init__(self, finding: Finding | None) -> None:
        self.finding = finding


def unreadable(rule: str, text: str) -> Finding:
    """A finding about the file as a whole."""
    return Finding(rule, Severity.FATAL, "Bestand", text)


NOT_XML = unreadable("XML", "Dit is geen leesbaar XML-bestand. Maak het opnieuw met uw factuurprogramma.")
HAS_DOCTYPE = unreadable(
    "XML",
    "Het bestand heeft een documenttype-declaratie (DOCTYPE). Die nemen wij niet aan, omdat er gevaarlijke "
    "verwijzingen in kunnen staan. Maak het bestand opnieuw zonder DOCTYPE.",
)
EMPTY = unreadable("XML", "Het bestand is leeg. Kies het bestand met uw factuur.")
TOO_LARGE = unreadable(
    "LIMIT",
    f"Het bestand is groter dan {MAX_BYTES // 1_000_000} MB. Stuur bijlagen apart of maak ze kleiner.",
)
TOO_DEEP = unreadable("LIMIT", f"Het bestand is dieper genest dan {MAX_DEPTH} lagen. Dat is geen gewone factuur.")
TOO_LONG = unreadable("LIMIT", f"Een tekst in het bestand is langer dan {MAX_TEXT} tekens. Maak hem korter.")
TOO_OFTEN = unreadable(
    "LIMIT", f"Een onderdeel staat meer dan {MAX_BROTHERS} keer op dezelfde plek. Verdeel de factuur."
)
TOO_MANY = unreadable("LIMIT", "Het bestand heeft te veel onderdelen. Verdeel het over meer facturen.")


def safe_document(data: bytes) -> etree._Element:
    """The root of the document. Raises ``Unreadable``; reads no other file and no network."""
    if not data:
        raise Unreadable([EMPTY])
    if len(data) > MAX_BYTES:
        raise Unreadable([TOO_LARGE])
    if data.count(b"<") - data.count(b"</") > MAX_ELEMENTS:  # known before a tree is built
        raise Unreadable([TOO_MANY])
    _refuse_doctype(data)
    try:
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        is_too_deep = "depth" in str(error).lower()  # the parser itself stops at 2 048 layers
        raise Unreadable([TOO_DEEP if is_too_deep else NOT_XML]) from error
    except (ValueError, LookupError) as error:
        raise Unreadable([NOT_XML]) from error
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]
        raise Unreadable([HAS_DOCTYPE])
    if _IS_TOO_DEEP(root):
        raise Unreadable([TOO_DEEP])
    if len(data) > SMALL and _HAS_TOO_MANY_ATTRIBUTES(root):
        raise Unreadable([TOO_MANY])
    return root


_IS_TOO_DEEP = etree.XPath("boolean(" + "/*" * (MAX_DEPTH + 1) + ")")
_HAS_TOO_MANY_ATTRIBUTES = etree.XPath(f"boolean(//*[@*[{MAX_ATTRIBUTES + 1}]])")


def _refuse_doctype(data: bytes) -> None:
    """Read up to the first element, and stop at a document type declaration: nothing is expanded, nothing kept."""

    def doctype(*_: object) -> None:
        raise _Stop(HAS_DOCTYPE)

    def first_element(*_: object) -> None:
        raise _Stop(None)

    walker = expat.ParserCreate()
    walker.StartDoctypeDeclHandler = doctype
    walker.StartElementHandler = first_element
    try:
        walker.Parse(data, True)
    except _Stop as stop:
        if stop.finding is not None:
            raise Unreadable([stop.finding]) from None
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Unreadable([NOT_XML]) from error


def _parser() -> etree.XMLParser:
    """A parser that follows nothing: no entities, no network, no DTD; one per document.

    Huge trees are let through here, because a file in an invoice may be larger than the ten million characters that the
    parser stops at; size, depth and number of elements are bounded by ourselves.
    """
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
