"""Files made to hurt are refused, or judged, in words and in bounded time, and leave no trace of what is in them."""

import logging
import time
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invoices.einvoice.facts import Severity
from invoices.einvoice.safety import MAX_BYTES, MAX_ELEMENTS, MAX_TEXT
from invoices.einvoice.verdict import judge
from tests.factories.einvoices import ubl, written_line

TODAY = date(2026, 11, 23)
SELLER = "<cac:AccountingSupplierParty>"
CODECS = ["utf-8", "utf-16", "utf-16-le", "utf-32", "iso-8859-1", "iso-8859-15", "cp1252", "cp037", "ascii", "koi8-r"]


def with_inside(extra: str) -> bytes:
    """A valid invoice with something before its seller."""
    return ubl((SELLER, extra + SELLER))


def zipped(data: bytes, name: str) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return file.getvalue()


def a_vat_table_of(rows: int, lines: int) -> bytes:
    row = (
        "<cac:TaxSubtotal><cbc:TaxableAmount currencyID='EUR'>1</cbc:TaxableAmount><cbc:TaxAmount currencyID='EUR'>0"
        "</cbc:TaxAmount><cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>{}</cbc:Percent><cac:TaxScheme><cbc:ID>VAT"
        "</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal><cac:TaxSubtotal>"
    )
    table = "".join(row.format(each + 1).removesuffix("<cac:TaxSubtotal>") for each in range(rows))
    written = [written_line(number=str(n)) for n in range(lines)]
    return ubl(("<cac:TaxSubtotal>", f"{table}<cac:TaxSubtotal>"), lines=written)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "more bytes than fit": (lambda: b"<Invoice>" + b" " * (MAX_BYTES * 4), "LIMIT"),
    "more elements than fit": (lambda: with_inside("<cbc:Note/>" * MAX_ELEMENTS), "LIMIT"),
    "every element another name": (lambda: with_inside("".join(f"<cbc:N{n}/>" for n in range(5_000))), "LIMIT"),
    "one element over and over": (lambda: with_inside("<cbc:Note>x</cbc:Note>" * 3_000), "LIMIT"),
    "a text without end": (lambda: with_inside(f"<cbc:Note>{'9' * (MAX_TEXT + 1)}</cbc:Note>"), "LIMIT"),
    "an attribute without end": (lambda: with_inside(f"<cbc:Note x='{'9' * (MAX_TEXT + 1)}'/>"), "LIMIT"),
    "attributes without end": (lambda: with_inside("<x " + " ".join(f"a{n}=''" for n in range(9_000)) + "/>"), "LIMIT"),
    "deeper than it goes": (lambda: with_inside("<x>" * 300 + "</x>" * 300), "LIMIT"),
    "never closed": (lambda: b"<a>" * 200_000, "LIMIT"),
    "a table of VAT too long": (lambda: a_vat_table_of(101, 1), "LIMIT"),
    "a ZIP": (lambda: zipped(ubl(), "factuur.xml"), "XML"),
    "a ZIP that grows": (lambda: zipped(b"\0" * 30_000_000, "factuur.xml"), "XML"),
    "a ZIP that climbs": (lambda: zipped(ubl(), "../../etc/passwd"), "XML"),
    "a PDF and an invoice": (lambda: b"%PDF-1.7\n" + ubl(), "XML"),
    "an invoice and a PDF": (lambda: ubl() + b"%PDF-1.7\n", "XML"),
    "an invoice and a ZIP": (lambda: ubl() + zipped(b"x", "x"), "XML"),
    "an invoice twice": (lambda: ubl() + ubl(), "XML"),
    "a nought byte": (lambda: with_inside("<cbc:Note>\0</cbc:Note>"), "XML"),
    "a control character": (lambda: with_inside("<cbc:Note>&#1;</cbc:Note>"), "XML"),
    "an entity of its own": (lambda: with_inside("<cbc:Note>&mine;</cbc:Note>"), "XML"),
    "half a character": (lambda: ubl().replace(b"Plaatsing", b"Plaats\xc3"), "XML"),
    "another encoding than it says": (lambda: ubl().decode().encode("utf-16"), "XML"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_made_to_hurt_is_refused_at_once(name: str, caplog: pytest.LogCaptureFixture) -> None:
    make, rule = HOSTILE[name]
    data = make()
    started = time.process_time()

    with caplog.at_level(logging.DEBUG):
        verdict = judge(data, on=TODAY)

    assert [finding.rule for finding in verdict.findings] == [rule] and not verdict.readable
    assert time.process_time() - started < 3
    assert caplog.text == "" and "Plaats" not in verdict.findings[0].text


@pytest.mark.parametrize("number", ["9" * 59, "-" + "9" * 59, "0." + "0" * 57 + "1", "9" * 9_000, "1e9", "NaN", "٣"])
def test_a_strange_number_is_judged_and_breaks_nothing(number: str) -> None:
    verdict = judge(ubl((">1500.00<", f">{number}<")), on=TODAY)

    assert verdict.readable and not verdict.valid


def test_a_long_table_of_vat_over_many_lines_is_judged_in_bounded_time() -> None:
    data = a_vat_table_of(99, 1_000)
    started = time.process_time()

    verdict = judge(data, on=TODAY)

    assert "BR-S-08" in {finding.rule for finding in verdict.fatal_findings}
    assert time.process_time() - started < 3


def test_a_file_of_ten_million_characters_may_be_in_an_invoice() -> None:
    content = "QUJD" * 2_600_000
    data = with_inside(
        "<cac:AdditionalDocumentReference><cbc:ID>B</cbc:ID><cac:Attachment><cbc:EmbeddedDocumentBinaryObject "
        f"mimeCode='application/pdf' filename='a.pdf'>{content}</cbc:EmbeddedDocumentBinaryObject></cac:Attachment>"
        "</cac:AdditionalDocumentReference>"
    )

    assert judge(data, on=TODAY).findings == ()


PIECES = [
    b"<",
    b">",
    b"</",
    b"&",
    b"&#x0;",
    b"]]>",
    b"<!--",
    b"<![CDATA[",
    b"<?xml?>",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\0",
]
mutations = st.lists(
    st.tuples(st.integers(0, 4_000), st.integers(0, 60), st.sampled_from(PIECES) | st.binary(max_size=6)),
    min_size=1, max_size=4,
)  # fmt: skip


@given(mutations, st.sampled_from(CODECS), st.integers(0, 5_000))
@settings(max_examples=60, deadline=None)
def test_a_mutated_invoice_gets_a_verdict_in_words(changes: list[tuple[int, int, bytes]], codec: str, end: int) -> None:
    data = ubl().decode().encode(codec)
    for place, cut, piece in changes:
        data = data[:place] + piece + data[place + cut :]

    verdict = judge(data[:end] if end > 2_000 else data, on=TODAY)

    assert all(finding.rule and finding.text and finding.severity in Severity for finding in verdict.findings)
    assert verdict.valid is (verdict.readable and not verdict.fatal_findings)


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_elements_taken_twice_or_moved_get_a_verdict(data: st.DataObject) -> None:
    rows = ubl().decode().splitlines()
    for _ in range(data.draw(st.integers(1, 4))):
        place, other = data.draw(st.integers(2, len(rows) - 1)), data.draw(st.integers(2, len(rows) - 1))
        rows.insert(place, rows[other])

    assert judge("\n".join(rows).encode(), on=TODAY).findings is not None
