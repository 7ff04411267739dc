"""One changed digit in the PDF of a gunningsverslag, or in data inside it, is found, with a database and without."""

import io

import pikepdf
import pytest

from procurement.operations.award_papers import DATA_FILE, render_data
from procurement.operations.report_verification import verify_with_database, verify_without_database
from procurement.queries.awards import reports_of
from tests.factories.assessment import told_tender
from townhall.database import db
from townhall.documents import storage
from townhall.jobs.operations import run_due_jobs
from townhall.pdf_reading import letters_of, texts_of
from townhall.refusal import Refusal

#: What costs here is printing, which no database changes; the chain reports on both.
pytestmark = pytest.mark.one_database("sqlite")


def saved(pdf):
    """The bytes of a document that was changed."""
    kept = io.BytesIO()
    pdf.save(kept)
    return kept.getvalue()


def with_another_digit_printed(pdf, page):
    """The same file with one glyph of this page exchanged for another digit."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        drawn = document.pages[page]
        instructions = pikepdf.parse_content_stream(drawn)
        fonts, font = drawn.Resources.Font, None
        for operands, operator in instructions:
            if str(operator) == "Tf":
                font = fonts[str(operands[0])]
            if str(operator) in ("Tj", "TJ") and font is not None:
                numbers = {letter: number for number, letter in letters_of(font).items()}
                if "1" in numbers and "7" in numbers and swap(operands, numbers["1"], numbers["7"]):
                    drawn.Contents = document.make_stream(pikepdf.unparse_content_stream(instructions))
                    return saved(document)
    raise AssertionError("no digit was found on this page")


def swap(operands, one, other):
    """Exchange the first glyph ``one`` in these operands; says whether there was one."""
    texts = operands[0] if isinstance(operands[0], pikepdf.Array) else operands
    for at, text in enumerate(texts):
        if isinstance(text, pikepdf.String):
            codes = bytearray(bytes(text))
            for place in range(0, len(codes), 2):
                if int.from_bytes(codes[place : place + 2], "big") == one:
                    codes[place : place + 2] = other.to_bytes(2, "big")
                    texts[at] = pikepdf.String(bytes(codes))
                    return True
    return False


def with_other_data(pdf, old, new):
    """The same file with these bytes in its attachment exchanged."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        data = document.attachments[DATA_FILE].get_file().read_bytes()
        assert old in data
        del document.attachments[DATA_FILE]
        document.attachments[DATA_FILE] = pikepdf.AttachedFileSpec(document, data.replace(old, new, 1))
        return saved(document)


@pytest.fixture
def printed(session, people):
    """The PDF of an adopted report, as the job made and kept it."""
    tender = told_tender()
    db.session.commit()
    run_due_jobs()
    db.session.expire_all()
    report = reports_of(tender)[0]
    assert report.document is not None
    return storage.read(report.document)


@pytest.mark.one_database("sqlite")
def test_with_the_database_every_byte_counts_for_page_and_rule(printed, as_person):
    verdict = verify_with_database(printed)
    assert verdict.agrees and verdict.title.endswith("versie 1")

    page = next(at for at, text in enumerate(texts_of(printed)) if "3.050,00" in text or "1" in text)
    altered = verify_with_database(with_another_digit_printed(printed, page))
    assert "niet byte voor byte" in altered.differences[0]
    assert any(each.startswith(f"Bladzijde {page + 1}: er staat ‘") for each in altered.differences)

    other_price = verify_with_database(with_other_data(printed, b"3050.00", b"3051.00"))
    assert "De gegevens in het bestand zijn anders dan in de database, bij: lots." in other_price.differences

    url, ria = "/aanbestedingen/gunningsverslag-controleren", as_person("ria")

    def answer(pdf):
        sent = ria.post(url, data={"file": (io.BytesIO(pdf), "gunningsverslag.pdf")})
        return sent.get_data(as_text=True)

    assert "versie 1 klopt" in answer(printed)
    assert "klopt niet" in answer(printed + b" ")
    assert "Het is geen gunningsverslag uit Raamwerk" in answer(saved(pikepdf.new()))
    assert as_person("sanne").get(url).status_code == 403


@pytest.mark.one_database("sqlite")
def test_without_the_database_the_data_is_printed_again_and_compared(app, session, people, tmp_path):
    tender = told_tender()
    session.flush()
    session.expire_all()
    data = reports_of(tender)[0].data
    # Without two annexes, for it is printed four times here.
    short = {**data, "openings": [], "lots": [{**each, "firmness": None} for each in data["lots"]]}
    pdf = render_data({**short, "tender": {**data["tender"], "reference": "2031-007"}})

    def verify(content):
        file = tmp_path / "verslag.pdf"
        file.write_bytes(content)
        return app.test_cli_runner().invoke(args=["procurement", "report", "verify", str(file)])

    fine, altered = verify(pdf), verify(with_another_digit_printed(pdf, 0))
    # What nobody prints is in the fingerprint that is printed.
    unseen = verify(with_other_data(pdf, b'"description":"', b'"description":"!'))

    assert (fine.exit_code, fine.output[:7]) == (0, "In orde"), fine.output
    assert (altered.exit_code, altered.output[:10]) == (1, "KLOPT NIET")
    assert unseen.exit_code == 1 and "Bladzijde" in unseen.output
    damaged = verify(b"geen pdf")
    told = app.test_cli_runner().invoke(args=["procurement", "report", "verify", "--help"])
    assert (damaged.exit_code, damaged.stderr[:20]) == (2, "NIET TE CONTROLEREN:")
    assert "2  niet te controleren" in told.output


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: b"geen pdf", "not-a-pdf"),
        (lambda: saved(pikepdf.new()), "no-data-inside"),
        (lambda: with_attachment(b"{"), "data-unreadable"),
        (lambda: with_attachment(b'{"format":2,"tender":{"reference":"2026-001"}}'), "other-format"),
        (lambda: with_attachment(b'{ "tender": {"reference": "2026-001"}}'), "data-rewritten"),
    ],
)
def test_what_is_no_report_of_ours_is_refused_with_the_reason(app, make, code):
    with pytest.raises(Refusal) as refusal:
        verify_without_database(make())

    assert [each.code for each in refusal.value.obstacles] == [code]


def with_attachment(data):
    """An empty PDF that carries this file under the name of ours."""
    document = pikepdf.new()
    document.attachments[DATA_FILE] = pikepdf.AttachedFileSpec(document, data)
    return saved(document)
