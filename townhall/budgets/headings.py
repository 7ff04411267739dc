"""Where in the budget something is paid from: a programme, or one lot of it.

The budget of a lot stands beside that of its programme, not inside it: each has its own amount, and a euro is in one.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

B = TypeVar("B")


@dataclass(frozen=True, order=True)
class Heading:
    """A programme, or one lot of it, by the names in the budget; without a programme it is not known yet."""

    programme: str = ""
    lot: str = ""

    def __bool__(self) -> bool:
        return bool(self.programme)

    def __str__(self) -> str:
        return f"{self.programme}, perceel {self.lot}" if self.lot else self.programme

    @property
    def whole(self) -> "Heading":
        """The whole programme."""
        return Heading(self.programme)


@dataclass(frozen=True)
class Purse:
    """A heading in a year, of one organisation."""

    heading: Heading
    year: int
    organisation_id: int


def paying_under(heading: Heading, budgets: Mapping[Heading, B]) -> B | None:
    """Of the budgets of one organisation and year the one that pays: the lot's own, else the whole programme's.

    The lot's own pays as soon as it is there, also while its amount is still to be set.
    """
    return budgets.get(heading, budgets.get(heading.whole))


def proposed(programme: str, names: Sequence[str], choices: Collection[Heading]) -> Heading:
    """From what a new contract would be paid: the lot of the programme that bears one of these names, the first name
    first; else the whole programme."""
    lots = {each.lot.casefold(): each for each in choices if each.programme == programme and each.lot}
    return next((lots[name.casefold()] for name in names if name.casefold() in lots), Heading(programme))
