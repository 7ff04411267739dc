"""How long the municipality's own steps take, and when its college does not meet.

None of this is law: the lead times of a college proposal, of assessing and of signing, and the recess
that the council adopts, differ per municipality. So they are rows with a first day and a source; the
rows here are only what holds until an administrator enters those of the own municipality.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Norm(StrEnum):
    """A step of the municipality itself that takes time."""

    COLLEGE = "college"
    ASKING = "asking"
    ANSWERING = "answering"
    SELECTING = "selecting"
    ASSESSING = "assessing"
    SIGNING = "signing"
    MOBILISING = "mobilising"


#: Which norms count working days; the others count calendar days.
IN_WORKING_DAYS = frozenset({Norm.ANSWERING, Norm.SELECTING, Norm.ASSESSING, Norm.SIGNING})


@dataclass(frozen=True)
class PlanningNorm:
    """From this day on the step takes this many days, says this source."""

    norm: Norm
    days: int
    in_force_from: date
    source: str

    @property
    def length(self) -> str:
        """The number of days in Dutch words: ``15 werkdagen``."""
        kind = "werkdag" if self.norm in IN_WORKING_DAYS else "dag"
        return f"{self.days} {kind if self.days == 1 else kind + 'en'}"


@dataclass(frozen=True)
class Recess:
    """Days, the last one included, on which the college takes no decisions."""

    name: str
    starts_on: date
    ends_on: date
    source: str

    def holds(self, day: date) -> bool:
        """Whether this day lies in the recess."""
        return self.starts_on <= day <= self.ends_on


_FROM = date(2004, 1, 1)
_HOUSE = "Voorbeeld; vervang door de afspraak van de gemeente"

DEFAULT_NORMS: tuple[PlanningNorm, ...] = (
    PlanningNorm(Norm.COLLEGE, 21, _FROM, _HOUSE),
    PlanningNorm(Norm.ASKING, 10, _FROM, _HOUSE),
    PlanningNorm(Norm.ANSWERING, 5, _FROM, _HOUSE),
    PlanningNorm(Norm.SELECTING, 10, _FROM, _HOUSE),
    PlanningNorm(Norm.ASSESSING, 15, _FROM, _HOUSE),
    PlanningNorm(Norm.SIGNING, 5, _FROM, _HOUSE),
    PlanningNorm(Norm.MOBILISING, 30, _FROM, _HOUSE),
)

_SCHOOL = "Voorbeeld: schoolvakantie regio Noord; vervang door het reces dat de raad vaststelt"


def _recess(name: str, starts_on: str, ends_on: str) -> Recess:
    return Recess(name, date.fromisoformat(starts_on), date.fromisoformat(ends_on), _SCHOOL)


DEFAULT_RECESSES: tuple[Recess, ...] = (
    _recess("Zomerreces 2026", "2026-07-04", "2026-08-16"),
    _recess("Kerstreces 2026", "2026-12-19", "2027-01-03"),
    _recess("Zomerreces 2027", "2027-07-10", "2027-08-22"),
    _recess("Kerstreces 2027", "2027-12-25", "2028-01-09"),
    _recess("Zomerreces 2028", "2028-07-15", "2028-08-27"),
)


def norms_on(day: date, rows: Sequence[PlanningNorm] = DEFAULT_NORMS) -> Mapping[Norm, PlanningNorm]:
    """The norm of each step on this day: the row with the latest first day; of equals the last one."""
    in_force: dict[Norm, PlanningNorm] = {}
    for row in sorted(rows, key=lambda row: row.in_force_from):
        if row.in_force_from <= day:
            in_force[row.norm] = row
    return in_force


def recesses_known(own: Sequence[Recess]) -> list[Recess]:
    """The recesses to plan with: those of the municipality; an example only where it entered none that overlaps."""
    examples = [
        example
        for example in DEFAULT_RECESSES
        if not any(row.starts_on <= example.ends_on and example.starts_on <= row.ends_on for row in own)
    ]
    return sorted([*own, *examples], key=lambda row: row.starts_on)


def recess_on(day: date, recesses: Sequence[Recess]) -> Recess | None:
    """The recess this day lies in; None when the college can meet."""
    return next((row for row in recesses if row.holds(day)), None)
