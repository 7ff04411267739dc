"""The pack for a decision on an option: sheets of facts in words, the same on the page and kept with the decision.

Kept as it was read: what was known on the day of the decision must be readable years later, also when figures were
corrected since.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from contracts.ceilings import CeilingFacts, room_left
from contracts.kpis import DEFINITIONS, KpiCode
from contracts.mix import Compared
from townhall.money import round_to_cents


@dataclass(frozen=True)
class Sheet:
    """One subject: a small table in words, and what is said about it."""

    code: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def as_data(sheets: Sequence[Sheet]) -> list[dict[str, Any]]:
    """The sheets as plain data, to be kept with a decision."""
    return [
        {
            "code": sheet.code,
            "title": sheet.title,
            "columns": list(sheet.columns),
            "rows": [list(row) for row in sheet.rows],
            "note": sheet.note,
        }
        for sheet in sheets
    ]


def sheets_in(kept: Mapping[str, Any] | None) -> list[Sheet]:
    """The sheets that were kept with a decision; none with a decision from before they were."""
    return [
        Sheet(
            each["code"], each["title"], tuple(each["columns"]), tuple(tuple(row) for row in each["rows"]), each["note"]
        )
        for each in (kept or {}).get("sheets", ())
    ]


@dataclass(frozen=True)
class Outlook:
    """What an extension would cost at the pace of the last twelve months, and what is left under the maximum then."""

    cost: Decimal
    left: Decimal | None


def outlook(earned_last_year: Decimal, months: int, ceiling: CeilingFacts) -> Outlook:
    """At the pace of the last twelve months; ``left`` is below zero when the maximum does not hold out, and None when
    no maximum was agreed."""
    cost = round_to_cents(Fraction(earned_last_year) * months / 12)
    room = room_left(ceiling)
    return Outlook(cost, None if room is None else room - cost)


def beside_the_lot(verdicts: Mapping[KpiCode, Compared]) -> dict[KpiCode, Compared]:
    """Each verdict as good or bad news: more drop-outs than expected is worse."""
    turned = {Compared.BETTER: Compared.WORSE, Compared.WORSE: Compared.BETTER}
    return {
        code: verdict if DEFINITIONS[code].more_is_better else turned.get(verdict, verdict)
        for code, verdict in verdicts.items()
    }
