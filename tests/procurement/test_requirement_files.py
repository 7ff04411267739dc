"""A Programma van Eisen as a file: out and back without loss, mistakes named by line, nothing done by halves."""

from datetime import date

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from procurement.procedures import RequirementKind, VerificationMoment
from procurement.requirement_differences import differences
from procurement.requirement_files import HEADINGS, read_rows, rows_of, text_of_rows
from procurement.requirement_rules import RequirementSetting
from procurement.requirement_texts import RequirementsText, RequirementText, SectionText
from procurement.views.requirement_files import COLUMNS, _cells_of
from townhall.spreadsheets import csv_text, xlsx

SETTING = RequirementSetting(lot_numbers=[1, 2], criterion_codes=["K1"])
#: Everything that tempts a spreadsheet: formulas, quotes, separators, lines, numbers, days.
TEXTS = st.sampled_from(
    ["=1+1", "'=1+1", "''-2", "-5%", "+31 20", "@SUM(A1)", "a;b", 'zeg "ja"', "een\ntwee", "1-4-2027", "0012", "é € –"]
)


@st.composite
def documents(draw):
    sections, count = [], 0
    for number in range(1, draw(st.integers(1, 3)) + 1):
        lines = []
        for place in range(1, draw(st.integers(0, 3)) + 1):
            count += 1
            kind = draw(st.sampled_from(RequirementKind))
            lines.append(
                RequirementText(
                    key=f"E-{count:08X}",
                    number=f"{number}.{place}",
                    text=draw(TEXTS),
                    kind=kind,
                    holds_from=draw(st.dates(date(2000, 1, 1))) if kind == RequirementKind.CONDITIONAL else None,
                    lot_number=draw(st.sampled_from([None, 1, 2])),
                    criterion_code=draw(st.sampled_from([None, "K1"])) if kind == RequirementKind.WISH else None,
                    verification=draw(st.sampled_from(VerificationMoment)),
                    verification_method=draw(st.just("") | TEXTS),
                )
            )
        sections.append(SectionText(number, f"{draw(TEXTS)} {number}", tuple(lines)))
    return RequirementsText(tuple(sections))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@given(document=documents())
def test_what_goes_out_comes_back_exactly(kind, document):
    rows = rows_of(document)
    with Flask(__name__).app_context():
        data = csv_text(rows, COLUMNS).encode("utf-8-sig") if kind == "csv" else xlsx(rows, COLUMNS, title="PvE")

    headings, lines = _cells_of(data, f"pve.{kind}")
    read, obstacles = read_rows(headings, lines, SETTING, {each.key for each in document.requirements()})

    assert obstacles == []
    assert text_of_rows(read) == document
    assert not differences(document, text_of_rows(read))


def test_no_cell_of_the_csv_is_a_formula():
    document = RequirementsText(
        (SectionText(1, "=A1", (RequirementText("E-1", "1.1", "=cmd|'/c calc'!A0", RequirementKind.KNOCK_OUT),)),)
    )

    written = csv_text(rows_of(document), COLUMNS)

    assert ";'=A1;'=cmd|" in written


def read(*rows, keys=("E-1",), headings=HEADINGS):
    whole = [[row.get(heading, "") for heading in headings] for row in rows]
    return read_rows(list(headings), list(enumerate(whole, start=2)), SETTING, set(keys))


def row(**cells):
    names = {"key": "Kenmerk", "section": "Hoofdstuk", "text": "Tekst", "kind": "Soort", "since": "Geldt vanaf",
             "lot": "Perceel", "criterion": "Gunningscriterium", "moment": "Toetsmoment"}  # fmt: skip
    given_cells = {"section": "Algemeen", "text": "U heeft een keurmerk.", "kind": "Eis (knock-out)", **cells}
    return {names[name]: value for name, value in given_cells.items()}


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"text": ""}, "text-missing"),
        ({"section": ""}, "section-missing"),
        ({"section": "x" * 201}, "title-too-long"),
        ({"kind": "Misschien"}, "cell-unreadable"),
        ({"since": "31-2-2027"}, "cell-unreadable"),
        ({"since": "1-4-2027"}, "day-without-condition"),
        ({"kind": "voorwaardelijke eis"}, "condition-without-day"),
        ({"lot": "0"}, "cell-unreadable"),
        ({"lot": "7"}, "lot-unknown"),
        ({"criterion": "K1"}, "knock-out-with-criterion"),
        ({"kind": "Wens", "criterion": "K9"}, "criterion-unknown"),
        ({"moment": "Ooit"}, "cell-unreadable"),
        ({"key": "E-9"}, "key-unknown"),
        ({"text": "Stuur 123456782 mee."}, "holds-bsn"),
    ],
)
def test_a_mistake_names_its_line(cells, code):
    _rows, obstacles = read(row(), row(**cells))

    assert [each.code for each in obstacles] == [code]
    assert obstacles[0].text.startswith("Regel 3: ")


def test_all_mistakes_are_told_at_once():
    _rows, obstacles = read(row(text=""), row(kind="?", lot="x"), row(key="E-1"), row(key="E-1"))

    assert [(each.code, each.text[:7]) for each in obstacles] == [
        ("text-missing", "Regel 2"), ("cell-unreadable", "Regel 3"), ("cell-unreadable", "Regel 3"),
        ("key-twice", "Regel 5"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("headings", "codes"),
    [
        (("Tekst", "Soort"), ["heading-missing"]),
        ((*HEADINGS, "Opmerking"), ["heading-unknown"]),
        ((*HEADINGS, "Tekst"), ["heading-twice"]),
    ],
)
def test_headings_that_do_not_fit_are_refused(headings, codes):
    assert [each.code for each in read(row(), headings=headings)[1]] == codes


def test_an_empty_file_would_take_everything_away_and_is_refused():
    assert [each.code for each in read()[1]] == ["file-empty"]


def test_sections_are_one_whatever_their_capitals():
    rows, _obstacles = read(row(text="a"), row(section="Privacy", text="b"), row(section="ALGEMEEN", text="c"))

    assert [(each.title, [line.text for line in each.requirements]) for each in text_of_rows(rows).sections] == [
        ("Algemeen", ["a", "c"]),
        ("Privacy", ["b"]),
    ]


def test_a_day_may_be_typed_or_be_a_real_day():
    rows, obstacles = read(row(kind="Voorwaardelijke eis", since=date(2027, 4, 1)), row(kind="Eis", since=""))

    assert obstacles == []
    assert [each.content.holds_from for each in rows] == [date(2027, 4, 1), None]
