"""Nothing in the XML is hidden: every text and every attribute stands somewhere in the readable invoice."""

import re
from base64 import b64encode
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from invoices.einvoice.attachments import Attachment, attachments_of, repeated
from invoices.einvoice.readable import Readable, readable
from invoices.einvoice.reading import document_of
from invoices.einvoice.tree import Node
from invoices.einvoice.verdict import judge
from tests.factories.einvoices import ubl, written_line

PDF = b64encode(b"%PDF-1.7 een bijlage").decode()
EXTRA = (
    "<cac:AccountingSupplierParty>",
    "<cac:AdditionalDocumentReference><cbc:ID>B-1</cbc:ID><cac:Attachment>"
    f'<cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="urenstaat.pdf">{PDF}'
    "</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference>"
    "<cac:AccountingSupplierParty>",
)


def shown(page: Readable) -> list[str]:
    rows = [row for group in (*page.before, *page.lines, *page.after) for row in group.rows]
    return [row.value for row in (*rows, *page.other)]


def digits_and_letters(text: str) -> str:
    return re.sub(r"\W", "", text)


def day_as_written(text: str) -> str:
    return "-".join(reversed(text.split("-"))) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else text


def is_shown(node: Node, values: list[str]) -> bool:
    wanted = [*node.attributes.values()]
    if node.name != "EmbeddedDocumentBinaryObject":
        wanted.append(day_as_written(node.text.strip()))
    return any(all(digits_and_letters(each) in digits_and_letters(value) for each in wanted) for value in values)


WORDS = st.text(st.characters(min_codepoint=33, max_codepoint=0x2FF, exclude_characters="<&>\x7f"), min_size=1)


@settings(max_examples=20, deadline=None)
@given(name=WORDS, track=WORDS, note=WORDS, lines=st.integers(1, 3))
def test_every_value_of_the_document_is_shown(name: str, track: str, note: str, lines: int) -> None:
    written = [written_line(number=str(n), description=name, track_number=track) for n in range(1, lines + 1)]
    strange = ("<cbc:DueDate>", f"<cbc:IssueTime>{note}</cbc:IssueTime><cbc:DueDate>")
    root = document_of(ubl(EXTRA, strange, lines=written))

    values = shown(readable(root))

    hidden = [node.place for node in root.walk() if node.text.strip() and not is_shown(node, values)]
    assert hidden == []


def test_values_stand_under_their_dutch_names_in_reading_order() -> None:
    page = readable(document_of(ubl(EXTRA)))

    assert [group.title for group in page.before] == ["Factuur", "Verkoper", "Koper", "Betaling"]
    assert [group.title for group in page.after] == [
        "Btw per tarief", "Btw in totaal", "Totalen", "Bijlage of verwijzing",
    ]  # fmt: skip
    head = {row.term: (row.label, row.value) for row in page.before[0].rows}
    assert head["BT-2"] == ("Factuurdatum", "02-11-2026") and head["BT-3"] == ("Soort", "380 (factuur)")
    assert page.lines[0].value("BT-131") == "1.500,00 EUR"
    assert page.before[1].value("BT-30") == "90000011 [KvK-nummer, schemeID 0106]"
    assert page.other == []


def test_what_has_no_name_in_the_standard_is_shown_where_it_stands() -> None:
    page = readable(document_of(ubl(("<cbc:DueDate>", "<cbc:IssueTime>12:00:00</cbc:IssueTime><cbc:DueDate>"))))

    assert [(row.label, row.value) for row in page.other] == [("Invoice/IssueTime", "12:00:00")]


def test_a_file_is_shown_by_its_name_and_given_as_it_came() -> None:
    root = document_of(ubl(EXTRA))

    file = next(row for group in readable(root).after for row in group.rows if row.attachment)

    assert (file.attachment, file.value) == (1, "urenstaat.pdf (application/pdf, 1 kB)")
    assert attachments_of(root)[0].data == b"%PDF-1.7 een bijlage"
    assert attachments_of(root)[0].extension == "pdf"


def test_a_file_that_is_not_what_it_says_leaves_as_plain_bytes() -> None:
    script = b64encode(b"<script>alert(1)</script>").decode()

    assert Attachment("a.pdf", "application/pdf", script).extension == "bin"
    assert Attachment("a.html", "text/html", script).extension == "bin"
    assert Attachment("a.pdf", "application/pdf", "geen base64!").data == b""


def test_the_same_file_twice_is_told() -> None:
    other = Attachment("foto.png", "image/png", "eA==")
    assert repeated([Attachment("a.pdf", "application/pdf", PDF), other]) == set()
    assert repeated([Attachment("a.pdf", "application/pdf", PDF), other, Attachment("b.pdf", "x", PDF)]) == {3}
    assert repeated([other, Attachment("foto.png", "image/png", "eQ==")]) == {2}

    twice = judge(ubl(EXTRA, (EXTRA[0], EXTRA[1])), on=date(2026, 11, 23))

    assert twice.valid, twice.findings
    assert [each.rule for each in twice.business_findings] == ["RW-BIJLAGE"]
