"""Hostile and broken files are refused in words, in bounded time."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invoices.einvoice import safety
from invoices.einvoice.verdict import judge
from tests.factories.einvoices import ubl

TODAY = date(2026, 11, 23)
BILLION_LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">]>
<Invoice>&e;</Invoice>"""
EXTERNAL = b"""<?xml version="1.0"?><!DOCTYPE Invoice [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">&x;</Invoice>"""


def rules(data: bytes) -> list[str]:
    return [finding.rule for finding in judge(data, on=TODAY).findings]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "XML"),
        (b"%PDF-1.7 not a UBL", "XML"),
        (b"PK\x03\x04 a zip", "XML"),
        (b"<Invoice>", "XML"),
        (b"\xff\xfe\x00", "XML"),
        (BILLION_LAUGHS, "XML"),
        (BILLION_LAUGHS.decode().replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16"), "XML"),
        (EXTERNAL, "XML"),
        (b'<?xml version="1.0"?><!DOCTYPE Invoice SYSTEM "http://example.org/x.dtd"><Invoice/>', "XML"),
        (b'<?xml version="1.0" encoding="does-not-exist"?><Invoice/>', "XML"),
        (b"<Order/>", "ROOT"),
        (b"<Invoice/>", "ROOT"),
        (b'<Invoice xmlns="urn:something-else"/>', "ROOT"),
        (b"<a>" * 100 + b"</a>" * 100, "LIMIT"),
    ],
)
def test_what_cannot_be_an_invoice_is_refused_in_words(data: bytes, rule: str) -> None:
    verdict = judge(data, on=TODAY)

    assert not verdict.readable and not verdict.valid
    assert [finding.rule for finding in verdict.findings] == [rule]
    assert "passwd" not in verdict.findings[0].text


def test_a_huge_file_is_refused_at_once() -> None:
    started = time.monotonic()

    assert rules(b"<Invoice>" + b" " * 30_000_000) == ["LIMIT"]
    assert time.monotonic() - started < 1


def test_too_many_lines_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("invoices.einvoice.reading.MAX_LINES", 0)

    assert rules(ubl()) == ["LIMIT"]


def test_too_many_elements_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safety, "MAX_ELEMENTS", 20)

    assert rules(ubl()) == ["LIMIT"]


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-16", "utf-8-sig", "us-ascii", "windows-1252"])
def test_other_encodings_are_read(encoding: str) -> None:
    declared = {"utf-8-sig": "UTF-8"}.get(encoding, encoding)
    name = "Café" if encoding != "us-ascii" else "Cafe"
    text = ubl(("Plaatsing", name)).decode().replace("encoding='UTF-8'", f"encoding='{declared}'")

    verdict = judge(text.encode(encoding), on=TODAY)

    assert verdict.valid, verdict.findings
    assert verdict.invoice is not None and verdict.invoice.lines[0].name == name


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_bytes_get_a_verdict(data: bytes) -> None:
    assert not judge(data, on=TODAY).valid


@given(place=st.integers(0, 4000), junk=st.binary(min_size=1, max_size=8), cut=st.integers(0, 40))
@settings(max_examples=200, deadline=None)
def test_a_damaged_invoice_gets_a_verdict(place: int, junk: bytes, cut: int) -> None:
    whole = ubl()

    judge(whole[:place] + junk + whole[place + cut :], on=TODAY)
