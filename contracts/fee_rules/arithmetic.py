"""Reckoning and comparing with values: numbers with numbers, days with days, nothing guessed."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import cmp_to_key
from typing import Any

from contracts.fee_rules.values import MissingFact, RuleError, in_words

#: Numbers with more digits than this stand for nothing real.
LARGEST = Fraction(10) ** 60
#: Nor do parts of a number that are smaller than one in this.
FINEST = 10**1000
#: A text that is longer than this is a mistake or an attack.
LONGEST_TEXT = 10_000


def shown(value: object) -> str:
    """The value as it stands in a message; of a list or an object only that it is one."""
    if isinstance(value, list):
        return "een lijst"
    return "een object" if isinstance(value, dict) else in_words(value)


def number(value: object) -> Fraction:
    """The value as a number; anything else is a mistake in the rule or the facts."""
    if isinstance(value, bool) or not isinstance(value, Fraction):
        raise RuleError(f"‘{shown(value)}’ is geen getal.")
    return value


def whole(value: object) -> int:
    """The value as a whole number."""
    exact = number(value)
    if exact.denominator != 1 or abs(exact) > 10**6:
        raise RuleError(f"‘{shown(exact)}’ is geen heel getal waarmee hier gerekend kan worden.")
    return int(exact)


def day(value: object) -> date:
    """The value as a day."""
    if not isinstance(value, date):
        raise RuleError(f"‘{shown(value)}’ is geen dag (jjjj-mm-dd).")
    return value


def truth(value: object) -> bool:
    """The value as yes or no."""
    if not isinstance(value, bool):
        raise RuleError(f"‘{shown(value)}’ is geen ja of nee.")
    return value


def a_list(value: object) -> list[Any]:
    """The value as a list."""
    if not isinstance(value, list):
        raise RuleError(f"‘{shown(value)}’ is geen lijst.")
    return value


def look_up(value: object, key: object) -> Any:
    """What an object or a list holds under this key; an absent one is a fact that was not given."""
    if isinstance(value, dict):
        name = str(int(key)) if isinstance(key, Fraction) and key.denominator == 1 else str(key)
        if name not in value:
            raise MissingFact(name)
        return value[name]
    if isinstance(value, list):
        position = whole(key)
        if not 0 <= position < len(value):
            raise MissingFact(f"nummer {position}")
        return value[position]
    raise RuleError(f"In ‘{shown(value)}’ kan niets worden opgezocht.")


def reckon(operator: str, left: Any, right: Any) -> Any:
    """The outcome of one operation."""
    if isinstance(left, date):
        return _with_a_day(operator, left, right)
    if isinstance(left, str) and isinstance(right, str) and operator == "Add":
        if len(left) + len(right) > LONGEST_TEXT:
            raise RuleError("De uitkomst is te lang.")
        return left + right
    one, other = number(left), number(right)
    if operator in ("Div", "FloorDiv", "Mod") and other == 0:
        raise RuleError("Er wordt door nul gedeeld.")
    outcome = {
        "Add": lambda: one + other,
        "Sub": lambda: one - other,
        "Mult": lambda: one * other,
        "Div": lambda: one / other,
        "FloorDiv": lambda: Fraction(one // other),
        "Mod": lambda: one % other,
    }[operator]()
    if abs(outcome) > LARGEST or outcome.denominator > FINEST:
        raise RuleError("De uitkomst is te groot of te fijn om mee te rekenen.")
    return outcome


def _with_a_day(operator: str, left: date, right: Any) -> Any:
    if operator == "Sub" and isinstance(right, date):
        return Fraction((left - right).days)
    if operator not in ("Add", "Sub"):
        raise RuleError("Met een dag kan alleen worden opgeteld en afgetrokken.")
    days = whole(right)
    return left + timedelta(days=days if operator == "Add" else -days)


def compare(operator: str, left: Any, right: Any) -> bool:
    """Whether the comparison holds."""
    if operator in ("Eq", "NotEq"):
        same = type(left) is type(right) and left == right
        return same if operator == "Eq" else not same
    if operator in ("In", "NotIn"):
        found = _holds(right, left)
        return found if operator == "In" else not found
    if type(left) is not type(right) or isinstance(left, (bool, list, dict)):
        raise RuleError(f"‘{shown(left)}’ en ‘{shown(right)}’ zijn niet te vergelijken.")
    return bool(
        {
            "Lt": left < right,
            "LtE": left <= right,
            "Gt": left > right,
            "GtE": left >= right,
        }[operator]
    )


def put_in_order(keyed: Sequence[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """The pairs from small to large by their first part; a list counts from its first value on.

    What is alike is put in the order of its own content, so that the order of the file never matters.
    """
    return sorted(keyed, key=cmp_to_key(_compare_pairs))


def _compare_pairs(one: tuple[Any, Any], other: tuple[Any, Any]) -> int:
    left, right = _content_of(one[1]), _content_of(other[1])
    return _order_of(one[0], other[0]) or (left > right) - (left < right)


def _content_of(value: Any) -> str:
    if isinstance(value, dict):
        return str([(key, _content_of(value[key])) for key in sorted(value)])
    return str([_content_of(part) for part in value]) if isinstance(value, list) else repr(value)


def _order_of(one: Any, other: Any) -> int:
    if isinstance(one, list) and isinstance(other, list):
        steps = (_order_of(left, right) for left, right in zip(one, other, strict=False))
        return next((step for step in steps if step), len(one) - len(other))
    if isinstance(one, bool) and isinstance(other, bool):
        return int(one) - int(other)
    return int(compare("Gt", one, other)) - int(compare("Lt", one, other))


def _holds(container: Any, item: Any) -> bool:
    if isinstance(container, list):
        return any(compare("Eq", item, each) for each in container)
    if isinstance(container, dict):
        return str(item) in container
    if isinstance(container, str) and isinstance(item, str):
        return item in container
    raise RuleError(f"In ‘{shown(container)}’ kan niets worden gezocht.")
