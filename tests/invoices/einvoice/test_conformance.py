"""Against the published standards and example documents, when they lie beside the project.

``RAAMWERK_STANDARDS`` names the folder; without it ``../shared/standards`` is tried.
"""

import json
import os
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from lxml import etree

from invoices.einvoice.facts import DocumentKind, Severity, Unreadable
from invoices.einvoice.reading import ROOTS, document_of, facts_of
from invoices.einvoice.safety import safe_document
from invoices.einvoice.structure.check import structure_findings
from invoices.einvoice.tree import tree_of
from invoices.einvoice.verdict import judge, rules_broken
from invoices.einvoice.writing import write_ubl
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


def test_every_document_gets_its_official_verdict() -> None:
    differing, right = [], 0
    for case in cases():
        verdict = judge((STANDARDS / case["file"]).read_bytes(), on=TODAY)
        told = {finding.rule for finding in verdict.fatal_findings}
        is_right = verdict.valid is (case["expect"] == "valid")
        if not verdict.valid and case["rules_any"]:
            is_right = is_right and bool(told & set(case["rules_any"]))
        right += is_right
        if not is_right:
            differing.append((case["file"], case["expect"], case["rules_any"], sorted(told)))

    apart = len(json.loads((STANDARDS / "index.json").read_text())["cases"]) - len(cases())
    print(f"{right} of {len(cases())} documents get their official verdict; {apart} need Peppol's rules")
    assert differing == []


#: Where the official run names another id than ours for the same refusal: these say which part is there twice.
BROKEN_OFF = {"invoices/own-invalid/two-seller-legal-names.xml"}


def test_every_document_breaks_exactly_the_rules_and_warnings_of_the_official_run() -> None:
    compared, differing = 0, []
    for case in cases():
        verdict = judge((STANDARDS / case["file"]).read_bytes(), on=TODAY)
        if not verdict.readable or case["file"] in BROKEN_OFF:
            continue
        compared += 1
        for severity, official in ((Severity.FATAL, "rules_run"), (Severity.WARNING, "warnings_run")):
            told = {finding.rule for finding in verdict.findings if finding.severity is severity}
            if told != set(case[official]):
                differing.append((case["file"], sorted(told ^ set(case[official]))))

    print(f"{compared - len(differing)} of {compared} documents break exactly the rules of the official run")
    assert compared > 180
    assert differing == []


def test_what_only_an_earlier_release_refused_is_refused_in_its_time() -> None:
    earlier = [case for case in cases() if case.get("previous_ruleset_fatal")]
    for case in earlier:
        verdict = judge((STANDARDS / case["file"]).read_bytes(), on=date(2026, 8, 16))
        assert set(case["previous_ruleset_fatal"]) <= {finding.rule for finding in verdict.fatal_findings}


SUITE = "{http://difi.no/xsd/vefa/validator/1.0}"


def rule_tests() -> Iterator[tuple[str, etree._Element, str, bool]]:
    """Every test of the published suite: its file, the fragment, a rule, and whether it fires."""
    index = json.loads((STANDARDS / "index.json").read_text())
    for unit in index["unit"]:
        suite = etree.parse(str(STANDARDS / unit["file"])).getroot()
        for test in suite.findall(f"{SUITE}test"):
            said = test.find(f"{SUITE}assert")
            documents = [each for each in test if isinstance(each.tag, str) and each.tag != f"{SUITE}assert"]
            if said is None or not documents:
                continue
            fragment = etree.fromstring(etree.tostring(documents[0]))
            for outcome in ("success", "error", "warning"):
                for rule in said.findall(f"{SUITE}{outcome}"):
                    yield unit["file"], fragment, (rule.text or "").strip(), outcome != "success"


def test_every_rule_fires_and_stays_silent_as_the_published_tests_say() -> None:
    tried, differing = 0, []
    for file, fragment, rule, fires in rule_tests():
        tried += 1
        if (rule in {finding.rule for finding in rules_broken(tree_of(fragment), on=TODAY)}) is not fires:
            differing.append((file, rule, fires))

    print(f"{tried - len(differing)} of {tried} rule tests come out")
    assert tried > 500
    assert differing == []


def test_reading_writing_and_reading_again_keeps_every_fact_of_every_document() -> None:
    kept = 0
    for root in documents():
        read = facts_of(tree_of(root))
        if read.seller.has_address and read.buyer.has_address and read.currency:
            kept += 1
            assert facts_of(document_of(write_ubl(read))) == read, read.number

    print(f"{kept} documents read, written and read again")
    assert kept > 100


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
        for tried in (root, *(disturbed(root, chance) for _ in range(5))):
            compared += 1
            if schema.validate(tried) is bool(structure_findings(tree_of(tried))):
                differing.append((schema.error_log.last_error, structure_findings(tree_of(tried))[:1]))

    print(f"{compared} documents compared with the UBL 2.1 schema")
    assert compared > 1000
    assert differing == []
