"""Text as banks accept it: the SEPA character set, lengths, and no slash at the wrong place.

Source: EPC217-08 (conversion of characters); a payment is not lost because somebody is called Łukasiewicz.
"""

import re
import unicodedata
from decimal import Decimal

ALLOWED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ ")

#: What taking the accents off does not do.
REPLACEMENTS = {
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
    "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "ĸ": "k", "ŋ": "n", "Ŋ": "N",
    "€": "EUR", "&": "+", "_": "-", "–": "-", "—": "-",
    "‘": "'", "’": "'", "‚": ",", "“": "'", "”": "'", '"': "'",
    "„": "'", "[": "(", "]": ")", "{": "(", "}": ")", "<": "(", ">": ")",
    ";": ",", "!": ".", "@": "(at)", "*": ".",
    "#": ".", "%": ".", "=": ".", "|": "/", "\\": "/", "~": "-",
    "^": ".", "`": "'", "´": "'", "…": "...", "№": "No",
}  # fmt: skip

ID_LENGTH = 35
NAME_LENGTH = 70
REMITTANCE_LENGTH = 140


def sepa_text(text: str, *, longest: int) -> str:
    """The text in the SEPA character set, one space between words, cut at this length.

    What cannot be written becomes a dot, so that a name never disappears.
    """
    written = "".join(_written(character) for character in unicodedata.normalize("NFKC", text))
    tidy = re.sub(r" +", " ", written)
    # A slash at an end, or two together, is a separator to banks.
    tidy = re.sub(r"/{2,}", "/", tidy).strip(" /")
    return tidy[:longest].rstrip(" /")


def sepa_id(text: str) -> str:
    """The text as an identification of at most 35 characters; never empty."""
    tidy = sepa_text(text, longest=ID_LENGTH)
    return tidy or "NOTPROVIDED"


def sepa_name(text: str) -> str:
    """The text as the name of a party; never empty."""
    return sepa_text(text, longest=NAME_LENGTH) or "ONBEKEND"


def sepa_remittance(subject: str, contract: str, set_off: Decimal) -> str:
    """What the supplier reads at the bank: what is paid, the contract, and what was set off when that is something.

    At most 140 characters (AT-T009 of the SCT Rulebook, EPC125-05). What was set off always stands there whole; a
    number that does not fit is cut, and two dots say so.
    """
    whole = f" verrekend EUR {set_off:.2f}" if set_off else ""
    room = REMITTANCE_LENGTH - len(whole)
    subject_text = _fitting(subject, longest=room * 2 // 3)
    contract_text = _fitting(f"contract {contract}", longest=room - len(subject_text) - 1)
    return f"{subject_text} {contract_text}{whole}"


def _fitting(text: str, *, longest: int) -> str:
    written = sepa_text(text, longest=longest + 1)
    return written if len(written) <= longest else f"{sepa_text(text, longest=longest - 2)}.."


def _written(character: str) -> str:
    if character in ALLOWED:
        return character
    if character in REPLACEMENTS:
        return REPLACEMENTS[character]
    if character.isspace():
        return " "
    kind = unicodedata.category(character)
    if kind in ("Mn", "Me", "Cc", "Cf"):
        return ""
    plain = "".join(
        part for part in unicodedata.normalize("NFKD", character) if unicodedata.category(part) != "Mn"
    )
    written = "".join(REPLACEMENTS.get(part, part) for part in plain)
    return written if written and set(written) <= ALLOWED else "."
