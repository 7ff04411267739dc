"""Reading Dutch numbers and days as people type them."""

import re
from datetime import date


def plain_number(typed: str) -> str:
    """A Dutch number as Python reads it. Raises ``ValueError`` when points and commas do not fit.

    ``1.250,50`` and ``1250,50`` are alike; ``12.5`` is a number with a decimal point; ``1.250`` is a thousand.
    """
    text = typed.replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
    if re.fullmatch(r"[-+]?\d{1,3}(\.\d{3})+(,\d+)?", text) or re.fullmatch(r"[-+]?\d*,\d+", text):
        return text.replace(".", "").replace(",", ".")
    if re.fullmatch(r"[-+]?\d+(\.\d+)?", text):
        return text
    raise ValueError("not a number")


def typed_day(typed: str) -> date:
    found = re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", typed)
    if not found:
        raise ValueError("not a day")
    day, month, year = (int(part) for part in found.groups())
    if not 1990 <= year <= 2100:
        raise ValueError("a year far away")
    return date(year, month, day)
