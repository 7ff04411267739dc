"""The values that fee rules reckon with: exact numbers, days, words, yes and no, lists and objects."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from procurement.calculators import day_of
from procurement.strict_json import exact_number
from townhall.money import round_half_up

Value = Fraction | bool | str | date | list[Any] | dict[str, Any]


class RuleError(Exception):
    """A rule that cannot be worked out; the message is a Dutch sentence."""


class MissingFact(Exception):
    """A rule asks for a fact that was not given; ``name`` says which."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


def as_value(given: object) -> Value | None:
    """JSON as a value: numbers exact, jjjj-mm-dd a day; null is no value at all."""
    if given is None or isinstance(given, (bool, date)):
        return given
    if isinstance(given, str):
        return day_of(given) or given
    if isinstance(given, Mapping):
        return {str(key): value for key, part in given.items() if (value := as_value(part)) is not None}
    if isinstance(given, Sequence):
        return [value for part in given if (value := as_value(part)) is not None]
    number = exact_number(given)
    if number is None:
        raise RuleError(f"{given!r} is geen getal waarmee gerekend kan worden.")
    return number


def in_words(value: Any) -> str:
    """A value as it stands in a sentence: decimal comma, dd-mm-jjjj."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, Fraction):
        places = 0 if value.denominator == 1 else 4
        text = f"{round_half_up(value, places=places):f}"
        return (text.rstrip("0") if places else text).replace(".", ",")
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, list):
        # A list within a list says nothing in a sentence, and could be endless.
        return ", ".join("een lijst" if isinstance(part, list) else in_words(part) for part in value)
    return str(value)


def as_amount(value: Fraction, places: int) -> Decimal:
    """The value rounded at the published point; half a unit goes away from zero."""
    return round_half_up(value, places=places)
