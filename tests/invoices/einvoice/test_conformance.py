"""Against the published standards and example documents, when they lie beside the project.

``RAAMWERK_STANDARDS`` names the folder; without it ``../shared/standards`` is tried.
"""

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

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
