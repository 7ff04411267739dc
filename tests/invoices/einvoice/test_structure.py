"""What is not built as UBL 2.1 says is told, with its place."""

from datetime import date

import pytest
from lxml import etree

from invoices.einvoice.structure.check import structure_findings
from invoices.einvoice.structure.table import AGGREGATE, BASIC, aggregates
from invoices.einvoice.structure.values import VALUES
from invoices.einvoice.tree import tree_of
from tests.factories.einvoices import ubl, written_line

NAMES = {"cac": AGGREGATE, "cbc": BASIC}


@pytest.fixture
def document() -> etree._Element:
    return etree.fromstring(ubl(lines=[written_line(), written_line(number="2")]))


def one(root: etree._Element, path: str) -> etree._Element:
    return root.xpath(path, namespaces=NAMES)[0]


def told(root: etree._Element) -> list[tuple[str, str]]:
    return [(finding.place, finding.text) for finding in structure_findings(tree_of(root))]


def test_the_invoice_we_write_is_built_as_it_should(document):
    assert told(document) == []


def test_a_missing_part_is_named_where_it_misses(document):
    line = one(document, "//cac:InvoiceLine[2]")
    line.remove(one(line, "cbc:ID"))

    assert told(document) == [("Invoice/InvoiceLine[2]", "ID ontbreekt hier. UBL 2.1 verplicht dit onderdeel.")]


def test_a_part_out_of_its_order_is_named(document):
    document.append(one(document, "cbc:IssueDate"))

    assert told(document) == [
        ("Invoice/IssueDate", "IssueDate staat te laat. UBL 2.1 heeft een vaste volgorde: zet het eerder.")
    ]


def test_a_part_that_stands_twice_is_named(document):
    number = one(document, "cbc:ID")
    number.addnext(etree.fromstring(etree.tostring(number)))

    assert told(document) == [("Invoice/ID[2]", "ID mag hier maar een keer staan. Haal de tweede weg.")]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("cbc:IssueDate", "01-02-2026"),
        ("cbc:IssueDate", "2026-02-30"),
        ("//cac:Price/cbc:PriceAmount", "1.250,00"),
        ("//cac:Price/cbc:PriceAmount", ""),
        ("//cac:InvoiceLine/cbc:InvoicedQuantity", "1e3"),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_with_what_belongs_there(document, path, value):
    one(document, path).text = value

    [(_, text)] = told(document)
    assert text.startswith("Bij ")
    assert "hoort" in text


def test_an_unknown_attribute_and_a_missing_one_are_both_told(document):
    price = one(document, "//cac:Price/cbc:PriceAmount")
    price.attrib.clear()
    price.set("valuta", "EUR")

    texts = " ".join(text for _, text in told(document))
    assert "kenmerk dat UBL 2.1 niet kent: valuta" in texts
    assert "ontbreekt het kenmerk currencyID" in texts


def test_loose_text_between_parts_is_told(document):
    one(document, "cac:TaxTotal").tail = "zie bijlage"

    assert [place for place, _ in told(document)] == ["Invoice"]


def test_what_an_extension_holds_is_its_own_matter(document):
    namespace = "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"
    document.insert(0, etree.fromstring(
        f'<UBLExtensions xmlns="{namespace}"><UBLExtension><ExtensionContent>'
        f'<eigen xmlns="urn:x">iets</eigen></ExtensionContent></UBLExtension></UBLExtensions>'
    ))  # fmt: skip

    assert told(document) == []


def test_no_more_is_told_than_somebody_reads(document):
    for _ in range(80):
        etree.SubElement(document, "onbekend")

    assert len(structure_findings(tree_of(document), most=50)) == 50


def test_every_part_of_the_table_can_be_judged():
    for name, aggregate in aggregates().items():
        for part in aggregate.parts.values():
            assert part.aggregate == "UBLExtensions" or part.aggregate in aggregates() or part.kind in VALUES, name


@pytest.mark.parametrize(
    ("kind", "text", "right"),
    [
        ("Date", "2026-11-22", True), ("Date", "2026-11-22Z", True), ("Date", "2026-11-22+01:00", True),
        ("Date", "2026-13-01", False), ("Date", "22-11-2026", False), ("Date", "", False),
        ("Amount", "-.5", True), ("Amount", "5.", True), ("Amount", "+1", True), ("Amount", "1,5", False),
        ("Indicator", "1", True), ("Indicator", "TRUE", False),
        ("BinaryObject", "AAAA AA==", True), ("BinaryObject", "AAA", False),
        ("Time", "24:00:00", True), ("Time", "24:00:01", False), ("Time", "12:00", False),
        ("Text", "", True),
    ],
)  # fmt: skip
def test_values_are_read_as_the_schema_reads_them(kind, text, right):
    assert VALUES[kind][0](text) is right


def test_the_leap_day_is_a_day_only_in_a_leap_year():
    is_day = VALUES["Date"][0]

    assert is_day(date(2028, 2, 29).isoformat())
    assert not is_day("2027-02-29")
