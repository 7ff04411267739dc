"""The calculator for e-invoices."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from invoices.cli import commands
from tests.factories.einvoices import ubl


@pytest.fixture
def run() -> Callable[..., Any]:
    return lambda *arguments, command="validate": CliRunner().invoke(commands, [command, *arguments])


def saved(folder: Path, name: str, data: bytes) -> str:
    (folder / name).write_bytes(data)
    return str(folder / name)


def test_a_valid_invoice_ends_with_zero_and_names_the_rules(run: Any, tmp_path: Path) -> None:
    result = run(saved(tmp_path, "goed.xml", ubl()), "--on", "2026-11-23")

    assert result.exit_code == 0
    assert "Deze e-factuur is geldig. Beoordeeld volgens de officiële regels: NLCIUS 2.0.3.13" in result.output


def test_a_wrong_invoice_ends_with_one_and_names_the_rule(run: Any, tmp_path: Path) -> None:
    result = run(saved(tmp_path, "fout.xml", ubl(("1815.00</cbc:Payable", "1.00</cbc:Payable"))))

    assert result.exit_code == 1
    assert "BR-CO-16" in result.output


def test_json_is_one_object_per_file_and_the_worst_file_decides(run: Any, tmp_path: Path) -> None:
    good, bad = saved(tmp_path, "a.xml", ubl()), saved(tmp_path, "b.xml", b"geen xml")

    result = run(good, bad, "--json", "--on", "2026-11-23")

    first, second = [json.loads(line) for line in result.output.splitlines()]
    assert result.exit_code == 2
    assert (first["valid"], first["unreadable"], first["findings"]) == (True, False, [])
    assert (second["valid"], second["unreadable"]) == (False, True)
    assert second["findings"][0]["rule"] == "XML"


def test_the_rules_of_the_day_of_receipt_count(run: Any, tmp_path: Path) -> None:
    undated = saved(tmp_path, "zonder.xml", ubl(("<cbc:DueDate>2026-12-02</cbc:DueDate>", "")))

    before = json.loads(run(undated, "--json", "--on", "2026-08-16").output)
    after = json.loads(run(undated, "--json", "--on", "2026-08-17").output)

    assert [each["rule"] for each in before["findings"] if each["severity"] == "fatal"] == ["BR-CO-25"]
    assert (before["rule_set"], after["valid"]) == ("NLCIUS 2.0.3.12 (EN 16931 1.3.15)", True)


def test_a_rule_can_be_tried_alone_on_a_fragment(run: Any, tmp_path: Path) -> None:
    fragment = saved(
        tmp_path,
        "los.xml",
        b"""<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
        xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
        xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
        <cac:PayeeParty><cbc:EndpointID/></cac:PayeeParty></Invoice>""",
    )

    result = run(fragment, "--json", command="rules")

    told = json.loads(result.output)
    assert result.exit_code == 1
    assert {"BR-01", "BR-17"} <= set(told["rules"])
    assert run(saved(tmp_path, "stuk.xml", b"<x"), command="rules").exit_code == 2
