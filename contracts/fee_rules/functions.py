"""The functions that fee rules may call. All are exact; none changes anything."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import Any

from contracts.fee_rules.arithmetic import a_list, compare, day, look_up, number, put_in_order, truth, whole
from contracts.fee_rules.values import RuleError, in_words
from townhall import periods
from townhall.money import round_half_up
from townhall.working_days import add_working_days

_DAY = timedelta(days=1)


def _each(arguments: tuple[Any, ...]) -> list[Any]:
    """The arguments, or the list that is the only argument."""
    return a_list(arguments[0]) if len(arguments) == 1 else list(arguments)


def least(*arguments: Any) -> Any:
    """The smallest of the values, or of a list."""
    return _outermost(_each(arguments), "Lt")


def most(*arguments: Any) -> Any:
    """The largest of the values, or of a list."""
    return _outermost(_each(arguments), "Gt")


def _outermost(values: list[Any], operator: str) -> Any:
    if not values:
        raise RuleError("Van een lege lijst is er geen kleinste of grootste.")
    found = values[0]
    for value in values[1:]:
        if compare(operator, value, found):
            found = value
    return found


def total(values: Any) -> Fraction:
    """The sum of a list of numbers."""
    return sum((number(value) for value in a_list(values)), Fraction(0))


def rounded(value: Any, places: Any = Fraction(0)) -> Fraction:
    """The number with so many decimals; a half goes away from zero."""
    return Fraction(round_half_up(number(value), places=whole(places)))


def band(value: Any, table: Any) -> Any:
    """What belongs to the highest bound that the value reaches: ``band(hours, [[0, 0], [12, 500]])``."""
    reached = [row for row in a_list(table) if not compare("Lt", value, look_up(row, Fraction(0)))]
    if not reached:
        raise RuleError(f"‘{value}’ ligt onder de laagste grens van de tabel.")
    best = reached[0]
    for row in reached[1:]:
        if compare("Gt", row[0], best[0]):
            best = row
    return look_up(best, Fraction(1))


def tiers(quantity: Any, table: Any) -> Fraction:
    """Each part of a quantity at the rate of its tier: ``tiers(n, [[0, 100], [10, 80]])`` is 100 for the first ten
    and 80 for each one above."""
    left, amount = number(quantity), Fraction(0)
    rows = sorted(([number(row[0]), number(row[1])] for row in a_list(table)), key=lambda row: row[0])
    for index, (start, rate) in enumerate(rows):
        end = rows[index + 1][0] if index + 1 < len(rows) else max(left, start)
        amount += max(min(left, end) - start, Fraction(0)) * rate
    return amount


def stretches(jobs: Any, quantity: Any, least_needed: Any, end: Any = "end") -> list[dict[str, Any]]:
    """Periods in which ``quantity`` (hours), added over what is held at the same time, is at least so much.

    ``end`` names the last day that counts: as worked, or as agreed. A period without it goes on.
    """
    held = [(day(look_up(job, "start")), day(job.get(end, date.max)), number(look_up(job, quantity)))
            for job in a_list(jobs)]  # fmt: skip
    held = [each for each in held if each[1] >= each[0]]
    edges = sorted({start for start, _, _ in held} | {until + _DAY for _, until, _ in held if until != date.max})
    found = []
    for place, edge in enumerate(edges, start=1):
        together = sum((amount for start, until, amount in held if start <= edge <= until), Fraction(0))
        if together > 0 and together >= number(least_needed):
            until = edges[place] - _DAY if place < len(edges) else date.max
            found.append({"start": edge, "end": until})
    return spells(found)


def spells(jobs: Any, gap_days: Any = Fraction(0)) -> list[dict[str, Any]]:
    """Periods (objects with ``start`` and ``end``) joined when the gap is at most so many days, in order.

    A period without ``end`` goes on. Each spell has ``start``, ``end`` and ``days``.
    """
    allowed, joined = whole(gap_days), list[list[date]]()
    known = sorted((day(look_up(job, "start")), day(job.get("end", date.max))) for job in a_list(jobs))
    for start, end in known:
        if end < start:
            continue
        if joined and (start - joined[-1][1]).days - 1 <= allowed:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    return [{"start": s, "end": e, "days": Fraction((e - s).days + 1)} for s, e in joined]


def days_within(jobs: Any, first: Any, last: Any) -> Fraction:
    """How many days from ``first`` to ``last`` are covered by the periods; a day counts once."""
    covered = 0
    for spell in spells(jobs):
        start, end = max(spell["start"], day(first)), min(spell["end"], day(last))
        covered += max((end - start).days + 1, 0)
    return Fraction(covered)


def current(events: Any) -> list[Any]:
    """The events without those that a later one corrects: ``replaces`` names the ``id`` it comes in the place of."""
    gone = [event["replaces"] for event in a_list(events) if "replaces" in event]
    return [event for event in events if not any(compare("Eq", event.get("id"), old) for old in gone)]


def in_order(values: Any, key: Any = None) -> list[Any]:
    """The list from small to large; objects by the value under ``key``."""
    keyed = [(value if key is None else look_up(value, key), value) for value in a_list(values)]
    return [value for _, value in put_in_order(keyed)]


def average(values: Any) -> Fraction:
    """The mean of a list of numbers."""
    if not a_list(values):
        raise RuleError("Van een lege lijst is er geen gemiddelde.")
    return total(values) / len(values)


def unique(values: Any) -> list[Any]:
    """The list without repetitions."""
    found: list[Any] = []
    for value in a_list(values):
        if not any(compare("Eq", value, other) for other in found):
            found.append(value)
    return found


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "min": least,
    "max": most,
    "sum": total,
    "count": lambda values: Fraction(len(a_list(values))),
    "any": lambda values: any(truth(value) for value in a_list(values)),
    "all": lambda values: all(truth(value) for value in a_list(values)),
    "average": average,
    "text": in_words,
    "abs": lambda value: abs(number(value)),
    "floor": lambda value: Fraction(floor(number(value))),
    "ceil": lambda value: Fraction(ceil(number(value))),
    "round": rounded,
    "percent": lambda share, whole_: number(share) * number(whole_) / 100,
    "band": band,
    "tiers": tiers,
    "first": lambda values: look_up(a_list(values), Fraction(0)),
    "last": lambda values: look_up(a_list(values), Fraction(len(values) - 1)),
    "sorted": in_order,
    "unique": unique,
    "current": current,
    "spells": spells,
    "stretches": stretches,
    "days_within": days_within,
    "months_after": lambda start, months: periods.add_months(day(start), whole(months)),
    "period_end": lambda start, months: periods.add_months(day(start), whole(months)) - _DAY,
    "days_between": lambda start, end: Fraction((day(end) - day(start)).days),
    "weeks_between": lambda start, end: Fraction((day(end) - day(start)).days // 7),
    "months_between": lambda start, end: Fraction(periods.months_between(day(start), day(end))),
    "years_between": lambda start, end: Fraction(periods.months_between(day(start), day(end)) // 12),
    "working_days_after": lambda start, days: add_working_days(day(start), whole(days)),
    "year": lambda value: Fraction(day(value).year),
    "month": lambda value: Fraction(day(value).month),
    "quarter": lambda value: Fraction((day(value).month + 2) // 3),
    "month_end": lambda value: periods.month_of(day(value)).ends_on,
}
