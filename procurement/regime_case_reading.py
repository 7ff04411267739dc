"""Reading one case of the regime calculator: what each key means, and what is not understood."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from procurement.annex_xiv import is_in_annex_xiv
from procurement.calculators import Case, day_of, unknown_keys
from procurement.estimates import (
    SERVICES_LOT_AT_MOST,
    SERVICES_LOT_LESS_THAN,
    WORKS_LOT_AT_MOST,
    WORKS_LOT_LESS_THAN,
    SmallLotLimit,
    ValuePart,
)
from procurement.strict_json import CaseError, exact_number
from procurement.thresholds import ThresholdKind
from townhall.vat import vat_rate_on

KNOWN = (
    "date", "contract_type", "threshold_kind", "value_parts", "lots", "small_lot_rule", "cpv", "notice_type",
)  # fmt: skip
PART_KEYS = ("amount", "per_year", "months", "cap_48", "vat_included", "vat_rate")
CONTRACT_TYPES = ("services", "supplies", "works")

#: How small a lot must be: the amount itself included (the act) or not (the directive).
SMALL_LOT_RULES: Mapping[str, SmallLotLimit] = {
    "at_most_80000": SERVICES_LOT_AT_MOST,
    "less_than_80000": SERVICES_LOT_LESS_THAN,
    "below_80000": SERVICES_LOT_LESS_THAN,
    "at_most_1000000": WORKS_LOT_AT_MOST,
    "less_than_1000000": WORKS_LOT_LESS_THAN,
    "below_1000000": WORKS_LOT_LESS_THAN,
}

#: A notice form by its short name, such as ``cn-social``, or by its eForms subtype.
_FORM = re.compile(
    r"(pin|pin-cfc|pin-only|pin-rtl|cn|can|can-modif|change-cn|veat|qu)"
    r"-(social|standard|concession|desg|design|subco|defence|utilities)"
)
SOCIAL_SUBTYPES = frozenset({"12", "20", "33"})
SUBTYPES = frozenset(str(number) for number in range(1, 41)) | {"E1", "E2", "E3", "E4", "E5"}

LARGEST_AMOUNT = Decimal(10) ** 13


@dataclass(frozen=True)
class RegimeCase:
    """A case that was read and understood."""

    day: date | None
    contract_type: str
    threshold_kind: ThresholdKind | None
    value_parts: tuple[ValuePart, ...]
    lots: tuple[tuple[str, ValuePart], ...]
    small_lot_limit: SmallLotLimit | None
    small_lots_are_asked: bool
    cpv: tuple[str, ...]
    notice_is_social: bool

    @property
    def main_is_sas(self) -> bool:
        """Whether the first code is a social or other specific service."""
        return bool(self.cpv) and is_in_annex_xiv(self.cpv[0])

    @property
    def says_sas(self) -> bool:
        """Whether the case was made as one of the SAS regime."""
        return self.notice_is_social or self.threshold_kind == ThresholdKind.SAS


class _Reader:
    """Reads the keys one by one and collects what is wrong."""

    def __init__(self, case: Case, codes: Mapping[str, str] | None) -> None:
        self.case = case
        self.codes = codes
        self.problems = unknown_keys(case, KNOWN)

    def day(self) -> date | None:
        given = self.case.get("date")
        found = day_of(given)
        if given is not None and found is None:
            self.problems.append(f"date is geen dag als jjjj-mm-dd: {given}.")
        return found

    def word(self, key: str, known: tuple[str, ...]) -> str | None:
        given = self.case.get(key)
        if given is None or (isinstance(given, str) and given in known):
            return given
        self.problems.append(f"{key} is geen van {', '.join(known)}: {given}.")
        return None

    def parts(self, day: date | None) -> tuple[ValuePart, ...]:
        given = self.case.get("value_parts")
        if given is None:
            return ()
        if not isinstance(given, list) or not given:
            self.problems.append("value_parts is geen lijst met ten minste één bedrag.")
            return ()
        parts = [self.part(each, f"value_parts[{index}]", day, ()) for index, each in enumerate(given)]
        return tuple(part for part in parts if part)

    def lots(self, day: date | None) -> tuple[tuple[str, ValuePart], ...]:
        given = self.case.get("lots")
        if given is None:
            return ()
        if not isinstance(given, list) or not given:
            self.problems.append("lots is geen lijst met ten minste één perceel.")
            return ()
        lots = []
        for index, each in enumerate(given):
            part = self.part(each, f"lots[{index}]", day, ("id",))
            name = each.get("id") if isinstance(each, Mapping) else None
            if part and isinstance(name, (str, int)) and not isinstance(name, bool) and str(name).strip():
                lots.append((str(name), part))
            elif part:
                self.problems.append(f"lots[{index}].id ontbreekt.")
        names = [name for name, _ in lots]
        self.problems += [
            f"Perceel {name} komt twee keer voor."
            for name in sorted({name for name in names if names.count(name) > 1})
        ]
        return tuple(lots)

    def part(self, given: Any, where: str, day: date | None, also: tuple[str, ...]) -> ValuePart | None:
        if not isinstance(given, Mapping):
            self.problems.append(f"{where} is geen object met een bedrag (amount).")
            return None
        before = len(self.problems)
        unknown = sorted(set(given) - {*PART_KEYS, *also})
        self.problems += [f"Onbekend gegeven: {where}.{key}." for key in unknown]
        amount = self.amount(given.get("amount"), f"{where}.amount")
        years = self.length(given.get("per_year"), f"{where}.per_year")
        months = self.length(given.get("months"), f"{where}.months")
        capped = self.flag(given.get("cap_48"), f"{where}.cap_48")
        if years is not None and months is not None:
            self.problems.append(f"{where}: geef per_year of months, niet allebei.")
        vat = self.vat(given, where, day)
        if len(self.problems) > before or amount is None:
            return None
        no_length = years is None and months is None
        return ValuePart(
            amount,
            years=years,
            months=months,
            has_no_end=no_length and (capped or "months" in given),
            at_most_48_months=capped,
            vat_percent=vat,
        )

    def vat(self, given: Mapping[str, Any], where: str, day: date | None) -> Decimal | None:
        """The rate still in the amount, in percent; a rate under 1 is a fraction (0.21 is 21 %)."""
        included = self.flag(given.get("vat_included"), f"{where}.vat_included")
        written = given.get("vat_rate")
        rate = None if written is None else exact_number(written)
        if written is not None and (rate is None or not 0 <= rate <= 100):
            self.problems.append(f"{where}.vat_rate is geen percentage van 0 tot en met 100: {written}.")
            return None
        if not included:
            return None
        if rate is not None:
            percent = rate * 100 if rate < 1 else rate
            return Decimal(percent.numerator) / Decimal(percent.denominator)
        if day is None:
            self.problems.append(f"{where}.vat_rate ontbreekt: zonder datum is het tarief niet bekend.")
            return None
        return self._general_rate(day, where)

    def _general_rate(self, day: date, where: str) -> Decimal | None:
        try:
            return vat_rate_on(day) * 100
        except ValueError:
            self.problems.append(f"{where}.vat_rate ontbreekt: het tarief van toen kennen we niet.")
            return None

    def amount(self, given: Any, where: str) -> Decimal | None:
        exact = exact_number(given)
        if given is None:
            self.problems.append(f"Dit ontbreekt: {where}.")
            return None
        if exact is None or not 0 <= exact <= LARGEST_AMOUNT:
            self.problems.append(f"{where} is geen bedrag van nul of meer: {given}.")
            return None
        return Decimal(exact.numerator) / Decimal(exact.denominator)

    def length(self, given: Any, where: str) -> Decimal | None:
        if given is None:
            return None
        exact = exact_number(given)
        if exact is None or not 0 < exact <= 1200:
            self.problems.append(f"{where} is geen aantal groter dan nul: {given}.")
            return None
        return Decimal(exact.numerator) / Decimal(exact.denominator)

    def flag(self, given: Any, where: str) -> bool:
        if given is not None and not isinstance(given, bool):
            self.problems.append(f"{where} is niet true of false: {given}.")
        return given is True

    def cpv(self) -> tuple[str, ...]:
        given = self.case.get("cpv")
        if given is None:
            return ()
        codes = given if isinstance(given, list) else [given]
        if not codes:
            self.problems.append("cpv is een lege lijst.")
        return tuple(code for code in (self.cpv_code(each) for each in codes) if code)

    def cpv_code(self, given: Any) -> str | None:
        if not isinstance(given, str) or not re.fullmatch(r"[0-9]{8}(-[0-9])?", given.strip()):
            self.problems.append(f"cpv is geen code van acht cijfers: {given}.")
            return None
        code, _, check_digit = given.strip().partition("-")
        if self.codes is not None and code not in self.codes:
            self.problems.append(f"cpv is geen code van CPV 2008: {code}.")
        elif self.codes is not None and check_digit and check_digit != self.codes[code]:
            known = f"{code}-{self.codes[code]}"
            self.problems.append(f"cpv heeft een verkeerd controlecijfer: {given.strip()} (het is {known}).")
        return code

    def notice_is_social(self) -> bool:
        given = self.case.get("notice_type")
        if given is None:
            return False
        text = str(given) if isinstance(given, (str, int)) and not isinstance(given, bool) else ""
        if text in SUBTYPES:
            return text in SOCIAL_SUBTYPES
        if _FORM.fullmatch(text):
            return text.endswith("-social")
        self.problems.append(f"notice_type is geen bekend formulier, zoals cn-social: {given}.")
        return False


def read_case(case: Case, *, codes: Mapping[str, str] | None = None) -> RegimeCase:
    """The case in the words of the house. Raises ``CaseError`` with everything that is not understood.

    ``codes`` are the known CPV codes with their check digits.
    """
    reader = _Reader(case, codes)
    day = reader.day()
    kind = reader.word("threshold_kind", tuple(ThresholdKind))
    rule = reader.word("small_lot_rule", tuple(SMALL_LOT_RULES))
    read = RegimeCase(
        day=day,
        contract_type=reader.word("contract_type", CONTRACT_TYPES) or "services",
        threshold_kind=ThresholdKind(kind) if kind else None,
        value_parts=reader.parts(day),
        lots=reader.lots(day),
        small_lot_limit=None,
        small_lots_are_asked=rule is not None,
        cpv=reader.cpv(),
        notice_is_social=reader.notice_is_social(),
    )
    problems = [*reader.problems, *_what_is_lacking(case)]
    if problems:
        raise CaseError(problems)
    return _with_limit(read, rule)


def _what_is_lacking(case: Case) -> list[str]:
    asks_threshold = case.get("threshold_kind") is not None
    if not asks_threshold and not any(case.get(key) is not None for key in ("value_parts", "lots", "cpv")):
        return ["Er valt niets te berekenen: geef value_parts, lots, cpv of threshold_kind."]
    if asks_threshold and case.get("date") is None:
        return ["Dit ontbreekt: date (de dag van de aankondiging)."]
    return []


def _with_limit(read: RegimeCase, rule: str | None) -> RegimeCase:
    if rule is not None:
        limit: SmallLotLimit | None = SMALL_LOT_RULES[rule]
    elif read.lots:
        limit = WORKS_LOT_AT_MOST if read.contract_type == "works" else SERVICES_LOT_AT_MOST
    else:
        limit = None
    return RegimeCase(**{**vars(read), "small_lot_limit": limit})
