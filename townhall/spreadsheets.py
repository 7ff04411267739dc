"""Lists to take along: Excel and CSV, with amounts and days as such, and no formulas from outside."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from flask import Response

from townhall.clock import AMSTERDAM
from townhall.filters import words


@dataclass(frozen=True)
class Column:
    """A column: its heading, and how a row gives its value."""

    heading: str
    value: Callable[[Any], Any]


def xlsx(rows: Iterable[Any], columns: Sequence[Column], *, title: str) -> bytes:
    """A workbook with one sheet: headings frozen, amounts and days as such, text never a formula."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    )
    sheet = book.add_worksheet(_sheet_name(title))
    bold, money, day = (
        book.add_format(options)
        for options in ({"bold": True}, {"num_format": "€ #,##0.00"}, {"num_format": "dd-mm-yyyy"})
    )
    sheet.write_row(0, 0, [column.heading for column in columns], bold)
    sheet.freeze_panes(1, 0)
    for row_number, row in enumerate(rows, start=1):
        for column_number, column in enumerate(columns):
            value = column.value(row)
            if isinstance(value, Decimal):
                sheet.write_number(row_number, column_number, value, money)
            elif isinstance(value, (date, datetime)):
                naive = value.astimezone(AMSTERDAM).replace(tzinfo=None) if isinstance(value, datetime) else value
                sheet.write_datetime(row_number, column_number, naive, day)
            elif isinstance(value, int) and not isinstance(value, bool):
                sheet.write_number(row_number, column_number, value)
            else:
                sheet.write_string(row_number, column_number, _text(value))
    sheet.autofit()
    book.close()
    return buffer.getvalue()


def csv_text(rows: Iterable[Any], columns: Sequence[Column]) -> str:
    """Semicolons and decimal commas, as Dutch Excel opens it; text that looks like a formula gets a quote before it."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.heading for column in columns])
    for row in rows:
        writer.writerow([_harmless(column.value(row)) for column in columns])
    return buffer.getvalue()


def as_download(rows: Iterable[Any], columns: Sequence[Column], *, title: str, kind: str) -> Response:
    """The list as a file to download; ``kind`` is ``xlsx`` or ``csv``."""
    if kind == "xlsx":
        data = xlsx(rows, columns, title=title)
        media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    else:
        data = csv_text(rows, columns).encode("utf-8-sig")
        media_type = "text/csv; charset=utf-8"
    filename = f"{title.lower().replace(' ', '-')}.{'xlsx' if kind == 'xlsx' else 'csv'}"
    return Response(
        data, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{filename}"'}
    )


def _sheet_name(title: str) -> str:
    return "".join(sign for sign in title if sign not in "[]:*?/\\")[:31] or "Lijst"


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Enum):
        return words(value)
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return str(value)


def _harmless(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    if isinstance(value, datetime):
        return f"{value.astimezone(AMSTERDAM):%d-%m-%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    text = _text(value)
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA_SIGNS) else text


#: A cell that begins with one of these is a formula to a spreadsheet.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def as_typed(text: str) -> str:
    """A cell of ``csv_text`` as it was: without the quote that kept it from being a formula."""
    is_kept_harmless = text.startswith("'") and text.lstrip("'").startswith(_FORMULA_SIGNS)
    return text[1:] if is_kept_harmless else text
