"""Numbers that others issue: chamber of commerce, VAT, bank account, government body, citizen.

Checks say whether a number can exist, not whether it does.
"""

import re

from stdnum import iban
from stdnum.eu import vat

#: In this country: ten digits, a free or paid service number, or 14 with the area code of a municipality.
_DUTCH_PHONE = re.compile(r"0[1-9][0-9]{8}|0[89]00[0-9]{4}|14[0-9]{2,3}")
#: From anywhere: at most fifteen digits with the country (ITU-T E.164).
_FOREIGN_PHONE = re.compile(r"(?:\+|00)[1-9][0-9]{7,14}")
_KVK = re.compile(r"[0-9]{8}")
#: Eight digits say which register, twelve the number in it (Logius, Digikoppeling identificatie).
_OIN = re.compile(r"000000[0-9]{2}[0-9]{12}")

#: Ways in which people write a citizen service number: in one piece, 3-3-3, the old 4-2-3, digit by digit.
_SEPARATOR = r"[\s.\-/_]"
_NINE_DIGITS = re.compile(
    r"(?<!\d)(?:"
    r"\d{9}"
    rf"|(?<!\d{_SEPARATOR})\d{{3}}{_SEPARATOR}\d{{3}}{_SEPARATOR}\d{{3}}"
    rf"|(?<!\d{_SEPARATOR})\d{{4}}{_SEPARATOR}\d{{2}}{_SEPARATOR}\d{{3}}"
    rf"|(?<!\d{_SEPARATOR})\d(?:{_SEPARATOR}\d){{8}}"
    r")(?!\d)"
)


def without_spaces(number: str) -> str:
    """The number as registers write it: capitals, without spaces, dots and hyphens."""
    return re.sub(r"[\s.\-]", "", number).upper()


def is_kvk_number(number: str) -> bool:
    """Eight digits; the chamber of commerce publishes no check digit."""
    return _KVK.fullmatch(number) is not None and number != "00000000"


def is_vat_number(number: str) -> bool:
    """A VAT number of a member state, with its country letters, that passes that state's check."""
    return bool(vat.is_valid(number))


def is_iban(number: str) -> bool:
    """A bank account number with the length and the check digits of its country."""
    return bool(iban.is_valid(number))


def is_phone_number(number: str) -> bool:
    """A telephone number that can be dialled from here; spaces, hyphens, dots and brackets do not count."""
    plain = re.sub(r"[\s.\-()/]", "", number)
    # People write +31 (0)23: the nought between brackets is not dialled.
    plain = re.sub(r"^(\+|00)310", r"\g<1>31", plain)
    return bool(_DUTCH_PHONE.fullmatch(plain) or _FOREIGN_PHONE.fullmatch(plain))


def is_oin(number: str) -> bool:
    """The identification number of a government body: twenty digits."""
    return _OIN.fullmatch(number) is not None


def passes_eleven_proof(digits: str) -> bool:
    """Nine digits that can be a citizen service number."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True))
    return total % 11 == 0 and any(int(digit) for digit in digits)


def holds_bsn(text: str) -> bool:
    """Somewhere in this text stand nine digits that can be a citizen service number."""
    return any(passes_eleven_proof(re.sub(r"\D", "", found.group())) for found in _NINE_DIGITS.finditer(text))
