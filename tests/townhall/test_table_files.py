"""Uploaded tables: exact values, plain words when they cannot be read, and nothing that harms."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from townhall import table_files
from townhall.table_files import UnreadableTable, read_table


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        "Naam;Bedrag\r\nCafé;1,50\r\n".encode(),
        "\ufeffNaam;Bedrag\nCafé;1,50\n".encode(),
        "Naam;Bedrag\r\nCafé;1,50".encode("cp1252"),
        "Naam\tBedrag\r\nCafé\t1,50".encode("utf-16"),
        'Naam,Bedrag\n"Café","1,50"\n'.encode(),
    ],
)
def test_csv_is_read_in_the_ways_people_save_it(data):
    table = read_table(data, "x.csv")

    assert table.headings == ("Naam", "Bedrag")
    assert table.rows == ((2, ("Café", "1,50")),)


def test_empty_lines_are_passed_over_and_lines_keep_their_number():
    table = read_table(b"\n;;\nNaam;Bedrag\n\nA;1\n;;\nB\n", "x.csv")

    assert table.rows == ((5, ("A", "1")), (7, ("B", None)))


def test_a_cell_of_two_lines_does_not_shift_the_columns():
    assert read_table(b'A;B\n"x\ny";1\nz;2\n', "x.csv").rows == ((3, ("x\ny", "1")), (4, ("z", "2")))


def test_numbers_and_days_of_a_workbook_are_exact():
    data = workbook(
        ["Bedrag", "Dag", "Code", "Som"], [1250.1, date(2026, 11, 2), 80500000, 0.1 + 0.2], [1e3, None, "x", True]
    )

    table = read_table(data, "X.XLSX")

    assert table.rows[0] == (2, (Decimal("1250.1"), date(2026, 11, 2), 80500000, Decimal("0.3")))
    assert table.rows[1] == (3, (1000, None, "x", "ja"))


def test_a_formula_counts_by_the_value_saved_with_it_and_is_never_worked_out():
    assert read_table(workbook(["A", "B"], ["=1+1", "x"]), "x.xlsx").rows[0][1] == (None, "x")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "x.csv"), (b"\n\n", "x.csv"), (b"A;B\n\0;1", "x.csv"), (b"geen werkmap", "x.xlsx"),
        (b"PK\x03\x04", "x.xlsx"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_words(data, name):
    with pytest.raises(UnreadableTable):
        read_table(data, name)


def test_too_many_lines_or_columns_are_refused(monkeypatch):
    monkeypatch.setattr(table_files, "MOST_ROWS", 2)

    with pytest.raises(UnreadableTable, match="regels"):
        read_table(b"A\n1\n2\n3\n", "x.csv")
    with pytest.raises(UnreadableTable, match="kolommen"):
        read_table(";".join(map(str, range(61))).encode(), "x.csv")


def test_a_workbook_that_unpacks_too_large_is_refused_unopened(monkeypatch):
    monkeypatch.setattr(table_files, "_MOST_UNPACKED", 1000)

    with pytest.raises(UnreadableTable, match="te groot"):
        read_table(workbook(["A"], ["1"]), "x.xlsx")


def test_a_workbook_with_entities_is_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(["A"], ["1"]))) as original, zipfile.ZipFile(buffer, "w") as poisoned:
        for part in original.namelist():
            content = original.read(part)
            if part.endswith("sheet1.xml"):
                content = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + content
            poisoned.writestr(part, content)

    with pytest.raises(UnreadableTable):
        read_table(buffer.getvalue(), "x.xlsx")
