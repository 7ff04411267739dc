"""The Common Procurement Vocabulary: what a code means, and which code fits a word."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from procurement.annex_xiv import is_in_annex_xiv

_FILE = Path(__file__).parent.parent / "data" / "cpv_2008.csv"


@dataclass(frozen=True)
class CpvCode:
    """One code with its name."""

    code: str
    check_digit: str
    name: str

    @property
    def printed(self) -> str:
        """As TenderNed prints it: with its check digit."""
        return f"{self.code}-{self.check_digit}"

    @property
    def is_sas(self) -> bool:
        """Whether this is a social or other specific service."""
        return is_in_annex_xiv(self.code)


@cache
def all_cpv_codes() -> Mapping[str, CpvCode]:
    """Every code, in the order of the vocabulary."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return {
            row["code"]: CpvCode(row["code"], row["check_digit"], row["name_nl"] or row["name_en"])
            for row in rows
        }


def cpv_code(text: str) -> CpvCode | None:
    """The code as typed, with or without its check digit; None when it does not exist."""
    digits, _, check_digit = text.strip().partition("-")
    found = all_cpv_codes().get(digits)
    if found is None or (check_digit and check_digit != found.check_digit):
        return None
    return found


def names_of_cpv(codes: Iterable[str]) -> dict[str, str]:
    """What each of these codes is called, by code; a code of before the vocabulary of 2008 is left out."""
    known = all_cpv_codes()
    return {code: known[code].name for code in codes if code in known}


def cpv_codes_about(text: str) -> Sequence[CpvCode]:
    """The codes that begin with this number, or whose name holds every word; all for an empty search."""
    wanted = text.strip().casefold()
    digits = wanted.partition("-")[0]
    if digits.isdigit():
        return [each for each in all_cpv_codes().values() if each.code.startswith(digits)]
    words = wanted.split()
    return [
        each for each in all_cpv_codes().values() if all(word in each.name.casefold() for word in words)
    ]
