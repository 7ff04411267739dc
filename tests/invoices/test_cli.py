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
    return lambda *arguments: CliRunner().invoke(commands, ["validate", *arguments])


def saved(folder: Path, name: str, data: bytes) -> str:
    (folder / name).write_bytes(data)
    return str(folder / name)


def test_a_valid_invoice_ends_with_zero_and_says_it_is_not_official(run: Any, tmp_path: Path) -> None:
    result = run(saved(tmp_path, "goed.xml", ubl()), "--on", "2026-11-23")

    assert result.exit_code == 0
    assert "goed volgens onze controles" in result.output
    assert "Nog geen officieel oordeel" in result.output


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
