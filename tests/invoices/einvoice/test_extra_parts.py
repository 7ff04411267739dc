"""What EN 16931 has no place for: each rule of the table fires on its part, and on nothing else."""

from datetime import date

import pytest
from lxml import etree

from invoices.einvoice.facts import Severity
from invoices.einvoice.reading import NAMESPACES, document_of
from invoices.einvoice.rules.base import MOST_PER_RULE
from invoices.einvoice.rules.extra_parts import _table
from invoices.einvoice.tree import tree_of
from invoices.einvoice.verdict import judge, rules_broken
from tests.factories.einvoices import ubl, written_line
from townhall.money import euros

TODAY = date(2026, 11, 23)
INVOICE = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
EXTENSIONS = {"ext": "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"}


def document_with(path: str) -> etree._Element:
    """A document that holds nothing but what stands at this path of the table."""
    place, _, attribute = path.removeprefix("//").replace("LINE", "cac:InvoiceLine").partition("/@")
    at = root = etree.Element(f"{{{INVOICE}}}Invoice")
    for step in place.split("/"):
        prefix, name = step.split(":")
        at = etree.SubElement(at, f"{{{(NAMESPACES | EXTENSIONS)[prefix]}}}{name}")
    at.text = "x"
    if attribute:
        at.set(attribute, "x")
    return root


def fired(root: etree._Element) -> set[str]:
    return {finding.rule for finding in rules_broken(tree_of(root), on=TODAY)}


def test_every_rule_of_the_table_fires_where_its_part_stands() -> None:
    table = _table()

    assert len(table) == 673 and len({rule for rule, _path in table}) == 673
    assert [(rule, path) for rule, path in table if rule not in fired(document_with(path))] == []


def test_a_rule_about_an_attribute_is_silent_without_it() -> None:
    for rule, path in _table():
        place, _, attribute = path.partition("/@")
        if attribute:
            assert rule not in fired(document_with(place)), rule


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("<cbc:CustomizationID>", "<cbc:UBLVersionID>2.0</cbc:UBLVersionID><cbc:CustomizationID>", "UBL-CR-002"),
        ("<cbc:PaymentID>", "<cbc:PaymentDueDate>2026-12-02</cbc:PaymentDueDate><cbc:PaymentID>", "UBL-CR-412"),
        ('unitCode="C62"', 'unitCode="C62" unitCodeListID="UNECERec20"', "UBL-CR-663"),
        (
            "<cac:AccountingSupplierParty>",
            '<cac:AdditionalDocumentReference><cbc:ID schemeID="ABZ">1</cbc:ID></cac:AdditionalDocumentReference>'
            "<cac:AccountingSupplierParty>",
            "UBL-CR-665",
        ),
    ],
)
def test_what_depends_on_another_value_is_told_as_well(old: str, new: str, rule: str) -> None:
    found = judge(ubl((old, new)), on=TODAY)

    assert [each.severity for each in found.findings if each.rule == rule] == [Severity.WARNING]
    assert rule not in {each.rule for each in judge(ubl(), on=TODAY).findings}


def test_a_warning_says_where_its_part_stands() -> None:
    data = ubl(
        ("<cbc:Name>Tweede</cbc:Name>", "<cbc:BrandName>Merk</cbc:BrandName><cbc:Name>Tweede</cbc:Name>"),
        lines=[written_line(), written_line(number="2", description="Tweede")],
    )

    told = [(each.rule, each.place) for each in judge(data, on=TODAY).findings if each.rule == "UBL-CR-569"]

    assert told == [("UBL-CR-569", "Invoice/InvoiceLine[2]/Item/BrandName")]


def test_one_rule_is_told_at_most_so_many_times() -> None:
    lines = [written_line(number=str(n), net=euros("10.00")) for n in range(MOST_PER_RULE + 20)]
    root = document_of(ubl(('unitCode="C62"', 'unitCode="ONBEKEND"'), lines=lines))

    told = [finding for finding in rules_broken(root, on=TODAY) if finding.rule == "BR-CL-23"]

    assert len(told) == MOST_PER_RULE
    assert told[-1].text.endswith("Dit komt vaker voor in het bestand.")
    assert not told[-2].text.endswith("Dit komt vaker voor in het bestand.")
