"""The figures the council sees each quarter, and what is kept back so that nobody can be recognised.

Source of the duty: the council gets a report on in- and outflow of tracks every quarter (Kaderstellende nota
reïntegratie 2006–2007, gemeente Haarlem). Numbers under five are not printed (practice in public statistics).
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

FEWEST_SHOWN = 5
KEPT_BACK = "<5"
TOTAL_KEPT_BACK = "–"


@dataclass(frozen=True)
class Flow:
    """People going in and out in one quarter: counts."""

    referred: int = 0
    started: int = 0
    placed: int = 0
    ended_in_work: int = 0
    ended_otherwise: int = 0
    dropped_out: int = 0

    def __add__(self, other: "Flow") -> "Flow":
        return Flow(*(getattr(self, part.name) + getattr(other, part.name) for part in fields(Flow)))


FLOW_LABELS: dict[str, str] = {
    "referred": "Aangemeld",
    "started": "Gestart",
    "placed": "Geplaatst",
    "ended_in_work": "Uit naar werk",
    "ended_otherwise": "Anders beëindigd",
    "dropped_out": "Uitgevallen",
}


@dataclass(frozen=True)
class FlowLine:
    """The flow of one lot and supplier."""

    lot: str
    supplier: str
    contract_number: str
    flow: Flow


def total_of(lines: Sequence[FlowLine]) -> Flow:
    """The flow of all lots together."""
    return sum((line.flow for line in lines), Flow())


def as_shown(count: int) -> str:
    """A count as it may be printed in public: nothing that points at a person."""
    return KEPT_BACK if 0 < count < FEWEST_SHOWN else str(count)


def shown_total(count: int, *, kept_back: bool) -> str:
    """A total as it may be printed; a dash when it is large and would give away a hidden number."""
    return TOTAL_KEPT_BACK if kept_back and count >= FEWEST_SHOWN else as_shown(count)


def total_to_draw(lines: Sequence[FlowLine], name: str) -> int | None:
    """The total of a column as it may be drawn in public; None where it is kept back."""
    total = sum(getattr(line.flow, name) for line in lines)
    is_small = 0 < total < FEWEST_SHOWN
    return None if is_small or name in columns_to_keep_back(lines) else total


def columns_to_keep_back(lines: Sequence[FlowLine]) -> frozenset[str]:
    """The columns whose total must be kept back too, because one hidden number could be worked out from it."""
    kept = set()
    for part in fields(Flow):
        hidden = [line for line in lines if 0 < getattr(line.flow, part.name) < FEWEST_SHOWN]
        if len(hidden) == 1:
            kept.add(part.name)
    return frozenset(kept)
