"""How values look on screen and paper: Dutch amounts, days and words."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from flask import Flask

from townhall import charts
from townhall.clock import AMSTERDAM
from townhall.money import round_half_up

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip
NOTHING = "–"

#: By kind and value, because members of two StrEnums with the same value count as equal.
_labels: dict[tuple[type[Enum], Any], str] = {}


def register_labels(labels: Mapping[Any, str]) -> None:
    """Teach the filter ``words`` the Dutch for these choices."""
    _labels.update({(type(choice), choice.value): text for choice, text in labels.items()})


def words(choice: Enum | None) -> str:
    """The Dutch for a choice, for example ``Niet gegund``."""
    return NOTHING if choice is None else _labels[type(choice), choice.value]


def words_of_value(value: str, *, kind: type[Enum] | None = None, name: str = "") -> str:
    """The Dutch for a stored choice of this kind; without a kind, of the one most like this name. Empty if none."""
    found = {each: text for (each, stored), text in _labels.items() if stored == value and kind in (None, each)}
    alike = [each for each in found if name and each.__name__.lower().endswith(name.replace("_", ""))]
    nearest = min(alike or found, key=lambda each: each.__name__, default=None)
    return "" if nearest is None else found[nearest]


def number(value: int | Decimal | None, places: int | None = None) -> str:
    """``1.234,5``; with as many decimals as it has, or exactly ``places``."""
    if value is None:
        return NOTHING
    exact = Decimal(value) if places is None else round_half_up(Decimal(value), places=places)
    if places is None and exact == exact.to_integral_value():
        exact = exact.to_integral_value()
    elif places is None:
        exact = exact.normalize()
    return f"{exact:,f}".replace(",", "\0").replace(".", ",").replace("\0", ".")


def published(value: Decimal | str | None) -> str:
    """A number as precise as it was published, with two decimals at least: ``86,50``; also of its text."""
    if value is None:
        return NOTHING
    exact = Decimal(value)
    return number(exact, max(2, -int(exact.as_tuple().exponent)))


def euro(amount: Decimal | None) -> str:
    """``€ 1.250,00``, with a space that does not break."""
    return NOTHING if amount is None else f"€\N{NO-BREAK SPACE}{number(amount, 2)}"


def euro_or_none(amount: Decimal | None) -> str:
    """An agreed amount; none agreed is said in words, because it is not zero."""
    return "geen afgesproken" if amount is None else euro(amount)


def percent(share: Decimal | None) -> str:
    """``12,5 %`` of a share that is already per hundred."""
    return NOTHING if share is None else f"{number(share)}\N{NO-BREAK SPACE}%"


def day(value: date | None) -> str:
    """``23 november 2026``."""
    if value is None:
        return NOTHING
    value = value.astimezone(AMSTERDAM).date() if isinstance(value, datetime) else value
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def short_day(value: date | None) -> str:
    """``23-11-2026``."""
    if value is None:
        return NOTHING
    value = value.astimezone(AMSTERDAM).date() if isinstance(value, datetime) else value
    return f"{value:%d-%m-%Y}"


def weekday(value: date | None) -> str:
    """``ma``: the day of the week in short, for beside a date."""
    return "" if value is None else ("ma", "di", "wo", "do", "vr", "za", "zo")[value.weekday()]


def moment(value: datetime | None) -> str:
    """``23 november 2026, 09:00 uur``."""
    return NOTHING if value is None else f"{day(value)}, {value.astimezone(AMSTERDAM):%H:%M} uur"


def moment_exact(value: datetime | None) -> str:
    """``23 november 2026, 09:00:07 uur``: for receipts and openings, where the second counts."""
    return NOTHING if value is None else f"{day(value)}, {value.astimezone(AMSTERDAM):%H:%M:%S} uur"


def yes_no(value: bool | None) -> str:
    """``Ja``, ``Nee``, or a dash when nobody answered."""
    return NOTHING if value is None else ("Ja" if value else "Nee")


def file_size(size: int) -> str:
    """``1,2 MB``, or ``25 MB`` when it is round."""
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= factor:
            return f"{number(Decimal(size) / factor, 1).removesuffix(',0')} {unit}"
    return f"{size} bytes"


def register(app: Flask) -> None:
    """Give the templates these filters."""
    for filter_ in (
        words, number, published, euro, euro_or_none, percent, day, short_day, weekday, moment, moment_exact, yes_no,
        file_size,
    ):
        app.add_template_filter(filter_)
    app.add_template_filter(number, "exact")
    app.jinja_env.globals["charts"] = charts
