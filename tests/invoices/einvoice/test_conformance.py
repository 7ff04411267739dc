"""Against the published standards and example documents, when they lie beside the project.

``RAAMWERK_STANDARDS`` names the folder; without it ``../shared/standards`` is tried.
"""

import json
import os
from copy import deepcopy
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from lxml import etree

from invoices.einvoice.facts import DocumentKind, Unreadable
from invoices.einvoice.reading import ROOTS
from invoices.einvoice.safety import safe_document
from invoices.einvoice.structure.check import structure_findings
from invoices.einvoice.verdict import judge
from tests.factories.einvoices import ubl, written_line
from townhall.money import euros

STANDARDS = Path(os.environ.get("RAAMWERK_STANDARDS", Path(__file__).parents[4] / "shared" / "standards"))

pytestmark = pytest.mark.skipif(
    not (STANDARDS / "index.json").is_file(),
    reason="no published standards here; set RAAMWERK_STANDARDS to their folder",
)

TODAY = date(2026, 11, 23)


def cases() -> list[dict[str, Any]]:
    if not (STANDARDS / "index.json").is_file():
        return []
    index = json.loads((STANDARDS / "index.json").read_text())
    return [case for case in index["cases"] if not case.get("needs")]


def test_every_document_gets_a_verdict_and_none_that_is_valid_is_refused() -> None:
    refused_wrongly = []
    for case in cases():
        verdict = judge((STANDARDS / case["file"]).read_bytes(), on=TODAY)
        if case["expect"] == "valid" and not verdict.valid:
            refused_wrongly.append((case["file"], verdict.fatal_findings))

    assert refused_wrongly == []


def test_most_wrong_documents_are_refused_already() -> None:
    wrong = [case for case in cases() if case["expect"] == "invalid"]
    refused = [c for c in wrong if not judge((STANDARDS / c["file"]).read_bytes(), on=TODAY).valid]

    print(f"{len(refused)} of {len(wrong)} invalid documents refused")
    assert len(refused) >= 60


def test_our_own_invoice_validates_against_the_ubl_schema() -> None:
    schemas = sorted(STANDARDS.glob("ubl-2.1/xsdrt/**/UBL-Invoice-2.1.xsd"))
    assert schemas, "the UBL schema is not in this folder"
    schema = etree.XMLSchema(etree.parse(str(schemas[0])))
    lines = [written_line(), written_line(number="2", net=euros("0.01"))]

    document = etree.fromstring(ubl(lines=lines))

    assert schema.validate(document), schema.error_log


def documents() -> list[etree._Element]:
    """Every example document that is an Invoice or a CreditNote."""
    found = []
    for case in cases():
        try:
            root = safe_document((STANDARDS / case["file"]).read_bytes())
        except Unreadable:
            continue
        if str(root.tag) in ROOTS:
            found.append(root)
    return found


@pytest.fixture(scope="module")
def schemas() -> dict[str, etree.XMLSchema]:
    folder = STANDARDS / "ubl-2.1" / "xsdrt" / "maindoc"
    return {kind: etree.XMLSchema(etree.parse(str(folder / f"UBL-{kind}-2.1.xsd"))) for kind in DocumentKind}


def disturbed(root: etree._Element, chance: Random) -> etree._Element:
    """The same document with one thing changed: taken away, repeated, moved, written wrongly."""
    copied = deepcopy(root)
    elements = [each for each in copied.iter("*") if each is not copied]
    chosen, other = chance.choice(elements), chance.choice(elements)
    parent = chosen.getparent()
    match chance.randrange(7):
        case 0:
            parent.remove(chosen)
        case 1:
            parent.append(deepcopy(chosen))
        case 2:
            parent.insert(chance.randrange(len(parent) + 1), deepcopy(other))
        case 3:
            chosen.text = chance.choice(["", "x", ".5", "5.", "2026-02-30", "2026-01-01Z", "true", "1e3", " 12 "])
        case 4:
            name = chance.choice(["currencyID", "schemeID", "listID", "unitCode", "eigen", "languageID"])
            chosen.set(name, chance.choice(["EUR", "nl", "n l", ""]))
        case 5:
            chosen.attrib.clear()
        case _:
            chosen.tail = chance.choice(["x", " "])
    return etree.fromstring(etree.tostring(copied))


def test_our_table_of_ubl_agrees_with_the_schema_on_whole_and_disturbed_documents(schemas) -> None:
    chance, compared, differing = Random(2026), 0, []
    for root in documents():
        schema = schemas[etree.QName(root).localname]
        for tried in (root, *(disturbed(root, chance) for _ in range(10))):
            compared += 1
            if schema.validate(tried) is bool(structure_findings(tried)):
                differing.append((schema.error_log.last_error, structure_findings(tried)[:1]))

    print(f"{compared} documents compared with the UBL 2.1 schema")
    assert compared > 1000
    assert differing == []
