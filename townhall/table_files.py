"""Tables that people upload, as CSV or Excel: rows of exact values, and a plain Dutch sentence when it cannot be read.

Nothing in such a file is trusted: it is small enough when unpacked, holds no entities, formulas count by the value
that was saved with them, and a number with a comma in it stays exact.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

Cell = str | int | Decimal | date | None

MOST_ROWS, MOST_COLUMNS = 20_000, 60
_MOST_UNPACKED = 200_000_000
_MOST_PARTS = 500


class UnreadableTable(ValueError):
    """A file that cannot be read as a table; its text says why, in Dutch."""


@dataclass(frozen=True)
class Table:
    """The headings, and every row that holds something, with the number of its line in the file."""

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]


def read_table(data: bytes, filename: str) -> Table:
    """The first sheet of an Excel file, or a CSV file; the first line that is not empty holds the headings.

    Raises ``UnreadableTable`` when it is not such a file, or too large.
    """
    is_excel = filename.lower().endswith(".xlsx")
    lines = _excel_lines(data) if is_excel else _csv_lines(data)
    filled = ((number, _trimmed(cells)) for number, cells in lines)
    filled = ((number, cells) for number, cells in filled if cells)
    first = next(filled, None)
    if first is None:
        raise UnreadableTable("Dit bestand is leeg. De eerste regel moet de koppen van de kolommen bevatten.")
    headings = tuple("" if cell is None else str(cell).strip() for cell in first[1])
    return Table(headings, tuple(_bounded(filled, len(headings))))


def _bounded(rows: Iterable[tuple[int, tuple[Cell, ...]]], width: int) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    if width > MOST_COLUMNS:
        raise UnreadableTable(f"Dit bestand heeft meer dan {MOST_COLUMNS} kolommen. Haal weg wat niet nodig is.")
    for count, (number, cells) in enumerate(rows, start=1):
        if count > MOST_ROWS:
            raise UnreadableTable("Dit bestand heeft meer dan 20.000 regels. Deel het in kleinere bestanden.")
        yield number, (*cells, *[None] * (width - len(cells)))[:width]


def _trimmed(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    last = max((at for at, cell in enumerate(cells, start=1) if cell not in (None, "")), default=0)
    return tuple(cells[:last])


def _csv_lines(data: bytes) -> Iterator[tuple[int, Sequence[Cell]]]:
    text = _decoded(data)
    head = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(";\t,", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for cells in reader:
            yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise UnreadableTable(
            f"Regel {reader.line_num} is niet te lezen als CSV. Bewaar het bestand opnieuw."
        ) from error


def _decoded(data: bytes) -> str:
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableTable("Dit is geen tekstbestand. Bewaar het als CSV (UTF-8) of als Excel-werkmap (.xlsx).")


def _excel_lines(data: bytes) -> Iterator[tuple[int, Sequence[Cell]]]:
    import openpyxl

    _refuse_a_dangerous_archive(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says about its own size is not to be trusted
        rows = sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True)
        for number, cells in enumerate(rows, start=1):
            yield number, [_exact(cell) for cell in cells]
    except UnreadableTable:
        raise
    except Exception as error:  # openpyxl raises many kinds on a broken file
        raise UnreadableTable(
            "Deze Excel-werkmap is niet te lezen. Bewaar haar opnieuw als .xlsx, of als CSV."
        ) from error


def _refuse_a_dangerous_archive(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
                raise UnreadableTable("Deze Excel-werkmap is uitgepakt te groot. Bewaar het blad als CSV.")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as opened:
                        if b"<!DOCTYPE" in opened.read(4096).upper():
                            raise UnreadableTable("Deze Excel-werkmap bevat iets wat er niet in hoort.")
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise UnreadableTable("Dit is geen Excel-werkmap (.xlsx). Bewaar het bestand opnieuw.") from error


def _exact(cell: Any) -> Cell:
    if cell is None or isinstance(cell, (int, str)) and not isinstance(cell, bool):
        return cell.strip() if isinstance(cell, str) else cell
    if isinstance(cell, bool):
        return "ja" if cell else "nee"
    if isinstance(cell, float):
        # Excel shows and keeps fifteen digits; what lies behind them is noise of the binary form.
        exact = Decimal(f"{cell:.15g}")
        return int(exact) if exact == exact.to_integral_value() and abs(exact) < 10**15 else exact
    if isinstance(cell, datetime):
        return cell.date()
    return cell if isinstance(cell, date) else str(cell).strip()
