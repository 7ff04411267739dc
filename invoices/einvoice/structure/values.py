"""What a value of each UBL data type looks like, and which attributes may stand beside it.

Source: UBL 2.1 unqualified data types on top of the CCTS core component types (OASIS, 2013).
"""

import re
from collections.abc import Callable
from datetime import date

# Only the digits 0 to 9 are digits here.
_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_ZONE = r"(Z|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)?"
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})" + _ZONE, re.ASCII)
_TIME = re.compile(r"(([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?|24:00:00(\.0+)?)" + _ZONE, re.ASCII)
_BASE64 = re.compile(r"[A-Za-z0-9+/]*={0,2}")
_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
_WHITE_SPACE = re.compile(r"[ \t\r\n]+")


def _is_decimal(text: str) -> bool:
    return _DECIMAL.fullmatch(text.strip(" \t\r\n")) is not None


def _is_day(text: str) -> bool:
    found = _DAY.fullmatch(text.strip(" \t\r\n"))
    if found is None:
        return False
    year, month, day = int(found[1]), int(found[2]), int(found[3])
    if 0 < month <= 12 and 0 < day <= 28:
        return year > 0
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _is_time(text: str) -> bool:
    return _TIME.fullmatch(text.strip(" \t\r\n")) is not None


def _is_truth(text: str) -> bool:
    return text.strip(" \t\r\n") in ("true", "false", "1", "0")


def _is_base64(text: str) -> bool:
    written = _WHITE_SPACE.sub("", text)
    return len(written) % 4 == 0 and _BASE64.fullmatch(written) is not None


def _is_anything(_: str) -> bool:
    return True


#: Per data type: whether a text is such a value, and what it should have been, in Dutch.
VALUES: dict[str, tuple[Callable[[str], bool], str]] = {
    **dict.fromkeys(
        ("Amount", "Measure", "Numeric", "Percent", "Quantity", "Rate"),
        (_is_decimal, "een getal, met een punt voor de decimalen"),
    ),
    "Date": (_is_day, "een dag die bestaat, als jjjj-mm-dd"),
    "Time": (_is_time, "een tijd, als uu:mm:ss"),
    "Indicator": (_is_truth, "true of false"),
    "BinaryObject": (_is_base64, "een bijlage in base64"),
    **dict.fromkeys(("Code", "Identifier", "Name", "Text"), (_is_anything, "tekst")),
}

_CODE = "listID listAgencyID listAgencyName listName listVersionID name languageID listURI listSchemeURI"
_IDENTIFIER = "schemeID schemeName schemeAgencyID schemeAgencyName schemeVersionID schemeDataURI schemeURI"
_UNIT = "unitCode unitCodeListID unitCodeListAgencyID unitCodeListAgencyName"
_ATTACHED = "format mimeCode encodingCode characterSetCode uri filename"

#: Per data type: the attributes that may stand on it.
ATTRIBUTES: dict[str, frozenset[str]] = {
    "Amount": frozenset({"currencyID", "currencyCodeListVersionID"}),
    "BinaryObject": frozenset(_ATTACHED.split()),
    "Code": frozenset(_CODE.split()),
    "Identifier": frozenset(_IDENTIFIER.split()),
    "Measure": frozenset({"unitCode", "unitCodeListVersionID"}),
    "Quantity": frozenset(_UNIT.split()),
    **dict.fromkeys(("Numeric", "Percent", "Rate"), frozenset({"format"})),
    **dict.fromkeys(("Name", "Text"), frozenset({"languageID", "languageLocaleID"})),
    **dict.fromkeys(("Date", "Time", "Indicator"), frozenset()),
}

#: Per data type: the attribute that it cannot do without.
REQUIRED_ATTRIBUTE = {"Amount": "currencyID", "BinaryObject": "mimeCode", "Measure": "unitCode"}


def is_language(text: str) -> bool:
    """Whether this is a language tag (RFC 3066), as an attribute ``languageID`` holds it."""
    return _LANGUAGE.fullmatch(text.strip(" \t\r\n")) is not None
